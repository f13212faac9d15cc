/**
 * Money that goes back, by us, by hand and by a bank, as Stripe tells of it: in any order, again and again, and ten times at once
 * (I13, S40). Stripe's own books are the oracle: captured less given back is what its charges say.
 */
import { sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { person } from "../support/people.ts";
import { atStripe, deliver, onHostedPage, orderStripeFault, stripeSnapshot, webhook, webhooksOf } from "../support/stripe-sim.ts";
import {
  at,
  book,
  checkout,
  type Checkout,
  deliverAll,
  lateAfterAWeek,
  pass,
  pay,
  payment,
  PRICE,
  scene,
  type Scene,
  subjects,
  useMoneyClock,
  viewed,
} from "./scene.ts";

useMoneyClock();

interface Paid {
  readonly stage: Scene;
  readonly id: string;
  readonly opened: Checkout;
  readonly intent: string;
}

/** A confirmed booking, and its intent at Stripe. */
async function paidBooking(settings: Record<string, unknown> = {}): Promise<Paid> {
  const stage = await scene(settings);
  const id = await book(stage, at(3));
  const opened = await pay(stage, id);
  return { stage, id, opened, intent: (await stripeSnapshot(id)).intents[0]?.id ?? "" };
}

interface Row {
  readonly id: string;
  readonly provider_id: string | null;
  readonly payment_id: string | null;
  readonly amount_minor: number;
  readonly state: string;
  readonly cause: string;
}

async function rows(intent: string): Promise<Row[]> {
  return await database.all<Row>(sql`SELECT * FROM refunds WHERE payment_intent_id = ${intent} ORDER BY created_at, id`);
}

/** Oldest first. */
async function refundedAtStripe(bookingId: string): Promise<number[]> {
  return (await stripeSnapshot(bookingId)).refunds.map(({ amount }) => amount);
}

/** Those that brought money in, the one that least was given back of first. */
async function paymentsOf(bookingId: string): Promise<Record<string, unknown>[]> {
  return await database.all(sql`SELECT id, state, payment_intent_id, captured_minor, refunded_minor FROM payments
    WHERE booking_id = ${bookingId} AND captured_minor > 0 ORDER BY refunded_minor`);
}

/** Lets the agenda do what follows, until nothing is left to try soon. */
async function settle({ coach }: Scene, times = 4): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await settleAgenda(coach.id);
    vi.setSystemTime(Date.now() + MINUTE_MS);
  }
}

/** Our books say what Stripe's say. */
async function expectEven(bookingId: string): Promise<void> {
  const { charges } = await stripeSnapshot(bookingId);
  const theirs = new Map(charges.map((one) => [one.payment_intent, [one.amount, one.amount_refunded]]));
  const ours = (await paymentsOf(bookingId)).map(
    (one) => [one["payment_intent_id"], [one["captured_minor"], one["refunded_minor"]]] as const,
  );
  expect(new Map(ours)).toEqual(theirs);
}

async function deliverTen(bookingId: string, type: string): Promise<void> {
  for (const { id } of (await webhooksOf(bookingId)).filter((one) => one.type === type)) {
    const event = await webhook(id);
    const answers = await Promise.all(Array.from({ length: 10 }, async () => (await deliver(event)).status));
    expect(answers).toEqual(Array.from({ length: 10 }, () => 200));
  }
}

function failuresLogged(): () => number {
  const spy = vi.spyOn(console, "error").mockImplementation(() => undefined);
  return () => spy.mock.calls.filter(([line]) => String(line).includes('"refund_failed"')).length;
}

