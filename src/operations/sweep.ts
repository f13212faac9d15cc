/**
 * The cron sweep: finds what an alarm missed, forgets what is past its lifetime, anchors the heads of the audit chains
 * outside D1, where whoever cuts a chain's tail in the database cannot reach them, and goes on checking the chains. Each part runs whether or not the
 * others fail; nothing here decides about anybody's time.
 */
import { errorSummary, log } from "../lib/log.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { OUTBOX_OVERDUE_MS } from "../limits.ts";
import { purgeRefundEvents } from "../database/booking-events.ts";
import { coachesWithMissedLapses, purgeIdempotencyKeys } from "../database/housekeeping.ts";
import type { AuditKeys } from "../database/audit.ts";
import { takeSilentAccounts } from "../database/calendar-connections.ts";
import type { Database } from "../database/open.ts";
import { purgePaymentEvents } from "../database/payments.ts";
import { coachesWithMissedEffects, purgeOutbox } from "../database/outbox.ts";
import { keepPeopleRetention, keepWordsRetention } from "./keep-retention.ts";
import { writeStandingTerms } from "../database/standing.ts";
import { keepAnchors } from "./admin/keep-anchors.ts";
import type { SealKeyRing } from "../lib/seal-key-ring.ts";
import { sealAccountsAnew } from "./seal-accounts-anew.ts";
import { sealOldBookings } from "./seal-old-bookings.ts";
import { sealSecretsAnew } from "./seal-secrets-anew.ts";
import { noteSweep } from "./sweep-record.ts";
import { tellOfRefunds } from "./tell-of-refunds.ts";

export interface SweepContext {
  readonly database: Database;
  /** The store outside D1, for the anchors of the audit trail (`audit-anchors.ts`) and the position that the purge of effects has reached. */
  readonly kept: KVNamespace;
  readonly auditKeys: () => Promise<AuditKeys>;
  readonly sealKeys: SealKeyRing;
  readonly wake: (coachId: string) => Promise<void>;
  /** Has a calendar account's alarm ring, where it was lost. */
  readonly wakeAccount: (userId: string, provider: CalendarProviderName) => Promise<void>;
  /** Has an account's object seal its tokens by today's key. */
  readonly sealAccountAnew: (userId: string, provider: CalendarProviderName) => Promise<void>;
  readonly now: Instant;
}

export async function sweep(ctx: SweepContext): Promise<void> {
  const parts: Record<string, () => Promise<void>> = {
    // First: the agendas that are woken then find these bookings with their terms.
    standing_terms: () => writeStandingTerms(ctx.database),
    missed_alarms: () => wakeMissed(ctx),
    silent_accounts: () => wakeSilentAccounts(ctx),
    refunds_told: () => tellOfRefunds(ctx),
    payment_events_purge: () => purgePaymentEvents(ctx.database, ctx.now),
    refund_events_purge: () => purgeRefundEvents(ctx.database, ctx.now),
    outbox_purge: () => purgeEffects(ctx),
    idempotency_purge: () => purgeIdempotencyKeys(ctx.database, ctx.now),
    words_retention: () => keepWordsRetention(ctx),
    people_retention: () => keepPeopleRetention(ctx),
    webhook_secrets: () => sealSecretsAnew(ctx),
    // Before the anchors, so that they take the new rows in.
    old_bookings_sealed: async () => await sealOldBookings({ ...ctx, auditKeys: await ctx.auditKeys() }),
    audit_anchors: async () => await keepAnchors({ ...ctx, auditKeys: await ctx.auditKeys() }),
    // Last: after a change of the key it calls many objects.
    calendar_tokens: () => sealAccountsAnew(ctx),
  };
  const ended: Record<string, Instant> = {};
  for (const [part, run] of Object.entries(parts)) {
    try {
      await run();
      ended[part] = ctx.now;
    } catch (error) {
      log("error", "sweep_failed", { part, error: errorSummary(error) });
    }
  }
  try {
    await noteSweep(ctx.kept, ended);
  } catch (error) {
    log("error", "sweep_failed", { part: "note", error: errorSummary(error) });
  }
}

async function wakeMissed(ctx: SweepContext): Promise<void> {
  const lapses = await coachesWithMissedLapses(ctx.database, ctx.now);
  const effects = await coachesWithMissedEffects(ctx.database, after(ctx.now, -OUTBOX_OVERDUE_MS));
  for (const coachId of new Set([...lapses, ...effects])) await ctx.wake(coachId);
}

async function wakeSilentAccounts({ database, wakeAccount, now }: SweepContext): Promise<void> {
  for (const { userId, provider } of await takeSilentAccounts(database, now)) {
    try {
      await wakeAccount(userId, provider);
    } catch (error) {
      log("error", "account_not_woken", { user_id: userId, provider, error: errorSummary(error) });
    }
  }
}

async function purgeEffects({ database, kept, now }: SweepContext): Promise<void> {
  const reached = Number((await kept.get("outbox-purged")) ?? 0);
  const next = await purgeOutbox(database, now, reached);
  if (next !== reached) await kept.put("outbox-purged", String(next));
}
