/**
 * A booking is read together with the caller's own row: a known caller costs no trip of their own, and everybody else is
 * recognised first, as on every other call (S8, S53, S61). Counted over the real router and the real D1.
 */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Role } from "../../src/domain/actor.ts";
import { openDatabase } from "../../src/database/open.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { countingD1 } from "../support/counting.ts";
import { dayAhead } from "../support/days.ts";
import { signToken, type TokenOptions } from "../support/people.ts";
import { apiWith, type Answer, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked, expectRefused } from "./stories.ts";

const counted = countingD1(env.DB);
const api = apiWith({ database: openDatabase(counted.d1) });
const start = Date.now();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

interface Story {
  readonly coach: Person;
  readonly client: Person;
  readonly id: string;
}

async function aBooking(): Promise<Story> {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  const id = await booked(api, client, coach, dayAhead(3, "09:00"), { notes: "between us two" });
  return { coach, client, id };
}

/** A token issued that many minutes after the test began. */
async function tokenOf(id: string, role: Role, minute: number, said: TokenOptions): Promise<Person> {
  vi.setSystemTime(start + minute * MINUTE_MS);
  return { id, token: await signToken(role, { id, ...said }) };
}

async function recorded(id: string): Promise<Record<string, unknown> | null> {
  return await env.DB.prepare("SELECT role, name, email, status, is_coach FROM users WHERE id = ?").bind(id).first();
}

async function tripsOf(ask: () => Promise<Answer>): Promise<{ readonly answer: Answer; readonly trips: number }> {
  const before = counted.roundTrips;
  const answer = await ask();
  return { answer, trips: counted.roundTrips - before };
}

test("a known caller takes one trip, whatever the answer", async () => {
  const { coach, client, id } = await aBooking();
  const [stranger, admin] = [await someone("client"), await someone("admin")];
  for (const as of [stranger, admin]) expect((await api("GET", "/me", { as })).status).toBe(200);
  for (const [as, asked, status] of [
    [client, id, 200],
    [coach, id, 200],
    [admin, id, 200],
    [stranger, id, 403],
    [stranger, crypto.randomUUID(), 404],
    [client, "1", 400],
  ] as const) {
    const { answer, trips } = await tripsOf(async () => await api("GET", `/booking/${asked}`, { as }));
    expect([asked, answer.status, trips]).toEqual([asked, status, 1]);
  }
});

async function insertEvent(bookingId: string, userId: string, link: string): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO calendar_events (booking_id, user_id, provider, connection_id, calendar_id, generation, desired_revision, event_link,
       state, is_asked, updated_at) VALUES (?1, ?2, 'google', 'connection', 'calendar', 0, 1, ?3, 'ok', 0, 0)`,
  )
    .bind(bookingId, userId, link)
    .run();
}

test("the events of a booking are told as they stand, and with notes that hold quotes and other alphabets", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  const notes = `"between" us\\two, \u{1F3C3} {"a":[1]}`;
  const id = await booked(api, client, coach, dayAhead(3, "09:00"), { notes });
  await insertEvent(id, client.id, 'https://calendar.test/e?a="b"');
  const { body } = await api("GET", `/booking/${id}`, { as: client });
  expect(body["calendars"]).toEqual([{ calendar_type: "google", state: "ok", event_link: 'https://calendar.test/e?a="b"' }]);
  expect(body["notes"]).toBe(notes);
});

test("S63: the link of an event is told to the owner of its calendar alone", async () => {
  const { coach, client, id } = await aBooking();
  for (const { id: userId } of [client, coach]) await insertEvent(id, userId, `https://calendar.test/${userId}`);
  const told = (links: readonly (string | null)[]) => links.map((link) => ({ calendar_type: "google", state: "ok", event_link: link }));
  for (const [as, list] of [
    [client, `/booking/client/${client.id}`],
    [coach, `/booking/coach/${coach.id}`],
  ] as const) {
    const one = (await api("GET", `/booking/${id}`, { as })).body["calendars"];
    const listed = (await api("GET", list, { as })).body["bookings"];
    expect(one).toEqual(expect.arrayContaining(told([`https://calendar.test/${as.id}`, null])));
    expect(listed).toEqual([expect.objectContaining({ calendars: one })]);
  }
  const admin = await someone("admin");
  expect((await api("GET", `/booking/${id}`, { as: admin })).body["calendars"]).toEqual(told([null, null]));
});

