/** The caller as the record knows them, and what a token changes about a person on record (S61). */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Role } from "../../src/domain/actor.ts";
import { instant } from "../../src/domain/instant.ts";
import { findUser } from "../../src/database/people.ts";
import { changesRecord } from "../../src/domain/person.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { dayAhead } from "../support/days.ts";
import { signToken } from "../support/people.ts";
import { apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked } from "./stories.ts";

const api = apiWith();
const start = Date.now();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

interface Said {
  readonly name?: string;
  readonly email?: string;
  readonly zoneinfo?: string;
}

/** A token issued that many minutes after the test began. */
async function tokenOf(id: string, role: Role, minute: number, said: Said): Promise<Person> {
  vi.setSystemTime(start + minute * MINUTE_MS);
  return { id, token: await signToken(role, { id, ...said }) };
}

async function recorded(id: string): Promise<Record<string, unknown> | null> {
  return await env.DB.prepare("SELECT role, name, email, time_zone, status FROM users WHERE id = ?").bind(id).first();
}

const ADA = { name: "Ada", email: "ada@example.org", zoneinfo: "Europe/Lisbon" };
const ADA_ON_RECORD = { role: "coach", name: "Ada", email: "ada@example.org", time_zone: "Europe/Lisbon", status: "active" };

test("GET /me tells the id, the token's role, and what is on record", async () => {
  const id = crypto.randomUUID();
  const me = await api("GET", "/me", { as: await tokenOf(id, "coach", 0, ADA) });
  const said = { name: "Ada", email: "ada@example.org", time_zone: "Europe/Lisbon", language: "en", language_follows: "none" };
  expect(me.body).toEqual({ id, role: "coach", ...said });
  const asClient = await api("GET", "/me", { as: await tokenOf(id, "client", 1, {}) });
  expect(asClient.body).toEqual({ id, role: "client", ...said });
  expect((await api("GET", "/me")).status).toBe(401);
});

test.each(["client", "coach", "admin"] as const)(
  "PATCH /me keeps the language of a %s, and forgets it, and what it follows is told",
  async (role) => {
    const as = await someone(role, { locale: "ja-JP" });
    const told = async (answer: ReturnType<typeof api>) => {
      const { status, body } = await answer;
      return [status, body["language"], body["language_follows"]];
    };
    expect(await told(api("GET", "/me", { as }))).toEqual([200, "ja", "token"]);
    expect(await told(api("PATCH", "/me", { as, body: { language: "PT" } }))).toEqual([200, "pt", "own"]);
    // A token says nothing about the own setting.
    expect(await told(api("GET", "/me", { as: await someone(role, { id: as.id, locale: "fr" }) }))).toEqual([200, "pt", "own"]);
    expect(await told(api("PATCH", "/me", { as, body: { language: null } }))).toMatchObject([
      200,
      expect.stringMatching(/^(?:ja|fr)$/u),
      "token",
    ]);
    for (const body of [{}, { language: "tlh" }, { language: "" }, { language: "de", name: "Mallory" }, { language: ["de"] }])
      expect((await api("PATCH", "/me", { as, body })).status).toBe(400);
    expect((await api("PATCH", "/me", { body: { language: "de" } })).status).toBe(401);
    expect((await api("GET", "/me", { as })).body).toMatchObject({ language_follows: "token" });
  },
);

test.each([
  ["pt_BR", "pt-BR"],
  ["tlh", "tlh"],
  ["not a locale", null],
  ["x".repeat(65), null],
])("a token's locale %j is recorded as %j", async (locale, expected) => {
  const client = await someone("client", { locale });
  await api("GET", "/me", { as: client });
  expect(await findUser(database, client.id)).toMatchObject({ locale: expected, language: null });
});

test("S61: a newer token changes what it says; one that leaves claims out, an older one and one of another role change nothing", async () => {
  const id = crypto.randomUUID();
  const old = await tokenOf(id, "coach", 0, { ...ADA, name: "Ada before", email: "before@example.org" });
  const fresh = await tokenOf(id, "coach", 10, ADA);
  const without = await tokenOf(id, "coach", 20, {});
  const asClient = await tokenOf(id, "client", 30, { name: "Someone else", email: "else@example.org", zoneinfo: "Asia/Tokyo" });
  const asAdmin = await tokenOf(id, "admin", 31, { name: "Someone else", email: "else@example.org" });
  await api("GET", "/me", { as: old });
  expect(await recorded(id)).toEqual({ ...ADA_ON_RECORD, name: "Ada before", email: "before@example.org" });
  for (const token of [fresh, old, without, asClient, asAdmin, old, without]) {
    expect((await api("GET", "/me", { as: token })).status).toBe(200);
    expect(await recorded(id)).toEqual(ADA_ON_RECORD);
  }
  const newest = await tokenOf(id, "coach", 40, { name: "Ada Lovelace" });
  await api("GET", "/me", { as: newest });
  expect(await recorded(id)).toEqual({ ...ADA_ON_RECORD, name: "Ada Lovelace" });
});

