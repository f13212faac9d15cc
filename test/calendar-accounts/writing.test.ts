/** What comes to stand in the calendar where the provider refuses, keeps or changes a part of what is written, for both providers. */
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { PUT_BACK_REPEATS_MAX } from "../../src/limits.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { mailsTo } from "../support/mailbox.ts";
import { at, book, confirmed, connectedScene, heard, later, type Scene, scene, settle, useCalendarClock, viewed } from "./stage.ts";

useCalendarClock();

/** The requests to events that were sent with that method, and how they were answered. */
async function statuses({ mailbox }: Scene, asked: "POST" | "PATCH"): Promise<number[]> {
  const lines = await mailbox.log();
  const isOfEvents = (path: string): boolean => /\/events(?:[/?]|$)/u.test(path) && !path.includes("/events/watch");
  return lines.filter(({ method, path }) => method === asked && isOfEvents(path)).map(({ status }) => status);
}

async function clientsConfirmation(stage: Scene): Promise<string | undefined> {
  return (await mailsTo(stage.clientMail)).find(({ subject }) => subject.startsWith("Confirmed"))?.text;
}

/** Half past one by New York's clocks, the first time and the second, in the night in which they repeat that hour. */
function repeatedHour(): readonly string[] {
  const firstSunday = (year: number): number => {
    const november = Date.UTC(year, 10, 1);
    return november + ((7 - new Date(november).getUTCDay()) % 7) * DAY_MS;
  };
  const year = new Date().getUTCFullYear();
  const day = firstSunday(year) > Date.now() + 7 * DAY_MS ? firstSunday(year) : firstSunday(year + 1);
  return [5.5, 6.5].map((hours) => new Date(day + hours * HOUR_MS).toISOString());
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("H3: a conflict that nobody caused is tried again, and the event comes to the new time", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const error =
      provider === "google"
        ? { code: 412, message: "Precondition Failed", errors: [{ domain: "global", reason: "conditionNotMet" }] }
        : { code: "ErrorIrresolvableConflict", message: "The change key does not match." };
    await stage.mailbox.admin("faults", { match: { method: "PATCH" }, status: 412, times: 2, body: JSON.stringify({ error }) });
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    await settle(stage, 12);
    expect(await stage.mailbox.pendingFaults()).toEqual([]);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(4) }]);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
  });

  test.each(["ignored", "refused"])(
    "H4: made an all-day one by hand, with times of such %s, it is put back at once",
    async (allDayTimes) => {
      const stage = await scene(provider);
      await stage.mailbox.admin("settings", { allDayTimes });
      const id = await confirmed(stage, at(3));
      const [event] = await stage.mailbox.events();
      await stage.mailbox.admin("events/all-day", { event_id: event?.id });
      for (let round = 0; round < 3; round += 1) {
        await heard(stage);
        await settle(stage);
      }
      expect(await stage.mailbox.events()).toMatchObject([
        { id: event?.id, starts_at: at(3), ends_at: later(at(3), HOUR_MS), is_all_day: false },
      ]);
      expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(3), calendars: [{ state: "ok" }] });
      expect(await statuses(stage, "PATCH")).toEqual([200]);
    },
  );

  test("H4: a change that is acknowledged and not made is asked for a few times and no more", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const [event] = await stage.mailbox.events();
    const unchanged =
      provider === "google"
        ? { id: event?.id, status: "confirmed", start: { dateTime: at(3) }, end: { dateTime: later(at(3), HOUR_MS) } }
        : { id: event?.id, start: { dateTime: at(3) }, end: { dateTime: later(at(3), HOUR_MS) } };
    await stage.mailbox.admin("faults", { match: { method: "PATCH" }, status: 200, times: 20, body: JSON.stringify(unchanged) });
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    for (let round = 0; round < 3; round += 1) {
      await settle(stage);
      await heard(stage);
    }
    expect(await statuses(stage, "PATCH")).toEqual(Array.from({ length: 1 + PUT_BACK_REPEATS_MAX }, () => 200));
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(4), calendars: [{ state: "failed" }] });
  });

  test("H5: a calendar that is known to make no meetings has the session without a link, and no mail waits for one", async () => {
    const stage = await connectedScene(provider);
    await stage.mailbox.admin("calendars", { id: "primary", has_meetings: false });
    await stage.mailbox.ring(stage.coach);
    const id = await confirmed(stage, at(3));
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(3), meeting: null }]);
    expect(await statuses(stage, "POST")).toEqual([provider === "google" ? 200 : 201]);
    expect(await viewed(stage, id)).toMatchObject({ meeting_link: null, calendars: [{ state: "ok" }] });
    const mail = await clientsConfirmation(stage);
    expect(mail).toContain("Ida");
    expect(mail).not.toContain("Meeting link");
  });

  test("H5: a calendar whose meetings were switched off since it was read has the session all the same", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("calendars", { id: "primary", has_meetings: false });
    const id = await confirmed(stage, at(3));
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(3), meeting: null }]);
    expect(await statuses(stage, "POST")).toEqual(provider === "google" ? [400, 200] : [201]);
    expect(await viewed(stage, id)).toMatchObject({ meeting_link: null, calendars: [{ state: "ok" }] });
    expect(await clientsConfirmation(stage)).toContain("Ida");
  });

  test("M2: the answers of guests stay when the event is written again", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const [event] = await stage.mailbox.events();
    await stage.mailbox.admin("events/decline", { event_id: event?.id, email: stage.clientMail, response: "accepted" });
    await stage.coach.call("PATCH", `/booking/${id}`, { place: { kind: "in_person", city: "Lisbon", address: "Rua A 1" } });
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ attendees: [{ email: stage.clientMail, response: "accepted" }] }]);
    expect(await statuses(stage, "PATCH")).toEqual([200]);
  });

  test("B1: a session in the hour that the clock repeats stays where it was put", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const asked = { booking_id: id, calendar_type: provider, timezone: "America/New_York" };
    expect((await stage.coach.call("POST", "/calendar/sync-booking", asked)).status).toBe(200);
    for (const startsAt of repeatedHour()) {
      const moved = await stage.coach.call("PATCH", `/booking/${id}`, { session_datetime: startsAt });
      expect(moved.status).toBe(200);
      await settle(stage);
      await heard(stage);
      await settle(stage);
      expect(await stage.mailbox.events()).toMatchObject([{ starts_at: startsAt, ends_at: later(startsAt, HOUR_MS) }]);
      expect(await viewed(stage, id)).toMatchObject({ session_datetime: startsAt });
    }
  });

  test("B6: what a client wrote is read as it was written, and is no link in the coach's calendar", async () => {
    const stage = await scene(provider);
    const notes = 'See <a href="https://evil.test/">Manage this session</a> & <b>more</b>';
    const asked = { coach_id: stage.coach.id, session_datetime: at(3), duration_minutes: 60, notes };
    const { id } = await (await stage.client.call("POST", "/booking", asked)).json<{ id: string }>();
    await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" });
    await settle(stage);
    const [event] = await stage.mailbox.events();
    expect(event?.description_shown.text).toContain(`> ${notes}`);
    expect(event?.description_shown.links).toEqual([]);
  });

  test("B8: a guest whose address the provider refuses costs no event", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("settings", { refusedGuests: stage.clientMail, unaddressableGuest: stage.clientMail });
    const id = await confirmed(stage, at(3));
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(3), attendees: [], meeting: { state: "ready" } }]);
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(4), attendees: [] }]);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
  });
});

test("M8: a personal Microsoft account gets a link, since no provider of meetings is named", async () => {
  const stage = await scene("outlook", new Mailbox("outlook", `${crypto.randomUUID()}@outlook.com`));
  const id = await confirmed(stage, at(3));
  const { meeting_link: link } = await viewed(stage, id);
  expect(link).toMatch(/^https:\/\/teams\.live\.com\//u);
  expect(await clientsConfirmation(stage)).toContain(String(link));
});

test.each(["Europe/Vienna", "America/Toronto"])(
  "M9: an Outlook calendar has the session of a zone whose name Graph refuses: %s",
  async (timezone) => {
    const stage = await scene("outlook");
    const id = await book(stage, at(3));
    const synced = await stage.coach.call("POST", "/calendar/sync-booking", { booking_id: id, calendar_type: "outlook", timezone });
    expect(synced.status).toBe(200);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(3), ends_at: later(at(3), HOUR_MS) }]);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
  },
);
