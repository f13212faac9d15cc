/**
 * What stands after an act: every booking of a game and its payments from the service's record in one statement each and one trip. It reads and says; only where two columns of the record contradict each other it throws.
 */
import { sql } from "drizzle-orm";
import { BOOKING } from "../../../src/database/bookings.ts";
import { all, query, type RowOf, together, value } from "../../../src/database/packing.ts";
import { PAYMENT } from "../../../src/database/payments.ts";
import type { Payment } from "../../../src/domain/payment.ts";
import { database } from "../../support/agenda.ts";
import { showBooking } from "../decider-show.ts";
import type { VisibleBooking } from "../system.ts";
import type { Cast } from "./cast.ts";

/** The ids of the coaches whose agendas have something to do. */
export interface Due {
  /** Effects, lapses or completions are due. */
  readonly any: readonly string[];
  /**
   * The effects may move money, or a row's state. All others may wait, as they do where the next act comes before the alarm, and are carried
   * out together.
   */
  readonly urgent: readonly string[];
}

const DUE = { coachId: value<string>("coach_id"), any: value<number>("due_any"), urgent: value<number>("due_urgent") };
type DueRow = RowOf<typeof DUE>;
/** Begun and not noted, or failed and to be tried again. A mail that waits to be gathered is neither: its time comes with the clock. */
const HALF_DONE = sql.raw("(lease IS NOT NULL OR (last_fault IS NULL AND attempts > 0) OR last_fault <> 'gathered')");
const STUCK = { effectId: value<string>("id"), fault: value<string>("last_fault") };
const REFUNDED = { paymentId: PAYMENT.id, sum: value<number>("sum") };

export async function dueOf({ coaches }: Cast): Promise<Due> {
  return dueFrom(await all(database, dueQuery(coaches.map(({ id }) => id))));
}

function dueFrom(rows: readonly DueRow[]): Due {
  const of = (member: "any" | "urgent") => rows.filter((row) => row[member] > 0).map(({ coachId }) => coachId);
  return { any: of("any"), urgent: of("urgent") };
}

function dueQuery(ids: readonly string[]) {
  const now = Date.now();
  const mine = sql`FROM outbox WHERE coach_id = value AND state = 'due'`;
  const over = sql`(SELECT count(*) FROM bookings WHERE coach_id = value AND status = 'pending' AND expires_at <= ${now})
      + (SELECT count(*) FROM bookings WHERE coach_id = value AND status = 'confirmed'
        AND (completes_at <= ${now} OR move_request ->> 'expiresAt' <= ${now}))`;
  return query(
    DUE,
    sql`SELECT value AS coach_id, (SELECT count(*) ${mine} AND due_at <= ${now}) + ${over} AS due_any,
      (SELECT count(*) ${mine} AND (due_at <= ${now} OR ${HALF_DONE})
        AND EXISTS (SELECT 1 FROM payments WHERE booking_id = outbox.booking_id)) + ${over} AS due_urgent
      FROM json_each(${JSON.stringify(ids)})`,
  );
}

/** Nobody waits for the next try of what is half done: it comes at once. */
export async function hurry({ coaches }: Cast): Promise<void> {
  const ids = JSON.stringify(coaches.map(({ id }) => id));
  await database.run(sql`UPDATE outbox SET due_at = ${Date.now()} WHERE coach_id IN (SELECT value FROM json_each(${ids}))
    AND state = 'due' AND due_at > ${Date.now()} AND ${HALF_DONE}`);
}

export interface Standing {
  readonly bookings: readonly VisibleBooking[];
  readonly due: Due;
}

/** `held`: what Stripe holds, by booking. */
export async function standing(
  { coaches, bookings, offers, coachOf, standingPayments }: Cast,
  held: ReadonlyMap<string, number>,
): Promise<Standing> {
  const ids = coaches.map(({ id }) => id);
  const mine = sql`coach_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const record = await together(database, {
    bookings: query(BOOKING, sql`SELECT * FROM bookings WHERE ${mine} ORDER BY created_at, id`),
    payments: query(PAYMENT, sql`SELECT * FROM payments WHERE ${mine}`),
    refunded: query(
      REFUNDED,
      sql`SELECT payment_id AS id, sum(amount_minor) AS sum FROM refunds WHERE state IN ('pending', 'succeeded')
        AND payment_id IN (SELECT id FROM payments WHERE ${mine}) GROUP BY payment_id`,
    ),
    // A refund that finds less left than it planned plans anew. One that gave up at that had not seen its own refund.
    stuck: query(STUCK, sql`SELECT id, last_fault FROM outbox WHERE ${mine} AND state = 'failed' AND last_fault = 'less_is_left'`),
    due: dueQuery(ids),
  });
  const [stuck] = record.stuck;
  if (stuck !== undefined) throw new Error(`effect ${stuck.effectId} gave up: ${stuck.fault}`);
  for (const { id, coachId, paymentId } of record.bookings) {
    coachOf.set(id, coachId);
    if (paymentId !== null) standingPayments.set(id, paymentId);
  }
  const refunded = new Map(record.refunded.map(({ paymentId, sum }) => [paymentId, sum]));
  for (const payment of record.payments) checkRefunded(payment, refunded.get(payment.id) ?? 0);
  const shown = record.bookings.map((booking) =>
    showBooking(
      booking,
      record.payments.filter(({ bookingId }) => bookingId === booking.id),
      {
        booking: bookings.nameOf(booking.id) ?? "",
        offer: offers.nameOf(booking.offerId),
        held_at_stripe_minor: held.get(booking.id) ?? 0,
      },
    ),
  );
  return { bookings: shown, due: dueFrom(record.due) };
}

function checkRefunded({ id, capturedMinor, refundedMinor }: Payment, sum: number): void {
  const said = Math.min(capturedMinor, sum);
  if (refundedMinor !== said) throw new Error(`payment ${id} says ${String(refundedMinor)} given back, its refunds ${String(said)}`);
}
