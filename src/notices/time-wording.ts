/**
 * Times as a mail says them: in the reader's zone, with the name of the day, the zone and its offset from UTC, so that
 * nobody has to guess which ten o'clock is meant. A zone that is missing or unknown becomes UTC, because a mail in UTC
 * is better than none. Put together from parts, as the punctuation of whole formats differs between versions of ICU.
 */
import type { Instant, Interval } from "../domain/instant.ts";
import { isTimeZone } from "../domain/slots/time-zone.ts";

const DAY_MINUTES = 24 * 60;

interface WallTime {
  /** `Tuesday 1 December 2026` */
  readonly date: string;
  /** `10:00` */
  readonly time: string;
  /** `UTC+00:00` */
  readonly offset: string;
}

function zoneToSay(timeZone: string | null): string {
  return timeZone !== null && isTimeZone(timeZone) ? timeZone : "UTC";
}

function wallTime(moment: Instant, timeZone: string): WallTime {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  const offset = part("timeZoneName").replace("GMT", "UTC");
  return {
    date: `${part("weekday")} ${part("day")} ${part("month")} ${part("year")}`,
    time: `${part("hour")}:${part("minute")}`,
    offset: offset === "UTC" ? "UTC+00:00" : offset,
  };
}

/** `Tuesday 1 December 2026, 10:00`: for a subject, where the body says the rest. */
export function dayAndTime(moment: Instant, timeZone: string | null): string {
  const { date, time } = wallTime(moment, zoneToSay(timeZone));
  return `${date}, ${time}`;
}

/** `Tuesday 1 December 2026, 10:00 (Europe/Lisbon, UTC+00:00)` */
export function momentInWords(moment: Instant, timeZone: string | null): string {
  const zone = zoneToSay(timeZone);
  const { date, time, offset } = wallTime(moment, zone);
  return `${date}, ${time} ${inBrackets(zone, offset)}`;
}

/** `Tuesday 1 December 2026, 10:00–11:00 (Europe/Lisbon, UTC+00:00)`; both dates, both offsets where they differ. */
export function timeInWords(interval: Interval, timeZone: string | null): string {
  const zone = zoneToSay(timeZone);
  const first = wallTime(interval.startsAt, zone);
  const last = wallTime(interval.endsAt, zone);
  const until = first.date === last.date ? `–${last.time}` : ` – ${last.date}, ${last.time}`;
  const offset = first.offset === last.offset ? first.offset : `${first.offset} to ${last.offset}`;
  return `${first.date}, ${first.time}${until} ${inBrackets(zone, offset)}`;
}

function inBrackets(zone: string, offset: string): string {
  return zone === "UTC" ? `(${offset})` : `(${zone}, ${offset})`;
}

/** `90 minutes`, `24 hours`, `2 days`: the largest unit that comes out even; a single day is said in hours. */
export function lengthInWords(minutes: number): string {
  if (minutes % DAY_MINUTES === 0 && minutes > DAY_MINUTES) return counted(minutes / DAY_MINUTES, "day");
  return minutes % 60 === 0 ? counted(minutes / 60, "hour") : counted(minutes, "minute");
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
