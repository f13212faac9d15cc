/**
 * What a booking sets in motion, from the commit to the mailbox: each effect once, none that a later change made untrue,
 * and nothing lost when a sender, the database or the object fails (I7, I10, I12).
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { openDatabase } from "../../src/database/open.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { after, instant, type Instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { EFFECT_ATTEMPTS_MAX } from "../../src/limits.ts";
import { sweep } from "../../src/operations/sweep.ts";
import { database } from "../support/agenda.ts";
import { person, type Person, seenCoach } from "../support/people.ts";
import { mailsTo, orderMailFault } from "../support/mailbox.ts";

const agendas = env.COACH_AGENDA;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function daysAhead(days: number): Instant {
  return instant(Math.ceil(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + 10 * HOUR_MS);
}

interface Parties {
  readonly coach: Person;
  readonly client: Person;
  readonly coachMail: string;
  readonly clientMail: string;
}

async function parties(): Promise<Parties> {
  const mark = crypto.randomUUID();
  const coachMail = `coach-${mark}@people.test`;
  const clientMail = `client-${mark}@people.test`;
  const coach = await seenCoach({ email: coachMail, name: "Ida Coach", zoneinfo: "Europe/Lisbon", lifetime: "60d" });
  const client = await person("client", { email: clientMail, name: "Sam Client", zoneinfo: "America/New_York", lifetime: "60d" });
  return { coach, client, coachMail, clientMail };
}

async function book({ coach, client }: Parties, startsAt: Instant): Promise<string> {
  const body = { coach_id: coach.id, session_datetime: new Date(startsAt).toISOString(), duration_minutes: 60 };
  const response = await client.call("POST", "/booking", body);
  expect(response.status).toBe(201);
  return (await response.json<{ id: string }>()).id;
}

async function confirm({ coach }: Parties, bookingId: string): Promise<void> {
  expect((await coach.call("PATCH", `/booking/${bookingId}/status`, { status: "confirmed" })).status).toBe(200);
}

/** Lets the agenda do all that is due now. */
async function settle(coachId: string): Promise<void> {
  for (let rings = 0; rings < 12; rings += 1) {
    vi.setSystemTime(Date.now() + 1_000);
    await agendas.getByName(coachId).wake(coachId);
    await runDurableObjectAlarm(agendas.getByName(coachId));
    const due = await database.get<{ n: number }>(
      sql`SELECT count(*) AS n FROM outbox WHERE coach_id = ${coachId} AND state = 'due' AND due_at <= ${Date.now()}`,
    );
    if (due?.n === 0) return;
  }
  throw new Error("the outbox does not come to rest");
}

async function subjects(address: string): Promise<string[]> {
  return (await mailsTo(address)).map(({ subject }) => subject.split(":")[0] ?? "");
}

async function effects(bookingId: string): Promise<{ kind: string; state: string; last_fault: string | null; attempts: number }[]> {
  return await database.all(sql`SELECT kind, state, last_fault, attempts FROM outbox WHERE booking_id = ${bookingId} ORDER BY id`);
}

test("I7: each change of a booking is told to both once, in the reader's own zone, with an invitation", async () => {
  const people = await parties();
  const bookingId = await book(people, daysAhead(3));
  await settle(people.coach.id);
  await confirm(people, bookingId);
  await settle(people.coach.id);
  await settle(people.coach.id);
  expect(await subjects(people.clientMail)).toEqual(["Requested", "Confirmed"]);
  expect(await subjects(people.coachMail)).toEqual(["Requested", "Confirmed"]);
  const [requested, confirmed] = await mailsTo(people.clientMail);
  expect(requested?.calendar?.text).toContain(`UID:${bookingId}@culturebridge-booking`);
  expect(confirmed?.calendar?.text).toContain("SEQUENCE:1");
  expect(confirmed?.text).toContain("UTC-05:00");
  expect((await mailsTo(people.coachMail))[0]?.text).toContain("UTC+00:00");
  expect((await mailsTo(people.clientMail)).every(({ times }) => times === 1)).toBe(true);
});

test("I7: a notice that a later revision came before is dropped, and the later one is sent", async () => {
  const people = await parties();
  const bookingId = await book(people, daysAhead(3));
  await people.client.call("DELETE", `/booking/${bookingId}`);
  await settle(people.coach.id);
  expect(await subjects(people.clientMail)).toEqual(["Cancelled"]);
  expect(await subjects(people.coachMail)).toEqual(["Cancelled"]);
  expect((await mailsTo(people.clientMail))[0]?.calendar?.method).toBe("CANCEL");
});

