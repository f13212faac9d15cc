/**
 * Working hours as instants: the windows a coach opens, the starts from which a session fits them, and the grid of
 * starts they offer. Knows nothing of bookings, notice or horizon; `slots.ts` decides with what comes from here.
 * A window belongs to a local day of the rules; where the zone skips that day, it lands on the next.
 */
import { DAY_MS, MINUTE_MS } from "../../lib/duration.ts";
import type { AvailabilityRules, DateOverride, Recurrence, TimeOfDayRange } from "./availability-rules.ts";
import { epochDayOf, weekdayOf } from "./calendar-date.ts";
import { instant, type Instant, type Interval } from "../instant.ts";
import type { InstantSet } from "./instant-set.ts";
import { daysOfRecurrence } from "./recurrence.ts";
import { type ZoneClock, zoneClock } from "./time-zone.ts";

/** Every window that meets the range, whole and not cut to it, in order of start. They may overlap. */
export function windowsMeeting(hours: AvailabilityRules, range: Interval): Interval[] {
  const clock = zoneClock(hours.timeZone);
  // One local day more on either side: a zone that skips a date moves that day's hours to the next (Pacific/Apia,
  // 2011-12-30), and a fold at midnight opens a day before the one before it is over.
  const firstDay = clock.epochDayAt(range.startsAt) - 1;
  const lastDay = clock.epochDayAt(range.endsAt) + 1;
  const overrides = overridesByDay(hours.overrides, firstDay, lastDay);
  const weekdays = rangesByWeekday(hours);
  const recurring = recurringByDay(hours.recurrences, weekdays, firstDay, lastDay, clock);

  const windows: Interval[] = [];
  let inOrder = true;
  let previousStartsAt = -Infinity;
  for (let day = firstDay; day <= lastDay; day += 1) {
    const ranges = overrides[day - firstDay]?.intervals ?? recurring[day - firstDay] ?? weekdays[weekdayOf(day)] ?? [];
    for (const { startMinute, endMinute } of ranges) {
      const startsAt = clock.instantOfWall(day * DAY_MS + startMinute * MINUTE_MS);
      const endsAt = clock.instantOfWall(day * DAY_MS + endMinute * MINUTE_MS);
      // Inside a gap a window can shrink to nothing, and its end can even come to lie before its start.
      if (endsAt <= startsAt || endsAt <= range.startsAt || startsAt >= range.endsAt) continue;
      if (startsAt < previousStartsAt) inOrder = false;
      previousStartsAt = startsAt;
      windows.push({ startsAt, endsAt });
    }
  }
  return inOrder ? windows : windows.sort((one, other) => one.startsAt - other.startsAt);
}

/**
 * The starts from which a session of that length fits the union of the windows: those that overlap or touch are one
 * stretch, also across midnight. Takes windows in order of start.
 */
export function fittingStarts(windows: readonly Interval[], durationMs: number): InstantSet {
  const edges: number[] = [];
  let stretchStartsAt = Infinity;
  let stretchEndsAt = -Infinity;
  const close = () => {
    const lastStart = stretchEndsAt - durationMs;
    if (lastStart >= stretchStartsAt) edges.push(stretchStartsAt, lastStart + 1);
  };
  for (const { startsAt, endsAt } of windows) {
    if (startsAt > stretchEndsAt) {
      close();
      stretchStartsAt = startsAt;
      stretchEndsAt = endsAt;
    } else if (endsAt > stretchEndsAt) {
      stretchEndsAt = endsAt;
    }
  }
  close();
  return edges;
}

/**
 * The allowed starts that are on the grid: each window's own start, and every step of elapsed time after it while inside
 * that window. In order, without duplicates. Takes windows in order of start.
 */
export function gridStarts(windows: readonly Interval[], stepMs: number, allowed: InstantSet): Instant[] {
  // A year has more than ten thousand starts: an array that need not grow fills several times as fast.
  const starts = new Array<Instant>(gridLength(windows, stepMs));
  let count = 0;
  let inOrder = true;
  let firstPiece = 0;
  for (const { startsAt, endsAt } of windows) {
    while (allowed[firstPiece + 1]! <= startsAt) firstPiece += 2;
    for (let piece = firstPiece; allowed[piece]! < endsAt; piece += 2) {
      const stepsBefore = Math.max(0, Math.ceil((allowed[piece]! - startsAt) / stepMs));
      const pieceEndsAt = Math.min(allowed[piece + 1]!, endsAt);
      let start = startsAt + stepsBefore * stepMs;
      if (count > 0 && start <= starts[count - 1]!) inOrder = false;
      for (; start < pieceEndsAt; start += stepMs) starts[count++] = instant(start);
    }
  }
  starts.length = count;
  // Overlapping windows each bring a grid of their own, and the grids interleave.
  return inOrder ? starts : [...new Set(starts)].sort((one, other) => one - other);
}

/** How many starts the grids of the windows have, those that two windows share counted twice. */
export function gridLength(windows: readonly Interval[], stepMs: number): number {
  return windows.reduce((most, { startsAt, endsAt }) => most + Math.ceil((endsAt - startsAt) / stepMs), 0);
}

function rangesByWeekday(hours: AvailabilityRules): readonly TimeOfDayRange[][] {
  const weekdays: TimeOfDayRange[][] = [[], [], [], [], [], [], []];
  for (const range of hours.weekly) weekdays[range.weekday]?.push(range);
  for (const ranges of weekdays) ranges.sort((one, other) => one.startMinute - other.startMinute);
  return weekdays;
}

/** The ranges of each day on which a rule recurs, the weekly ones among them; a day without a rule has no entry. */
function recurringByDay(
  recurrences: readonly Recurrence[],
  weekdays: readonly TimeOfDayRange[][],
  firstDay: number,
  lastDay: number,
  clock: ZoneClock,
): TimeOfDayRange[][] {
  const byDay: TimeOfDayRange[][] = [];
  for (const recurrence of recurrences) {
    for (const day of daysOfRecurrence(recurrence, firstDay, lastDay, clock)) {
      (byDay[day - firstDay] ??= [...(weekdays[weekdayOf(day)] ?? [])]).push(recurrence);
    }
  }
  for (const ranges of byDay) ranges?.sort((one, other) => one.startMinute - other.startMinute);
  return byDay;
}

/** The override in force on each day from `firstDay` on; where two cover a day, the later of the list. */
function overridesByDay(overrides: readonly DateOverride[], firstDay: number, lastDay: number): DateOverride[] {
  const byDay: DateOverride[] = [];
  for (const override of overrides) {
    const from = Math.max(epochDayOf(override.date), firstDay);
    const until = Math.min(epochDayOf(override.until ?? override.date), lastDay);
    for (let day = from; day <= until; day += 1) byDay[day - firstDay] = override;
  }
  return byDay;
}
