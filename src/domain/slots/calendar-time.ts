/**
 * What a coach's connected calendars say about the coach's time, as blocked time. Unknown is never free: a calendar that
 * has not been read, time beyond what has been read, and, where the coach wants it so, everything once a connection is
 * lost, are blocked like an event. Knows no provider.
 */
import type { CoachSettings } from "../coach.ts";
import { instant, type Instant, type Interval } from "../instant.ts";
import type { Blocked } from "./blocked-time.ts";

/** A connection of the coach of which at least one calendar counts. */
interface CountingConnection {
  readonly isLost: boolean;
  /** Up to when its busy time has been read; null: not yet. */
  readonly busyUntil: Instant | null;
}

export interface CalendarTime {
  /** Busy time of outside events; pieces may overlap. */
  readonly busy: readonly Interval[];
  readonly connections: readonly CountingConnection[];
}

export function blockedByCalendars({ busy, connections }: CalendarTime, settings: Pick<CoachSettings, "onConnectionLost">): Blocked[] {
  const blocked = busy.map(({ startsAt, endsAt }) => blockedFrom(startsAt, endsAt));
  for (const { isLost, busyUntil } of connections) {
    const stops = isLost && settings.onConnectionLost === "stop_booking";
    blocked.push(blockedFrom(stops || busyUntil === null ? instant(0) : busyUntil, UNBOUNDED));
  }
  return blocked;
}

/** Later than anything that can be booked (the years end with 2099). */
const UNBOUNDED = instant(Date.UTC(2200, 0, 1));

function blockedFrom(startsAt: Instant, endsAt: Instant): Blocked {
  return { startsAt, endsAt, bufferBeforeMs: 0, bufferAfterMs: 0, isSession: false };
}
