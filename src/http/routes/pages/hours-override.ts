/** The new override of the form of hours: a day or a stretch of days that is off, or has other hours. */
import type { DateOverride } from "../../../domain/slots/availability-rules.ts";
import { epochDayOf } from "../../../domain/slots/calendar-date.ts";
import { OVERRIDE_DAYS_MAX } from "../../../limits.ts";
import { OVERRIDE_ROWS } from "../../../limits/hours.ts";
import { say } from "../../../messages/say.ts";
import { overrideFields } from "../../../pages/hours/fields.ts";
import { type FaultsFound, readPair, type Typed } from "./hours-pair.ts";
import { readDate } from "./hours-rule.ts";

const ROWS = Array.from({ length: OVERRIDE_ROWS }, (_, row) => row);

/** null: there is none, or something is wrong with it. */
export function readOverride(typed: Typed, faults: FaultsFound): DateOverride | null {
  const before = faults.size;
  const date = readDate(typed, "day-date", faults);
  const until = readDate(typed, "day-until", faults);
  const intervals = ROWS.flatMap((row) => {
    const range = readPair(typed, overrideFields(row), say("hours.where.day", { row: row + 1 }), faults);
    return range ?? [];
  });
  if (faults.size > before) return null;
  if (date === null) {
    if (until !== null || intervals.length > 0) faults.set("day-date", say("hours.fault.day"));
    return null;
  }
  const days = until === null ? 1 : epochDayOf(until) - epochDayOf(date) + 1;
  if (days < 1) faults.set("day-until", say("hours.fault.day.order"));
  if (days > OVERRIDE_DAYS_MAX) faults.set("day-until", say("hours.fault.day.long", { max: OVERRIDE_DAYS_MAX }));
  const isOff = typed["day-kind"] !== "other";
  if (isOff && intervals.length > 0) faults.set("day-kind", say("hours.fault.day.off"));
  if (!isOff && intervals.length === 0) faults.set(overrideFields(0).from, say("hours.fault.day.times"));
  if (faults.size > before) return null;
  return { date, ...(until === null || until === date ? {} : { until }), intervals };
}