describe("given back by hand at Stripe", () => {
  test.each(["in order", "in reverse"])("is recorded, told %s and twice, and a cancel gives back the rest", async (way) => {
    const { stage, id, opened, intent } = await paidBooking();
    const byHand = await atStripe(`intents/${intent}/refund`, { amount: 2_000 });
    await deliverAll(id, (ids) => (way === "in order" ? [...ids, ...ids] : [...ids, ...ids].toReversed()));
    expect(await rows(intent)).toMatchObject([
      { id: byHand.id, provider_id: byHand.id, cause: "by_hand", state: "succeeded", amount_minor: 2_000 },
    ]);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ captured_minor: PRICE, refunded_minor: 2_000 });
    expect((await stage.coach.call("DELETE", `/booking/${id}`)).status).toBe(204);
    await settle(stage);
    await deliverAll(id);
    expect(await refundedAtStripe(id)).toEqual([2_000, PRICE - 2_000]);
    await expectEven(id);
  });

  test("counts where its events were lost: Stripe is asked before a refund is made", async () => {
    const { stage, id, intent } = await paidBooking({ cancellation_policy: lateAfterAWeek(50) });
    await atStripe(`intents/${intent}/refund`, { amount: 1_800 });
    await stage.client.call("DELETE", `/booking/${id}`);
    await settle(stage);
    expect(await refundedAtStripe(id)).toEqual([1_800, PRICE / 2 - 1_800]);
    await expectEven(id);
  });

  test("in full leaves nothing to give back, and nobody is told of a refund that is none", async () => {
    const { stage, id, intent } = await paidBooking();
    await atStripe(`intents/${intent}/refund`);
    await stage.coach.call("DELETE", `/booking/${id}`);
    await settle(stage);
    expect((await stripeSnapshot(id)).refunds).toHaveLength(1);
    expect(await subjects(stage.clientMail)).not.toContain("Refund");
    await expectEven(id);
    const parked = await database.all(
      sql`SELECT id FROM outbox WHERE booking_id = ${id} AND state IN ('failed', 'due') AND kind = 'refund'`,
    );
    expect(parked).toEqual([]);
  });

  test("is known from the charge alone, where nothing else is told", async () => {
    const { stage, id, opened, intent } = await paidBooking();
    await atStripe(`intents/${intent}/refund`, { amount: 500 });
    await atStripe(`intents/${intent}/refund`, { amount: 700 });
    await deliverTen(id, "charge.refunded");
    expect(new Set((await rows(intent)).map(({ amount_minor: amount }) => amount))).toEqual(new Set([500, 700]));
    expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: 1_200 });
  });

  test("before its capture is known waits for it", async () => {
    const stage = await scene();
    const id = await book(stage, at(3));
    const opened = await checkout(stage, id);
    await onHostedPage(opened.session, "pay");
    const intent = (await stripeSnapshot(id)).intents[0]?.id ?? "";
    await atStripe(`intents/${intent}/refund`, { amount: 2_500 });
    await atStripe(`intents/${intent}/dispute`, { amount: 1_000 });
    await deliverTen(id, "refund.created");
    await deliverTen(id, "charge.dispute.created");
    expect(await rows(intent)).toMatchObject([{ payment_id: null, amount_minor: 2_500 }]);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ captured_minor: 0, refunded_minor: 0 });
    await deliverAll(id, (ids) => ids.toReversed());
    expect(await rows(intent)).toMatchObject([{ payment_id: opened.payment_id, amount_minor: 2_500 }]);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ captured_minor: PRICE, refunded_minor: 2_500 });
    const disputes = await database.all(sql`SELECT payment_id, booking_id FROM disputes WHERE payment_intent_id = ${intent}`);
    expect(disputes).toEqual([{ payment_id: opened.payment_id, booking_id: id }]);
  });
});

