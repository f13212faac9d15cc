/**
 * One deployment as its files describe it: wrangler.toml, what wrangler.staging.toml changes of it, and the secrets. All of it
 * passes the service's own configuration before anything is sent anywhere, so keys that do not fit, values of an example and
 * secrets that are missing are named here. Says names and never values.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { experimental_readRawConfig as readRawConfig } from "wrangler";
import { z } from "zod";
import { readConfig } from "../../src/config.ts";
import type { Home } from "../../src/domain/home.ts";
import { isLocalHost } from "../../src/lib/hosts.ts";
import { SettingError } from "../local.ts";

export const ENVIRONMENTS = ["production", "staging"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

const bound = z.object({ binding: z.string() }).loose();
/** The part of wrangler.toml that is read; the rest is handed on as it stands. */
const rawSchema = z
  .object({
    name: z.string(),
    main: z.string(),
    d1_databases: z.tuple([bound.extend({ migrations_dir: z.string() }).loose()]),
    kv_namespaces: z.array(bound),
    ratelimits: z.array(z.object({ name: z.string() }).loose()),
    send_email: z.tuple([z.object({ name: z.string() }).loose()]),
    assets: z.object({ directory: z.string() }).loose(),
    migrations: z.array(z.object({ tag: z.string() }).loose()).min(1),
    vars: z.record(z.string(), z.string()),
    secrets: z.object({ required: z.array(z.string()) }),
  })
  .loose();
type RawConfig = z.infer<typeof rawSchema>;
const secretsSchema = z.record(z.string(), z.string());

export interface Deployment {
  readonly environment: Environment;
  /** Of the Worker, its database, and before the binding of each namespace. */
  readonly name: string;
  readonly root: string;
  readonly raw: RawConfig;
  readonly serviceUrl: string;
  readonly mailFrom: string;
  readonly home: Home;
  readonly secretsFile: string;
  /** For `GET /health/deep`; null: it is not among the secrets, and `GET /health` has to do. */
  readonly healthSecret: string | null;
}

/** Throws SettingError with all that does not fit. */
export function readDeployment(root: string, environment: Environment): Deployment {
  const raw = rawSchema.parse(readRawConfig({ config: join(root, "wrangler.toml") }).rawConfig);
  const changed = environment === "staging" ? changesOf(join(root, "wrangler.staging.toml")) : {};
  if (changed["SERVICE_URL"] === raw.vars["SERVICE_URL"]) throw new SettingError("staging and production have the same SERVICE_URL");
  const vars = { ...raw.vars, ...changed };
  const secretsFile = join(root, `.secrets.${environment}.json`);
  const secrets = readSecrets(secretsFile);
  const missing = raw.secrets.required.filter((name) => !secrets[name]);
  if (missing.length > 0) throw new SettingError(`missing in .secrets.${environment}.json: ${missing.join(", ")}`);
  const { serviceUrl, home, mail, healthSecrets } = checked({ ...vars, ...secrets });
  const { hostname, origin } = new URL(serviceUrl);
  if (isLocalHost(hostname)) throw new SettingError("SERVICE_URL is an address of this machine");
  if (origin !== serviceUrl || serviceUrl.includes(":", "https:".length)) {
    throw new SettingError("SERVICE_URL must be https and a host, without port and path: the whole host becomes the Worker's");
  }
  if (home.region === null && home.jurisdiction === null) {
    throw new SettingError("set DATA_REGION or JURISDICTION: neither database nor objects can be moved later");
  }
  const name = environment === "production" ? raw.name : `${raw.name}-${environment}`;
  const [healthSecret = null] = healthSecrets;
  return { environment, name, root, raw: { ...raw, vars }, serviceUrl, mailFrom: mail.from, home, secretsFile, healthSecret };
}

function changesOf(file: string): Record<string, string> {
  const { vars } = z.object({ vars: z.record(z.string(), z.string()) }).parse(readRawConfig({ config: file }).rawConfig);
  if (!vars["SERVICE_URL"]) throw new SettingError("wrangler.staging.toml must have a SERVICE_URL of its own");
  return vars;
}

function readSecrets(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // The parser's own words would quote the file.
    throw new SettingError(`${file} must be JSON, from the name of each secret to its text`);
  }
}

function checked(variables: Readonly<Record<string, string>>): ReturnType<typeof readConfig> {
  try {
    return readConfig(variables);
  } catch (error) {
    throw new SettingError(error instanceof Error ? error.message : String(error));
  }
}
