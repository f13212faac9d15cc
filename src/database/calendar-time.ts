/**
 * Reads what connected calendars say about a coach's time around given stretches: busy pieces near them, and how far each
 * connection that counts has been read. A piece is at most a day long, so both bounds stand on `starts_at` and only the
 * neighbourhood is read.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CalendarTime } from "../domain/slots/calendar-time.ts";
import { type Instant, instant, type Interval } from "../domain/instant.ts";
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import { BUFFER_MINUTES_MAX, KNOWLEDGE_MS_MAX_DEFAULT } from "../limits.ts";
import { fieldsOf, query } from "./packing.ts";
import { busyIntervals, calendarConnections } from "./schema-effects.ts";

/** A session's buffers keep clear of busy time too. */
const REACH_MS = sql.raw(String(BUFFER_MINUTES_MAX * MINUTE_MS));
const PIECE_MS_MAX = sql.raw(String(DAY_MS));

const { startsAt, endsAt } = fieldsOf(busyIntervals);
const { state, busyUntil, knownUntil } = fieldsOf(calendarConnections);

/** A row of the version before says when it was synced, and no more. */
const KNOWN = sql.raw(`coalesce(known_until, synced_at + ${String(KNOWLEDGE_MS_MAX_DEFAULT)})`);

export function busyTime(coachId: string, intervals: readonly Interval[]) {
  const stretches = JSON.stringify(intervals.map((interval) => ({ startsAt: interval.startsAt, endsAt: interval.endsAt })));
  // The connections come first: for a coach who has none, nothing else is touched.
  return query(
    { startsAt, endsAt },
    sql`SELECT busy.starts_at, busy.ends_at FROM calendar_connections AS connection
    CROSS JOIN json_each(${stretches}) AS stretch CROSS JOIN busy_intervals AS busy
    WHERE connection.user_id = ${coachId} AND busy.connection_id = connection.id AND busy.coach_id = ${coachId}
      AND busy.starts_at > (stretch.value ->> 'startsAt') - ${REACH_MS} - ${PIECE_MS_MAX}
      AND busy.starts_at < (stretch.value ->> 'endsAt') + ${REACH_MS}
      AND busy.ends_at > (stretch.value ->> 'startsAt') - ${REACH_MS}`,
  );
}

export function countingConnections(coachId: string) {
  return query(
    { state, busyUntil, knownUntil },
    sql`SELECT state, busy_until, ${KNOWN} AS known_until FROM calendar_connections WHERE user_id = ${coachId} AND blocking_calendars <> '[]'`,
  );
}

interface CountingConnection {
  readonly state: "active" | "needs_reconnect";
  readonly busyUntil: Instant | null;
  /** Until when what was read may be relied on; null: nothing has been read. */
  readonly knownUntil: Instant | null;
}

/** Knowledge that is too old counts as a lost connection does. */
export function calendarTimeFrom(busy: readonly Interval[], connections: readonly CountingConnection[], now: Instant): CalendarTime {
  return {
    busy,
    connections: connections.map(({ state: stands, busyUntil: until, knownUntil: known }) => ({
      isLost: stands === "needs_reconnect" || (known !== null && known <= now),
      busyUntil: until,
    })),
  };
}

/** The same for one stretch, packed as one JSON value: a look-up pays for every subquery, also where there is no calendar. */
export function calendarTimeOf(coachId: string, range: Interval): SQL {
  return sql`SELECT json_group_array(json_array(state, busy_until, ${KNOWN}, json((
      SELECT json_group_array(json_array(starts_at, ends_at)) FROM busy_intervals
      WHERE connection_id = connection.id AND coach_id = ${coachId}
        AND starts_at > ${range.startsAt} - ${REACH_MS} - ${PIECE_MS_MAX} AND starts_at < ${range.endsAt} + ${REACH_MS}
        AND ends_at > ${range.startsAt} - ${REACH_MS}))))
    FROM calendar_connections AS connection WHERE user_id = ${coachId} AND blocking_calendars <> '[]'`;
}

export type PackedConnection = readonly [
  state: CountingConnection["state"],
  busyUntil: number | null,
  knownUntil: number | null,
  busy: readonly (readonly [startsAt: number, endsAt: number])[],
];

export function unpackCalendarTime(connections: readonly PackedConnection[], now: Instant): CalendarTime {
  const momentOf = (read: number | null) => (read === null ? null : instant(read));
  return calendarTimeFrom(
    connections.flatMap(([, , , busy]) => busy.map(([from, to]) => ({ startsAt: instant(from), endsAt: instant(to) }))),
    connections.map(([stands, until, known]) => ({ state: stands, busyUntil: momentOf(until), knownUntil: momentOf(known) })),
    now,
  );
}
