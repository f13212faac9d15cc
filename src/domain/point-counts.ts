/**
 * Figures of the service over time, as a page draws them: which points there are, over which ranges they are counted, and the stretches that counts
 * fall into. Asks nothing and knows no clock.
 */
import { DAY_MS, HOUR_MS } from "../lib/duration.ts";
import { type Instant, instant } from "./instant.ts";

export const POINT_EVENTS = ["group", "dispatch", "sync", "refusal"] as const;
export type PointEvent = (typeof POINT_EVENTS)[number];

export const POINT_RANGES = ["day", "week"] as const;
export type PointRange = (typeof POINT_RANGES)[number];

const LENGTHS: Readonly<Record<PointRange, { readonly rangeMs: number; readonly stretchMs: number }>> = {
  day: { rangeMs: DAY_MS, stretchMs: HOUR_MS },
  week: { rangeMs: 7 * DAY_MS, stretchMs: 6 * HOUR_MS },
};

/** `wrong`: a fault stopped it, or a part of it. */
export const POINT_OUTCOMES = ["well", "wrong"] as const;

export interface PointCount {
  /** The start of the stretch. */
  readonly at: Instant;
  readonly outcome: (typeof POINT_OUTCOMES)[number];
  readonly times: number;
}

export interface PointStretch {
  readonly at: Instant;
  readonly well: number;
  readonly wrong: number;
}

/** Of the range that ends now, the present stretch last. A stretch that no count names had no point. */
export function stretchesOf(range: PointRange, now: Instant, counts: readonly PointCount[]): PointStretch[] {
  const { rangeMs, stretchMs } = LENGTHS[range];
  const last = now - (now % stretchMs);
  const places = Array.from({ length: rangeMs / stretchMs }, (_, place) => place).toReversed();
  return places.map((place) => {
    const at = instant(last - place * stretchMs);
    const timesOf = (outcome: PointCount["outcome"]): number =>
      counts.filter((count) => count.at === at && count.outcome === outcome).reduce((sum, { times }) => sum + times, 0);
    return { at, well: timesOf("well"), wrong: timesOf("wrong") };
  });
}