describe("a refund's state", () => {
  test.each([
    [["succeeded"], "succeeded"],
    [["succeeded", "failed"], "failed"],
    [["failed"], "failed"],
    [["canceled"], "canceled"],
  ] as const)("that went %o ends as %s, in whatever order it is told", async (states, end) => {
    const logged = failuresLogged();
    const { stage, id, opened, intent } = await paidBooking();
    await atStripe("refunds/begin", { scope: id, status: "pending" });
    const refund = await atStripe(`intents/${intent}/refund`, { amount: 1_500 });
    for (const status of states) await atStripe(`refunds/${refund.id}/settle`, { status });
    await deliverAll(id, (ids) => [...ids.toReversed(), ...ids]);
    for (const type of ["refund.created", "refund.updated", "charge.refund.updated", "charge.refunded"]) await deliverTen(id, type);
    expect(await rows(intent)).toMatchObject([{ state: end, amount_minor: 1_500 }]);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: end === "succeeded" ? 1_500 : 0 });
    expect(logged()).toBe(end === "failed" ? 1 : 0);
    await expectEven(id);
  });

  test("failed: it counts no longer, and an admin gives the same back again", async () => {
    const logged = failuresLogged();
    const { stage, id, opened, intent } = await paidBooking();
    const admin = await person("admin", { lifetime: "90d" });
    const giveBack = async (): Promise<void> => {
      const asked = await admin.call("POST", `/admin/payments/${opened.payment_id}/refund`, { amount_minor: 1_000 });
      expect(asked.status).toBe(200);
      await settle(stage);
    };
    await giveBack();
    const first = (await stripeSnapshot(id)).refunds[0]?.id ?? "";
    await atStripe(`refunds/${first}/settle`, { status: "failed" });
    await deliverAll(id);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: 0 });
    expect(logged()).toBe(1);
    await giveBack();
    await deliverAll(id);
    expect((await rows(intent)).map(({ state, cause }) => [state, cause])).toEqual([
      ["failed", "goodwill"],
      ["succeeded", "goodwill"],
    ]);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: 1_000 });
    await expectEven(id);
  });

  test("pending counts as given back: the same money is not promised twice", async () => {
    const { stage, id, opened, intent } = await paidBooking();
    await atStripe("refunds/begin", { scope: id, status: "pending" });
    await atStripe(`intents/${intent}/refund`, { amount: PRICE - 100 });
    await deliverAll(id);
    const admin = await person("admin", { lifetime: "90d" });
    const asked = await admin.call("POST", `/admin/payments/${opened.payment_id}/refund`, { amount_minor: 101 });
    expect([asked.status, await asked.json()]).toMatchObject([400, { code: "refund_too_large" }]);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: PRICE - 100 });
  });

  test("refused by Stripe for good: it is on record as failed, and an admin sees it", async () => {
    const { stage, id, opened, intent } = await paidBooking();
    await atStripe(`intents/${intent}/dispute`);
    await stage.coach.call("DELETE", `/booking/${id}`);
    await settle(stage);
    expect(await rows(intent)).toMatchObject([{ state: "failed", provider_id: null, amount_minor: PRICE, cause: "cancelled" }]);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: 0 });
    const parked = await database.all(sql`SELECT last_fault FROM outbox WHERE booking_id = ${id} AND state = 'failed'`);
    expect(parked).toEqual([{ last_fault: "payment_charge_disputed" }]);
    const admin = await person("admin", { lifetime: "90d" });
    const seen = async (path: string): Promise<Record<string, unknown>> => await (await admin.call("GET", path)).json();
    const mark = { payment_id: opened.payment_id, booking_id: id, amount_minor: PRICE, currency: "EUR" };
    const failed = expect.objectContaining({ ...mark, provider_id: null, cause: "cancelled" }) as unknown;
    expect(await seen("/admin/refunds/failed?limit=100")).toMatchObject({ refunds: expect.arrayContaining([failed]) as unknown });
    await deliverAll(id);
    const disputed = expect.objectContaining({ ...mark, state: "needs_response", reason: "fraudulent" }) as unknown;
    expect(await seen("/admin/disputes?limit=100")).toMatchObject({ disputes: expect.arrayContaining([disputed]) as unknown });
    await expectEven(id);
  });
});

