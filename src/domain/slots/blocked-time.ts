/**
 * Time that cannot be booked: active bookings with the buffers agreed for them, and busy time of outside calendars. Says
 * which starts keep clear of it all, and which fall on a day that still takes sessions. Does not know what is open;
 * `slots.ts` puts the two together.
 */
import { DAY_MS } from "../../lib/duration.ts";
import type { Interval } from "../instant.ts";
import { EVERY_INSTANT, everythingBut, type InstantSet } from "./instant-set.ts";
import type { ZoneClock } from "./time-zone.ts";

/** An active booking, or busy time of an outside calendar (without buffers). Lengths are whole milliseconds. */
export interface Blocked extends Interval {
  readonly bufferBeforeMs: number;
  readonly bufferAfterMs: number;
  /** Counts towards the coach's sessions a day. */
  readonly isSession: boolean;
}

/** The buffers a new session would get. */
interface Buffers {
  readonly bufferBeforeMs: number;
  readonly bufferAfterMs: number;
}

/**
 * The starts from which a session of that length inside the span meets nothing blocked. Two sessions conflict when one
 * widened by its buffers meets the other bare, or the reverse; so what is blocked keeps a session away by the larger of
 * the two buffers that face each other.
 */
export function clearStarts(blocked: readonly Blocked[], buffers: Buffers, span: Interval, durationMs: number): InstantSet {
  const begins = new Float64Array(blocked.length);
  const ends = new Float64Array(blocked.length);
  let count = 0;
  for (const { startsAt, endsAt, bufferBeforeMs, bufferAfterMs } of blocked) {
    const begin = startsAt - Math.max(bufferBeforeMs, buffers.bufferAfterMs);
    // An event of an outside calendar that ends before it starts blocks the moment it starts.
    const end = Math.max(startsAt, endsAt) + Math.max(bufferAfterMs, buffers.bufferBeforeMs);
    if (end <= span.startsAt || begin >= span.endsAt) continue;
    // Half-open: the last start that is clear before it ends its session in the very moment `begin`.
    begins[count] = begin - durationMs + 1;
    ends[count] = end;
    count += 1;
  }
  return everythingBut({ begins: begins.subarray(0, count), ends: ends.subarray(0, count) });
}

/** The instants of the local days in the span on which fewer sessions start than the coach takes. */
export function daysNotFull(blocked: readonly Blocked[], sessionsPerDayMax: number | null, span: Interval, clock: ZoneClock): InstantSet {
  if (sessionsPerDayMax === null) return EVERY_INSTANT;
  const sessionsByDay = new Map<number, number>();
  for (const { isSession, startsAt } of blocked) {
    if (!isSession) continue;
    const day = clock.epochDayAt(startsAt);
    sessionsByDay.set(day, (sessionsByDay.get(day) ?? 0) + 1);
  }
  const fullDays: number[] = [];
  // A day more on either side: a fold at midnight can go back to the day before (`windowsMeeting`).
  const lastDay = clock.epochDayAt(span.endsAt) + 1;
  for (let day = clock.epochDayAt(span.startsAt) - 1; day <= lastDay; day += 1) {
    if ((sessionsByDay.get(day) ?? 0) >= sessionsPerDayMax) fullDays.push(day);
  }
  const midnights = (days: number[]) => Float64Array.from(days, (day) => clock.instantOfWall(day * DAY_MS));
  return everythingBut({ begins: midnights(fullDays), ends: midnights(fullDays.map((day) => day + 1)) });
}
