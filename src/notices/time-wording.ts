/**
 * Times as a mail says them: beside what pages say, the zone by its whole name and its offset from UTC, so that nobody has to guess which ten
 * o'clock is meant. A zone that is missing or unknown becomes UTC, because a mail in UTC is better than none.
 */
import type { Instant, Interval } from "../domain/instant.ts";
import { isTimeZone } from "../domain/slots/time-zone.ts";
import { say } from "../messages/say.ts";
import { momentInWords, nameOfZone, spanInWords } from "../messages/wording.ts";

const DAY_MINUTES = 24 * 60;
/** Its offsets begin with GMT and have a plain minus. */
const OFFSETS = "en-GB";

function zoneToSay(timeZone: string | null): string {
  return timeZone !== null && isTimeZone(timeZone) ? timeZone : "UTC";
}

/** `Tuesday, 1 December 2026, 10:00`: for a subject, where the body says the rest. */
export function dayAndTime(moment: Instant, timeZone: string | null): string {
  return momentInWords(moment, zoneToSay(timeZone));
}

/** `Tuesday, 1 December 2026, 10:00 (Europe/Lisbon, UTC+00:00)` */
export function momentWithZone(moment: Instant, timeZone: string | null): string {
  const zone = zoneToSay(timeZone);
  return `${momentInWords(moment, zone)} ${inBrackets(zone, moment, offsetAt(moment, zone))}`;
}

/** `Tuesday, 1 December 2026, 10:00–11:00 (Europe/Lisbon, UTC+00:00)`; both dates, both offsets where they differ. */
export function spanWithZone(interval: Interval, timeZone: string | null): string {
  const zone = zoneToSay(timeZone);
  const [first, last] = [offsetAt(interval.startsAt, zone), offsetAt(interval.endsAt, zone)];
  return `${spanInWords(interval, zone)} ${inBrackets(zone, interval.startsAt, first === last ? first : say("mail.offsets", { first, last }))}`;
}

/** `UTC+00:00`, in every language. */
function offsetAt(moment: Instant, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(OFFSETS, { timeZone, timeZoneName: "longOffset" }).formatToParts(moment);
  const offset = (parts.find(({ type }) => type === "timeZoneName")?.value ?? "GMT").replace("GMT", "UTC");
  return offset === "UTC" ? "UTC+00:00" : offset;
}

function inBrackets(zone: string, moment: Instant, offset: string): string {
  return zone === "UTC" ? say("mail.zone.utc", { offset }) : say("mail.zone", { zone: nameOfZone(zone, moment) ?? zone, offset });
}

/** `90 minutes`, `24 hours`, `2 days`: the largest unit that comes out even; a single day is said in hours. */
export function lengthInWords(minutes: number): string {
  if (minutes % DAY_MINUTES === 0 && minutes > DAY_MINUTES) return say("length.days", { count: minutes / DAY_MINUTES });
  return minutes % 60 === 0 ? say("length.hours", { count: minutes / 60 }) : say("length.minutes", { count: minutes });
}
