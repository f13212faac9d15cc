/** Calendar connections: read by their owner, written by the CalendarAccount object of that person and provider alone. */
import { type SQL, sql } from "drizzle-orm";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { ACCOUNT_EXPECTED_MS, ACCOUNT_WOKEN_AGAIN_MS, SWEEP_ACCOUNTS_MAX, UNSIGNED_CHANNELS_MS } from "../limits.ts";
import { type Trail, writeAudited } from "./audited.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, first, insertRows, nullable, orUpdate, query, type RowOf } from "./packing.ts";
import { raiseVersion } from "./profiles.ts";
import { calendarConnections } from "./schema-effects.ts";

export async function connectionsOf(database: Database, userId: string): Promise<CalendarConnection[]> {
  const rows = await all(database, query(CONNECTION, sql`SELECT * FROM calendar_connections WHERE user_id = ${userId} ORDER BY provider`));
  return rows.map(connectionFrom);
}

const CONNECTION = fieldsOf(calendarConnections);
const ACCOUNT = { userId: CONNECTION.userId, provider: CONNECTION.provider };

function connectionFrom(row: RowOf<typeof CONNECTION>): CalendarConnection {
  const {
    createdAt: _made,
    updatedAt: _changed,
    expectedBy: _expected,
    knownUntil: _known,
    pushSignedAt: _signed,
    sealedBy: _sealed,
    scopes,
    ...read
  } = row;
  return { ...read, scopes: scopes.split(" ").filter((scope) => scope !== "") };
}

export async function findConnection(
  database: Database,
  userId: string,
  provider: CalendarProviderName,
): Promise<CalendarConnection | null> {
  return (await connectionsOf(database, userId)).find((connection) => connection.provider === provider) ?? null;
}

export interface AccountState {
  readonly connection: CalendarConnection;
  /** Until when what is known of the calendars that count may be relied on; null: not noted yet. */
  readonly knownUntil: Instant | null;
  /** Whether the person whose calendar this is has not been deactivated. */
  readonly isOwnerActive: boolean;
}

/** All that an account asks the record before it reads its provider; null: there is no such connection. */
export async function findAccountState(database: Database, userId: string, provider: CalendarProviderName): Promise<AccountState | null> {
  const fields = { ...CONNECTION, ownerStatus: nullable<string>("owner_status") };
  const row = await first(
    database,
    query(
      fields,
      sql`SELECT connection.*, (SELECT status FROM users WHERE id = connection.user_id) AS owner_status
      FROM calendar_connections AS connection WHERE user_id = ${userId} AND provider = ${provider}`,
    ),
  );
  if (row === null) return null;
  const { ownerStatus, ...read } = row;
  return { connection: connectionFrom(read), knownUntil: row.knownUntil, isOwnerActive: ownerStatus !== "inactive" };
}

/** Writes a connection whole. What another account had left behind goes first: its busy time is nobody's any more. */
export async function saveConnection(
  database: Database,
  connection: CalendarConnection,
  now: Instant,
  trail: Trail | null = null,
): Promise<void> {
  const { id, userId, provider, isOrganizer } = connection;
  await written(database, trail, {
    otherBusy: sql`DELETE FROM busy_intervals WHERE connection_id IN (
      SELECT id FROM calendar_connections WHERE user_id = ${userId} AND provider = ${provider} AND id <> ${id})`,
    other: sql`DELETE FROM calendar_connections WHERE user_id = ${userId} AND provider = ${provider} AND id <> ${id}`,
    // One organizer at most: the last one chosen.
    organizer: isOrganizer
      ? sql`UPDATE calendar_connections SET is_organizer = 0, updated_at = ${now} WHERE user_id = ${userId} AND id <> ${id} AND is_organizer = 1`
      : null,
    connection: insertRows(
      calendarConnections,
      [{ ...connection, scopes: connection.scopes.join(" "), createdAt: now, updatedAt: now, expectedBy: after(now, ACCOUNT_EXPECTED_MS) }],
      {
        left: ["knownUntil", "pushSignedAt", "sealedBy"],
        // `sealed_by` is emptied: tokens of a consent given anew are looked at again.
        tail: orUpdate(calendarConnections, ["id"], ["userId", "provider", "accountId", "createdAt", "knownUntil", "pushSignedAt"]),
      },
    ),
    version: raiseVersion(userId),
  });
}

async function written(database: Database, trail: Trail | null, statements: Readonly<Record<string, SQL | null>>): Promise<void> {
  if (trail === null) await batch(database, statements);
  else await writeAudited(database, trail, statements);
}

