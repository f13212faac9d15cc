/** The adversary's games of odd number through the real agenda: see `real/games.ts`. */
import { test } from "vitest";
import { GAMES_TIMEOUT_MS, playGames } from "./real/games.ts";

test("I14-I20: games of odd number through the agenda draw no complaint, whatever fails", { timeout: GAMES_TIMEOUT_MS }, async () => {
  await playGames(1);
});
