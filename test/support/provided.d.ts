import "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    seed: string | undefined;
    history: string | undefined;
    lives: string | undefined;
    /** The text of a file of worked examples. */
    examples: string | undefined;
  }
}
