/** An erased person is gone from every table, store and answer, and the trail still verifies (S64). */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/database/open.ts";
import { recordPerson } from "../../src/database/people.ts";
import { instant } from "../../src/domain/instant.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { ERASED_BOOKINGS_MAX } from "../../src/limits/personal.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { everything } from "../support/everything.ts";
import { mailsTo } from "../support/mailbox.ts";
import { person, seenCoach as coachOfTheWorker, signToken } from "../support/people.ts";
import { apiWith, morning, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked, expectRefused, sell, setStatus } from "./stories.ts";

const api = apiWith();

async function erase(admin: Person, userId: string, query = "") {
  return await api("POST", `/admin/users/${userId}/erase${query}`, { as: admin });
}

async function expectTrailWhole(admin: Person, coachId: string): Promise<void> {
  for (const chain of ["", `?coach_id=${coachId}`]) {
    const { body } = await api("GET", `/admin/audit/verify${chain}`, { as: admin });
    expect(body).toMatchObject({ broken_seq: null, unaudited_booking_id: null });
  }
}

describe("S64: erasing", () => {
  test("is refused with sessions ahead, of oneself, and of nobody; nothing is touched", async () => {
    const [admin, client, coach] = [await someone("admin"), await someone("client"), await seenCoach(api)];
    await api("GET", "/me", { as: admin });
    await booked(api, client, coach, morning(3));
    for (const { id } of [client, coach]) await expectRefused(async () => await erase(admin, id), 409, "erasure_blocked");
    await expectRefused(async () => await erase(admin, admin.id), 400, "self_deactivation");
    await expectRefused(async () => await erase(admin, crypto.randomUUID()), 404, "user_not_found");
    expect((await api("GET", "/me", { as: client })).status).toBe(200);
  });

  test("a client leaves no word behind, sends no mail after them, and does not come back by a later token", async () => {
    const mark = `mark${crypto.randomUUID().replaceAll("-", "")}`;
    const said = { name: `Name ${mark}`, email: `${mark}@people.test`, zoneinfo: "Europe/Lisbon", locale: "pt-PT" };
    const [admin, client, coach] = [await someone("admin"), await someone("client", said), await seenCoach(api)];
    const body = { coach_id: coach.id, session_datetime: morning(4), duration_minutes: 60, notes: `Notes ${mark}` };
    const first = await api("POST", "/booking", { as: client, body, headers: { "Idempotency-Key": mark } });
    expect(first.status).toBe(201);
    await setStatus(api, client, String(first.body["id"]), "cancelled", `Reason ${mark}`);
    const ahead = await booked(api, client, coach, morning(5), { notes: mark });
    // The coach's own answer, kept for a key, shows the client's notes as well.
    const confirm = { as: coach, body: { status: "confirmed" }, headers: { "Idempotency-Key": mark } };
    expect((await api("PATCH", `/booking/${ahead}/status`, confirm)).status).toBe(200);
    expect(await everything()).toContain(mark);

    const erased = await erase(admin, client.id, "?cancel=true");
    expect([erased.status, erased.body]).toMatchObject([200, { is_done: true, next_cursor: null, cancelled: 1, bookings: 2 }]);
    expect((await everything()).match(new RegExp(`.{60}${mark}`, "gu"))).toBeNull();
    await settleAgenda(coach.id, 20);
    expect(await mailsTo(said.email)).toEqual([]);
    expect((await mailsTo(`${coach.id}@people.test`)).filter((mail) => JSON.stringify(mail).includes(mark))).toEqual([]);

    const late = { id: client.id, token: await signToken("client", { id: client.id, ...said }) };
    await expectRefused(async () => await api("GET", "/me", { as: late }), 403, "user_inactive");
    await expectRefused(async () => await api("POST", "/booking", { as: late, body }), 403, "user_inactive");
    // Also where a token slips past the door: two requests at once, or the version before.
    const claims = { id: client.id, role: "client", name: mark, email: said.email, timeZone: null, locale: null } as const;
    await recordPerson(openDatabase(env.DB), { ...claims, issuedAt: instant(Date.now() + DAY_MS) }, instant(Date.now()));
    const open = { as: admin, body: { status: "active" } };
    await expectRefused(async () => await api("PUT", `/admin/users/${client.id}`, open), 409, "user_erased");
    const seen = await api("GET", `/booking/${ahead}`, { as: coach });
    expect(seen.body).toMatchObject({
      id: ahead,
      session_datetime: morning(5),
      status: "cancelled",
      notes: null,
      client: { id: client.id, name: null },
    });
    expect(await everything()).not.toContain(mark);
    await expectTrailWhole(admin, coach.id);
    expect((await erase(admin, client.id)).body).toMatchObject({ is_done: true, cancelled: 0, bookings: 2 });
  });

  test("a coach's words, places and feed go; the client keeps the session as it was", async () => {
    const mark = `mark${crypto.randomUUID().replaceAll("-", "")}`;
    const [admin, client, coach] = [await someone("admin"), await someone("client"), await someone("coach", { name: mark })];
    await api("GET", `/coach/${coach.id}/availability`, { as: coach });
    const place = { kind: "in_person", city: mark, address: mark };
    await sell(api, coach, { title: "Walk", description: mark, place });
    const id = await booked(api, client, coach, morning(3));
    await setStatus(api, client, id, "cancelled");
    const key = await api("POST", `/coach/${coach.id}/calendar-key`, { as: coach });
    const path = `/coach/${coach.id}/calendar.ics${new URL(String(key.body["feed_url"])).search}`;
    expect((await erase(admin, coach.id)).body).toMatchObject({ is_done: true, bookings: 1 });
    expect(await everything()).not.toContain(mark);
    expect([(await api("GET", path)).status, (await api("GET", `/coach/${coach.id}`)).status]).toEqual([404, 404]);
    expect((await api("GET", `/booking/${id}`, { as: client })).body).toMatchObject({ offer_title: "Walk", place: { kind: "in_person" } });
    await expectTrailWhole(admin, coach.id);
  });

  test("a long history is cleared a page for each call", async () => {
    const [admin, client, coach] = [await someone("admin"), await someone("client"), await seenCoach(api)];
    await api("GET", "/me", { as: client });
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
       INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, notes, revision, created_at, updated_at)
       SELECT printf('%s%012x', substr(?2, 1, 24), i), ?2, ?3, i * 3600000, (i + 1) * 3600000, 0, 0, 'completed', 'words', 1, 0, 0 FROM n`,
    )
      .bind(ERASED_BOOKINGS_MAX + 1, coach.id, client.id)
      .run();
    const first = await erase(admin, client.id);
    expect(first.body).toMatchObject({ is_done: false, bookings: ERASED_BOOKINGS_MAX });
    const second = await erase(admin, client.id, `?cursor=${String(first.body["next_cursor"])}`);
    expect(second.body).toMatchObject({ is_done: true, next_cursor: null, bookings: 1 });
    const left = env.DB.prepare("SELECT count(*) AS left FROM bookings WHERE client_id = ?1 AND notes IS NOT NULL").bind(client.id);
    expect(await left.first()).toEqual({ left: 0 });
  });

  test("the tokens of a connected calendar go from the object and from their copy", async () => {
    const coach = await coachOfTheWorker({ name: "Ida" });
    const mailbox = new Mailbox("google");
    expect((await mailbox.connect(coach)).status).toBe(200);
    const copies = async () => (await env.TOKENS.list()).keys.filter(({ name }) => name.includes(coach.id));
    expect(await copies()).toHaveLength(1);
    const erased = await (await person("admin")).call("POST", `/admin/users/${coach.id}/erase`);
    expect([erased.status, await erased.json()]).toMatchObject([
      200,
      { is_done: true, copies: { consents: [{ calendar_type: "google" }] } },
    ]);
    expect(await copies()).toEqual([]);
    const account = env.CALENDAR_ACCOUNT.getByName(`${coach.id}:google`);
    const kept = await runInDurableObject(account, async (_object, state) => [...(await state.storage.list()).keys()]);
    expect(kept).toEqual(["disconnected"]);
    expect(await everything()).not.toContain(mailbox.address);
  });
});
