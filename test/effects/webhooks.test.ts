/**
 * The events that the marketplace is told, from the commit to its own door: signed so that the official library of Standard Webhooks proves it, in the order of
 * each booking, and at least once, when messages are lost, slow, repeated or forged.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { EFFECTS_AT_ONCE_MAX } from "../../src/limits.ts";
import { WEBHOOKS_MAX } from "../../src/limits/webhooks.ts";
import { webhookSender } from "../../src/webhooks/sender.ts";
import { deliveriesListed } from "../../src/database/webhook-deliveries.ts";
import { at, book, checkout, deliverAll, pay, scene, type Scene, subjects, useMoneyClock } from "../payments/scene.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { person, type Person } from "../support/people.ts";
import { atStripe, onHostedPage, stripeSnapshot } from "../support/stripe-sim.ts";
import { sweepOnce } from "../support/sweep.ts";

useMoneyClock();

interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Told {
  readonly id: string;
  readonly type: string;
  readonly booking: { readonly id: string; readonly status: string; readonly client: { readonly email: string } };
}

interface Endpoint {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly admin: Person;
}

async function endpoint(events?: readonly string[]): Promise<Endpoint> {
  const [name, admin] = [crypto.randomUUID(), await person("admin", { lifetime: "900d" })];
  const answer = await admin.call("POST", "/admin/webhooks", { url: `https://market.test/hooks/${name}`, ...(events ? { events } : {}) });
  expect(answer.status).toBe(201);
  return { ...(await answer.json<{ id: string; secret: string }>()), name, admin };
}

afterEach(async () => {
  await database.run(sql`DELETE FROM webhook_endpoints`);
});

async function messages({ name }: Endpoint): Promise<readonly Message[]> {
  return (await (await fetch(`https://market.test/messages/${name}`)).json<{ messages: Message[] }>()).messages;
}

/** What arrived, proved by the library as the receiver would: at the moment at which it came. */
async function proved(to: Endpoint, secret = to.secret): Promise<Told[]> {
  const now = Date.now();
  const told = (await messages(to)).map(({ headers, body }) => {
    vi.setSystemTime(Number(headers["webhook-timestamp"]) * 1_000);
    return new Webhook(secret).verify(body, { ...headers }) as Told;
  });
  vi.setSystemTime(now);
  return told;
}

async function types(to: Endpoint): Promise<string[]> {
  return (await proved(to)).map(({ type }) => type.replace("booking.", ""));
}

/** Of one booking: a sweep tells of whatever else was refunded lately by the clock of another test. */
async function typesOf(id: string, to: Endpoint): Promise<string[]> {
  return (await proved(to)).filter(({ booking }) => booking.id === id).map(({ type }) => type.replace("booking.", ""));
}

async function fault(to: Endpoint, asked: object): Promise<void> {
  await fetch(`https://market.test/faults/${to.name}`, { method: "POST", body: JSON.stringify(asked) });
}

interface Listed {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly attempts: number;
  readonly replays: number;
  readonly last_fault: string | null;
}

/** Oldest first. */
async function deliveries({ admin, id }: Endpoint): Promise<readonly Listed[]> {
  const answer = await admin.call("GET", `/admin/webhooks/${id}/deliveries`);
  expect(answer.status).toBe(200);
  return (await answer.json<{ deliveries: Listed[] }>()).deliveries.toReversed();
}

/** Effects of a coach for an endpoint, as the admins' list of effects shows them. */
async function seenByAdmin({ admin, id }: Endpoint, { coach }: Scene): Promise<readonly Record<string, unknown>[]> {
  const answer = await admin.call("GET", `/admin/outbox?state=waiting&kind=webhook&coach_id=${coach.id}&limit=100`);
  expect(answer.status).toBe(200);
  const { effects } = await answer.json<{ effects: Record<string, unknown>[] }>();
  return effects.filter(({ kind }) => kind === `webhook:${id}`);
}

