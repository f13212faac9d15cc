import "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    seed: string | undefined;
    history: string | undefined;
    lives: string | undefined;
    /** How many games are played through the agenda, or for how many seconds, as `180s`. */
    games: string | undefined;
    /** The number of the first game. */
    game: string | undefined;
    /** The text of a file of worked examples. */
    examples: string | undefined;
  }
}
