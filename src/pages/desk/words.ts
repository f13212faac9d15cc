/** Moments and lengths as the desk says them. */
import type { Instant } from "../../domain/instant.ts";
import { DAY_MS } from "../../lib/duration.ts";
import { dateFormat } from "../../messages/formats.ts";
import { say } from "../../messages/say.ts";

const MINUTES = { days: 24 * 60, hours: 60, minutes: 1 } as const;

export type Unit = keyof typeof MINUTES;
export const UNITS: readonly Unit[] = ["minutes", "hours", "days"];

/** `Tue, 1 Dec, 09:00`, in that zone. */
export function momentOf(moment: Instant, timeZone: string): string {
  const day = dateFormat({ timeZone, weekday: "short", day: "numeric", month: "short" });
  const clock = dateFormat({ timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${day.format(moment)}, ${clock.format(moment)}`;
}

const DAYS = { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" } as const;

/** `23–29 November 2026`, of days since 1970-01-01, both included. */
export function daysInWords(first: number, last: number): string {
  return dateFormat(DAYS).formatRange(first * DAY_MS, last * DAY_MS);
}

/** In the largest unit that it is whole in: 1,440 minutes are one day, 90 are 90 minutes. */
export function lengthIn(minutes: number): { readonly count: number; readonly unit: Unit } {
  const unit = minutes === 0 ? "hours" : minutes % MINUTES.days === 0 ? "days" : minutes % MINUTES.hours === 0 ? "hours" : "minutes";
  return { count: minutes / MINUTES[unit], unit };
}

export function minutesOf(count: number, unit: Unit): number {
  return count * MINUTES[unit];
}

/** `2 days`. */
export function lengthInWords(minutes: number): string {
  const { count, unit } = lengthIn(minutes);
  return say(`length.${unit}`, { count });
}
