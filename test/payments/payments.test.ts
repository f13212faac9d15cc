/**
 * Priced sessions from checkout to refund, against the stand-in for Stripe: money that comes in confirms, what does not
 * fit is flagged, what comes too late goes back, and nothing happens twice (I13, S39-S41).
 */
import { sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { MAILS_GATHERED_MS } from "../../src/limits.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person } from "../support/people.ts";
import { deliver, onHostedPage, orderStripeFault, stripeSnapshot, webhook, webhooksOf } from "../support/stripe-sim.ts";
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

describe("a session with a price", () => {
  test("is held for its checkout, confirmed by the webhook, told to both, and given back when it is cancelled in time (I13)", async () => {
    const stage = await scene();
    const id = await book(stage, at(3));
    expect((await stage.client.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })).status).toBe(400);
    const opened = await checkout(stage, id);
    const held = await viewed(stage, id);
    expect(Date.parse(String(held["expires_at"])) - Date.now()).toBeGreaterThan(34 * MINUTE_MS);
    expect(await checkout(stage, id)).toEqual(opened);
    expect(await onHostedPage(opened.session, "pay")).toBe(true);
    await deliverAll(id);
    await settleAgenda(stage.coach.id);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", payment_id: opened.payment_id, expires_at: null });
    expect(await payment(stage, opened.payment_id)).toMatchObject({
      state: "paid",
      captured_minor: PRICE,
      refunded_minor: 0,
      currency: "EUR",
    });
    expect(await subjects(stage.clientMail)).toEqual(expect.arrayContaining(["Confirmed", "Payment received"]));
    const planned = await database.all(sql`SELECT kind FROM outbox WHERE booking_id = ${id} AND kind LIKE 'reminder:%' AND state = 'due'`);
    expect(planned).toHaveLength(2);

    expect((await stage.client.call("DELETE", `/booking/${id}`)).status).toBe(204);
    await settleAgenda(stage.coach.id);
    await settleAgenda(stage.coach.id);
    expect((await stripeSnapshot(id)).refunds).toMatchObject([{ amount: PRICE }]);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: PRICE });
    await pass(MAILS_GATHERED_MS, stage);
    await settleAgenda(stage.coach.id);
    expect(await subjects(stage.clientMail)).toEqual(expect.arrayContaining(["Cancelled", "Refund"]));
    expect((await mailsTo(stage.clientMail)).every(({ times }) => times === 1)).toBe(true);
  });

  test("cancelled late by its client gives back the coach's part; cancelled by the coach, all of it (I13)", async () => {
    const stage = await scene({ cancellation_policy: lateAfterAWeek(33) });
    for (const [who, refunded] of [
      ["client", Math.floor(PRICE * 0.33)],
      ["coach", PRICE],
    ] as const) {
      const id = await book(stage, at(who === "client" ? 3 : 4));
      const opened = await pay(stage, id);
      await stage[who].call("DELETE", `/booking/${id}`);
      await settleAgenda(stage.coach.id);
      await settleAgenda(stage.coach.id);
      expect((await stripeSnapshot(id)).refunds).toMatchObject([{ amount: refunded }]);
      expect(await payment(stage, opened.payment_id)).toMatchObject({ captured_minor: PRICE, refunded_minor: refunded });
    }
  });

  test("a payment for a booking that was cancelled meanwhile goes back in full, and both are told", async () => {
    const stage = await scene({ cancellation_policy: [] });
    const id = await book(stage, at(3));
    const opened = await checkout(stage, id);
    await stage.client.call("DELETE", `/booking/${id}`);
    await onHostedPage(opened.session, "pay");
    await deliverAll(id);
    await settleAgenda(stage.coach.id);
    await settleAgenda(stage.coach.id);
    expect(await viewed(stage, id)).toMatchObject({ status: "cancelled" });
    expect((await stripeSnapshot(id)).refunds).toMatchObject([{ amount: PRICE }]);
    expect(await subjects(stage.coachMail)).toEqual(expect.arrayContaining(["Payment received", "Refund"]));
  });

  test("a session nobody pays is ended before the booking lapses, and the time is free again", async () => {
    const stage = await scene();
    const id = await book(stage, at(3));
    const opened = await checkout(stage, id);
    await pass(32 * MINUTE_MS, stage);
    await settleAgenda(stage.coach.id);
    expect((await stripeSnapshot(id)).sessions).toMatchObject([{ status: "expired" }]);
    expect(await viewed(stage, id)).toMatchObject({ status: "pending" });
    await pass(3 * MINUTE_MS, stage);
    await settleAgenda(stage.coach.id);
    expect(await viewed(stage, id)).toMatchObject({ status: "cancelled", cancelled_by: "system", cancel_reason: "expired" });
    expect(await payment(stage, opened.payment_id)).toMatchObject({ state: "expired" });
    expect(await subjects(stage.clientMail)).toContain("Not confirmed");
    await deliverAll(id);
    await pass(30 * MINUTE_MS, stage);
    await book(stage, at(3));
  });

  test("where the session says paid when it is to be ended, the booking is confirmed instead", async () => {
    const stage = await scene();
    const id = await book(stage, at(3));
    const opened = await checkout(stage, id);
    await pass(20 * MINUTE_MS, stage);
    await onHostedPage(opened.session, "pay");
    // The webhook is lost.
    await pass(12 * MINUTE_MS, stage);
    await settleAgenda(stage.coach.id);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", payment_id: opened.payment_id });
    await deliverAll(id);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ state: "paid", captured_minor: PRICE });
  });

  test("a card that is declined is told to the client, and another try may follow", async () => {
    const stage = await scene();
    const id = await book(stage, at(3));
    const opened = await checkout(stage, id);
    await onHostedPage(opened.session, "decline");
    await deliverAll(id);
    await settleAgenda(stage.coach.id);
    expect(await subjects(stage.clientMail)).toContain("Payment failed");
    await onHostedPage(opened.session, "pay");
    await deliverAll(id);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
  });

  test("a checkout whose answer is lost is the same checkout when it is asked for again", async () => {
    const stage = await scene();
    const id = await book(stage, at(3));
    await orderStripeFault({ mode: "after_commit", path: "/v1/checkout/sessions", scope: id });
    expect((await stage.client.call("POST", "/payments/checkout", { booking_id: id })).status).toBe(503);
    await checkout(stage, id);
    expect((await stripeSnapshot(id)).sessions).toHaveLength(1);
  });

  test("a refund whose answer is lost happens once", async () => {
    const stage = await scene();
    const id = await book(stage, at(3));
    const opened = await pay(stage, id);
    await orderStripeFault({ mode: "after_commit", path: "/v1/refunds", method: "POST", scope: id, times: 2 });
    await stage.coach.call("DELETE", `/booking/${id}`);
    for (let tries = 0; tries < 4; tries += 1) {
      await settleAgenda(stage.coach.id);
      vi.setSystemTime(Date.now() + MINUTE_MS);
    }
    expect((await stripeSnapshot(id)).refunds).toHaveLength(1);
    expect(await payment(stage, opened.payment_id)).toMatchObject({ refunded_minor: PRICE });
    expect((await subjects(stage.clientMail)).filter((subject) => subject === "Refund")).toHaveLength(1);
  });
});

