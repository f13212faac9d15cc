/** Google's client where it reads lists and holds channels: a row for each rule of paging, cursors, free/busy and push. */
import { describe, expect, test } from "vitest";
import { after, instant, type Interval } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import {
  type Answer,
  CALENDAR,
  client,
  EVENTS,
  fault,
  gone,
  json,
  nothing,
  raw,
  refusal,
  rejected,
  retryLater,
  STARTS,
  unknown,
} from "./google-fetch.ts";

const WINDOW: Interval = { startsAt: STARTS, endsAt: after(STARTS, 30 * DAY_MS) };
const timed = (id: string) => ({
  id,
  etag: '"1"',
  start: { dateTime: "2026-12-01T10:00:00Z" },
  end: { dateTime: "2026-12-01T11:00:00Z" },
});

describe("changes", () => {
  const timeMin = "2026-12-01T10:00:00.000Z";
  const timeMax = "2026-12-31T10:00:00.000Z";

  test("a first list asks for its window on every page, the next one for nothing but the token", async () => {
    const { google, asked } = client(
      json({ items: [timed("one")], nextPageToken: "p2" }),
      json({ items: [], nextPageToken: "p3" }),
      json({ items: [{ id: "two", status: "cancelled" }], nextSyncToken: "s1" }),
      json({ nextPageToken: "p9" }),
      json({ nextSyncToken: "s2" }),
    );
    let cursor: string | null = null;
    const kinds: string[] = [];
    for (let pages = 0; pages < 5; pages += 1) {
      const read = await google.changes(CALENDAR, WINDOW, cursor);
      expect(read.ok).toBe(true);
      if (!read.ok) return;
      ({ cursor } = read.value);
      kinds.push(...read.value.changes.map(({ kind }) => kind), read.value.isLast ? "last" : "more");
    }
    expect(kinds).toEqual(["event", "more", "more", "removed", "last", "more", "last"]);
    const places = asked.map(({ request, query: { singleEvents, maxResults, fields, ...place } }) => {
      expect([request, singleEvents, maxResults]).toEqual([`GET ${EVENTS}`, "true", "250"]);
      expect(fields).toMatch(/^timeZone,nextPageToken,nextSyncToken,items\(/u);
      return place;
    });
    expect(places).toEqual([
      { timeMin, timeMax },
      { timeMin, timeMax, pageToken: "p2" },
      { timeMin, timeMax, pageToken: "p3" },
      { syncToken: "s1" },
      { syncToken: "s1", pageToken: "p9" },
    ]);
    expect(JSON.parse(cursor ?? "")).toEqual({ syncToken: "s2" });
  });

  test("a token of a page is handed back as a token, wherever it pretends to lead", async () => {
    const foreign = "https://elsewhere.test/?x=1&timeMin=0#y";
    const { google, asked } = client(json({ nextPageToken: foreign }), json({ nextSyncToken: foreign }), json({ nextSyncToken: "s" }));
    let cursor: string | null = null;
    for (let pages = 0; pages < 3; pages += 1) {
      const read = await google.changes(CALENDAR, WINDOW, cursor);
      cursor = read.ok ? read.value.cursor : null;
    }
    expect(asked.map(({ request }) => request)).toEqual(Array.from({ length: 3 }, () => `GET ${EVENTS}`));
    expect(asked.map(({ query }) => [query["pageToken"], query["syncToken"], query["timeMin"]])).toEqual([
      [undefined, undefined, timeMin],
      [foreign, undefined, timeMin],
      [undefined, foreign, undefined],
    ]);
  });

  const allDay = { id: "day", start: { date: "2026-10-25" }, end: { date: "2026-10-26" } };
  test.each([
    // Berlin leaves summer time on that day, which has 25 hours.
    ["the calendar's own", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
    ["one that is not known", "Mars/Olympus", "2026-10-24T10:00:00Z", "2026-10-26T12:00:00Z"],
  ])("an all-day event in the zone: %s", async (_what, timeZone, startsAt, endsAt) => {
    const { google } = client(json({ timeZone, items: [allDay], nextSyncToken: "s" }));
    const time = { startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt) };
    expect(await google.changes(CALENDAR, WINDOW, null)).toMatchObject({ value: { changes: [{ event: { time } }] } });
  });

  test.each([
    ["in the zone that it names", "Europe/Berlin", "Asia/Tokyo", "2026-12-01T01:00:00Z", "2026-12-01T02:00:00Z"],
    ["in the calendar's where it names none", "Europe/Berlin", undefined, "2026-12-01T09:00:00Z", "2026-12-01T10:00:00Z"],
    ["wherever on Earth it is where nobody knows", null, undefined, "2026-11-30T20:00:00Z", "2026-12-01T23:00:00Z"],
  ])("g19. a time without an offset is read %s", async (_what, timeZone, own, startsAt, endsAt) => {
    const moment = (hour: number) => ({ dateTime: `2026-12-01T${String(hour)}:00:00`, ...(own !== undefined && { timeZone: own }) });
    const { google } = client(json({ timeZone, items: [{ id: "x", start: moment(10), end: moment(11) }], nextSyncToken: "s" }));
    const time = { startsAt: Date.parse(startsAt), endsAt: Date.parse(endsAt) };
    expect(await google.changes(CALENDAR, WINDOW, null)).toMatchObject({ value: { changes: [{ event: { time } }] } });
  });

  test.each([
    ["a place of work, though it does not say that it is free", { eventType: "workingLocation" }, false],
    ["a birthday", { eventType: "birthday", transparency: "transparent" }, false],
    ["time out of office", { eventType: "outOfOffice" }, true],
    ["time to focus", { eventType: "focusTime" }, true],
    ["a kind that is new", { eventType: "somethingNew" }, true],
    ["an invitation that is not answered yet", { attendees: [{ self: true, responseStatus: "needsAction" }] }, true],
  ])("holds time or not: %s", async (_what, fields, isBusy) => {
    const { google, asked } = client(json({ items: [{ ...timed("x"), ...fields }], nextSyncToken: "s" }));
    expect(await google.changes(CALENDAR, WINDOW, null)).toMatchObject({ value: { changes: [{ event: { isBusy, isDeclined: false } }] } });
    expect(asked[0]?.query["fields"]).toContain("eventType");
  });

  test("B3. an item that makes no sense holds its time beside the others, and a fault is only one whose time nobody can read", async () => {
    const broken = { status: null, transparency: 7, attendees: "none", conferenceData: [], extendedProperties: 1, etag: null };
    const unnamed = { ...timed("x"), id: 5 };
    const { google } = client(
      json({ items: [{ ...timed("a"), ...broken }, unnamed, timed("b")], nextSyncToken: "s" }),
      json({ items: [{ ...timed("a"), start: { dateTime: "soon" } }, timed("b")], nextSyncToken: "s" }),
      json({ items: [{ id: "a", transparency: "transparent" }, timed("b")], nextSyncToken: "s" }),
    );
    const read = await google.changes(CALENDAR, WINDOW, null);
    const events = read.ok ? read.value.changes.map((change) => (change.kind === "event" ? change.event : null)) : [];
    expect(events.map((event) => [event?.isBusy, event?.time?.startsAt])).toEqual([1, 2, 3].map(() => [true, STARTS]));
    expect(events.map((event) => event?.eventId)).toEqual(["a", expect.stringMatching(/^unnamed /u), "b"]);
    expect(await google.changes(CALENDAR, WINDOW, null)).toEqual(rejected("unreadable_event"));
    expect(await google.changes(CALENDAR, WINDOW, null)).toMatchObject({ value: { changes: [{}, { event: { eventId: "b" } }] } });
  });

  describe("M7. a 403 for the scope of one calendar", () => {
    const denied = refusal(403, "insufficientPermissions");
    test("is that calendar's fault where the account's own one answers", async () => {
      const { google, asked } = client(denied, json({ timeZone: "UTC" }));
      expect(await google.changes(CALENDAR, WINDOW, null)).toEqual(rejected("calendar_forbidden"));
      expect(asked.map(({ request }) => request)).toEqual([`GET ${EVENTS}`, "GET /calendars/primary/events"]);
    });

    test.each([
      ["is a consent that is too small where that one refuses too", [denied, denied]],
      ["is not decided by an answer that is none", [denied, raw("<p>", 502)]],
    ])("%s", async (_what, answers) => {
      const expected = fault({ kind: "reconnect", reason: "insufficientPermissions" });
      expect(await client(...answers).google.changes(CALENDAR, WINDOW, null)).toEqual(expected);
    });

    test("is that calendar's fault where an event is written into it as well", async () => {
      const { google } = client(denied, json({ timeZone: "UTC" }), denied, denied);
      expect(await google.remove(CALENDAR, "e1")).toEqual(rejected("calendar_forbidden"));
      expect(await google.remove(CALENDAR, "e1")).toEqual(fault({ kind: "reconnect", reason: "insufficientPermissions" }));
    });

    test("is a consent that is too small where it is the primary one's", async () => {
      const { google, left } = client(denied);
      expect(await google.changes("primary", WINDOW, null)).toEqual(fault({ kind: "reconnect", reason: "insufficientPermissions" }));
      expect(left).toHaveLength(0);
    });
  });

  const resync = fault({ kind: "resync" });
  const cursor = JSON.stringify({ syncToken: "s1" });
  test.each<[string, string | null, Answer | null, unknown]>([
    ["an old token", cursor, refusal(410, "fullSyncRequired"), resync],
    ["another word for it", cursor, refusal(410, "updatedMinTooLongAgo"), resync],
    ["a token it does not know", cursor, refusal(400, "invalid"), resync],
    ["a bad question without one", null, refusal(400, "timeRangeEmpty"), rejected("timeRangeEmpty")],
    ["a cursor that is none", "s1", null, resync],
    ["a cursor of somebody else's", JSON.stringify({ url: "https://elsewhere.test" }), null, resync],
    ["an end without a token", cursor, json({ items: [] }), retryLater("no_sync_token")],
    ["an item without time", cursor, json({ items: [{ id: "x" }], nextSyncToken: "s" }), rejected("unreadable_event")],
    ["an error", cursor, refusal(503, "backendError"), retryLater("unavailable")],
  ])("%s", async (_what, from, answer, expected) => {
    const { google, left } = client(...(answer === null ? [] : [answer]));
    expect(await google.changes(CALENDAR, WINDOW, from)).toEqual(expected);
    expect(left).toHaveLength(0);
  });
});

describe("calendars", () => {
  test("M7. whose it is decides, and not the role: several people can be the owners of one", async () => {
    const owner = { accessRole: "owner" };
    const { google, asked } = client(
      json({
        items: [
          { id: "Me@example.test", ...owner, primary: true },
          { id: "own", ...owner, dataOwner: "me@example.test" },
          { id: "shared", ...owner, dataOwner: "chief@example.test" },
          { id: "unsaid", ...owner },
          { id: "lent", accessRole: "writer", dataOwner: "me@example.test" },
        ],
      }),
    );
    const read = await google.calendars();
    expect(read.ok && read.value.filter(({ canFollow }) => canFollow).map(({ id }) => id)).toEqual(["Me@example.test", "own"]);
    expect(read.ok && read.value.every(({ canFollow, isWritable }) => canFollow === isWritable)).toBe(true);
    expect(asked[0]?.query["fields"]).toContain("dataOwner");
  });

  test("only an owned one is written to and followed; all pages are read", async () => {
    const meet = { allowedConferenceSolutionTypes: ["hangoutsMeet"] };
    const { google, asked } = client(
      json({ items: [{ id: "a", summary: "Ana", accessRole: "owner", primary: true, conferenceProperties: meet }], nextPageToken: "2" }),
      json({
        items: [
          { id: "b", summary: "B", summaryOverride: "Team", accessRole: "reader" },
          { id: "c", accessRole: "freeBusyReader" },
        ],
      }),
    );
    const others = { isPrimary: false, isWritable: false, canFollow: false, hasMeetings: false };
    expect(await google.calendars()).toEqual({
      ok: true,
      value: [
        { id: "a", name: "Ana", isPrimary: true, isWritable: true, canFollow: true, hasMeetings: true },
        { id: "b", name: "Team", ...others },
        { id: "c", name: "c", ...others },
      ],
    });
    expect(asked.map(({ query }) => query["pageToken"])).toEqual([undefined, "2"]);
    expect(asked[0]?.request).toBe("GET /users/me/calendarList");
  });
});

describe("busy time", () => {
  const free = (ids: readonly string[]) => json({ calendars: Object.fromEntries(ids.map((id) => [id, { busy: [] }])) });

  test("asks for 50 calendars and 60 days at a time", async () => {
    const ids = Array.from({ length: 51 }, (_, number) => `c${String(number)}`);
    const { google, asked } = client(...[0, 1, 2, 3].map(() => free(ids)));
    const window = { startsAt: STARTS, endsAt: after(STARTS, 61 * DAY_MS) };
    const read = await google.busy(ids, window);
    expect(read).toMatchObject({ ok: true });
    expect(asked.map(({ request, body }) => [request, (body["items"] as []).length, body["timeMin"], body["timeMax"]])).toEqual([
      ["POST /freeBusy", 50, "2026-12-01T10:00:00.000Z", "2027-01-30T10:00:00.000Z"],
      ["POST /freeBusy", 50, "2027-01-30T10:00:00.000Z", "2027-01-31T10:00:00.000Z"],
      ["POST /freeBusy", 1, "2026-12-01T10:00:00.000Z", "2027-01-30T10:00:00.000Z"],
      ["POST /freeBusy", 1, "2027-01-30T10:00:00.000Z", "2027-01-31T10:00:00.000Z"],
    ]);
  });

  test("answers by calendar, and joins what spans two questions", async () => {
    const noon = "2027-01-30T12:00:00Z";
    const first = { start: "2027-01-30T09:00:00Z", end: "2027-01-30T10:00:00Z" };
    const second = { start: "2027-01-30T11:00:00+01:00", end: noon };
    const { google } = client(
      json({ calendars: { a: { busy: [first] }, b: { busy: [] } } }),
      json({ calendars: { a: { busy: [second] }, b: { busy: [] } } }),
    );
    const read = await google.busy(["a", "b"], { startsAt: STARTS, endsAt: after(STARTS, 61 * DAY_MS) });
    const joined = { startsAt: Date.parse(first.start), endsAt: Date.parse(noon) };
    expect(read.ok && [...read.value]).toEqual([
      ["a", { ok: true, value: [joined] }],
      ["b", { ok: true, value: [] }],
    ]);
  });

  const own = { busy: [] };
  test.each([
    ["an error inside a 200", { a: own, b: { errors: [{ reason: "internalError" }], busy: [] } }, retryLater("calendar_unanswered")],
    ["a calendar that is gone", { a: own, b: { errors: [{ reason: "notFound" }] } }, gone],
    ["a calendar left out", { a: own }, retryLater("calendar_unanswered")],
    [
      "a time without an offset",
      { a: own, b: { busy: [{ start: "2026-12-01T10:00:00", end: "2026-12-01T11:00:00" }] } },
      retryLater("calendar_unanswered"),
    ],
  ])("B3. is a fault of its calendar alone: %s", async (_what, calendars, expected) => {
    const read = await client(json({ calendars })).google.busy(["a", "b"], WINDOW);
    expect(read.ok && [...read.value]).toEqual([
      ["a", { ok: true, value: [] }],
      ["b", expected],
    ]);
  });

  test("lost on its way is asked again, though the question is a POST", async () => {
    const { google } = client(() => Promise.reject(new TypeError("reset")));
    expect(await google.busy(["a"], WINDOW)).toEqual(retryLater("unreachable"));
  });
});

describe("push channels", () => {
  const expiresAt = instant(STARTS + 24 * HOUR_MS);
  const request = {
    calendarId: CALENDAR,
    channelId: "11111111-2222-4333-8444-555555555555",
    secret: "secret-1",
    notifyUrl: "https://booking.example.test/push",
    lifecycleUrl: "https://booking.example.test/lifecycle",
    wantedExpiresAt: after(STARTS, 7 * DAY_MS),
  };
  const channel = { channelId: request.channelId, resourceId: "r1", expiresAt };

  test("open with our id and secret, for as long as Google grants; there is no renewal", async () => {
    const { google, asked } = client(json({ id: request.channelId, resourceId: "r1", expiration: String(expiresAt) }));
    expect(await google.openChannel(request)).toEqual({ ok: true, value: channel });
    expect(asked[0]).toMatchObject({
      request: `POST ${EVENTS}/watch`,
      body: {
        id: request.channelId,
        type: "web_hook",
        address: request.notifyUrl,
        token: "secret-1",
        expiration: String(request.wantedExpiresAt),
      },
    });
    expect(await google.renewChannel(channel, STARTS)).toEqual(gone);
  });

  test.each([
    ["refused", refusal(400, "channelIdNotUnique"), rejected("channelIdNotUnique")],
    ["perhaps opened", raw("<p>", 504), unknown("status_504")],
  ])("not opened: %s", async (_what, answer, expected) => {
    expect(await client(answer).google.openChannel(request)).toEqual(expected);
  });

  test.each([
    ["done", raw(null, 204), nothing],
    ["gone already", refusal(404, "notFound"), nothing],
    ["an error", refusal(500, "backendError"), unknown("status_500")],
  ])("close: %s", async (_what, answer, expected) => {
    const { google, asked } = client(answer);
    expect(await google.closeChannel(channel)).toEqual(expected);
    expect(asked[0]).toMatchObject({ request: "POST /channels/stop", body: { id: request.channelId, resourceId: "r1" } });
  });
});
