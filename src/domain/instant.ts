/**
 * A point in time: whole milliseconds since the Unix epoch, branded so that a length of time or a count cannot be
 * passed where a moment is meant. Half-open ranges of instants are used throughout: `startsAt` is in, `endsAt` is out.
 * This file reads no clock; `now` is always handed in.
 */
declare const instantBrand: unique symbol;
export type Instant = number & { readonly [instantBrand]: true };

export interface Interval {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** Brands a number that is known to be whole epoch milliseconds. */
export function instant(epochMs: number): Instant {
  return epochMs as Instant;
}

/** The instant a length of time (milliseconds, may be negative) after another. */
export function after(moment: Instant, lengthMs: number): Instant {
  return (moment + lengthMs) as Instant;
}

export function earlier(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}

export function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}
