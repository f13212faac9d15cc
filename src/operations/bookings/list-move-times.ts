/**
 * The times to which a session could be moved, by day: those that its coach has free for its length, its own time counted as free. By the rules
 * that a move is decided by, which are the coach's with the booking's own buffers, whatever has become of its offer.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import type { Booking } from "../../domain/booking.ts";
import { slotRulesOf } from "../../domain/coach.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { isoDateOf } from "../../domain/slots/calendar-date.ts";
import { listSlots } from "../../domain/slots/slots.ts";
import { localEpochDay } from "../../domain/slots/time-zone.ts";
import { LOOK_UP_RANGE_DAYS_MAX } from "../../limits.ts";
import { readAvailability } from "../../database/availability.ts";
import { blockedBy } from "../coaches/list-available-slots.ts";
import type { DaysWithTimes } from "../coaches/list-days-with-times.ts";
import { rangeIn, rangeToRead } from "../coaches/look-up-range.ts";
import type { OperationContext } from "../context.ts";

interface MoveTimes {
  readonly booking: Booking;
  /** ISO dates of the zone, both included: at most a month. */
  readonly firstDate: string;
  readonly lastDate: string;
  readonly timeZone: string;
}

export async function listMoveTimes(
  { reading, now }: Pick<OperationContext, "reading" | "now">,
  { booking, firstDate, lastDate, timeZone }: MoveTimes,
): Promise<Result<DaysWithTimes, Refusal>> {
  const { coachId, startsAt, endsAt, bufferBeforeMs, bufferAfterMs } = booking;
  const days = { start: firstDate, end: lastDate };
  const durationMs = endsAt - startsAt;
  const range = rangeIn(timeZone, days);
  // A session may end on the day after the last.
  const whole = { startsAt: range.startsAt, endsAt: (range.endsAt + durationMs) as Instant };
  const toRead = rangeToRead({ start: whole.startsAt, end: whole.endsAt, timeZone }, now, LOOK_UP_RANGE_DAYS_MAX);
  // The primary: whoever has just moved sees the own change.
  const availability = await readAvailability(reading(true), { coachId, offerId: null }, toRead, now);
  if (availability === null || !availability.isActive) return refused({ tag: "coach_inactive" });
  const held = availability.held.filter((time) => time.startsAt !== startsAt);
  const rules = slotRulesOf(availability.profile, { bufferBeforeMs, bufferAfterMs });
  const starts = listSlots(rules, blockedBy({ ...availability, held }, now), whole, durationMs, now);
  const wanted = starts.filter((moment) => moment < range.endsAt && moment !== startsAt);
  return ok(Map.groupBy(wanted, (moment) => isoDateOf(localEpochDay(timeZone, moment))));
}
