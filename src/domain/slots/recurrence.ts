/**
 * On which local days hours recur. The rule is evaluated over bare dates by a library (`rrule-temporal`), in a zone
 * without clock changes, and the time of day is put on each date afterwards by the coach's own zone: so "every second
 * Tuesday at nine" is nine o'clock on both sides of a change, and a wall time that a gap skips moves forward as it does
 * for weekly hours. What the library answers depends on the rule alone and is kept; the cache is bounded.
 */
import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import { assert } from "../../lib/assert.ts";
import { DAY_MS, MINUTE_MS } from "../../lib/duration.ts";
import { RRULE_YEARS_TO_FIRST_MAX } from "../../limits.ts";
import type { Recurrence } from "./availability-rules.ts";
import { epochDayOf } from "./calendar-date.ts";
import { readRecurrenceRule, type RecurrenceRule } from "./recurrence-rule.ts";
import type { ZoneClock } from "./time-zone.ts";

const BLOCK_DAYS = 400;
const BLOCKS_PER_RULE_MAX = 8;
const RULES_KEPT_MAX = 512;
/** Days a rule may be stepped through: more than there are in the years that can be booked. */
const STEPS_MAX = 40_000;

/** One rule with its first date, and the days found so far: ascending, by block. */
class RecurringDays {
  readonly rule: RecurrenceRule;
  readonly #library: RRuleTemporal;
  readonly #blocks = new Map<number, readonly number[]>();

  constructor(rrule: string, dtstart: string) {
    const read = readRecurrenceRule(rrule);
    assert(read.ok, "a stored rule has been validated");
    this.rule = read.value;
    this.#library = libraryRule(read.value.pattern, dtstart);
  }

  block(index: number): readonly number[] {
    const known = this.#blocks.get(index);
    if (known !== undefined) return known;
    if (this.#blocks.size >= BLOCKS_PER_RULE_MAX) this.#blocks.clear();
    const [from, to] = [index * BLOCK_DAYS, (index + 1) * BLOCK_DAYS - 1];
    const days = this.#library
      .between(new Date(from * DAY_MS), new Date(to * DAY_MS), true)
      .map(({ epochMilliseconds }) => epochMilliseconds / DAY_MS);
    this.#blocks.set(index, days);
    return days;
  }
}

function libraryRule(pattern: string, dtstart: string, end: { readonly until?: Temporal.ZonedDateTime } = {}): RRuleTemporal {
  const settings = { strict: true, cache: false, maxIterations: STEPS_MAX, ...end };
  return new RRuleTemporal({ rruleString: `RRULE:${pattern}`, dtstart: midnight(dtstart), ...settings });
}

function midnight(isoDate: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(isoDate).toZonedDateTime("UTC");
}

const kept = new Map<string, RecurringDays>();

function recurringDays({ rrule, dtstart }: Recurrence): RecurringDays {
  const key = `${dtstart} ${rrule}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= RULES_KEPT_MAX) kept.clear();
  const made = new RecurringDays(rrule, dtstart);
  kept.set(key, made);
  return made;
}

/** The days from `firstDay` to `lastDay` (epoch days, both included) on which the hours recur, in order. */
export function daysOfRecurrence(recurrence: Recurrence, firstDay: number, lastDay: number, clock: ZoneClock): number[] {
  const recurring = recurringDays(recurrence);
  const excluded = new Set(recurrence.exdates.map(epochDayOf));
  const { until } = recurring.rule;
  const isOver = (day: number) => {
    if (until === null) return false;
    if ("date" in until) return day > epochDayOf(until.date);
    return clock.instantOfWall(day * DAY_MS + recurrence.startMinute * MINUTE_MS) > until.epochMs;
  };
  const days: number[] = [];
  for (let block = Math.floor(firstDay / BLOCK_DAYS); block <= Math.floor(lastDay / BLOCK_DAYS); block += 1) {
    for (const day of recurring.block(block)) {
      if (day >= firstDay && day <= lastDay && !excluded.has(day) && !isOver(day)) days.push(day);
    }
  }
  return days;
}

/**
 * What is wrong with a rule and its first date, in words; null: nothing. Beside its grammar: it must occur within
 * `RRULE_YEARS_TO_FIRST_MAX` years of its first date, or nobody can have meant it, and must not take for ever to find.
 */
export function faultOfRecurrence(rrule: string, dtstart: string): string | null {
  const read = readRecurrenceRule(rrule);
  if (!read.ok) return read.problem;
  try {
    const first = firstOccurrence(read.value, dtstart);
    if (first === null) return `never occurs within ${String(RRULE_YEARS_TO_FIRST_MAX)} years of dtstart`;
    return isOverBefore(read.value, first) ? "ends before it first occurs" : null;
  } catch (error) {
    // The library throws plain errors alone, for what the grammar allows and the standard does not.
    return error instanceof Error ? `is not a rule of RFC 5545: ${error.message}` : "is not a rule of RFC 5545";
  }
}

/**
 * When the rule first occurs (epoch milliseconds of that day), its own UNTIL aside; null: not within the years given. The
 * library is told where to stop: it would go through thousands of years for what never occurs, a second or two for each rule.
 */
function firstOccurrence({ pattern }: RecurrenceRule, dtstart: string): number | null {
  // The library takes COUNT or an end; any COUNT has a first.
  const endless = pattern.replace(/(?:^|;)COUNT=\d+/u, "").replace(/^;/u, "");
  const first = midnight(dtstart);
  const until = first.add({ days: RRULE_YEARS_TO_FIRST_MAX * 366 });
  return libraryRule(endless, dtstart, { until }).next(new Date(first.epochMilliseconds), true)?.epochMilliseconds ?? null;
}

/** Without the zone, which is not known here: an instant is given the day by which zones differ. */
function isOverBefore({ until }: RecurrenceRule, firstMs: number): boolean {
  if (until === null) return false;
  return "date" in until ? firstMs > epochDayOf(until.date) * DAY_MS : firstMs - DAY_MS > until.epochMs;
}
