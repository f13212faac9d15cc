/**
 * `npm run deploy [-- staging]`: one command from a checkout to a service that answers. `-- --plan` prints every step and call;
 * it needs no account, and says with one what would be done to it now. docs/deploying.md is the page for people.
 */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Account, accountOf, stateOf } from "./deploy/account.ts";
import { carryOut, type Hands } from "./deploy/carry-out.ts";
import { type Deployment, ENVIRONMENTS, readDeployment } from "./deploy/deployment.ts";
import { planOf } from "./deploy/plan.ts";
import { configFileOf, shown } from "./deploy/show.ts";
import { NOTHING_YET } from "./deploy/state.ts";
import { wranglerConfigOf } from "./deploy/wrangler-config.ts";
import { ROOT, SettingError } from "./local.ts";

const WRANGLER = join(ROOT, "node_modules", "wrangler", "bin", "wrangler.js");

function handsOf(account: Account, deployment: Deployment): Hands {
  const file = join(ROOT, configFileOf(deployment));
  return {
    account,
    write: async (ids) => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(wranglerConfigOf(deployment, ids), null, 2));
    },
    wrangler: async (args) => await wrangler([...args, "--config", file]),
    fetch: async (url, init) => await fetch(url, init),
    say: (line) => {
      console.log(line);
    },
  };
}

/** wrangler says in a file of JSON lines what it has done: https://developers.cloudflare.com/workers/wrangler/system-environment-variables/. */
async function wrangler(args: readonly string[]): Promise<{ ok: boolean; version: string | null }> {
  const folder = await mkdtemp(join(tmpdir(), "deploy-"));
  try {
    const output = join(folder, "output");
    const env = { ...process.env, CI: "true", WRANGLER_SEND_METRICS: "false", WRANGLER_OUTPUT_FILE_PATH: output };
    const child = spawn(process.execPath, [WRANGLER, ...args], { cwd: ROOT, stdio: "inherit", env });
    const code = await new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
    const lines = (await readFile(output, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
    const told = lines.map((line) => JSON.parse(line) as { type?: string; version_id?: string | null });
    return { ok: code === 0, version: told.find(({ type }) => type === "version-upload")?.version_id ?? null };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function main(args: readonly string[]): Promise<boolean> {
  const isPlan = args.includes("--plan");
  const words = args.filter((arg) => arg !== "--plan");
  const environment = ENVIRONMENTS.find((name) => name === (words[0] ?? "production"));
  if (environment === undefined || words.length > 1) throw new SettingError("npm run deploy -- [--plan] [production|staging]");
  const deployment = readDeployment(ROOT, environment);
  if (isPlan && !process.env["CLOUDFLARE_API_TOKEN"]) {
    const tag = deployment.raw.migrations.at(-1)?.tag ?? null;
    const later = {
      database: { uuid: "<database>", jurisdiction: deployment.home.jurisdiction, isReplicated: true },
      namespaces: Object.fromEntries(deployment.raw.kv_namespaces.map(({ binding }) => [binding, "<namespace>"])),
      worker: { migrationTag: tag, version: "<version>" },
    };
    console.log(shown("The first deployment", planOf(deployment, NOTHING_YET), deployment));
    console.log(`\n${shown("A later one", planOf(deployment, later), deployment)}`);
    return true;
  }
  const account = accountOf(process.env);
  const state = await stateOf(account, deployment);
  const plan = planOf(deployment, state);
  console.log(shown("The plan", plan, deployment));
  if (isPlan || !(await carryOut(plan, deployment, state, handsOf(account, deployment)))) return isPlan;
  console.log(`deployed: ${deployment.serviceUrl}`);
  return true;
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
