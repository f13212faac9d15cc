/**
 * The acts of admins that touch no coach's time, each one batch with its row in the chain `admin`. Two admins at once
 * want the same seq: the loser's batch aborts, and it reads the head again.
 */
import { sql } from "drizzle-orm";
import type { Author } from "../domain/actor.ts";
import type { NewEffect } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { ADMIN_CHAIN, type AuditEntry, type AuditHead, type AuditKeys, headQuery, insertAuditRows, sealEntries } from "./audit.ts";
import { type Database, isConstraintFailure } from "./open.ts";
import { insertNewEffects, queuedQuery } from "./outbox.ts";
import { batch, first } from "./packing.ts";
import type { UserStatus } from "./people.ts";

const RACES_MAX = 5;

interface Act {
  readonly commandId: string;
  readonly author: Author;
  readonly now: Instant;
}

export interface StatusChange extends Act {
  readonly userId: string;
  readonly status: UserStatus;
}

export async function changeStatus(database: Database, keys: AuditKeys, change: StatusChange): Promise<void> {
  const { userId, status, now } = change;
  const entry = entryOf(change, "user_status_set", { user_id: userId, status });
  await inTurn(async () => {
    const head = await first(database, headQuery(ADMIN_CHAIN));
    await batch(database, {
      user: sql`UPDATE users SET status = ${status}, session_epoch = session_epoch + 1, updated_at = ${now} WHERE id = ${userId}`,
      audit: await sealed(keys, head, entry),
    });
  });
}

export interface RefundOrder extends Act {
  readonly paymentId: string;
  readonly bookingId: string;
  readonly amountMinor: number;
  /** The refund, as the outbox carries it out. */
  readonly effect: NewEffect;
}

/** A refund that waits already is not ordered again. */
export async function orderRefund(database: Database, keys: AuditKeys, order: RefundOrder): Promise<void> {
  const { paymentId, bookingId, amountMinor, effect, now } = order;
  const entry = entryOf(order, "refund_ordered", { payment_id: paymentId, booking_id: bookingId, amount_minor: amountMinor });
  await inTurn(async () => {
    const { head, queued } = await batch(database, { head: headQuery(ADMIN_CHAIN), queued: queuedQuery(effect) });
    if (queued.length > 0) return;
    await batch(database, { effect: insertNewEffects([effect], now), audit: await sealed(keys, head[0] ?? null, entry) });
  });
}

function entryOf({ commandId, author, now }: Act, action: string, changes: AuditEntry["changes"]): AuditEntry {
  return { commandId, bookingId: null, revision: null, action, author, at: now, changes };
}

async function sealed(keys: AuditKeys, head: AuditHead | null, entry: AuditEntry) {
  return insertAuditRows(await sealEntries(keys, ADMIN_CHAIN, head, [entry]));
}

async function inTurn(attempt: () => Promise<void>): Promise<void> {
  for (let race = 1; ; race += 1) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (race === RACES_MAX || !isConstraintFailure(error)) throw error;
    }
  }
}
