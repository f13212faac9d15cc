/** One booking for admins: its whole story as a page and to a program, and an admin's acts on it, each done once and at what was shown. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { storyQueries } from "../../src/database/booking-story.ts";
import { HISTORY_SHOWN_MAX } from "../../src/limits.ts";
import { STORY_ACTS_MAX } from "../../src/limits/story.ts";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { dayAhead } from "../support/days.ts";
import { ask, offered, paid, type Parties, parties, seen } from "./agreements.ts";
import { apiWith, browserOf, type Browsing, someone } from "./app-under-test.ts";
import { expectPage, filled, locationOf, wordsOf } from "./booking-pages.ts";
import { booked, wholeRecord } from "./stories.ts";

const api = apiWith();
let people: Parties;
let admin: Browsing;

beforeAll(async () => {
  people = await parties(api);
  admin = await browserOf(api, people.admin);
});

const pathOf = (id: string, act = "") => `/admin/bookings/${id}${act}`;
let hour = 9;
async function sold(isPaid: boolean): Promise<string> {
  const { coach, client } = people;
  const offer = await offered(api, coach, { cancellation_policy: [{ before_minutes: 10_080, refund_percent: 50 }] });
  const id = await booked(api, client, coach, dayAhead(5 + Math.floor(hour / 16), `${String((hour % 8) + 9).padStart(2, "0")}:00`), {
    offer_id: offer,
  });
  hour += 1;
  if (isPaid) await paid(api, client, id);
  return id;
}

describe("the story", () => {
  test("has terms, trail, money, calendars, effects and mails, the same to a browser and to a program", async () => {
    const id = await sold(true);
    const page = await admin.see(pathOf(id));
    expectPage(page, 200);
    const words = wordsOf(page);
    for (const part of [
      "Session of A client with A coach",
      "Cancelled 7 days before the start or earlier: 50 %",
      "Automatically · Paid, and so confirmed",
      "A client, client · Booked",
      "Payment of €60.01",
      "Captured €60.01",
      "It stands in no connected calendar.",
      "Mail to the client: payment received",
    ]) {
      expect(words).toContain(part);
    }
    for (const { id: person } of [people.client, people.coach]) expect(page.text).toContain(`href="/admin/people/${person}"`);
    const told = await api("GET", pathOf(id), { as: people.admin });
    expect([told.status, told.headers.get("ETag")]).toEqual([200, '"3"']);
    expect(told.body).toMatchObject({
      booking: { id, status: "confirmed", client: { id: people.client.id } },
      payments: [{ booking_id: id, captured_minor: 6_001 }],
      refunds: [],
      disputes: [],
      calendar_events: [],
      more: { history: false, payments: false, refunds: false, disputes: false, effects: false },
    });
    expect((told.body["history"] as { action: string }[]).map(({ action }) => action)).toEqual(["confirmed", "checkout_opened", "created"]);
    expect((told.body["effects"] as unknown[]).length).toBeGreaterThan(0);
    for (const { headers } of [page, told]) expect(headers.get("Vary")).toContain("Accept, Authorization");
  });

  test("is for admins alone, by browser and by token; a booking that there is not is told so to them", async () => {
    const id = await sold(false);
    for (const person of [people.client, people.coach, await someone("client")]) {
      expect((await api("GET", pathOf(id), { as: person })).status).toBe(403);
      // The role is asked before anything of the request is looked at.
      expect((await api("GET", pathOf("nothing"), { as: person })).status).toBe(403);
      const page = await (await browserOf(api, person)).see(pathOf(id));
      expect([page.status, page.text.includes("Session of")]).toEqual([403, false]);
    }
    expect((await api("GET", pathOf(id))).status).toBe(401);
    expect((await (await browserOf(api)).see(pathOf(id))).status).toBe(303);
    for (const [unknown, status] of [
      [crypto.randomUUID(), 404],
      ["nothing", 400],
    ] as const) {
      expect((await api("GET", pathOf(unknown), { as: people.admin })).status).toBe(status);
      expect((await admin.see(pathOf(unknown))).status).toBe(404);
    }
    expect((await api("GET", "/admin/bookings/cancel", { as: people.admin })).status).toBe(405);
  });

  test("of a long history shows the newest and says that there is more; a dispute and a failed effect stand out", async () => {
    const id = await sold(true);
    await env.DB.prepare(
      `INSERT INTO audit_log (chain, seq, command_id, booking_id, revision, action, author_id, author_role, at, changes, key_id, mac)
        SELECT 'long-' || ?1, key + 1, ?1 || key, ?1, NULL, 'event_written', NULL, 'system', 0, '{}', 'k', 'm' FROM json_each(?2)`,
    )
      .bind(id, JSON.stringify(Array.from({ length: STORY_ACTS_MAX }, () => 0)))
      .run();
    await env.DB.prepare(
      `INSERT INTO disputes (id, payment_id, booking_id, amount_minor, currency, state, told_at, created_at, updated_at)
        SELECT 'dp_' || id, id, booking_id, 6001, 'EUR', 'needs_response', 0, 0, 0 FROM payments WHERE booking_id = ?1`,
    )
      .bind(id)
      .run();
    await env.DB.prepare(
      "UPDATE outbox SET state = 'failed', settled_at = 1, last_fault = 'mail_refused', attempts = 3 WHERE booking_id = ?1 AND kind = 'mail:payment_received:client'",
    )
      .bind(id)
      .run();
    const words = wordsOf(await admin.see(pathOf(id)));
    for (const part of [
      "Only the newest entries are shown.",
      "Disputed: €60.01, needs response",
      "Mail to the client: payment received Gave up, after 3 tries Last fault: mail_refused Try again",
    ]) {
      expect(words).toContain(part);
    }
    expect(words.match(/Written into a calendar/gu)?.length ?? 0).toBeGreaterThan(HISTORY_SHOWN_MAX);
    expect((await api("GET", pathOf(id), { as: people.admin })).body["more"]).toMatchObject({ history: true });
  });

  test("finds every row by an index", async () => {
    for (const [name, { statement }] of Object.entries(storyQueries(crypto.randomUUID()))) {
      const { sql, params } = new SQLiteAsyncDialect().sqlToQuery(statement);
      const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .bind(...params)
        .all<{ detail: string }>();
      const steps = results.map(({ detail }) => detail).filter((detail) => /^(?:SCAN|SEARCH)/u.test(detail));
      expect(steps.length, name).toBeGreaterThan(0);
      for (const step of steps) expect(step, name).toMatch(/^SEARCH .* USING (?:COVERING )?INDEX/u);
    }
  });
});

/** Sends the one form of a page of an act twice: done once, and answered alike. */
async function actTwice(path: string, added: Readonly<Record<string, string>> = {}): Promise<string> {
  const page = await admin.see(path);
  expectPage(page, 200);
  const [, action = ""] = /<form method="post" action="([^"]+)"/u.exec(page.text.slice(page.text.indexOf("<h1>"))) ?? [];
  const fields = { ...filled({ ...page, text: page.text.slice(page.text.indexOf(`action="${action}"`)) }), ...added };
  const to = action.replaceAll("&amp;", "&");
  const first = await admin.submit(to, fields);
  const before = await wholeRecord();
  const second = await admin.submit(to, fields);
  expect([first, second].map(({ status }) => status)).toEqual([303, 303]);
  expect(locationOf(second)).toBe(locationOf(first));
  expect(await wholeRecord()).toEqual(before);
  return wordsOf(await admin.see(locationOf(first)));
}

