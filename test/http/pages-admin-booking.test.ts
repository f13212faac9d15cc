/** One booking for admins: its whole story as a page and to a program, and an admin's acts on it, each done once and at what was shown. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { storyQueries } from "../../src/database/booking-story.ts";
import { HISTORY_SHOWN_MAX } from "../../src/limits.ts";
import { STORY_ACTS_MAX } from "../../src/limits/story.ts";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";
import { dayAhead } from "../support/days.ts";
import { offered, paid, type Parties, parties } from "./agreements.ts";
import { apiWith, browserOf, type Browsing, someone } from "./app-under-test.ts";
import { expectPage, wordsOf } from "./booking-pages.ts";
import { booked } from "./stories.ts";

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
