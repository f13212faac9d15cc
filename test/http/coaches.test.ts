/** Coaches in public and in private, people as admins see them, and the trail that shows who touched it (I9). */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { bookingRows, dayAhead } from "../support/days.ts";
import { type Answer, apiWith, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked, expectRefused, FRESH, setStatus } from "./stories.ts";

const api = apiWith();
const HOURS = { time_zone: "UTC", weekly: [{ weekday: 1, start: "09:00", end: "10:00" }] };
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

async function lookUp(coach: Person, day = 3): Promise<Answer> {
  const query = new URLSearchParams({ ...FRESH, start_date: dayAhead(day, "00:00"), end_date: dayAhead(day + 1, "00:00") });
  return await api("GET", `/booking/coach/${coach.id}/availability?${query.toString()}`);
}

const startsOf = ({ body }: Answer) => (body["available_slots"] as { starts_at: string }[]).map(({ starts_at }) => starts_at.slice(11, 16));

describe("the directory", () => {
  test("lists active coaches by name, page by page, with what anybody may know", async () => {
    const names = ["Zoë Directory", "Ada Directory", "Mia Directory"];
    const coaches = await Promise.all(names.map(async (name) => await someone("coach", { name })));
    for (const coach of coaches) await api("GET", `/coach/${coach.id}/settings`, { as: coach });
    const [first] = coaches;
    const whole = await api("GET", "/coach?limit=100");
    const listed = whole.body["coaches"] as { id: string; name: string }[];
    const ours = listed.filter(({ name }) => name.endsWith(" Directory"));
    expect(ours.map(({ name }) => name)).toEqual([...names].sort());
    expect(listed.find(({ id }) => id === first?.id)).toEqual({ id: first?.id, name: names[0], time_zone: "UTC" });
    const total = Number(whole.body["total"]);
    expect(total).toBe(listed.length);
    const walked: unknown[] = [];
    for (let offset = 0; offset < total; offset += 2)
      walked.push(...((await api("GET", `/coach?limit=2&offset=${String(offset)}`)).body["coaches"] as unknown[]));
    expect(walked).toEqual(listed);
    for (const query of ["limit=0", "limit=101", "offset=-1"]) {
      const answer = await api("GET", `/coach?${query}`);
      expect([query, answer.status, answer.body["code"]]).toEqual([query, 400, "validation_failed"]);
    }
  });

  test("shows one coach, and nobody who is none", async () => {
    const coach = await someone("coach", { name: "Ida", zoneinfo: "Europe/Lisbon" });
    expect((await api("GET", `/coach/${coach.id}`)).status).toBe(404);
    await api("GET", `/coach/${coach.id}/settings`, { as: coach });
    expect((await api("GET", `/coach/${coach.id}`)).body).toEqual({ id: coach.id, name: "Ida", time_zone: "Europe/Lisbon" });
    const client = await someone("client");
    await api("GET", `/booking/client/${client.id}`, { as: client });
    for (const id of [client.id, crypto.randomUUID()]) {
      const answer = await api("GET", `/coach/${id}`);
      expect([answer.status, answer.body["code"]]).toEqual([404, "coach_not_found"]);
    }
    expect((await api("GET", "/coach/me")).body["errors"]).toEqual([{ pointer: "/id", detail: "must be a UUID" }]);
  });
});

