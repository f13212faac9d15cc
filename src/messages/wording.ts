/** Dates, times and zones as pages and mails say them. `Intl` writes them; nothing here reads a clock. */
import type { Instant, Interval } from "../domain/instant.ts";
import { epochDayOf } from "../domain/slots/calendar-date.ts";
import { DAY_MS } from "../lib/duration.ts";
import { LOCALE } from "./say.ts";

const DATE = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const DAY = new Intl.DateTimeFormat(LOCALE, { ...DATE, timeZone: "UTC" });
const SHORT_DAY = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", day: "numeric", month: "short" });
const SHORT_MONTH = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", month: "short", year: "numeric" });
const MONTH = new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", month: "long", year: "numeric" });
const WEEKDAYS = {
  long: new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", weekday: "long" }),
  short: new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", weekday: "short" }),
} as const;

/** `Tuesday, 1 December 2026`, of an ISO date. */
export function dayInWords(date: string): string {
  return DAY.format(epochDayOf(date) * DAY_MS);
}

/** `December 2026`, of any day of it. */
export function monthInWords(epochDay: number): string {
  return MONTH.format(epochDay * DAY_MS);
}

/** `1 Dec`, where there is little room. */
export function shortDayInWords(epochDay: number): string {
  return SHORT_DAY.format(epochDay * DAY_MS);
}

/** `Dec 2026`, where there is little room. */
export function shortMonthInWords(epochDay: number): string {
  return SHORT_MONTH.format(epochDay * DAY_MS);
}

/** `Monday` or `Mon`, of any day that is one. */
export function weekdayInWords(epochDay: number, length: keyof typeof WEEKDAYS): string {
  return WEEKDAYS[length].format(epochDay * DAY_MS);
}

/** `Tuesday, 1 December 2026, 09:00`, in that zone. */
export function momentInWords(moment: Instant, timeZone: string): string {
  return `${dayOf(moment, timeZone)}, ${clockOf(timeZone)(moment)}`;
}

/** `Tuesday, 1 December 2026, 09:00–10:00`, in that zone; with both days where it ends on another. */
export function spanInWords({ startsAt, endsAt }: Interval, timeZone: string): string {
  const [first, last] = [dayOf(startsAt, timeZone), dayOf(endsAt, timeZone)];
  const clock = clockOf(timeZone);
  const until = first === last ? `–${clock(endsAt)}` : ` – ${last}, ${clock(endsAt)}`;
  return `${first}, ${clock(startsAt)}${until}`;
}

function dayOf(moment: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, { ...DATE, timeZone }).format(moment);
}

/** Writes `09:00` of that zone. Made once for a page: to make it costs more than to use it. */
export function clockOf(timeZone: string): (moment: Instant) => string {
  const format = new Intl.DateTimeFormat(LOCALE, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (moment) => format.format(moment);
}

/** `New York (GMT-5)`: the place, and how far its clocks are from UTC at that moment. */
export function zoneInWords(timeZone: string, moment: Instant): string {
  const parts = new Intl.DateTimeFormat(LOCALE, { timeZone, timeZoneName: "shortOffset" }).formatToParts(moment);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  return `${placeOf(timeZone)} (${offset})`;
}

/** `New York` of `America/New_York`. */
export function placeOf(timeZone: string): string {
  return timeZone.slice(timeZone.indexOf("/") + 1).replaceAll("_", " ");
}
