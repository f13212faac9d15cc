/** The adversary's games of even number through the real agenda: see `real/games.ts`. */
import { playGames } from "./real/games.ts";

playGames(0);
