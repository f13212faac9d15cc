/**
 * As many whole days of slots as one answer may hold, of one coach or of several together. Days are those of the zone in
 * which each coach's part of the answer speaks. A day is cut nowhere: the first on which there is a slot is given whole,
 * however many it has. Days beyond the last one given are not computed, but for the one that shows that there is more.
 */
import { DAY_MS } from "../../lib/duration.ts";
import { instant, type Instant, type Interval } from "../instant.ts";
import type { SlotFinder } from "./slots.ts";
import { type ZoneClock, zoneClock } from "./time-zone.ts";

export interface DaysAsked {
  readonly finder: SlotFinder;
  /** The range that the finder was made for. */
  readonly range: Interval;
  readonly timeZone: string;
}

export interface WholeDays {
  /** The starts for each that was asked, in that order. */
  readonly slots: readonly (readonly Instant[])[];
  /** The first day that is left out, as days since 1970-01-01; null: none is. */
  readonly nextDay: number | null;
}

export function wholeDaysOf(asked: readonly DaysAsked[], slotsMax: number): WholeDays {
  const most = asked.reduce((sum, { finder }) => sum + finder.startsMax, 0);
  if (most <= slotsMax) return { slots: asked.map(({ finder }) => finder.startsIn(-Infinity, Infinity)), nextDay: null };

  const calendars = asked.map(({ finder, range, timeZone }) => ({ finder, range, clock: zoneClock(timeZone) }));
  const firstDay = Math.min(...calendars.map(({ clock, range }) => dayOf(clock, range.startsAt)));
  const lastDay = Math.max(...calendars.map(({ clock, range }) => dayOf(clock, instant(range.endsAt - 1))));
  // A range between instants begins on different dates in different zones, and the next answer starts on one date for all:
  // for none of them may that be before this range.
  const mayStartAt = (day: number) => calendars.every(({ clock, range }) => startOfDay(clock, day) >= range.startsAt);
  const slots = asked.map((): Instant[] => []);
  let count = 0;
  for (let day = firstDay; day <= lastDay; day += 1) {
    const ofDay = calendars.map(({ finder, clock }) => finder.startsIn(startOfDay(clock, day), startOfDay(clock, day + 1)));
    const more = ofDay.reduce((sum, starts) => sum + starts.length, 0);
    if (mayStartAt(day) && count > 0 && more > 0 && count + more > slotsMax) return { slots, nextDay: day };
    count += more;
    for (const [index, starts] of ofDay.entries()) slots[index]?.push(...starts);
  }
  return { slots, nextDay: null };
}

function startOfDay(clock: ZoneClock, epochDay: number): Instant {
  return clock.instantOfWall(epochDay * DAY_MS);
}

/** The day whose start is the last before the moment. Clocks that go back over midnight show the day before it again. */
function dayOf(clock: ZoneClock, moment: Instant): number {
  let day = clock.epochDayAt(moment);
  while (startOfDay(clock, day + 1) <= moment) day += 1;
  return day;
}
