/**
 * The event of a booking in one connected calendar: what it should be and what was last written. Rows are written by the
 * CalendarAccount object of that person and provider alone, so none of these updates compares before it sets.
 */
import { sql } from "drizzle-orm";
import type { CalendarProviderName, EffectSubject } from "../domain/effect.ts";
import type { Instant, Interval } from "../domain/instant.ts";
import type { PutBacks } from "../domain/put-backs.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { CALENDAR_QUEUE_MAX, CALENDARS_SEARCHED_MAX, DURATION_MINUTES_MAX } from "../limits.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, first, insertRows, orUpdate, query, type RowOf, value } from "./packing.ts";
import { allInPieces } from "./pieces.ts";
import { calendarEvents } from "./schema-effects.ts";

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
  readonly putBacks: PutBacks | null;
  /** Addresses in lower case that the provider has last invited by the event; null: a version before wrote it. */
  readonly invited: readonly string[] | null;
  readonly updatedAt: Instant;
}

const EVENT = fieldsOf(calendarEvents);

function recordFrom({ startsAt, endsAt, ...row }: RowOf<typeof EVENT>): CalendarEventRecord {
  return { ...row, time: startsAt === null || endsAt === null ? null : { startsAt, endsAt } };
}

export async function findCalendarEvent(
  database: Database,
  bookingId: string,
  userId: string,
  provider: CalendarProviderName,
): Promise<CalendarEventRecord | null> {
  const row = await first(
    database,
    query(EVENT, sql`SELECT * FROM calendar_events WHERE booking_id = ${bookingId} AND user_id = ${userId} AND provider = ${provider}`),
  );
  return row === null ? null : recordFrom(row);
}

/** The records of those among a provider's event ids that are ours, in one connection. */
export async function eventsByProviderIds(
  database: Database,
  connectionId: string,
  eventIds: readonly string[],
): Promise<CalendarEventRecord[]> {
  const ours = await allInPieces(database, eventIds, (packed) =>
    query(
      EVENT,
      sql`SELECT event.* FROM json_each(${packed}) AS asked
      CROSS JOIN calendar_events AS event WHERE event.connection_id = ${connectionId} AND event.event_id = asked.value`,
    ),
  );
  return ours.map(recordFrom);
}

/** Events to come that we have written into one calendar, and that nothing is to be written to. */
export async function eventsStandingIn(
  database: Database,
  connectionId: string,
  calendarId: string,
  now: Instant,
): Promise<CalendarEventRecord[]> {
  const standing = sql`SELECT * FROM calendar_events WHERE connection_id = ${connectionId} AND event_id IS NOT NULL
    AND calendar_id = ${calendarId} AND state IN ('ok', 'failed') AND starts_at > ${now} ${atMost(CALENDAR_QUEUE_MAX)}`;
  return (await all(database, query(EVENT, standing))).map(recordFrom);
}

/** The calendars in which events of sessions to come stand. */
export async function calendarsHolding(database: Database, connectionId: string, now: Instant): Promise<string[]> {
  const holding = sql`SELECT DISTINCT calendar_id FROM calendar_events WHERE connection_id = ${connectionId} AND event_id IS NOT NULL
    AND starts_at > ${now} ${atMost(CALENDARS_SEARCHED_MAX)}`;
  return (await all(database, query({ calendarId: EVENT.calendarId }, holding))).map(({ calendarId }) => calendarId);
}

/** Writes a record whole; an event that turns out to be ours does not block time beside its booking. */
export async function saveCalendarEvent(database: Database, { time, ...record }: CalendarEventRecord): Promise<void> {
  const row = { ...record, startsAt: time?.startsAt ?? null, endsAt: time?.endsAt ?? null };
  const { connectionId, calendarId, eventId } = record;
  await batch(database, {
    record: insertRows(calendarEvents, [row], { tail: orUpdate(calendarEvents, ["bookingId", "userId", "provider"]) }),
    busy:
      eventId === null
        ? null
        : sql`DELETE FROM busy_intervals WHERE connection_id = ${connectionId} AND calendar_id = ${calendarId} AND event_id = ${eventId}`,
  });
}

/** Stores the link that a provider has made; null: the meeting has been taken away. It changes nothing that anybody decides by, so the revision stays. */
export async function storeMeetingLink(database: Database, bookingId: string, link: string | null): Promise<boolean> {
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
  const queued = sql`
    SELECT id, coach_id, revision FROM bookings WHERE coach_id = ${userId} AND status = 'confirmed' AND starts_at > ${now}
    UNION SELECT id, coach_id, revision FROM bookings WHERE client_id = ${userId} AND status = 'confirmed' AND starts_at > ${now}
    UNION SELECT booking.id, booking.coach_id, booking.revision FROM calendar_events AS event JOIN bookings AS booking ON booking.id = event.booking_id
      WHERE event.user_id = ${userId} AND event.provider = ${provider} AND event.state IN ('pending', 'failed', 'needs_reconnect')
    ${atMost(CALENDAR_QUEUE_MAX)}`;
  return await all(database, query({ id: BOOKING.id, coachId: BOOKING.coachId, revision: BOOKING.revision }, queued));
}

/** Active bookings of a coach that share time with any of the given stretches. */
export async function bookingsAt(
  database: Database,
  coachId: string,
  stretches: readonly Interval[],
): Promise<(EffectSubject & { readonly startsAt: Instant })[]> {
  const times = stretches.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }));
  const { id, coachId: coach, revision, startsAt } = BOOKING;
  const met = await allInPieces(database, times, (packed) =>
    query(
      { id, coachId: coach, revision, startsAt },
      sql`SELECT DISTINCT booking.id, booking.coach_id, booking.revision, booking.starts_at
      FROM json_each(${packed}) AS stretch CROSS JOIN bookings AS booking
      WHERE booking.coach_id = ${coachId} AND booking.status IN ('pending', 'confirmed')
        AND booking.starts_at > (stretch.value ->> 'startsAt') - ${SESSION_MS_MAX} AND booking.starts_at < stretch.value ->> 'endsAt'
        AND booking.ends_at > stretch.value ->> 'startsAt' ${atMost(CALENDAR_QUEUE_MAX)}`,
    ),
  );
  return [...new Map(met.map((booking) => [booking.id, booking])).values()];
}

/** The addresses of the clients of these bookings, in lower case; none for one who has none. */
export async function clientAddresses(database: Database, bookingIds: readonly string[]): Promise<Map<string, string>> {
  const found = await allInPieces(database, bookingIds, (packed) =>
    query(
      { bookingId: BOOKING.id, email: value<string>("email") },
      sql`SELECT booking.id, lower(client.email) AS email FROM json_each(${packed}) AS asked
      CROSS JOIN bookings AS booking CROSS JOIN users AS client
      WHERE booking.id = asked.value AND client.id = booking.client_id AND client.email IS NOT NULL`,
    ),
  );
  return new Map(found.map(({ bookingId, email }) => [bookingId, email]));
}
