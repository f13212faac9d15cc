/** With 100,000 bookings over a year, every filter of the admins' list reads its page and twenty rows more, along an index and without sorting. */
import { env } from "cloudflare:workers";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { beforeAll, describe, expect, test } from "vitest";
import { fillYear } from "../../bench/year.ts";
import { type AllBookingsQuery, listAllBookings, pageQuery } from "../../src/database/all-bookings.ts";
import { openDatabase } from "../../src/database/open.ts";
import { LIST_ORDERS } from "../../src/domain/all-bookings.ts";
import { statusAt } from "../../src/domain/booking.ts";
import { instant } from "../../src/domain/instant.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { ALL_BOOKINGS_SCANNED_MAX } from "../../src/limits/all-bookings.ts";
import { countingD1 } from "../support/counting.ts";

const STARTS = Date.UTC(2026, 0, 1);
const NOW = instant(STARTS + 200 * DAY_MS);
const LIMIT = 20;
const NOTHING: AllBookingsQuery = {
  idPrefix: null,
  coachId: null,
  clientId: null,
  status: null,
  payment: null,
  awaiting: null,
  from: null,
  to: null,
  order: "latest_first",
  after: null,
  limit: LIMIT,
  // Nothing has lapsed that is not recorded so.
  now: instant(0),
};
let some: { readonly id: string; readonly coach_id: string; readonly client_id: string };

beforeAll(async () => {
  await fillYear(env.DB, { bookings: 100_000, coaches: 60, startsAt: STARTS });
  const found = await env.DB.prepare("SELECT id, coach_id, client_id FROM bookings ORDER BY id LIMIT 1 OFFSET 777").first<typeof some>();
  if (found === null) throw new Error("there are bookings");
  some = found;
}, 300_000);

async function planOf(asked: AllBookingsQuery): Promise<string> {
  const { sql, params } = new SQLiteAsyncDialect().sqlToQuery(pageQuery(asked));
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...params)
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail).join("; ");
}

describe.each(LIST_ORDERS)("%s", (order) => {
  test.each<[string, () => Partial<AllBookingsQuery>, string]>([
    ["nothing", () => ({}), "bookings_by_start"],
    ["a coach", () => ({ coachId: some.coach_id }), "bookings_by_coach"],
    ["a client", () => ({ clientId: some.client_id }), "bookings_by_client"],
    ["pending", () => ({ status: "pending" }), "bookings_pending_by_start"],
    ["completed", () => ({ status: "completed" }), "bookings_completed_by_start"],
    ["cancelled", () => ({ status: "cancelled" }), "bookings_cancelled_by_start"],
    ["unpaid", () => ({ payment: "unpaid" }), "bookings_unpaid"],
    ["paid", () => ({ payment: "paid" }), "bookings_paid"],
    ["refunded", () => ({ payment: "refunded" }), "payments_refunded"],
    ["disputed", () => ({ payment: "disputed" }), "disputes_by_age"],
    ["awaiting payment", () => ({ awaiting: "payment" }), "bookings_unpaid"],
    ["awaiting approval", () => ({ awaiting: "approval" }), "bookings_unapproved"],
    ["awaiting an answer", () => ({ awaiting: "answer" }), "bookings_asked"],
    ["from and to", () => ({ from: NOW, to: instant(NOW + 30 * DAY_MS) }), "bookings_by_start"],
    ["a coach, from and to", () => ({ coachId: some.coach_id, from: NOW, to: instant(NOW + 90 * DAY_MS) }), "bookings_by_coach"],
    ["a status, from and to", () => ({ status: "cancelled", from: NOW, to: instant(NOW + 90 * DAY_MS) }), "bookings_cancelled_by_start"],
    ["paid, from and to", () => ({ payment: "paid", from: NOW, to: instant(NOW + 90 * DAY_MS) }), "bookings_paid"],
  ])("%s: the page and twenty rows more", async (what, part, index) => {
    const asked = { ...NOTHING, order, ...part() };
    const plan = await planOf(asked);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/u);
    const counted = countingD1(env.DB);
    const { bookings } = await listAllBookings(openDatabase(counted.d1), asked);
    expect([what, bookings.length > 0 || ["awaiting an answer", "awaiting approval"].includes(what)]).toEqual([what, true]);
    // Of each booking its place in the index and itself; beside it two names, and what was paid for it, twice.
    const [own, beside] = [2, 6];
    expect(counted.rowsRead).toBeLessThanOrEqual((LIMIT + 1) * (own + beside) + 20);
  });
});

test("the beginning of an id finds its booking, alone or with what does not fit it", async () => {
  const counted = countingD1(env.DB);
  const prefix = { ...NOTHING, idPrefix: some.id.slice(0, 8) };
  const found = await listAllBookings(openDatabase(counted.d1), prefix);
  expect(found.bookings.map(({ booking }) => booking.id)).toContain(some.id);
  expect(counted.rowsRead).toBeLessThan(20);
  const other = await listAllBookings(openDatabase(env.DB), { ...prefix, coachId: crypto.randomUUID() });
  expect(other).toEqual({ bookings: [], next: null });
});

test("a filter that passes few rows ends after so many looked at, and its pages together hold what a recount finds", async () => {
  // Of 20,000 paid for, those few that still wait: no page is full.
  const asked = { ...NOTHING, payment: "paid" as const, status: "pending" as const, limit: 250, now: NOW };
  const ids: string[] = [];
  for (let after: AllBookingsQuery["after"] = null, pages = 0; ; pages += 1) {
    const counted = countingD1(env.DB);
    const page = await listAllBookings(openDatabase(counted.d1), { ...asked, after });
    expect(counted.rowsRead).toBeLessThan(4 * ALL_BOOKINGS_SCANNED_MAX + 600);
    ids.push(...page.bookings.map(({ booking }) => booking.id));
    expect(page.bookings.length).toBeLessThan(asked.limit);
    expect(page.bookings.every(({ booking }) => statusAt(booking, NOW) === "pending")).toBe(true);
    after = page.next;
    if (after === null || pages > 50) break;
  }
  const { results } = await env.DB.prepare(
    "SELECT id FROM bookings WHERE payment_id IS NOT NULL AND status = 'pending' AND expires_at > ?1 ORDER BY starts_at DESC, id DESC",
  )
    .bind(NOW)
    .all<{ id: string }>();
  expect(ids).toEqual(results.map(({ id }) => id));
});

test("pages of every filter follow each other without a gap or a repeat", async () => {
  for (const part of [{ payment: "refunded" }, { status: "cancelled" }, { payment: "paid" }, {}] as const) {
    for (const order of LIST_ORDERS) {
      const ids: string[] = [];
      let after: AllBookingsQuery["after"] = null;
      for (let page = 0; page < 4; page += 1) {
        const found = await listAllBookings(openDatabase(env.DB), { ...NOTHING, ...part, order, after, limit: 37 });
        ids.push(...found.bookings.map(({ booking }) => booking.id));
        after = found.next;
      }
      const whole = await listAllBookings(openDatabase(env.DB), { ...NOTHING, ...part, order, limit: 4 * 37 });
      expect(ids).toEqual(whole.bookings.map(({ booking }) => booking.id));
    }
  }
});
