/**
 * Reads what connected calendars say about a coach's time around given stretches: busy pieces near them, and how far each
 * connection that counts has been read. A piece is at most a day long, so both bounds stand on `starts_at` and only the
 * neighbourhood is read.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CalendarTime } from "../domain/slots/calendar-time.ts";
import { type Instant, instant, type Interval } from "../domain/instant.ts";
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import { BUFFER_MINUTES_MAX } from "../limits.ts";

/** A session's buffers keep clear of busy time too. */
const REACH_MS = sql.raw(String(BUFFER_MINUTES_MAX * MINUTE_MS));
const PIECE_MS_MAX = sql.raw(String(DAY_MS));

export const BUSY_COLUMNS = ["starts_at", "ends_at"];
export const CONNECTION_COLUMNS = ["state", "busy_until"];

export interface BusyRow {
  readonly starts_at: number;
  readonly ends_at: number;
}

export interface ConnectionRow {
  readonly state: "active" | "needs_reconnect";
  readonly busy_until: number | null;
}

export function busyTime(coachId: string, intervals: readonly Interval[]): SQL {
  const stretches = JSON.stringify(intervals.map(({ startsAt, endsAt }) => ({ startsAt, endsAt })));
  // The connections come first: for a coach who has none, nothing else is touched.
  return sql`SELECT busy.starts_at, busy.ends_at FROM calendar_connections AS connection
    CROSS JOIN json_each(${stretches}) AS stretch CROSS JOIN busy_intervals AS busy
    WHERE connection.user_id = ${coachId} AND busy.connection_id = connection.id AND busy.coach_id = ${coachId}
      AND busy.starts_at > (stretch.value ->> 'startsAt') - ${REACH_MS} - ${PIECE_MS_MAX}
      AND busy.starts_at < (stretch.value ->> 'endsAt') + ${REACH_MS}
      AND busy.ends_at > (stretch.value ->> 'startsAt') - ${REACH_MS}`;
}

export function countingConnections(coachId: string): SQL {
  return sql`SELECT state, busy_until FROM calendar_connections WHERE user_id = ${coachId} AND blocking_calendars <> '[]'`;
}

export function calendarTimeFrom(busy: readonly BusyRow[], connections: readonly ConnectionRow[]): CalendarTime {
  return {
    busy: busy.map((row) => ({ startsAt: instant(row.starts_at), endsAt: instant(row.ends_at) })),
    connections: connections.map(({ state, busy_until: busyUntil }) => ({
      isLost: state === "needs_reconnect",
      busyUntil: busyUntil === null ? null : (busyUntil as Instant),
    })),
  };
}

/** The same for one stretch, packed as one JSON value: a look-up pays for every subquery, also where there is no calendar. */
export function calendarTimeOf(coachId: string, { startsAt, endsAt }: Interval): SQL {
  return sql`SELECT json_group_array(json_array(state, busy_until, json((
      SELECT json_group_array(json_array(starts_at, ends_at)) FROM busy_intervals
      WHERE connection_id = connection.id AND coach_id = ${coachId}
        AND starts_at > ${startsAt} - ${REACH_MS} - ${PIECE_MS_MAX} AND starts_at < ${endsAt} + ${REACH_MS}
        AND ends_at > ${startsAt} - ${REACH_MS}))))
    FROM calendar_connections AS connection WHERE user_id = ${coachId} AND blocking_calendars <> '[]'`;
}

type PackedConnection = readonly [state: ConnectionRow["state"], busyUntil: number | null, busy: readonly (readonly [number, number])[]];

export function unpackCalendarTime(packed: string): CalendarTime {
  const connections = JSON.parse(packed) as readonly PackedConnection[];
  return calendarTimeFrom(
    connections.flatMap(([, , busy]) => busy.map(([startsAt, endsAt]) => ({ starts_at: startsAt, ends_at: endsAt }))),
    connections.map(([state, busyUntil]) => ({ state, busy_until: busyUntil })),
  );
}
