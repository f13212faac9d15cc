/**
 * More than one checkout of one booking, the webhook's body, and money given back in part while answers are lost: where a
 * mistake holds a time for nothing, frees one that is being paid, or pays twice (I13).
 */
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { submitToAgenda } from "../../src/clients/agenda-client.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { call } from "../support/people.ts";
import { onHostedPage, orderStripeFault, stripeSnapshot } from "../support/stripe-sim.ts";
import {
  at,
  book,
  checkout,
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

async function expiryOf(stage: Scene, id: string): Promise<number> {
  return Date.parse(String((await viewed(stage, id))["expires_at"]));
}

describe("the second checkout of one booking", () => {
  /** A booking that waits an hour; its first session is over, and a second one is open. */
  async function twoCheckouts() {
    const stage = await scene({ payment_minutes: 60 });
    const id = await book(stage, at(3));
    const lapses = await expiryOf(stage, id);
    const first = await checkout(stage, id);
    await pass(31 * MINUTE_MS, stage);
    const second = await checkout(stage, id);
    expect(second.payment_id).not.toBe(first.payment_id);
    return { stage, id, lapses, first, second };
  }

  test("does not hold the time any longer than the first did", async () => {
    const { stage, id, lapses, second } = await twoCheckouts();
    expect(await expiryOf(stage, id)).toBe(lapses);
    await pass(lapses - Date.now() - 1, stage);
    expect(await checkout(stage, id)).toEqual(second);
    expect(await expiryOf(stage, id)).toBe(lapses);
  });

  test("is not opened while the first has seconds to live: that one is the answer", async () => {
    const stage = await scene({ payment_minutes: 60 });
    const id = await book(stage, at(3));
    const first = await checkout(stage, id);
    await pass(31 * MINUTE_MS - 1_000, stage);
    expect(await checkout(stage, id)).toEqual(first);
    expect((await stripeSnapshot(id)).sessions).toMatchObject([{ id: first.session, status: "open" }]);
  });

  test("is refused where the booking lapses within five minutes", async () => {
    const stage = await scene({ payment_minutes: 10 });
    const id = await book(stage, at(3));
    await checkout(stage, id);
    const lapses = await expiryOf(stage, id);
    await pass(31 * MINUTE_MS, stage);
    const late = await stage.client.call("POST", "/payments/checkout", { booking_id: id });
    expect([late.status, await late.json()]).toMatchObject([400, { code: "checkout_too_late" }]);
    expect(await expiryOf(stage, id)).toBe(lapses);
  });

  test("keeps the booking when the first session's end is told, and confirms it when it is paid", async () => {
    const { stage, id, first, second } = await twoCheckouts();
    await deliverAll(id);
    expect(await payment(stage, first.payment_id)).toMatchObject({ state: "expired" });
    expect(await viewed(stage, id)).toMatchObject({ status: "pending" });
    await onHostedPage(second.session, "pay");
    await deliverAll(id);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", payment_id: second.payment_id });
    await settleAgenda(stage.coach.id);
    expect((await stripeSnapshot(id)).refunds).toEqual([]);
  });

  test("ends nothing but itself: the booking lapses at its own time", async () => {
    const { stage, id, lapses, second } = await twoCheckouts();
    await onHostedPage(second.session, "expire");
    await deliverAll(id);
    expect(await viewed(stage, id)).toMatchObject({ status: "pending" });
    await pass(lapses - Date.now(), stage);
    await settleAgenda(stage.coach.id);
    expect(await viewed(stage, id)).toMatchObject({ status: "cancelled", cancel_reason: "expired" });
    // The same client gets the same time again when others have had their turn.
    await pass(30 * MINUTE_MS, stage);
    await book(stage, at(3));
  });

  test("is opened when the first is ended at Stripe, so that one at most can be paid", async () => {
    const { id, first } = await twoCheckouts();
    expect((await stripeSnapshot(id)).sessions.map(({ status }) => status)).toEqual(["expired", "open"]);
    expect(await onHostedPage(first.session, "pay")).toBe(false);
  });

  test("is not opened while nobody can say that the first is ended", async () => {
    const stage = await scene({ payment_minutes: 60 });
    const id = await book(stage, at(3));
    const first = await checkout(stage, id);
    await pass(31 * MINUTE_MS, stage);
    await orderStripeFault({ mode: "answer", status: 503, path: "/expire", scope: id });
    const refused = await stage.client.call("POST", "/payments/checkout", { booking_id: id });
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: "payments_unavailable" }]);
    expect((await stripeSnapshot(id)).sessions).toMatchObject([{ id: first.session, status: "open" }]);
    expect((await checkout(stage, id)).payment_id).not.toBe(first.payment_id);
  });

  test("is not needed where the first was paid at the last moment: the booking is confirmed", async () => {
    const stage = await scene({ payment_minutes: 60 });
    const id = await book(stage, at(3));
    const first = await checkout(stage, id);
    await onHostedPage(first.session, "pay");
    await pass(31 * MINUTE_MS, stage);
    const answer = await stage.client.call("POST", "/payments/checkout", { booking_id: id });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "already_paid" }]);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", payment_id: first.payment_id });
  });

  test("is opened at once where Stripe had not opened the first for too long", async () => {
    const stage = await scene({ payment_minutes: 60 });
    const id = await book(stage, at(3));
    await orderStripeFault({ mode: "answer", status: 503, path: "/v1/checkout/sessions", scope: id });
    expect((await stage.client.call("POST", "/payments/checkout", { booking_id: id })).status).toBe(503);
    await pass(5 * MINUTE_MS, stage);
    await checkout(stage, id);
    expect((await stripeSnapshot(id)).sessions).toHaveLength(1);
  });

  test.each(["answer", "after_commit"])("a 500 (%s) that Stripe keeps for its key does not keep the client from paying", async (mode) => {
    const stage = await scene({ payment_minutes: 60 });
    const id = await book(stage, at(3));
    await orderStripeFault({ mode, status: 500, path: "/v1/checkout/sessions", scope: id });
    expect((await stage.client.call("POST", "/payments/checkout", { booking_id: id })).status).toBe(503);
    const opened = await checkout(stage, id);
    // Nobody has the address of the session behind the 500: its end says nothing of the other.
    for (const { id: session } of (await stripeSnapshot(id)).sessions)
      if (session !== opened.session) await onHostedPage(session, "expire");
    await deliverAll(id);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ state: "open" });
    await onHostedPage(opened.session, "pay");
    await deliverAll(id);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
  });

  test("is refused by the agenda itself while the first may still be paid", async () => {
    const stage = await scene({ payment_minutes: 60 });
    const id = await book(stage, at(3));
    await checkout(stage, id);
    await pass(31 * MINUTE_MS, stage);
    const author = { id: stage.client.id, role: "client" } as const;
    const ids = { commandId: crypto.randomUUID(), requestId: crypto.randomUUID(), paymentId: crypto.randomUUID(), bookingId: id };
    const reply = await submitToAgenda(env.COACH_AGENDA, { kind: "open_payment", ...ids, coachId: stage.coach.id, author, claim: null });
    expect(reply.result).toMatchObject({ ok: false, problem: { tag: "payments_unavailable" } });
  });
});

