/** Hours, rules and overrides as sentences. A rule that the form cannot express is shown as it is written. */
import type { DateOverride, Recurrence, TimeOfDayRange } from "../../domain/slots/availability-rules.ts";
import { epochDayOf } from "../../domain/slots/calendar-date.ts";
import { choiceOf, type RuleChoice } from "../../domain/slots/rule-choice.ts";
import { DAY_MS } from "../../lib/duration.ts";
import { LISTED_IN_WORDS_MAX } from "../../limits/hours.ts";
import { dateFormat, listFormat } from "../../messages/formats.ts";
import { say } from "../../messages/say.ts";
import { weekdayInWords } from "../../messages/wording.ts";

/** 1970-01-04, a Sunday. */
const A_SUNDAY = 3;

const DATE = { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" } as const;
const LIST = { type: "conjunction" } as const;

export function weekdayNamed(weekday: number, length: "long" | "short" = "long"): string {
  return weekdayInWords(A_SUNDAY + weekday, length);
}

/** `1 December 2026` */
function dateInWords(date: string): string {
  return dateFormat(DATE).format(epochDayOf(date) * DAY_MS);
}

/** `09:00`; 1440 is `24:00`. */
export function timeInWords(minuteOfDay: number): string {
  const [hour, minute] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** `09:00–12:00, 14:00–18:00` */
export function rangesInWords(ranges: readonly TimeOfDayRange[]): string {
  if (ranges.length === 0) return say("hours.none");
  const inOrder = ranges.toSorted((one, other) => one.startMinute - other.startMinute);
  const shown = inOrder
    .slice(0, LISTED_IN_WORDS_MAX)
    .map(({ startMinute, endMinute }) => `${timeInWords(startMinute)}–${timeInWords(endMinute)}`);
  const left = ranges.length - shown.length;
  return [...shown, ...(left > 0 ? [say("hours.more.times", { count: left })] : [])].join(", ");
}

/** `Every second Tuesday, 18:00–21:00, from 1 December 2026` */
export function ruleInWords(rule: Recurrence): string {
  const choice = choiceOf(rule.rrule);
  const always = whenInWords(choice, rule);
  const untilDate = choice?.untilDate ?? null;
  const ending = untilDate === null ? always : say("hours.rule.ends", { rule: always, date: dateInWords(untilDate) });
  if (rule.exdates.length === 0) return ending;
  return say("hours.rule.except", { rule: ending, dates: datesInWords(rule.exdates) });
}

function whenInWords(choice: RuleChoice | null, { rrule, dtstart, ...range }: Recurrence): string {
  const told = { times: rangesInWords([range]), date: dateInWords(dtstart) };
  if (choice === null) return say("hours.rule.other", { ...told, rrule });
  if (choice.every === "month")
    return say("hours.rule.month", { ...told, place: String(choice.place), days: weekdayNamed(choice.weekday) });
  const { interval, weekdays } = choice;
  const days = listFormat(LIST).format(weekdays.map((weekday) => weekdayNamed(weekday)));
  if (interval === 1) return say("hours.rule.every", { ...told, days });
  return say(weekdays.length === 1 ? "hours.rule.second" : "hours.rule.weeks", { ...told, interval, days });
}

function datesInWords(dates: readonly string[]): string {
  const shown = dates.slice(0, LISTED_IN_WORDS_MAX).map(dateInWords);
  const left = dates.length - shown.length;
  return listFormat(LIST).format([...shown, ...(left > 0 ? [say("hours.more.days", { count: left })] : [])]);
}

/** `24 December 2026: off` */
export function overrideInWords({ date, until, intervals }: DateOverride): string {
  const first = dateInWords(date);
  const dates = until === undefined || until === date ? first : say("hours.day.span", { first, last: dateInWords(until) });
  return intervals.length === 0 ? say("hours.day.off", { dates }) : say("hours.day.other", { dates, times: rangesInWords(intervals) });
}
