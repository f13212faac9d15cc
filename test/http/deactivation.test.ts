/**
 * I20: of a deactivated person nothing is read, written, booked, moved, confirmed or paid, through any door. Standing sessions stay
 * until the other side or an admin cancels them, and then all of the money goes back; the other side is told as ever.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { mailsTo } from "../support/mailbox.ts";
import { call, person, type Person, seenCoach } from "../support/people.ts";
import { deliver, onHostedPage, stripeSnapshot, webhook, webhooksOf } from "../support/stripe-sim.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const PRICE = { amount_minor: 6_000, currency: "EUR" };

interface Scene {
  readonly coach: Person;
  readonly client: Person;
  readonly admin: Person;
  readonly coachMail: string;
  readonly clientMail: string;
  /** Sessions of an hour cost something, those of half an hour do not. */
  readonly priced: string;
}

async function scene(settings: object = {}): Promise<Scene> {
  const mark = crypto.randomUUID();
  const [coachMail, clientMail] = [`coach-${mark}@people.test`, `client-${mark}@people.test`];
  const coach = await seenCoach({ email: coachMail, lifetime: "90d" });
  const client = await person("client", { email: clientMail, lifetime: "90d" });
  const admin = await person("admin", { lifetime: "90d" });
  expect((await coach.call("PATCH", `/coach/${coach.id}/settings`, { cancellation_policy: [], ...settings })).status).toBe(200);
  const offer = async (title: string, duration_minutes: number, price: object | null) =>
    await json(coach.call("POST", `/coach/${coach.id}/offers`, { title, duration_minutes, price, place: { kind: "phone" } }));
  const [, { id: priced }] = await offer("An hour", 60, PRICE);
  await offer("Half an hour", 30, null);
  return { coach, client, admin, coachMail, clientMail, priced: String(priced) };
}

async function json(response: Promise<Response>): Promise<[number, Record<string, unknown>]> {
  const answer = await response;
  const text = await answer.text();
  return [answer.status, text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : { text }];
}

function at(days: number, hour = 10): string {
  return new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + hour * HOUR_MS).toISOString();
}

async function book({ coach, client }: Scene, startsAt: string, minutes: number): Promise<string> {
  const body = { coach_id: coach.id, session_datetime: startsAt, duration_minutes: minutes };
  const [status, made] = await json(client.call("POST", "/booking", body));
  expect([status, made["code"]]).toEqual([201, undefined]);
  return String(made["id"]);
}

async function confirmed(stage: Scene, startsAt: string): Promise<string> {
  const id = await book(stage, startsAt, 30);
  expect((await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })).status).toBe(200);
  return id;
}

async function checkout({ client }: Scene, id: string): Promise<string> {
  const [status, body] = await json(client.call("POST", "/payments/checkout", { booking_id: id }));
  expect([status, body["code"]]).toEqual([200, undefined]);
  return String(body["checkout_url"]).split("/").at(-1) ?? "";
}

async function pay(session: string, bookingId: string): Promise<void> {
  await onHostedPage(session, "pay");
  for (const { id } of await webhooksOf(bookingId)) expect((await deliver(await webhook(id))).status).toBe(200);
}

async function deactivate({ admin }: Scene, { id }: Person): Promise<void> {
  expect((await admin.call("PUT", `/admin/users/${id}`, { status: "inactive" })).status).toBe(200);
}

async function statusOf({ admin }: Scene, id: string): Promise<unknown> {
  return (await json(admin.call("GET", `/booking/${id}`)))[1]["status"];
}

async function rowOf(id: string): Promise<unknown> {
  return await database.get(sql`SELECT * FROM bookings WHERE id = ${id}`);
}

async function subjects(address: string): Promise<string[]> {
  return (await mailsTo(address)).map(({ subject }) => subject);
}

async function refundedAtStripe(bookingId: string): Promise<number> {
  return (await stripeSnapshot(bookingId)).refunds.reduce((sum, { amount }) => sum + amount, 0);
}

