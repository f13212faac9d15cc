/** What the cron sweep reads and purges; each statement is bounded, and what is left waits for the next sweep. */
import { sql } from "drizzle-orm";
import { after, type Instant } from "../domain/instant.ts";
import { AUDIT_HEADS_PER_SWEEP_MAX, IDEMPOTENCY_KEPT_MS, PURGE_ROWS_MAX, SWEEP_COACHES_MAX } from "../limits.ts";
import type { Database } from "./open.ts";

/** Coaches with a pending booking that should have lapsed by now. */
export async function coachesWithMissedLapses(database: Database, now: Instant): Promise<string[]> {
  const rows = await database.all<{ coach_id: string }>(sql`SELECT DISTINCT coach_id FROM bookings
    WHERE status = 'pending' AND expires_at <= ${now} LIMIT ${SWEEP_COACHES_MAX}`);
  return rows.map((row) => row.coach_id);
}

/** Forgets idempotency answers past their lifetime. */
export async function purgeIdempotencyKeys(database: Database, now: Instant): Promise<void> {
  const before = after(now, -IDEMPOTENCY_KEPT_MS);
  await database.run(sql`DELETE FROM idempotency_keys WHERE rowid IN (
    SELECT rowid FROM idempotency_keys WHERE created_at < ${before} ORDER BY created_at LIMIT ${PURGE_ROWS_MAX})`);
}

export interface ChainHead {
  readonly chain: string;
  readonly seq: number;
  readonly mac: string;
  readonly at: number;
}

/** The rows written since a moment, oldest first, of which the last of each chain is a head worth keeping. */
export async function auditRowsSince(database: Database, since: Instant): Promise<ChainHead[]> {
  return await database.all<ChainHead>(sql`SELECT chain, seq, mac, at FROM audit_log WHERE at >= ${since}
    ORDER BY at LIMIT ${AUDIT_HEADS_PER_SWEEP_MAX}`);
}
