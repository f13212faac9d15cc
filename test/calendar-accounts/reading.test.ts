/**
 * What blocks a coach's time is read right from calendars as they really are, on the stand-ins: days of an all-day event, series, work
 * elsewhere, invitations, shared calendars. Numbers are those of the review of calendars (H: high, M: medium, B: from other systems'
 * reports).
 */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { at, confirmed, connection, heard, later, pass, scene, type Scene, settle, useCalendarClock, viewed } from "./stage.ts";

useCalendarClock();

/** Busy time on record, as the hours from that day's midnight in UTC: `[from, until]`, joined. */
async function busyFrom({ coach }: Scene, day: string): Promise<number[][]> {
  const rows = await database.all<{ starts_at: number; ends_at: number }>(
    sql`SELECT starts_at, ends_at FROM busy_intervals WHERE coach_id = ${coach.id} ORDER BY starts_at`,
  );
  const joined: number[][] = [];
  for (const row of rows) {
    const [from, until] = [row.starts_at, row.ends_at].map((moment) => (moment - Date.parse(day)) / HOUR_MS);
    const last = joined.at(-1);
    if (from === undefined || until === undefined) continue;
    if (last?.[1] === from) last[1] = until;
    else joined.push([from, until]);
  }
  return joined;
}

const WEEK = 7 * 24;

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test.each([
    ["America/New_York", 4, 5],
    ["Australia/Sydney", -11, -10],
    ["Pacific/Auckland", -13, -12],
  ])("H1: an all-day event takes the day of its own zone (%s)", async (zone, ...offsets) => {
    const stage = await scene(provider);
    await stage.mailbox.admin("calendars", { id: "primary", time_zone: zone });
    const [day, next] = [at(5, 0), at(6, 0)];
    await stage.mailbox.admin("events/create", { title: "Vacation", is_all_day: true, starts_at: day, ends_at: next, time_zone: zone });
    await heard(stage);
    // With summer time or without, whenever this runs.
    const expected = offsets.map((hours) => [hours, hours + 24]);
    const [busy] = await busyFrom(stage, day);
    expect(expected).toContainEqual(busy);
  });

  test("H2: a series counts by its occurrences, as each is shown and answered", async () => {
    const stage = await scene(provider);
    const series = { every: "week", count: 3, starts_at: at(5), ends_at: at(5, 11) };
    const {
      occurrence_ids: [first, second],
    } = await stage.mailbox.admin<{ occurrence_ids: string[] }>("events/create-series", series);
    await stage.mailbox.admin("events/create-series", { ...series, starts_at: at(6), ends_at: at(6, 11), is_busy: false });
    await heard(stage);
    expect(await busyFrom(stage, at(5, 0))).toEqual([
      [10, 11],
      [10 + WEEK, 11 + WEEK],
      [10 + 2 * WEEK, 11 + 2 * WEEK],
    ]);
    // B10: an occurrence that is deleted is named nowhere; one that is moved is an exception.
    await stage.mailbox.admin("events/delete", { event_id: first });
    await stage.mailbox.admin("events/move", { event_id: second, starts_at: at(13, 14), ends_at: at(13, 15) });
    await heard(stage);
    expect(await busyFrom(stage, at(5, 0))).toEqual([
      [14 + 24 + WEEK, 15 + 24 + WEEK],
      [10 + 2 * WEEK, 11 + 2 * WEEK],
    ]);
  });

  test("H2: a series that is moved as a whole frees the days on which it was, and one that is called off all of them", async () => {
    const stage = await scene(provider);
    const series = { every: "week", count: 2, starts_at: at(5), ends_at: at(5, 11) };
    const { id } = await stage.mailbox.admin<{ id: string }>("events/create-series", series);
    await heard(stage);
    await stage.mailbox.admin("events/move", { event_id: id, starts_at: at(6), ends_at: at(6, 11) });
    await heard(stage);
    expect(await busyFrom(stage, at(6, 0))).toEqual([
      [10, 11],
      [10 + WEEK, 11 + WEEK],
    ]);
    const other = { ...series, starts_at: at(8), ends_at: at(8, 11), organizer: "chief@people.test" };
    const { id: invitedTo } = await stage.mailbox.admin<{ id: string }>("events/create-series", other);
    await heard(stage);
    // An invitation that nobody has answered holds its time.
    expect(await busyFrom(stage, at(6, 0))).toEqual([
      [10, 11],
      [58, 59],
      [10 + WEEK, 11 + WEEK],
      [58 + WEEK, 59 + WEEK],
    ]);
    await stage.mailbox.admin("events/call-off", { event_id: invitedTo });
    await heard(stage);
    expect(await busyFrom(stage, at(6, 0))).toEqual([
      [10, 11],
      [10 + WEEK, 11 + WEEK],
    ]);
  });

  test("security 24: an invitation of a stranger holds its time until its owner declines it", async () => {
    const stage = await scene(provider);
    const invitation = { title: "Offer", starts_at: at(5), ends_at: at(5, 11), organizer: "stranger@people.test" };
    const { id } = await stage.mailbox.admin<{ id: string }>("events/create", invitation);
    await heard(stage);
    expect(await busyFrom(stage, at(5, 0))).toEqual([[10, 11]]);
    await stage.mailbox.admin("events/decline", { event_id: id, email: stage.mailbox.address });
    await heard(stage);
    expect(await busyFrom(stage, at(5, 0))).toEqual([]);
  });

  test("a calendar beside the primary one is followed: what its owner does to a session there counts", async () => {
    const stage = await scene(provider);
    const other = `other-${crypto.randomUUID()}`;
    await stage.mailbox.admin("calendars", { id: other, name: "Sessions", access_role: "owner" });
    const patch = { event_calendar: other, blocking_calendars: [other] };
    expect((await stage.coach.call("PATCH", `/calendar/${provider}/connection`, patch)).status).toBe(200);
    await stage.mailbox.ring(stage.coach);
    const id = await confirmed(stage, at(3));
    await stage.mailbox.admin("events/create", { calendar_id: other, title: "Dentist", starts_at: at(5), ends_at: at(5, 11) });
    await pass(16 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await busyFrom(stage, at(5, 0))).toEqual([[10, 11]]);
    const event = (await stage.mailbox.events()).find(({ title }) => title !== "Dentist");
    expect(event?.calendar_id).toBe(other);
    await stage.mailbox.admin("events/move", { event_id: event?.id, starts_at: at(4), ends_at: later(at(4), HOUR_MS) });
    await pass(16 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(4), revision: 3 });
  });

  test("M7: a refusal of one calendar loses no consent, and the others are read", async () => {
    const stage = await scene(provider);
    const { blocking_calendars: blocking } = await connection(stage);
    for (const access_role of ["owner", "reader"]) {
      const id = `${access_role}-${crypto.randomUUID()}`;
      await stage.mailbox.admin("calendars", { id, name: "Lent", access_role });
      const patch = { blocking_calendars: [...(blocking as string[]), id] };
      expect((await stage.coach.call("PATCH", `/calendar/${provider}/connection`, patch)).status).toBe(200);
      await stage.mailbox.ring(stage.coach);
      const body =
        provider === "google"
          ? { error: { code: 403, message: "m", errors: [{ domain: "global", reason: "insufficientPermissions" }] } }
          : { error: { code: "ErrorAccessDenied", message: "m" } };
      // Google's busy time of a calendar that is lent is asked for in one question with others.
      if (provider === "google" && access_role === "reader") continue;
      await stage.mailbox.admin("faults", { match: { method: "GET", path: id }, status: 403, body: JSON.stringify(body) });
      const day = access_role === "owner" ? 5 : 7;
      await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(day), ends_at: at(day, 11) });
      await heard(stage);
      expect(await stage.mailbox.pendingFaults()).toEqual([]);
      expect(await connection(stage)).toMatchObject({ state: "active" });
      expect(await busyFrom(stage, at(day, 0))).toContainEqual([10, 11]);
    }
  });

  test("a reading that says the same as the one before asks once for each calendar and leaves the record as it is", async () => {
    const stage = await scene(provider);
    const shared = `shared-${crypto.randomUUID()}`;
    await stage.mailbox.admin("calendars", { id: shared, name: "Team", access_role: "reader" });
    await stage.mailbox.admin("events/create", { calendar_id: shared, starts_at: at(6, 15), ends_at: at(6, 16) });
    const { blocking_calendars: blocking } = await connection(stage);
    const patch = { blocking_calendars: [...(blocking as string[]), shared] };
    expect((await stage.coach.call("PATCH", `/calendar/${provider}/connection`, patch)).status).toBe(200);
    await stage.mailbox.admin("events/create-series", { every: "day", count: 30, starts_at: at(5), ends_at: at(5, 11) });
    await stage.mailbox.ring(stage.coach);
    const before = (await stage.mailbox.log()).length;
    const record = await busyFrom(stage, at(5, 0));
    expect(record).toHaveLength(31);
    await pass(16 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    const asked = (await stage.mailbox.log()).slice(before).filter(({ path }) => /events\?|calendarView|freeBusy/u.test(path));
    // Google answers for free and busy time by pieces of 60 days.
    expect(asked.filter(({ path }) => !path.includes("freeBusy"))).toHaveLength(provider === "google" ? 1 : 2);
    expect(await busyFrom(stage, at(5, 0))).toEqual(record);
  });
});

