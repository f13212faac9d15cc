/** The rows of a coach's desk are found along indexes, whatever the history. */
import { env } from "cloudflare:workers";
import type { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { expect, test } from "vitest";
import { busyIn, openQuestions, sessionsIn, waitingApprovals } from "../../src/database/desk.ts";
import { latestBookings } from "../../src/database/own-clients.ts";
import { after } from "../../src/domain/instant.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { MONDAY } from "../support/agenda.ts";

const COACH = "00000000-0000-4000-8000-000000000000";
const WEEK = { startsAt: MONDAY, endsAt: after(MONDAY, 7 * DAY_MS) };

async function planOf(statement: SQL): Promise<string[]> {
  const query = new SQLiteAsyncDialect().sqlToQuery(statement);
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query.sql}`)
    .bind(...query.params)
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail);
}

test.each([
  ["what waits for approval", () => waitingApprovals(COACH, MONDAY), "bookings_pending_by_coach (coach_id=? AND expires_at>?)"],
  ["questions that are open", () => openQuestions(COACH, MONDAY), "bookings_asked_by_coach (coach_id=? AND <expr>>?)"],
  ["the sessions of a week", () => sessionsIn(COACH, WEEK, MONDAY), "bookings_by_coach (coach_id=? AND starts_at>? AND starts_at<?)"],
  ["the busy time of a week", () => busyIn(COACH, WEEK), "busy_intervals_by_coach (coach_id=? AND starts_at>? AND starts_at<?)"],
  ["the latest bookings of a coach", () => latestBookings(COACH), "bookings_by_coach (coach_id=?)"],
])("%s: a search in an index, in its order", async (_what, statement, index) => {
  const plan = (await planOf(statement())).join("; ");
  expect(plan).toContain(`INDEX ${index}`);
  expect(plan).not.toMatch(/SCAN|TEMP B-TREE/u);
});