test("I12: reminders come a day and an hour before, are planned anew when the session moves, and not at all once it is cancelled", async () => {
  const people = await parties();
  const startsAt = daysAhead(5);
  const bookingId = await book(people, startsAt);
  await confirm(people, bookingId);
  await settle(people.coach.id);
  const later = after(startsAt, DAY_MS);
  await people.client.call("PATCH", `/booking/${bookingId}`, { session_datetime: new Date(later).toISOString() });
  await settle(people.coach.id);
  vi.setSystemTime(after(startsAt, -24 * HOUR_MS + MINUTE_MS));
  await settle(people.coach.id);
  expect(await subjects(people.clientMail)).not.toContain("Reminder");
  vi.setSystemTime(after(later, -24 * HOUR_MS + MINUTE_MS));
  await settle(people.coach.id);
  expect((await subjects(people.clientMail)).filter((subject) => subject === "Reminder")).toHaveLength(1);
  expect((await subjects(people.coachMail)).filter((subject) => subject === "Reminder")).toHaveLength(1);
  await people.client.call("DELETE", `/booking/${bookingId}`);
  vi.setSystemTime(after(later, -HOUR_MS + MINUTE_MS));
  await settle(people.coach.id);
  expect((await subjects(people.clientMail)).filter((subject) => subject === "Reminder")).toHaveLength(1);
});

test("I12: no reminder of 24 hours for a session booked within 24 hours", async () => {
  const people = await parties();
  vi.setSystemTime(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 10 * HOUR_MS);
  const startsAt = instant(Date.now() + 5 * HOUR_MS);
  const bookingId = await book(people, startsAt);
  await confirm(people, bookingId);
  await settle(people.coach.id);
  const planned = (await effects(bookingId)).map(({ kind }) => kind).filter((kind) => kind.startsWith("reminder"));
  expect(planned).toEqual(["reminder:60"]);
});

test("a sender that is down, or that fails after it accepted, is tried again and each mail is one mail", async () => {
  const people = await parties();
  await orderMailFault({ to: people.clientMail, status: 503, times: 2 });
  await orderMailFault({ to: people.coachMail, status: 429, times: 1 });
  const bookingId = await book(people, daysAhead(3));
  await settle(people.coach.id);
  for (let tries = 0; tries < 4; tries += 1) {
    vi.setSystemTime(Date.now() + 5 * MINUTE_MS);
    await settle(people.coach.id);
  }
  expect(await subjects(people.clientMail)).toEqual(["Requested"]);
  expect(await subjects(people.coachMail)).toEqual(["Requested"]);
  expect((await effects(bookingId)).every(({ state }) => state === "done")).toBe(true);
});

test("I10: what fails to the end of its schedule is parked, an admin sees it and has it tried again", async () => {
  const people = await parties();
  await orderMailFault({ to: people.clientMail, status: 503, times: EFFECT_ATTEMPTS_MAX });
  const bookingId = await book(people, daysAhead(30));
  for (let tries = 0; tries <= EFFECT_ATTEMPTS_MAX; tries += 1) {
    await settle(people.coach.id);
    vi.setSystemTime(Date.now() + 61 * MINUTE_MS);
  }
  expect(await effects(bookingId)).toContainEqual(
    expect.objectContaining({ kind: "mail:created:client", state: "failed", last_fault: "mail_status_503" }),
  );
  const admin = await person("admin");
  const listed = await (
    await admin.call("GET", "/admin/outbox?limit=100")
  ).json<{ effects: { id: string; booking_id: string; state: string }[] }>();
  const parked = listed.effects.find(({ booking_id: id }) => id === bookingId);
  expect(parked).toMatchObject({ state: "failed", kind: "mail:created:client" });
  expect((await people.coach.call("POST", `/admin/outbox/${encodeURIComponent(parked?.id ?? "")}/retry`)).status).toBe(403);
  expect((await admin.call("POST", `/admin/outbox/${encodeURIComponent(parked?.id ?? "")}/retry`)).status).toBe(200);
  expect((await admin.call("POST", `/admin/outbox/${encodeURIComponent(parked?.id ?? "")}/retry`)).status).toBe(404);
  await settle(people.coach.id);
  expect(await subjects(people.clientMail)).toEqual(["Requested"]);
});

test("a dispatcher that died with its lease is followed by another once the lease is over", async () => {
  const people = await parties();
  const bookingId = await book(people, daysAhead(3));
  await database.run(sql`UPDATE outbox SET lease = 'dead', due_at = ${Date.now() + 2 * MINUTE_MS} WHERE booking_id = ${bookingId}`);
  await settle(people.coach.id);
  expect(await subjects(people.clientMail)).toEqual([]);
  vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
  await settle(people.coach.id);
  expect(await subjects(people.clientMail)).toEqual(["Requested"]);
});

test("the sweep wakes an agenda whose alarm was lost", async () => {
  const people = await parties();
  const bookingId = await book(people, daysAhead(3));
  await database.run(
    sql`UPDATE outbox SET due_at = ${Date.now()}, state = 'due', settled_at = NULL WHERE booking_id = ${bookingId} AND kind = 'booking_created'`,
  );
  const woken: string[] = [];
  const wake = (coachId: string): Promise<void> => {
    woken.push(coachId);
    return Promise.resolve();
  };
  await sweep({ database: openDatabase(env.DB), kept: env.KEPT, wake, now: instant(Date.now() + 2 * MINUTE_MS) });
  expect(woken).toContain(people.coach.id);
});
