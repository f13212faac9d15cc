/** The analytics read indexes and no rows: how long they take follows from what lies in the range, not from how wide a booking is. */
import { env } from "cloudflare:workers";
import type { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import {
  bookingsMade,
  cancellations,
  coachesOf,
  disputed,
  hoursOf,
  lapses,
  leadHours,
  moves,
  sessionsHeld,
  startHours,
  takings,
} from "../../src/database/analytics.ts";
import { after } from "../../src/domain/instant.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { MONDAY } from "../support/agenda.ts";

const COACH = "00000000-0000-4000-8000-000000000000";
const RANGE = { startsAt: MONDAY, endsAt: after(MONDAY, 7 * DAY_MS) };

async function planOf(statement: SQL): Promise<string[]> {
  const { sql, params } = new SQLiteAsyncDialect().sqlToQuery(statement);
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...params)
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail);
}

test.each([
  ["bookings made", () => bookingsMade([RANGE], MONDAY), ["COVERING INDEX bookings_by_creation (created_at>? AND created_at<?)"]],
  ["sessions", () => sessionsHeld([RANGE], MONDAY), ["COVERING INDEX bookings_by_start (starts_at>? AND starts_at<?)"]],
  [
    "a coach's hours",
    () => hoursOf(COACH, [RANGE], MONDAY),
    ["COVERING INDEX bookings_taking_place (coach_id=? AND starts_at>? AND starts_at<?)"],
  ],
  ["lead times", () => leadHours(RANGE), ["COVERING INDEX bookings_by_creation (created_at>? AND created_at<?)"]],
  ["busiest hours", () => startHours(RANGE, "Europe/Lisbon"), ["COVERING INDEX bookings_by_start (starts_at>? AND starts_at<?)"]],
  ["cancellations", () => cancellations(RANGE), ["COVERING INDEX bookings_cancelled (cancelled_by=? AND updated_at>? AND updated_at<?)"]],
  [
    "lapses",
    () => lapses(RANGE, MONDAY),
    [
      "INDEX bookings_cancelled (cancelled_by=? AND updated_at>? AND updated_at<?)",
      "INDEX bookings_pending_due (expires_at>? AND expires_at<?)",
    ],
  ],
  ["moves", () => moves(RANGE), ["INDEX audit_log_moves (at>? AND at<?)"]],
  ["money", () => takings([RANGE], null), ["COVERING INDEX payments_captured (created_at>? AND created_at<?)"]],
  [
    "a coach's money",
    () => takings([RANGE], COACH),
    ["COVERING INDEX payments_captured_by_coach (coach_id=? AND created_at>? AND created_at<?)"],
  ],
  ["disputes", () => disputed(RANGE), ["INDEX disputes_by_age (created_at>?)"]],
  [
    "coaches",
    () => coachesOf({ range: RANGE, limit: 50, offset: 0, withHours: false }),
    [
      "INDEX bookings_cancelled (cancelled_by=? AND updated_at>? AND updated_at<?)",
      "COVERING INDEX bookings_taking_place (coach_id=? AND starts_at>? AND starts_at<?)",
    ],
  ],
])("%s are counted along an index of their range", async (_what, statement, indexes) => {
  const plan = (await planOf(statement())).join("; ");
  for (const index of indexes) expect(plan).toContain(index);
  expect(plan).not.toMatch(/SCAN (?:bookings|payments|audit_log|disputes)/u);
});