test("S61: a booking records what its token says by the same rules", async () => {
  const coach = await seenCoach(api);
  const id = crypto.randomUUID();
  const old = await tokenOf(id, "client", 0, { name: "Before", email: "before@example.org" });
  const fresh = await tokenOf(id, "client", 10, { name: "After", email: "after@example.org" });
  const without = await tokenOf(id, "client", 20, {});
  await booked(api, fresh, coach, dayAhead(3, "09:00"));
  await booked(api, old, coach, dayAhead(3, "10:00"));
  await booked(api, without, coach, dayAhead(3, "11:00"));
  expect(await recorded(id)).toMatchObject({ role: "client", name: "After", email: "after@example.org" });
  const newest = await tokenOf(id, "client", 30, { email: "newest@example.org" });
  await booked(api, newest, coach, dayAhead(3, "12:00"));
  expect(await recorded(id)).toMatchObject({ name: "After", email: "newest@example.org" });
});

test("S61: two tokens at once leave what the newer one says", async () => {
  const id = crypto.randomUUID();
  const tokens = await Promise.all(
    [0, 1, 2, 3, 4].map(async (minute) => await tokenOf(id, "client", minute, { name: `Name ${String(minute)}` })),
  );
  await Promise.all(tokens.toReversed().map(async (as) => await api("GET", "/me", { as })));
  expect(await recorded(id)).toMatchObject({ name: "Name 4" });
});

test("a coach who books as a client elsewhere stays in the directory, and can be booked", async () => {
  const id = crypto.randomUUID();
  const coach = await tokenOf(id, "coach", 0, ADA);
  await api("GET", `/coach/${id}/availability`, { as: coach });
  const other = await seenCoach(api);
  await booked(api, await tokenOf(id, "client", 5, ADA), other, dayAhead(3, "09:00"));
  expect((await api("GET", `/coach/${id}`)).body).toMatchObject({ id, name: "Ada" });
  await booked(api, await someone("client"), { id }, dayAhead(3, "09:00"));
});

test("a client who becomes a coach is listed, can be booked, and is shut out as a coach", async () => {
  const id = crypto.randomUUID();
  await api("GET", "/me", { as: await tokenOf(id, "client", 0, ADA) });
  expect((await api("GET", `/coach/${id}`)).status).toBe(404);
  await api("GET", "/me", { as: await tokenOf(id, "coach", 5, ADA) });
  expect((await api("GET", `/coach/${id}`)).body).toMatchObject({ id, name: "Ada" });
  await booked(api, await someone("client"), { id }, dayAhead(3, "09:00"));
  const admin = await someone("admin");
  const coaches = await api("GET", "/admin/users?role=coach&limit=100", { as: admin });
  expect((coaches.body["users"] as { id: string }[]).map((user) => user.id)).toContain(id);
  expect((await api("PUT", `/admin/users/${id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
  expect((await api("GET", `/coach/${id}`)).status).toBe(404);
  const query = `start_date=${dayAhead(4, "00:00")}&end_date=${dayAhead(5, "00:00")}&min_version=1000000`;
  expect((await api("GET", `/booking/coach/${id}/availability?${query}`)).status).toBe(404);
});

test("S61: the rule by itself", () => {
  const record = { id: "", role: "coach", name: "A", email: "a@x", timeZone: null, locale: null, claimsIssuedAt: instant(1_000) } as const;
  const token = { id: "", role: "coach", name: "B", email: "b@x", timeZone: "UTC", locale: null, issuedAt: instant(2_000) } as const;
  expect(changesRecord(record, token)).toBe(true);
  expect(changesRecord(record, { ...token, issuedAt: instant(1_000) })).toBe(true);
  expect(changesRecord(record, { ...token, issuedAt: instant(999) })).toBe(false);
  expect(changesRecord(record, { ...token, issuedAt: null })).toBe(false);
  expect(changesRecord(record, { ...token, role: "client" })).toBe(false);
  expect(changesRecord(record, { ...token, name: null, email: null, timeZone: null })).toBe(false);
  expect(changesRecord(record, { ...token, name: "A", email: "a@x", timeZone: null })).toBe(false);
  expect(changesRecord({ ...record, claimsIssuedAt: null }, { ...token, issuedAt: instant(1) })).toBe(true);
});

test.each([
  ["not said to be proved", { email: "ada@people.test", emailVerified: false }],
  ["of two people", { email: "ada@people.test, victim@people.test" }],
  ["with a header in it", { email: "ada@people.test\r\nBcc: victim@people.test" }],
])("S59: an address that is %s counts as none", async (_what, options) => {
  const coach = await someone("coach", options);
  const me = await api("GET", "/me", { as: coach });
  expect([me.status, me.body["email"]]).toEqual([200, null]);
});

test("S59: a later token whose address is proved puts it on record", async () => {
  const unproved = await someone("coach", { email: "ada@people.test", emailVerified: false });
  expect((await api("GET", "/me", { as: unproved })).body["email"]).toBeNull();
  const proved = await someone("coach", { id: unproved.id, email: "ada@people.test" });
  expect((await api("GET", "/me", { as: proved })).body["email"]).toBe("ada@people.test");
});
