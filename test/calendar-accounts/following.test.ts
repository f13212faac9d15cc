/**
 * Following the owner's hand, where other systems' bug reports say that it goes wrong (B2, B4, B9, B10, H3, H4 of the review):
 * put-backs come to an end, each is told, an event in another calendar is found, a calendar that has gone cancels nothing.
 */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/duration.ts";
import { PUT_BACK_REPEATS_MAX, PUT_BACKS_A_DAY_MAX } from "../../src/limits.ts";
import { database } from "../support/agenda.ts";
import { settleMails } from "../support/agenda-bell.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { mailsTo } from "../support/mailbox.ts";
import {
  accountOf,
  at,
  book,
  confirmed,
  connection,
  heard,
  later,
  pass,
  scene,
  type Scene,
  settle,
  useCalendarClock,
  viewed,
} from "./stage.ts";

useCalendarClock();

/** The reasons that somebody has been told, in order. */
async function told(address: string): Promise<string[]> {
  const mails = (await mailsTo(address)).filter(({ subject }) => subject.startsWith("Calendar conflict"));
  return mails.map(({ text }) => /Reason: (.*)/u.exec(text)?.[1] ?? "");
}

async function writes({ mailbox }: Scene): Promise<number> {
  return (await mailbox.log()).filter(({ method, path }) => method === "PATCH" && path.includes("/events")).length;
}

async function drag(stage: Scene, startsAt: string, lengthMs = HOUR_MS): Promise<void> {
  const [event] = await stage.mailbox.events();
  await stage.mailbox.admin("events/move", { event_id: event?.id, starts_at: startsAt, ends_at: later(startsAt, lengthMs) });
  await heard(stage);
}

async function stateOf(id: string): Promise<unknown> {
  const row = await database.get<{ state: string }>(sql`SELECT state FROM calendar_events WHERE booking_id = ${id}`);
  return row?.state;
}

