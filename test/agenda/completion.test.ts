/**
 * Time passes without anybody: a confirmed session counts as completed a day after its end, and a question to move lapses. Every
 * door sees it so from that instant on; the alarm and the sweep record it, in groups, and a completion without a word to anybody.
 */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { LAPSES_PER_ALARM_MAX } from "../../src/limits.ts";
import { bookingsOf, database } from "../support/agenda.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person, type Person, seenCoach } from "../support/people.ts";
import { sweepOnce } from "../support/sweep.ts";

const agendas = env.COACH_AGENDA;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Pair {
  readonly coach: Person;
  readonly client: Person;
  readonly mails: readonly string[];
}

async function pair(): Promise<Pair> {
  const mark = crypto.randomUUID();
  const mails = [`coach-${mark}@people.test`, `client-${mark}@people.test`];
  const coach = await seenCoach({ email: mails[0] ?? "", lifetime: "90d" });
  const client = await person("client", { email: mails[1] ?? "", lifetime: "90d" });
  return { coach, client, mails };
}

function at(days: number, hour = 10): number {
  return Math.ceil(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + hour * HOUR_MS;
}

async function confirmed({ coach, client }: Pair, startsAt: number): Promise<string> {
  const body = { coach_id: coach.id, session_datetime: new Date(startsAt).toISOString(), duration_minutes: 60 };
  const made = await (await client.call("POST", "/booking", body)).json<{ id: string }>();
  expect((await coach.call("PATCH", `/booking/${made.id}/status`, { status: "confirmed" })).status).toBe(200);
  return made.id;
}

async function json(response: Promise<Response>): Promise<[number, Record<string, unknown>]> {
  const answer = await response;
  return [answer.status, await answer.json()];
}

async function dropAlarm(coachId: string): Promise<void> {
  await runInDurableObject(agendas.getByName(coachId), (_object, state) => state.storage.deleteAlarm());
}

async function sweepAndRing(coachId: string): Promise<readonly string[]> {
  const woken: string[] = [];
  const wake = async (id: string) => {
    woken.push(id);
    await agendas.getByName(id).wake(id);
  };
  await sweepOnce({ wake });
  if (woken.includes(coachId)) await runDurableObjectAlarm(agendas.getByName(coachId));
  return woken;
}

async function rowsAfter(bookingId: string, revision: number) {
  return await database.all(sql`SELECT kind FROM outbox WHERE booking_id = ${bookingId} AND revision > ${revision}`);
}

test("the sweep completes what ended a day ago and whose alarm was lost: one row of history by the system, and no mail", async () => {
  const both = await pair();
  const startsAt = at(2);
  const id = await confirmed(both, startsAt);
  await settleAgenda(both.coach.id);
  const due = startsAt + HOUR_MS + DAY_MS;
  vi.setSystemTime(due - 60_000);
  await settleAgenda(both.coach.id);
  await dropAlarm(both.coach.id);
  const mailsBefore = await Promise.all(both.mails.map(async (address) => (await mailsTo(address)).length));

  vi.setSystemTime(due);
  expect(await sweepAndRing(both.coach.id)).toContain(both.coach.id);
  expect(await bookingsOf(both.coach.id)).toMatchObject([{ status: "completed", completesAt: null, revision: 3 }]);
  const [, history] = await json(both.coach.call("GET", `/booking/${id}/history`));
  expect((history["history"] as unknown[]).at(-1)).toMatchObject({ action: "completed", revision: 3 });
  const written = await database.all(
    sql`SELECT author_role, author_id, at FROM audit_log WHERE booking_id = ${id} AND action = 'completed'`,
  );
  expect(written).toEqual([{ author_role: "system", author_id: null, at: due }]);
  expect(await rowsAfter(id, 2)).toEqual([]);
  await settleAgenda(both.coach.id, 3);
  expect(await Promise.all(both.mails.map(async (address) => (await mailsTo(address)).length))).toEqual(mailsBefore);
  // Nothing is left for the sweep.
  expect(await sweepAndRing(both.coach.id)).not.toContain(both.coach.id);
});

test("a millisecond before its instant nothing is completed, and no alarm is set for it", async () => {
  const both = await pair();
  const startsAt = at(2);
  const id = await confirmed(both, startsAt);
  vi.setSystemTime(startsAt + HOUR_MS + DAY_MS - 10_000);
  await settleAgenda(both.coach.id);
  vi.setSystemTime(startsAt + HOUR_MS + DAY_MS - 1);
  expect(await sweepAndRing(both.coach.id)).not.toContain(both.coach.id);
  expect((await json(both.client.call("GET", `/booking/${id}`)))[1]).toMatchObject({ status: "confirmed", revision: 2 });
  expect(await runInDurableObject(agendas.getByName(both.coach.id), (_object, state) => state.storage.getAlarm())).toBeNull();
});

test("more completions than one command takes are written in groups, and all of them", async () => {
  const both = await pair();
  await confirmed(both, at(2));
  const count = LAPSES_PER_ALARM_MAX + 30;
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
     INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, cancellation_policy,
       revision, created_at, updated_at, completes_at)
     SELECT lower(hex(randomblob(16))), ?1, ?2, ?4 - i * 3600000, ?4 - i * 3600000 + 3600000, 0, 0, 'confirmed', '[]', 1, 0, 0, ?4 + i FROM n`,
  )
    .bind(both.coach.id, both.client.id, count, Date.now() - 3 * DAY_MS)
    .run();
  await dropAlarm(both.coach.id);
  await sweepAndRing(both.coach.id);
  const standing = async () =>
    (await bookingsOf(both.coach.id)).reduce<Record<string, number>>(
      (all, { status }) => ({ ...all, [status]: (all[status] ?? 0) + 1 }),
      {},
    );
  expect(await standing()).toEqual({ completed: LAPSES_PER_ALARM_MAX, confirmed: 31 });
  // The object wakes itself for the rest.
  expect(await runDurableObjectAlarm(agendas.getByName(both.coach.id))).toBe(true);
  expect(await standing()).toEqual({ completed: count, confirmed: 1 });
});

test("every door treats it as completed before that is recorded", async () => {
  const both = await pair();
  const { coach, client } = both;
  const startsAt = at(2);
  const id = await confirmed(both, startsAt);
  const open = await confirmed(both, at(5));
  const { feed_url: feedUrl } = (await json(coach.call("POST", `/coach/${coach.id}/calendar-key`)))[1];
  vi.setSystemTime(startsAt + HOUR_MS + DAY_MS);
  const later = { session_datetime: new Date(at(4)).toISOString() };
  const doors: [string, Promise<Response>][] = [
    ["complete", coach.call("PATCH", `/booking/${id}/status`, { status: "completed" })],
    ["cancel by the client", client.call("DELETE", `/booking/${id}`)],
    ["cancel by the coach", coach.call("PATCH", `/booking/${id}/status`, { status: "cancelled" })],
    ["confirm", coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })],
    ["move by the client", client.call("PATCH", `/booking/${id}`, later)],
    ["move by the coach", coach.call("PATCH", `/booking/${id}`, later)],
    ["ask", client.call("POST", `/booking/${id}/move-request`, later)],
    ["preview", client.call("GET", `/booking/${id}/cancellation`)],
  ];
  for (const [door, asked] of doors) expect([door, await json(asked)]).toMatchObject([door, [400, { code: "invalid_transition" }]]);
  const accepted = await json(coach.call("POST", `/booking/${id}/move-request/accept`));
  expect(accepted).toMatchObject([404, { code: "move_request_not_found" }]);
  expect(await json(client.call("POST", "/payments/checkout", { booking_id: id }))).toMatchObject([400, { code: "nothing_to_pay" }]);
  expect((await json(client.call("GET", `/booking/${id}`)))[1]).toMatchObject({ status: "completed", revision: 2 });

  const listed = async (status: string) => {
    const [, { bookings, total }] = await json(client.call("GET", `/booking/client/${client.id}?status=${status}`));
    expect(total).toBe((bookings as unknown[]).length);
    return (bookings as { id: string; status: string }[]).map((one) => [one.id, one.status]);
  };
  expect(await listed("confirmed")).toEqual([[open, "confirmed"]]);
  expect(await listed("completed")).toEqual([[id, "completed"]]);

  const feed = await (await coach.call("GET", new URL(String(feedUrl)).pathname + new URL(String(feedUrl)).search)).text();
  expect([...feed.matchAll(/STATUS:(\w+)/gu)].map(([, status]) => status)).toEqual(["CONFIRMED", "CONFIRMED"]);
});

test("a list shows a lapsed request among the cancelled before that is recorded, and a feed shows it no more", async () => {
  const both = await pair();
  const { coach, client } = both;
  const startsAt = at(2);
  const body = { coach_id: coach.id, session_datetime: new Date(startsAt).toISOString(), duration_minutes: 60 };
  const { id } = await (await client.call("POST", "/booking", body)).json<{ id: string }>();
  const { feed_url: feedUrl } = (await json(coach.call("POST", `/coach/${coach.id}/calendar-key`)))[1];
  const feed = async () => await (await coach.call("GET", new URL(String(feedUrl)).pathname + new URL(String(feedUrl)).search)).text();
  const listed = async (status: string) => (await json(coach.call("GET", `/booking/coach/${coach.id}?status=${status}`)))[1];
  expect(await listed("pending")).toMatchObject({ total: 1, bookings: [{ id, status: "pending" }] });
  expect(await feed()).toContain("TENTATIVE");
  vi.setSystemTime(startsAt);
  expect(await listed("pending")).toMatchObject({ total: 0, bookings: [] });
  expect(await listed("cancelled")).toMatchObject({ total: 1, bookings: [{ id, status: "cancelled" }] });
  expect(await feed()).not.toContain("VEVENT");
  expect(await bookingsOf(coach.id)).toMatchObject([{ status: "pending" }]);
});

test("a question whose alarm was lost lapses by the sweep, and its asker is told", async () => {
  const both = await pair();
  const { coach, client } = both;
  const id = await confirmed(both, at(10));
  const wished = new Date(at(11)).toISOString();
  expect((await client.call("POST", `/booking/${id}/move-request`, { session_datetime: wished })).status).toBe(201);
  await settleAgenda(coach.id);
  await dropAlarm(coach.id);
  vi.setSystemTime(Date.now() + 2 * DAY_MS);
  expect((await json(client.call("GET", `/booking/${id}`)))[1]).toMatchObject({ move_request: null, revision: 3 });
  expect(await json(coach.call("POST", `/booking/${id}/move-request/accept`))).toMatchObject([404, { code: "move_request_not_found" }]);
  expect(await sweepAndRing(coach.id)).toContain(coach.id);
  expect(await bookingsOf(coach.id)).toMatchObject([{ status: "confirmed", moveRequest: null, revision: 4 }]);
  expect(await database.all(sql`SELECT action, author_role FROM audit_log WHERE booking_id = ${id} AND revision = 4`)).toEqual([
    { action: "move_lapsed", author_role: "system" },
  ]);
  expect(await rowsAfter(id, 3)).not.toEqual([]);
});

test("the alarm itself lapses a question at its instant", async () => {
  const both = await pair();
  const id = await confirmed(both, at(10));
  const wished = new Date(at(11)).toISOString();
  expect((await both.client.call("POST", `/booking/${id}/move-request`, { session_datetime: wished })).status).toBe(201);
  await settleAgenda(both.coach.id);
  const armed = await runInDurableObject(agendas.getByName(both.coach.id), (_object, state) => state.storage.getAlarm());
  vi.setSystemTime(armed ?? 0);
  await runDurableObjectAlarm(agendas.getByName(both.coach.id));
  expect(armed).toBeLessThanOrEqual(Date.now());
  expect(Date.now()).toBeLessThan(at(3) + MINUTE_MS);
  expect(await bookingsOf(both.coach.id)).toMatchObject([{ moveRequest: null, revision: 4 }]);
});