describe("outlook", () => {
  test.each([
    ["workingElsewhere", []],
    ["oof", [[10, 11]]],
  ])("M1: time shown as %s", async (showAs, expected) => {
    const stage = await scene("outlook");
    const { access_token: token } = await stage.mailbox.admin<{ access_token: string }>("token");
    const time = (hour: number) => ({ dateTime: at(5, hour).slice(0, 19), timeZone: "UTC" });
    const made = await fetch("https://graph.microsoft.com/v1.0/me/events", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ subject: "At the library", start: time(10), end: time(11), showAs }),
    });
    expect([made.status, await made.json()]).toMatchObject([201, { showAs }]);
    await heard(stage);
    expect(await busyFrom(stage, at(5, 0))).toEqual(expected);
  });

  test("M5: null wherever Microsoft's types let it be holds time", async () => {
    const stage = await scene("outlook");
    await stage.mailbox.admin("settings", { nulls: true });
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: at(5, 11) });
    await heard(stage);
    expect(await busyFrom(stage, at(5, 0))).toEqual([[10, 11]]);
  });

  test("M3: long bodies are never asked for", async () => {
    const stage = await scene("outlook");
    await stage.mailbox.admin("settings", { bodyCharacters: 200_000 });
    await stage.mailbox.admin("events/create-series", { every: "day", count: 100, starts_at: at(5), ends_at: at(5, 11) });
    await heard(stage);
    expect(await busyFrom(stage, at(5, 0))).toHaveLength(100);
  });
});

