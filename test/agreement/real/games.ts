/**
 * The adversary's games through the real agenda, before the judge, while its connections, providers and objects fail: 60 of 40 acts. Two
 * files play them side by side, one those of even number and one those of odd. `GAMES_REAL=500` asks for more, `GAMES_REAL=180s` for as
 * many as fit, `GAMES_REAL=180s+500` for both; `SEED` draws others, and with `GAME` replays one.
 */
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
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

const tellRunner = console.log.bind(console);

/** Declares the test that plays the games of numbers `first`, `first + 2` and so on. */
export function playGames(first: 0 | 1): void {
  beforeEach(() => {
    // The service logs every fault, and here it meets thousands.
    for (const level of ["log", "error"] as const) vi.spyOn(console, level).mockReturnValue(undefined);
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    endTroubles();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  test.runIf(ONE !== undefined && Number(ONE) % 2 === first)("one game through the agenda", { timeout: 600_000 }, async () => {
    await playOne(Number(ONE));
  });

  test.runIf(ONE === undefined)(
    "games of 40 acts through the agenda draw no complaint, whatever fails",
    { timeout: 3_600_000 },
    async () => {
      const began = performance.now();
      const seconds = (): number => (performance.now() - began) / 1_000;
      let played = 0;
      for (; played < GAMES_MIN || seconds() < SECONDS_MIN; played += 1) await playOne(first + 2 * played);
      tellRunner(`games: seed ${String(SEED)}: ${String(played)} games of ${String(ACTS)} acts in ${seconds().toFixed(1)} s`);
      expect(played).toBeGreaterThanOrEqual(Math.max(1, GAMES_MIN));
    },
  );
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
