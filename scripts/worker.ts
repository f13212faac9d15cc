/**
 * The Worker in wrangler's local runtime: applying migrations, starting `wrangler dev`, waiting until it answers. Vars
 * and secrets for local use are made here and handed over in a file that only its owner can read, never on a command
 * line. wrangler is told to keep to itself: no metrics, no update check, no look-up of the machine's place.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AUDIENCE } from "../simulators/identity/tokens.ts";
import { registrationsOf } from "../simulators/registrations.ts";
import { keepOnce, replaceFile } from "../simulators/kit/kept-file.ts";
import type { ChildOptions } from "./child-process.ts";
import { type Environment, type Local, ROOT, SettingError } from "./local.ts";
import { keyRingOf, localVariables } from "./local-variables.ts";

const WRANGLER = join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js");
export const WRANGLER_CONFIG = join(ROOT, "wrangler.toml");
const DATABASE_BINDING = "DB";
const MIGRATIONS = join(ROOT, "migrations");
/** Where `--persist-to` puts databases: https://developers.cloudflare.com/d1/best-practices/local-development/ */
const LOCAL_DATABASES = "v3/d1";
/** As `wrangler d1 migrations` makes it. */
const LIST_OF_APPLIED = `CREATE TABLE d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
);`;
const KEY_ID = "local-1";
/** Names that the Worker's configuration reads; none of them means anything to wrangler itself. */
const WORKER_VARIABLE =
  /^(?:ANALYTICS|AUTH|AUDIT|TOKEN|GOOGLE|MICROSOFT|STRIPE|MAIL|CORS|HEALTH|WEBHOOK)_|^(?:RATE_PROFILE|DATA_POINTS|SERVICE_URL|APP_URL|STAND_IN_URL)$/u;
const HEALTH_POLL_MS = 100;
const HEALTH_CALL_MS_MAX = 5000;

/** What opens `GET /health/deep` of a local server; the same at every start. */
export async function healthSecretOf(local: Local): Promise<string> {
  return await keepOnce(join(local.simulatorsDir, "health-secret.txt"), () => randomBytes(32).toString("base64url"));
}

/** Throws SettingError. Values stand in single quotes, which dotenv takes as they are. */
export async function writeWorkerEnv(local: Local, env: Environment): Promise<string> {
  const rateProfile = env["RATE_PROFILE"] || "standard";
  if (!/^[a-z]+$/.test(rateProfile)) throw new SettingError("RATE_PROFILE must be a word, for example standard or load");
  const auditKeys = await keepOnce(join(local.simulatorsDir, "audit-keys.json"), () =>
    keyRingOf(KEY_ID, randomBytes(32).toString("base64")),
  );
  const tokenKeys = await keepOnce(join(local.simulatorsDir, "token-keys.json"), () =>
    keyRingOf(KEY_ID, randomBytes(32).toString("base64")),
  );
  const { google, microsoft, pages, stripe } = registrationsOf(local);
  const vars = localVariables({
    issuer: local.issuerUrl,
    audience: AUDIENCE,
    keys: { jwksUrl: `${local.issuerUrl}/jwks` },
    auditKeys,
    tokenKeys,
    keyId: KEY_ID,
    serviceUrl: local.workerUrl,
    // Mails lead to the pages of the service itself.
    appUrl: "",
    mailUrl: `${local.simulatorsUrl}/mailbox/messages`,
    mailFrom: "bookings@culturebridge.example.org",
    others: {
      RATE_PROFILE: rateProfile,
      // A load test is not slowed down by its own figures.
      DATA_POINTS: rateProfile === "standard" ? "log" : "off",
      HEALTH_SECRET: await healthSecretOf(local),
      CORS_ORIGINS: local.simulatorsUrl,
      EMBED_ORIGINS: local.simulatorsUrl,
      STAND_IN_URL: `${local.simulatorsUrl}/providers`,
      WEBHOOK_STAND_IN_URL: local.simulatorsUrl,
      OIDC_CLIENT_ID: pages.id,
      OIDC_CLIENT_SECRET: pages.secret,
      GOOGLE_CLIENT_ID: google.id,
      GOOGLE_CLIENT_SECRET: google.secret,
      MICROSOFT_CLIENT_ID: microsoft.id,
      MICROSOFT_CLIENT_SECRET: microsoft.secret,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    },
  });
  const file = join(local.simulatorsDir, "worker.env");
  const lines = Object.entries(vars).map(([name, value]) => `${name}='${value}'\n`);
  await replaceFile(file, `# Written by scripts/worker.ts at every start.\n${lines.join("")}`);
  return file;
}

