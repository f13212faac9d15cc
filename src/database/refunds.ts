/**
 * Money given back, as the provider has it: one row for each refund, set to what is said of it and never added to. Word of it
 * may come in any order and again, so a state only goes on: pending, succeeded, failed or canceled. A payment's count follows
 * from its rows, in the batch that changes one.
 */
import { type InferSelectModel, type SQL, sql } from "drizzle-orm";
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import type { ProviderRefund } from "../domain/provider-money.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, query, value } from "./packing.ts";
import { refunds } from "./schema-effects.ts";

export type Refund = InferSelectModel<typeof refunds>;

export const REFUND = fieldsOf(refunds);
/** Given back already, or on the way. */
const COUNTS = sql.raw("state IN ('pending', 'succeeded')");

export function isGivenBack({ state }: Pick<Refund, "state">): boolean {
  return state === "pending" || state === "succeeded";
}

export async function refundsOfPayment(database: Database, paymentId: string): Promise<Refund[]> {
  return await all(database, query(REFUND, sql`SELECT * FROM refunds WHERE payment_id = ${paymentId} ORDER BY created_at, id`));
}

export async function refundsOfIntent(database: Database, paymentIntentId: string): Promise<Refund[]> {
  return await all(
    database,
    query(REFUND, sql`SELECT * FROM refunds WHERE payment_intent_id = ${paymentIntentId} ORDER BY created_at, id`),
  );
}

/** Latest first. */
export async function listFailedRefunds(database: Database, limit: number, offset: number): Promise<Refund[]> {
  const listed = sql`SELECT * FROM refunds WHERE state = 'failed' ORDER BY updated_at DESC, id DESC ${atMost(limit)} OFFSET ${offset}`;
  return await all(database, query(REFUND, listed));
}

/** The count of these payments anew: never more than was captured, though more may be on record. */
export function recountRefunded(paymentIds: SQL, now: Instant): SQL {
  return sql`UPDATE payments SET updated_at = ${now}, refunded_minor = min(captured_minor, (
      SELECT coalesce(sum(amount_minor), 0) FROM refunds WHERE refunds.payment_id = payments.id AND ${COUNTS}))
    WHERE id IN (${paymentIds})`;
}

/** Refunds that the provider has made become events of their bookings, each once. */
export function noteRefundEvents(ofRefunds: SQL, now: Instant): SQL {
  return sql`INSERT OR IGNORE INTO refund_events (refund_id, booking_id, at)
    SELECT id, booking_id, ${now} FROM refunds WHERE ${ofRefunds} AND booking_id IS NOT NULL AND provider_id IS NOT NULL AND ${COUNTS}`;
}

/** Gives what was told before its capture was known its payment. For payments that the same batch has just written. */
export function attachToPayments(table: "refunds" | "disputes", paymentIds: readonly string[]): SQL {
  const name = sql.raw(table);
  return sql`UPDATE ${name} SET payment_id = payment.id, booking_id = payment.booking_id FROM payments AS payment
    WHERE ${name}.payment_id IS NULL AND ${name}.payment_intent_id = payment.payment_intent_id
      AND payment.id IN (SELECT value FROM json_each(${JSON.stringify(paymentIds)}))`;
}

export interface PlannedRefund {
  readonly id: string;
  readonly payment: Payment;
  readonly amountMinor: number;
  readonly cause: Refund["cause"];
}

/**
 * Records a refund before the provider is asked for it; one that it has not taken yet is set anew. false: it would be more than is
 * left of the payment.
 */
export async function planRefund(database: Database, planned: PlannedRefund, now: Instant): Promise<boolean> {
  const { id, payment, amountMinor, cause } = planned;
  const { written } = await batch(database, {
    written: query(
      { id: REFUND.id },
      sql`INSERT INTO refunds (id, payment_id, booking_id, payment_intent_id, amount_minor, currency, state, cause, created_at, updated_at)
        SELECT ${id}, payments.id, payments.booking_id, payments.payment_intent_id, ${amountMinor}, payments.currency, 'pending', ${cause},
          ${now}, ${now}
        FROM payments WHERE payments.id = ${payment.id} AND ${amountMinor} + (
          SELECT coalesce(sum(amount_minor), 0) FROM refunds WHERE payment_id = ${payment.id} AND id <> ${id} AND ${COUNTS}
        ) <= payments.captured_minor
        ON CONFLICT (id) DO UPDATE SET amount_minor = excluded.amount_minor, state = 'pending', updated_at = ${now}
          WHERE refunds.provider_id IS NULL AND refunds.state <> 'succeeded'
        RETURNING id`,
    ),
    recount: recountRefunded(sql`${payment.id}`, now),
  });
  return written.length > 0;
}

