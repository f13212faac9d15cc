/**
 * The scalars of the wire and back: ids, instants, dates, times of day, zones and free text. Each schema says what is
 * accepted and gives out what the domain works with; nothing is corrected silently except the letter case of an id.
 * Knows no resource.
 */
import { z } from "@hono/zod-openapi";
import { isIsoDate } from "../domain/slots/calendar-date.ts";
import { instant, type Instant } from "../domain/instant.ts";
import { isTimeZone } from "../domain/slots/time-zone.ts";
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import { DURATION_MINUTES_MAX, DURATION_MINUTES_MIN, YEAR_MAX, YEAR_MIN } from "../limits.ts";

const MINUTES_PER_DAY = 24 * 60;

/** A UUID of any version of RFC 9562, read in either case and given out in lower case. */
export const uuid = z.uuid({ error: "must be a UUID" }).toLowerCase();

/** RFC 3339 section 5.6, without the leap second, which no booking starts at. */
const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/u;

/** The moment a text names, or what is wrong with it. Finer than a millisecond is refused rather than rounded. */
export function readInstant(text: string): Instant | string {
  const match = RFC_3339.exec(text);
  if (match === null) return "must be an RFC 3339 date-time with seconds and an offset, for example 2026-12-01T10:00:00Z";
  const [, date = "", hour, minute, second, fraction = "", sign, offsetHours = "0", offsetMinutes = "0"] = match;
  if (!isIsoDate(date)) return "must be a date that exists";
  if (/[1-9]/u.test(fraction.slice(3))) return "must be no finer than a millisecond";
  const millisecond = fraction.slice(0, 3).padEnd(3, "0");
  const wallMs = Date.parse(`${date}T${String(hour)}:${String(minute)}:${String(second)}.${millisecond}Z`);
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * MINUTE_MS;
  const epochMs = wallMs - (sign === "-" ? -offsetMs : offsetMs);
  const year = new Date(epochMs).getUTCFullYear();
  return year < YEAR_MIN || year > YEAR_MAX ? yearsOnly : instant(epochMs);
}

const yearsOnly = `must lie in the years ${String(YEAR_MIN)}-${String(YEAR_MAX)}`;

export const instantIn = z
  .string()
  .transform((text, context): Instant => {
    const read = readInstant(text);
    if (typeof read !== "string") return read;
    context.addIssue({ code: "custom", message: read });
    return z.NEVER;
  })
  .openapi({ type: "string", format: "date-time", example: "2026-12-01T10:00:00+01:00", description: "RFC 3339 with an offset" });

/** What an instant looks like in an answer. */
export const instantOut = z.string().openapi({ format: "date-time", example: "2026-12-01T09:00:00.000Z", description: "RFC 3339, UTC" });

export function presentInstant(moment: Instant): string {
  const epochDay = Math.floor(moment / DAY_MS);
  const minuteOfDay = (moment - epochDay * DAY_MS) / MINUTE_MS;
  if (!Number.isInteger(minuteOfDay)) return new Date(moment).toISOString();
  if (epochDay !== latestDay.epochDay) latestDay = { epochDay, text: new Date(epochDay * DAY_MS).toISOString().slice(0, 11) };
  return latestDay.text + (TIMES_OF_DAY[minuteOfDay] ?? "");
}

// A list of slots is some hundred instants on few days, and making each text from nothing cost a look-up more than
// everything else it does together. Whole minutes come from a table.
let latestDay = { epochDay: Number.NaN, text: "" };
const TIMES_OF_DAY = Array.from({ length: DAY_MS / MINUTE_MS }, (_, minute) => {
  const [hour, rest] = [Math.floor(minute / 60), minute % 60];
  return `${String(hour).padStart(2, "0")}:${String(rest).padStart(2, "0")}:00.000Z`;
});

export function isDateInYears(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return isIsoDate(text) && year >= YEAR_MIN && year <= YEAR_MAX;
}

export const isoDate = z
  .string()
  .refine(isDateInYears, `must be a date YYYY-MM-DD that exists, in the years ${String(YEAR_MIN)}-${String(YEAR_MAX)}`)
  .openapi({ format: "date", example: "2026-12-24" });

const TIME_OF_DAY = "([01][0-9]|2[0-3]):[0-5][0-9]";

/** Minutes since midnight. */
function minuteOf(text: string): number {
  const [hour, minute] = text.split(":");
  return Number(hour) * 60 + Number(minute);
}

export const startOfRange = z
  .string()
  .regex(new RegExp(`^${TIME_OF_DAY}$`, "u"), "must be a time of day HH:MM, 00:00 to 23:59")
  .transform(minuteOf)
  .openapi({ type: "string", example: "09:00", description: "Local time of day, HH:MM." });

export const endOfRange = z
  .string()
  .regex(new RegExp(`^(${TIME_OF_DAY}|24:00)$`, "u"), "must be a time of day HH:MM, 00:01 to 24:00")
  .transform(minuteOf)
  .openapi({ type: "string", example: "17:00", description: "`24:00` is the end of the day." });

export function presentTimeOfDay(minuteOfDay: number): string {
  const hour = minuteOfDay === MINUTES_PER_DAY ? 24 : Math.floor(minuteOfDay / 60);
  return `${String(hour).padStart(2, "0")}:${String(minuteOfDay % 60).padStart(2, "0")}`;
}

export const timeZone = z
  .string()
  .refine(isTimeZone, "must be a time zone of the IANA database, for example Europe/Lisbon")
  .openapi({ example: "Europe/Lisbon" });

/**
 * Free text, stored as it is: no trimming, no normalisation. NUL is refused because SQLite's text functions stop at it,
 * and a lone surrogate because it has no UTF-8 form and would come back as another character.
 */
export function freeText(charactersMax: number) {
  return z
    .string()
    .max(charactersMax)
    .refine((text) => !text.includes("\0"), "must not contain a NUL character")
    .refine((text) => text.isWellFormed(), "must be well-formed Unicode");
}

/** One of some words, understood in any case and documented as they are given out. */
export function caseless<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z
    .string()
    .toLowerCase()
    .pipe(z.enum(words))
    .openapi({ type: "string", enum: [...words] });
}

export const durationMinutes = z.int().min(DURATION_MINUTES_MIN).max(DURATION_MINUTES_MAX);

/** A whole number in a query: digits only, because `Number` also reads "", "1e3" and "0x10". */
export function wholeNumberInQuery(min: number, max: number) {
  const expected = `must be a whole number from ${String(min)} to ${String(max)}`;
  return z
    .string({ error: expected })
    .regex(/^\d{1,15}$/u, expected)
    .transform(Number)
    .pipe(z.int().min(min, expected).max(max, expected))
    .openapi({ type: "integer", minimum: min, maximum: max });
}
