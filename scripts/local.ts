/**
 * What a local server is made of: ports, the data folder, and the addresses and files that follow from them. Read from
 * PORT, SIM_PORT and DATA_DIR by `npm start` and `npm run token` alike, so that both speak of the same server. Refuses
 * values that cannot work, before anything is started. A relative DATA_DIR counts from the top of the checkout, because
 * npm runs its scripts there whatever folder it was called in.
 */
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "..");
const PORT_DEFAULT = 8787;
const SIM_PORT_DEFAULT = 8788;
const DATA_DIR_DEFAULT = ".wrangler/state";

/** Not NodeJS.ProcessEnv, which the generated types fill with the Worker's own variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Local {
  readonly port: number;
  readonly simPort: number;
  readonly dataDir: string;
  /** DATA_DIR/simulators: what the stand-ins and the start script keep; D1, KV and objects lie beside it. */
  readonly simulatorsDir: string;
  readonly logsDir: string;
  readonly workerUrl: string;
  readonly simulatorsUrl: string;
  /** `iss` of local tokens. Discovery and JWKS lie under it. */
  readonly issuerUrl: string;
  readonly identityKeyFile: string;
}

/** A setting that cannot work: its message is for the person at the keyboard, without a stack. */
export class SettingError extends Error {}

function readPort(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined || value === "") return fallback;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) throw new SettingError(`${name} must be a port from 1 to 65535, not "${value}"`);
  return port;
}

/** Throws SettingError. */
export function readLocal(env: Environment): Local {
  const port = readPort("PORT", env["PORT"], PORT_DEFAULT);
  const simPort = readPort("SIM_PORT", env["SIM_PORT"], SIM_PORT_DEFAULT);
  const dataDir = resolve(ROOT, env["DATA_DIR"] || DATA_DIR_DEFAULT);
  const simulatorsDir = join(dataDir, "simulators");
  const simulatorsUrl = `http://127.0.0.1:${String(simPort)}`;
  return {
    port,
    simPort,
    dataDir,
    simulatorsDir,
    logsDir: join(dataDir, "logs"),
    workerUrl: `http://127.0.0.1:${String(port)}`,
    simulatorsUrl,
    issuerUrl: `${simulatorsUrl}/identity`,
    identityKeyFile: join(simulatorsDir, "identity-key.json"),
  };
}
