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
    statements.push(
      isWhole
        ? sql`DELETE FROM busy_intervals WHERE ${ofCalendar}`
        : sql`DELETE FROM busy_intervals WHERE ${ofCalendar} AND event_id IN (SELECT value FROM json_each(${JSON.stringify(eventIds)}))`,
    );
    for (let from = 0; from < pieces.length; from += BUSY_ROWS_PER_STATEMENT_MAX) {
      const rows = pieces
        .slice(from, from + BUSY_ROWS_PER_STATEMENT_MAX)
        .map((piece) => ({ ...piece, connectionId, calendarId, coachId: userId }));
      // Two pieces of one event can share a start only where a provider lists it twice.
      statements.push(insertRows(busyIntervals, rows, { insert: "INSERT OR REPLACE" }));
    }
  }
  statements.push(
    sql`UPDATE calendar_connections SET synced_at = ${now}, busy_until = ${writes.busyUntil}, updated_at = ${now},
      expected_by = ${after(now, ACCOUNT_EXPECTED_MS)} WHERE id = ${connectionId}`,
    raiseVersion(userId),
  );
  await batch(database, Object.fromEntries(statements.map((statement, index) => [`s${String(index)}`, statement])));
}
