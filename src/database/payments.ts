/** Payments and the events of their provider. A payment's state changes in an agenda's batch; sessions and refunds are noted as they come. */
import { type SQL, sql } from "drizzle-orm";
import { after, type Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import { PAYMENT_EVENTS_KEPT_MS, PURGE_ROWS_MAX } from "../limits.ts";
import type { Database } from "./open.ts";
import { all, atMost, fieldsOf, first, insertRows, query } from "./packing.ts";
import { paymentEvents, payments } from "./schema-effects.ts";

export const PAYMENT = fieldsOf(payments);

export function paymentsOfBookings(bookingIds: readonly string[]) {
  return query(
    PAYMENT,
    sql`SELECT * FROM payments WHERE booking_id IN (SELECT value FROM json_each(${JSON.stringify(bookingIds)})) ORDER BY created_at`,
  );
}

export async function findPayment(database: Database, paymentId: string): Promise<Payment | null> {
  return await first(database, query(PAYMENT, sql`SELECT * FROM payments WHERE id = ${paymentId}`));
}

export async function openPaymentsOf(database: Database, bookingId: string): Promise<Payment[]> {
  return await all(database, query(PAYMENT, sql`SELECT * FROM payments WHERE booking_id = ${bookingId} AND state = 'open'`));
}

/** By the intent at the provider that captured it. */
export async function findPaymentByIntent(database: Database, paymentIntentId: string): Promise<Payment | null> {
  return await first(
    database,
    query(PAYMENT, sql`SELECT * FROM payments WHERE payment_intent_id = ${paymentIntentId} ORDER BY captured_minor DESC LIMIT 1`),
  );
}

/** As part of a group's batch; what the provider's session and refunds have noted is not touched. */
export function upsertPayments(changed: readonly Payment[]): SQL {
  return insertRows(payments, changed, {
    tail: sql`WHERE true ON CONFLICT (id) DO UPDATE SET state = excluded.state, payment_intent_id = excluded.payment_intent_id,
      captured_minor = excluded.captured_minor, updated_at = excluded.updated_at`,
  });
}

export interface PaymentEventNote {
  /** The provider's id of the event, or one that follows from what we did. */
  readonly id: string;
  readonly paymentId: string | null;
  readonly kind: string;
  readonly outcome: string;
}

/** One that was taken in before stays as it is. */
export function insertPaymentEvents(events: readonly PaymentEventNote[], now: Instant): SQL {
  const rows = events.map((event) => ({ ...event, receivedAt: now }));
  return insertRows(paymentEvents, rows, { insert: "INSERT OR IGNORE" });
}

export async function notePaymentEvent(database: Database, event: PaymentEventNote, now: Instant): Promise<void> {
  await database.run(insertPaymentEvents([event], now));
}

export async function noteSession(database: Database, paymentId: string, sessionId: string, sessionUrl: string): Promise<void> {
  await database.run(sql`UPDATE payments SET session_id = ${sessionId}, session_url = ${sessionUrl} WHERE id = ${paymentId}`);
}

export async function purgePaymentEvents(database: Database, now: Instant): Promise<void> {
  await database.run(sql`DELETE FROM payment_events WHERE id IN (SELECT id FROM payment_events
    WHERE received_at < ${after(now, -PAYMENT_EVENTS_KEPT_MS)} AND kind <> 'refund' ORDER BY received_at ${atMost(PURGE_ROWS_MAX)})`);
}