test("S8: a deactivated caller is told so whatever the id, and learns nothing of the booking", async () => {
  const { coach, client, id } = await aBooking();
  const other = await aBooking();
  const admin = await someone("admin");
  for (const gone of [client, coach]) {
    expect((await api("PUT", `/admin/users/${gone.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
    const bodies = new Set<string>();
    for (const asked of [id, other.id, crypto.randomUUID(), "1"]) {
      const path = `/booking/${asked}`;
      const answer = await expectRefused(async () => await api("GET", path, { as: gone }), 403, "user_inactive", path);
      expect(answer.headers.has("ETag")).toBe(false);
      const { instance: _instance, request_id: _requestId, ...constant } = answer.body;
      bodies.add(JSON.stringify(constant));
    }
    expect([...bodies]).toHaveLength(1);
    const asAdmin = { id: gone.id, token: await signToken("admin", { id: gone.id, name: "A new name" }) };
    await expectRefused(async () => await api("GET", `/booking/${id}`, { as: asAdmin }), 403, "user_inactive");
  }
  expect((await api("GET", `/booking/${id}`, { as: admin })).body["notes"]).toBe("between us two");
});

test("a caller not seen before is recorded, also by a call that is refused", async () => {
  const { id } = await aBooking();
  for (const [asked, status] of [
    [id, 403],
    [crypto.randomUUID(), 404],
    ["1", 400],
  ] as const) {
    const stranger = await someone("client");
    expect([asked, (await api("GET", `/booking/${asked}`, { as: stranger })).status]).toEqual([asked, status]);
    expect(await recorded(stranger.id)).toMatchObject({ role: "client", name: "A client", status: "active" });
  }
});

test("S61: a newer token's name is recorded and stands in the answer; an older one changes nothing and takes one trip", async () => {
  const coach = await seenCoach(api);
  const id = crypto.randomUUID();
  const old = await tokenOf(id, "client", 0, { name: "Before", email: "before@example.org" });
  const bookingId = await booked(api, old, coach, dayAhead(3, "09:00"));
  const newer = await tokenOf(id, "client", 10, { name: "After" });
  const path = `/booking/${bookingId}`;
  expect((await api("GET", path, { as: newer })).body["client"]).toMatchObject({ name: "After", email: "before@example.org" });
  expect(await recorded(id)).toMatchObject({ name: "After", email: "before@example.org" });
  for (const as of [old, newer, await tokenOf(id, "client", 20, {})]) {
    const { answer, trips } = await tripsOf(async () => await api("GET", path, { as }));
    expect([answer.status, (answer.body["client"] as { name: string }).name, trips]).toEqual([200, "After", 1]);
  }
  expect(await recorded(id)).toMatchObject({ name: "After", email: "before@example.org" });
});

test("a client who asks with a coach's token for the first time becomes a coach", async () => {
  const { client, id } = await aBooking();
  const asCoach = await someone("coach", { id: client.id });
  await expect(recorded(client.id)).resolves.toMatchObject({ is_coach: 0 });
  expect((await api("GET", `/booking/${id}`, { as: asCoach })).body["code"]).toBe("forbidden");
  await expect(recorded(client.id)).resolves.toMatchObject({ role: "client", is_coach: 1 });
  expect((await tripsOf(async () => await api("GET", `/booking/${id}`, { as: asCoach }))).trips).toBe(1);
});

test("S53: a fault while a booking is read with its caller denies", async () => {
  const { client, id } = await aBooking();
  const broken = {
    prepare: () => {
      throw new Error("D1_ERROR: Network connection lost.");
    },
  } as unknown as D1Database;
  const answer = await apiWith({ database: openDatabase(broken) })("GET", `/booking/${id}`, { as: client });
  expect([answer.status, answer.body["code"], answer.headers.has("ETag")]).toEqual([503, "unavailable", false]);
});

test("S8: an answer that a deactivated caller does not get leaves none of its headers behind", async () => {
  const { client, id } = await aBooking();
  const admin = await someone("admin");
  expect((await api("PUT", `/admin/users/${client.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
  let reads = 0;
  const failsOnce = {
    prepare: (text: string) => {
      reads += 1;
      if (reads === 1) throw new Error("D1_ERROR: Network connection lost.");
      return env.DB.prepare(text);
    },
  } as unknown as D1Database;
  const headers = { Origin: "https://app.test" };
  // The booking cannot be read, which is 503 with Retry-After; then the caller is looked up by themselves.
  const answer = await apiWith({ database: openDatabase(failsOnce) })("GET", `/booking/${id}`, { as: client, headers });
  expect([answer.status, answer.body["code"], answer.headers.has("Retry-After")]).toEqual([403, "user_inactive", false]);
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  expect([answer.headers.get("Access-Control-Allow-Origin"), answer.headers.get("Vary")]).toEqual(["https://app.test", "Origin"]);
});