/** A planned refund that the provider did not take. */
export async function giveUpRefund(database: Database, planned: PlannedRefund, state: "failed" | "canceled", now: Instant): Promise<void> {
  await batch(database, {
    row: sql`UPDATE refunds SET state = ${state}, updated_at = ${now} WHERE id = ${planned.id} AND provider_id IS NULL AND state = 'pending'`,
    recount: recountRefunded(sql`${planned.payment.id}`, now),
  });
}

export interface RecordedRefund {
  readonly refund: Refund | null;
  /** Whether it failed just now. */
  readonly hasFailed: boolean;
  /** When it became an event of its booking; null: it is none. */
  readonly eventAt: Instant | null;
}

/** Sets a refund to what the provider says of it. Its payment is found by our mark, else by the intent. */
export async function recordRefund(database: Database, told: ProviderRefund, now: Instant): Promise<RecordedRefund> {
  const { providerId, paymentIntentId: intent, amountMinor, currency, state } = told;
  const ours = told.key ?? providerId;
  // One mark, two refunds: an answer was an error though the refund was made. The second is known by its own id.
  const id = sql`CASE WHEN EXISTS (SELECT 1 FROM refunds WHERE id = ${ours} AND provider_id <> ${providerId}) THEN ${providerId} ELSE ${ours} END`;
  const byProvider = sql`SELECT * FROM refunds WHERE provider_id = ${providerId}`;
  const set = sql`DO UPDATE SET provider_id = excluded.provider_id, payment_id = coalesce(refunds.payment_id, excluded.payment_id),
    booking_id = coalesce(refunds.booking_id, excluded.booking_id), payment_intent_id = excluded.payment_intent_id,
    amount_minor = excluded.amount_minor, updated_at = ${now},
    state = CASE WHEN ${rankOf("excluded")} > ${rankOf("refunds")} THEN excluded.state ELSE refunds.state END`;
  const {
    before,
    after,
    told: events,
  } = await batch(database, {
    before: query(REFUND, byProvider),
    row: sql`INSERT INTO refunds (id, payment_id, booking_id, payment_intent_id, provider_id, amount_minor, currency, state, cause, created_at, updated_at)
      SELECT ${id}, payment.id, payment.booking_id, ${intent}, ${providerId}, ${amountMinor}, ${currency}, ${state},
        ${told.key === null ? "by_hand" : "cancelled"}, ${told.createdAtMs}, ${now}
      FROM (SELECT 1) LEFT JOIN payments AS payment ON payment.id = coalesce(
        (SELECT id FROM payments WHERE id = ${told.paymentId}),
        (SELECT id FROM payments WHERE payment_intent_id = ${intent} ORDER BY captured_minor DESC LIMIT 1))
      WHERE true
      ON CONFLICT (id) ${set} ON CONFLICT (provider_id) ${set}`,
    recount: recountRefunded(sql`SELECT payment_id FROM refunds WHERE provider_id = ${providerId}`, now),
    event: noteRefundEvents(sql`provider_id = ${providerId}`, now),
    after: query(REFUND, byProvider),
    told: query(
      { at: value<Instant>("at") },
      sql`SELECT at FROM refund_events WHERE refund_id = (SELECT id FROM refunds WHERE provider_id = ${providerId})`,
    ),
  });
  const refund = after[0] ?? null;
  return { refund, hasFailed: refund?.state === "failed" && before[0]?.state !== "failed", eventAt: events[0]?.at ?? null };
}

function rankOf(alias: "excluded" | "refunds"): SQL {
  return sql`CASE ${sql.raw(alias)}.state WHEN 'pending' THEN 0 WHEN 'succeeded' THEN 1 ELSE 2 END`;
}
