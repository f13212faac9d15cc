/** What the cron sweep reads and purges; each statement is bounded, and what is left waits for the next sweep. */
import { type SQL, sql } from "drizzle-orm";
import { after, type Instant } from "../domain/instant.ts";
import { IDEMPOTENCY_KEPT_MS, PURGE_ROWS_MAX, SWEEP_LAPSES_MAX } from "../limits.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { atMost, batch, query } from "./packing.ts";

/** Coaches for whom something should have been recorded by now: a lapse, a completion, the lapse of a question. */
export async function coachesWithMissedLapses(database: Database, now: Instant): Promise<string[]> {
  const rows = await batch(database, {
    lapses: query({ coachId: BOOKING.coachId }, missedLapses(now)),
    completions: query({ coachId: BOOKING.coachId }, missedCompletions(now)),
    questions: query({ coachId: BOOKING.coachId }, missedQuestions(now)),
  });
  return [...new Set([...rows.lapses, ...rows.completions, ...rows.questions].map(({ coachId }) => coachId))];
}

/** Not DISTINCT: that would make SQLite walk every pending booking. @internal */
export function missedLapses(now: Instant): SQL {
  return sql`SELECT coach_id FROM bookings WHERE status = 'pending' AND expires_at <= ${now} ORDER BY expires_at ${atMost(SWEEP_LAPSES_MAX)}`;
}

/** @internal */
export function missedCompletions(now: Instant): SQL {
  return coachByCoach(sql.raw("status = 'confirmed' AND completes_at IS NOT NULL"), sql`completes_at <= ${now}`);
}

/** @internal */
export function missedQuestions(now: Instant): SQL {
  return coachByCoach(sql.raw("move_request IS NOT NULL"), sql`(move_request ->> '$.expiresAt') <= ${now}`);
}

/** From coach to coach along the one index of the agendas, so that another need not be kept up with every booking. */
function coachByCoach(indexed: SQL, due: SQL): SQL {
  return sql`WITH RECURSIVE coach(id) AS (
      SELECT min(coach_id) FROM bookings WHERE ${indexed}
      UNION ALL SELECT (SELECT min(coach_id) FROM bookings WHERE ${indexed} AND coach_id > coach.id) FROM coach WHERE coach.id IS NOT NULL
    )
    SELECT id AS coach_id FROM coach
    WHERE EXISTS (SELECT 1 FROM bookings WHERE coach_id = coach.id AND ${indexed} AND ${due}) ${atMost(SWEEP_LAPSES_MAX)}`;
}

/** Forgets idempotency answers past their lifetime. */
export async function purgeIdempotencyKeys(database: Database, now: Instant): Promise<void> {
  const before = after(now, -IDEMPOTENCY_KEPT_MS);
  await database.run(sql`DELETE FROM idempotency_keys WHERE rowid IN (
    SELECT rowid FROM idempotency_keys WHERE created_at < ${before} ORDER BY created_at ${atMost(PURGE_ROWS_MAX)})`);
}
