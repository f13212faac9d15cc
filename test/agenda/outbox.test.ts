/**
 * What a booking sets in motion, from the commit to the mailbox: each effect once, none that a later change made untrue,
 * and nothing lost when a sender, the database or the object fails (I7, I10, I12).
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { after, instant, type Instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { MAILS_GATHERED_MS } from "../../src/limits.ts";
import { OUTAGE_MS_MAX } from "../../src/limits/patience.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda, settleMails } from "../support/agenda-bell.ts";
import { person, type Person, seenCoach } from "../support/people.ts";
import { mailsTo, orderMailFault } from "../support/mailbox.ts";
import { sweepOnce } from "../support/sweep.ts";

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

async function subjects(address: string): Promise<string[]> {
  return (await mailsTo(address)).map(({ subject }) => subject.split(":")[0] ?? "");
}

async function effects(bookingId: string): Promise<{ kind: string; state: string; last_fault: string | null; attempts: number }[]> {
  return await database.all(sql`SELECT kind, state, last_fault, attempts FROM outbox WHERE booking_id = ${bookingId} ORDER BY id`);
}

test("I7: each change of a booking is told to both once, in the reader's own zone, with an invitation", async () => {
  const people = await parties();
  const bookingId = await book(people, daysAhead(3));
  await settleAgenda(people.coach.id);
  await confirm(people, bookingId);
  await settleMails(people.coach.id);
  await settleAgenda(people.coach.id);
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
  await settleAgenda(people.coach.id);
  expect(await subjects(people.clientMail)).toEqual(["Cancelled"]);
  expect(await subjects(people.coachMail)).toEqual(["Cancelled"]);
  expect((await mailsTo(people.clientMail))[0]?.calendar?.method).toBe("CANCEL");
});

async function move({ coach }: Parties, bookingId: string, startsAt: Instant): Promise<void> {
  const moved = await coach.call("PATCH", `/booking/${bookingId}`, { session_datetime: new Date(startsAt).toISOString() });
  expect(moved.status).toBe(200);
}

describe("S59: what follows a mail about a booking within two minutes", () => {
  test("leaves as one mail of the latest state, however much it is: sixty moves in a minute are two mails to each", async () => {
    const people = await parties();
    const startsAt = daysAhead(3);
    const bookingId = await book(people, startsAt);
    await settleAgenda(people.coach.id);
    const firstAt = Date.now();
    for (let count = 1; count <= 60; count += 1) {
      await move(people, bookingId, after(startsAt, count * 15 * MINUTE_MS));
      await settleAgenda(people.coach.id, 1);
    }
    expect(Date.now() - firstAt).toBeLessThanOrEqual(MINUTE_MS);
    for (const address of [people.clientMail, people.coachMail]) expect(await subjects(address)).toEqual(["Requested"]);
    vi.setSystemTime(after(instant(firstAt), MAILS_GATHERED_MS));
    await settleAgenda(people.coach.id, 1);
    for (const address of [people.clientMail, people.coachMail]) {
      const [, last, ...more] = await mailsTo(address);
      expect([last?.subject.split(":")[0], more]).toEqual(["Moved", []]);
      expect(last?.calendar?.text).toContain("SEQUENCE:60");
    }
    // In the coach's own words, Lisbon's: the time that was told before, not one of those between.
    const text = (await mailsTo(people.coachMail))[1]?.text;
    expect(text).toMatch(/^When: .*, 01:00–02:00 /mu);
    expect(text).toMatch(/^Before: .*, 10:00–11:00 /mu);
    const rows = await effects(bookingId);
    expect(rows.filter(({ state }) => state !== "done" && state !== "dropped")).toEqual([]);
  });

  test("waits no longer than that, and the alarm is set for its moment", async () => {
    const people = await parties();
    const bookingId = await book(people, daysAhead(3));
    await settleAgenda(people.coach.id);
    const toldAt = Date.now();
    vi.setSystemTime(toldAt + 30_000);
    expect((await people.client.call("DELETE", `/booking/${bookingId}`)).status).toBe(204);
    await settleAgenda(people.coach.id);
    expect(await subjects(people.coachMail)).toEqual(["Requested"]);
    const alarm = await runInDurableObject(agendas.getByName(people.coach.id), async (_, { storage }) => await storage.getAlarm());
    expect(alarm).toBe(toldAt + MAILS_GATHERED_MS);
    vi.setSystemTime(toldAt + MAILS_GATHERED_MS - 1_000);
    await settleAgenda(people.coach.id, 1);
    for (const address of [people.clientMail, people.coachMail]) expect(await subjects(address)).toEqual(["Requested", "Cancelled"]);
  });

  test("after two minutes of silence a change is told at once", async () => {
    const people = await parties();
    const bookingId = await book(people, daysAhead(3));
    await settleAgenda(people.coach.id);
    vi.setSystemTime(Date.now() + MAILS_GATHERED_MS);
    await confirm(people, bookingId);
    await settleAgenda(people.coach.id, 1);
    for (const address of [people.clientMail, people.coachMail]) expect(await subjects(address)).toEqual(["Requested", "Confirmed"]);
  });

  test("leaves nobody with what was before: a change that only the client is told of does not speak for the move to the coach", async () => {
    const people = await parties();
    const startsAt = daysAhead(3);
    const bookingId = await book(people, startsAt);
    await settleAgenda(people.coach.id);
    await confirm(people, bookingId);
    await move(people, bookingId, after(startsAt, 2 * HOUR_MS));
    await settleAgenda(people.coach.id);
    const placed = await people.coach.call("PATCH", `/booking/${bookingId}`, { place: { kind: "phone" } });
    expect(placed.status).toBe(200);
    await settleMails(people.coach.id);
    expect(await subjects(people.coachMail)).toEqual(["Requested", "Moved"]);
    expect(await subjects(people.clientMail)).toEqual(["Requested", "New place"]);
    const [toClient, toCoach] = [(await mailsTo(people.clientMail))[1], (await mailsTo(people.coachMail))[1]];
    expect(toClient?.text).toContain("The session is confirmed. The session has a new time.");
    expect(toClient?.text).toMatch(/^Place: By phone$/mu);
    for (const mail of [toClient, toCoach]) {
      expect(mail?.text).toMatch(/^Before: /mu);
      expect(mail?.calendar?.text).toContain("SEQUENCE:3");
    }
    expect(toCoach?.text).toContain("The session is confirmed.");
  });
});

test("nobody without an address is queued a mail, and a reminder goes to the one who has an address when it is due", async () => {
  const coach = await seenCoach({ name: "Ida Coach", emailVerified: false, lifetime: "60d" });
  const client = await person("client", { name: "Sam Client", emailVerified: false, lifetime: "60d" });
  const people = { coach, client, coachMail: "", clientMail: `client-${crypto.randomUUID()}@people.test` };
  const startsAt = daysAhead(3);
  const bookingId = await book(people, startsAt);
  await confirm(people, bookingId);
  await settleAgenda(coach.id);
  expect((await effects(bookingId)).map(({ kind }) => kind)).toEqual([
    "booking_confirmed",
    "booking_created",
    "reminder:1440",
    "reminder:60",
  ]);
  await database.run(sql`UPDATE users SET email = ${people.clientMail} WHERE id = ${client.id}`);
  vi.setSystemTime(after(startsAt, -HOUR_MS));
  await settleAgenda(coach.id);
  expect(await subjects(people.clientMail)).toContain("Reminder");
  expect((await effects(bookingId)).filter(({ kind }) => kind.endsWith(":coach"))).toEqual([]);
});

test("I12: reminders come a day and an hour before, are planned anew when the session moves, and not at all once it is cancelled", async () => {
  const people = await parties();
  const startsAt = daysAhead(5);
  const bookingId = await book(people, startsAt);
  await confirm(people, bookingId);
  await settleAgenda(people.coach.id);
  const later = after(startsAt, DAY_MS);
  await people.client.call("PATCH", `/booking/${bookingId}`, { session_datetime: new Date(later).toISOString() });
  await settleAgenda(people.coach.id);
  vi.setSystemTime(after(startsAt, -24 * HOUR_MS + MINUTE_MS));
  await settleAgenda(people.coach.id);
  expect(await subjects(people.clientMail)).not.toContain("Reminder");
  vi.setSystemTime(after(later, -24 * HOUR_MS + MINUTE_MS));
  await settleAgenda(people.coach.id);
  expect((await subjects(people.clientMail)).filter((subject) => subject === "Reminder")).toHaveLength(1);
  expect((await subjects(people.coachMail)).filter((subject) => subject === "Reminder")).toHaveLength(1);
  await people.client.call("DELETE", `/booking/${bookingId}`);
  vi.setSystemTime(after(later, -HOUR_MS + MINUTE_MS));
  await settleAgenda(people.coach.id);
  expect((await subjects(people.clientMail)).filter((subject) => subject === "Reminder")).toHaveLength(1);
});

test("I12: no reminder of 24 hours for a session booked within 24 hours", async () => {
  const people = await parties();
  vi.setSystemTime(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 10 * HOUR_MS);
  const startsAt = instant(Date.now() + 5 * HOUR_MS);
  const bookingId = await book(people, startsAt);
  await confirm(people, bookingId);
  await settleAgenda(people.coach.id);
  const planned = (await effects(bookingId)).map(({ kind }) => kind).filter((kind) => kind.startsWith("reminder"));
  expect(planned).toEqual(["reminder:60"]);
});

test("a sender that is down, or that fails after it accepted, is tried again and each mail is one mail", async () => {
  const people = await parties();
  await orderMailFault({ to: people.clientMail, status: 503, times: 2 });
  await orderMailFault({ to: people.coachMail, status: 429, times: 1 });
  const bookingId = await book(people, daysAhead(3));
  await settleAgenda(people.coach.id);
  for (let tries = 0; tries < 4; tries += 1) {
    vi.setSystemTime(Date.now() + 5 * MINUTE_MS);
    await settleAgenda(people.coach.id);
  }
  expect(await subjects(people.clientMail)).toEqual(["Requested"]);
  expect(await subjects(people.coachMail)).toEqual(["Requested"]);
  expect((await effects(bookingId)).every(({ state }) => state === "done")).toBe(true);
});

test("I10: what fails to the end of its patience is parked, an admin sees it and has it tried again", async () => {
  const people = await parties();
  await orderMailFault({ to: people.clientMail, status: 503, times: 4 });
  const bookingId = await book(people, daysAhead(30));
  for (const wait of [1 * HOUR_MS, 1 * HOUR_MS, OUTAGE_MS_MAX, 0]) {
    await settleAgenda(people.coach.id);
    vi.setSystemTime(Date.now() + wait);
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
  await settleAgenda(people.coach.id);
  expect(await subjects(people.clientMail)).toEqual(["Requested"]);
});

test("a dispatcher that died with its lease is followed by another once the lease is over", async () => {
  const people = await parties();
  const bookingId = await book(people, daysAhead(3));
  await database.run(sql`UPDATE outbox SET lease = 'dead', due_at = ${Date.now() + 2 * MINUTE_MS} WHERE booking_id = ${bookingId}`);
  await settleAgenda(people.coach.id);
  expect(await subjects(people.clientMail)).toEqual([]);
  vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
  await settleAgenda(people.coach.id);
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
  await sweepOnce({ wake, now: instant(Date.now() + 2 * MINUTE_MS) });
  expect(woken).toContain(people.coach.id);
});
