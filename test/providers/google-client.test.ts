/**
 * Google's client against a fetch function that answers from a list and keeps what it was asked: a row for each rule of
 * the API that the client must know. Nothing leaves the process. What both providers' clients share (time, size, lost
 * answers, Retry-After) is tried here as well.
 */
import { describe, expect, test } from "vitest";
import { PROVIDER_ANSWER_BYTES_MAX } from "../../src/providers/call.ts";
import { after } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import {
  type Answer,
  BOOKING,
  CALENDAR,
  client,
  DRAFT,
  EVENT,
  EVENTS,
  fault,
  gone,
  ID,
  json,
  nothing,
  raw,
  refusal,
  rejected,
  retryLater,
  STARTS,
  unknown,
} from "./google-fetch.ts";

const html = (status: number): Answer => raw("<!doctype html><p>Error", status, { "content-type": "text/html" });
const refuseToConnect: Answer = () => Promise.reject(new TypeError("connection reset: token-1"));
const never: Answer = () => Promise.withResolvers<Response>().promise;
const broken: Answer = () => new Response(new ReadableStream({ start: (controller) => controller.error(new Error("reset")) }));
const hanging: Answer = () => new Response(new ReadableStream({ pull: () => Promise.withResolvers<void>().promise }));

describe("create", () => {
  test("sends everything, with the id that follows from the booking, and reads the answer", async () => {
    const { google, asked } = client(json(EVENT));
    expect(await google.create(CALENDAR, DRAFT)).toEqual({
      ok: true,
      value: {
        eventId: ID,
        etag: '"7"',
        eventLink: EVENT.htmlLink,
        meetingLink: EVENT.hangoutLink,
        isMeetingPending: false,
        isCancelled: false,
        isTentative: false,
        isBusy: true,
        isDeclined: false,
        time: { startsAt: STARTS, endsAt: after(STARTS, HOUR_MS) },
        bookingId: BOOKING,
        attendees: [{ email: "cleo@example.test", response: "accepted" }],
      },
    });
    expect(asked[0]).toMatchObject({
      request: `POST ${EVENTS}`,
      query: { conferenceDataVersion: "1", sendUpdates: "all" },
      redirect: "manual",
    });
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer token-1");
    expect(asked[0]?.body).toEqual({
      id: ID,
      summary: "Session",
      description: "Plain",
      start: { dateTime: "2026-12-01T10:00:00.000Z", timeZone: "Europe/Berlin" },
      end: { dateTime: "2026-12-01T11:00:00.000Z", timeZone: "Europe/Berlin" },
      status: "confirmed",
      transparency: "opaque",
      attendees: [{ email: "Cleo@example.test", displayName: "Cleo" }],
      reminders: { useDefault: false, overrides: [{ method: "popup", minutes: 60 }] },
      extendedProperties: { private: { bookingId: BOOKING, generation: "0" } },
      conferenceData: { createRequest: { requestId: ID, conferenceSolutionKey: { type: "hangoutsMeet" } } },
    });
  });

  test("an id is a piece of the path, and a calendar's as well, whatever stands in them", async () => {
    const { google, asked } = client(json(EVENT));
    await google.read("../x?y=", "a/../../b");
    expect(asked[0]).toMatchObject({ request: "GET /calendars/..%2Fx%3Fy%3D/events/a%2F..%2F..%2Fb", query: {} });
  });

  test("invites nobody and makes no link where the draft wants neither; a later generation has its own id", async () => {
    const { google, asked } = client(json(EVENT));
    await google.create(CALENDAR, { ...DRAFT, attendees: [], conference: "as_it_stands", isTentative: true, generation: 2 });
    expect(asked[0]?.query).toEqual({ conferenceDataVersion: "1", sendUpdates: "none" });
    expect(asked[0]?.body).toMatchObject({ id: `${ID}g2`, status: "tentative" });
    expect(Object.keys(asked[0]?.body ?? {})).not.toContain("conferenceData");
  });

  const foreign = { ...EVENT, extendedProperties: {} };
  test.each([
    ["adopts our event", json({ ...EVENT, status: "tentative" }), { ok: true, value: { eventId: ID, isTentative: true } }],
    ["sees an id used up", json({ id: ID, status: "cancelled" }), rejected("id_used_up")],
    ["security 25: passes by an id that somebody else's event holds", json(foreign), rejected("id_used_up")],
    ["does not take a missing one for a missing calendar", refusal(404, "notFound"), retryLater("id_in_motion")],
    ["hands on why it could not look", html(502), retryLater("status_502")],
  ])("after a duplicate: %s", async (_what, answer, expected) => {
    const { google, asked } = client(refusal(409, "duplicate"), answer);
    expect(await google.create(CALENDAR, DRAFT)).toMatchObject(expected);
    expect(asked[1]?.request).toBe(`GET ${EVENTS}/${ID}`);
  });
});

