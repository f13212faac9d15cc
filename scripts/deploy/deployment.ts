/**
 * One deployment as its files describe it: wrangler.toml, what wrangler.staging.toml changes of it, and the secrets. All of it
 * passes the service's own configuration before anything is sent anywhere, so keys that do not fit, values of an example and
 * secrets that are missing are named here, all in one round. Says names and never values.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { experimental_readRawConfig as readRawConfig } from "wrangler";
import { z } from "zod";
import { readConfig } from "../../src/config.ts";
import type { Home } from "../../src/domain/home.ts";
import { isLocalHost } from "../../src/lib/hosts.ts";
import { SettingError } from "../local.ts";
import { keyRingOf } from "../local-variables.ts";

export const ENVIRONMENTS = ["production", "staging"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

const bound = z.object({ binding: z.string() }).loose();
/** Of a key of AUDIT_KEYS and TOKEN_KEYS. */
const KEY_BYTES = 32;
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
  const faults = missing.length === 0 ? [] : [`missing in .secrets.${environment}.json: ${missing.join(", ")}`];
  const { serviceUrl, home, mail, healthSecrets } = checked({ ...vars, ...secrets, ...fittingFor(missing, vars) }, faults);
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

/** Texts that fit where secrets are missing: the rest is looked at in the same round. */
function fittingFor(missing: readonly string[], vars: Readonly<Record<string, string>>): Record<string, string> {
  const ring = (current = "") => keyRingOf(current, Buffer.alloc(KEY_BYTES).toString("base64"));
  const fitting: Readonly<Record<string, string>> = {
    AUDIT_KEYS: ring(vars["AUDIT_KEY_CURRENT"]),
    TOKEN_KEYS: ring(vars["TOKEN_KEY_CURRENT"]),
  };
  return Object.fromEntries(missing.map((name) => [name, fitting[name] ?? "none"]));
}

/** Throws SettingError with the faults found before and those of the service's configuration, if there is any. */
function checked(variables: Readonly<Record<string, string>>, faults: readonly string[]): ReturnType<typeof readConfig> {
  const refuse = (...more: readonly string[]) => new SettingError([...faults, ...more].join("\n"));
  let config: ReturnType<typeof readConfig>;
  try {
    config = readConfig(variables);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  if (faults.length > 0) throw refuse();
  return config;
}