describe("working hours", () => {
  test("are shown with their defaults, replaced whole, and change what can be booked", async () => {
    const coach = await seenCoach(api);
    const path = `/coach/${coach.id}/availability`;
    const first = await api("GET", path, { as: coach });
    const weekly = EVERY_DAY.map((weekday) => ({ weekday, start: "09:00", end: "17:00" }));
    expect([first.headers.get("ETag"), first.body]).toEqual(['"1"', { time_zone: "UTC", weekly, recurrences: [], overrides: [] }]);
    const seen = await lookUp(coach);
    expect([startsOf(seen).length, seen.body["availability_version"]]).toEqual([8, 1]);

    const [day, dayOff] = [dayAhead(4, "00:00").slice(0, 10), dayAhead(5, "00:00").slice(0, 10)];
    const hours = {
      time_zone: "UTC",
      weekly: EVERY_DAY.flatMap((weekday) => [
        { weekday, start: "10:00", end: "12:00" },
        { weekday, start: "22:00", end: "24:00" },
      ]),
      overrides: [
        { date: day, intervals: [{ start: "06:00", end: "07:00" }] },
        { date: dayOff, until: dayOff, intervals: [] },
      ],
    };
    const changed = await api("PUT", path, { as: coach, body: { ...hours, recurrences: [] }, headers: { "If-Match": '"1"' } });
    expect([changed.status, changed.headers.get("ETag"), changed.body]).toEqual([
      200,
      '"2"',
      { ...hours, recurrences: [], availability_version: 2 },
    ]);
    const read = await api("GET", path, { as: coach });
    expect([read.headers.get("ETag"), read.body]).toEqual(['"2"', { ...hours, recurrences: [] }]);
    const seenNow = await lookUp(coach);
    expect([startsOf(seenNow), seenNow.body["availability_version"]]).toEqual([["10:00", "11:00", "22:00", "23:00"], 2]);
    expect([startsOf(await lookUp(coach, 4)), startsOf(await lookUp(coach, 5))]).toEqual([["06:00"], []]);
    await expectRefused(
      async () => await api("PUT", path, { as: coach, body: HOURS, headers: { "If-Match": '"1"' } }),
      412,
      "revision_mismatch",
    );
    // An absent list of overrides is an empty one.
    expect((await api("PUT", path, { as: await someone("admin"), body: HOURS })).body).toMatchObject({
      overrides: [],
      availability_version: 3,
    });
  });

  test("that make no sense are refused, and each mistake is pointed at", async () => {
    const coach = await seenCoach(api);
    const range = { weekday: 1, start: "09:00", end: "10:00" };
    const override = { date: "2027-05-01", intervals: [] };
    for (const [fields, pointer] of [
      [{ time_zone: "Mars/Phobos" }, "/time_zone"],
      [{ time_zone: "+01:00" }, "/time_zone"],
      [{ weekly: undefined }, "/weekly"],
      [{ weekly: [range, { ...range, weekday: 7 }] }, "/weekly/1/weekday"],
      [{ weekly: [{ ...range, start: "9:00" }] }, "/weekly/0/start"],
      [{ weekly: [{ ...range, start: "24:00", end: "24:00" }] }, "/weekly/0/start"],
      [{ weekly: [{ ...range, end: "24:01" }] }, "/weekly/0/end"],
      [{ weekly: [{ ...range, end: "09:00" }] }, "/weekly/0/start"],
      [{ weekly: [{ ...range, start: "11:00" }] }, "/weekly/0/start"],
      [{ weekly: Array.from({ length: 101 }, () => range) }, "/weekly"],
      [{ recurrences: [{ rrule: "FREQ=SECONDLY", dtstart: "2027-05-01", start: "09:00", end: "10:00" }] }, "/recurrences/0/rrule"],
      [{ overrides: [{ ...override, date: "2027-02-30" }] }, "/overrides/0/date"],
      [{ overrides: [override, { ...override, until: "2027-04-30" }] }, "/overrides/1/until"],
      [{ overrides: [{ ...override, until: "2029-05-01" }] }, "/overrides/0/until"],
      [{ overrides: [{ ...override, intervals: [{ start: "10:00", end: "09:00" }] }] }, "/overrides/0/intervals/0/start"],
      [{ hours: 1 }, "/hours"],
    ] as const) {
      const ask = async () => await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { ...HOURS, ...fields } });
      const answer = await expectRefused(ask, 400, "validation_failed", JSON.stringify(fields).slice(0, 80));
      expect((answer.body["errors"] as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
    }
  });
});

