/**
 * The service's health as the record tells it. Each question costs no more however much is stored: the walks go along an index and
 * stop after a bound. The one write is taken back in its own batch and leaves nothing.
 */
import { type SQL, sql } from "drizzle-orm";
import { ACCOUNT_WOKEN_AGAIN_MS } from "../limits.ts";
import { HEALTH_ACCOUNTS_COUNTED_MAX, HEALTH_COACHES_LOOKED_AT_MAX } from "../limits/health.ts";
import { after, type Instant } from "../domain/instant.ts";
import type { Database } from "./open.ts";
import { atMost, batch, first, nullable, query, value } from "./packing.ts";

/** Bytes of the whole database, as the primary says with every answer. */
export async function databaseSizeBytes(database: Database): Promise<number> {
  const { meta } = await database.$client.prepare("SELECT 1").all();
  return meta.size_after;
}

/** Writes a row and takes it away again, all or nothing: what a full or a read-only database refuses. */
export async function writeAndTakeBack(database: Database, id: string, now: Instant): Promise<void> {
  await batch(database, {
    written: sql`INSERT INTO idempotency_keys (principal, method, route, key, fingerprint, outcome, created_at)
      VALUES ('health', 'GET', '/health/deep', ${id}, '', '', ${now})`,
    takenBack: sql`DELETE FROM idempotency_keys WHERE principal = 'health' AND method = 'GET' AND route = '/health/deep' AND key = ${id}`,
  });
}

/** null: nothing is due. */
export async function oldestDueEffect(database: Database): Promise<Instant | null> {
  return (await first(database, query({ oldest: nullable<Instant>("oldest") }, oldestDueStatement())))?.oldest ?? null;
}

/** @internal */
function oldestDueStatement(): SQL {
  // From coach to coach along the one index, as the sweep goes.
  return sql`WITH RECURSIVE coach(id, place) AS (
      SELECT min(coach_id), 1 FROM outbox WHERE state = 'due'
      UNION ALL SELECT (SELECT min(coach_id) FROM outbox WHERE state = 'due' AND coach_id > coach.id), place + 1
      FROM coach WHERE coach.id IS NOT NULL AND place < ${HEALTH_COACHES_LOOKED_AT_MAX}
    )
    SELECT min((SELECT min(due_at) FROM outbox WHERE state = 'due' AND coach_id = coach.id)) AS oldest FROM coach WHERE coach.id IS NOT NULL`;
}

/** Connected calendars that have not written their row in time; one that was woken lately counts until it has. */
export async function countSilentAccounts(database: Database, now: Instant): Promise<number> {
  const asked = query({ count: value<number>("count") }, silentStatement(now));
  return (await first(database, asked))?.count ?? 0;
}

/** @internal */
function silentStatement(now: Instant): SQL {
  return sql`SELECT count(*) AS count FROM (SELECT 1 FROM calendar_connections
    WHERE state = 'active' AND expected_by <= ${after(now, ACCOUNT_WOKEN_AGAIN_MS)} ${atMost(HEALTH_ACCOUNTS_COUNTED_MAX)})`;
}
