/**
 * Recurrence rules (RFC 5545 section 3.3.10) as coaches may set them: which of its parts are understood, and what is
 * wrong with a text. A rule says on which local dates hours recur; the time of day stands beside it, so everything finer
 * than a day is refused, and so is whatever the evaluating library would quietly ignore. Evaluates nothing;
 * `recurrence.ts` does.
 */
import { refused, ok, type Result } from "../../lib/result.ts";
import { RRULE_CHARACTERS_MAX, RRULE_COUNT_MAX, RRULE_INTERVAL_MAX } from "../../limits.ts";
import { isIsoDate } from "./calendar-date.ts";

export interface RecurrenceRule {
  /** The rule without UNTIL, which is applied to the time of day as well. */
  readonly pattern: string;
  /** The last local date (epoch day), or the last instant (epoch milliseconds) at which an occurrence may start. */
  readonly until: { readonly date: string } | { readonly epochMs: number } | null;
}

const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
const WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)";

const wholeNumberFrom = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  return /^\d{1,6}$/u.test(text) && value >= min && value <= max ? null : `must be a whole number from ${String(min)} to ${String(max)}`;
};

/** Comma-separated; negative ones count from the end. */
const positions = (max: number) => (text: string) =>
  text.split(",").every((one) => /^[+-]?\d{1,3}$/u.test(one) && Math.abs(Number(one)) >= 1 && Math.abs(Number(one)) <= max)
    ? null
    : `must list whole numbers from 1 to ${String(max)}, or negative ones counted from the end`;

const matching = (pattern: string, expected: string) => (text: string) => (new RegExp(`^${pattern}$`, "u").test(text) ? null : expected);

/** Each part that is understood, with what is wrong with a value; null: nothing. */
const PARTS: Readonly<Record<string, (text: string) => string | null>> = {
  FREQ: (text) => (FREQUENCIES.includes(text) ? null : `must be one of ${FREQUENCIES.join(", ")}: hours recur by days, not within a day`),
  INTERVAL: wholeNumberFrom(1, RRULE_INTERVAL_MAX),
  COUNT: wholeNumberFrom(1, RRULE_COUNT_MAX),
  UNTIL: (text) => (readUntil(text) === null ? "must be a date YYYYMMDD or an instant YYYYMMDDTHHMMSSZ" : null),
  BYDAY: matching(`[+-]?\\d{0,2}${WEEKDAY}(?:,[+-]?\\d{0,2}${WEEKDAY})*`, "must list weekdays such as TU or 1MO"),
  BYMONTHDAY: positions(31),
  BYYEARDAY: positions(366),
  BYWEEKNO: positions(53),
  BYMONTH: matching("(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*", "must list months from 1 to 12"),
  BYSETPOS: positions(366),
  WKST: matching(WEEKDAY, "must be a weekday such as MO"),
};

/** The rule, or what is wrong with it in words. Upper case only, as calendars write it. */
export function readRecurrenceRule(text: string): Result<RecurrenceRule, string> {
  if (text.length > RRULE_CHARACTERS_MAX) return refused(`must have at most ${String(RRULE_CHARACTERS_MAX)} characters`);
  const parts = new Map<string, string>();
  for (const part of text.split(";")) {
    const [name = "", value = "", ...rest] = part.split("=");
    const check = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (check === undefined || rest.length > 0)
      return refused(`${name === "" ? "an empty part" : name} is not understood; known are ${Object.keys(PARTS).join(", ")}`);
    if (parts.has(name)) return refused(`${name} must not be given twice`);
    const fault = check(value);
    if (fault !== null) return refused(`${name} ${fault}`);
    parts.set(name, value);
  }
  if (!parts.has("FREQ")) return refused("FREQ is required, for example FREQ=WEEKLY;INTERVAL=2;BYDAY=TU");
  if (parts.has("COUNT") && parts.has("UNTIL")) return refused("COUNT and UNTIL exclude each other");
  const until = parts.get("UNTIL");
  const pattern = [...parts].filter(([name]) => name !== "UNTIL").map(([name, value]) => `${name}=${value}`);
  return ok({ pattern: pattern.join(";"), until: until === undefined ? null : readUntil(until) });
}

function readUntil(text: string): RecurrenceRule["until"] {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/u.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const date = `${String(year)}-${String(month)}-${String(day)}`;
  if (!isIsoDate(date)) return null;
  if (hour === undefined) return { date };
  const epochMs = Date.parse(`${date}T${hour}:${String(minute)}:${String(second)}Z`);
  return Number.isNaN(epochMs) ? null : { epochMs };
}
