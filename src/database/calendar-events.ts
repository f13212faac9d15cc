/**
 * The event of a booking in one connected calendar: what it should be and what was last written. Rows are written by the
 * CalendarAccount object of that person and provider alone, so none of these updates compares before it sets.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CalendarProviderName, EffectSubject } from "../domain/effect.ts";
import { instant, type Instant, type Interval } from "../domain/instant.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { CALENDAR_QUEUE_MAX, DURATION_MINUTES_MAX } from "../limits.ts";
import { type Database, sendBatch } from "./open.ts";

const SESSION_MS_MAX = sql.raw(String(DURATION_MINUTES_MAX * MINUTE_MS));

export interface CalendarEventRecord {
  readonly bookingId: string;
  readonly userId: string;
  readonly provider: CalendarProviderName;
  /** "" for an event that no connection follows. */
  readonly connectionId: string;
  readonly calendarId: string;
  readonly eventId: string | null;
  readonly generation: number;
  readonly desiredRevision: number;
  readonly appliedRevision: number | null;
  /** As last written; null: nothing stands there. */
  readonly time: Interval | null;
  readonly etag: string | null;
  readonly eventLink: string | null;
  readonly meetingLink: string | null;
  readonly state: "pending" | "ok" | "failed" | "needs_reconnect" | "detached";
  readonly isAsked: boolean;
  readonly timeZone: string | null;
  readonly guestResponse: "accepted" | "declined" | "tentative" | null;
  readonly updatedAt: Instant;
}

interface EventRow {
  readonly booking_id: string;
  readonly user_id: string;
  readonly provider: CalendarProviderName;
  readonly connection_id: string;
  readonly calendar_id: string;
  readonly event_id: string | null;
  readonly generation: number;
  readonly desired_revision: number;
  readonly applied_revision: number | null;
  readonly starts_at: number | null;
  readonly ends_at: number | null;
  readonly etag: string | null;
  readonly event_link: string | null;
  readonly meeting_link: string | null;
  readonly state: CalendarEventRecord["state"];
  readonly is_asked: number;
  readonly time_zone: string | null;
  readonly guest_response: CalendarEventRecord["guestResponse"];
  readonly updated_at: number;
}

function recordFromRow(row: EventRow): CalendarEventRecord {
  return {
    bookingId: row.booking_id,
    userId: row.user_id,
    provider: row.provider,
    connectionId: row.connection_id,
    calendarId: row.calendar_id,
    eventId: row.event_id,
    generation: row.generation,
    desiredRevision: row.desired_revision,
    appliedRevision: row.applied_revision,
    time: row.starts_at === null || row.ends_at === null ? null : { startsAt: instant(row.starts_at), endsAt: instant(row.ends_at) },
    etag: row.etag,
    eventLink: row.event_link,
    meetingLink: row.meeting_link,
    state: row.state,
    isAsked: row.is_asked === 1,
    timeZone: row.time_zone,
    guestResponse: row.guest_response,
    updatedAt: instant(row.updated_at),
  };
}

export async function findCalendarEvent(
  database: Database,
  bookingId: string,
  userId: string,
  provider: CalendarProviderName,
): Promise<CalendarEventRecord | null> {
  const row = (
    await database.all<EventRow>(
      sql`SELECT * FROM calendar_events WHERE booking_id = ${bookingId} AND user_id = ${userId} AND provider = ${provider}`,
    )
  )[0];
  return row === undefined ? null : recordFromRow(row);
}

/** The records of those among a provider's event ids that are ours, in one connection. */
export async function eventsByProviderIds(
  database: Database,
  connectionId: string,
  eventIds: readonly string[],
): Promise<CalendarEventRecord[]> {
  if (eventIds.length === 0) return [];
  const rows = await database.all<EventRow>(sql`SELECT event.* FROM json_each(${JSON.stringify(eventIds)}) AS asked
    CROSS JOIN calendar_events AS event WHERE event.connection_id = ${connectionId} AND event.event_id = asked.value`);
  return rows.map(recordFromRow);
}

/** Events to come that we have written into one calendar and nothing has to be done about. */
export async function eventsStandingIn(
  database: Database,
  connectionId: string,
  calendarId: string,
  now: Instant,
): Promise<CalendarEventRecord[]> {
  const rows = await database.all<EventRow>(sql`SELECT * FROM calendar_events WHERE connection_id = ${connectionId} AND event_id IS NOT NULL
    AND calendar_id = ${calendarId} AND state = 'ok' AND starts_at > ${now} LIMIT ${CALENDAR_QUEUE_MAX}`);
  return rows.map(recordFromRow);
}

