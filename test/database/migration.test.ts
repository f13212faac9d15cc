/**
 * What the version before left stands under this one: a database with one booking of each state is migrated, and then every one
 * is moved, cancelled and paid back through the agenda, as it was agreed. And what that version writes while both run.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { person, type Person } from "../support/people.ts";
import { deliver, onHostedPage, stripeSnapshot, webhook, webhooksOf } from "../support/stripe-sim.ts";
import {
  type BookingBefore,
  bookingBefore,
  coachBefore,
  goBack,
  migrate,
  openPaymentBefore,
  paidBefore,
  personBefore,
  refundedBefore,
} from "../support/version-before.ts";
import { sweepOnce } from "../support/sweep.ts";

const SETTINGS = {
  slotStepMinutes: null,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  noticeMinutesMin: 0,
  horizonDays: 365,
  sessionsPerDayMax: null,
  prices: [
    { durationMinutes: 60, amountMinor: 6_000, currency: "EUR" },
    { durationMinutes: 15, amountMinor: 0, currency: "EUR" },
  ],
  approvalRequired: true,
  autoConfirm: false,
  cancellationCutoffMinutes: 2_880,
  lateRefundPercent: 50,
  pendingMinutes: 90,
  reminderMinutes: [1_440, 60],
  onEventDeleted: "cancel",
  onConnectionLost: "keep_booking",
  clientOverlapAllowed: true,
};
/** The coach's policy as steps, and that of the payments, which were agreed on earlier. */
const COACHS = [
  { before_minutes: 2_880, refund_percent: 100 },
  { before_minutes: 0, refund_percent: 50 },
];
const PAYMENT = { amountMinor: 5_000, cutoffMinutes: 1_440, lateRefundPercent: 30 };
const PAYMENTS = [
  { before_minutes: 1_440, refund_percent: 100 },
  { before_minutes: 0, refund_percent: 30 },
];
const OLD_PRICE = { amount_minor: 5_000, currency: "EUR" };

const began = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
let coach: Person;
let client: Person;
let admin: Person;
const ids: Record<string, string> = {};
const paymentIds: Record<string, string> = {};
let openSession: string;
let outboxBefore: number;