describe("settings", () => {
  test("are changed one by one, at the revision that was read", async () => {
    const coach = await seenCoach(api);
    const path = `/coach/${coach.id}/settings`;
    const first = await api("GET", path, { as: coach });
    expect(first.body).toMatchObject({
      slot_step_minutes: null,
      horizon_days: 365,
      cancellation_policy: [{ before_minutes: 0, refund_percent: 100 }],
      payment_minutes: 15,
      approval_minutes: 2_880,
      move_notice_minutes: 0,
      client_overlap_allowed: true,
    });
    const changed = await api("PATCH", path, {
      as: coach,
      body: { slot_step_minutes: 30, payment_minutes: 60 },
      headers: { "If-Match": '"1"' },
    });
    expect([changed.status, changed.headers.get("ETag")]).toEqual([200, '"2"']);
    expect(changed.body).toEqual({ ...first.body, slot_step_minutes: 30, payment_minutes: 60, availability_version: 2 });
    for (const tag of ['"1"', '"3"', "2", 'W/"2"']) {
      await expectRefused(
        async () => await api("PATCH", path, { as: coach, body: { slot_step_minutes: 15 }, headers: { "If-Match": tag } }),
        412,
        "revision_mismatch",
        tag,
      );
    }
    expect(startsOf(await lookUp(coach))).toHaveLength(15);
    const back = await api("PATCH", path, {
      as: coach,
      body: { slot_step_minutes: null, payment_minutes: 15 },
      headers: { "If-Match": '"2"' },
    });
    expect(back.body).toEqual({ ...first.body, availability_version: 3 });
    for (const [fields, pointer] of [
      [{ slot_step_minutes: 4 }, "/slot_step_minutes"],
      [{ horizon_days: 0 }, "/horizon_days"],
      [{ horizon_days: 731 }, "/horizon_days"],
      [{ buffer_before_minutes: -1 }, "/buffer_before_minutes"],
      [{ buffer_after_minutes: 241 }, "/buffer_after_minutes"],
      [{ payment_minutes: 4 }, "/payment_minutes"],
      [{ approval_minutes: null }, "/approval_minutes"],
      [{ move_notice_minutes: -1 }, "/move_notice_minutes"],
      [{ cancellation_policy: [{ before_minutes: 0, refund_percent: 0 }] }, "/cancellation_policy/0/refund_percent"],
      [
        { cancellation_policy: [60, 60].map((minutes, index) => ({ before_minutes: minutes, refund_percent: 50 - index })) },
        "/cancellation_policy",
      ],
      [
        { cancellation_policy: Array.from({ length: 6 }, (_, index) => ({ before_minutes: 9 - index, refund_percent: 90 - index })) },
        "/cancellation_policy",
      ],
      [{ auto_confirm: "true" }, "/auto_confirm"],
      [{ on_event_deleted: "forget" }, "/on_event_deleted"],
      [{ reminder_minutes: [0] }, "/reminder_minutes/0"],
    ] as const) {
      const answer = await expectRefused(
        async () => await api("PATCH", path, { as: coach, body: fields }),
        400,
        "validation_failed",
        pointer,
      );
      expect((answer.body["errors"] as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
    }
    const unknown = `/coach/${crypto.randomUUID()}/settings`;
    for (const as of [coach, await someone("admin")])
      await expectRefused(async () => await api("PATCH", unknown, { as, body: {} }), 404, "coach_not_found");
  });
});

describe("people as admins see them", () => {
  test("are listed by role and status, shut out and let in again; booked sessions stand", async () => {
    const [admin, coach, client] = [await someone("admin"), await seenCoach(api), await someone("client")];
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    const list = async (query: string) =>
      (await api("GET", `/admin/users?limit=100&${query}`, { as: admin })).body["users"] as { id: string; status: string }[];
    expect((await list("role=client")).find((user) => user.id === client.id)).toMatchObject({
      role: "client",
      status: "active",
      email: `${client.id}@people.test`,
    });
    expect((await list("role=coach")).map((user) => user.id)).not.toContain(client.id);
    const put = async (userId: string, status: string) => await api("PUT", `/admin/users/${userId}`, { as: admin, body: { status } });
    for (const who of [client, coach]) {
      const shut = await put(who.id, "inactive");
      expect([shut.status, shut.body["id"], shut.body["status"]]).toEqual([200, who.id, "inactive"]);
      expect((await list("status=inactive")).map((user) => user.id)).toContain(who.id);
      expect((await list("status=active")).map((user) => user.id)).not.toContain(who.id);
      await expectRefused(async () => await api("DELETE", `/booking/${id}`, { as: who }), 403, "user_inactive");
      // Once more changes nothing.
      const before = await env.DB.prepare("SELECT count(*) AS n FROM audit_log").first();
      expect((await put(who.id, "inactive")).status).toBe(200);
      expect(await env.DB.prepare("SELECT count(*) AS n FROM audit_log").first()).toEqual(before);
      expect((await put(who.id, "active")).body["status"]).toBe("active");
    }
    expect(await bookingRows(coach.id)).toMatchObject([{ id, status: "pending", revision: 1 }]);
    expect((await setStatus(api, coach, id, "confirmed")).status).toBe(200);
    await expectRefused(async () => await put(admin.id, "inactive"), 400, "self_deactivation");
    await expectRefused(async () => await put(crypto.randomUUID(), "inactive"), 404, "user_not_found");
    await expectRefused(async () => await put(client.id, "erased"), 400, "validation_failed");
    expect((await put(admin.id, "active")).status).toBe(200);
  });
});

describe("I9: the trail", () => {
  /** Somebody with a database console, who knows about the triggers and puts them back. */
  async function tamper(trigger: string, ...statements: string[]): Promise<void> {
    const { sql } = (await env.DB.prepare("SELECT sql FROM sqlite_master WHERE name = ?").bind(trigger).first<{ sql: string }>()) ?? {
      sql: "",
    };
    await env.DB.batch([`DROP TRIGGER ${trigger}`, ...statements, sql].map((statement) => env.DB.prepare(statement)));
  }

  async function threeActs(): Promise<{ coach: Person; admin: Person; id: string }> {
    const [coach, client] = [await seenCoach(api), await someone("client")];
    const id = await booked(api, client, coach, dayAhead(3, "10:00"));
    await setStatus(api, coach, id, "confirmed");
    await setStatus(api, client, id, "cancelled");
    return { coach, admin: await someone("admin"), id };
  }

  const verify = async (admin: Person, query: string) => (await api("GET", `/admin/audit/verify?${query}`, { as: admin })).body;
  const WHOLE = { broken_seq: null, unaudited_booking_id: null, altered_booking_id: null, altered_payment_id: null, broken_anchor: null };
  const SOUND = { ...WHOLE, checked: 3, next_seq: null, next_coach_id: expect.toBeOneOf([null, expect.any(String)]) };

  test("verifies whole and page by page", async () => {
    const { coach, admin } = await threeActs();
    expect(await verify(admin, `coach_id=${coach.id}`)).toEqual(SOUND);
    expect(await verify(admin, `coach_id=${coach.id}&limit=2`)).toEqual({ ...SOUND, checked: 2, next_seq: 2 });
    expect(await verify(admin, `coach_id=${coach.id}&limit=2&after_seq=2`)).toEqual({ ...SOUND, checked: 1 });
    expect(await verify(admin, "limit=500")).toMatchObject({ broken_seq: null, unaudited_booking_id: null, next_seq: null });
  });

  test("cannot be changed while its triggers stand", async () => {
    const { coach } = await threeActs();
    for (const statement of ["UPDATE audit_log SET action = 'x' WHERE chain = ?", "DELETE FROM audit_log WHERE chain = ?"]) {
      await expect(env.DB.prepare(statement).bind(coach.id).run()).rejects.toThrow("audit_append_only");
    }
  });

  test("shows an edited, a deleted, a reordered and a cut row", async () => {
    const where = (coach: Person, seq: number) => `WHERE chain = '${coach.id}' AND seq = ${String(seq)}`;
    for (const [trigger, statementsFor, found] of [
      ["audit_log_no_update", (coach: Person) => [`UPDATE audit_log SET author_role = 'admin' ${where(coach, 2)}`], { broken_seq: 2 }],
      ["audit_log_no_update", (coach: Person) => [`UPDATE audit_log SET at = at + 1 ${where(coach, 1)}`], { broken_seq: 1 }],
      ["audit_log_no_delete", (coach: Person) => [`DELETE FROM audit_log ${where(coach, 2)}`], { broken_seq: 2 }],
      [
        "audit_log_no_update",
        (coach: Person) =>
          [9, 1, 2].map((seq, index) => `UPDATE audit_log SET seq = ${String(seq)} ${where(coach, [1, 2, 9][index] ?? 0)}`),
        { broken_seq: 1 },
      ],
    ] as const) {
      const { coach, admin } = await threeActs();
      await tamper(trigger, ...statementsFor(coach));
      expect(await verify(admin, `coach_id=${coach.id}`)).toMatchObject({ ...found, next_seq: null });
    }
    // A cut tail breaks no link; the revision that the booking stands at gives it away.
    const { coach, admin, id } = await threeActs();
    await tamper("audit_log_no_delete", `DELETE FROM audit_log ${where(coach, 3)}`);
    expect(await verify(admin, `coach_id=${coach.id}`)).toEqual({ ...SOUND, checked: 2, unaudited_booking_id: id });
    // The triggers are back.
    await expect(env.DB.prepare("DELETE FROM audit_log").run()).rejects.toThrow("audit_append_only");
  });
});

test("health is told to anybody", async () => {
  const answer = await api("GET", "/health");
  expect([answer.status, answer.body]).toEqual([200, { status: "ok" }]);
});