test("a checkout holds a booking that would lapse for 35 minutes, and none beyond its start", async () => {
  const stage = await scene({ payment_minutes: 10 });
  const id = await book(stage, at(3));
  expect(await expiryOf(stage, id)).toBe(Date.now() + 10 * MINUTE_MS);
  await pass(2 * MINUTE_MS, stage);
  await checkout(stage, id);
  expect(await expiryOf(stage, id)).toBe(Date.now() + 35 * MINUTE_MS);
  // The coach's last hour of that day begins in twenty minutes.
  const soon = await scene();
  await pass(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 15 * HOUR_MS + 40 * MINUTE_MS - Date.now(), soon);
  const startsAt = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + 16 * HOUR_MS);
  const last = await book(soon, startsAt.toISOString());
  await checkout(soon, last);
  expect(await expiryOf(soon, last)).toBe(startsAt.getTime());
});

test("a move to a start that is nearer than its end has a checkout ended before the booking lapses", async () => {
  const stage = await scene({ notice_minutes_min: 0 });
  const soon = at(1);
  await pass(Date.parse(soon) - 20 * MINUTE_MS - Date.now(), stage);
  const id = await book(stage, at(2));
  await checkout(stage, id);
  expect((await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: soon })).status).toBe(200);
  expect(await expiryOf(stage, id)).toBe(Date.parse(soon));
  await pass(MINUTE_MS, stage);
  await settleAgenda(stage.coach.id);
  expect((await stripeSnapshot(id)).sessions).toMatchObject([{ status: "open" }]);
  await pass(15 * MINUTE_MS, stage);
  await settleAgenda(stage.coach.id);
  expect((await stripeSnapshot(id)).sessions).toMatchObject([{ status: "expired" }]);
  expect(await viewed(stage, id)).toMatchObject({ status: "pending" });
});

