/** A page of a report reads its own lines and what stands beside them, wherever in the range it stands. */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { fillYear } from "../../bench/year.ts";
import { openDatabase } from "../../src/database/open.ts";
import { bookingLines, coachLines, paymentLines } from "../../src/database/reports.ts";
import { instant } from "../../src/domain/instant.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { countingD1 } from "../support/counting.ts";

const STARTS = Date.UTC(2026, 0, 1);
const YEAR = { startsAt: instant(STARTS), endsAt: instant(STARTS + 365 * DAY_MS) };
const LIMIT = 100;

beforeAll(async () => {
  await fillYear(env.DB, { bookings: 20_000, coaches: 20, startsAt: STARTS });
}, 120_000);

test.each([
  // Of a session: its row and its index, two names, its payment and the index of that.
  ["sessions", bookingLines, 8],
  ["payments", paymentLines, 8],
] as const)("of %s", async (_what, lines, each) => {
  const read = async (days: number) => {
    const counted = countingD1(env.DB);
    const found = await lines(openDatabase(counted.d1), YEAR, { at: instant(STARTS + days * DAY_MS), id: "" }, LIMIT);
    expect([found.length, counted.roundTrips]).toEqual([LIMIT, 1]);
    return counted.rowsRead;
  };
  for (const days of [0, 180, 300]) expect(await read(days)).toBeLessThanOrEqual(LIMIT * each + 20);
});

test("of coaches: their sessions and payments of the range, and nobody else's", async () => {
  const counted = countingD1(env.DB);
  const found = await coachLines(openDatabase(counted.d1), YEAR, { afterId: "", now: instant(STARTS), limit: 5 });
  expect([found.length, counted.roundTrips]).toEqual([5, 1]);
  // The ids are random, and other files leave coaches behind: the rows of those that were found are counted by themselves.
  const ids = JSON.stringify(found.map(({ id }) => id));
  const theirs = "WHERE coach_id IN (SELECT value FROM json_each(?1))";
  const own = await env.DB.prepare(`SELECT (SELECT count(*) FROM bookings ${theirs}) + (SELECT count(*) FROM payments ${theirs}) AS n`)
    .bind(ids)
    .first<{ n: number }>();
  // Each by its index, its row and its place in a group.
  expect(counted.rowsRead).toBeLessThanOrEqual((own?.n ?? 0) * 4 + 500);
});
