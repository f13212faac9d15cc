/**
 * The longest random tests in full: bookings through their lives under faults, both calendar providers while they fail, and games of the
 * agreement's adversary through the real agenda for three minutes. `--long` plays games alone, for twenty minutes and two thousand
 * games at least, one player for each processor. SEED replays a run.
 */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ROOT } from "./local.ts";

const GAMES = "test/agreement/games.real.test.ts";
const OTHERS = ["test/accounts/chaos.test.ts", "test/agenda/lives.test.ts"];
const LONG_SECONDS = 20 * 60;
const LONG_GAMES = 2_000;
/** Between the seeds of two players, so that no game is played twice. */
const SEEDS_APART = 1_000_003;

/** The exit code of one run of vitest, whose lines are printed as they come. */
async function run(files: readonly string[], variables: Readonly<Record<string, string>>): Promise<number> {
  const args = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--project", "workerd", ...files];
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...variables }, stdio: "inherit" });
  const { promise, resolve } = Promise.withResolvers<number>();
  child.once("exit", (code) => {
    resolve(code ?? 1);
  });
  return await promise;
}

async function soak(): Promise<number> {
  return await run([...OTHERS, GAMES], { LIVES: "700", GAMES_REAL: "180s" });
}

async function long(): Promise<number> {
  const seed = Number(process.env["SEED"] ?? Math.trunc(Math.random() * 2 ** 31));
  const players = availableParallelism();
  const asked = `${String(LONG_SECONDS)}s+${String(Math.ceil(LONG_GAMES / players))}`;
  const codes = Array.from({ length: players }, async (_, player) => {
    return await run([GAMES], { SEED: String(seed + player * SEEDS_APART), GAMES_REAL: asked });
  });
  return Math.max(...(await Promise.all(codes)));
}

process.exitCode = process.argv.includes("--long") ? await long() : await soak();
