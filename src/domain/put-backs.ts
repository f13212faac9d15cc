/**
 * The count of put-backs: how often an event that was changed in its calendar has been written again as the booking says,
 * and when that is given up. A put-back is itself a change of the calendar, so without a bound two writers, or a provider
 * that does not apply what it acknowledges, would go on for ever. Pure.
 */
import { DAY_MS } from "../lib/duration.ts";
import { PUT_BACK_REPEATS_MAX, PUT_BACKS_A_DAY_MAX } from "../limits.ts";
import type { Instant, Interval } from "./instant.ts";

export interface PutBacks {
  /** Of the booking, as far as its event shows it: a later one is counted anew. */
  readonly revision: number;
  readonly count: number;
  /** When the first of them was counted. */
  readonly since: Instant;
  /** The time that the event was found at, as `starts_at/ends_at` in milliseconds. */
  readonly difference: string;
  /** How often that same time was found again right after it had been put back. */
  readonly repeats: number;
  /** Nothing is put back any more for this revision. */
  readonly isEnded: boolean;
}

/** Counts another put-back, of an event that was found at `found`. Answers `isEnded` where there is to be none. */
export function countPutBack(before: PutBacks | null, revision: number, found: Interval | null, now: Instant): PutBacks {
  const difference = found === null ? "" : `${String(found.startsAt)}/${String(found.endsAt)}`;
  const known = before !== null && before.revision === revision ? before : null;
  if (known?.isEnded === true) return known;
  if (known === null || now - known.since >= DAY_MS) return { revision, count: 1, since: now, difference, repeats: 0, isEnded: false };
  const repeats = known.difference === difference ? known.repeats + 1 : 0;
  if (known.count >= PUT_BACKS_A_DAY_MAX || repeats >= PUT_BACK_REPEATS_MAX) return { ...known, difference, repeats, isEnded: true };
  return { ...known, count: known.count + 1, difference, repeats };
}

export function hasEnded(putBacks: PutBacks | null, revision: number): boolean {
  return putBacks !== null && putBacks.isEnded && putBacks.revision === revision;
}
