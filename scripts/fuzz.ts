/**
 * `npm run fuzz [-- --seed N] [--requests N] [--tally]`: requests made from openapi.json, valid and mutated, against a local server of its
 * own; twenty thousand unless told otherwise. Prints the seed, which replays the choices, and each answer that is not as the document
 * says, with its request as curl. `--tally` also prints what became of each operation.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "./local.ts";

const REQUESTS_DEFAULT = "20000";

const { values } = parseArgs({ options: { seed: { type: "string" }, requests: { type: "string" }, tally: { type: "boolean" } } });
const seed = values.seed ?? process.env["SEED"] ?? String(Math.trunc(Math.random() * 2 ** 31));
const tally = values.tally === true ? { FUZZ_TALLY: "1" } : {};
const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--project", "local", "test/local/fuzz"];
const env = { ...process.env, ...tally, SEED: seed, FUZZ_REQUESTS: values.requests ?? REQUESTS_DEFAULT };
const { status } = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: "inherit" });
process.exitCode = status ?? 1;