describe("webhooks", () => {
  async function paid(): Promise<{ stage: Scene; id: string; opened: Checkout; completed: string }> {
    const stage = await scene();
    const id = await book(stage, at(3));
    const opened = await checkout(stage, id);
    await onHostedPage(opened.session, "pay");
    const completed = (await webhooksOf(id)).find(({ type }) => type === "checkout.session.completed")?.id ?? "";
    return { stage, id, opened, completed };
  }

  test("S39: a bad signature, an old one, a body that was written anew and another secret are refused", async () => {
    const { stage, id, completed } = await paid();
    const { body, signature } = await webhook(completed);
    const refused = async (one: { body: string; signature: string }): Promise<void> => {
      const answer = await deliver(one);
      expect([answer.status, await answer.json()]).toMatchObject([400, { code: "signature_invalid" }]);
    };
    await refused({ body, signature: signature.replace(/.$/u, (last) => (last === "0" ? "1" : "0")) });
    await refused({ body, signature: "" });
    await refused({ body: JSON.stringify(JSON.parse(body), null, 2), signature });
    await refused({ body, signature: signature.replace(/t=\d+/u, "t=1") });
    vi.setSystemTime(Date.now() + 301_000);
    await refused({ body, signature });
    expect(await viewed(stage, id)).toMatchObject({ status: "pending" });
  });

  test("S40: one event ten times at once has one effect, and events out of order end right", async () => {
    const { stage, id, opened, completed } = await paid();
    const event = await webhook(completed);
    const answers = await Promise.all(Array.from({ length: 10 }, async () => await deliver(event)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    await deliverAll(id, (ids) => ids.toReversed());
    await settleAgenda(stage.coach.id);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", revision: 3 });
    expect(await payment(stage, opened.payment_id)).toMatchObject({ state: "paid", captured_minor: PRICE });
    expect((await subjects(stage.clientMail)).filter((subject) => subject === "Payment received")).toHaveLength(1);
  });

  test("S41: an amount, a currency or a booking that does not fit confirms nothing and is flagged", async () => {
    for (const change of [{ amount_total: 1 }, { currency: "usd" }, { metadata: { booking_id: crypto.randomUUID() } }]) {
      const { stage, id, opened, completed } = await paid();
      const event = JSON.parse((await webhook(completed)).body) as { data: { object: Record<string, unknown> & { metadata: object } } };
      const { metadata } = event.data.object;
      event.data.object = {
        ...event.data.object,
        ...change,
        metadata: { ...metadata, ...("metadata" in change ? change.metadata : {}) },
      };
      const body = JSON.stringify(event);
      expect((await deliver({ body, signature: await signed(body) })).status).toBe(200);
      expect(await viewed(stage, id)).toMatchObject({ status: "pending" });
      expect(await payment(stage, opened.payment_id)).toMatchObject({ state: "flagged" });
    }
  });
});

async function signed(body: string): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000);
  const secret = new TextEncoder().encode("whsec_of_the_tests");
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${String(seconds)}.${body}`)));
  return `t=${String(seconds)},v1=${[...mac].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

test("an admin cancels a coach's period in one call, with refunds, and gives back a part of a payment", async () => {
  const stage = await scene({ cancellation_policy: [] });
  const [first, second, after] = [await book(stage, at(3)), await book(stage, at(4)), await book(stage, at(9))];
  await pay(stage, first);
  const admin = await person("admin", { lifetime: "90d" });
  const period = { coach_id: stage.coach.id, from: at(2), to: at(5), reason: "The coach is ill" };
  expect((await stage.coach.call("POST", "/admin/bookings/cancel", period)).status).toBe(403);
  const done = await (await admin.call("POST", "/admin/bookings/cancel", period)).json<{ cancelled: string[] }>();
  expect([...done.cancelled].sort()).toEqual([first, second].sort());
  await settleAgenda(stage.coach.id);
  await settleAgenda(stage.coach.id);
  expect((await stripeSnapshot(first)).refunds).toMatchObject([{ amount: PRICE }]);
  expect(await viewed(stage, after)).toMatchObject({ status: "pending" });

  const late = await pay(stage, after);
  expect((await admin.call("POST", `/admin/payments/${late.payment_id}/refund`, { amount_minor: PRICE + 1 })).status).toBe(400);
  // Twice at once, and again, before it is done: one refund.
  const ask = async () => (await admin.call("POST", `/admin/payments/${late.payment_id}/refund`, { amount_minor: 1_000 })).status;
  expect([...(await Promise.all([ask(), ask()])), await ask()]).toEqual([200, 200, 200]);
  await settleAgenda(stage.coach.id);
  expect(await payment(stage, late.payment_id)).toMatchObject({ refunded_minor: 1_000 });
  const acts = await database.all(sql`SELECT action, author_id, author_role, booking_id, changes FROM audit_log
    WHERE chain = 'admin' AND changes ->> 'payment_id' = ${late.payment_id}`);
  const changes = JSON.stringify({ payment_id: late.payment_id, booking_id: after, amount_minor: 1_000 });
  expect(acts).toEqual([{ action: "refund_ordered", author_id: admin.id, author_role: "admin", booking_id: null, changes }]);
  expect(await (await admin.call("GET", "/admin/audit/verify")).json()).toMatchObject({ broken_seq: null });
});