async function later(stage: Scene, ms: number): Promise<void> {
  vi.setSystemTime(Date.now() + ms);
  await settleAgenda(stage.coach.id, 40);
}

const free = async (): Promise<Scene> => await scene({}, null as never);

async function confirm({ coach }: Scene, id: string): Promise<void> {
  expect((await coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })).status).toBe(200);
}

test("a paid life is told in its order, each event once, signed, with the booking as an admin sees it and the ids of the list", async () => {
  const [to, stage] = [await endpoint(), await scene()];
  const id = await book(stage, at(9));
  await settleAgenda(stage.coach.id);
  await pay(stage, id);
  await later(stage, HOUR_MS);
  expect((await stage.client.call("DELETE", `/booking/${id}`)).status).toBe(204);
  await later(stage, 1_000);
  await deliverAll(id);
  await later(stage, HOUR_MS);
  expect(await types(to)).toEqual(["created", "paid", "confirmed", "cancelled", "refunded"]);
  const told = await proved(to);
  expect(told.every(({ booking }) => booking.id === id && booking.client.email === stage.clientMail)).toBe(true);
  const listed = await (await to.admin.call("GET", "/admin/events?limit=100")).json<{ events: Told[] }>();
  expect(told.map((event) => event.id)).toEqual(listed.events.filter(({ booking }) => booking.id === id).map((event) => event.id));
  expect((await messages(to)).map(({ headers }) => headers["webhook-id"])).toEqual(told.map((event) => event.id));
});

test("a session that nobody completes is told as completed, without a mail and only where an endpoint wants it", async () => {
  const [to, other, stage] = [await endpoint(["booking.completed"]), await endpoint(["booking.paid"]), await free()];
  const id = await book(stage, at(2));
  await confirm(stage, id);
  await settleAgenda(stage.coach.id);
  await later(stage, 5 * DAY_MS);
  await later(stage, HOUR_MS);
  expect([await types(to), await types(other)]).toEqual([["completed"], []]);
});

test("where there is no endpoint, no row is written", async () => {
  const stage = await free();
  await confirm(stage, await book(stage, at(3)));
  await settleAgenda(stage.coach.id);
  const rows = await database.all(sql`SELECT id FROM outbox WHERE coach_id = ${stage.coach.id} AND kind LIKE 'webhook%'`);
  expect(rows).toEqual([]);
});

async function sweepNow(): Promise<void> {
  await sweepOnce({ wake: async (coachId) => await env.COACH_AGENDA.getByName(coachId).wake(coachId) });
}

test("a refund that is told before its capture is known is delivered by the next sweep, after its payment and once", async () => {
  const [to, stage] = [await endpoint(), await scene()];
  const id = await book(stage, at(9));
  const opened = await checkout(stage, id);
  await onHostedPage(opened.session, "pay");
  await atStripe(`intents/${(await stripeSnapshot(id)).intents[0]?.id ?? ""}/refund`, { amount: 2_500 });
  await deliverAll(id, (ids) => ids.toReversed());
  await settleAgenda(stage.coach.id);
  const late = await endpoint();
  for (let hour = 0; hour < 3; hour += 1) {
    await sweepNow();
    await later(stage, HOUR_MS);
  }
  expect([await typesOf(id, to), await typesOf(id, late)]).toEqual([["created", "paid", "confirmed", "refunded"], []]);
  const told = (await proved(to)).filter(({ booking }) => booking.id === id).map((event) => event.id);
  const listed = await (await to.admin.call("GET", "/admin/events?limit=100")).json<{ events: Told[] }>();
  // The list lays both of its parts together by their times, and the clocks of other tests are among them.
  expect(new Set(told)).toEqual(new Set(listed.events.filter(({ booking }) => booking.id === id).map((event) => event.id)));
});

