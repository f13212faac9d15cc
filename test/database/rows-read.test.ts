/**
 * A long history costs nothing: what a booking and a look-up read is bounded by the time asked, not by what the coach
 * has behind them. Counted by D1 itself, and the query plans are held to their indexes.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, test } from "vitest";
import { activeTime } from "../../src/database/active-time.ts";
import { contextsQuery } from "../../src/database/effect-read.ts";
import { committedCommands, nextLapseQuery } from "../../src/database/group-read.ts";
import { silentAccounts } from "../../src/database/calendar-connections.ts";
import { sealedBy } from "../../src/database/connection-keys.ts";
import { missedCompletions, missedLapses, missedQuestions } from "../../src/database/housekeeping.ts";
import { openDatabase, openReplica } from "../../src/database/open.ts";
import { after } from "../../src/domain/instant.ts";
import { listAvailableSlots } from "../../src/operations/coaches/list-available-slots.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { at, createCommand, handMadeAgenda, MONDAY, newClient, newCoach } from "../support/agenda.ts";
import { countingD1 } from "../support/counting.ts";

const PAST = 20_000;
let coachId: string;
let clientId: string;

beforeAll(async () => {
  coachId = await newCoach();
  clientId = await newClient();
  // Hour after hour, day and night, up to the very moment the tests begin.
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
     INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, cancellation_policy, revision, created_at, updated_at)
     SELECT lower(hex(randomblob(16))), ?1, ?2, ?4 - i * 3600000, ?4 - i * 3600000 + 3600000, 0, 0, 'confirmed', '[]', 1, 0, 0 FROM n`,
  )
    .bind(coachId, clientId, PAST, MONDAY)
    .run();
});

describe(`with ${PAST} past bookings`, () => {
  test("a booking reads at most the rows of its window and 21 more", async () => {
    const counted = countingD1(env.DB);
    const { agenda } = await handMadeAgenda({ now: MONDAY }, null, { database: openDatabase(counted.d1) });
    const { result } = await agenda.submit(createCommand(coachId, clientId, at(9)));
    expect(result.ok).toBe(true);
    expect(counted.roundTrips).toBe(2);
    // Its window holds two rows: the session that ends when the tests begin, its neighbour, and then itself.
    // And the end of the client's sessions ahead, of which there are none, in each of the two trips.
    expect(counted.rowsRead).toBeLessThanOrEqual(2 + 21 + 2);
  });

  test("a look-up of a week reads at most the rows of its window and 20 more, in one batch", async () => {
    const counted = countingD1(env.DB);
    const lookUp = {
      coachId,
      offerId: null,
      start: MONDAY,
      end: after(MONDAY, 7 * DAY_MS),
      durationMinutes: 60,
      timeZone: null,
      minVersion: null,
    };
    const found = await listAvailableSlots({ reading: (fresh) => openReplica(counted.d1, fresh), now: MONDAY }, lookUp);
    expect(found.ok && found.value.slots.length).toBeGreaterThan(50);
    expect(counted.roundTrips).toBe(1);
    expect(counted.rowsRead).toBeLessThanOrEqual(20);
  });

  test("a refused booking reads its alternatives' window and 20 more", async () => {
    const counted = countingD1(env.DB);
    const { agenda } = await handMadeAgenda({ now: MONDAY }, null, { database: openDatabase(counted.d1) });
    const { result } = await agenda.submit(createCommand(coachId, clientId, at(9)));
    expect(result.ok).toBe(false);
    expect(counted.rowsRead).toBeLessThanOrEqual(24);
  });
});

async function planOf(query: { sql: string; params: unknown[] }): Promise<string[]> {
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query.sql}`)
    .bind(...query.params)
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail);
}

test("the query for held time walks the index of active bookings and scans nothing", async () => {
  const stretch = { startsAt: MONDAY, endsAt: after(MONDAY, HOUR_MS) };
  const plan = await planOf(new SQLiteAsyncDialect().sqlToQuery(activeTime(sql.raw("booking.*"), coachId, [stretch], MONDAY)));
  const touching = plan.filter((line) => /bookings|booking /u.test(line) && !line.startsWith("SCALAR"));
  expect(touching.length).toBeGreaterThan(0);
  for (const line of touching) expect(line).toMatch(/^SEARCH .*bookings_active_by_coach/u);
});

test.each([
  ["a coach's next lapse, completion or question", () => nextLapseQuery(coachId, MONDAY).statement, 3],
  ["the sweep's lapses", () => missedLapses(MONDAY), 1],
  ["the sweep's completions", () => missedCompletions(MONDAY), 3],
  ["the sweep's questions", () => missedQuestions(MONDAY), 3],
])("%s: every step is a search in an index of what is due", async (_what, statement, searches) => {
  const plan = await planOf(new SQLiteAsyncDialect().sqlToQuery(statement()));
  const touching = plan.filter((line) => /bookings/u.test(line));
  expect(touching).toHaveLength(searches);
  for (const line of touching)
    expect(line).toMatch(/^SEARCH bookings (?:EXISTS )?USING (?:COVERING )?INDEX bookings_(?:pending|completing|asked)_/u);
});

test("the sweep finds accounts that are silent by an index of when they are expected, and none that was heard of", async () => {
  const plan = await planOf(new SQLiteAsyncDialect().sqlToQuery(silentAccounts(MONDAY)));
  expect(plan).toEqual(["SEARCH calendar_connections USING INDEX calendar_connections_expected (expected_by<?)"]);
});

test("the sweep finds tokens that an older key seals by an index of the keys, from anywhere on, and sorts nothing", async () => {
  const plan = await planOf(new SQLiteAsyncDialect().sqlToQuery(sealedBy(["", "k1"], crypto.randomUUID())));
  const [behind, before] = ["id>?", "id<?"].map(
    (bound) => `SEARCH connection USING INDEX calendar_connections_sealed (sealed_by=? AND ${bound})`,
  );
  expect(plan.filter((line) => /connection|TEMP B-TREE/u.test(line))).toEqual([behind, before]);
});

test("what a booking's mails have told is found along the ids of its effects, and no other booking's is read", async () => {
  const { statement } = contextsQuery(coachId, sql`SELECT ${crypto.randomUUID()}`);
  const plan = await planOf(new SQLiteAsyncDialect().sqlToQuery(statement));
  expect(plan.filter((line) => line.includes("outbox"))).toEqual(["SEARCH outbox USING INDEX sqlite_autoindex_outbox_1 (id>? AND id<?)"]);
});

test("a command is looked for along the coach's chain, and no further back than what a minute can hold", async () => {
  const plan = await planOf(new SQLiteAsyncDialect().sqlToQuery(committedCommands(coachId, [crypto.randomUUID()]).statement));
  const touching = plan.filter((line) => line.includes("audit_log"));
  expect(touching).toEqual([
    "SEARCH audit_log USING INDEX sqlite_autoindex_audit_log_1 (chain=? AND seq>?)",
    "SEARCH audit_log USING COVERING INDEX sqlite_autoindex_audit_log_1 (chain=?)",
  ]);
});

test("the sweep finds bookings without terms, of which there are mostly none, by an index of those alone", async () => {
  const plan = await planOf({ sql: "SELECT * FROM bookings WHERE cancellation_policy IS NULL LIMIT 10", params: [] });
  expect(plan).toEqual(["SCAN bookings USING INDEX bookings_without_terms"]);
});

test.each([
  ["a client's list", "SELECT * FROM bookings WHERE client_id = ? ORDER BY starts_at DESC, id DESC LIMIT 20", "bookings_by_client"],
  ["a coach's list", "SELECT * FROM bookings WHERE coach_id = ? ORDER BY starts_at DESC, id DESC LIMIT 20", "bookings_by_coach"],
  ["a coach's next lapse", "SELECT min(expires_at) FROM bookings WHERE coach_id = ? AND status = 'pending'", "bookings_pending_by_coach"],
  [
    "missed lapses",
    "SELECT coach_id FROM bookings WHERE status = 'pending' AND expires_at <= ? ORDER BY expires_at LIMIT 10",
    "bookings_pending_due",
  ],
  ["the head of a chain", "SELECT seq, mac FROM audit_log WHERE chain = ? ORDER BY seq DESC LIMIT 1", "sqlite_autoindex_audit_log_1"],
  ["a booking's history", "SELECT * FROM audit_log WHERE booking_id = ? ORDER BY revision", "audit_log_booking_revision"],
  [
    "old idempotency keys",
    "SELECT rowid FROM idempotency_keys WHERE created_at < ? ORDER BY created_at LIMIT 10",
    "idempotency_keys_by_age",
  ],
])("%s is served by an index", async (_what, statement, index) => {
  const plan = await planOf({ sql: statement, params: [coachId] });
  expect(plan.join("; ")).toContain(`USING ${plan.join().includes("COVERING") ? "COVERING " : ""}INDEX ${index}`);
  expect(plan.join("; ")).not.toMatch(/SCAN|TEMP B-TREE/u);
});
