/** Reading bookings one by one and in lists. Changes are made by the agenda's batch alone (`group-write.ts`). */
import { type SQL, sql } from "drizzle-orm";
import type { Booking, BookingCalendar, BookingStatus } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import { unreachable } from "../lib/assert.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, first, json, nullable, query, type RowOf, together, value } from "./packing.ts";
import { type User, userQuery } from "./people.ts";
import { bookings } from "./schema.ts";
import { readAsAgreed, readOneAsAgreed } from "./standing.ts";

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

export const BOOKING = fieldsOf(bookings);

export async function findBooking(database: Database, bookingId: string): Promise<Booking | null> {
  return await readOneAsAgreed(database, await first(database, query(BOOKING, sql`SELECT * FROM bookings WHERE id = ${bookingId}`)));
}

/** The states of a booking's events, packed into one column; for the alias `booking`. */
const CALENDARS =
  sql.raw(`(SELECT json_group_array(json_object('userId', user_id, 'provider', provider, 'state', state, 'eventLink', event_link))
  FROM calendar_events WHERE booking_id = booking.id) AS calendars`);

const SEEN = { ...BOOKING, calendars: json<readonly BookingCalendar[]>("calendars") };
const WITH_PARTIES = {
  ...SEEN,
  clientName: nullable<string>("client_name"),
  clientEmail: nullable<string>("client_email"),
  coachName: nullable<string>("coach_name"),
  coachEmail: nullable<string>("coach_email"),
  coachTimeZone: value<string>("coach_time_zone"),
};

export async function findBookingWithParties(database: Database, bookingId: string): Promise<BookingWithParties | null> {
  const row = await first(database, withParties(bookingId));
  return row === null ? null : await bookingWithPartiesFrom(database, row);
}

interface BookingForCaller {
  readonly found: BookingWithParties | null;
  /** null: the person has not been recorded. */
  readonly caller: User | null;
}

/** The same with the row of the person who asks, in one trip. */
export async function findBookingForCaller(database: Database, bookingId: string, callerId: string): Promise<BookingForCaller> {
  const rows = await together(database, { booking: withParties(bookingId), caller: userQuery(callerId) });
  const [row] = rows.booking;
  return { found: row === undefined ? null : await bookingWithPartiesFrom(database, row), caller: rows.caller[0] ?? null };
}

/** By id, those that there are. */
export async function findBookingsWithParties(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, BookingWithParties>> {
  if (ids.length === 0) return new Map();
  const rows = await all(database, partiesOf(sql`booking.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`));
  return new Map(await Promise.all(rows.map(async (row) => [row.id, await bookingWithPartiesFrom(database, row)] as const)));
}

export function withParties(bookingId: string) {
  return partiesOf(sql`booking.id = ${bookingId}`);
}

function partiesOf(where: SQL) {
  return query(
    WITH_PARTIES,
    sql`SELECT booking.*, ${CALENDARS}, client.name AS client_name, client.email AS client_email, coach.name AS coach_name,
      coach.email AS coach_email, profile.hours ->> 'timeZone' AS coach_time_zone
    FROM bookings AS booking
    JOIN users AS client ON client.id = booking.client_id
    JOIN users AS coach ON coach.id = booking.coach_id
    JOIN coach_profiles AS profile ON profile.coach_id = booking.coach_id
    WHERE ${where}`,
  );
}

export async function bookingWithPartiesFrom(database: Database, row: RowOf<typeof WITH_PARTIES>): Promise<BookingWithParties> {
  const { calendars, clientName, clientEmail, coachName, coachEmail, coachTimeZone, ...booking } = row;
  return {
    booking: (await readOneAsAgreed(database, booking)) ?? booking,
    calendars,
    client: { id: booking.clientId, name: clientName, email: clientEmail },
    coach: { id: booking.coachId, name: coachName, email: coachEmail, timeZone: coachTimeZone },
  };
}

/** In the order of their starts, with the states of their events. */
export async function bookingsByIds(database: Database, ids: readonly string[]): Promise<Pick<BookingsPage, "bookings" | "calendars">> {
  const asked = sql`SELECT booking.*, ${CALENDARS} FROM bookings AS booking
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) ORDER BY starts_at, id`;
  const rows = await all(database, query(SEEN, asked));
  const found = rows.map(({ calendars: _calendars, ...booking }): Booking => booking);
  return { bookings: await readAsAgreed(database, found), calendars: new Map(rows.map(({ id, calendars }) => [id, calendars])) };
}

/** Where a page ended; the next begins after it. */
interface BookingsCursor {
  readonly startsAt: Instant;
  readonly id: string;
}

export interface BookingsQuery {
  readonly of: "client" | "coach";
  readonly personId: string;
  /** As it is at `now`, whether or not the passing of time has been recorded. */
  readonly status: BookingStatus | null;
  readonly now: Instant;
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

export async function listBookingsOf(database: Database, asked: BookingsQuery): Promise<BookingsPage> {
  const { limit, page } = asked;
  const matching = conditionOf(asked);
  const select = sql`SELECT booking.*, ${CALENDARS} FROM bookings AS booking WHERE ${matching}`;
  const isWalking = "after" in page;
  // One more than asked for is read: whether there is a next page is known without another query.
  const wanted = isWalking
    ? sql`${select} AND (starts_at, id) < (${page.after.startsAt}, ${page.after.id}) ORDER BY starts_at DESC, id DESC ${atMost(limit + 1)}`
    : sql`${select} ORDER BY starts_at DESC, id DESC ${atMost(limit + 1)} OFFSET ${page.offset}`;
  const total = query({ total: value<number>("total") }, sql`SELECT count(*) AS total FROM bookings WHERE ${matching}`);
  const rows = isWalking
    ? { page: await all(database, query(SEEN, wanted)), total: [] }
    : await batch(database, { page: query(SEEN, wanted), total });
  const shown = rows.page.slice(0, limit).map(({ calendars: _calendars, ...booking }): Booking => booking);
  const last = shown.at(-1);
  return {
    bookings: await readAsAgreed(database, shown),
    calendars: new Map(rows.page.map(({ id, calendars }) => [id, calendars])),
    total: rows.total[0]?.total ?? null,
    next: rows.page.length > limit && last !== undefined ? { startsAt: last.startsAt, id: last.id } : null,
  };
}

function conditionOf({ of, personId, status, now, from, to }: BookingsQuery): SQL {
  const parts: SQL[] = [of === "client" ? sql`client_id = ${personId}` : sql`coach_id = ${personId}`];
  if (status !== null) parts.push(statusIs(status, now));
  if (from !== null) parts.push(sql`starts_at >= ${from}`);
  if (to !== null) parts.push(sql`starts_at < ${to}`);
  return sql.join(parts, sql` AND `);
}

/** `statusAt`, as a condition. */
export function statusIs(status: BookingStatus, now: Instant): SQL {
  switch (status) {
    case "pending":
      return sql`(status = 'pending' AND expires_at > ${now})`;
    case "confirmed":
      return sql`(status = 'confirmed' AND (completes_at IS NULL OR completes_at > ${now}))`;
    case "completed":
      return sql`(status = 'completed' OR (status = 'confirmed' AND completes_at <= ${now}))`;
    case "cancelled":
      return sql`(status = 'cancelled' OR (status = 'pending' AND expires_at <= ${now}))`;
    default:
      return unreachable(status);
  }
}