describe("an endpoint that is in trouble", () => {
  test("lost: it is tried again until it is accepted", async () => {
    const [to, stage] = [await endpoint(), await free()];
    await fault(to, { status: 503, times: 2 });
    await book(stage, at(3));
    await settleAgenda(stage.coach.id);
    expect([await types(to), await deliveries(to)]).toMatchObject([[], [{ state: "due", attempts: 0, last_fault: "webhook_status_503" }]]);
    for (let day = 0; day < 2; day += 1) await later(stage, DAY_MS / 2);
    // An outage spends no try.
    expect([await types(to), await deliveries(to)]).toMatchObject([["created"], [{ state: "done", attempts: 1, last_fault: null }]]);
  });

  test.each([408, 425, 429, 500])("down: an answer of %i spends no try", async (status) => {
    const [to, stage] = [await endpoint(), await free()];
    await fault(to, { status, times: 1 });
    await book(stage, at(3));
    await settleAgenda(stage.coach.id);
    const [seen] = await seenByAdmin(to, stage);
    expect(seen).toMatchObject({ state: "waiting", attempts: 0, last_fault: `webhook_status_${String(status)}` });
  });

  test("down: what waits for it adds nothing to its trouble and holds up no other endpoint, no mail and no calendar", async () => {
    const [dead, well, stage] = [await endpoint(), await endpoint(), await free()];
    // `keeps`: every call is counted.
    await fault(dead, { status: 503, times: 1_000, keeps: true });
    const many = EFFECTS_AT_ONCE_MAX + 2;
    for (let index = 0; index < many; index += 1) await book(stage, at(3 + index));
    await settleAgenda(stage.coach.id);
    expect((await types(well)).length).toBe(many);
    expect(await subjects(stage.clientMail)).toHaveLength(many);
    // Without bound each of them would call at once, and again after seconds.
    const first = (await messages(dead)).length;
    expect([first > 0, first <= EFFECTS_AT_ONCE_MAX]).toEqual([true, true]);
    expect((await deliveries(dead)).every(({ state, attempts }) => state === "due" && attempts === 0)).toBe(true);
  });

  test("in error: an answer that is the endpoint's own mistake is a try", async () => {
    const [to, stage] = [await endpoint(), await free()];
    await fault(to, { status: 404, times: 2 });
    await book(stage, at(3));
    await settleAgenda(stage.coach.id);
    expect(await deliveries(to)).toMatchObject([{ state: "due", attempts: 1, last_fault: "webhook_status_404" }]);
    for (let hour = 0; hour < 3; hour += 1) await later(stage, HOUR_MS);
    expect(await deliveries(to)).toMatchObject([{ state: "done", attempts: 3, last_fault: null }]);
  });

  test("repeated: an answer that got lost brings the same id again, newly signed", async () => {
    const [to, stage] = [await endpoint(), await free()];
    await fault(to, { status: 500, keeps: true });
    await book(stage, at(3));
    await settleAgenda(stage.coach.id);
    await later(stage, HOUR_MS);
    const [first, second, ...more] = await messages(to);
    expect([first?.headers["webhook-id"], more]).toEqual([second?.headers["webhook-id"], []]);
    expect(first?.headers["webhook-timestamp"]).not.toBe(second?.headers["webhook-timestamp"]);
  });

  test("a later event of the booking waits for the earlier one and spends no try; another booking's does not wait", async () => {
    const [to, stage] = [await endpoint(), await free()];
    // The longest wait: by the shortest it would be over before the other booking is told.
    vi.spyOn(Math, "random").mockReturnValue(0.99);
    await fault(to, { status: 503, times: 1 });
    const id = await book(stage, at(3));
    await settleAgenda(stage.coach.id);
    await confirm(stage, id);
    const other = await book(stage, at(4));
    await settleAgenda(stage.coach.id, 1);
    expect((await proved(to)).map(({ booking }) => booking.id)).toEqual([other]);
    const waiting = (await deliveries(to)).find(({ type }) => type === "booking.confirmed");
    expect(waiting).toMatchObject({ state: "due", attempts: 0, last_fault: "earlier_event" });
    await later(stage, HOUR_MS);
    await later(stage, HOUR_MS);
    const own = (await proved(to)).filter(({ booking }) => booking.id === id);
    expect(own.map(({ type }) => type)).toEqual(["booking.created", "booking.confirmed"]);
  });

  test("one that is given up holds nothing up: 410 is the endpoint's last word on an event", async () => {
    const [to, stage] = [await endpoint(), await free()];
    await fault(to, { status: 410, times: 1 });
    const id = await book(stage, at(3));
    await settleAgenda(stage.coach.id);
    await confirm(stage, id);
    await later(stage, HOUR_MS);
    expect([await types(to), await deliveries(to)]).toMatchObject([
      ["confirmed"],
      [{ state: "failed", last_fault: "webhook_status_410" }, { state: "done" }],
    ]);
  });

  test("no redirect is followed", async () => {
    const [to, elsewhere, stage] = [await endpoint(), await endpoint(["booking.refunded"]), await free()];
    await fault(to, { status: 307, times: 99, redirect_to: `https://market.test/hooks/${elsewhere.name}` });
    await book(stage, at(3));
    await settleAgenda(stage.coach.id);
    expect([await messages(elsewhere), await deliveries(to)]).toMatchObject([[], [{ state: "due", last_fault: "webhook_status_307" }]]);
  });

  test("slow: it is waited for so long and no longer", async () => {
    const never = async (_: string, { signal }: RequestInit): Promise<Response> =>
      await new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));
    const sender = webhookSender({ fetch: never, standInUrl: null, serviceUrl: "https://booking.test", timeoutMs: 20 });
    const message = { secrets: ["whsec_c2VjcmV0"], id: "1", sentAt: Date.now(), body: "{}" };
    expect(await sender.send({ ...message, url: "https://market.test/" })).toEqual({
      ok: false,
      problem: { isFinal: false, isOutage: true, reason: "timeout", afterMs: null },
    });
    expect(await sender.send({ ...message, url: "https://10.0.0.1/" })).toMatchObject({ problem: { isFinal: true, reason: "address" } });
  });
});