/** Writes a record whole; an event that turns out to be ours does not block time beside its booking. */
export async function saveCalendarEvent(database: Database, record: CalendarEventRecord): Promise<void> {
  const { time } = record;
  const statements: Record<string, SQL> = {
    record: sql`INSERT INTO calendar_events (booking_id, user_id, provider, connection_id, calendar_id, event_id, generation, desired_revision,
        applied_revision, starts_at, ends_at, etag, event_link, meeting_link, state, is_asked, time_zone, guest_response, updated_at)
      VALUES (${record.bookingId}, ${record.userId}, ${record.provider}, ${record.connectionId}, ${record.calendarId}, ${record.eventId},
        ${record.generation}, ${record.desiredRevision}, ${record.appliedRevision}, ${time?.startsAt ?? null}, ${time?.endsAt ?? null},
        ${record.etag}, ${record.eventLink}, ${record.meetingLink}, ${record.state}, ${record.isAsked ? 1 : 0}, ${record.timeZone},
        ${record.guestResponse}, ${record.updatedAt})
      ON CONFLICT (booking_id, user_id, provider) DO UPDATE SET connection_id = excluded.connection_id, calendar_id = excluded.calendar_id,
        event_id = excluded.event_id, generation = excluded.generation, desired_revision = excluded.desired_revision,
        applied_revision = excluded.applied_revision, starts_at = excluded.starts_at, ends_at = excluded.ends_at, etag = excluded.etag,
        event_link = excluded.event_link, meeting_link = excluded.meeting_link, state = excluded.state, is_asked = excluded.is_asked,
        time_zone = excluded.time_zone, guest_response = excluded.guest_response, updated_at = excluded.updated_at`,
  };
  if (record.eventId !== null) {
    statements["busy"] = sql`DELETE FROM busy_intervals WHERE connection_id = ${record.connectionId}
      AND calendar_id = ${record.calendarId} AND event_id = ${record.eventId}`;
  }
  await sendBatch(database, statements);
}

/** Stores the link that a provider has made. It changes nothing that anybody decides by, so the revision stays. */
export async function storeMeetingLink(database: Database, bookingId: string, link: string): Promise<boolean> {
  const rows = await database.all(sql`UPDATE bookings SET meeting_link = ${link}
    WHERE id = ${bookingId} AND meeting_link IS NOT ${link} RETURNING id`);
  return rows.length > 0;
}

/** Bookings whose events a fresh connection has to bring up to date: those to come, and those that were left unsettled. */
export async function bookingsToWrite(
  database: Database,
  userId: string,
  provider: CalendarProviderName,
  now: Instant,
): Promise<EffectSubject[]> {
  const rows = await database.all<{ id: string; coach_id: string; revision: number }>(sql`
    SELECT id, coach_id, revision FROM bookings WHERE coach_id = ${userId} AND status = 'confirmed' AND starts_at > ${now}
    UNION SELECT id, coach_id, revision FROM bookings WHERE client_id = ${userId} AND status = 'confirmed' AND starts_at > ${now}
    UNION SELECT booking.id, booking.coach_id, booking.revision FROM calendar_events AS event JOIN bookings AS booking ON booking.id = event.booking_id
      WHERE event.user_id = ${userId} AND event.provider = ${provider} AND event.state IN ('pending', 'failed', 'needs_reconnect')
    LIMIT ${CALENDAR_QUEUE_MAX}`);
  return rows.map((row) => ({ id: row.id, coachId: row.coach_id, revision: row.revision }));
}

/** Active bookings of a coach that share time with the given stretches. */
export async function bookingsAt(
  database: Database,
  coachId: string,
  stretches: readonly (Interval & { readonly eventId: string })[],
): Promise<{ readonly bookingId: string; readonly revision: number; readonly eventId: string; readonly startsAt: number }[]> {
  if (stretches.length === 0) return [];
  const rows = await database.all<{ id: string; revision: number; event_id: string; starts_at: number }>(sql`
    SELECT booking.id, booking.revision, stretch.value ->> 'eventId' AS event_id, stretch.value ->> 'startsAt' AS starts_at
    FROM json_each(${JSON.stringify(stretches)}) AS stretch CROSS JOIN bookings AS booking
    WHERE booking.coach_id = ${coachId} AND booking.status IN ('pending', 'confirmed')
      AND booking.starts_at > (stretch.value ->> 'startsAt') - ${SESSION_MS_MAX} AND booking.starts_at < stretch.value ->> 'endsAt'
      AND booking.ends_at > stretch.value ->> 'startsAt' LIMIT ${CALENDAR_QUEUE_MAX}`);
  return rows.map((row) => ({ bookingId: row.id, revision: row.revision, eventId: row.event_id, startsAt: row.starts_at }));
}