describe("a deactivated coach", () => {
  test("is shown, offered and looked up no more", async () => {
    const stage = await scene();
    const { coach, client } = stage;
    const [, key] = await json(coach.call("POST", `/coach/${coach.id}/calendar-key`));
    const feed = new URL(String(key["feed_url"]));
    expect((await call("GET", feed.pathname + feed.search)).status).toBe(200);
    const id = await confirmed(stage, at(3));
    await deactivate(stage, coach);
    const day = at(3).slice(0, 10);
    const asPublic = [
      `/coach/${coach.id}`,
      `/coach/${coach.id}/offers`,
      `/booking/coach/${coach.id}/availability?start_date=${day}&end_date=${day}&min_version=1000000`,
      feed.pathname + feed.search,
    ];
    for (const path of asPublic) expect([path, await json(call("GET", path))]).toMatchObject([path, [404, { code: "coach_not_found" }]]);
    const offers = await json(client.call("GET", `/coach/${coach.id}/offers`));
    expect(offers).toMatchObject([404, { code: "coach_not_found" }]);
    const listed = (await json(call("GET", "/coach?limit=100")))[1]["coaches"] as { id: string }[];
    expect(listed.map((one) => one.id)).not.toContain(coach.id);
    // An admin still sees what there is.
    expect((await stage.admin.call("GET", `/coach/${coach.id}/offers`)).status).toBe(200);
    expect(await statusOf(stage, id)).toBe("confirmed");
  });

  test("is refused everything, with a token that is still good", async () => {
    const stage = await scene();
    const { coach } = stage;
    const id = await confirmed(stage, at(3));
    await deactivate(stage, coach);
    const before = await rowOf(id);
    const doors: [string, string, object?][] = [
      ["GET", "/me"],
      ["GET", `/booking/${id}`],
      ["GET", `/booking/${id}/invite.ics`],
      ["GET", `/booking/${id}/history`],
      ["GET", `/booking/${id}/cancellation`],
      ["GET", `/booking/coach/${coach.id}`],
      ["PATCH", `/booking/${id}`, { session_datetime: at(4) }],
      ["PATCH", `/booking/${id}/status`, { status: "cancelled" }],
      ["DELETE", `/booking/${id}`],
      ["POST", `/booking/${id}/move-request`, { session_datetime: at(4) }],
      ["POST", "/booking", { coach_id: coach.id, client_id: stage.client.id, session_datetime: at(5), duration_minutes: 30 }],
      ["PATCH", `/coach/${coach.id}/settings`, { horizon_days: 10 }],
      ["GET", `/coach/${coach.id}/settings`],
      ["GET", `/coach/${coach.id}/availability`],
      ["POST", `/coach/${coach.id}/calendar-key`],
      ["POST", `/coach/${coach.id}/offers`, { title: "More", duration_minutes: 45, place: { kind: "phone" } }],
      ["DELETE", `/coach/${coach.id}/offers/${stage.priced}`],
    ];
    for (const [method, path, body] of doors) {
      expect([method, path, await json(coach.call(method, path, body))]).toMatchObject([method, path, [403, { code: "user_inactive" }]]);
    }
    expect(await rowOf(id)).toEqual(before);
  });

  test("is not booked, moved, confirmed, asked or paid, whoever tries", async () => {
    const stage = await scene();
    const { coach, client, admin } = stage;
    const standing = await confirmed(stage, at(3));
    const asked = await confirmed(stage, at(4));
    expect((await coach.call("POST", `/booking/${asked}/move-request`, { session_datetime: at(6) })).status).toBe(201);
    const waiting = await book(stage, at(5), 30);
    const unpaid = await book(stage, at(7), 60);
    const open = await book(stage, at(8), 60);
    await checkout(stage, open);
    await deactivate(stage, coach);
    const ids = [standing, asked, waiting, unpaid, open];
    const before = await Promise.all(ids.map(rowOf));
    const session_datetime = at(9);
    const doors: [Person, string, string, object?][] = [
      [client, "POST", "/booking", { coach_id: coach.id, session_datetime, duration_minutes: 30 }],
      [admin, "POST", "/booking", { coach_id: coach.id, client_id: client.id, session_datetime, duration_minutes: 30 }],
      [client, "PATCH", `/booking/${standing}`, { session_datetime }],
      [admin, "PATCH", `/booking/${standing}`, { session_datetime }],
      [admin, "PATCH", `/booking/${standing}`, { session_datetime, on_behalf_of: "client" }],
      [client, "PATCH", `/booking/${waiting}`, { session_datetime }],
      [client, "PATCH", `/booking/${waiting}/status`, { status: "confirmed" }],
      [admin, "PATCH", `/booking/${waiting}/status`, { status: "confirmed" }],
      [admin, "PATCH", `/booking/${unpaid}/status`, { status: "confirmed", waive_price: true }],
      [client, "POST", `/booking/${standing}/move-request`, { session_datetime }],
      [client, "POST", `/booking/${asked}/move-request/accept`],
      [admin, "POST", `/booking/${asked}/move-request/accept`],
      [client, "POST", "/payments/checkout", { booking_id: unpaid }],
      [client, "POST", "/payments/checkout", { booking_id: open }],
    ];
    for (const [as, method, path, body] of doors) {
      const what = `${as.role} ${method} ${path}`;
      expect([what, await json(as.call(method, path, body))]).toMatchObject([what, [400, { code: "coach_inactive" }]]);
    }
    expect(await Promise.all(ids.map(rowOf))).toEqual(before);
    // A question of theirs can still be declined.
    expect((await client.call("POST", `/booking/${asked}/move-request/decline`)).status).toBe(200);
  });

  test("a client gets all back, whatever the policy says, and the preview says so", async () => {
    const stage = await scene();
    const id = await book(stage, at(3), 60);
    await pay(await checkout(stage, id), id);
    expect(await statusOf(stage, id)).toBe("confirmed");
    const preview = async () => (await json(stage.client.call("GET", `/booking/${id}/cancellation`)))[1];
    expect(await preview()).toMatchObject({ refund: null, refund_percent: 0 });
    await deactivate(stage, stage.coach);
    expect(await preview()).toEqual({ refund: PRICE, refund_percent: 100, holds_until: null });
    expect((await stage.client.call("DELETE", `/booking/${id}`)).status).toBe(204);
    await settleAgenda(stage.coach.id);
    expect(await refundedAtStripe(id)).toBe(6_000);
  });

  test("money that comes in goes back whole, and the booking stays unpaid", async () => {
    const stage = await scene();
    const id = await book(stage, at(3), 60);
    const session = await checkout(stage, id);
    await deactivate(stage, stage.coach);
    await pay(session, id);
    expect(await statusOf(stage, id)).toBe("pending");
    await settleAgenda(stage.coach.id);
    expect(await refundedAtStripe(id)).toBe(6_000);
  });

  test("is sent no reminder and no mail; the client is, the session stays, and time goes on", async () => {
    const stage = await scene();
    const { coach } = stage;
    const id = await confirmed(stage, at(3));
    const lapsing = await book(stage, at(3, 12), 30);
    await settleAgenda(coach.id);
    await deactivate(stage, coach);
    const [toCoach, toClient] = [await subjects(stage.coachMail), await subjects(stage.clientMail)];
    vi.setSystemTime(Date.parse(at(3)) - HOUR_MS);
    await settleAgenda(coach.id);
    expect(await subjects(stage.coachMail)).toEqual(toCoach);
    expect((await subjects(stage.clientMail)).length).toBeGreaterThan(toClient.length);
    const reminders = await database.all(sql`SELECT detail FROM outbox WHERE booking_id = ${id} AND kind = 'reminder:60'`);
    expect(JSON.stringify(reminders)).toContain("mail:reminder-60:client");
    expect(JSON.stringify(reminders)).not.toContain(":coach");
    vi.setSystemTime(Date.now() + 4 * HOUR_MS);
    await env.COACH_AGENDA.getByName(coach.id).wake(coach.id);
    await runDurableObjectAlarm(env.COACH_AGENDA.getByName(coach.id));
    expect(await rowOf(lapsing)).toMatchObject({ status: "cancelled", cancel_reason: "expired" });
    vi.setSystemTime(Date.now() + DAY_MS);
    await env.COACH_AGENDA.getByName(coach.id).wake(coach.id);
    await runDurableObjectAlarm(env.COACH_AGENDA.getByName(coach.id));
    expect(await rowOf(id)).toMatchObject({ status: "completed" });
    expect(await subjects(stage.coachMail)).toEqual(toCoach);
  });

  test("is back with everything when an admin takes it back", async () => {
    const stage = await scene();
    await deactivate(stage, stage.coach);
    expect((await stage.admin.call("PUT", `/admin/users/${stage.coach.id}`, { status: "active" })).status).toBe(200);
    await confirmed(stage, at(3));
  });
});

