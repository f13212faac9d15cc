/** What the cron sweep reads and purges; each statement is bounded, and what is left waits for the next sweep. */
import { sql } from "drizzle-orm";
import { after, type Instant } from "../domain/instant.ts";
import { AUDIT_HEADS_PER_SWEEP_MAX, IDEMPOTENCY_KEPT_MS, PURGE_ROWS_MAX, SWEEP_LAPSES_MAX } from "../limits.ts";
import { AUDIT_ROW } from "./audit.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { all, query, type RowOf, value } from "./packing.ts";

/** Coaches with a pending booking that should have lapsed by now. Not DISTINCT: that would make SQLite walk every pending booking. */
export async function coachesWithMissedLapses(database: Database, now: Instant): Promise<string[]> {
  const missed = sql`SELECT coach_id FROM bookings
    WHERE status = 'pending' AND expires_at <= ${now} ORDER BY expires_at LIMIT ${SWEEP_LAPSES_MAX}`;
  const rows = await all(database, query({ coachId: BOOKING.coachId }, missed));
  return [...new Set(rows.map(({ coachId }) => coachId))];
}

/** Forgets idempotency answers past their lifetime. */
export async function purgeIdempotencyKeys(database: Database, now: Instant): Promise<void> {
  const before = after(now, -IDEMPOTENCY_KEPT_MS);
  await database.run(sql`DELETE FROM idempotency_keys WHERE rowid IN (
    SELECT rowid FROM idempotency_keys WHERE created_at < ${before} ORDER BY created_at LIMIT ${PURGE_ROWS_MAX})`);
}

const { chain, seq, mac } = AUDIT_ROW;
const CHAIN_HEAD = { position: value<number>("position"), chain, seq, mac };

/** Audit rows in the order they were written, after a position: the last of each chain is a head worth keeping. */
export async function auditRowsAfter(database: Database, position: number): Promise<RowOf<typeof CHAIN_HEAD>[]> {
  const written = sql`SELECT rowid AS position, chain, seq, mac FROM audit_log WHERE rowid > ${position}
    ORDER BY rowid LIMIT ${AUDIT_HEADS_PER_SWEEP_MAX}`;
  return await all(database, query(CHAIN_HEAD, written));
}
