/**
 * What stands after an act: every booking of a game and its payments from the service's record in one statement each and one trip, and
 * what Stripe's stand-in holds. It reads and says; only where two columns of the record contradict each other it throws.
 */
import { sql } from "drizzle-orm";
import { BOOKING } from "../../../src/database/bookings.ts";
import { batch, query, value } from "../../../src/database/packing.ts";
import { PAYMENT } from "../../../src/database/payments.ts";
import type { Payment } from "../../../src/domain/payment.ts";
import { database } from "../../support/agenda.ts";
import { stripeSnapshot } from "../../support/stripe-sim.ts";
import { showBooking } from "../decider-show.ts";
import type { VisibleBooking } from "../system.ts";
import type { Cast } from "./cast.ts";
import { unitsOf } from "./money.ts";

export interface Due {
  /** Effects, lapses and completions that are due. */
  readonly now: number;
  /** Effects that failed or were begun and not noted: due once their time comes. */
  readonly later: number;
}

const DUE = { now: value<number>("due_now"), later: value<number>("due_later") };
const REFUNDED = { paymentId: PAYMENT.id, sum: value<number>("sum") };

export async function dueOf({ coaches }: Cast): Promise<Due> {
  const [due] = (await batch(database, { due: dueQuery(coaches.map(({ id }) => id)) })).due;
  return due ?? { now: 0, later: 0 };
}

function dueQuery(ids: readonly string[]) {
  const [mine, now] = [sql`coach_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`, Date.now()];
  return query(
    DUE,
    sql`SELECT (SELECT count(*) FROM outbox WHERE ${mine} AND state = 'due' AND due_at <= ${now})
      + (SELECT count(*) FROM bookings WHERE ${mine} AND status = 'pending' AND expires_at <= ${now})
      + (SELECT count(*) FROM bookings WHERE ${mine} AND status = 'confirmed' AND completes_at <= ${now})
      + (SELECT count(*) FROM bookings WHERE ${mine} AND move_request ->> 'expiresAt' <= ${now}) AS due_now,
      (SELECT count(*) FROM outbox WHERE ${mine} AND state = 'due' AND due_at > ${now} AND (lease IS NOT NULL OR attempts > 0)) AS due_later`,
  );
}

/** Nobody waits for the next try of what failed: it comes at once. */
export async function hurry({ coaches }: Cast): Promise<void> {
  const ids = JSON.stringify(coaches.map(({ id }) => id));
  await database.run(sql`UPDATE outbox SET due_at = ${Date.now()} WHERE coach_id IN (SELECT value FROM json_each(${ids}))
    AND state = 'due' AND due_at > ${Date.now()} AND (lease IS NOT NULL OR attempts > 0)`);
}

export interface Standing {
  readonly bookings: readonly VisibleBooking[];
  readonly due: Due;
}

/** `payees`: the coaches for whose bookings a checkout was ever opened. */
export async function standing({ coaches, bookings, offers, coachOf, standingPayments }: Cast, payees: ReadonlySet<string>): Promise<Standing> {
  const ids = coaches.map(({ id }) => id);
  const mine = sql`coach_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  const [record, held] = await Promise.all([
    batch(database, {
      bookings: query(BOOKING, sql`SELECT * FROM bookings WHERE ${mine} ORDER BY created_at, id`),
      payments: query(PAYMENT, sql`SELECT * FROM payments WHERE ${mine}`),
      refunded: query(
        REFUNDED,
        sql`SELECT payment_id AS id, sum(amount_minor) AS sum FROM refunds WHERE state IN ('pending', 'succeeded')
          AND payment_id IN (SELECT id FROM payments WHERE ${mine}) GROUP BY payment_id`,
      ),
      due: dueQuery(ids),
    }),
    heldAtStripe(payees),
  ]);
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
  return { bookings: shown, due: record.due[0] ?? { now: 0, later: 0 } };
}

function checkRefunded({ id, capturedMinor, refundedMinor }: Payment, sum: number): void {
  const said = Math.min(capturedMinor, sum);
  if (refundedMinor !== said) throw new Error(`payment ${id} says ${String(refundedMinor)} given back, its refunds ${String(said)}`);
}

async function heldAtStripe(payees: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  const held = new Map<string, number>();
  for (const { charges } of await Promise.all([...payees].map(stripeSnapshot))) {
    for (const { amount, amount_refunded, currency, metadata } of charges) {
      const bookingId = metadata["booking_id"] ?? "";
      held.set(bookingId, (held.get(bookingId) ?? 0) + (amount - amount_refunded) / unitsOf(currency));
    }
  }
  return held;
}