beforeAll(async () => {
  await goBack();
  coach = await person("coach", { lifetime: "90d" });
  client = await person("client", { lifetime: "90d" });
  admin = await person("admin", { lifetime: "90d" });
  await personBefore(coach.id, "coach", "coach@people.test");
  await personBefore(client.id, "client", "client@people.test");
  await coachBefore(coach.id, SETTINGS);
  await personBefore("a0a0a0a0-0000-4000-8000-000000000001", "coach", "free@people.test");
  await coachBefore("a0a0a0a0-0000-4000-8000-000000000001", {
    ...SETTINGS,
    prices: [],
    cancellationCutoffMinutes: 0,
    lateRefundPercent: 0,
    pendingMinutes: null,
  });

  const make = async (name: string, startsAt: number, fields: Partial<BookingBefore>) => {
    const written = { coachId: coach.id, clientId: client.id, startsAt, minutes: 60, status: "confirmed", ...fields };
    ids[name] = await bookingBefore(written);
    return { id: ids[name], written };
  };
  const makePaid = async (name: string, startsAt: number, fields: Partial<BookingBefore>) => {
    const { id, written } = await make(name, startsAt, fields);
    const paid = await paidBefore(id, written, PAYMENT);
    paymentIds[name] = paid.paymentId;
    return { id, paid };
  };
  const day = (days: number) => began + days * DAY_MS;
  await make("pending free", day(10), { status: "pending", minutes: 30, expiresAt: day(9) });
  await make("pending unpaid", day(11), { status: "pending", expiresAt: began + 3 * HOUR_MS });
  const open = await make("pending open", day(12), { status: "pending", expiresAt: began + 3 * HOUR_MS });
  const opened = await openPaymentBefore(open.id, open.written, PAYMENT);
  openSession = opened.sessionId;
  await makePaid("pending paid", day(13), { status: "pending", expiresAt: began + 5 * HOUR_MS });
  await make("confirmed free", day(14), { minutes: 30 });
  await makePaid("confirmed paid", day(15), {});
  await makePaid("confirmed soon", began + 20 * HOUR_MS, {});
  await make("confirmed over", day(-3), { minutes: 30 });
  await makePaid("completed paid", day(-5), { status: "completed" });
  // Cancelled late by the client: 30 % of it went back.
  const gone = await makePaid("cancelled paid", day(2), { status: "cancelled", cancelledBy: "client", updatedAt: day(2) - 2 * HOUR_MS });
  await refundedBefore(gone.paid, gone.id, 1_500);
  await make("lapsed", day(16), { status: "pending", expiresAt: began - 2 * HOUR_MS });
  outboxBefore = (await env.DB.prepare("SELECT count(*) AS n FROM outbox").first<number>("n")) ?? -1;
  await migrate();
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => {
  vi.useRealTimers();
});

async function seen(name: string, as: Person = client): Promise<Record<string, unknown>> {
  const response = await as.call("GET", `/booking/${ids[name] ?? ""}`);
  expect([name, response.status]).toEqual([name, 200]);
  return await response.json();
}

async function ask(as: Person, method: string, path: string, body?: unknown): Promise<[number, Record<string, unknown>]> {
  const response = await as.call(method, path, body);
  return [response.status, await response.json()];
}

async function row(name: string): Promise<Record<string, unknown>> {
  return (await env.DB.prepare("SELECT * FROM bookings WHERE id = ?").bind(ids[name]).first()) ?? {};
}

const iso = (ms: number) => new Date(ms).toISOString();

async function givenBack(name: string): Promise<number> {
  await settleAgenda(coach.id);
  const { refunds } = await stripeSnapshot(ids[name] ?? "");
  return refunds.reduce((sum, { amount }) => sum + amount, 0);
}

describe("what the migration makes of each", () => {
  test.each([
    ["pending free", null, COACHS, true, "approval"],
    ["pending unpaid", { amount_minor: 6_000, currency: "EUR" }, COACHS, true, "payment"],
    ["pending open", OLD_PRICE, PAYMENTS, true, "payment"],
    ["pending paid", OLD_PRICE, PAYMENTS, true, "approval"],
    ["confirmed free", null, COACHS, false, null],
    ["confirmed paid", OLD_PRICE, PAYMENTS, false, null],
    ["confirmed over", null, COACHS, false, null],
    ["completed paid", OLD_PRICE, PAYMENTS, false, null],
    ["cancelled paid", OLD_PRICE, PAYMENTS, false, null],
  ])("%s", async (name, price, policy, approval, awaiting) => {
    expect(await seen(name)).toMatchObject({
      price,
      cancellation_policy: policy,
      approval_required: approval,
      awaiting,
      refund_cap_percent: 100,
      price_waived: false,
      created_by: "client",
      moves: 0,
      move_request: null,
      offer_id: null,
      revision: 3,
      notes: "Kept",
    });
  });

  test("a deadline that stands stays, and what is over is never completed by itself", async () => {
    expect((await row("pending free"))["expires_at"]).toBe(began + 9 * DAY_MS);
    expect((await row("pending unpaid"))["expires_at"]).toBe(began + 3 * HOUR_MS);
    expect((await row("pending paid"))["expires_at"]).toBe(began + 5 * HOUR_MS);
    expect((await row("confirmed paid"))["completes_at"]).toBe(began + 16 * DAY_MS + HOUR_MS);
    expect((await row("confirmed over"))["completes_at"]).toBeNull();
    expect((await row("pending free"))["completes_at"]).toBeNull();
    expect(await seen("confirmed over")).toMatchObject({ status: "confirmed" });
    expect(await seen("lapsed")).toMatchObject({ status: "cancelled" });
  });

  test("prices are offers, the settings follow, and what the version before reads is still there", async () => {
    const [, { offers }] = await ask(coach, "GET", `/coach/${coach.id}/offers`);
    expect(offers).toMatchObject([
      { title: "60 minutes", duration_minutes: 60, price: { amount_minor: 6_000, currency: "EUR" }, is_active: true, position: 0 },
      { title: "15 minutes", duration_minutes: 15, price: null, is_active: true, position: 1 },
    ]);
    const [, settings] = await ask(coach, "GET", `/coach/${coach.id}/settings`);
    expect(settings).toMatchObject({ cancellation_policy: COACHS, approval_minutes: 90, payment_minutes: 15 });
    const kept = await env.DB.prepare("SELECT settings FROM coach_profiles WHERE coach_id = ?").bind(coach.id).first<string>("settings");
    expect(JSON.parse(kept ?? "")).toMatchObject({ prices: SETTINGS.prices, cancellationCutoffMinutes: 2_880, pendingMinutes: 90 });
    const free = "a0a0a0a0-0000-4000-8000-000000000001";
    const plain = await env.DB.prepare("SELECT settings FROM coach_profiles WHERE coach_id = ?").bind(free).first<string>("settings");
    expect(JSON.parse(plain ?? "")).toMatchObject({ cancellationPolicy: [{ beforeMinutes: 0, refundPercent: 100 }] });
    expect(JSON.parse(plain ?? "")).not.toHaveProperty("approvalMinutes");
    expect(await env.DB.prepare("SELECT count(*) AS n FROM offers WHERE coach_id = ?").bind(free).first("n")).toBe(0);
  });

  test("a refund that was made is a row, and nothing is sent because of the migration", async () => {
    const { results } = await env.DB.prepare("SELECT payment_id, booking_id, amount_minor, state, cause FROM refunds").all();
    expect(results).toEqual([
      {
        payment_id: paymentIds["cancelled paid"],
        booking_id: ids["cancelled paid"],
        amount_minor: 1_500,
        state: "succeeded",
        cause: "cancelled",
      },
    ]);
    expect((await row("cancelled paid"))["refund_percent"]).toBe(30);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM outbox").first("n")).toBe(outboxBefore);
  });

  test("a change of settings keeps what the version before reads", async () => {
    const [status] = await ask(coach, "PATCH", `/coach/${coach.id}/settings`, { horizon_days: 364 });
    expect(status).toBe(200);
    const kept = await env.DB.prepare("SELECT settings FROM coach_profiles WHERE coach_id = ?").bind(coach.id).first<string>("settings");
    expect(JSON.parse(kept ?? "")).toMatchObject({ prices: SETTINGS.prices, lateRefundPercent: 50, horizonDays: 364 });
  });
});

describe("every one lives on", () => {
  test("a free one that waits is moved by its client with its deadline, and approved", async () => {
    const path = `/booking/${ids["pending free"] ?? ""}`;
    const [moved, body] = await ask(client, "PATCH", path, { session_datetime: iso(began + 10 * DAY_MS + 4 * HOUR_MS) });
    expect([moved, body]).toMatchObject([200, { status: "pending", awaiting: "approval", expires_at: iso(began + 9 * DAY_MS), moves: 1 }]);
    expect((await ask(client, "PATCH", `${path}/status`, { status: "confirmed" }))[1]).toMatchObject({ code: "approval_required" });
    expect((await ask(coach, "PATCH", `${path}/status`, { status: "confirmed" }))[0]).toBe(200);
    expect((await ask(coach, "PATCH", `${path}/status`, { status: "cancelled" }))[1]).toMatchObject({ status: "cancelled" });
  });

  test("an unpaid one is moved with its deadline, is confirmed by nobody unpaid, and can be cancelled", async () => {
    const path = `/booking/${ids["pending unpaid"] ?? ""}`;
    const [moved, body] = await ask(client, "PATCH", path, { session_datetime: iso(began + 11 * DAY_MS + 4 * HOUR_MS) });
    expect([moved, body]).toMatchObject([200, { awaiting: "payment", expires_at: iso(began + 3 * HOUR_MS) }]);
    expect((await ask(coach, "PATCH", `${path}/status`, { status: "confirmed" }))[1]).toMatchObject({ code: "payment_required" });
    expect((await ask(client, "PATCH", `${path}/status`, { status: "cancelled" }))[0]).toBe(200);
  });

  test("one with an open checkout is paid in it, at its own price, waits for approval, and gives all back", async () => {
    const path = `/booking/${ids["pending open"] ?? ""}`;
    const [moved] = await ask(client, "PATCH", path, { session_datetime: iso(began + 12 * DAY_MS + 4 * HOUR_MS) });
    expect(moved).toBe(200);
    await onHostedPage(openSession, "pay");
    for (const { id } of await webhooksOf(ids["pending open"] ?? "")) expect((await deliver(await webhook(id))).status).toBe(200);
    const paid = await seen("pending open");
    expect(paid).toMatchObject({ status: "pending", awaiting: "approval", price: OLD_PRICE });
    expect(Date.parse(String(paid["expires_at"]))).toBeGreaterThan(Date.now() + 89 * MINUTE_MS);
    expect((await ask(client, "PATCH", `${path}/status`, { status: "cancelled" }))[0]).toBe(200);
    expect(await givenBack("pending open")).toBe(5_000);
  });

  test("a paid one that waits for approval keeps its deadline when it is moved, and lapses with all back", async () => {
    const path = `/booking/${ids["pending paid"] ?? ""}`;
    const [moved, body] = await ask(client, "PATCH", path, { session_datetime: iso(began + 13 * DAY_MS + 4 * HOUR_MS) });
    expect([moved, body]).toMatchObject([200, { awaiting: "approval", expires_at: iso(began + 5 * HOUR_MS), refund_cap_percent: 100 }]);
    vi.setSystemTime(began + 5 * HOUR_MS);
    expect(await seen("pending paid")).toMatchObject({ status: "cancelled" });
    expect(await givenBack("pending paid")).toBe(5_000);
  });

  test("a confirmed free one is moved by either side and cancelled", async () => {
    const path = `/booking/${ids["confirmed free"] ?? ""}`;
    expect((await ask(client, "PATCH", path, { session_datetime: iso(began + 14 * DAY_MS + 4 * HOUR_MS) }))[0]).toBe(200);
    expect((await ask(coach, "PATCH", path, { session_datetime: iso(began + 14 * DAY_MS + 6 * HOUR_MS) }))[0]).toBe(200);
    expect((await row("confirmed free"))["completes_at"]).toBe(began + 15 * DAY_MS + 6 * HOUR_MS + 30 * MINUTE_MS);
    expect((await ask(client, "PATCH", `${path}/status`, { status: "cancelled" }))[0]).toBe(200);
  });

  test("a confirmed paid one is moved in time without loss, by its coach only with the client, and gives all back in time", async () => {
    const path = `/booking/${ids["confirmed paid"] ?? ""}`;
    const to = { session_datetime: iso(began + 15 * DAY_MS + 4 * HOUR_MS) };
    expect((await ask(coach, "PATCH", path, to))[1]).toMatchObject({ code: "move_needs_client" });
    expect(await ask(client, "PATCH", path, to)).toMatchObject([200, { refund_cap_percent: 100, price: OLD_PRICE }]);
    const [, preview] = await ask(client, "GET", `${path}/cancellation`);
    expect(preview).toEqual({ refund: OLD_PRICE, refund_percent: 100, holds_until: iso(began + 14 * DAY_MS + 4 * HOUR_MS) });
    expect((await ask(client, "PATCH", `${path}/status`, { status: "cancelled" }))[0]).toBe(200);
    expect(await givenBack("confirmed paid")).toBe(5_000);
  });

  test("a late move lowers the cap to the payment's own percent, and a cancellation gives that", async () => {
    const path = `/booking/${ids["confirmed soon"] ?? ""}`;
    const moved = await ask(client, "PATCH", path, { session_datetime: iso(began + 20 * DAY_MS) });
    expect(moved).toMatchObject([200, { refund_cap_percent: 30 }]);
    expect((await ask(client, "PATCH", `${path}/status`, { status: "cancelled" }))[0]).toBe(200);
    expect(await givenBack("confirmed soon")).toBe(1_500);
  });

  test("what is over is neither moved nor cancelled, and its money goes back by an admin alone", async () => {
    const path = `/booking/${ids["completed paid"] ?? ""}`;
    const to = { session_datetime: iso(began + 25 * DAY_MS) };
    expect((await ask(client, "PATCH", path, to))[1]).toMatchObject({ code: "invalid_transition" });
    expect((await ask(client, "PATCH", `${path}/status`, { status: "cancelled" }))[1]).toMatchObject({ code: "invalid_transition" });
    const refund = await ask(admin, "POST", `/admin/payments/${paymentIds["completed paid"] ?? ""}/refund`, { amount_minor: 2_000 });
    expect(refund[0]).toBe(200);
    expect(await givenBack("completed paid")).toBe(2_000);
  });

  test("a cancelled one keeps what it has kept; an admin gives the rest, and not more", async () => {
    const path = `/booking/${ids["cancelled paid"] ?? ""}`;
    expect((await ask(client, "PATCH", `${path}/status`, { status: "cancelled" }))[1]).toMatchObject({ code: "invalid_transition" });
    expect(await givenBack("cancelled paid")).toBe(1_500);
    const refund = `/admin/payments/${paymentIds["cancelled paid"] ?? ""}/refund`;
    const [more] = await ask(admin, "POST", refund, { amount_minor: 3_501 });
    expect(more).toBe(400);
    expect((await ask(admin, "POST", refund, { amount_minor: 3_500 }))[0]).toBe(200);
    expect(await givenBack("cancelled paid")).toBe(5_000);
  });

  test("the lapsed one lapses", async () => {
    await settleAgenda(coach.id);
    expect(await row("lapsed")).toMatchObject({ status: "cancelled", cancelled_by: "system", cancel_reason: "expired", revision: 4 });
  });

  test("what was over before is confirmed for ever, until somebody says that it is completed", async () => {
    vi.setSystemTime(began + 40 * DAY_MS);
    expect(await seen("confirmed over")).toMatchObject({ status: "confirmed" });
    const [status] = await ask(coach, "PATCH", `/booking/${ids["confirmed over"] ?? ""}/status`, { status: "completed" });
    expect(status).toBe(200);
  });
});

describe("what the version before writes while both run", () => {
  const fresh = async (name: string, days: number, fields: Partial<BookingBefore>) => {
    const parties = {
      coachId: coach.id,
      clientId: client.id,
      startsAt: began + days * DAY_MS,
      minutes: 60,
      status: "confirmed",
      ...fields,
    };
    ids[name] = await bookingBefore(parties);
    return { id: ids[name], parties };
  };

  test("is shown with the terms that were meant, in every read", async () => {
    const { id } = await fresh("late unpaid", 50, { status: "pending", expiresAt: began + 30 * DAY_MS });
    const meant = {
      price: { amount_minor: 6_000, currency: "EUR" },
      cancellation_policy: COACHS,
      awaiting: "payment",
      approval_required: true,
    };
    expect(await seen("late unpaid")).toMatchObject(meant);
    for (const list of [`/booking/client/${client.id}`, `/booking/coach/${coach.id}`]) {
      const as = list.startsWith("/booking/client") ? client : coach;
      const [, { bookings }] = await ask(as, "GET", `${list}?status=pending`);
      expect((bookings as { id: string }[]).find((one) => one.id === id)).toMatchObject(meant);
    }
    expect((await row("late unpaid"))["cancellation_policy"]).toBeNull();
  });

  test("previews and gives back by its payment's policy, and is written whole by the first change", async () => {
    const { id, parties } = await fresh("late paid", 51, {});
    await paidBefore(id, parties, PAYMENT);
    vi.setSystemTime(began + 50 * DAY_MS + 12 * HOUR_MS);
    const [, preview] = await ask(client, "GET", `/booking/${id}/cancellation`);
    expect(preview).toEqual({ refund: { amount_minor: 1_500, currency: "EUR" }, refund_percent: 30, holds_until: null });
    const moved = await ask(client, "PATCH", `/booking/${id}`, { session_datetime: iso(began + 60 * DAY_MS) });
    expect(moved).toMatchObject([200, { price: OLD_PRICE, cancellation_policy: PAYMENTS, refund_cap_percent: 30, revision: 4 }]);
    expect(await row("late paid")).toMatchObject({
      price: JSON.stringify({ minor: 5_000, currency: "EUR" }),
      cancellation_policy: JSON.stringify([
        { beforeMinutes: 1_440, refundPercent: 100 },
        { beforeMinutes: 0, refundPercent: 30 },
      ]),
      completes_at: began + 61 * DAY_MS + HOUR_MS,
    });
    expect((await ask(client, "PATCH", `/booking/${id}/status`, { status: "cancelled" }))[0]).toBe(200);
    expect(await givenBack("late paid")).toBe(1_500);
  });

  test("is written by the sweep where nobody does, without a revision and without a word to anybody", async () => {
    const { id, parties } = await fresh("swept paid", 70, {});
    await paidBefore(id, parties, PAYMENT);
    await fresh("swept pending", 71, { status: "pending", minutes: 30, expiresAt: began + 70 * DAY_MS });
    const cancelled = await fresh("swept cancelled", 72, {
      status: "cancelled",
      cancelledBy: "client",
      updatedAt: began + 72 * DAY_MS - HOUR_MS,
    });
    await paidBefore(cancelled.id, cancelled.parties, PAYMENT);
    const outbox = await env.DB.prepare("SELECT count(*) AS n FROM outbox").first("n");
    const before = await Promise.all(["swept paid", "swept pending", "swept cancelled"].map(async (name) => await seen(name)));
    await sweepOnce();
    expect(await row("swept paid")).toMatchObject({ completes_at: began + 71 * DAY_MS + HOUR_MS, approval_required: 0, revision: 3 });
    expect(await row("swept pending")).toMatchObject({ price: null, approval_required: 1, completes_at: null });
    expect(await row("swept cancelled")).toMatchObject({ refund_percent: 30, price: JSON.stringify({ minor: 5_000, currency: "EUR" }) });
    expect(await Promise.all(["swept paid", "swept pending", "swept cancelled"].map(async (name) => await seen(name)))).toEqual(before);
    expect(await database.all(sql`SELECT id FROM bookings WHERE cancellation_policy IS NULL`)).toEqual([]);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM outbox").first("n")).toBe(outbox);
  });
});