test("forged: another body, another secret, another id or an old message prove nothing", async () => {
  const [to, stage] = [await endpoint(), await free()];
  await book(stage, at(3));
  await settleAgenda(stage.coach.id);
  const [message] = await messages(to);
  const { headers = {}, body = "" } = message ?? {};
  const webhook = new Webhook(to.secret);
  expect(webhook.verify(body, headers)).toMatchObject({ type: "booking.created" });
  expect(() => webhook.verify(body.replace("pending", "confirmed"), headers)).toThrow("signature");
  expect(() => new Webhook(`whsec_${btoa("another secret")}`).verify(body, headers)).toThrow("signature");
  expect(() => webhook.verify(body, { ...headers, "webhook-id": crypto.randomUUID() })).toThrow("signature");
  vi.setSystemTime(Date.now() + 6 * 60_000);
  expect(() => webhook.verify(body, headers)).toThrow("too old");
});

test("while a secret is rotated both sign; a day later the new one alone", async () => {
  const [to, stage] = [await endpoint(), await free()];
  const rotated = await to.admin.call("POST", `/admin/webhooks/${to.id}/rotate`);
  expect(rotated.status).toBe(200);
  const { secret } = await rotated.json<{ secret: string }>();
  expect(secret).not.toBe(to.secret);
  await book(stage, at(5));
  await settleAgenda(stage.coach.id);
  expect([(await proved(to)).length, (await proved(to, secret)).length]).toEqual([1, 1]);
  vi.setSystemTime(Date.now() + DAY_MS);
  await book(stage, at(6));
  await settleAgenda(stage.coach.id);
  const last = (await messages(to)).at(-1);
  const { headers = {}, body = "" } = last ?? {};
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: "booking.created" });
  expect(() => new Webhook(to.secret).verify(body, headers)).toThrow("signature");
});

