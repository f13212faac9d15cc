/** Seeded randomness of the games: one number makes one game, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  below(below: number): number;
  chance(probability: number): boolean;
  /** Undefined where there is nothing to choose from. */
  pick<T>(from: readonly T[]): T | undefined;
}

/** mulberry32; the seed of a game is mixed from that of the run and its number, so that neighbours have nothing in common. */
export function randomOf(seed: number, game: number): Random {
  let state = Math.imul(seed ^ Math.imul(game + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { next, below, chance: (probability) => next() < probability, pick: (from) => from[below(from.length)] };
}
