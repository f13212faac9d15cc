/**
 * The stretches of a range by which figures are told: local days, weeks from Monday or months of one IANA zone. The first and the last are
 * cut to the range. Half-open and without a hole, so that every instant of the range lies in one stretch and in no other. No clock, no I/O.
 */
import { weekdayOf } from "../slots/calendar-date.ts";
import { instantOfWallTime } from "../slots/time-zone.ts";
import type { Interval } from "../instant.ts";
import { DAY_MS } from "../../lib/duration.ts";

export const INTERVALS = ["day", "week", "month"] as const;
export type IntervalName = (typeof INTERVALS)[number];

/** Local days of a zone, as days since 1970-01-01, both included. */
export interface DayRange {
  readonly firstDay: number;
  readonly lastDay: number;
  /** IANA. */
  readonly timeZone: string;
}

export interface Stretch extends Interval {
  readonly firstDay: number;
  readonly lastDay: number;
}

export function rangeOf({ firstDay, lastDay, timeZone }: DayRange): Interval {
  return { startsAt: instantOfWallTime(timeZone, firstDay, 0), endsAt: instantOfWallTime(timeZone, lastDay + 1, 0) };
}

export function stretchesOf({ firstDay, lastDay, timeZone }: DayRange, name: IntervalName): Stretch[] {
  const stretches: Stretch[] = [];
  for (let day = firstDay; day <= lastDay;) {
    const last = Math.min(lastDayOf(day, name), lastDay);
    stretches.push({ firstDay: day, lastDay: last, ...rangeOf({ firstDay: day, lastDay: last, timeZone }) });
    day = last + 1;
  }
  return stretches;
}

/** The first day of the month that so many months lie before the one of a day. */
export function firstDayOfMonth(epochDay: number, monthsBefore: number): number {
  const date = new Date(epochDay * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - monthsBefore) / DAY_MS;
}

function lastDayOf(epochDay: number, name: IntervalName): number {
  switch (name) {
    case "day":
      return epochDay;
    case "week":
      return epochDay + ((7 - weekdayOf(epochDay)) % 7);
    default:
      return firstDayOfMonth(epochDay, -1) - 1;
  }
}
