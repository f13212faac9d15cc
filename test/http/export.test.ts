/** A person's copy of their data: whole, their own alone, and a file that is read while it is sent. */
import { env } from "cloudflare:workers";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { EXPORT_SESSIONS_PER_PART } from "../../src/limits/personal.ts";
import { apiWith, browserOf, morning, seenCoach, someone } from "./app-under-test.ts";
import { booked, sell, setStatus } from "./stories.ts";

const api = apiWith();

test("a client's copy holds who they are and each of their sessions, and nothing of anybody else's", async () => {
  const [coach, client, other] = [await seenCoach(api), await someone("client", { name: "Ann" }), await someone("client")];
  const [first, second] = [await booked(api, client, coach, morning(3), { notes: "mine" }), await booked(api, client, coach, morning(4))];
  await setStatus(api, client, second, "cancelled", "ill");
  await booked(api, other, coach, morning(5), { notes: "not Ann's" });
  const { status, body, text, headers } = await api("GET", "/me/export", { as: client });
  expect([status, headers.get("Content-Disposition")]).toEqual([200, 'attachment; filename="my-data.json"']);
  expect(body).toMatchObject({
    person: { id: client.id, name: "Ann", email: `${client.id}@people.test` },
    coach: null,
    calendars: [],
    sessions: [
      { id: first, notes: "mine", payments: [] },
      { id: second, cancel_reason: "ill" },
    ],
  });
  for (const foreign of ["not Ann's", other.id, `${coach.id}@people.test`]) expect(text).not.toContain(foreign);
  const file = await api("GET", "/me/export.ics", { as: client });
  const events = new ICAL.Component(ICAL.parse(file.text) as never).getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  expect(events.map(({ uid, description }) => [uid, description])).toEqual([[`${first}@culturebridge-booking`, "mine"]]);
});

test("a coach's copy holds terms and offers, and a long history comes in parts", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  await api("GET", "/me", { as: client });
  await sell(api, coach, { title: "Walk" });
  const count = 2 * EXPORT_SESSIONS_PER_PART + 1;
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, cancellation_policy, revision, created_at, updated_at)
     SELECT printf('%s%012x', substr(?2, 1, 24), i), ?2, ?3, i * 3600000, (i + 1) * 3600000, 0, 0, 'completed', '[]', 1, 0, 0 FROM n`,
  )
    .bind(count, coach.id, client.id)
    .run();
  const { body } = await api("GET", "/me/export", { as: coach });
  expect(body).toMatchObject({ coach: { offers: [{ title: "Walk" }], hours: { time_zone: "UTC" } } });
  const ids = (body["sessions"] as { id: string }[]).map(({ id }) => id);
  expect([ids.length, new Set(ids).size]).toEqual([count, count]);
});

test("the page of sessions leads to the same files, for whoever is signed in", async () => {
  const client = await someone("client", { name: "Ann" });
  const browser = await browserOf(api, client);
  const page = await browser.see("/bookings");
  for (const path of ["/bookings/export.json", "/bookings/export.ics"]) {
    expect(page.text).toContain(`href="${path}"`);
    expect((await browser.see(path)).status).toBe(200);
    expect((await (await browserOf(api)).see(path)).status).toBe(303);
  }
  expect((await browser.see("/bookings/export.json")).body).toMatchObject({ person: { id: client.id, name: "Ann" }, sessions: [] });
});