describe("an act of an admin", () => {
  test("waives a price, and is refused where the page was of an older revision", async () => {
    const id = await sold(false);
    const stale = filled(await admin.see(pathOf(id, "/cancel")));
    expect(await actTwice(pathOf(id, "/confirm"), { waive: "on" })).toContain("The session is confirmed. Both sides get an email.");
    expect(await seen(api, people.admin, id)).toMatchObject({ status: "confirmed", price_waived: true });
    const refused = await admin.submit(pathOf(id, "/cancel"), { ...stale, reason: "" });
    expect([refused.status, wordsOf(refused).includes("This has been changed since you opened the page.")]).toEqual([412, true]);
    const closed = await admin.see(pathOf(id, "/complete"));
    expect(wordsOf(closed)).toContain("This cannot be done");
  });

  test("cancels as the client's at what the policy gives, as shown; as the marketplace's all is given back", async () => {
    const id = await sold(true);
    const [all, clients] = [await admin.see(pathOf(id, "/cancel")), await admin.see(pathOf(id, "/cancel?for=client"))];
    expect(wordsOf(all)).toContain("The client gets €60.01 back");
    expect(wordsOf(clients)).toContain("Nothing is given back.");
    // The amount shown for the marketplace is more than the client's act gives.
    const worse = await admin.submit(pathOf(id, "/cancel?for=client"), { ...filled(all), reason: "" });
    expect([worse.status, wordsOf(worse).includes("Less is given back now")]).toEqual([412, true]);
    expect(await actTwice(pathOf(id, "/cancel?for=client"), { reason: "" })).toContain("On behalf of the client.");
    expect(await env.DB.prepare("SELECT refund_percent AS percent FROM bookings WHERE id = ?").bind(id).first()).toEqual({ percent: 0 });
  });

  test("moves for a side that is named, to a time that is typed", async () => {
    const id = await sold(true);
    expect(wordsOf(await admin.see(pathOf(id, "/move")))).toContain("Say first on whose behalf");
    const to = dayAhead(9, "10:00");
    expect(await actTwice(pathOf(id, `/move?for=coach&time_zone=UTC&at=${to.slice(0, 16)}`))).toContain("The session has been moved.");
    expect(await seen(api, people.admin, id)).toMatchObject({ session_datetime: to, refund_cap_percent: 100 });
  });

  test("answers a question for the side that was asked", async () => {
    const id = await sold(true);
    expect((await ask(api, people.coach, id, dayAhead(10, "11:00"))).status).toBe(201);
    expect(await actTwice(pathOf(id, "/move-request"), { answer: "accept" })).toContain("Both sides agreed.");
    expect(await seen(api, people.admin, id)).toMatchObject({ session_datetime: dayAhead(10, "11:00") });
  });

  test("gives back a part once, however often the form is sent, and not at figures that have changed", async () => {
    const id = await sold(true);
    const payment = String((await seen(api, people.admin, id))["payment_id"]);
    const path = pathOf(id, `/refund?payment=${payment}`);
    const fields = filled(await admin.see(path));
    expect((await admin.submit(path, { ...fields, how: "part", amount: "70" })).status).toBe(400);
    expect((await admin.submit(path, { ...fields, how: "part", amount: "a lot" })).status).toBe(400);
    expect((await admin.submit(path, { ...fields, refunded: "1", how: "rest" })).status).toBe(412);
    expect((await admin.see(pathOf(await sold(false), `/refund?payment=${payment}`))).status).toBe(404);
    expect(await actTwice(path, { how: "part", amount: "10.50" })).toContain("The refund has been ordered.");
    const { count } = (await env.DB.prepare("SELECT count(*) AS count FROM outbox WHERE booking_id = ? AND kind = 'refund'")
      .bind(id)
      .first<{ count: number }>()) ?? { count: -1 };
    expect(count).toBe(1);
  });

  test("has a failed effect of that booking tried again, and of no other", async () => {
    const [id, other] = [await sold(false), await sold(false)];
    await env.DB.prepare("UPDATE outbox SET state = 'failed', settled_at = 1, lease = NULL WHERE booking_id = ?1").bind(id).run();
    const { effect } = (await env.DB.prepare("SELECT id AS effect FROM outbox WHERE booking_id = ?1")
      .bind(id)
      .first<{ effect: string }>()) ?? {
      effect: "",
    };
    expect((await admin.submit(pathOf(other, "/retry"), { effect })).status).toBe(404);
    const first = await admin.submit(pathOf(id, "/retry"), { effect });
    expect([first.status, (await admin.submit(pathOf(id, "/retry"), { effect })).status]).toEqual([303, 303]);
    const row = await env.DB.prepare("SELECT state FROM outbox WHERE id = ?1").bind(effect).first<{ state: string }>();
    expect(row?.state).not.toBe("failed");
  });
});