describe("an event as it is read", () => {
  const pending = { createRequest: { status: { statusCode: "pending" } } };
  const failed = { createRequest: { status: { statusCode: "failure" } } };
  const video = {
    entryPoints: [
      { entryPointType: "phone", uri: "tel:1" },
      { entryPointType: "video", uri: "https://meet.google.com/x" },
    ],
  };
  test.each([
    ["a pending link", { hangoutLink: undefined, conferenceData: pending }, { meetingLink: null, isMeetingPending: true }],
    ["a failed link", { hangoutLink: undefined, conferenceData: failed }, { meetingLink: null, isMeetingPending: false }],
    ["a link among the entry points", { hangoutLink: undefined, conferenceData: video }, { meetingLink: "https://meet.google.com/x" }],
    ["a link that is none", { hangoutLink: "javascript:1" }, { meetingLink: null }],
    ["free time", { transparency: "transparent" }, { isBusy: false }],
    ["a tentative one", { status: "tentative" }, { isTentative: true, isBusy: true, isDeclined: false }],
    ["the owner's perhaps", { attendees: [{ email: "a@b.test", self: true, responseStatus: "tentative" }] }, { isDeclined: false }],
    ["the owner's no", { attendees: [{ email: "a@b.test", self: true, responseStatus: "declined" }] }, { isDeclined: true }],
    ["a guest's no", { attendees: [{ email: "a@b.test", responseStatus: "declined" }] }, { isDeclined: false }],
    ["a copy of ours", { id: "copy1", etag: '"8"' }, { bookingId: null }],
    ["a cancelled one", { status: "cancelled", start: undefined, end: undefined }, { isCancelled: true, time: null }],
  ])("%s", async (_what, fields, expected) => {
    const { google } = client(json({ ...EVENT, ...fields }));
    expect(await google.read(CALENDAR, ID)).toMatchObject({ ok: true, value: expected });
  });

  const allDay = { ...EVENT, start: { date: "2026-12-01" }, end: { date: "2026-12-02" } };
  test("an all-day event covers its date in the calendar's zone, which is asked for", async () => {
    const { google, asked } = client(json(allDay), json({ timeZone: "America/New_York" }));
    const startsAt = Date.parse("2026-12-01T05:00:00Z");
    expect(await google.read(CALENDAR, ID)).toMatchObject({ value: { time: { startsAt, endsAt: startsAt + DAY_MS } } });
    expect(asked[1]?.query["fields"]).toBe("timeZone");
  });

  test.each([
    ["gone", refusal(404, "notFound"), gone],
    ["a time that is none", json({ ...EVENT, start: { dateTime: "soon" } }), rejected("unreadable_event")],
    ["no time at all", json({ ...EVENT, end: undefined }), rejected("unreadable_event")],
    ["another thing", json({ kind: "calendar#events" }), retryLater("no_sound_answer")],
  ])("not read: %s", async (_what, answer, expected) => {
    expect(await client(answer).google.read(CALENDAR, ID)).toEqual(expected);
  });
});

describe("find, update and remove", () => {
  test.each([
    ["ours", json(EVENT), { ok: true, value: { eventId: ID } }],
    ["none", refusal(404, "notFound"), nothing],
    ["a deleted one", json({ ...EVENT, status: "cancelled" }), nothing],
    ["not ours", json({ ...EVENT, extendedProperties: {} }), nothing],
    ["unknown", refuseToConnect, retryLater("unreachable")],
  ])("find: %s", async (_what, answer, expected) => {
    expect(await client(answer).google.find(CALENDAR, BOOKING, 0)).toMatchObject(expected);
  });

  test("an update says nothing of the meeting, keeps the guests' answers, and holds to the etag", async () => {
    const { google, asked } = client(json(EVENT), json({ ...EVENT, etag: '"8"' }));
    expect(await google.update(CALENDAR, ID, DRAFT, '"7"')).toMatchObject({
      ok: true,
      value: { etag: '"8"', meetingLink: EVENT.hangoutLink },
    });
    expect(asked[1]).toMatchObject({ request: `PATCH ${EVENTS}/${ID}`, query: { conferenceDataVersion: "1", sendUpdates: "all" } });
    expect(asked[1]?.headers.get("if-match")).toBe('"7"');
    expect(asked[1]?.body).toMatchObject({ start: { dateTime: "2026-12-01T10:00:00.000Z", date: null } });
    expect(Object.keys(asked[1]?.body ?? {}).toSorted()).toEqual(["description", "end", "reminders", "start", "status", "summary"]);
  });

  test("other guests replace the old ones; who stays keeps the answer, and so does the owner", async () => {
    const own = { email: CALENDAR, self: true, responseStatus: "tentative" };
    const { google, asked } = client(json({ ...EVENT, attendees: [own, ...EVENT.attendees] }), json(EVENT));
    const attendees = [...DRAFT.attendees, { email: "new@example.test", name: null }];
    await google.update(CALENDAR, ID, { ...DRAFT, attendees }, null);
    expect(asked[1]?.headers.has("if-match")).toBe(false);
    expect(asked[1]?.body).toMatchObject({ attendees: [own, EVENT.attendees[0], { email: "new@example.test" }] });
  });

  test.each([
    ["a deleted event is not brought back", [json({ ...EVENT, status: "cancelled" })], '"7"', gone],
    ["a stale etag, seen before the write", [json(EVENT)], '"6"', fault({ kind: "stale" })],
    ["a stale etag, refused", [json(EVENT), refusal(412, "conditionNotMet")], '"7"', fault({ kind: "stale" })],
    ["gone at the write", [json(EVENT), refusal(410, "deleted")], null, gone],
    ["lost at the look", [never], null, retryLater("timed_out")],
    ["lost at the write", [json(EVENT), never], null, unknown("timed_out")],
  ])("update: %s", async (_what, answers, etag, expected) => {
    const { google, left } = client(...answers);
    expect(await google.update(CALENDAR, ID, DRAFT, etag)).toEqual(expected);
    expect(left).toHaveLength(0);
  });

  test.each([
    ["done", raw(null, 204), nothing],
    ["gone already", refusal(410, "deleted"), nothing],
    ["never there", refusal(404, "notFound"), nothing],
    ["a server's fault", refusal(500, "backendError"), unknown("status_500")],
  ])("remove: %s", async (_what, answer, expected) => {
    const { google, asked } = client(answer);
    expect(await google.remove(CALENDAR, ID)).toEqual(expected);
    expect(asked[0]).toMatchObject({ request: `DELETE ${EVENTS}/${ID}`, query: { sendUpdates: "all" } });
  });
});

