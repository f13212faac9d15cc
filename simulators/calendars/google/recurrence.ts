/**
 * RRULE (RFC 5545 section 3.3.10) as far as the simulator repeats: daily or weekly, once each time, so often or until a
 * time. A rule without an end goes on for two years here. Everything else is refused as not served, never guessed at.
 */
import { ok, refused, type Result } from "../../../src/lib/result.ts";
import { readDate, readDateTime, sameWallTime } from "../core/wall-time.ts";
import type { SimRecurrence } from "../core/new-event.ts";

const OCCURRENCES_MAX = 731;
const WEEKS_WITHOUT_END = 104;
const DAYS_WITHOUT_END = 730;
const DAYS_BETWEEN = { day: 1, week: 7 } as const;
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

type RuleFault = "invalid" | "unserved";

interface First {
  readonly startsAt: number;
  readonly isAllDay: boolean;
  readonly timeZone: string;
}

export function ruleOf({ every, count }: SimRecurrence): string {
  return `RRULE:FREQ=${every === "day" ? "DAILY" : "WEEKLY"};COUNT=${String(count)}`;
}

/** `UNTIL`, a date or a time in UTC, as the last moment at which an occurrence may start; null: no such text. */
function untilOf(text: string, { isAllDay }: First): number | null {
  const [, date = "", time] = /^(\d{8})(?:T(\d{6})Z)?$/u.exec(text) ?? [];
  const day = date.replace(/^(\d{4})(\d\d)/u, "$1-$2-");
  if (time === undefined || isAllDay) return readDate(day);
  return readDateTime(`${day}T${time.replace(/^(\d\d)(\d\d)/u, "$1:$2:")}Z`, null);
}

function countUntil(last: number, every: SimRecurrence["every"], { startsAt, timeZone, isAllDay }: First): number {
  const zone = isAllDay ? "UTC" : timeZone;
  let count = 0;
  while (count < OCCURRENCES_MAX && sameWallTime(startsAt, zone, count * DAYS_BETWEEN[every]) <= last) count += 1;
  return count;
}

/** The weekday of the first occurrence, as its zone has it. */
function weekdayOf({ startsAt, isAllDay, timeZone }: First): string | undefined {
  const name = new Intl.DateTimeFormat("en-US", { weekday: "short", timeZone: isAllDay ? "UTC" : timeZone }).format(startsAt);
  return WEEKDAYS.find((day) => name.toUpperCase().startsWith(day));
}

export function readRecurrence(lines: readonly string[], first: First): Result<SimRecurrence, RuleFault> {
  const [line = "", ...more] = lines;
  if (more.length > 0 || !line.startsWith("RRULE:"))
    return refused(/^(?:RRULE|RDATE|EXDATE|EXRULE)[:;]/u.test(line) ? "unserved" : "invalid");
  const parts = new Map(
    line
      .slice("RRULE:".length)
      .split(";")
      .map((part) => part.split("=", 2) as [string, string]),
  );
  const freq = parts.get("FREQ");
  if (freq === undefined) return refused("invalid");
  if (freq !== "DAILY" && freq !== "WEEKLY") return refused("unserved");
  const every = freq === "DAILY" ? "day" : "week";
  const isOnItsDay = every === "week" && parts.get("BYDAY") === weekdayOf(first);
  const isServed = [...parts.keys()].every((name) => ["FREQ", "COUNT", "UNTIL", "INTERVAL", "BYDAY", "WKST"].includes(name));
  if (!isServed || (parts.get("INTERVAL") ?? "1") !== "1" || (parts.has("BYDAY") && !isOnItsDay)) return refused("unserved");
  const [asked, until] = [parts.get("COUNT"), parts.get("UNTIL")];
  if (asked !== undefined && until !== undefined) return refused("invalid");
  const last = until === undefined ? null : untilOf(until, first);
  if (until !== undefined && last === null) return refused("invalid");
  const endless = every === "day" ? DAYS_WITHOUT_END : WEEKS_WITHOUT_END;
  const count = last === null ? Number(asked ?? endless) : countUntil(last, every, first);
  return Number.isInteger(count) && count > 0 && count <= OCCURRENCES_MAX ? ok({ every, count }) : refused("invalid");
}
