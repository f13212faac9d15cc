/**
 * Which times would result from hours that are not saved: the look-up itself, over one reading of the record, with other hours in the place
 * of the coach's. For that coach and admins only. Reads the primary, as the coach may have saved a moment ago; writes nothing.
 */
import { refused, type Result } from "../../lib/result.ts";
import { isSelfOrAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { AvailabilityRules } from "../../domain/slots/availability-rules.ts";
import { epochDayOf, isoDateOf } from "../../domain/slots/calendar-date.ts";
import { LOOK_UP_RANGE_DAYS_MAX } from "../../limits.ts";
import { readAvailability } from "../../database/availability.ts";
import type { ActorContext } from "../context.ts";
import { slotsIn } from "./list-available-slots.ts";
import { daysOf, type DaysAskedFor, type DaysWithTimes } from "./list-days-with-times.ts";
import { type InvalidRange, rangeToRead } from "./look-up-range.ts";

export interface PreviewHoursInput extends Omit<DaysAskedFor, "timeZone"> {
  /** Dates are of their zone. */
  readonly hours: AvailabilityRules;
}

export async function previewHours(ctx: ActorContext, input: PreviewHoursInput): Promise<Result<DaysWithTimes, Refusal | InvalidRange>> {
  const { hours, firstDate, lastDate, ...wished } = input;
  if (!isSelfOrAdmin(ctx.actor, "coach", input.coachId)) return refused({ tag: "forbidden" });
  const { timeZone } = hours;
  // The days are looked up with one more behind them.
  const asked = { start: firstDate, end: isoDateOf(epochDayOf(lastDate) + 1), timeZone };
  const range = rangeToRead(asked, ctx.now, LOOK_UP_RANGE_DAYS_MAX);
  const read = await readAvailability(ctx.database, wished, range, ctx.now);
  if (read === null) return refused({ tag: "coach_not_found" });
  const typed = { ...read, profile: { ...read.profile, hours } };
  return await daysOf(
    async (start, end) => await Promise.resolve(slotsIn(typed, { ...wished, start, end, timeZone }, ctx.now)),
    firstDate,
    lastDate,
    timeZone,
  );
}
