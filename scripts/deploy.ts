/**
 * `npm run deploy`: the database if there is none yet, its migrations, then the Worker, minified. Migrations go first:
 * new code never meets an old schema, and a migration only ever adds to what the running code knows. Everything else
 * that has no id in wrangler.toml is provisioned by wrangler. Sets no secrets; the README names them.
 */
import { spawnSync } from "node:child_process";

const DATABASE = "culturebridge-booking";

function wrangler(...args: string[]): boolean {
  console.log(`wrangler ${args.join(" ")}`);
  return spawnSync("wrangler", args, { stdio: "inherit" }).status === 0;
}

const hasDatabase = wrangler("d1", "info", DATABASE) || wrangler("d1", "create", DATABASE);
const isDeployed = hasDatabase && wrangler("d1", "migrations", "apply", DATABASE, "--remote") && wrangler("deploy", "--minify");
process.exitCode = isDeployed ? 0 : 1;