/** Whether it was active until now. */
export async function markNeedsReconnect(database: Database, connection: CalendarConnection, now: Instant): Promise<boolean> {
  const rows = await batch(database, {
    marked: sql`UPDATE calendar_connections SET state = 'needs_reconnect', push_until = NULL, updated_at = ${now}
      WHERE id = ${connection.id} AND state = 'active' RETURNING id`,
    events: sql`UPDATE calendar_events SET state = 'needs_reconnect', updated_at = ${now}
      WHERE user_id = ${connection.userId} AND provider = ${connection.provider} AND state IN ('pending', 'failed')`,
    // What a coach's setting makes of a lost connection changes what can be booked.
    version: raiseVersion(connection.userId),
  });
  return rows.marked.length > 0;
}

/** Takes calendars that are gone from those that count and receive, with the busy time that was read of them. */
export async function dropCalendars(
  database: Database,
  connection: CalendarConnection,
  gone: readonly string[],
  now: Instant,
): Promise<void> {
  const names = sql`(SELECT value FROM json_each(${JSON.stringify(gone)}))`;
  await batch(database, {
    connection: sql`UPDATE calendar_connections SET updated_at = ${now},
        blocking_calendars = (SELECT json_group_array(value) FROM json_each(blocking_calendars) WHERE value NOT IN ${names}),
        event_calendar = CASE WHEN event_calendar IN ${names} THEN NULL ELSE event_calendar END
      WHERE id = ${connection.id}`,
    busy: sql`DELETE FROM busy_intervals WHERE connection_id = ${connection.id} AND calendar_id IN ${names}`,
    version: raiseVersion(connection.userId),
  });
}

/** The knowledge did not grow: says how long it may be relied on, where the row says less. */
export async function noteKnownUntil(database: Database, connectionId: string, knownUntil: Instant): Promise<void> {
  await database.run(sql`UPDATE calendar_connections SET known_until = ${knownUntil} WHERE id = ${connectionId}`);
}

interface PushNote {
  readonly pushUntil: Instant | null;
  /** All its channels bear signed secrets. */
  readonly isSigned: boolean;
}

export async function notePush(database: Database, connectionId: string, { pushUntil, isSigned }: PushNote, now: Instant): Promise<void> {
  const signedAt = isSigned ? sql`coalesce(push_signed_at, ${now})` : sql`push_signed_at`;
  await database.run(
    sql`UPDATE calendar_connections SET push_until = ${pushUntil}, push_signed_at = ${signedAt} WHERE id = ${connectionId}`,
  );
}

export type ConnectionOf = Pick<CalendarConnection, "userId" | "provider">;

/**
 * Those of the connections named whose channels may still bear secrets of the version before: from when signed ones were
 * opened, or from when that version last wrote the row, for a bounded time.
 */
export async function unsignedChannels(database: Database, named: readonly ConnectionOf[], now: Instant): Promise<ConnectionOf[]> {
  const unsigned = sql`SELECT connection.user_id, connection.provider FROM json_each(${JSON.stringify(named)}) AS asked
    CROSS JOIN calendar_connections AS connection
    WHERE connection.user_id = asked.value ->> 'userId' AND connection.provider = asked.value ->> 'provider'
      AND connection.state = 'active' AND coalesce(connection.push_signed_at, connection.updated_at) > ${after(now, -UNSIGNED_CHANNELS_MS)}`;
  return await all(database, query(ACCOUNT, unsigned));
}

/** Takes the connection and its busy time away; its events stay where they are and are no longer followed. */
export async function deleteConnection(database: Database, connection: CalendarConnection, now: Instant, trail: Trail): Promise<void> {
  await written(database, trail, {
    busy: sql`DELETE FROM busy_intervals WHERE connection_id = ${connection.id}`,
    events: sql`UPDATE calendar_events SET state = 'detached', connection_id = '', updated_at = ${now}
      WHERE user_id = ${connection.userId} AND provider = ${connection.provider}`,
    connection: sql`DELETE FROM calendar_connections WHERE id = ${connection.id}`,
    version: raiseVersion(connection.userId),
  });
}

/**
 * Active connections whose account has not been heard of when it should have been, the longest silent first. Each is noted
 * as woken, so that it comes behind all others the next time: those that stay silent do not keep the rest from their turn.
 */
export async function takeSilentAccounts(database: Database, now: Instant): Promise<RowOf<typeof ACCOUNT>[]> {
  return await all(
    database,
    query(
      ACCOUNT,
      sql`UPDATE calendar_connections SET expected_by = ${after(now, ACCOUNT_WOKEN_AGAIN_MS)} WHERE id IN (${silentAccounts(now)})
      RETURNING user_id, provider`,
    ),
  );
}

/** @internal */
export function silentAccounts(now: Instant): SQL {
  return sql`SELECT id FROM calendar_connections WHERE state = 'active' AND expected_by <= ${now}
    ORDER BY expected_by ${atMost(SWEEP_ACCOUNTS_MAX)}`;
}
