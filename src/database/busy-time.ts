/**
 * Writes what a sync has learned of a person's busy time: one batch, all or nothing, and one rise of the availability
 * version for all of it. Read by `calendar-time.ts`.
 */
import { type SQL, sql } from "drizzle-orm";
import { after, type Instant, type Interval } from "../domain/instant.ts";
import { ACCOUNT_EXPECTED_MS, BUSY_ROWS_PER_STATEMENT_MAX } from "../limits.ts";
import type { Database } from "./open.ts";
import { batch, insertRows } from "./packing.ts";
import { raiseVersion } from "./profiles.ts";
import { busyIntervals } from "./schema-effects.ts";

export interface BusyWrites {
  readonly connectionId: string;
  readonly userId: string;
  readonly changes: readonly {
    readonly calendarId: string;
    /** Whether the pieces replace all of the calendar, or those of `eventIds` alone. */
    readonly isWhole: boolean;
    readonly eventIds: readonly string[];
    readonly pieces: readonly (Interval & { readonly eventId: string })[];
  }[];
  /** The calendars that count; busy time of any other is dropped. */
  readonly blockingCalendars: readonly string[];
  readonly busyUntil: Instant;
  readonly now: Instant;
}

export async function writeBusyTime(database: Database, writes: BusyWrites): Promise<void> {
  const { connectionId, userId, now } = writes;
  const statements: SQL[] = [
    sql`DELETE FROM busy_intervals WHERE connection_id = ${connectionId}
      AND calendar_id NOT IN (SELECT value FROM json_each(${JSON.stringify(writes.blockingCalendars)}))`,
  ];
  for (const { calendarId, isWhole, eventIds, pieces } of writes.changes) {
    const ofCalendar = sql`connection_id = ${connectionId} AND calendar_id = ${calendarId}`;
    const ordered = pieces.toSorted((one, other) => one.startsAt - other.startsAt);
    const lists = Array.from({ length: Math.ceil(ordered.length / BUSY_ROWS_PER_STATEMENT_MAX) }, (_, index) =>
      ordered.slice(index * BUSY_ROWS_PER_STATEMENT_MAX, (index + 1) * BUSY_ROWS_PER_STATEMENT_MAX),
    );
    if (isWhole) statements.push(...withoutOthers(ofCalendar, lists));
    else
      statements.push(
        sql`DELETE FROM busy_intervals WHERE ${ofCalendar} AND event_id IN (SELECT value FROM json_each(${JSON.stringify(eventIds)}))`,
      );
    for (const list of lists) {
      const rows = list.map((piece) => ({ ...piece, connectionId, calendarId, coachId: userId }));
      const tail = sql`WHERE NOT EXISTS (SELECT 1 FROM busy_intervals AS held WHERE held.connection_id = ${connectionId} AND held.calendar_id = ${calendarId}
        AND held.event_id = fresh.value ->> 'eventId' AND held.starts_at = fresh.value ->> 'startsAt' AND held.ends_at = fresh.value ->> 'endsAt')`;
      // Two pieces of one event can share a start only where a provider lists it twice.
      statements.push(insertRows(busyIntervals, rows, { insert: "INSERT OR REPLACE", tail }));
    }
  }
  statements.push(
    sql`UPDATE calendar_connections SET synced_at = ${now}, busy_until = ${writes.busyUntil}, updated_at = ${now},
      expected_by = ${after(now, ACCOUNT_EXPECTED_MS)} WHERE id = ${connectionId}`,
    raiseVersion(userId),
  );
  await batch(database, Object.fromEntries(statements.map((statement, index) => [`s${String(index)}`, statement])));
}

/** Deletes what a whole reading no longer holds and leaves the rest as it is: a calendar is read whole whenever one event has changed. */
function withoutOthers(ofCalendar: SQL, lists: readonly (readonly (Interval & { readonly eventId: string })[])[]): SQL[] {
  if (lists.length === 0) return [sql`DELETE FROM busy_intervals WHERE ${ofCalendar}`];
  // Each list answers for the time from its first piece to the next list's.
  return lists.map((list, index) => {
    const [from, until] = [index === 0 ? 0 : list[0]?.startsAt, lists[index + 1]?.[0]?.startsAt ?? Number.MAX_SAFE_INTEGER];
    // One text for each row: SQLite looks that up, where it would go through all of a list of several columns.
    const kept = JSON.stringify(list.map(({ eventId, startsAt, endsAt }) => `${eventId} ${String(startsAt)} ${String(endsAt)}`));
    return sql`DELETE FROM busy_intervals WHERE ${ofCalendar} AND starts_at >= ${from ?? 0} AND starts_at < ${until}
      AND event_id || ' ' || starts_at || ' ' || ends_at NOT IN (SELECT value FROM json_each(${kept}))`;
  });
}
