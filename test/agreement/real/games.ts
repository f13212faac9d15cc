/**
 * The adversary's games through the real agenda, before the judge, while its connections, providers and objects fail: 60 of 40 acts. Two
 * files play them side by side, one those of even number and one those of odd. `GAMES_REAL=500` asks for more, `GAMES_REAL=180s` for as
 * many as fit, `GAMES_REAL=180s+500` for both; `SEED` draws others, and with `GAME` replays one.
 */
import { expect, inject, vi } from "vitest";
import { playSeeded, worldOf } from "../adversary.ts";
import { shorten, tell } from "../game.ts";
import { RealSystem } from "../real-system.ts";
import { endTroubles } from "./troubles.ts";

/** One seed unless another is asked for: the gate is not a lottery. */
const SEED = Number(inject("seed") ?? 20_270_303);
const ASKED = /^(?:(\d+)s)?\+?(\d+)?$/u.exec(inject("games") ?? "60");
const SECONDS_MIN = Number(ASKED?.[1] ?? 0);
/** Of this file. */
const GAMES_MIN = Math.ceil(Number(ASKED?.[2] ?? 0) / 2);
const ONE = inject("game");
const ACTS = 40;
const MODE = { isExact: false };
/** A game that is complained of is made shorter by playing it again, and each playing takes its time. */
const SHORTER_TRIES = 40;

/** Far beyond the longest run that is asked for. */
export const GAMES_TIMEOUT_MS = 3_600_000;

/** Plays the games of numbers `first`, `first + 2` and so on; of a single one that was asked for, that one. */
export async function playGames(first: 0 | 1): Promise<void> {
  const tellRunner = console.log.bind(console);
  // The service logs every fault, and here it meets thousands.
  for (const level of ["log", "error"] as const) vi.spyOn(console, level).mockReturnValue(undefined);
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    tellRunner(await playAll(first));
  } finally {
    endTroubles();
    vi.restoreAllMocks();
    vi.useRealTimers();
  }
}

async function playAll(first: 0 | 1): Promise<string> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  let played = 0;
  if (ONE === undefined) for (; played < GAMES_MIN || seconds() < SECONDS_MIN; played += 1) await playOne(first + 2 * played);
  else if (Number(ONE) % 2 === first) await playOne(Number(ONE));
  if (ONE === undefined) expect(played).toBeGreaterThanOrEqual(Math.max(1, GAMES_MIN));
  return `games: seed ${String(SEED)}: ${String(played)} games of ${String(ACTS)} acts in ${seconds().toFixed(1)} s`;
}

async function playOne(game: number): Promise<void> {
  const options = { seed: SEED, game, acts: ACTS };
  const system = new RealSystem(SEED + game);
  const name = `seed ${String(SEED)}, game ${String(game)}`;
  const verdict = await playSeeded(system, options, MODE).catch((error: unknown) => {
    throw new Error(name, { cause: error });
  });
  if (verdict === null) return;
  expect.fail(`${name}\n${tell(await shorten(system, worldOf(options), verdict, MODE, SHORTER_TRIES))}`);
}
