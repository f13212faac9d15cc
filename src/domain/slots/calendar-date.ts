/**
 * Dates without a zone: ISO `YYYY-MM-DD` on the wire and in the rules, whole days since 1970-01-01 in computation.
 * Which instants a date covers depends on a zone and is the work of `time-zone.ts`.
 */
import { DAY_MS } from "../../lib/duration.ts";

/** Whether a text is a date of the years 0000-9999 that exists: not the 30th of February. */
export function isIsoDate(text: string): boolean {
  // Date.parse lets the 30th of February roll over into March, so the way back must give the same text.
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && isoDateOf(epochDayOf(text)) === text;
}

/** The date must have passed `isIsoDate`. */
export function epochDayOf(isoDate: string): number {
  return Date.parse(isoDate) / DAY_MS;
}

export function isoDateOf(epochDay: number): string {
  return new Date(epochDay * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekdayOf(epochDay: number): number {
  // 1970-01-01 was a Thursday; the second modulo keeps days before it positive.
  return (((epochDay + 4) % 7) + 7) % 7;
}
