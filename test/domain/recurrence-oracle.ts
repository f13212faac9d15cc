/**
 * Recurrence rules once more, as plainly as they can be said: walk from DTSTART day by day and ask of each whether the
 * rule's words fit it. Shares nothing with `src/domain` or the library that evaluates rules there. Knows the parts that
 * the random cases use; BYDAY of a yearly rule and BYSETPOS are left to the table of known dates.
 */
import { Temporal } from "temporal-polyfill";

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** The dates on which the rule occurs, up to `last`; `startOf` is the instant at which the hours of a date start. */
export function datesOf(
  rrule: string,
  dtstart: string,
  exdates: readonly string[],
  last: Temporal.PlainDate,
  startOf: (date: Temporal.PlainDate) => number,
): Set<string> {
  const parts = new Map(rrule.split(";").map((part) => part.split("=") as [string, string]));
  const first = Temporal.PlainDate.from(dtstart);
  const count = Number(parts.get("COUNT") ?? Infinity);
  const dates = new Set<string>();
  let seen = 0;
  for (let date = first; Temporal.PlainDate.compare(date, last) <= 0 && seen < count; date = date.add({ days: 1 })) {
    if (!fits(parts, first, date)) continue;
    if (isPast(parts.get("UNTIL"), date, startOf)) break;
    seen += 1;
    if (!exdates.includes(date.toString())) dates.add(date.toString());
  }
  return dates;
}

function isPast(until: string | undefined, date: Temporal.PlainDate, startOf: (date: Temporal.PlainDate) => number): boolean {
  if (until === undefined) return false;
  if (until.length === 8) return date.toString().replaceAll("-", "") > until;
  return startOf(date) > Temporal.Instant.from(until).epochMilliseconds;
}

function fits(parts: ReadonlyMap<string, string>, first: Temporal.PlainDate, date: Temporal.PlainDate): boolean {
  const list = (name: string) => parts.get(name)?.split(",");
  const interval = Number(parts.get("INTERVAL") ?? 1);
  const months = (date.year - first.year) * 12 + date.month - first.month;
  const byMonth = list("BYMONTH")?.map(Number);
  const byDay = list("BYDAY");
  const byMonthDay = list("BYMONTHDAY")?.map(Number);
  if (byMonth !== undefined && !byMonth.includes(date.month)) return false;
  if (byMonthDay !== undefined && !byMonthDay.some((day) => date.day === (day > 0 ? day : date.daysInMonth + 1 + day))) return false;
  if (byDay !== undefined && !byDay.some((day) => isThatWeekday(day, date))) return false;
  switch (parts.get("FREQ")) {
    case "DAILY":
      return first.until(date, { largestUnit: "day" }).days % interval === 0;
    case "WEEKLY": {
      const weekStart = (day: Temporal.PlainDate) =>
        day.subtract({ days: (day.dayOfWeek - 1 - WEEKDAYS.indexOf(parts.get("WKST") ?? "MO") + 7) % 7 });
      const weeks = weekStart(first).until(weekStart(date), { largestUnit: "day" }).days / 7;
      return weeks % interval === 0 && (byDay !== undefined || date.dayOfWeek === first.dayOfWeek);
    }
    case "MONTHLY":
      return months % interval === 0 && (byDay !== undefined || byMonthDay !== undefined || date.day === first.day);
    default: {
      if ((date.year - first.year) % interval !== 0) return false;
      // Days of the month without months are those of every month.
      const isMonth = byMonth !== undefined || byMonthDay !== undefined || date.month === first.month;
      return isMonth && (byMonthDay !== undefined || date.day === first.day);
    }
  }
}

/** `TU`, or with its position in the month: `1MO`, `-1FR`. */
function isThatWeekday(text: string, date: Temporal.PlainDate): boolean {
  if (WEEKDAYS[date.dayOfWeek - 1] !== text.slice(-2)) return false;
  const position = Number(text.slice(0, -2) || 0);
  if (position === 0) return true;
  return position === Math.ceil(date.day / 7) || position === -Math.ceil((date.daysInMonth - date.day + 1) / 7);
}
