/** Payments and the events of their provider. A payment's state changes in an agenda's batch; sessions and refunds are noted as they come. */
import { type SQL, sql } from "drizzle-orm";
import { after, instant, type Instant } from "../domain/instant.ts";
import type { Payment, PaymentState } from "../domain/payment.ts";
import { PAYMENT_EVENTS_KEPT_MS, PURGE_ROWS_MAX } from "../limits.ts";
import { type Database, sendBatch } from "./open.ts";

export const PAYMENT_COLUMNS = [
  "id",
  "booking_id",
  "coach_id",
  "client_id",
  "amount_minor",
  "currency",
  "state",
  "session_id",
  "session_url",
  "payment_intent_id",
  "captured_minor",
  "refunded_minor",
  "cutoff_minutes",
  "late_refund_percent",
  "expires_at",
  "created_at",
  "updated_at",
];

export interface PaymentRow {
  readonly id: string;
  readonly booking_id: string;
  readonly coach_id: string;
  readonly client_id: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly state: PaymentState;
  readonly session_id: string | null;
  readonly session_url: string | null;
  readonly payment_intent_id: string | null;
  readonly captured_minor: number;
  readonly refunded_minor: number;
  readonly cutoff_minutes: number;
  readonly late_refund_percent: number;
  readonly expires_at: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export function paymentFromRow(row: PaymentRow): Payment {
  return {
    id: row.id,
    bookingId: row.booking_id,
    coachId: row.coach_id,
    clientId: row.client_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    sessionId: row.session_id,
    sessionUrl: row.session_url,
    paymentIntentId: row.payment_intent_id,
    capturedMinor: row.captured_minor,
    refundedMinor: row.refunded_minor,
    cutoffMinutes: row.cutoff_minutes,
    lateRefundPercent: row.late_refund_percent,
    expiresAt: instant(row.expires_at),
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  };
}

export function paymentsOfBookings(bookingIds: readonly string[]): SQL {
  return sql`SELECT * FROM payments WHERE booking_id IN (SELECT value FROM json_each(${JSON.stringify(bookingIds)})) ORDER BY created_at`;
}

export async function findPayment(database: Database, paymentId: string): Promise<Payment | null> {
  const row = (await database.all<PaymentRow>(sql`SELECT * FROM payments WHERE id = ${paymentId}`))[0];
  return row === undefined ? null : paymentFromRow(row);
}

/** As part of a group's batch; sessions and refunds are not touched. */
export function upsertPayments(payments: readonly Payment[]): SQL {
  return sql`INSERT INTO payments (id, booking_id, coach_id, client_id, amount_minor, currency, state, payment_intent_id, captured_minor,
      refunded_minor, cutoff_minutes, late_refund_percent, expires_at, created_at, updated_at)
    SELECT value ->> 'id', value ->> 'bookingId', value ->> 'coachId', value ->> 'clientId', value ->> 'amountMinor', value ->> 'currency',
      value ->> 'state', value ->> 'paymentIntentId', value ->> 'capturedMinor', 0, value ->> 'cutoffMinutes',
      value ->> 'lateRefundPercent', value ->> 'expiresAt', value ->> 'createdAt', value ->> 'updatedAt'
    FROM json_each(${JSON.stringify(payments)}) WHERE true
    ON CONFLICT (id) DO UPDATE SET state = excluded.state, payment_intent_id = excluded.payment_intent_id,
      captured_minor = excluded.captured_minor, updated_at = excluded.updated_at`;
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
  return sql`INSERT OR IGNORE INTO payment_events (id, payment_id, kind, outcome, received_at)
    SELECT value ->> 'id', value ->> 'paymentId', value ->> 'kind', value ->> 'outcome', ${now} FROM json_each(${JSON.stringify(events)})`;
}

export async function notePaymentEvent(database: Database, event: PaymentEventNote, now: Instant): Promise<void> {
  await database.run(insertPaymentEvents([event], now));
}

export async function noteSession(database: Database, paymentId: string, sessionId: string, sessionUrl: string): Promise<void> {
  await database.run(sql`UPDATE payments SET session_id = ${sessionId}, session_url = ${sessionUrl} WHERE id = ${paymentId}`);
}

/** Counts a refund once, however often it is noted: the event's key decides, and the count follows only a new one. */
export async function noteRefund(database: Database, paymentId: string, key: string, amountMinor: number, now: Instant): Promise<void> {
  await sendBatch(database, {
    event: insertPaymentEvents([{ id: `refund:${key}`, paymentId, kind: "refund", outcome: String(amountMinor) }], now),
    // `changes()` speaks of the statement before: none where the refund had been noted already.
    count: sql`UPDATE payments SET refunded_minor = refunded_minor + ${amountMinor}, updated_at = ${now}
      WHERE id = ${paymentId} AND changes() = 1`,
  });
}

export async function purgePaymentEvents(database: Database, now: Instant): Promise<void> {
  await database.run(sql`DELETE FROM payment_events WHERE id IN (SELECT id FROM payment_events
    WHERE received_at < ${after(now, -PAYMENT_EVENTS_KEPT_MS)} AND kind <> 'refund' ORDER BY received_at LIMIT ${PURGE_ROWS_MAX})`);
}