function wrangler(local: Local, args: readonly string[]): Pick<ChildOptions, "command" | "cwd" | "env"> {
  // Our file decides, whatever lies in the shell: where wrangler.toml lists secrets, wrangler reads its environment too.
  const inherited = Object.entries(process.env).filter(([name]) => !WORKER_VARIABLE.test(name));
  return {
    command: [process.execPath, WRANGLER, ...args, "--config", WRANGLER_CONFIG],
    cwd: ROOT,
    env: {
      ...Object.fromEntries(inherited),
      CI: "1", // Asks nothing, and applies migrations without a confirmation.
      NO_COLOR: "1",
      WRANGLER_HIDE_BANNER: "true", // The update check is part of the banner.
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_SEND_ERROR_REPORTS: "false",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      // A store of every call's address and more, for a panel nobody opens here: addresses carry consent codes.
      X_LOCAL_OBSERVABILITY: "false",
      CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "true",
      CLOUDFLARE_INCLUDE_PROCESS_ENV: "false",
      // Kept apart for each DATA_DIR, so that two servers neither find nor overwrite each other.
      WRANGLER_LOG_PATH: join(local.logsDir, "wrangler-debug.log"),
      WRANGLER_REGISTRY_PATH: join(local.simulatorsDir, "registry"),
    },
  };
}

/**
 * Through wrangler, which keeps the list of what was applied. It starts a runtime for each migration, a second or more apiece, so that a folder
 * without a database gets all of them as one file, with the list that wrangler would have kept.
 */
export async function migrateCommand(local: Local): Promise<Pick<ChildOptions, "command" | "cwd" | "env">> {
  const where = ["--local", "--persist-to", local.dataDir];
  if (existsSync(join(local.dataDir, LOCAL_DATABASES))) return wrangler(local, ["d1", "migrations", "apply", DATABASE_BINDING, ...where]);
  const file = join(local.simulatorsDir, "migrations.sql");
  await replaceFile(file, everyMigration());
  return wrangler(local, ["d1", "execute", DATABASE_BINDING, ...where, "--file", file]);
}

function everyMigration(): string {
  const names = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .toSorted();
  const applied = names.map((name) => `INSERT INTO d1_migrations (name) VALUES ('${name}');`);
  return [...names.map((name) => readFileSync(join(MIGRATIONS, name), "utf8")), LIST_OF_APPLIED, ...applied].join("\n");
}

export function serveCommand(local: Local, envFile: string): Pick<ChildOptions, "command" | "cwd" | "env"> {
  return wrangler(local, [
    "dev",
    "--local",
    "--ip=127.0.0.1",
    `--port=${String(local.port)}`,
    "--inspector-port=0", // Any free one: two servers would meet at the default.
    `--persist-to=${local.dataDir}`,
    `--env-file=${envFile}`,
    "--log-level=log",
    "--show-interactive-dev-session=false",
  ]);
}

/** Resolves when GET /health answers 200. Throws at the deadline, with what was answered last. */
export async function waitForHealth(workerUrl: string, msMax: number, isOver: () => boolean): Promise<void> {
  let last = "no answer";
  for (const deadlineMs = Date.now() + msMax; Date.now() < deadlineMs && !isOver();) {
    try {
      const response = await fetch(`${workerUrl}/health`, { signal: AbortSignal.timeout(HEALTH_CALL_MS_MAX) });
      if (response.status === 200) {
        await response.body?.cancel();
        return;
      }
      last = `${String(response.status)} ${(await response.text()).slice(0, 300)}`;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, HEALTH_POLL_MS));
  }
  throw new Error(`the Worker did not become healthy within ${String(msMax / 1000)} s; GET /health: ${last}`);
}
