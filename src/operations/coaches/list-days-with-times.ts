/**
 * The days of a range that have times, of one coach: the public look-up, asked again where the range holds more than one answer may. Twice is
 * enough for a start every five minutes, twelve times for one every minute. A look-up lists what lies in its range whole, so it is asked for one day more: else a session
 * over midnight would be missing on the last day.
 */
import { assert } from "../../lib/assert.ts";
import { ok, type Result } from "../../lib/result.ts";
import { LOOK_UPS_PER_MONTH_MAX } from "../../limits.ts";
import type { Wished } from "../../domain/agreement/offer.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { epochDayOf, isoDateOf } from "../../domain/slots/calendar-date.ts";
import { localEpochDay } from "../../domain/slots/time-zone.ts";
import type { OperationContext } from "../context.ts";
import { type AvailableSlots, listAvailableSlots } from "./list-available-slots.ts";
import type { InvalidRange } from "./look-up-range.ts";

export interface DaysAskedFor extends Wished {
  readonly coachId: string;
  /** ISO dates of the zone, both included: at most a month. */
  readonly firstDate: string;
  readonly lastDate: string;
  readonly timeZone: string;
}

/** ISO date -> the starts on it, in order; a day without any is absent. */
export type DaysWithTimes = ReadonlyMap<string, readonly Instant[]>;

export async function listDaysWithTimes(
  ctx: Pick<OperationContext, "reading" | "now">,
  asked: DaysAskedFor,
): Promise<Result<DaysWithTimes, Refusal | InvalidRange>> {
  const { firstDate, lastDate, timeZone, ...wished } = asked;
  return await daysOf(
    async (start, end) => await listAvailableSlots(ctx, { ...wished, start, end, timeZone, minVersion: null }),
    firstDate,
    lastDate,
    timeZone,
  );
}

type Find = (firstDate: string, lastDate: string) => Promise<Result<AvailableSlots, Refusal | InvalidRange>>;

/** The days of any look-up, which is asked as often as it takes. */
export async function daysOf(
  find: Find,
  firstDate: string,
  lastDate: string,
  timeZone: string,
): Promise<Result<DaysWithTimes, Refusal | InvalidRange>> {
  const afterLast = isoDateOf(epochDayOf(lastDate) + 1);
  const starts: Instant[] = [];
  let start: string | null = firstDate;
  for (let lookUps = 0; start !== null && lookUps < LOOK_UPS_PER_MONTH_MAX; lookUps += 1) {
    const found = await find(start, afterLast);
    if (!found.ok) return found;
    starts.push(...found.value.slots);
    start = found.value.nextStartDate;
  }
  assert(start === null, "a month is told in as many look-ups as it may take");
  const days = Map.groupBy(starts, (moment) => isoDateOf(localEpochDay(timeZone, moment)));
  days.delete(afterLast);
  return ok(days);
}
