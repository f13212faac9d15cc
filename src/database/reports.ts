/**
 * The lines of the reports, a page at a time: sessions by their start, payments by their opening, coaches by their name. Each page is read along
 * an index from the place where the one before ended, so that no page costs more than the first. Names are those of today.
 */
import { sql } from "drizzle-orm";
import type { Instant, Interval } from "../domain/instant.ts";
import type { Database } from "./open.ts";
import { all, atMost, fieldsOf, json, nullable, query, type RowOf, value } from "./packing.ts";
import { bookings, users } from "./schema.ts";
import { payments } from "./schema-effects.ts";

/** The last line of a page. */
export interface Place {
  readonly at: Instant;
  readonly id: string;
}

const NAMES = { coachName: nullable<string>("coach_name"), clientName: nullable<string>("client_name") };
const NAMED = sql.raw(
  `(SELECT name FROM users WHERE id = coach_id) AS coach_name, (SELECT name FROM users WHERE id = client_id) AS client_name`,
);

const BOOKING_LINE = {
  ...fieldsOf(bookings),
  ...NAMES,
  capturedMinor: value<number>("captured"),
  givenBackMinor: value<number>("given_back"),
};
export type BookingLine = RowOf<typeof BOOKING_LINE>;

/** Sessions that start in a range, by start and id. */
export async function bookingLines(database: Database, range: Interval, after: Place, limit: number): Promise<readonly BookingLine[]> {
  return await all(
    database,
    query(
      BOOKING_LINE,
      sql`SELECT bookings.*, ${NAMED},
        (SELECT coalesce(sum(captured_minor), 0) FROM payments WHERE booking_id = bookings.id) AS captured,
        (SELECT coalesce(sum(refunded_minor), 0) FROM payments WHERE booking_id = bookings.id) AS given_back
      FROM bookings WHERE starts_at >= ${after.at} AND starts_at < ${range.endsAt} AND (starts_at > ${after.at} OR id > ${after.id})
      ORDER BY starts_at, id ${atMost(limit)}`,
    ),
  );
}

const PAYMENT_LINE = { ...fieldsOf(payments), ...NAMES, dispute: nullable<string>("dispute") };
export type PaymentLine = RowOf<typeof PAYMENT_LINE>;

/** Payments that took money, by the instant at which they were opened, and id. */
export async function paymentLines(database: Database, range: Interval, after: Place, limit: number): Promise<readonly PaymentLine[]> {
  return await all(
    database,
    query(
      PAYMENT_LINE,
      sql`SELECT payments.*, ${NAMED},
        (SELECT state FROM disputes WHERE payment_id = payments.id ORDER BY created_at DESC LIMIT 1) AS dispute
      FROM payments WHERE captured_minor > 0 AND created_at >= ${after.at} AND created_at < ${range.endsAt}
        AND (created_at > ${after.at} OR id > ${after.id})
      ORDER BY created_at, id ${atMost(limit)}`,
    ),
  );
}

type Counts = readonly [held: number, ahead: number, pending: number, cancelled: number, bookedMs: number, cancelledByCoach: number];
type Takings = readonly [currency: string, capturedMinor: number, givenBackMinor: number];
const { id, name, status } = fieldsOf(users);
const COACH_LINE = { id, name, status, counts: json<Counts>("counts"), takings: json<readonly Takings[]>("takings") };
export type CoachLine = RowOf<typeof COACH_LINE>;

/** Every coach by id, with what is counted of the sessions that start in a range and of the payments opened in it. */
export async function coachLines(
  database: Database,
  { startsAt, endsAt }: Interval,
  { afterId, now, limit }: { readonly afterId: string; readonly now: Instant; readonly limit: number },
): Promise<readonly CoachLine[]> {
  const takesPlace = sql.raw("status IN ('confirmed', 'completed')");
  return await all(
    database,
    query(
      COACH_LINE,
      sql`SELECT id, name, status,
        (SELECT json_array(count(*) FILTER (WHERE ${takesPlace} AND ends_at <= ${now}), count(*) FILTER (WHERE ${takesPlace} AND ends_at > ${now}),
            count(*) FILTER (WHERE status = 'pending' AND expires_at > ${now}),
            count(*) FILTER (WHERE status = 'cancelled' OR (status = 'pending' AND expires_at <= ${now})),
            coalesce(sum(ends_at - starts_at) FILTER (WHERE ${takesPlace}), 0), count(*) FILTER (WHERE status = 'cancelled' AND cancelled_by = 'coach'))
          FROM bookings WHERE coach_id = person.id AND starts_at >= ${startsAt} AND starts_at < ${endsAt}) AS counts,
        (SELECT json_group_array(json_array(currency, captured, given_back)) FROM (
          SELECT currency, sum(captured_minor) AS captured, sum(refunded_minor) AS given_back FROM payments
          WHERE coach_id = person.id AND captured_minor > 0 AND created_at >= ${startsAt} AND created_at < ${endsAt} GROUP BY currency)) AS takings
      FROM users AS person WHERE is_coach = 1 AND id > ${afterId} ORDER BY id ${atMost(limit)}`,
    ),
  );
}
