/** The names of the fields of a coach's hours: the page writes them, the route reads them. Those of a list name what stands there, and no place of it. */
import type { DateOverride, Recurrence } from "../../domain/slots/availability-rules.ts";

/** Weekdays as a week is read, from Monday; 0 is Sunday. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

export const OFTEN = { none: "", weeks: ["1", "2", "3", "4"], n: "n", month: "month" } as const;

export function windowFields(weekday: number, row: number) {
  const stem = `w${String(weekday)}-${String(row)}`;
  return { from: `${stem}-from`, until: `${stem}-until` } as const;
}

/** The rows of a weekday that were sent, in order. */
export function rowsSent(typed: Readonly<Record<string, string>>, weekday: number): number[] {
  const field = new RegExp(`^w${String(weekday)}-(\\d{1,3})-(?:from|until)$`, "u");
  const rows = Object.keys(typed).flatMap((name) => field.exec(name)?.[1] ?? []);
  return [...new Set(rows.map(Number))].toSorted((one, other) => one - other);
}

export function ruleDayField(weekday: number): string {
  return `rule-day-${String(weekday)}`;
}

export function overrideFields(row: number) {
  return { from: `day-${String(row)}-from`, until: `day-${String(row)}-until` } as const;
}

/** Ticked: that rule is taken away. Named by what it says, shortened: twenty long rules would weigh as much as the rest of the page. */
export function dropRuleField({ rrule, dtstart, startMinute, endMinute }: Recurrence): string {
  return `drop-rule ${dtstart} ${fingerprintOf(`${String(startMinute)} ${String(endMinute)} ${rrule}`)}`;
}

/** Ticked: the overrides of those days are taken away. */
export function dropDayField({ date, until }: DateOverride): string {
  return `drop-day ${date} ${until ?? date}`;
}

/** FNV-1a, 32 bits: tells the few rules of one coach from each other, and guards nothing. */
function fingerprintOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}
