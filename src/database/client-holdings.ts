/**
 * Holdings of clients, as their caps count them: bookings that wait, sessions ahead, moves of a day, times that were
 * left to lapse. Counted here for a decision, and by the same expressions in the INSERT that commits it.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../domain/actor.ts";
import type { CreateCommand } from "../domain/command.ts";
import { after, type Instant } from "../domain/instant.ts";
import type { RecordedPerson } from "../domain/person.ts";
import { LAPSED_AGAIN_MS, MOVES_COUNTED_MS } from "../limits.ts";
import { fieldsOf, json, nullable, query, type RowOf, value } from "./packing.ts";
import { USER, type UserStatus } from "./people.ts";
import { auditLog, bookings } from "./schema.ts";

export interface WantingClient {
  /** As on record; null for somebody not seen before. */
  readonly recorded: RecordedPerson | null;
  readonly isActive: boolean;
  /** Whether there is a booking with this coach that the client or an admin made. */
  readonly isKnownToCoach: boolean;
  /** Pending bookings of the client's own making that have not lapsed. */
  readonly pending: number;
  /** Active sessions ahead of the client's own making. */
  readonly ahead: number;
  /** Of them, with this coach and free or unpaid. */
  readonly unpaid: number;
}

/** A time that its client did not pay for before the deadline, not long ago. */
export interface LapsedUnpaid {
  readonly clientId: string;
  readonly startsAt: Instant;
}

export function clientMoves(bookingIds: readonly string[], now: Instant) {
  return query(
    { bookingId: fieldsOf(auditLog).bookingId, count: value<number>("moves") },
    sql`SELECT booking_id, count(*) AS moves FROM audit_log
    WHERE booking_id IN (SELECT value FROM json_each(${JSON.stringify(bookingIds)}))
      AND action = 'rescheduled' AND author_role = 'client' AND changes ->> '$.accepted' IS NULL AND at > ${after(now, -MOVES_COUNTED_MS)} GROUP BY booking_id`,
  );
}

/** A person who has not been seen before has an id and nothing else. */
const CLIENT = {
  id: USER.id,
  role: nullable<Role>("role"),
  email: USER.email,
  name: USER.name,
  timeZone: USER.timeZone,
  locale: USER.locale,
  status: nullable<UserStatus>("status"),
  claimsIssuedAt: USER.claimsIssuedAt,
  isKnown: value<number>("is_known"),
  held: json<readonly [ahead: number, pending: number, unpaid: number]>("held"),
};

export function clientsWanting(coachId: string, creates: readonly CreateCommand[], now: Instant) {
  const clientIds = [...new Set(creates.map(({ clientId }) => clientId))];
  // Asked only where a coach books for somebody.
  const isKnown = creates.some(({ author }) => author.role === "coach")
    ? sql`EXISTS (SELECT 1 FROM bookings AS known WHERE known.client_id = client.value AND known.coach_id = ${coachId}
        AND known.created_by <> 'coach')`
    : sql.raw("0");
  return query(
    CLIENT,
    sql`SELECT client.value AS id, role, email, name, time_zone, locale, users.status, claims_issued_at,
      ${isKnown} AS is_known,
      (SELECT json_array(${heldCounts(sql`${coachId}`)}) FROM bookings AS held
        WHERE held.client_id = client.value AND ${isAhead(now)}) AS held
    FROM json_each(${JSON.stringify(clientIds)}) AS client LEFT JOIN users ON users.id = client.value`,
  );
}

/** Whether a row of the alias `held` is an active session that has not begun and that its client made. */
export function isAhead(now: Instant): SQL {
  return sql`held.status IN ('pending', 'confirmed') AND held.starts_at > ${now}
    AND (held.status = 'confirmed' OR held.expires_at > ${now}) AND held.created_by = 'client'`;
}

/** Of such rows: how many there are, how many wait, and how many are with a coach and free or unpaid. */
export function heldCounts(coachId: SQL): SQL {
  return sql`count(*), count(*) FILTER (WHERE held.status = 'pending'),
    count(*) FILTER (WHERE held.coach_id = ${coachId} AND held.payment_id IS NULL)`;
}

/** Whether or not the lapse has been recorded. */
export function lapsedUnpaid(coachId: string, creates: readonly CreateCommand[], now: Instant) {
  const wanted = creates.map(({ clientId, startsAt }) => ({ clientId, startsAt }));
  return query(
    { clientId: fieldsOf(bookings).clientId, startsAt: fieldsOf(bookings).startsAt },
    sql`SELECT booking.client_id, booking.starts_at FROM json_each(
      CASE WHEN EXISTS (SELECT 1 FROM offers WHERE coach_id = ${coachId} AND is_active = 1 AND price IS NOT NULL)
        THEN ${JSON.stringify(wanted)} ELSE '[]' END) AS wanted CROSS JOIN bookings AS booking
    WHERE booking.client_id = wanted.value ->> 'clientId' AND booking.starts_at = wanted.value ->> 'startsAt'
      AND booking.coach_id = ${coachId} AND booking.price IS NOT NULL AND booking.payment_id IS NULL AND booking.created_by = 'client'
      AND iif(booking.status = 'pending', booking.expires_at, iif(booking.cancelled_by = 'system', booking.updated_at, NULL))
        BETWEEN ${after(now, 1 - LAPSED_AGAIN_MS)} AND ${now}`,
  );
}

export function wantingClient({ role, status, isKnown, held: [ahead, pending, unpaid], ...person }: RowOf<typeof CLIENT>): WantingClient {
  const recorded = role === null ? null : { ...person, role };
  return { recorded, isActive: status !== "inactive", isKnownToCoach: isKnown === 1, pending, ahead, unpaid };
}