describe("a deactivated client", () => {
  test("is refused everything, and nobody books, moves, confirms or asks for them", async () => {
    const stage = await scene();
    const { coach, client, admin } = stage;
    const standing = await confirmed(stage, at(3));
    const asked = await confirmed(stage, at(4));
    expect((await client.call("POST", `/booking/${asked}/move-request`, { session_datetime: at(6) })).status).toBe(201);
    const waiting = await book(stage, at(5), 30);
    const unpaid = await book(stage, at(7), 60);
    await deactivate(stage, client);
    const ids = [standing, asked, waiting, unpaid];
    const before = await Promise.all(ids.map(rowOf));
    const session_datetime = at(9);
    const own: [string, string, object?][] = [
      ["GET", `/booking/${standing}`],
      ["GET", `/booking/${standing}/invite.ics`],
      ["GET", `/booking/client/${client.id}`],
      ["POST", "/booking", { coach_id: coach.id, session_datetime, duration_minutes: 30 }],
      ["PATCH", `/booking/${standing}`, { session_datetime }],
      ["DELETE", `/booking/${standing}`],
      ["DELETE", `/booking/${asked}/move-request`],
      ["POST", "/payments/checkout", { booking_id: unpaid }],
    ];
    for (const [method, path, body] of own) {
      expect([method, path, await json(client.call(method, path, body))]).toMatchObject([method, path, [403, { code: "user_inactive" }]]);
    }
    const others: [Person, string, string, object?][] = [
      [coach, "POST", "/booking", { coach_id: coach.id, client_id: client.id, session_datetime, duration_minutes: 30 }],
      [admin, "POST", "/booking", { coach_id: coach.id, client_id: client.id, session_datetime, duration_minutes: 30 }],
      [coach, "PATCH", `/booking/${standing}`, { session_datetime }],
      [admin, "PATCH", `/booking/${standing}`, { session_datetime, on_behalf_of: "coach" }],
      [coach, "PATCH", `/booking/${waiting}/status`, { status: "confirmed" }],
      [coach, "PATCH", `/booking/${unpaid}/status`, { status: "confirmed", waive_price: true }],
      [coach, "POST", `/booking/${standing}/move-request`, { session_datetime }],
      [coach, "POST", `/booking/${asked}/move-request/accept`],
    ];
    for (const [as, method, path, body] of others) {
      const what = `${as.role} ${method} ${path}`;
      expect([what, await json(as.call(method, path, body))]).toMatchObject([what, [400, { code: "client_inactive" }]]);
    }
    expect(await Promise.all(ids.map(rowOf))).toEqual(before);
  });

  test("money of theirs that comes in goes back whole, and a coach's cancellation gives all back; only the coach is told", async () => {
    const stage = await scene();
    const paid = await book(stage, at(3), 60);
    await pay(await checkout(stage, paid), paid);
    const late = await book(stage, at(4), 60);
    const session = await checkout(stage, late);
    await settleAgenda(stage.coach.id);
    await deactivate(stage, stage.client);
    const [toCoach, toClient] = [await subjects(stage.coachMail), await subjects(stage.clientMail)];
    await pay(session, late);
    expect(await statusOf(stage, late)).toBe("pending");
    expect((await stage.coach.call("DELETE", `/booking/${paid}`)).status).toBe(204);
    await settleAgenda(stage.coach.id);
    expect([await refundedAtStripe(late), await refundedAtStripe(paid)]).toEqual([6_000, 6_000]);
    expect(await subjects(stage.clientMail)).toEqual(toClient);
    expect((await subjects(stage.coachMail)).length).toBeGreaterThan(toCoach.length);
  });
});
