/**
 * What effects read before they act: their bookings as they stand now, whom they concern and on what terms, in one
 * statement however many they are. Nothing is decided here.
 */
import { sql } from "drizzle-orm";
import type { Booking } from "../domain/booking.ts";
import type { CoachSettings } from "../domain/coach.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { instant, type Interval } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import type { Person } from "../domain/person.ts";
import { BOOKING_COLUMNS, bookingFromRow, type BookingRow } from "./booking-row.ts";
import { type Database, readTogether } from "./open.ts";
import { PAYMENT_COLUMNS, paymentFromRow, type PaymentRow, paymentsOfBookings } from "./payments.ts";
import { PROFILE_COLUMNS, profileFromRow, profileQuery, type ProfileRow } from "./profile-row.ts";

interface EffectConnection {
  readonly userId: string;
  readonly provider: CalendarProviderName;
  readonly isActive: boolean;
  readonly receivesEvents: boolean;
  readonly isOrganizer: boolean;
}

interface EffectEvent {
  readonly userId: string;
  readonly provider: CalendarProviderName;
  readonly state: "pending" | "ok" | "failed" | "needs_reconnect" | "detached";
}

export interface EffectContext {
  readonly booking: Booking;
  readonly client: Person;
  readonly coach: Person;
  readonly settings: CoachSettings;
  readonly connections: readonly EffectConnection[];
  readonly events: readonly EffectEvent[];
  readonly payments: readonly Payment[];
  /** Of the booking's last move: where it was before. */
  readonly previousTime: Interval | null;
}

interface PersonRow extends Omit<Person, "timeZone"> {
  readonly time_zone: string | null;
}

interface ConnectionRow {
  readonly user_id: string;
  readonly provider: CalendarProviderName;
  readonly state: string;
  readonly event_calendar: string | null;
  readonly is_organizer: number;
}

interface MoveRow {
  readonly booking_id: string;
  readonly changes: string;
}

interface EventRow {
  readonly booking_id: string;
  readonly user_id: string;
  readonly provider: CalendarProviderName;
  readonly state: EffectEvent["state"];
}

/** null: there is no such booking. */
export async function readEffectContext(database: Database, coachId: string, bookingId: string): Promise<EffectContext | null> {
  return (await readEffectContexts(database, coachId, [bookingId])).get(bookingId) ?? null;
}

/** Of one coach's bookings, by id, those that there are. */
export async function readEffectContexts(
  database: Database,
  coachId: string,
  bookingIds: readonly string[],
): Promise<ReadonlyMap<string, EffectContext>> {
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify([...new Set(bookingIds)])}))`;
  const parties = sql`(SELECT coach_id FROM bookings WHERE id IN ${ids} UNION SELECT client_id FROM bookings WHERE id IN ${ids})`;
  const rows = await readTogether(database, {
    bookings: { columns: BOOKING_COLUMNS, query: sql`SELECT * FROM bookings WHERE id IN ${ids}` },
    people: { columns: ["id", "role", "email", "name", "time_zone"], query: sql`SELECT * FROM users WHERE id IN ${parties}` },
    profile: { columns: PROFILE_COLUMNS, query: profileQuery(coachId) },
    connections: {
      columns: ["user_id", "provider", "state", "event_calendar", "is_organizer"],
      query: sql`SELECT * FROM calendar_connections WHERE user_id IN ${parties}`,
    },
    events: {
      columns: ["booking_id", "user_id", "provider", "state"],
      query: sql`SELECT * FROM calendar_events WHERE booking_id IN ${ids}`,
    },
    payments: { columns: PAYMENT_COLUMNS, query: paymentsOfBookings(bookingIds) },
    // With max() alone, SQLite takes the other columns from the row that holds it.
    moves: {
      columns: ["booking_id", "changes"],
      query: sql`SELECT booking_id, changes, max(revision) FROM audit_log
        WHERE booking_id IN ${ids} AND action = 'rescheduled' GROUP BY booking_id`,
    },
  });
  const profileRow = rows<ProfileRow>("profile")[0];
  if (profileRow === undefined) return new Map();
  const profile = profileFromRow(profileRow);
  const people = new Map(rows<PersonRow>("people").map((row) => [row.id, personOf(row)]));
  const nobody = (id: string, role: "client" | "coach"): Person => ({ id, role, email: null, name: null, timeZone: null });
  const connections = rows<ConnectionRow>("connections");
  const events = Map.groupBy(rows<EventRow>("events"), (row) => row.booking_id);
  const payments = Map.groupBy(rows<PaymentRow>("payments").map(paymentFromRow), ({ bookingId }) => bookingId);
  const moves = new Map(rows<MoveRow>("moves").map((row) => [row.booking_id, row.changes]));
  const contexts = rows<BookingRow>("bookings")
    .map(bookingFromRow)
    .map((booking): EffectContext => ({
      booking,
      client: people.get(booking.clientId) ?? nobody(booking.clientId, "client"),
      coach: { ...(people.get(booking.coachId) ?? nobody(booking.coachId, "coach")), timeZone: profile.hours.timeZone },
      settings: profile.settings,
      connections: connections
        .filter((row) => row.user_id === booking.coachId || row.user_id === booking.clientId)
        .map((row) => ({
          userId: row.user_id,
          provider: row.provider,
          isActive: row.state === "active",
          receivesEvents: row.event_calendar !== null,
          isOrganizer: row.is_organizer === 1,
        })),
      events: (events.get(booking.id) ?? []).map((row) => ({
        userId: row.user_id,
        provider: row.provider,
        state: row.state,
      })),
      payments: payments.get(booking.id) ?? [],
      previousTime: previousTimeIn(moves.get(booking.id)),
    }));
  return new Map(contexts.map((context) => [context.booking.id, context]));
}

function personOf({ id, role, email, name, time_zone: timeZone }: PersonRow): Person {
  return { id, role, email, name, timeZone };
}

function previousTimeIn(changes: string | undefined): Interval | null {
  if (changes === undefined) return null;
  const { from } = JSON.parse(changes) as { from?: { starts_at: number; ends_at: number } };
  return from === undefined ? null : { startsAt: instant(from.starts_at), endsAt: instant(from.ends_at) };
}

/** Somebody on record, for a notice that is about no booking. */
export async function readEffectPerson(database: Database, userId: string): Promise<Person | null> {
  const row = (
    await database.all<PersonRow & { readonly coach_zone: string | null }>(sql`SELECT users.*, profile.hours ->> 'timeZone' AS coach_zone
    FROM users LEFT JOIN coach_profiles AS profile ON profile.coach_id = users.id WHERE users.id = ${userId}`)
  )[0];
  return row === undefined ? null : { ...personOf(row), timeZone: row.coach_zone ?? row.time_zone };
}
