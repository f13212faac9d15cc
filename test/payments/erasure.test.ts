/**
 * A person is erased while a checkout of theirs is open: refused, or the session is cancelled and the checkout ended first. Money that comes all the
 * same is given back, and nothing that Stripe tells afterwards brings a name or an address back (S64).
 */
import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { everything } from "../support/everything.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person, type Person } from "../support/people.ts";
import { atStripe, deliver, onHostedPage, stripeSnapshot, webhook, webhooksOf } from "../support/stripe-sim.ts";
import { at, book, checkout, type Checkout, deliverAll, pass, payment, PRICE, scene, type Scene, useMoneyClock } from "./scene.ts";

useMoneyClock();

interface Stage extends Scene {
  readonly admin: Person;
  readonly id: string;
  readonly opened: Checkout;
}

let stage: Stage;

beforeEach(async () => {
  const [made, admin] = [await scene({ payment_minutes: 60 }), await person("admin", { lifetime: "90d" })];
  const id = await book(made, at(9));
  stage = { ...made, admin, id, opened: await checkout(made, id) };
  await settleAgenda(made.coach.id);
});

async function erase(of: Person, query = ""): Promise<{ readonly status: number; readonly body: unknown }> {
  const answer = await stage.admin.call("POST", `/admin/users/${of.id}/erase${query}`);
  return { status: answer.status, body: await answer.json() };
}

async function standing(): Promise<unknown> {
  return await database.get(
    sql`SELECT booking.status, payment.state, payment.captured_minor AS captured, payment.refunded_minor AS refunded, payment.session_url AS url
      FROM bookings AS booking JOIN payments AS payment ON payment.booking_id = booking.id WHERE booking.id = ${stage.id}`,
  );
}

/** No table holds the address, no mail has gone to it since, and the client is nobody to the coach. */
async function expectNobody(mailsBefore: number): Promise<void> {
  expect(await everything()).not.toContain(stage.clientMail);
  expect(await mailsTo(stage.clientMail)).toHaveLength(mailsBefore);
  const seen = await stage.coach.call("GET", `/booking/${stage.id}`);
  expect(await seen.json()).toMatchObject({ status: "cancelled", client: { id: stage.client.id, name: null } });
  const verified = await stage.admin.call("GET", `/admin/audit/verify?coach_id=${stage.coach.id}`);
  expect(await verified.json()).toMatchObject({ broken_seq: null, altered_booking_id: null, altered_payment_id: null });
}

test("with a checkout open neither side is erased, and nothing is touched", async () => {
  const before = await standing();
  for (const side of [stage.client, stage.coach])
    expect(await erase(side)).toMatchObject({ status: 409, body: { code: "erasure_blocked" } });
  expect(await standing()).toEqual(before);
  expect((await stage.client.call("GET", "/me")).status).toBe(200);
  // The same while the session stands no more and its checkout can still be paid.
  expect((await stage.client.call("DELETE", `/booking/${stage.id}`)).status).toBe(204);
  expect(await erase(stage.client)).toMatchObject({ status: 409, body: { code: "erasure_blocked" } });
  expect((await stage.client.call("GET", "/me")).status).toBe(200);
});

test("asked to cancel: the time is given free, the checkout ended, the client gone", async () => {
  const mails = (await mailsTo(stage.clientMail)).length;
  expect(await erase(stage.client, "?cancel=true")).toMatchObject({
    status: 200,
    body: { is_done: true, cancelled: 1, bookings: 1, copies: { payments: [stage.opened.session] } },
  });
  await settleAgenda(stage.coach.id, 20);
  expect(await standing()).toEqual({ status: "cancelled", state: "expired", captured: 0, refunded: 0, url: null });
  expect((await stripeSnapshot(stage.id)).sessions).toMatchObject([{ status: "expired" }]);
  expect(await onHostedPage(stage.opened.session, "pay")).toBe(false);
  // What Stripe tells of it comes late, and again.
  for (const { id } of [...(await webhooksOf(stage.id)), ...(await webhooksOf(stage.id))])
    expect((await deliver(await webhook(id))).status).toBe(200);
  await settleAgenda(stage.coach.id, 20);
  await expectNobody(mails);
});

test.each(["before", "after"] as const)("paid %s the erasure, told after it: all of it goes back, and nobody with it", async (when) => {
  const mails = (await mailsTo(stage.clientMail)).length;
  if (when === "before") expect(await onHostedPage(stage.opened.session, "pay")).toBe(true);
  expect((await erase(stage.client, "?cancel=true")).status).toBe(200);
  if (when === "after") expect(await onHostedPage(stage.opened.session, "pay")).toBe(true);
  await deliverAll(stage.id, (ids) => [...ids.toReversed(), ...ids]);
  await settleAgenda(stage.coach.id, 30);
  await deliverAll(stage.id);
  await pass(HOUR_MS, stage);
  await settleAgenda(stage.coach.id, 30);
  expect(await standing()).toEqual({ status: "cancelled", state: "paid", captured: PRICE, refunded: PRICE, url: null });
  expect((await stripeSnapshot(stage.id)).refunds).toMatchObject([{ amount: PRICE, status: "succeeded" }]);
  const [intent] = (await stripeSnapshot(stage.id)).intents;
  await atStripe(`intents/${intent?.id ?? ""}/dispute`, { amount: 1_000 });
  await deliverAll(stage.id);
  await expectNobody(mails);
  expect(await payment({ ...stage, client: stage.admin }, stage.opened.payment_id)).toMatchObject({ refunded_minor: PRICE });
  // Called again it finds what there is at Stripe now.
  expect(await erase(stage.client)).toMatchObject({ status: 200, body: { copies: { payments: [intent?.id] } } });
});
