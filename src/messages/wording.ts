/** Dates, times and zones as pages and mails say them, in the language that is spoken. `Intl` writes them; nothing here reads a clock. */
import type { Instant, Interval } from "../domain/instant.ts";
import { epochDayOf } from "../domain/slots/calendar-date.ts";
import { DAY_MS } from "../lib/duration.ts";
import { dateFormat } from "./formats.ts";
import { tongueSpoken } from "./language.ts";

const DATE = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const OFFSET_ALONE = /^(?:GMT|UTC)(?:[+\u2212-].*)?$/u;

/** `Tuesday, 1 December 2026`, of an ISO date. */
export function dayInWords(date: string): string {
  return dateFormat({ ...DATE, timeZone: "UTC" }).format(epochDayOf(date) * DAY_MS);
}

/** `December 2026`, of any day of it. */
export function monthInWords(epochDay: number): string {
  return dateFormat({ timeZone: "UTC", month: "long", year: "numeric" }).format(epochDay * DAY_MS);
}

/** `1 Dec`, where there is little room. */
export function shortDayInWords(epochDay: number): string {
  return dateFormat({ timeZone: "UTC", day: "numeric", month: "short" }).format(epochDay * DAY_MS);
}

/** `Dec 2026`, where there is little room. */
export function shortMonthInWords(epochDay: number): string {
  return dateFormat({ timeZone: "UTC", month: "short", year: "numeric" }).format(epochDay * DAY_MS);
}

/** `Monday` or `Mon`, of any day that is one. */
export function weekdayInWords(epochDay: number, length: "long" | "short"): string {
  return dateFormat({ timeZone: "UTC", weekday: length }).format(epochDay * DAY_MS);
}

/** `Tuesday, 1 December 2026, 09:00`, in that zone. */
export function momentInWords(moment: Instant, timeZone: string): string {
  return at(dayOf(moment, timeZone), clockOf(timeZone)(moment));
}

/** `Tuesday, 1 December 2026, 09:00–10:00`, in that zone; with both days where it ends on another. */
export function spanInWords({ startsAt, endsAt }: Interval, timeZone: string): string {
  const [first, last] = [dayOf(startsAt, timeZone), dayOf(endsAt, timeZone)];
  const clock = clockOf(timeZone);
  const until = first === last ? `–${clock(endsAt)}` : ` – ${at(last, clock(endsAt))}`;
  return `${at(first, clock(startsAt))}${until}`;
}

function dayOf(moment: Instant, timeZone: string): string {
  return dateFormat({ ...DATE, timeZone }).format(moment);
}

/** Japanese knows no comma between the two. */
function at(day: string, clock: string): string {
  return tongueSpoken().language === "ja" ? `${day} ${clock}` : `${day}, ${clock}`;
}

/** Writes `09:00` of that zone. */
export function clockOf(timeZone: string): (moment: Instant) => string {
  const format = dateFormat({ timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (moment) => format.format(moment);
}

/** `New York (GMT-5)`, `Nordamerikanische Ostküstenzeit (GMT-5)`: the zone, and how far its clocks are from UTC at that moment. */
export function zoneInWords(timeZone: string, moment: Instant): string {
  return `${nameOfZone(timeZone, moment) ?? placeOf(timeZone)} (${zonePart(timeZone, moment, "shortOffset") ?? "GMT"})`;
}

/** `Nordamerikanische Ostküstenzeit`; null: in English places are told, or the language has no name for the zone. */
export function nameOfZone(timeZone: string, moment: Instant): string | null {
  if (tongueSpoken().language === "en") return null;
  const name = zonePart(timeZone, moment, "longGeneric") ?? "";
  return name === "" || OFFSET_ALONE.test(name) ? null : name;
}

function zonePart(timeZone: string, moment: Instant, form: "longGeneric" | "shortOffset"): string | null {
  const parts = dateFormat({ timeZone, timeZoneName: form }).formatToParts(moment);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? null;
}

/** `New York` of `America/New_York`. */
export function placeOf(timeZone: string): string {
  return timeZone.slice(timeZone.indexOf("/") + 1).replaceAll("_", " ");
}
