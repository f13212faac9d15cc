/** The new rule of the form of hours: from how often, weekdays, times and dates to an RRULE that the service understands. */
import { isDateInYears } from "../../../contract/scalar.ts";
import type { Recurrence } from "../../../domain/slots/availability-rules.ts";
import { faultOfRecurrence } from "../../../domain/slots/recurrence.ts";
import { firstOn, MONTH_PLACES, type RuleChoice, rruleOf } from "../../../domain/slots/rule-choice.ts";
import { RRULE_INTERVAL_MAX } from "../../../limits.ts";
import { say } from "../../../messages/say.ts";
import { OFTEN, ruleDayField, WEEK } from "../../../pages/hours/fields.ts";
import { type FaultsFound, readPair, type Typed } from "./hours-pair.ts";

const TIMES = { from: "rule-from", until: "rule-until" } as const;

/** null: there is none, or something is wrong with it. */
export function readRule(typed: Typed, today: string, faults: FaultsFound): Recurrence | null {
  const often = typed["rule-often"] ?? OFTEN.none;
  const weekdays = WEEK.filter((weekday) => typed[ruleDayField(weekday)] === "on");
  if (often === OFTEN.none) {
    const isBegun =
      weekdays.length > 0 || [TIMES.from, TIMES.until, "rule-starts", "rule-ends"].some((name) => (typed[name] ?? "").trim() !== "");
    if (isBegun) faults.set("rule-often", say("hours.fault.often"));
    return null;
  }
  const before = faults.size;
  const rhythm = readRhythm(typed, often, weekdays, faults);
  const range = readPair(typed, TIMES, say("hours.where.rule"), faults);
  if (range === null && !faults.has(TIMES.from) && !faults.has(TIMES.until)) faults.set(TIMES.from, say("hours.fault.rule.times"));
  const starts = readDate(typed, "rule-starts", faults);
  const ends = readDate(typed, "rule-ends", faults);
  if (rhythm === null || range === null || faults.size > before) return null;

  const dtstart = firstOn(starts ?? today, weekdays);
  const rrule = rruleOf({ ...rhythm, untilDate: ends });
  if (faultOfRecurrence(rrule, dtstart) === null) return { rrule, dtstart, ...range, exdates: [] };
  // A rule of this form always occurs, unless it ends before it does.
  faults.set("rule-ends", say("hours.fault.ends"));
  return null;
}

function readRhythm(typed: Typed, often: string, weekdays: readonly number[], faults: FaultsFound): RuleChoice | null {
  const [weekday] = weekdays;
  const field = ruleDayField(WEEK[0]);
  if (weekday === undefined) {
    faults.set(field, say("hours.fault.weekday"));
    return null;
  }
  const place = MONTH_PLACES.find((one) => often === `${OFTEN.month}${String(one)}`);
  if (place !== undefined) {
    if (weekdays.length > 1) faults.set(field, say("hours.fault.weekday.one"));
    return { every: "month", place, weekday, untilDate: null };
  }
  const text = often === OFTEN.n ? (typed["rule-interval"] ?? "").trim() : often;
  const interval = /^\d{1,3}$/u.test(text) ? Number(text) : 0;
  if (interval >= 1 && interval <= RRULE_INTERVAL_MAX) return { every: "weeks", interval, weekdays, untilDate: null };
  faults.set("rule-interval", say("hours.fault.interval", { max: RRULE_INTERVAL_MAX }));
  return null;
}

/** null: the field is empty, or holds no date. */
export function readDate(typed: Typed, name: string, faults: FaultsFound): string | null {
  const text = (typed[name] ?? "").trim();
  if (text === "") return null;
  if (isDateInYears(text)) return text;
  faults.set(name, say("hours.fault.date"));
  return null;
}
