/** The adversary's games of odd number through the real agenda: see `real/games.ts`. */
import { playGames } from "./real/games.ts";

playGames(1);
