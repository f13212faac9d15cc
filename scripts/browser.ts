/**
 * `npm run test:browser`: the stories in a real browser, and every page on a desktop with some on a phone and without script. `--all` looks at
 * every page in every view. Anything else is vitest's, as the name of a file.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./local.ts";

const given = process.argv.slice(2);
const variables = given.includes("--all") ? { BROWSER_VIEWS: "all" } : {};
const passedOn = given.filter((word) => word !== "--all");
const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--project", "browser", ...passedOn];
const { status } = spawnSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...variables }, stdio: "inherit" });
process.exitCode = status ?? 1;
