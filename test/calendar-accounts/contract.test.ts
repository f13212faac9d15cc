/**
 * One suite for both providers: a coach connects, books, moves and disconnects, and what counts at the end is what stands
 * in the simulator's calendar (I6). The ten failures that others shipped are among the tests, by their numbers.
 */
import { sql } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { settleAgenda, settleMails } from "../support/agenda-bell.ts";
import { Mailbox } from "../support/calendar-sim.ts";
import { mailsTo } from "../support/mailbox.ts";
import { at, book, confirmed, connection, heard, later, pass, scene, settle, useCalendarClock, viewed, wanted } from "./stage.ts";

useCalendarClock();

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("I6, B5: a confirmed booking is one event with link, times and the client as its one guest; moved it moves, cancelled it is gone", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const [event, ...others] = await stage.mailbox.events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ starts_at: at(3), ends_at: later(at(3), HOUR_MS), status: "confirmed", title: "Session with Sam" });
    expect(event?.attendees.map(({ email }) => email)).toEqual([stage.clientMail]);
    expect(event?.meeting?.state).toBe("ready");
    const booking = await viewed(stage, id);
    expect(booking).toMatchObject({ meeting_link: event?.meeting?.link, calendars: [{ calendar_type: provider, state: "ok" }] });
    const mails = await mailsTo(stage.clientMail);
    expect(mails.find(({ subject }) => subject.startsWith("Confirmed"))?.text).toContain(event?.meeting?.link);

    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    await settle(stage);
    const [moved] = await stage.mailbox.events();
    expect(moved).toMatchObject({ id: event?.id, starts_at: at(4), meeting: { link: event?.meeting?.link } });

    await stage.client.call("DELETE", `/booking/${id}`);
    await settle(stage);
    expect(await stage.mailbox.events()).toEqual([]);
  });

  test("a pending booking has no event unless somebody asks; asked, it is tentative, and again gives the same one", async () => {
    const stage = await scene(provider);
    const id = await book(stage, at(3));
    await settle(stage);
    expect(await stage.mailbox.events()).toEqual([]);
    const body = { booking_id: id, calendar_type: provider, timezone: "Europe/Lisbon" };
    const [first, second] = [
      await stage.coach.call("POST", "/calendar/sync-booking", body),
      await stage.coach.call("POST", "/calendar/sync-booking", body),
    ];
    expect([first.status, second.status]).toEqual([200, 200]);
    const given = await first.json<{ event_id: string }>();
    expect((await second.json<{ event_id: string }>()).event_id).toBe(given.event_id);
    const [event] = await stage.mailbox.events();
    // M9: Outlook is written in instants, and keeps no zone beside them.
    const timeZone = provider === "google" ? "Europe/Lisbon" : "UTC";
    expect(event).toMatchObject({ id: given.event_id, status: "tentative", time_zone: timeZone });
    await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" });
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ id: given.event_id, status: "confirmed" }]);
  });

  test("failure 6: a coach who moves the event moves the booking; to a time that is taken, it is put back and the coach told", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const [event] = await stage.mailbox.events();
    await stage.mailbox.admin("events/move", { event_id: event?.id, starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    expect(await stage.mailbox.pushAll()).toBeGreaterThan(0);
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(5), revision: 3 });
    const history = await (await stage.coach.call("GET", `/booking/${id}/history`)).json<{ entries?: unknown[] }>();
    expect(JSON.stringify(history)).toContain("rescheduled");

    const other = await confirmed(stage, at(6));
    await stage.mailbox.admin("events/move", { event_id: event?.id, starts_at: at(6), ends_at: later(at(6), HOUR_MS) });
    await stage.mailbox.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(5) });
    expect(await viewed(stage, other)).toMatchObject({ session_datetime: at(6) });
    expect((await stage.mailbox.events()).find((one) => one.id === event?.id)).toMatchObject({ starts_at: at(5) });
    expect((await mailsTo(stage.coachMail)).filter(({ subject }) => subject.startsWith("Calendar conflict"))).toHaveLength(1);
  });

  test("an event that the provider refuses to show does not hold up the others, and is followed by the next reading of all", async () => {
    const stage = await scene(provider);
    const [shut, open] = [await confirmed(stage, at(3)), await confirmed(stage, at(4))];
    const events = await stage.mailbox.events();
    const eventAt = (startsAt: string): string => events.find((event) => event.starts_at === startsAt)?.id ?? "";
    await stage.mailbox.admin("faults", { match: { method: "GET", path: `/events/${eventAt(at(3))}` }, status: 400, times: 5 });
    await stage.mailbox.admin("events/move", { event_id: eventAt(at(3)), starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await stage.mailbox.admin("events/move", { event_id: eventAt(at(4)), starts_at: at(6), ends_at: later(at(6), HOUR_MS) });
    await heard(stage);
    expect(await viewed(stage, open)).toMatchObject({ session_datetime: at(6) });
    expect(await viewed(stage, shut)).toMatchObject({ session_datetime: at(3) });
    await stage.mailbox.clearFaults();
    const moved = at(5);
    await pass(25 * HOUR_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await viewed(stage, shut)).toMatchObject({ session_datetime: moved });
  });

  test("failure 6: a coach who deletes the event cancels the booking, or is asked where the setting says so", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    await heard(stage);
    const [event] = await stage.mailbox.events();
    await stage.mailbox.admin("events/delete", { event_id: event?.id });
    await stage.mailbox.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ status: "cancelled", cancelled_by: "coach" });
    await settleMails(stage.coach.id);
    expect((await mailsTo(stage.clientMail)).some(({ subject }) => subject.startsWith("Cancelled"))).toBe(true);

    await stage.coach.call("PATCH", `/coach/${stage.coach.id}/settings`, { on_event_deleted: "ask" });
    const kept = await confirmed(stage, at(4));
    await heard(stage);
    const [second] = await stage.mailbox.events();
    await stage.mailbox.admin("events/delete", { event_id: second?.id });
    await stage.mailbox.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    expect(await viewed(stage, kept)).toMatchObject({ status: "confirmed" });
    expect((await mailsTo(stage.coachMail)).some(({ subject }) => subject.startsWith("Did you mean to cancel"))).toBe(true);
    await stage.client.call("PATCH", `/booking/${kept}`, { session_datetime: at(7) });
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(7) }]);
  });

  test("failure 7: our own writes come back as changes and change nothing", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    await settle(stage);
    const before = await viewed(stage, id);
    const writes = (await stage.mailbox.log()).filter(({ method }) => method !== "GET").length;
    await stage.mailbox.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    expect(await viewed(stage, id)).toEqual(before);
    expect((await stage.mailbox.log()).filter(({ method }) => method !== "GET").length).toBe(writes);
  });

  test("what the coach puts into the calendar blocks time, tentative too, what is free or declined does not, and it is shown where it lands on a session", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await stage.mailbox.admin("events/create", { title: "Free", starts_at: at(6), ends_at: later(at(6), HOUR_MS), is_busy: false });
    const [unsure, invited] = [at(7), at(8)];
    await stage.mailbox.admin("events/create", {
      title: "Perhaps",
      starts_at: unsure,
      ends_at: later(unsure, HOUR_MS),
      is_tentative: true,
    });
    for (const startsAt of [invited, later(invited, 2 * HOUR_MS)]) {
      const invitation = { title: "Invitation", starts_at: startsAt, ends_at: later(startsAt, HOUR_MS), organizer: "host@people.test" };
      const { id: invitationId } = await stage.mailbox.admin<{ id: string }>("events/create", invitation);
      const response = startsAt === invited ? "declined" : "tentative";
      await stage.mailbox.admin("events/decline", { event_id: invitationId, email: stage.mailbox.address, response });
    }
    await stage.mailbox.admin("events/create", { title: "Clash", starts_at: at(3), ends_at: later(at(3), HOUR_MS) });
    await stage.mailbox.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    const asked = { coach_id: stage.coach.id, duration_minutes: 60 };
    const taken = await stage.client.call("POST", "/booking", { ...asked, session_datetime: at(5) });
    expect([taken.status, await taken.json()]).toMatchObject([400, { code: "slot_taken" }]);
    expect((await stage.client.call("POST", "/booking", { ...asked, session_datetime: at(6) })).status).toBe(201);
    expect(await wanted(stage, unsure)).toBe("slot_taken");
    expect(await wanted(stage, invited)).toBe("booked");
    expect(await wanted(stage, later(invited, 2 * HOUR_MS))).toBe("slot_taken");
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
    expect((await mailsTo(stage.coachMail)).filter(({ subject }) => subject.startsWith("Calendar conflict"))).toHaveLength(1);
    expect(await connection(stage)).toMatchObject({ state: "active", last_synced_at: expect.any(String), push_until: expect.any(String) });
  });

  test("failures 4 and 9: a sync that fails frees nothing, a cursor that is refused begins anew", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await stage.mailbox.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    const slotTaken = async (): Promise<unknown> => {
      const asked = { coach_id: stage.coach.id, duration_minutes: 60, session_datetime: at(5) };
      return (await (await stage.client.call("POST", "/booking", asked)).json<{ code: string }>()).code;
    };
    expect(await slotTaken()).toBe("slot_taken");
    await stage.mailbox.admin("faults", { status: 500, times: 50, body: "<html>oops</html>" });
    await pass(20 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await slotTaken()).toBe("slot_taken");
    await stage.mailbox.clearFaults();
    await stage.mailbox.admin("invalidate-sync");
    await stage.mailbox.admin("events/create", { title: "Another", starts_at: at(6), ends_at: later(at(6), HOUR_MS) });
    await pass(61 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await slotTaken()).toBe("slot_taken");
    const asked = { coach_id: stage.coach.id, duration_minutes: 60, session_datetime: at(6) };
    expect((await (await stage.client.call("POST", "/booking", asked)).json<{ code: string }>()).code).toBe("slot_taken");
  });

  test("failure 8: without a word of push the sweep finds what changed; a forged notification syncs nothing (S42, S43)", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("push", { drop: true });
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    expect(await stage.mailbox.pushAll()).toBe(0);
    const before = (await stage.mailbox.log()).length;
    const forged = `${stage.coach.id}.${crypto.randomUUID()}`;
    if (provider === "google") {
      const { person: _person, ...headers } = { person: null, "x-goog-channel-id": "unknown", "x-goog-channel-token": forged };
      expect((await stage.coach.call("POST", "/calendar/google/notifications", undefined, headers)).status).toBe(204);
    } else {
      const value = [{ subscriptionId: "unknown", clientState: forged }];
      expect((await stage.coach.call("POST", "/calendar/outlook/notifications", { value })).status).toBe(202);
    }
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    expect((await stage.mailbox.log()).length).toBe(before);
    await pass(16 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    const asked = { coach_id: stage.coach.id, duration_minutes: 60, session_datetime: at(5) };
    expect((await (await stage.client.call("POST", "/booking", asked)).json<{ code: string }>()).code).toBe("slot_taken");
  });

  test("S44: a flood of notifications becomes one sync", async () => {
    const stage = await scene(provider);
    for (let n = 0; n < 20; n += 1) {
      await stage.mailbox.admin("events/create", { title: `Event ${String(n)}`, starts_at: at(5, 9), ends_at: at(5, 10) });
    }
    const before = (await stage.mailbox.log()).length;
    expect(await stage.mailbox.pushAll()).toBeGreaterThanOrEqual(20);
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    await stage.mailbox.ring(stage.coach);
    const lists = (await stage.mailbox.log())
      .slice(before)
      .filter(({ method, path }) => method === "GET" && /events\?|calendarView/u.test(path));
    expect(lists).toHaveLength(1);
  });

  test("failure 9: channels are renewed before they end, and the old ones do not stay", async () => {
    const stage = await scene(provider);
    expect((await stage.mailbox.snapshot()).channels).toHaveLength(1);
    const first = (await connection(stage))["push_until"];
    await pass(5.5 * DAY_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    await stage.mailbox.ring(stage.coach);
    expect((await stage.mailbox.snapshot()).channels).toHaveLength(1);
    expect(Date.parse(String((await connection(stage))["push_until"]))).toBeGreaterThan(Date.parse(String(first)));
  });

  test("failure 1, S38: a consent that is withdrawn is told to its owner once, and what waits is written after connecting again", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("revoke");
    await stage.mailbox.admin("expire");
    const id = await confirmed(stage, at(3));
    expect(await connection(stage)).toMatchObject({ state: "needs_reconnect" });
    expect(await viewed(stage, id)).toMatchObject({
      status: "confirmed",
      calendars: [{ calendar_type: provider, state: "needs_reconnect" }],
    });
    await settleAgenda(stage.coach.id);
    const calls = (await stage.mailbox.log()).length;
    await pass(HOUR_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    expect((await stage.mailbox.log()).length).toBe(calls);
    const mails = (await mailsTo(stage.coachMail)).filter(({ subject }) => subject.startsWith("Please connect"));
    expect(mails).toHaveLength(1);
    expect((await stage.mailbox.connect(stage.coach)).status).toBe(200);
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(3) }]);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
  });

  test("failure 2: an access token is renewed when it ends, and not before", async () => {
    const stage = await scene(provider);
    const refreshes = async (): Promise<number> => (await stage.mailbox.log()).filter(({ path }) => path.includes("/token")).length;
    const atFirst = await refreshes();
    await pass(50 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await refreshes()).toBe(atFirst);
    await pass(15 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await refreshes()).toBe(atFirst + 1);
    await pass(30 * MINUTE_MS, stage.mailbox);
    await confirmed(stage, at(3));
    expect(await refreshes()).toBe(atFirst + 1);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(3) }]);
  });

  test("failures 3 and 5: one refresh for many calls, 429 with Retry-After is waited for, a page of HTML is no answer", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("expire");
    const before = (await stage.mailbox.log()).length;
    await Promise.all(Array.from({ length: 50 }, async () => await stage.coach.call("GET", `/calendar/${provider}/calendars`)));
    const refreshes = (await stage.mailbox.log()).slice(before).filter(({ path }) => path.includes("/token"));
    expect(refreshes).toHaveLength(1);
    await stage.mailbox.admin("faults", { match: { method: "POST", path: "/events" }, status: 429, headers: { "retry-after": "30" } });
    await stage.mailbox.admin("faults", { match: { method: "POST", path: "/events" }, status: 502, body: "<html>bad gateway</html>" });
    const id = await book(stage, at(3));
    await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" });
    await settleAgenda(stage.coach.id);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "pending" }] });
    for (let tries = 0; tries < 4; tries += 1) {
      vi.setSystemTime(Date.now() + MINUTE_MS);
      await settle(stage);
    }
    expect(await stage.mailbox.events()).toHaveLength(1);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ state: "ok" }] });
  });

  test("failure 10: the link survives a create whose answer was lost, and a move", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("faults", { match: { method: "POST", path: "/events" }, mode: "after_commit", status: 500 });
    const id = await confirmed(stage, at(3));
    vi.setSystemTime(Date.now() + MINUTE_MS);
    await settle(stage);
    const [event, ...others] = await stage.mailbox.events();
    expect(others).toEqual([]);
    expect(await viewed(stage, id)).toMatchObject({ meeting_link: event?.meeting?.link });
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    await settle(stage);
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(4), meeting: { link: event?.meeting?.link } }]);
  });

  test("a create that hangs while the booking is cancelled leaves no event behind", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("faults", { match: { method: "POST", path: "/events" }, mode: "after_commit", status: 504 });
    const id = await book(stage, at(3));
    await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" });
    await settleAgenda(stage.coach.id);
    await stage.client.call("DELETE", `/booking/${id}`);
    for (let tries = 0; tries < 4; tries += 1) {
      vi.setSystemTime(Date.now() + MINUTE_MS);
      await settle(stage);
    }
    expect(await stage.mailbox.events()).toEqual([]);
  });

  test("a page of changes that was read before our own reschedule landed does not move the booking back", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const [before] = await stage.mailbox.events();
    await stage.client.call("PATCH", `/booking/${id}`, { session_datetime: at(4) });
    await settle(stage);
    // What the list says is how the event was before the move.
    const [start, end] = [at(3), later(at(3), HOUR_MS)];
    const body =
      provider === "google"
        ? {
            timeZone: "UTC",
            nextSyncToken: "old",
            items: [{ id: before?.id, status: "confirmed", etag: before?.etag, start: { dateTime: start }, end: { dateTime: end } }],
          }
        : { value: [{ id: before?.id, "@odata.etag": before?.etag, start: { dateTime: start }, end: { dateTime: end } }] };
    const path = provider === "google" ? "events?" : "calendarView";
    await stage.mailbox.admin("faults", { match: { method: "GET", path }, status: 200, body: JSON.stringify(body) });
    await pass(16 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    await settle(stage);
    expect(await stage.mailbox.pendingFaults()).toEqual([]);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(4), revision: 3 });
    expect(await stage.mailbox.events()).toMatchObject([{ starts_at: at(4) }]);
  });

  test("a guest who declines is noted, and the booking stands", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    const [event] = await stage.mailbox.events();
    await stage.mailbox.admin("events/decline", { event_id: event?.id, email: stage.clientMail });
    await stage.mailbox.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await stage.mailbox.ring(stage.coach);
    const row = await database.get<{ guest_response: string }>(sql`SELECT guest_response FROM calendar_events WHERE booking_id = ${id}`);
    expect(row?.guest_response).toBe("declined");
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
  });

  test("a client whom no calendar invites has an event of their own, without guests; moved there it is put back, deleted there it stays away", async () => {
    const stage = await scene(provider);
    await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { is_organizer: false });
    const own = new Mailbox(provider);
    await own.connect(stage.client);
    const id = await confirmed(stage, at(3));
    const [copy] = await own.events();
    expect(copy).toMatchObject({ title: "Session with Ida", starts_at: at(3), attendees: [] });
    await own.ring(stage.client);
    await own.admin("events/move", { event_id: copy?.id, starts_at: at(8), ends_at: later(at(8), HOUR_MS) });
    await own.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await own.ring(stage.client);
    expect(await own.events()).toMatchObject([{ starts_at: at(3) }]);
    await own.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await own.ring(stage.client);
    await own.admin("events/delete", { event_id: copy?.id });
    await own.pushAll();
    vi.setSystemTime(Date.now() + 2_000);
    await own.ring(stage.client);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
    expect(await own.events()).toEqual([]);
  });

  test("disconnecting ends the consent where the provider lets us, frees the blocked time and leaves the events", async () => {
    const stage = await scene(provider);
    await confirmed(stage, at(3));
    const response = await stage.coach.call("DELETE", `/calendar/${provider}/connection`);
    const advice = await response.json<{ advice_url: string | null }>();
    expect(response.status).toBe(200);
    expect(advice.advice_url === null).toBe(provider === "google");
    const { tokens, channels } = await stage.mailbox.snapshot();
    if (provider === "google") expect(tokens).toMatchObject({ refreshTokens: 0 });
    expect(channels).toEqual([]);
    expect(await stage.mailbox.events()).toHaveLength(1);
    expect((await stage.coach.call("GET", `/calendar/${provider}/calendars`)).status).toBe(404);
  });
});
