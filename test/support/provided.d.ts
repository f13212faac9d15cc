import "vitest";

declare module "vitest" {
  export interface ProvidedContext {
    seed: string | undefined;
    history: string | undefined;
    lives: string | undefined;
  }
}