describe("google", () => {
  test("M7: a calendar that somebody else owns is read for its busy time, though the account is among its owners", async () => {
    const stage = await scene("google");
    const shared = `shared-${crypto.randomUUID()}`;
    await stage.mailbox.admin("calendars", { id: shared, access_role: "owner", data_owner: "chief@people.test" });
    await stage.mailbox.admin("events/create", { calendar_id: shared, starts_at: at(5), ends_at: at(5, 11) });
    const { blocking_calendars: blocking } = await connection(stage);
    const patch = { blocking_calendars: [...(blocking as string[]), shared] };
    expect((await stage.coach.call("PATCH", `/calendar/google/connection`, patch)).status).toBe(200);
    await stage.mailbox.ring(stage.coach);
    expect(await busyFrom(stage, at(5, 0))).toEqual([[10, 11]]);
    expect(await connection(stage)).toMatchObject({ state: "active" });
    expect((await stage.mailbox.log()).some(({ path }) => path.includes(`${shared}/events`))).toBe(false);
  });

  test.each(["workingLocation", "birthday"])("an event of the type %s takes no time", async (type) => {
    const stage = await scene("google");
    await stage.mailbox.admin("events/create", { event_type: type, is_all_day: true, starts_at: at(5, 0), ends_at: at(6, 0) });
    await stage.mailbox.admin("events/create", { event_type: "outOfOffice", starts_at: at(5), ends_at: at(5, 11) });
    await heard(stage);
    expect(await busyFrom(stage, at(5, 0))).toEqual([[10, 11]]);
  });
});
