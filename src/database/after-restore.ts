/** Things that the record of an earlier minute names and that have gone on outside of it: connected calendars, agendas with something due, open checkouts. Reads alone. */
import { sql } from "drizzle-orm";
import type { CalendarProviderName } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { RESTORED_PAYMENTS_MAX } from "../limits/maintenance.ts";
import type { Database } from "./open.ts";
import { all, atMost, query, value } from "./packing.ts";

const CONNECTION = { id: value<string>("id"), userId: value<string>("user_id"), provider: value<CalendarProviderName>("provider") };

export async function connectionsAfter(database: Database, id: string, limit: number) {
  const next = sql`SELECT id, user_id, provider FROM calendar_connections WHERE id > ${id} ORDER BY id ${atMost(limit)}`;
  return await all(database, query(CONNECTION, next));
}

/** Coaches with something in their outbox, in the order of their ids. */
export async function coachesWithEffectsAfter(database: Database, coachId: string, limit: number): Promise<string[]> {
  // From coach to coach along the one index, as the sweep goes.
  const next = sql`WITH RECURSIVE coach(id) AS (
      SELECT min(coach_id) FROM outbox WHERE state = 'due' AND coach_id > ${coachId}
      UNION ALL SELECT (SELECT min(coach_id) FROM outbox WHERE state = 'due' AND coach_id > coach.id) FROM coach WHERE coach.id IS NOT NULL
    )
    SELECT id FROM coach WHERE id IS NOT NULL ${atMost(limit)}`;
  return (await all(database, query({ id: value<string>("id") }, next))).map(({ id }) => id);
}

const CHECKOUT = {
  paymentId: value<string>("payment_id"),
  bookingId: value<string>("booking_id"),
  expiresAt: value<Instant>("expires_at"),
};

/** Of bookings that were still pending then: what was paid for is known to its provider alone. */
export async function checkoutsOpenAt(database: Database, at: Instant) {
  const open = sql`SELECT payment.id AS payment_id, booking.id AS booking_id, payment.expires_at AS expires_at
    FROM bookings AS booking JOIN payments AS payment ON payment.booking_id = booking.id
    WHERE booking.status = 'pending' AND booking.expires_at > ${at} AND payment.state = 'open'
    ORDER BY booking.expires_at ${atMost(RESTORED_PAYMENTS_MAX)}`;
  return await all(database, query(CHECKOUT, open));
}
