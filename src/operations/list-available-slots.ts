/**
 * The public look-up: which starts of a range can be booked. One batch, from the nearest replica unless the asker has
 * just written (`minVersion`), then the same pure function that decides a booking. A stale answer cannot hurt: the
 * agenda decides on the primary.
 */
import { ok, refused, type Result } from "../lib/result.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../lib/duration.ts";
import { LOOK_UP_RANGE_DAYS_MAX } from "../limits.ts";
import { isActive } from "../domain/booking.ts";
import { epochDayOf } from "../domain/calendar-date.ts";
import { type CoachProfile, offersDuration, slotRulesOf } from "../domain/coach.ts";
import { instant, type Instant, type Interval } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import { listSlots } from "../domain/slots.ts";
import { instantOfWallTime } from "../domain/time-zone.ts";
import { type HeldTime, readAvailability } from "../database/availability.ts";
import { readingDatabaseOf } from "../database/open.ts";

/** A moment, or a date of the zone the look-up speaks in. */
type RangeBound = Instant | string;

export interface LookUp {
  readonly coachId: string;
  readonly start: RangeBound;
  /** A date includes its day. */
  readonly end: RangeBound;
  readonly durationMinutes: number;
  /** null: the coach's. */
  readonly timeZone: string | null;
  /** A version the asker knows of: an older answer will not do. */
  readonly minVersion: number | null;
}

export interface AvailableSlots {
  readonly coachId: string;
  readonly timeZone: string;
  readonly durationMinutes: number;
  readonly availabilityVersion: number;
  readonly slots: readonly Instant[];
}

export interface InvalidRange {
  readonly tag: "range_invalid";
  readonly detail: string;
}

export async function listAvailableSlots(
  d1: D1Database,
  now: Instant,
  lookUp: LookUp,
): Promise<Result<AvailableSlots, Refusal | InvalidRange>> {
  const { coachId, durationMinutes } = lookUp;
  const widest = widestRange(lookUp);
  const database = readingDatabaseOf(d1, coachId, lookUp.minVersion !== null);
  const found = await readAvailability(database, coachId, forthcoming(widest, now), now);
  if (found === null || !found.isActive) return refused({ tag: "coach_not_found" });
  const { profile } = found;
  const timeZone = lookUp.timeZone ?? profile.hours.timeZone;
  const range = rangeIn(timeZone, lookUp);
  const fault = faultOf(lookUp, range);
  if (fault !== null) return refused({ tag: "range_invalid", detail: fault });
  if (!offersDuration(profile.settings, durationMinutes)) {
    return refused({ tag: "duration_not_offered", durationsMinutes: profile.settings.prices.map((price) => price.durationMinutes) });
  }
  const slots = slotsOf(profile, found.held, range, durationMinutes * MINUTE_MS, now);
  return ok({ coachId, timeZone, durationMinutes, availabilityVersion: profile.availabilityVersion, slots });
}

function slotsOf(profile: CoachProfile, held: readonly HeldTime[], range: Interval, durationMs: number, now: Instant): Instant[] {
  const blocked = held
    .filter((time) => isActive(time, now))
    .map(({ startsAt, endsAt, bufferBeforeMs, bufferAfterMs }) => ({ startsAt, endsAt, bufferBeforeMs, bufferAfterMs, isSession: true }));
  return listSlots(slotRulesOf(profile), blocked, range, durationMs, now);
}

function rangeIn(timeZone: string, { start, end }: Pick<LookUp, "start" | "end">): Interval {
  return {
    startsAt: typeof start === "string" ? instantOfWallTime(timeZone, epochDayOf(start), 0) : start,
    endsAt: typeof end === "string" ? instantOfWallTime(timeZone, epochDayOf(end) + 1, 0) : end,
  };
}

/** A range of dates is counted in dates, because a local day can be an hour longer than another. */
function faultOf({ start, end }: LookUp, { startsAt, endsAt }: Interval): string | null {
  if (endsAt <= startsAt) return "The end of the range must come after its start.";
  const days =
    typeof start === "string" && typeof end === "string" ? epochDayOf(end) + 1 - epochDayOf(start) : (endsAt - startsAt) / DAY_MS;
  return days > LOOK_UP_RANGE_DAYS_MAX ? `A range spans at most ${LOOK_UP_RANGE_DAYS_MAX} days.` : null;
}

/** Before the coach's zone is known a date can begin this much earlier or later than in UTC. */
const ZONE_AHEAD_MS = 14 * HOUR_MS;
const ZONE_BEHIND_MS = 12 * HOUR_MS;

/** What has to be read for a range whose zone is only known once the coach has been read. */
function widestRange({ start, end, timeZone }: LookUp): Interval {
  if (timeZone !== null || (typeof start !== "string" && typeof end !== "string")) return rangeIn(timeZone ?? "UTC", { start, end });
  const range = rangeIn("UTC", { start, end });
  return {
    startsAt: typeof start === "string" ? instant(range.startsAt - ZONE_AHEAD_MS) : range.startsAt,
    endsAt: typeof end === "string" ? instant(range.endsAt + ZONE_BEHIND_MS) : range.endsAt,
  };
}

/** What is over blocks nothing that can still be booked; nor is more read than the longest range there may be. */
function forthcoming({ startsAt, endsAt }: Interval, now: Instant): Interval {
  const from = Math.max(startsAt, now);
  return { startsAt: instant(from), endsAt: instant(Math.max(from, Math.min(endsAt, from + (LOOK_UP_RANGE_DAYS_MAX + 2) * DAY_MS))) };
}