describe("a part that is given back", () => {
  test("is given back once where its answer is lost and the key is forgotten", async () => {
    const { stage, id } = await paidBooking({ cancellation_policy: lateAfterAWeek(33) });
    await orderStripeFault({ mode: "after_commit", path: "/v1/refunds", method: "POST", scope: id, times: 2 });
    await stage.client.call("DELETE", `/booking/${id}`);
    await settleAgenda(stage.coach.id);
    await pass(25 * HOUR_MS, stage);
    await settle(stage, 8);
    expect((await stripeSnapshot(id)).refunds).toMatchObject([{ amount: (PRICE / 100) * 33 }]);
    await expectEven(id);
  });

  test.each(["answer", "after_commit"])("is given back once where Stripe says 500 (%s) and says so for a day", async (mode) => {
    const { stage, id } = await paidBooking({ cancellation_policy: lateAfterAWeek(33) });
    await orderStripeFault({ mode, status: 500, path: "/v1/refunds", method: "POST", scope: id });
    await stage.client.call("DELETE", `/booking/${id}`);
    await settle(stage, 8);
    expect((await stripeSnapshot(id)).refunds).toMatchObject([{ amount: (PRICE / 100) * 33 }]);
    await expectEven(id);
    expect((await subjects(stage.clientMail)).filter((subject) => subject === "Refund")).toHaveLength(1);
  });
});

describe("money that comes a second time", () => {
  test("by another intent of a paid session has a row of its own and goes back whole, told ten times at once", async () => {
    const { stage, id, opened, intent } = await paidBooking({ cancellation_policy: lateAfterAWeek(0) });
    await onHostedPage(opened.session, "pay_again");
    await deliverTen(id, "checkout.session.completed");
    await settle(stage);
    await deliverAll(id);
    expect(await paymentsOf(id)).toMatchObject([
      { id: opened.payment_id, state: "paid", payment_intent_id: intent, refunded_minor: 0 },
      { state: "paid", captured_minor: PRICE, refunded_minor: PRICE },
    ]);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", payment_id: opened.payment_id });
    await expectEven(id);
    // The first capture is judged by the policy, as if there had been no second.
    await stage.client.call("DELETE", `/booking/${id}`);
    await settle(stage);
    expect((await stripeSnapshot(id)).refunds).toHaveLength(1);
    await expectEven(id);
  });

  test("in a session that had been ended goes back whole, whichever is told first", async () => {
    for (const order of [(ids: string[]) => ids, (ids: string[]) => ids.toReversed()]) {
      const stage = await scene({ payment_minutes: 60 });
      const id = await book(stage, at(3));
      const first = await checkout(stage, id);
      await pass(31 * MINUTE_MS, stage);
      const second = await checkout(stage, id);
      await onHostedPage(second.session, "pay");
      expect(await onHostedPage(first.session, "pay_late")).toBe(true);
      await deliverAll(id, order);
      await settle(stage);
      await deliverAll(id);
      const { payment_id: kept, status } = await viewed(stage, id);
      expect(status).toBe("confirmed");
      const captured = await paymentsOf(id);
      expect(captured.map((one) => [one["id"] === kept, one["refunded_minor"]])).toEqual([
        [true, 0],
        [false, PRICE],
      ]);
      await expectEven(id);
    }
  });
});

describe("a dispute", () => {
  test.each(["in order", "in reverse"])("is recorded as it ended, told %s, again, and ten times at once", async (way) => {
    const { stage, id, opened, intent } = await paidBooking();
    const dispute = await atStripe(`intents/${intent}/dispute`, { amount: 4_000, reason: "product_not_received" });
    await pass(HOUR_MS, stage);
    await atStripe(`disputes/${dispute.id}/decide`, { status: "under_review" });
    await pass(HOUR_MS, stage);
    await atStripe(`disputes/${dispute.id}/decide`, { status: "won" });
    await deliverAll(id, (ids) => (way === "in order" ? [...ids, ...ids] : [...ids, ...ids].toReversed()));
    await deliverTen(id, "charge.dispute.created");
    expect(
      await database.all(sql`SELECT id, payment_id, booking_id, amount_minor, currency, state, reason FROM disputes
      WHERE payment_intent_id = ${intent}`),
    ).toEqual([
      {
        id: dispute.id,
        payment_id: opened.payment_id,
        booking_id: id,
        amount_minor: 4_000,
        currency: "EUR",
        state: "won",
        reason: "product_not_received",
      },
    ]);
    // Beside what was captured and given back, and no part of it.
    expect(await payment(stage, opened.payment_id)).toMatchObject({ captured_minor: PRICE, refunded_minor: 0 });
  });
});
