/**
 * Time that cannot be booked: active bookings with the buffers agreed for them, and busy time of outside calendars.
 * Answers whether a session meets any of it, and which local days hold as many sessions as the coach takes. Does not
 * know what is open; `slots.ts` puts the two together.
 */
import { ascending } from "./ascending.ts";
import type { Instant, Interval } from "./instant.ts";
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

interface BlockedTime {
  /** Whether [startsAt, endsAt) meets blocked time. Must be asked in order of time, both ends ascending. */
  meets(startsAt: number, endsAt: number): boolean;
}

/**
 * Two sessions conflict when one widened by its buffers meets the other bare, or the reverse; so what is blocked keeps a
 * new session away by the larger of the two buffers that face each other.
 *
 * A session meets something if more of it begins before the session's end than has ended by its start. Counting needs
 * the begins and the ends in order each by itself, which sorts faster than pairs and needs no merging.
 */
export function blockedTimeOf(blocked: readonly Blocked[], buffers: Buffers, span: Interval): BlockedTime {
  const begins = new Float64Array(blocked.length);
  const ends = new Float64Array(blocked.length);
  let count = 0;
  for (const { startsAt, endsAt, bufferBeforeMs, bufferAfterMs } of blocked) {
    const begin = startsAt - Math.max(bufferBeforeMs, buffers.bufferAfterMs);
    // An outside event that ends before it starts would be counted off against another: it blocks where it starts.
    const end = Math.max(startsAt, endsAt) + Math.max(bufferAfterMs, buffers.bufferBeforeMs);
    if (end <= span.startsAt || begin >= span.endsAt) continue;
    begins[count] = begin;
    ends[count] = end;
    count += 1;
  }
  const sortedBegins = ascending(begins.subarray(0, count));
  const sortedEnds = ascending(ends.subarray(0, count));
  let begun = 0;
  let ended = 0;
  return {
    meets(startsAt, endsAt) {
      while (begun < count && sortedBegins[begun]! < endsAt) begun += 1;
      while (ended < count && sortedEnds[ended]! <= startsAt) ended += 1;
      return begun > ended;
    },
  };
}

/** Whether the local day of an instant holds as many starting sessions as the coach takes, or more. */
export function dayFullOf(
  blocked: readonly Blocked[],
  sessionsPerDayMax: number | null,
  clock: ZoneClock,
): (moment: Instant) => boolean {
  if (sessionsPerDayMax === null) return () => false;
  const sessionsByDay = new Map<number, number>();
  for (const { isSession, startsAt } of blocked) {
    if (!isSession) continue;
    const day = clock.epochDayAt(startsAt);
    sessionsByDay.set(day, (sessionsByDay.get(day) ?? 0) + 1);
  }
  return (moment) => (sessionsByDay.get(clock.epochDayAt(moment)) ?? 0) >= sessionsPerDayMax;
}