test("a price that Stripe does not take is refused as that, and the booking stands until its own time", async () => {
  const stage = await scene({}, { amount_minor: 4_900, currency: "IRR" });
  const id = await book(stage, at(3));
  for (let times = 0; times < 2; times += 1) {
    const refused = await stage.client.call("POST", "/payments/checkout", { booking_id: id });
    expect([refused.status, await refused.json()]).toMatchObject([400, { code: "payment_refused" }]);
  }
  expect((await stripeSnapshot(id)).sessions).toEqual([]);
  expect(await viewed(stage, id)).toMatchObject({ status: "pending" });
});

test.each([
  ["ISK", 2_500, 250_000],
  ["KWD", 1_500, 1_500],
  ["JPY", 2_500, 2_500],
])("a price in %s is the same for people and for Stripe", async (currency, price, atStripe) => {
  const stage = await scene({}, { amount_minor: price, currency });
  const id = await book(stage, at(3));
  const opened = await checkout(stage, id);
  expect((await stripeSnapshot(id)).sessions).toMatchObject([{ amount_total: atStripe }]);
  await onHostedPage(opened.session, "pay");
  await deliverAll(id);
  expect(await payment(stage, opened.payment_id)).toMatchObject({ state: "paid", captured_minor: price, currency });
  await stage.coach.call("DELETE", `/booking/${id}`);
  await settleAgenda(stage.coach.id);
  await settleAgenda(stage.coach.id);
  expect((await stripeSnapshot(id)).refunds).toMatchObject([{ amount: atStripe }]);
  expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: price });
});

test("I13: a part that is given back while Stripe's answers are lost is given back once", async () => {
  const stage = await scene({ cancellation_policy: lateAfterAWeek(33) });
  const id = await book(stage, at(3));
  const opened = await pay(stage, id);
  await orderStripeFault({ mode: "after_commit", path: "/v1/refunds", method: "POST", scope: id, times: 2 });
  expect((await stage.client.call("DELETE", `/booking/${id}`)).status).toBe(204);
  for (let tries = 0; tries < 4; tries += 1) {
    await settleAgenda(stage.coach.id);
    vi.setSystemTime(Date.now() + MINUTE_MS);
  }
  const given = (PRICE / 100) * 33;
  expect((await stripeSnapshot(id)).refunds).toMatchObject([{ amount: given }]);
  expect(await payment(stage, opened.payment_id)).toMatchObject({ captured_minor: PRICE, refunded_minor: given });
  expect((await subjects(stage.clientMail)).filter((subject) => subject === "Refund")).toHaveLength(1);
});

describe("the webhook's body", () => {
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const answer = await call("POST", "/payments/webhook", body, {
      "content-type": "application/json",
      "stripe-signature": "t=1,v1=0",
      ...headers,
    });
    return [answer.status, (await answer.json<{ code: string }>()).code];
  };

  test("over 64 KiB is 413, and one of exactly that is read as far as its signature", async () => {
    expect(await post("x".repeat(64 * 1_024))).toEqual([400, "signature_invalid"]);
    expect(await post("x".repeat(64 * 1_024 + 1))).toEqual([413, "payload_too_large"]);
    // Counted in bytes and not in characters.
    expect(await post("é".repeat(32 * 1_024 + 1))).toEqual([413, "payload_too_large"]);
  });
});
