/**
 * Working hours as instants: the windows a coach opens, the stretches they form where they touch, and the grid of
 * starts inside them. Knows nothing of bookings, notice or durations; `slots.ts` decides with what comes from here.
 * A window belongs to the local day it starts on in the rules; through a gap it may land on the next one.
 */
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import type { AvailabilityRules, DateOverride, TimeOfDayRange } from "./availability-rules.ts";
import { epochDayOf, weekdayOf } from "./calendar-date.ts";
import { instant, type Instant, type Interval } from "./instant.ts";
import { zoneClock } from "./time-zone.ts";

/** Every window that meets the range, whole and not cut to it, in order of start. They may overlap. */
export function windowsMeeting(hours: AvailabilityRules, range: Interval): Interval[] {
  const clock = zoneClock(hours.timeZone);
  // One local day more on either side: a zone that skips a date moves that day's hours to the next (Pacific/Apia,
  // 2011-12-30), and a fold at midnight opens a day before the one before it is over.
  const firstDay = clock.epochDayAt(range.startsAt) - 1;
  const lastDay = clock.epochDayAt(range.endsAt) + 1;
  const overrides = overridesByDay(hours.overrides, firstDay, lastDay);
  const weekdays = rangesByWeekday(hours);

  const windows: Interval[] = [];
  let inOrder = true;
  let previousStartsAt = -Infinity;
  for (let day = firstDay; day <= lastDay; day += 1) {
    const ranges = overrides[day - firstDay]?.intervals ?? weekdays[weekdayOf(day)] ?? [];
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

/** The union of windows in order of start: windows that overlap or touch are one stretch, also across midnight. */
export function stretchesOf(windows: readonly Interval[]): Interval[] {
  const stretches: Interval[] = [];
  let open: { startsAt: Instant; endsAt: Instant } | null = null;
  for (const { startsAt, endsAt } of windows) {
    if (open !== null && startsAt <= open.endsAt) {
      if (endsAt > open.endsAt) open.endsAt = endsAt;
    } else {
      open = { startsAt, endsAt };
      stretches.push(open);
    }
  }
  return stretches;
}

/**
 * The grid: each window's own start and every step of elapsed time after it while inside that window, as far as it lies
 * in the range. In order, without duplicates. Takes windows in order of start.
 */
export function gridStarts(windows: readonly Interval[], stepMs: number, range: Interval): Instant[] {
  const starts: Instant[] = [];
  let overlapping = false;
  let latestEnd = -Infinity;
  for (const { startsAt, endsAt } of windows) {
    if (startsAt < latestEnd) overlapping = true;
    latestEnd = Math.max(latestEnd, endsAt);
    const stepsBefore = Math.max(0, Math.ceil((range.startsAt - startsAt) / stepMs));
    const end = Math.min(endsAt, range.endsAt);
    for (let start = startsAt + stepsBefore * stepMs; start < end; start += stepMs) starts.push(instant(start));
  }
  // Overlapping windows each bring a grid of their own, which interleave.
  return overlapping ? [...new Set(starts)].sort((one, other) => one - other) : starts;
}

function rangesByWeekday(hours: AvailabilityRules): readonly TimeOfDayRange[][] {
  const weekdays: TimeOfDayRange[][] = [[], [], [], [], [], [], []];
  for (const range of hours.weekly) weekdays[range.weekday]?.push(range);
  for (const ranges of weekdays) ranges.sort((one, other) => one.startMinute - other.startMinute);
  return weekdays;
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
