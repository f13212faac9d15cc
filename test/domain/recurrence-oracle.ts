/**
 * Recurrence rules once more, as plainly as they can be said: walk from DTSTART day by day and ask of each whether the
 * rule's words fit it. Shares nothing with `src/domain` or the library that evaluates rules there. Knows the parts that
 * the random cases use; BYDAY of a yearly rule and BYSETPOS are left to the table of known dates.
 */
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const DAY_MS = 86_400_000;

/** One date of the walk. Days are counted, because asking a calendar again for each of a thousand takes most of the test. */
interface Day {
  /** `2026-03-29`. */
  readonly date: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly daysInMonth: number;
  /** 0: Monday. */
  readonly weekday: number;
  /** Since DTSTART. */
  readonly daysOn: number;
}

type Words = (day: Day) => boolean;

/** The dates on which the rule occurs, up to `last`; `startOf` is the instant at which the hours of a date start. */
export function datesOf(
  rrule: string,
  dtstart: string,
  exdates: readonly string[],
  last: string,
  startOf: (date: string) => number,
): Set<string> {
  const parts = new Map(rrule.split(";").map((part) => part.split("=") as [string, string]));
  const first = dayOn(dtstart, 0);
  const fits = wordsOf(parts, first);
  const count = Number(parts.get("COUNT") ?? Infinity);
  const dates = new Set<string>();
  let seen = 0;
  for (let day = first; day.date <= last && seen < count; day = dayOn(dtstart, day.daysOn + 1)) {
    if (!fits(day)) continue;
    if (isPast(parts.get("UNTIL"), day.date, startOf)) break;
    seen += 1;
    if (!exdates.includes(day.date)) dates.add(day.date);
  }
  return dates;
}

function dayOn(dtstart: string, daysOn: number): Day {
  const midnight = new Date(Date.parse(`${dtstart}T00:00:00Z`) + daysOn * DAY_MS);
  const [year, month] = [midnight.getUTCFullYear(), midnight.getUTCMonth() + 1];
  return {
    date: midnight.toISOString().slice(0, "YYYY-MM-DD".length),
    year,
    month,
    day: midnight.getUTCDate(),
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    weekday: (midnight.getUTCDay() + 6) % 7,
    daysOn,
  };
}

function isPast(until: string | undefined, date: string, startOf: (date: string) => number): boolean {
  if (until === undefined) return false;
  if (until.length === "YYYYMMDD".length) return date.replaceAll("-", "") > until;
  return startOf(date) > Date.parse(until.replace(/^(....)(..)(..)T(..)(..)(..)Z$/u, "$1-$2-$3T$4:$5:$6Z"));
}

function wordsOf(parts: ReadonlyMap<string, string>, first: Day): Words {
  const list = (name: string) => parts.get(name)?.split(",");
  const interval = Number(parts.get("INTERVAL") ?? 1);
  const byMonth = list("BYMONTH")?.map(Number);
  const byDay = list("BYDAY");
  const byMonthDay = list("BYMONTHDAY")?.map(Number);
  const weekStart = WEEKDAYS.indexOf(parts.get("WKST") ?? "MO");
  const isListed: Words = (day) =>
    (byMonth === undefined || byMonth.includes(day.month)) &&
    (byMonthDay === undefined || byMonthDay.some((number) => day.day === (number > 0 ? number : day.daysInMonth + 1 + number))) &&
    (byDay === undefined || byDay.some((text) => isThatWeekday(text, day)));
  const isInStep = (): Words => {
    switch (parts.get("FREQ")) {
      case "DAILY":
        return ({ daysOn }) => daysOn % interval === 0;
      case "WEEKLY": {
        // From the first day of the week of DTSTART.
        const before = (first.weekday - weekStart + 7) % 7;
        const weeksOn = ({ daysOn }: Day) => Math.floor((daysOn + before) / 7);
        return (day) => weeksOn(day) % interval === 0 && (byDay !== undefined || day.weekday === first.weekday);
      }
      case "MONTHLY": {
        const monthsOn = ({ year, month }: Day) => (year - first.year) * 12 + month - first.month;
        return (day) => monthsOn(day) % interval === 0 && (byDay !== undefined || byMonthDay !== undefined || day.day === first.day);
      }
      default:
        return (day) => {
          if ((day.year - first.year) % interval !== 0) return false;
          // Days of the month without months are those of every month.
          const isMonth = byMonth !== undefined || byMonthDay !== undefined || day.month === first.month;
          return isMonth && (byMonthDay !== undefined || day.day === first.day);
        };
    }
  };
  const step = isInStep();
  return (day) => isListed(day) && step(day);
}

/** `TU`, or with its position in the month: `1MO`, `-1FR`. */
function isThatWeekday(text: string, { weekday, day, daysInMonth }: Day): boolean {
  if (WEEKDAYS[weekday] !== text.slice(-2)) return false;
  const position = Number(text.slice(0, -2) || 0);
  if (position === 0) return true;
  return position === Math.ceil(day / 7) || position === -Math.ceil((daysInMonth - day + 1) / 7);
}
