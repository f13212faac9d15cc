/**
 * The adversary's games through the real agenda, before the judge, while its connections, providers and objects fail: 60 of 40 acts.
 * `GAMES_REAL=500` asks for more, `GAMES_REAL=180s` for as many as fit, `GAMES_REAL=180s+500` for both; `SEED` replays a run, `SEED` and `GAME` one game of it.
 */
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import { playSeeded, worldOf } from "./adversary.ts";
import { shorten, tell } from "./game.ts";
import { RealSystem } from "./real-system.ts";
import { endTroubles } from "./real/troubles.ts";

const [, SECONDS, , GAMES] = /^(?:(\d+)s)?(\+?)(\d+)?$/u.exec(inject("games") ?? "60")?.map(Number) ?? [];
const SECONDS_MIN = SECONDS || 0;
const GAMES_MIN = GAMES || 0;
const ACTS = 40;
const MODE = { isExact: false };
/** A game that is complained of is made shorter by playing it again, and each playing takes its time. */
const SHORTER_TRIES = 40;

const tellRunner = console.log.bind(console);

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

test("games of 40 acts through the agenda draw no complaint, whatever fails", { timeout: 3_600_000 }, async () => {
  const seed = Number(inject("seed") ?? "") || Math.trunc(Math.random() * 2 ** 31);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  let played = 0;
  for (let game = Number(inject("game") ?? 0); played < GAMES_MIN || seconds() < SECONDS_MIN; game += 1) {
    const options = { seed, game, acts: ACTS };
    const system = new RealSystem(seed + game);
    const verdict = await playSeeded(system, options, MODE).catch((error: unknown) => {
      throw new Error(`seed ${String(seed)}, game ${String(game)}`, { cause: error });
    });
    if (verdict !== null) {
      const shortest = await shorten(system, worldOf(options), verdict, MODE, SHORTER_TRIES);
      expect.fail(`seed ${String(seed)}, game ${String(game)}\n${tell(shortest)}`);
    }
    played += 1;
  }
  tellRunner(`games: seed ${String(seed)}: ${String(played)} games of ${String(ACTS)} acts in ${seconds().toFixed(1)} s`);
  expect(played).toBeGreaterThanOrEqual(Math.max(1, GAMES_MIN));
});
