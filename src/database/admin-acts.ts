/**
 * The acts of admins that touch no coach's time, each one batch with its row in the chain `admin`. Two admins at once
 * want the same seq: the loser's batch aborts, and it reads the head again.
 */
import { sql } from "drizzle-orm";
import type { Author } from "../domain/actor.ts";
import type { NewEffect } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { ADMIN_CHAIN, type AuditEntry, type AuditHead, type AuditKeys, headQuery, insertAuditRows, sealEntries } from "./audit.ts";
import { inTurn, writeAudited } from "./audited.ts";
import { ownRowsErased } from "./erasure.ts";
import type { Database } from "./open.ts";
import { insertNewEffects, queuedQuery } from "./outbox.ts";
import { type FailedFilter, failedIdQuery, failedIdsQuery, type OutboxEntry, outboxEntryFrom, retryQuery } from "./outbox-overseen.ts";
import { batch, first, type Query } from "./packing.ts";
import type { UserStatus } from "./people.ts";

export interface Act {
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
  await writeAudited(
    database,
    { keys, chain: ADMIN_CHAIN, entry },
    {
      user: sql`UPDATE users SET status = ${status}, session_epoch = session_epoch + 1, updated_at = ${now} WHERE id = ${userId}`,
    },
  );
}

/** The admins' row of a change that the coach's agenda makes: written before it, so that no change is without one. */
export async function noteStatusOrder(database: Database, keys: AuditKeys, change: StatusChange): Promise<void> {
  const entry = entryOf(change, "user_status_ordered", { user_id: change.userId, status: change.status });
  await writeAudited(database, { keys, chain: ADMIN_CHAIN, entry }, {});
}

export interface AnchorsContinued extends Act {
  /** SHA-256, hex, of the admin's note and of the anchors that were replaced, as KV keeps them. */
  readonly evidenceHash: string;
  readonly chains: number;
}

/** The row that signs new anchors; its seq. */
export async function noteContinuedAnchors(database: Database, keys: AuditKeys, act: AnchorsContinued): Promise<number> {
  const entry = entryOf(act, "anchors_continued", { evidence_sha256: act.evidenceHash, chains: act.chains });
  return await writeAudited(database, { keys, chain: ADMIN_CHAIN, entry }, {});
}

export interface Erasure extends Act {
  readonly userId: string;
}

/** Takes away who the person was, with its row in the chain. */
export async function recordErasure(database: Database, keys: AuditKeys, act: Erasure): Promise<void> {
  const entry = entryOf(act, "user_erased", { user_id: act.userId });
  await inTurn(async () => {
    const head = await first(database, headQuery(ADMIN_CHAIN));
    await batch(database, { ...ownRowsErased(act.userId, act.now), audit: await sealed(keys, head, entry) });
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

export interface RetryOne extends Act {
  readonly effectId: string;
}

/** Makes a failed effect due again with all its tries; null: there is no failed one of that id. */
export async function retryEffect(database: Database, keys: AuditKeys, order: RetryOne): Promise<OutboxEntry | null> {
  const entry = entryOf(order, "effect_retried", { effect_id: order.effectId });
  return await inTurn(async () => {
    const { head, found } = await batch(database, { head: headQuery(ADMIN_CHAIN), found: failedIdQuery(order.effectId) });
    if (found.length === 0) return null;
    const { retried } = await batch(database, {
      retried: retryQuery([order.effectId], order.now),
      audit: await sealed(keys, head[0] ?? null, entry),
    });
    return retried.map(outboxEntryFrom)[0] ?? null;
  });
}

export interface RetryMany extends Act {
  readonly filter: FailedFilter;
  /** At most so many at once. */
  readonly max: number;
}

/** Makes the latest failed effects that match due again, with one row in the chain; none where none matches. */
export async function retryEffects(database: Database, keys: AuditKeys, order: RetryMany): Promise<OutboxEntry[]> {
  const { filter, max, now } = order;
  return await inTurn(async () => {
    const { head, found } = await batch(database, { head: headQuery(ADMIN_CHAIN), found: failedIdsQuery(filter, max) });
    if (found.length === 0) return [];
    const changes = { kind: filter.kind, reason: filter.reason, failed_before: filter.failedBefore, effects: found.length };
    const { retried } = await batch(database, {
      retried: retryQuery(
        found.map(({ id }) => id),
        now,
      ),
      audit: await sealed(keys, head[0] ?? null, entryOf(order, "effects_retried", changes)),
    });
    return retried.map(outboxEntryFrom);
  });
}

interface CheckedAct<Found, Row> extends Act {
  readonly action: string;
  readonly changes: AuditEntry["changes"];
  /** Read with the head of the chain; where `mayAct` says no to it, nothing is written. */
  readonly check: Query<Found>;
  readonly mayAct: (found: readonly Found[]) => boolean;
  readonly change: Query<Row>;
}

/** An act on something that has to be there, or of which there may be so many; the rows that it changed, or null where it was not to be done. */
export async function actChecked<Found, Row>(
  database: Database,
  keys: AuditKeys,
  act: CheckedAct<Found, Row>,
): Promise<readonly Row[] | null> {
  const entry = entryOf(act, act.action, act.changes);
  return await inTurn(async () => {
    const { head, found } = await batch(database, { head: headQuery(ADMIN_CHAIN), found: act.check });
    if (!act.mayAct(found)) return null;
    return (await batch(database, { changed: act.change, audit: await sealed(keys, head[0] ?? null, entry) })).changed;
  });
}

function entryOf({ commandId, author, now }: Act, action: string, changes: AuditEntry["changes"]): AuditEntry {
  return { commandId, bookingId: null, revision: null, action, author, at: now, changes };
}

async function sealed(keys: AuditKeys, head: AuditHead | null, entry: AuditEntry) {
  return insertAuditRows(await sealEntries(keys, ADMIN_CHAIN, head, [entry]));
}