/** A second calendar of the coach's, read beside the first. */
async function secondCalendar(stage: Scene, isRead = true): Promise<string> {
  const id = `second-${crypto.randomUUID()}`;
  await stage.mailbox.admin("calendars", { id, name: "Second" });
  const { blocking_calendars: blocking } = await connection(stage);
  const patch = { blocking_calendars: isRead ? [...(blocking as string[]), id] : (blocking as string[]) };
  expect((await stage.coach.call("PATCH", `/calendar/${stage.mailbox.provider}/connection`, patch)).status).toBe(200);
  await stage.mailbox.ring(stage.coach);
  return id;
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("B2: another program that moves the event back each time is written against a few times and then no more, and the coach told once", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const stands = at(3);
    await confirmed(stage, at(6));
    const before = await writes(stage);
    const [event] = (await stage.mailbox.events()).filter(({ starts_at: startsAt }) => startsAt === stands);
    // The other program's wish, every two seconds for 50.
    for (let n = 0; n < 25; n += 1) {
      await stage.mailbox.admin("events/move", { event_id: event?.id, starts_at: at(6), ends_at: later(at(6), HOUR_MS) });
      await heard(stage);
    }
    expect((await writes(stage)) - before).toBe(PUT_BACK_REPEATS_MAX);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: stands, calendars: [{ state: "failed" }] });
    const reasons = await told(stage.coachMail);
    expect(reasons.filter((reason) => reason.includes("no longer put back"))).toHaveLength(1);
    expect(reasons).toHaveLength(PUT_BACK_REPEATS_MAX + 1);
    // Nor does the daily reading write.
    await pass(25 * HOUR_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect((await writes(stage)) - before).toBe(PUT_BACK_REPEATS_MAX);

    // A new revision of the booking starts anew.
    const moved = at(8);
    expect((await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: moved })).status).toBe(200);
    await settle(stage);
    expect((await stage.mailbox.events()).map(({ starts_at: startsAt }) => startsAt)).toContain(moved);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
  });

  test("B2: changes that differ each time are put back a few times within a day", async () => {
    const stage = await scene(provider);
    await confirmed(stage, at(3));
    const before = await writes(stage);
    for (let n = 0; n < 12; n += 1) await drag(stage, at(4, n), 9 * HOUR_MS);
    expect((await writes(stage)) - before).toBe(PUT_BACKS_A_DAY_MAX);
    await settle(stage);
    expect((await told(stage.coachMail)).filter((reason) => reason.includes("no longer put back"))).toHaveLength(1);
  });

  test("B2: where put-backs have ended, a time that can be had still moves the session, and a deletion still cancels it", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    for (let n = 0; n < 4; n += 1) await drag(stage, at(4), 9 * HOUR_MS);
    expect(await stateOf(id)).toBe("failed");
    const wished = at(5);
    await drag(stage, wished);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: wished, calendars: [{ state: "ok" }] });

    for (let n = 0; n < 4; n += 1) await drag(stage, at(4), 9 * HOUR_MS);
    expect(await stateOf(id)).toBe("failed");
    const [event] = await stage.mailbox.events();
    await stage.mailbox.admin("events/delete", { event_id: event?.id });
    await heard(stage);
    expect(await viewed(stage, id)).toMatchObject({ status: "cancelled", cancelled_by: "coach" });
  });

  test("H4: a provider that acknowledges what it does not apply is not written to for ever, and moves no session", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const stands = at(3);
    const [event] = await stage.mailbox.events();
    const path = `/events/${event?.id ?? ""}`;
    // It answers with the time before, whatever is written.
    const [start, end] = [stands, later(stands, HOUR_MS)];
    const answer =
      provider === "google"
        ? { id: event?.id, status: "confirmed", etag: '"1"', start: { dateTime: start }, end: { dateTime: end } }
        : {
            id: event?.id,
            "@odata.etag": '"1"',
            start: { dateTime: start.replace("Z", "0000"), timeZone: "UTC" },
            end: { dateTime: end.replace("Z", "0000"), timeZone: "UTC" },
          };
    await stage.mailbox.admin("faults", { match: { method: "PATCH", path }, status: 200, times: 100, body: JSON.stringify(answer) });
    const before = await writes(stage);
    const wished = at(4);
    expect((await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: wished })).status).toBe(200);
    for (let n = 0; n < 8; n += 1) {
      await settle(stage);
      await pass(20 * MINUTE_MS, stage.mailbox);
      await heard(stage);
    }
    expect((await writes(stage)) - before).toBe(PUT_BACK_REPEATS_MAX + 1);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: wished, calendars: [{ state: "failed" }] });
    expect(await told(stage.coachMail)).toEqual([expect.stringContaining("no longer put back")]);
  });

  test("H4: an event that is made at another time than was asked for is not taken for done", async () => {
    const stage = await scene(provider);
    const elsewhere = at(5);
    const [start, end] = [elsewhere, later(elsewhere, HOUR_MS)];
    const made =
      provider === "google"
        ? { id: "made", status: "confirmed", etag: '"1"', start: { dateTime: start }, end: { dateTime: end } }
        : {
            id: "made",
            "@odata.etag": '"1"',
            start: { dateTime: start.replace("Z", "0000"), timeZone: "UTC" },
            end: { dateTime: end.replace("Z", "0000"), timeZone: "UTC" },
          };
    await stage.mailbox.admin("faults", { match: { method: "POST", path: "/events" }, status: 200, times: 1, body: JSON.stringify(made) });
    const id = await book(stage, at(3));
    expect((await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" })).status).toBe(200);
    const { name, object } = accountOf(stage);
    expect(JSON.parse(await object.reconcile(name, id))).toEqual({ kind: "retry", afterMs: null, reason: "calendar_not_applied" });
    expect(await stateOf(id)).toBe("pending");
  });

  test("H4, B9: an event that is made all-day is told of, and written against a few times at most; the session stays", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const stands = at(3);
    const [event] = await stage.mailbox.events();
    const before = await writes(stage);
    await stage.mailbox.admin("events/all-day", { event_id: event?.id });
    for (let n = 0; n < 8; n += 1) {
      await heard(stage);
      await settle(stage, 1);
      await pass(2 * MINUTE_MS, stage.mailbox);
    }
    const written = (await writes(stage)) - before;
    expect(written).toBeGreaterThan(0);
    expect(written).toBeLessThanOrEqual(PUT_BACK_REPEATS_MAX);
    expect((await told(stage.coachMail))[0]).toContain("cannot be booked");
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: stands, status: "confirmed" });
  });

  test("B9: a stretch that is too long and an all-day change are put back, and the coach is told of each", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const stands = at(3);
    await drag(stage, at(4), 9 * HOUR_MS);
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: stands, ends_at: later(stands, HOUR_MS) }]);
    expect(await told(stage.coachMail)).toEqual([expect.stringContaining("cannot be booked")]);
    // Its days from midnight to midnight, which is what an all-day event covers.
    await drag(stage, at(5, 0), DAY_MS);
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: stands, ends_at: later(stands, HOUR_MS) }]);
    expect(await told(stage.coachMail)).toHaveLength(2);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: stands });
  });

  test("B9: a client who moves their own copy is told that the session stays", async () => {
    const stage = await scene(provider);
    await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { is_organizer: false });
    const own = new Mailbox(provider);
    await own.connect(stage.client);
    await confirmed(stage, at(3));
    await own.ring(stage.client);
    const [copy] = await own.events();
    await own.admin("events/move", { event_id: copy?.id, starts_at: at(8), ends_at: later(at(8), HOUR_MS) });
    await heard({ ...stage, coach: stage.client, mailbox: own });
    await settle(stage);
    await settleMails(stage.coach.id);
    expect(await told(stage.clientMail)).toEqual([expect.stringContaining("does not move the session")]);
    expect(await told(stage.coachMail)).toEqual([]);
  });

  test("a put-back that fails is tried again, and does not hold up the reading", async () => {
    const stage = await scene(provider);
    await confirmed(stage, at(3));
    const stands = at(3);
    await stage.mailbox.admin("faults", { match: { method: "PATCH", path: "/events/" }, status: 503, times: 1 });
    await drag(stage, at(4), 9 * HOUR_MS);
    await settle(stage);
    expect(await stage.mailbox.pendingFaults()).toEqual([]);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: stands, ends_at: later(stands, HOUR_MS) }]);
  });

  test.each([true, false])(
    "B4: an event that its owner moves into another calendar (read: %s) is followed there, and the session stands",
    async (isRead) => {
      const stage = await scene(provider);
      const second = await secondCalendar(stage, isRead);
      const id = await confirmed(stage, at(3));
      await heard(stage);
      const [event] = await stage.mailbox.events();
      await stage.mailbox.admin("events/transfer", { event_id: event?.id, calendar_id: second, keeps_id: provider === "google" });
      await heard(stage);
      await settle(stage);
      expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", calendars: [{ state: "ok" }] });
      expect(await stage.mailbox.events()).toMatchObject([{ calendar_id: second }]);

      const moved = at(4);
      await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: moved });
      await settle(stage);
      expect(await stage.mailbox.events()).toMatchObject([{ calendar_id: second, starts_at: moved }]);
      // Its owner goes on moving it there, and is heard.
      await pass(16 * MINUTE_MS, stage.mailbox);
      await stage.mailbox.ring(stage.coach);
      const [there] = await stage.mailbox.events();
      await stage.mailbox.admin("events/move", { event_id: there?.id, starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
      await pass(16 * MINUTE_MS, stage.mailbox);
      await stage.mailbox.ring(stage.coach);
      expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(5), status: "confirmed" });
      await stage.client.call("DELETE", `/booking/${id}`);
      await settle(stage);
      expect(await stage.mailbox.events()).toEqual([]);
    },
  );

  test("B4: an event that was moved before anything was heard of it is written where it is now, and taken away there", async () => {
    const stage = await scene(provider);
    const second = await secondCalendar(stage);
    const [kept, off] = [await confirmed(stage, at(3)), await confirmed(stage, at(4))];
    for (const { id } of await stage.mailbox.events())
      await stage.mailbox.admin("events/transfer", { event_id: id, calendar_id: second, keeps_id: provider === "google" });
    const moved = at(5);
    await stage.client.call("PATCH", `/booking/${kept}`, { session_datetime: moved });
    await stage.client.call("DELETE", `/booking/${off}`);
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ calendar_id: second, starts_at: moved }]);
    expect(await viewed(stage, kept)).toMatchObject({ status: "confirmed", calendars: [{ state: "ok" }] });
  });

  test("a calendar that has gone cancels no session: its owner is told once, and the events come into the next that is chosen", async () => {
    const stage = await scene(provider);
    const second = await secondCalendar(stage);
    const primary = String((await connection(stage))["event_calendar"]);
    const choose = async (calendar: string) =>
      (await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { event_calendar: calendar })).status;
    expect(await choose(second)).toBe(200);
    const [one, two] = [await confirmed(stage, at(3)), await confirmed(stage, at(4))];
    expect((await stage.mailbox.events()).map(({ calendar_id: calendar }) => calendar)).toEqual([second, second]);
    await stage.mailbox.admin("calendars/remove", { id: second });
    await stage.client.call("PATCH", `/booking/${one}`, { session_datetime: at(5) });
    await settle(stage);
    const three = await confirmed(stage, at(6));
    for (const id of [one, three])
      expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", calendars: [{ state: "pending" }] });
    // Nor does the reading, which finds the same, tell it again.
    await pass(20 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    const gone = (await mailsTo(stage.coachMail)).filter(({ subject }) => subject.startsWith("A calendar of your"));
    expect(gone).toHaveLength(1);
    expect(await told(stage.coachMail)).toEqual([]);

    expect(await choose(primary)).toBe(200);
    await settle(stage);
    const written = (await stage.mailbox.events()).map(({ starts_at: startsAt }) => startsAt);
    expect(written).toEqual(expect.arrayContaining([at(5), at(6)]));
    expect(await viewed(stage, two)).toMatchObject({ status: "confirmed" });
  });

  test("B10: a conflict is told once for a session and day, whatever window was read and whatever event it is", async () => {
    const stage = await scene(provider);
    await confirmed(stage, at(4));
    // From before the window that is read: its pieces begin where the window does.
    await stage.mailbox.admin("events/create", { title: "Away", starts_at: at(-5), ends_at: at(6) });
    await heard(stage);
    for (let n = 0; n < 3; n += 1) {
      await pass(25 * HOUR_MS + 7 * MINUTE_MS, stage.mailbox);
      await stage.mailbox.ring(stage.coach);
      await settle(stage);
    }
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(4), ends_at: later(at(4), HOUR_MS) });
    await heard(stage);
    await settle(stage);
    expect(await told(stage.coachMail)).toHaveLength(1);
  });

  test("H3: a 412 of a write is tried again, and the session's event comes to its time", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const [event] = await stage.mailbox.events();
    const path = `/events/${event?.id ?? ""}`;
    await stage.mailbox.admin("faults", { match: { method: "PATCH", path }, status: 412, times: 2 });
    const moved = at(4);
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: moved });
    await settle(stage);
    await pass(30 * SECOND_MS, stage.mailbox);
    await settle(stage, 8);
    expect(await stage.mailbox.pendingFaults()).toEqual([]);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: moved }]);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
  });

  test("after the session's start a deletion that is only heard of by a write cancels nothing either", async () => {
    const stage = await scene(provider);
    const stands = at(1);
    const id = await confirmed(stage, stands);
    await pass(Date.parse(stands) + 10 * MINUTE_MS - Date.now(), stage.mailbox);
    const [event] = await stage.mailbox.events();
    await stage.mailbox.admin("events/delete", { event_id: event?.id });
    const { name, object } = accountOf(stage);
    await database.run(sql`UPDATE calendar_events SET applied_revision = 1 WHERE booking_id = ${id}`);
    await object.reconcile(name, id);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed", session_datetime: stands });
    expect(await told(stage.coachMail)).toEqual([expect.stringContaining("after the session had begun")]);
  });
});
