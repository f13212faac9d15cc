/**
 * The longest random tests in full: bookings through their lives under faults, both calendar providers while they fail, and games of the
 * agreement's adversary through the real agenda for ninety seconds on each of two processors. `--long` plays games alone, for twenty minutes and two thousand
 * games at least. SEED replays a run.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./local.ts";

const GAMES = ["test/agreement/games-even.real.test.ts", "test/agreement/games-odd.real.test.ts"];
const CHAOS = ["test/calendar-accounts/chaos-google.test.ts", "test/calendar-accounts/chaos-outlook.test.ts"];
const OTHERS = [...CHAOS, "test/agenda/lives.test.ts"];

const isLong = process.argv.includes("--long");
const files = isLong ? GAMES : [...OTHERS, ...GAMES];
// Two files play, on two processors side by side.
const variables = isLong ? { GAMES_REAL: "1200s+2000" } : { LIVES: "1000", GAMES_REAL: "90s" };
const seed = process.env["SEED"] ?? String(Math.trunc(Math.random() * 2 ** 31));
const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--project", "workerd", ...files];
const { status } = spawnSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...variables, SEED: seed }, stdio: "inherit" });
process.exitCode = status ?? 1;
