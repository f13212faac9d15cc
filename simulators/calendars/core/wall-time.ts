/**
 * Wall-clock time in a zone and back, for the simulators alone: the product's own arithmetic is not used here, so that
 * a mistake in it shows. Times a zone skips or repeats are settled as Temporal's `compatible` does.
 */
import { Temporal } from "temporal-polyfill";

export function isTimeZone(timeZone: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone).timeZoneId !== "";
  } catch {
    return false;
  }
}

/** A date and time with an offset says itself when it is; without one it is the zone's. null: no such time. */
export function readDateTime(text: string, timeZone: string | null): number | null {
  try {
    if (/(?:Z|[+-]\d\d:?\d\d)$/iu.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
    return timeZone === null ? null : Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    return null;
  }
}

/** Epoch milliseconds of UTC midnight of a date; null: no such date. */
export function readDate(text: string): number | null {
  try {
    return /^\d{4}-\d\d-\d\d$/u.test(text) ? Temporal.PlainDate.from(text).toZonedDateTime("UTC").epochMilliseconds : null;
  } catch {
    return null;
  }
}

/** `2026-12-01T10:00:00+01:00` */
export function showDateTime(epochMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: "never", fractionalSecondDigits: 0 });
}

/** `2026-12-01` of an all-day event's time. */
export function showDate(utcMidnightMs: number): string {
  return new Date(utcMidnightMs).toISOString().slice(0, 10);
}

/** When the day that UTC midnight stands for begins in that zone. */
export function startOfDay(utcMidnightMs: number, timeZone: string): number {
  return Temporal.PlainDate.from(showDate(utcMidnightMs)).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The same time of day so many days later, by the clocks of that zone. */
export function sameWallTime(epochMs: number, timeZone: string, days: number): number {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).add({ days }).epochMilliseconds;
}

/** UTC midnight of the date that the zone has at that time. */
export function utcMidnightOf(epochMs: number, timeZone: string): number {
  const date = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDate();
  return date.toZonedDateTime("UTC").epochMilliseconds;
}
