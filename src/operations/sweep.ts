/**
 * The cron sweep: finds what an alarm missed, forgets what is past its lifetime, and keeps the heads of the audit chains
 * outside D1, where whoever cuts a chain's tail in the database cannot reach them. Each part runs whether or not the
 * others fail; nothing here decides about anybody's time.
 */
import { errorSummary, log } from "../lib/log.ts";
import type { Instant } from "../domain/instant.ts";
import { auditRowsAfter, coachesWithMissedLapses, purgeIdempotencyKeys } from "../database/housekeeping.ts";
import { openDatabase } from "../database/open.ts";

export interface SweepContext {
  readonly d1: D1Database;
  /** The store outside D1. Keys: `audit-head:<chain>` -> `{seq, mac}`; `audit-heads-kept` -> the position reached. */
  readonly kept: KVNamespace;
  readonly wake: (coachId: string) => Promise<void>;
  readonly now: Instant;
}

export async function sweep(ctx: SweepContext): Promise<void> {
  const parts: Record<string, () => Promise<void>> = {
    missed_lapses: () => wakeMissed(ctx),
    idempotency_purge: () => purgeIdempotencyKeys(openDatabase(ctx.d1), ctx.now),
    audit_heads: () => keepAuditHeads(ctx),
  };
  for (const [part, run] of Object.entries(parts)) {
    try {
      await run();
    } catch (error) {
      log("error", "sweep_failed", { part, error: errorSummary(error) });
    }
  }
}

async function wakeMissed(ctx: SweepContext): Promise<void> {
  for (const coachId of await coachesWithMissedLapses(openDatabase(ctx.d1), ctx.now)) await ctx.wake(coachId);
}

async function keepAuditHeads({ d1, kept }: SweepContext): Promise<void> {
  const reached = Number((await kept.get("audit-heads-kept")) ?? 0);
  const rows = await auditRowsAfter(openDatabase(d1), reached);
  // Later rows of a chain overwrite earlier ones: what is left is its head.
  const heads = new Map(rows.map((row) => [row.chain, row]));
  for (const { chain, seq, mac } of heads.values()) await kept.put(`audit-head:${chain}`, JSON.stringify({ seq, mac }));
  const last = rows.at(-1);
  if (last !== undefined) await kept.put("audit-heads-kept", String(last.position));
}