describe("failures", () => {
  const inAMinute = new Date(STARTS + MINUTE_MS).toUTCString();
  const cut = raw(JSON.stringify(EVENT).slice(0, 90));
  const tooLarge = raw(new Uint8Array(PROVIDER_ANSWER_BYTES_MAX + 1));
  test.each([
    ["401", refusal(401, "authError"), fault({ kind: "unauthorized" }), null],
    ["a full bucket", refusal(403, "rateLimitExceeded", { "retry-after": "7" }), retryLater("rateLimitExceeded", 7_000), null],
    ["a user's full bucket", refusal(403, "userRateLimitExceeded"), retryLater("userRateLimitExceeded"), null],
    ["429 with a date", refusal(429, "rateLimitExceeded", { "retry-after": inAMinute }), retryLater("too_many_requests", MINUTE_MS), null],
    ["429 with nonsense", refusal(429, "x", { "retry-after": "soon" }), retryLater("too_many_requests"), null],
    ["the quota", refusal(403, "quotaExceeded", { "retry-after": "7" }), retryLater("quotaExceeded", HOUR_MS), null],
    ["the quota of a day, an older word", refusal(403, "dailyLimitExceeded"), retryLater("dailyLimitExceeded", HOUR_MS), null],
    ["not the organizer", refusal(403, "forbiddenForNonOrganizer"), rejected("forbiddenForNonOrganizer"), null],
    ["no user of the calendar", refusal(403, "notACalendarUser"), rejected("account_without_calendar"), null],
    ["a proxy's 403", html(403), retryLater("status_403"), null],
    ["no such calendar", refusal(404, "notFound"), gone, null],
    ["503", refusal(503, "backendError", { "retry-after": "0" }), retryLater("unavailable", 0), null],
    ["500", refusal(500, "backendError"), unknown("status_500"), retryLater("status_500")],
    ["502 in HTML", html(502), unknown("status_502"), retryLater("status_502")],
    ["a redirect", raw(null, 302, { location: "https://elsewhere.test/" }), unknown("status_302"), retryLater("status_302")],
    ["no connection", refuseToConnect, unknown("unreachable"), retryLater("unreachable")],
    ["a hang", never, unknown("timed_out"), retryLater("timed_out")],
    ["a hang in the body", hanging, unknown("timed_out"), retryLater("timed_out")],
    ["a reset in the body", broken, unknown("cut_off"), retryLater("cut_off")],
    ["a cut body", cut, unknown("no_sound_answer"), retryLater("no_sound_answer")],
    ["HTML for an answer", html(200), unknown("no_sound_answer"), retryLater("no_sound_answer")],
    ["a body without end", tooLarge, unknown("too_large"), rejected("answer_too_large")],
  ])("%s", async (_what, answer, onWrite, onRead) => {
    const { google, asked } = client(answer, answer);
    expect(await google.create(CALENDAR, DRAFT)).toEqual(onWrite);
    expect(await google.read(CALENDAR, ID)).toEqual(onRead ?? onWrite);
    expect(asked).toHaveLength(2);
  });

  test.each([
    ["a bad request", refusal(400, "invalid"), rejected("invalid")],
    ["a reason that is no code word", refusal(400, "ana@example.test has no"), rejected("status_400")],
  ])("%s", async (_what, answer, expected) => {
    const { google, asked } = client(answer);
    expect(await google.read(CALENDAR, ID)).toEqual(expected);
    expect(asked).toHaveLength(1);
  });
});
