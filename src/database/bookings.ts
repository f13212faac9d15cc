/** Reading bookings one by one and in lists. Changes are made by the agenda's batch alone (`group-write.ts`). */
import { type SQL, sql } from "drizzle-orm";
import type { Booking, BookingCalendar, BookingStatus } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import { bookingFromRow, type BookingRow } from "./booking-row.ts";
import { type Database, sendBatch } from "./open.ts";

interface Party {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

export interface BookingWithParties {
  readonly booking: Booking;
  readonly calendars: readonly BookingCalendar[];
  readonly client: Party;
  readonly coach: Party & { readonly timeZone: string };
}

export async function findBooking(database: Database, bookingId: string): Promise<Booking | null> {
  const row = (await database.all<BookingRow>(sql`SELECT * FROM bookings WHERE id = ${bookingId}`))[0];
  return row === undefined ? null : bookingFromRow(row);
}

/** The states of a booking's events, packed into one column; for the alias `booking`. */
const CALENDARS = sql.raw(`(SELECT json_group_array(json_array(provider, state, event_link)) FROM calendar_events
  WHERE booking_id = booking.id) AS calendars`);

interface SeenRow extends BookingRow {
  readonly calendars: string;
}

function calendarsFromRow({ calendars }: SeenRow): BookingCalendar[] {
  const packed = JSON.parse(calendars) as [BookingCalendar["provider"], BookingCalendar["state"], string | null][];
  return packed.map(([provider, state, eventLink]) => ({ provider, state, eventLink }));
}

interface PartiesRow extends SeenRow {
  readonly client_name: string | null;
  readonly client_email: string | null;
  readonly coach_name: string | null;
  readonly coach_email: string | null;
  readonly coach_time_zone: string;
}

export async function findBookingWithParties(database: Database, bookingId: string): Promise<BookingWithParties | null> {
  const row = (
    await database.all<PartiesRow>(sql`
    SELECT booking.*, ${CALENDARS}, client.name AS client_name, client.email AS client_email, coach.name AS coach_name,
      coach.email AS coach_email, profile.hours ->> 'timeZone' AS coach_time_zone
    FROM bookings AS booking
    JOIN users AS client ON client.id = booking.client_id
    JOIN users AS coach ON coach.id = booking.coach_id
    JOIN coach_profiles AS profile ON profile.coach_id = booking.coach_id
    WHERE booking.id = ${bookingId}`)
  )[0];
  if (row === undefined) return null;
  return {
    booking: bookingFromRow(row),
    calendars: calendarsFromRow(row),
    client: { id: row.client_id, name: row.client_name, email: row.client_email },
    coach: { id: row.coach_id, name: row.coach_name, email: row.coach_email, timeZone: row.coach_time_zone },
  };
}

/** Where a page ended; the next begins after it. */
interface BookingsCursor {
  readonly startsAt: Instant;
  readonly id: string;
}

export interface BookingsQuery {
  readonly of: "client" | "coach";
  readonly personId: string;
  readonly status: BookingStatus | null;
  /** Sessions that start in [from, to). */
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly limit: number;
  readonly page: { readonly offset: number } | { readonly after: BookingsCursor };
}

export interface BookingsPage {
  readonly bookings: readonly Booking[];
  /** Of these bookings, by id. */
  readonly calendars: ReadonlyMap<string, readonly BookingCalendar[]>;
  /** Counted in offset mode only: a cursor is for walking, and a count would read everything at each step. */
  readonly total: number | null;
  readonly next: BookingsCursor | null;
}

export async function listBookingsOf(database: Database, query: BookingsQuery): Promise<BookingsPage> {
  const { limit, page } = query;
  const matching = conditionOf(query);
  const statements: Record<string, SQL> = {};
  if ("after" in page) {
    const { startsAt, id } = page.after;
    statements["page"] =
      sql`SELECT booking.*, ${CALENDARS} FROM bookings AS booking WHERE ${matching} AND (starts_at, id) < (${startsAt}, ${id})
      ORDER BY starts_at DESC, id DESC LIMIT ${limit + 1}`;
  } else {
    statements["page"] =
      sql`SELECT booking.*, ${CALENDARS} FROM bookings AS booking WHERE ${matching} ORDER BY starts_at DESC, id DESC LIMIT ${limit + 1} OFFSET ${page.offset}`;
    statements["total"] = sql`SELECT count(*) AS total FROM bookings WHERE ${matching}`;
  }
  const rows = await sendBatch(database, statements);
  // One more than asked for was read: whether there is a next page is known without another query.
  const seen = rows<SeenRow>("page");
  const found = seen.map(bookingFromRow);
  const bookings = found.slice(0, limit);
  const last = bookings.at(-1);
  return {
    bookings,
    calendars: new Map(seen.map((row) => [row.id, calendarsFromRow(row)])),
    total: rows<{ total: number }>("total")[0]?.total ?? null,
    next: found.length > limit && last !== undefined ? { startsAt: last.startsAt, id: last.id } : null,
  };
}

function conditionOf({ of, personId, status, from, to }: BookingsQuery): SQL {
  const parts: SQL[] = [of === "client" ? sql`client_id = ${personId}` : sql`coach_id = ${personId}`];
  if (status !== null) parts.push(sql`status = ${status}`);
  if (from !== null) parts.push(sql`starts_at >= ${from}`);
  if (to !== null) parts.push(sql`starts_at < ${to}`);
  return sql.join(parts, sql` AND `);
}
