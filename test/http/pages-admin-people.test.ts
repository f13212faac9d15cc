/** An admin finds a person, reads the figures, and opens or closes the account: over the API and in pages. */
import { env } from "cloudflare:workers";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { describe, expect, test } from "vitest";
import { searchPeople, searchStatement } from "../../src/database/people-search.ts";
import { PEOPLE_LOOKED_AT_MAX } from "../../src/limits/people.ts";
import { openDatabase } from "../../src/database/open.ts";
import { adminStage, formWith } from "./admin-pages.ts";
import { browserOf, morning, type Person, seenCoach, someone } from "./app-under-test.ts";
import { api, expectPage, locationOf, MARKUP, wordsOf } from "./booking-pages.ts";
import { booked } from "./stories.ts";

async function seenAs(name: string): Promise<Person> {
  const client = await someone("client", { name });
  await api("GET", "/me", { as: client });
  return client;
}

const asked = { role: null, status: null, limit: 5, after: null } as const;

describe("people over the API", () => {
  test("are found by a part of the name or the address, in either case, and by the beginning of the id", async () => {
    const { admin } = await adminStage();
    const odd = `Zoë ${crypto.randomUUID().slice(0, 6)} 100%_`;
    const client = await seenAs(odd);
    const find = async (q: string, more = "") => {
      const answer = await api("GET", `/admin/users?q=${encodeURIComponent(q)}${more}`, { as: admin });
      expect(answer.status).toBe(200);
      return (answer.body["users"] as { id: string }[]).map(({ id }) => id);
    };
    for (const q of [odd.toUpperCase().slice(4), "100%_", client.id.slice(0, 6).toUpperCase(), client.id.slice(0, 8), client.id]) {
      expect([q, await find(q)]).toEqual([q, expect.arrayContaining([client.id])]);
    }
    expect(await find(odd, "&role=coach")).toEqual([]);
    expect(await find(odd, "&status=inactive")).toEqual([]);
    expect(await find("00000000-nobody")).toEqual([]);
    expect((await api("GET", `/admin/users?after=${client.id}`, { as: admin })).status).toBe(400);
    expect((await api("GET", "/admin/users?q=a%00b", { as: admin })).status).toBe(400);
  });

  test("a search looks at a bounded number of rows and says where it stopped; an id is found by the key", async () => {
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
       INSERT INTO users (id, role, email, name, status, created_at, updated_at)
       SELECT printf('00000000-0000-4000-8000-%012x', i), 'client', NULL, 'Bulk ' || i, 'active', 0, 0 FROM n`,
    )
      .bind(PEOPLE_LOOKED_AT_MAX + 50)
      .run();
    const database = openDatabase(env.DB);
    const first = await searchPeople(database, { ...asked, text: "no such name" });
    expect(first.users).toEqual([]);
    expect(first.next).toBe(`00000000-0000-4000-8000-${PEOPLE_LOOKED_AT_MAX.toString(16).padStart(12, "0")}`);
    // One that stands behind the last row looked at is not found, and is where the next page looks.
    const behind = { ...asked, text: `Bulk ${String(PEOPLE_LOOKED_AT_MAX + 50)}` };
    expect(await searchPeople(database, behind)).toEqual({ users: [], next: first.next });
    const last = await searchPeople(database, { ...behind, after: first.next });
    expect(last.users.map(({ name }) => name)).toEqual([`Bulk ${String(PEOPLE_LOOKED_AT_MAX + 50)}`]);
    expect(last.next).toBeNull();
    const byId = await searchPeople(database, { ...asked, text: "00000000-0000" });
    expect([byId.users.length, byId.next]).toEqual([5, byId.users.at(-1)?.id]);
    const { sql, params } = new SQLiteAsyncDialect().sqlToQuery(searchStatement({ ...asked, text: "0000000f" }));
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...params)
      .all<{ detail: string }>();
    expect(results.map(({ detail }) => detail)).toEqual([expect.stringMatching(/^SEARCH users USING INDEX sqlite_autoindex_users_1/u)]);
    await env.DB.prepare("DELETE FROM users WHERE id LIKE '00000000-0000-4000-8000-%'").run();
  });

  test("one person has figures as a client and as a coach, by currency", async () => {
    const { admin } = await adminStage();
    const [client, coach] = [await someone("client"), await seenCoach(api)];
    const ahead = await booked(api, client, coach, morning(3));
    const late = await booked(api, client, coach, morning(4));
    expect((await api("DELETE", `/booking/${late}`, { as: client })).status).toBe(204);
    await env.DB.prepare(
      `INSERT INTO payments (id, booking_id, coach_id, client_id, amount_minor, currency, state, captured_minor, refunded_minor,
         cutoff_minutes, late_refund_percent, expires_at, created_at, updated_at)
       VALUES (?1, ?2, ?3, ?4, 500, 'EUR', 'paid', 500, 200, 0, 0, 0, 0, 0)`,
    )
      .bind(crypto.randomUUID(), ahead, coach.id, client.id)
      .run();
    const counts = {
      booked: 2,
      ahead: 1,
      minutes_ahead: 60,
      cancelled_by_client: 1,
      cancelled_by_client_late: 0,
      cancelled_by_coach: 0,
      held: 0,
    };
    const money = [{ captured: { amount_minor: 500, currency: "EUR" }, given_back: { amount_minor: 200, currency: "EUR" } }];
    const seen = async (id: string) => (await api("GET", `/admin/users/${id}`, { as: admin })).body;
    expect(await seen(client.id)).toMatchObject({ as_client: { ...counts, money }, as_coach: null });
    expect(await seen(coach.id)).toMatchObject({ as_client: { booked: 0 }, as_coach: { ...counts, money } });
    await env.DB.prepare("UPDATE bookings SET updated_at = starts_at - 3600000 WHERE id = ?1").bind(late).run();
    expect(await seen(client.id)).toMatchObject({ as_client: { cancelled_by_client_late: 1 } });
    expect((await api("GET", `/admin/users/${crypto.randomUUID()}`, { as: admin })).status).toBe(404);
  });
});

describe("the pages of people", () => {
  test("find one and say nobody; what makes no sense is passed over", async () => {
    const { browser } = await adminStage();
    const client = await seenAs(MARKUP);
    const found = await browser.see(`/admin/people?q=${encodeURIComponent(MARKUP.slice(0, 20))}&role=nonsense`);
    expectPage(found, 200);
    expect(found.text).toContain(`href="/admin/people/${client.id}"`);
    expect(wordsOf(await browser.see("/admin/people?q=nobody+is+called+so"))).toContain("Nobody was found.");
    expectPage(await browser.see("/admin/people?role=coach&status=active&page=2"), 200);
    expect((await browser.see("/admin/people/nonsense")).status).toBe(404);
    expect((await browser.see(`/admin/people/${crypto.randomUUID()}`)).status).toBe(404);
  });

  test("close an account with what will happen said, twice the same, and open it again", async () => {
    const { browser } = await adminStage();
    const client = await seenAs("Someone With A Very Long Name ".repeat(3).trim());
    const page = await browser.see(`/admin/people/${client.id}`);
    expectPage(page, 200);
    expect(wordsOf(page)).toContain("Booked sessions stand");
    const { action, fields } = formWith(page, "Close this account");
    for (let sent = 0; sent < 2; sent += 1) {
      const closed = await browser.submit(action, fields);
      expect([closed.status, locationOf(closed)]).toEqual([303, `/admin/people/${client.id}?done=inactive`]);
    }
    expect((await api("GET", "/me", { as: client })).status).toBe(403);
    const again = await browser.see(`/admin/people/${client.id}?done=inactive`);
    expect(wordsOf(again)).toContain("The account is closed.");
    const open = formWith(again, "Open this account again");
    await browser.submit(open.action, open.fields);
    expect((await api("GET", "/me", { as: client })).status).toBe(200);
  });

  test("do not close one's own account", async () => {
    const admin = await someone("admin");
    await api("GET", "/me", { as: admin });
    const browser = await browserOf(api, admin);
    expect(wordsOf(await browser.see(`/admin/people/${admin.id}`))).toContain("You cannot close your own account.");
    const refused = await browser.submit(`/admin/people/${admin.id}`, { status: "inactive" });
    expectPage(refused, 400);
    expect((await api("GET", "/me", { as: admin })).status).toBe(200);
  });

  test("erase a person only where the box is ticked and nothing is ahead, and say so afterwards", async () => {
    const { admin, browser } = await adminStage();
    const [client, coach] = [await someone("client", { name: MARKUP }), await seenCoach(api)];
    const id = await booked(api, client, coach, morning(3));
    const seen = await browser.see(`/admin/people/${client.id}`);
    const path = `/admin/people/${client.id}/erase`;
    expect(seen.text).toContain(`href="${path}"`);
    const page = await browser.see(path);
    expectPage(page, 200);
    const { action, fields } = formWith(page, "Erase this person");
    expectPage(await browser.submit(action, fields), 400);
    const ahead = await browser.submit(action, { ...fields, sure: "on" });
    expectPage(ahead, 409);
    expect(wordsOf(ahead)).toContain("There are sessions ahead");
    expect((await api("GET", "/me", { as: client })).status).toBe(200);
    await api("DELETE", `/booking/${id}`, { as: client });
    const erased = await browser.submit(action, { ...fields, sure: "on" });
    expect([erased.status, locationOf(erased)]).toEqual([303, `${path}?cleared=1`]);
    expect(wordsOf(await browser.see(`${path}?cleared=1`))).toContain("This person has been erased.");
    const after = await browser.see(`/admin/people/${client.id}`);
    expect([wordsOf(after).includes("Erased"), after.text.includes(path), after.text.includes("Open this account")]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await api("PUT", `/admin/users/${client.id}`, { as: admin, body: { status: "active" } })).status).toBe(409);
  });
});