test("a delivery is replayed with the same id, and counted; one of another endpoint is not found", async () => {
  const [to, other, stage] = [await endpoint(), await endpoint(["booking.refunded"]), await free()];
  await book(stage, at(3));
  await settleAgenda(stage.coach.id);
  const [made] = await deliveries(to);
  const path = (of: Endpoint): string => `/admin/webhooks/${of.id}/deliveries/${encodeURIComponent(made?.id ?? "")}/replay`;
  expect((await to.admin.call("POST", path(other))).status).toBe(404);
  const again = await to.admin.call("POST", path(to));
  expect([again.status, await again.json()]).toMatchObject([200, { state: "due", replays: 1, attempts: 0 }]);
  await settleAgenda(stage.coach.id);
  const [first, second] = await messages(to);
  expect(first?.headers["webhook-id"]).toBe(second?.headers["webhook-id"]);
  expect(await deliveries(to)).toMatchObject([{ state: "done", replays: 1 }]);
});

test("what waits for an endpoint that has been removed is dropped", async () => {
  const [to, stage] = [await endpoint(), await free()];
  await fault(to, { status: 503, times: 99 });
  await book(stage, at(3));
  await settleAgenda(stage.coach.id);
  expect((await to.admin.call("DELETE", `/admin/webhooks/${to.id}`)).status).toBe(204);
  await later(stage, HOUR_MS);
  const rows = await database.all(sql`SELECT state, last_fault FROM outbox WHERE kind = ${`webhook:${to.id}`}`);
  expect(rows).toEqual([{ state: "dropped", last_fault: "endpoint_gone" }]);
});

test("a test message is sent at once and says what came of it", async () => {
  const to = await endpoint();
  const tryOut = async () => await (await to.admin.call("POST", `/admin/webhooks/${to.id}/test`)).json();
  expect(await tryOut()).toEqual({ delivered: true, fault: null });
  expect(await proved(to)).toMatchObject([{ type: "webhook.test" }]);
  await fault(to, { status: 500, times: 1 });
  expect(await tryOut()).toEqual({ delivered: false, fault: "status_500" });
});

test("there are so many endpoints and no more; secrets are kept sealed and never listed; every act is on record", async () => {
  const [to] = [await endpoint(), ...(await Promise.all(Array.from({ length: WEBHOOKS_MAX - 1 }, async () => await endpoint())))];
  if (to === undefined) throw new Error("there is none");
  const many = await to.admin.call("POST", "/admin/webhooks", { url: "https://market.test/hooks/more" });
  expect([many.status, await many.json()]).toMatchObject([400, { code: "too_many_webhooks" }]);
  const refused = await to.admin.call("POST", "/admin/webhooks", { url: "https://10.0.0.1/" });
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: "webhook_url_refused" }]);
  const listed = await (await to.admin.call("GET", "/admin/webhooks")).text();
  const stored = JSON.stringify(await database.all(sql`SELECT * FROM webhook_endpoints`));
  expect([listed.includes("whsec_"), stored.includes("whsec_"), listed.includes(to.id)]).toEqual([false, false, true]);
  const acts = await database.all<{ action: string }>(
    sql`SELECT action FROM audit_log WHERE chain = 'admin' AND author_id = ${to.admin.id}`,
  );
  expect(acts).toEqual([{ action: "webhook_added" }]);
});

test("the deliveries of an endpoint are found by an index of their own", async () => {
  const plan = await database.all<{ detail: string }>(sql`EXPLAIN QUERY PLAN ${deliveriesListed("e", { limit: 20, offset: 0 })}`);
  expect(plan.map(({ detail }) => detail).join()).toContain("USING INDEX outbox_deliveries");
});
