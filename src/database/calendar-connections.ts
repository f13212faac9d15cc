/** Calendar connections: read by their owner, written by the CalendarAccount object of that person and provider alone. */
import { type SQL, sql } from "drizzle-orm";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { instant, type Instant } from "../domain/instant.ts";
import { type Database, sendBatch } from "./open.ts";

interface ConnectionRow {
  readonly id: string;
  readonly user_id: string;
  readonly provider: CalendarProviderName;
  readonly account_id: string;
  readonly account_email: string | null;
  readonly scopes: string;
  readonly state: "active" | "needs_reconnect";
  readonly blocking_calendars: string;
  readonly event_calendar: string | null;
  readonly is_organizer: number;
  readonly synced_at: number | null;
  readonly busy_until: number | null;
  readonly push_until: number | null;
}

function connectionFromRow(row: ConnectionRow): CalendarConnection {
  const momentOf = (at: number | null): Instant | null => (at === null ? null : instant(at));
  return {
    id: row.id,
    userId: row.user_id,
    provider: row.provider,
    accountId: row.account_id,
    accountEmail: row.account_email,
    state: row.state,
    scopes: row.scopes.split(" ").filter((scope) => scope !== ""),
    blockingCalendars: JSON.parse(row.blocking_calendars) as string[],
    eventCalendar: row.event_calendar,
    isOrganizer: row.is_organizer === 1,
    syncedAt: momentOf(row.synced_at),
    busyUntil: momentOf(row.busy_until),
    pushUntil: momentOf(row.push_until),
  };
}

export async function connectionsOf(database: Database, userId: string): Promise<CalendarConnection[]> {
  const rows = await database.all<ConnectionRow>(sql`SELECT * FROM calendar_connections WHERE user_id = ${userId} ORDER BY provider`);
  return rows.map(connectionFromRow);
}

export async function findConnection(
  database: Database,
  userId: string,
  provider: CalendarProviderName,
): Promise<CalendarConnection | null> {
  return (await connectionsOf(database, userId)).find((connection) => connection.provider === provider) ?? null;
}

/** Writes a connection whole. What another account had left behind goes first: its busy time is nobody's any more. */
export async function saveConnection(database: Database, connection: CalendarConnection, now: Instant): Promise<void> {
  const { id, userId, provider, isOrganizer } = connection;
  await sendBatch(database, {
    otherBusy: sql`DELETE FROM busy_intervals WHERE connection_id IN (
      SELECT id FROM calendar_connections WHERE user_id = ${userId} AND provider = ${provider} AND id <> ${id})`,
    other: sql`DELETE FROM calendar_connections WHERE user_id = ${userId} AND provider = ${provider} AND id <> ${id}`,
    // One organizer at most: the last one chosen.
    organizer: isOrganizer
      ? sql`UPDATE calendar_connections SET is_organizer = 0, updated_at = ${now} WHERE user_id = ${userId} AND id <> ${id} AND is_organizer = 1`
      : sql`SELECT 1`,
    connection: sql`INSERT INTO calendar_connections (id, user_id, provider, account_id, account_email, scopes, state, blocking_calendars,
        event_calendar, is_organizer, synced_at, busy_until, push_until, created_at, updated_at)
      VALUES (${id}, ${userId}, ${provider}, ${connection.accountId}, ${connection.accountEmail}, ${connection.scopes.join(" ")},
        ${connection.state}, ${JSON.stringify(connection.blockingCalendars)}, ${connection.eventCalendar}, ${isOrganizer ? 1 : 0},
        ${connection.syncedAt}, ${connection.busyUntil}, ${connection.pushUntil}, ${now}, ${now})
      ON CONFLICT (id) DO UPDATE SET account_email = excluded.account_email, scopes = excluded.scopes, state = excluded.state,
        blocking_calendars = excluded.blocking_calendars, event_calendar = excluded.event_calendar, is_organizer = excluded.is_organizer,
        synced_at = excluded.synced_at, busy_until = excluded.busy_until, push_until = excluded.push_until, updated_at = excluded.updated_at`,
    version: raiseVersion(userId),
  });
}

/** Whether it was active until now. */
export async function markNeedsReconnect(database: Database, connection: CalendarConnection, now: Instant): Promise<boolean> {
  const rows = await sendBatch(database, {
    marked: sql`UPDATE calendar_connections SET state = 'needs_reconnect', push_until = NULL, updated_at = ${now}
      WHERE id = ${connection.id} AND state = 'active' RETURNING id`,
    events: sql`UPDATE calendar_events SET state = 'needs_reconnect', updated_at = ${now}
      WHERE user_id = ${connection.userId} AND provider = ${connection.provider} AND state IN ('pending', 'failed')`,
    // What a coach's setting makes of a lost connection changes what can be booked.
    version: raiseVersion(connection.userId),
  });
  return rows("marked").length > 0;
}

export async function notePushUntil(database: Database, connectionId: string, pushUntil: Instant | null): Promise<void> {
  await database.run(sql`UPDATE calendar_connections SET push_until = ${pushUntil} WHERE id = ${connectionId}`);
}

/** Takes the connection and its busy time away; its events stay where they are and are no longer followed. */
export async function deleteConnection(database: Database, connection: CalendarConnection, now: Instant): Promise<void> {
  await sendBatch(database, {
    busy: sql`DELETE FROM busy_intervals WHERE connection_id = ${connection.id}`,
    events: sql`UPDATE calendar_events SET state = 'detached', connection_id = '', updated_at = ${now}
      WHERE user_id = ${connection.userId} AND provider = ${connection.provider}`,
    connection: sql`DELETE FROM calendar_connections WHERE id = ${connection.id}`,
    version: raiseVersion(connection.userId),
  });
}

function raiseVersion(userId: string): SQL {
  return sql`UPDATE coach_profiles SET availability_version = availability_version + 1 WHERE coach_id = ${userId}`;
}
