/**
 * The recurrence rules that a form can express, and the way there and back: every so many weeks on some weekdays, and monthly on one weekday
 * of a place in the month. A rule that says anything else is none of these, and is left as it stands.
 */
import { isIsoDate, epochDayOf, isoDateOf, weekdayOf } from "./calendar-date.ts";

/** As RRULE names them, from Sunday. */
const NAMES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
const DAYS_PER_WEEK = 7;

/** First to fourth of its kind in the month, and the last. */
export const MONTH_PLACES = [1, 2, 3, 4, -1] as const;
type MonthPlace = (typeof MONTH_PLACES)[number];

export type RuleChoice = {
  /** The last date; null: it never ends. */
  readonly untilDate: string | null;
} & (
  | { readonly every: "weeks"; readonly interval: number; readonly weekdays: readonly number[] }
  | { readonly every: "month"; readonly place: MonthPlace; readonly weekday: number }
);

export function rruleOf(choice: RuleChoice): string {
  const until = choice.untilDate === null ? "" : `;UNTIL=${choice.untilDate.replaceAll("-", "")}`;
  if (choice.every === "month") return `FREQ=MONTHLY;BYDAY=${String(choice.place)}${nameOf(choice.weekday)}${until}`;
  const interval = choice.interval === 1 ? "" : `INTERVAL=${String(choice.interval)};`;
  return `FREQ=WEEKLY;${interval}BYDAY=${choice.weekdays.map(nameOf).join(",")}${until}`;
}

/** null: the rule says more than a form can. */
export function choiceOf(rrule: string): RuleChoice | null {
  const parts = new Map(rrule.split(";").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
  const { FREQ, INTERVAL = "1", BYDAY = "", UNTIL, WKST = "MO", ...others } = Object.fromEntries(parts);
  const untilDate = UNTIL === undefined ? null : dateOf(UNTIL);
  // Weeks that begin on another day are other weeks, where some are left out.
  if (untilDate === undefined || Object.keys(others).length > 0 || (WKST !== "MO" && INTERVAL !== "1")) return null;
  if (FREQ === "WEEKLY") {
    const weekdays = BYDAY.split(",").map(weekdayNamed);
    if (weekdays.includes(-1)) return null;
    return {
      every: "weeks",
      interval: Number(INTERVAL),
      weekdays: weekdays.toSorted((one, other) => fromMonday(one) - fromMonday(other)),
      untilDate,
    };
  }
  const [, sign = "", digits = "", name = ""] = /^([+-]?)(\d)([A-Z]{2})$/u.exec(BYDAY) ?? [];
  const place = MONTH_PLACES.find((one) => one === Number(digits) * (sign === "-" ? -1 : 1));
  if (FREQ !== "MONTHLY" || INTERVAL !== "1" || place === undefined) return null;
  return { every: "month", place, weekday: weekdayNamed(name), untilDate };
}

/**
 * The first day of those weekdays on or after a date. A rule of every second week counts weeks from the week of its first date; somebody who
 * starts it on a Wednesday means the next Tuesday, and not the one after that.
 */
export function firstOn(date: string, weekdays: readonly number[]): string {
  const day = epochDayOf(date);
  const days = Array.from({ length: DAYS_PER_WEEK }, (_, ahead) => day + ahead);
  return isoDateOf(days.find((one) => weekdays.includes(weekdayOf(one))) ?? day);
}

function nameOf(weekday: number): string {
  return NAMES[weekday] ?? "";
}

function weekdayNamed(name: string): number {
  return (NAMES as readonly string[]).indexOf(name);
}

function fromMonday(weekday: number): number {
  return (weekday + DAYS_PER_WEEK - 1) % DAYS_PER_WEEK;
}

/** undefined: it ends at an instant, which no form here can say. */
function dateOf(until: string): string | undefined {
  const date = until.replace(/^(\d{4})(\d{2})(\d{2})$/u, "$1-$2-$3");
  return isIsoDate(date) ? date : undefined;
}
