/** Disputes, as the provider tells of them, in whatever order: what was told later stands, and what is over stays over. */
import { type InferSelectModel, sql } from "drizzle-orm";
import type { Instant } from "../domain/instant.ts";
import type { ProviderDispute } from "../domain/provider-money.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, query } from "./packing.ts";
import { disputes } from "./schema-effects.ts";

export type Dispute = InferSelectModel<typeof disputes>;

export const DISPUTE = fieldsOf(disputes);

/** Newest first. */
export async function listDisputes(database: Database, limit: number, offset: number): Promise<Dispute[]> {
  const listed = sql`SELECT * FROM disputes ORDER BY created_at DESC, id DESC ${atMost(limit)} OFFSET ${offset}`;
  return await all(database, query(DISPUTE, listed));
}

/** Whether anything was said that was not known. */
export async function recordDispute(database: Database, told: ProviderDispute, now: Instant): Promise<boolean> {
  const { id, paymentIntentId: intent, amountMinor, currency, state, reason, createdAtMs, toldAtMs } = told;
  const { before, after } = await batch(database, {
    before: query(DISPUTE, sql`SELECT * FROM disputes WHERE id = ${id}`),
    row: sql`INSERT INTO disputes (id, payment_id, booking_id, payment_intent_id, amount_minor, currency, state, reason, told_at, created_at, updated_at)
      SELECT ${id}, payment.id, payment.booking_id, ${intent}, ${amountMinor}, ${currency}, ${state}, ${reason}, ${toldAtMs}, ${createdAtMs}, ${now}
      FROM (SELECT 1) LEFT JOIN payments AS payment ON payment.id =
        (SELECT id FROM payments WHERE payment_intent_id = ${intent} ORDER BY captured_minor DESC LIMIT 1)
      WHERE true
      ON CONFLICT (id) DO UPDATE SET payment_id = coalesce(disputes.payment_id, excluded.payment_id),
        booking_id = coalesce(disputes.booking_id, excluded.booking_id), amount_minor = excluded.amount_minor,
        state = excluded.state, reason = excluded.reason, told_at = excluded.told_at, updated_at = ${now}
        -- Several are told within one second.
        WHERE excluded.told_at > disputes.told_at
          OR (excluded.told_at = disputes.told_at AND disputes.state NOT IN ('won', 'lost', 'warning_closed', 'prevented'))`,
    after: query(DISPUTE, sql`SELECT * FROM disputes WHERE id = ${id}`),
  });
  return before[0]?.state !== after[0]?.state;
}
