/** The list of events (`GET /admin/events`): the life of a booking in its order, along a cursor, once the same and for 30 days. */
import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { eventQueries, listEvents } from "../../src/database/booking-events.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { person, type Person } from "../support/people.ts";
import { at, book, deliverAll, pay, scene, type Scene, useMoneyClock } from "./scene.ts";
import { sweepOnce } from "../support/sweep.ts";

useMoneyClock();

interface ListedEvent {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly booking: {
    readonly id: string;
    readonly status: string;
    readonly revision: number;
    readonly client: { readonly email: string };
  };
}

interface Listed {
  readonly events: readonly ListedEvent[];
  readonly next_after: string;
  readonly has_more: boolean;
  readonly has_gap: boolean;
}

async function ask(admin: Person, query: Record<string, string>): Promise<Listed> {
  const response = await admin.call("GET", `/admin/events?${new URLSearchParams(query).toString()}`);
  expect(response.status).toBe(200);
  return await response.json<Listed>();
}

/** All pages from a place on; what is told of one booking, and the place that was reached. */
async function walk(admin: Person, bookingId: string, from?: string, limit = "10") {
  const told: ListedEvent[] = [];
  let place = from;
  for (;;) {
    const page = await ask(admin, { limit, ...(place === undefined ? {} : { after: place }) });
    told.push(...page.events.filter(({ booking }) => booking.id === bookingId));
    place = page.next_after;
    if (!page.has_more) return { told, place };
  }
}

/** A whole life: booked, paid, a move asked for and accepted, cancelled, given back. */
async function live(stage: Scene): Promise<string> {
  const id = await book(stage, at(9));
  await pay(stage, id);
  const wish = { session_datetime: at(10) };
  expect((await stage.coach.call("POST", `/booking/${id}/move-request`, wish)).status).toBe(201);
  expect((await stage.client.call("POST", `/booking/${id}/move-request/accept`)).status).toBe(200);
  expect((await stage.client.call("DELETE", `/booking/${id}`)).status).toBe(204);
  await settleAgenda(stage.coach.id);
  await deliverAll(id);
  return id;
}

const LIFE = [
  "booking.created",
  "booking.paid",
  "booking.confirmed",
  "booking.move_requested",
  "booking.moved",
  "booking.cancelled",
  "booking.refunded",
];

test("a booking's life is told in its order, each event once and with the same id, in pages of any size", async () => {
  const [stage, admin] = [await scene(), await person("admin", { lifetime: "90d" })];
  const id = await live(stage);
  const { told, place } = await walk(admin, id);
  expect(told.map(({ type }) => type)).toEqual(LIFE);
  expect(told.every(({ booking }) => booking.status === "cancelled" && booking.client.email === stage.clientMail)).toBe(true);
  const again = await walk(admin, id, undefined, "100");
  expect(again.told.map((event) => event.id)).toEqual(told.map((event) => event.id));
  expect(new Set(told.map((event) => event.id)).size).toBe(LIFE.length);
  // Nothing new: the place stays, and what comes later comes behind it.
  expect((await ask(admin, { after: place })).next_after).toBe(place);
  const other = await live(stage);
  expect((await walk(admin, other, place)).told.map(({ type }) => type)).toEqual(LIFE);
  expect((await walk(admin, id, place)).told).toEqual([]);
});

test("a session that nobody completes is told as completed, and one that lapsed as cancelled", async () => {
  const [stage, admin] = [await scene(), await person("admin", { lifetime: "90d" })];
  const [held, lapsed] = [await book(stage, at(2)), await book(stage, at(3))];
  await pay(stage, held);
  vi.setSystemTime(Date.now() + 5 * DAY_MS);
  await settleAgenda(stage.coach.id);
  expect((await walk(admin, held)).told.map(({ type }) => type)).toEqual([...LIFE.slice(0, 3), "booking.completed"]);
  expect((await walk(admin, lapsed)).told.map(({ type }) => type)).toEqual(["booking.created", "booking.cancelled"]);
});

test("events are listed for 30 days; a reader who comes later is told that there is a gap", async () => {
  const [stage, admin] = [await scene(), await person("admin", { lifetime: "900d" })];
  const id = await live(stage);
  const { told, place } = await walk(admin, id);
  expect(told).toHaveLength(LIFE.length);
  const now = instant(Date.now());
  const page = async (daysLater: number) =>
    await listEvents(database, { after: { acts: 0, refunds: 0 }, limit: 100, now: after(now, daysLater * DAY_MS) });
  expect((await page(29)).events.length).toBeGreaterThan(0);
  expect(await page(31)).toMatchObject({ events: [], hasMore: false, hasGap: true });
  // Not of a place further back: other files' clocks left rows there whose times do not rise.
  expect((await ask(admin, { after: place })).has_gap).toBe(false);
  const swept = async (days: number): Promise<number> => {
    await sweepOnce({ now: after(now, days * DAY_MS) });
    return (await database.get<{ n: number }>(sql`SELECT count(*) AS n FROM refund_events WHERE booking_id = ${id}`))?.n ?? -1;
  };
  expect([await swept(29), await swept(31)]).toEqual([1, 0]);
});

test("no page walks the trail: its beginning is found by halving, and it is read along its own order", async () => {
  for (const asked of Object.values(eventQueries({ after: null, limit: 50, now: instant(Date.now()) }))) {
    const plan = await database.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${asked.statement}`);
    const scans = plan.map(({ detail }) => detail).filter((detail) => /\bSCAN (?:audit_log|refund_events)\b/u.test(detail));
    expect(scans).toEqual([]);
  }
});

test.each(["x", "1", "-1-0", "1-2-3", "99999999999999999-0"])("a place that this list never gave is refused: %s", async (place) => {
  const admin = await person("admin");
  const response = await admin.call("GET", `/admin/events?after=${encodeURIComponent(place)}`);
  expect([response.status, await response.json()]).toMatchObject([400, { code: "validation_failed" }]);
});
