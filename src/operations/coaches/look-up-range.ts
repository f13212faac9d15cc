/**
 * The range a look-up asks for: instants, or dates of a zone that may only be known once the coach has been read. Says
 * what has to be read before that, and whether the range is one. No I/O.
 */
import { DAY_MS, HOUR_MS } from "../../lib/duration.ts";
import { epochDayOf } from "../../domain/slots/calendar-date.ts";
import { instant, type Instant, type Interval } from "../../domain/instant.ts";
import { instantOfWallTime } from "../../domain/slots/time-zone.ts";

/** A moment, or a date of the zone the look-up speaks in. */
type RangeBound = Instant | string;

export interface AskedRange {
  readonly start: RangeBound;
  /** A date includes its day. */
  readonly end: RangeBound;
  /** null: the coach's. */
  readonly timeZone: string | null;
}

export interface InvalidRange {
  readonly tag: "range_invalid";
  readonly detail: string;
}

export function rangeIn(timeZone: string, { start, end }: Pick<AskedRange, "start" | "end">): Interval {
  return {
    startsAt: typeof start === "string" ? instantOfWallTime(timeZone, epochDayOf(start), 0) : start,
    endsAt: typeof end === "string" ? instantOfWallTime(timeZone, epochDayOf(end) + 1, 0) : end,
  };
}

export const ENDS_BEFORE_IT_STARTS: InvalidRange = { tag: "range_invalid", detail: "The end of the range must come after its start." };

export function isEmptyRange({ startsAt, endsAt }: Interval): boolean {
  return endsAt <= startsAt;
}

/** A range of dates is counted in dates, because a local day can be an hour longer than another. */
export function faultOfLength({ start, end }: AskedRange, { startsAt, endsAt }: Interval, daysMax: number): InvalidRange | null {
  const days =
    typeof start === "string" && typeof end === "string" ? epochDayOf(end) + 1 - epochDayOf(start) : (endsAt - startsAt) / DAY_MS;
  if (days <= daysMax) return null;
  return { tag: "range_invalid", detail: `The range must span at most ${String(daysMax)} days.` };
}

/** Before the coach's zone is known a date can begin this much earlier or later than in UTC. */
const ZONE_AHEAD_MS = 14 * HOUR_MS;
const ZONE_BEHIND_MS = 12 * HOUR_MS;

/** The stretch of time whose bookings have to be read: what is over blocks nothing, nor is more read than a range may span. */
export function rangeToRead(asked: AskedRange, now: Instant, daysMax: number): Interval {
  const { startsAt, endsAt } = widestRange(asked);
  const from = Math.max(startsAt, now);
  return { startsAt: instant(from), endsAt: instant(Math.max(from, Math.min(endsAt, from + (daysMax + 2) * DAY_MS))) };
}

function widestRange({ start, end, timeZone }: AskedRange): Interval {
  if (timeZone !== null || (typeof start !== "string" && typeof end !== "string")) return rangeIn(timeZone ?? "UTC", { start, end });
  const range = rangeIn("UTC", { start, end });
  return {
    startsAt: typeof start === "string" ? instant(range.startsAt - ZONE_AHEAD_MS) : range.startsAt,
    endsAt: typeof end === "string" ? instant(range.endsAt + ZONE_BEHIND_MS) : range.endsAt,
  };
}
