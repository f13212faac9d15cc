/**
 * How Outlook's calendars are read: from the plain view, whatever kind of event is in it. Numbers are those of the review of calendars
 * (H: high, M: medium, B: from other systems' reports).
 */
import { describe, expect, test } from "vitest";
import { after, type Interval } from "../../src/domain/instant.ts";
import { isTimeZone } from "../../src/domain/slots/time-zone.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { syncCalendar } from "../../src/providers/busy-sync.ts";
import { PROVIDER_ANSWER_BYTES_MAX } from "../../src/providers/call.ts";
import { IANA_OF_WINDOWS, ianaZoneOf } from "../../src/providers/outlook/windows-zones.ts";
import { type Answer, fault, gone, json, raw, rejected, retryLater, STARTS } from "./google-fetch.ts";
import { client, EVENT, GRAPH } from "./outlook-fetch.ts";

const WINDOW: Interval = { startsAt: STARTS, endsAt: after(STARTS, 30 * DAY_MS) };
const utc = (dateTime: string) => ({ dateTime: `${dateTime}.0000000`, timeZone: "UTC" });
const item = (id: string, start: string, end: string, fields: Record<string, unknown> = {}) => ({
  id,
  type: "singleInstance",
  start: utc(start),
  end: utc(end),
  showAs: "busy",
  isCancelled: false,
  isAllDay: false,
  ...fields,
});

async function busyOf(...answers: Answer[]) {
  const { graph, asked } = client(...answers);
  const read = await syncCalendar(graph, "c1", WINDOW, null);
  const iso = (at: number): string => new Date(at).toISOString().slice(0, 16);
  const busy = read.ok ? read.value.pieces.map(({ startsAt, endsAt }) => `${iso(startsAt)}/${iso(endsAt)}`) : read;
  return { busy, asked };
}

describe("H1. an all-day event takes the days of the zone it was made in", () => {
  const day = (originalStartTimeZone: string | null, fields: Record<string, unknown> = {}) =>
    json({ value: [item("d", "2026-12-08T00:00:00", "2026-12-09T00:00:00", { isAllDay: true, originalStartTimeZone, ...fields })] });

  test.each([
    ["New York", "Eastern Standard Time", ["2026-12-08T05:00/2026-12-09T05:00"]],
    ["Sydney", "AUS Eastern Standard Time", ["2026-12-07T13:00/2026-12-08T13:00"]],
    ["a name of the IANA database", "Asia/Tokyo", ["2026-12-07T15:00/2026-12-08T15:00"]],
    ["UTC as Exchange says it", "tzone://Microsoft/Utc", ["2026-12-08T00:00/2026-12-09T00:00"]],
    // 26 hours more than a day, in pieces of a day.
    [
      "a zone that is not known",
      "tzone://Microsoft/Custom",
      ["2026-12-07T10:00/2026-12-08T10:00", "2026-12-08T10:00/2026-12-09T10:00", "2026-12-09T10:00/2026-12-09T12:00"],
    ],
    [
      "no zone at all",
      null,
      ["2026-12-07T10:00/2026-12-08T10:00", "2026-12-08T10:00/2026-12-09T10:00", "2026-12-09T10:00/2026-12-09T12:00"],
    ],
  ])("%s", async (_what, zone, expected) => {
    expect((await busyOf(day(zone))).busy).toEqual(expected);
  });

  test("a day of 25 hours is one, and a day that is shown as free is none", async () => {
    const value = [
      item("d", "2027-03-27T00:00:00", "2027-03-30T00:00:00", { isAllDay: true, originalStartTimeZone: "W. Europe Standard Time" }),
      item("e", "2026-12-24T00:00:00", "2026-12-25T00:00:00", { isAllDay: true, originalStartTimeZone: "UTC", showAs: "free" }),
    ];
    const { graph } = client(json({ value }));
    const read = await graph.busy(["c1"], WINDOW);
    expect(read.ok && read.value.get("c1")).toEqual({
      ok: true,
      value: [{ startsAt: Date.parse("2027-03-26T23:00:00Z"), endsAt: Date.parse("2027-03-29T22:00:00Z") }],
    });
  });

  test("every name of Windows leads to a zone that is one", () => {
    const names = Object.keys(IANA_OF_WINDOWS);
    expect(names.filter((name) => !isTimeZone(ianaZoneOf(name) ?? ""))).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(139);
    expect([ianaZoneOf("Customized Time Zone"), ianaZoneOf("constructor"), ianaZoneOf("")]).toEqual([null, null, null]);
  });
});

describe("H2. a series", () => {
  const occurrence = (id: string, day: string, fields: Record<string, unknown> = {}) =>
    item(id, `${day}T12:00:00`, `${day}T13:00:00`, { type: "occurrence", seriesMasterId: "m", ...fields });

  test("counts by its occurrences, each as it is shown, and never by its master", async () => {
    const value = [
      item("m", "2026-12-03T12:00:00", "2026-12-03T13:00:00", { type: "seriesMaster" }),
      occurrence("o1", "2026-12-10"),
      occurrence("o2", "2026-12-17", { showAs: "free" }),
      occurrence("o3", "2026-12-24", { responseStatus: { response: "declined" } }),
      occurrence("o4", "2026-12-25", { isCancelled: true }),
      occurrence("o5", "2026-12-26", { type: "exception", responseStatus: { response: "notResponded" }, showAs: "tentative" }),
    ];
    expect((await busyOf(json({ value }))).busy).toEqual(["2026-12-10T12:00/2026-12-10T13:00", "2026-12-26T12:00/2026-12-26T13:00"]);
  });

  test("B10. an occurrence that is named nowhere any more is gone with the next reading, and an unchanged reading says so", async () => {
    const before = json({ value: [occurrence("o1", "2026-12-10"), occurrence("o2", "2026-12-17")] });
    const renewed = json({ value: [occurrence("o2", "2026-12-17"), occurrence("o1", "2026-12-10")] });
    const { graph, asked } = client(before, renewed, json({ value: [occurrence("o1", "2026-12-10")] }));
    const first = await syncCalendar(graph, "c1", WINDOW, null);
    const cursor = first.ok ? first.value.cursor : null;
    const second = await syncCalendar(graph, "c1", WINDOW, cursor);
    expect(second).toEqual({
      ok: true,
      value: { calendarId: "c1", isWhole: false, eventIds: [], pieces: [], ownEvents: new Map(), cursor },
    });
    const third = await syncCalendar(graph, "c1", WINDOW, cursor);
    expect(third).toMatchObject({ ok: true, value: { isWhole: true, pieces: [{ eventId: "o1" }] } });
    expect(asked).toHaveLength(3);
  });
});

test("M1. a day at work elsewhere can be booked", async () => {
  expect(
    (await busyOf(json({ value: [item("a", "2026-12-10T08:00:00", "2026-12-10T17:00:00", { showAs: "workingElsewhere" })] }))).busy,
  ).toEqual([]);
});

describe("M3. the view", () => {
  test("is asked for what decides, in pages of a bounded size, in UTC, and never for bodies", async () => {
    const next = `${GRAPH}/me/calendars/c1/calendarView?$skip=500`;
    const { asked } = await busyOf(json({ value: [EVENT], "@odata.nextLink": next }), json({ value: [EVENT] }));
    const [first, second] = asked;
    const { pathname, searchParams } = new URL(first?.url ?? "");
    expect(pathname).toBe("/v1.0/me/calendars/c1/calendarView");
    expect(Object.fromEntries(searchParams)).toEqual({
      startDateTime: "2026-12-01T10:00:00.000Z",
      endDateTime: "2026-12-31T10:00:00.000Z",
      $select:
        "id,type,start,end,isAllDay,originalStartTimeZone,showAs,isCancelled,responseStatus,webLink,isOnlineMeeting,onlineMeeting,attendees",
      $top: "500",
    });
    expect(first?.headers.get("prefer")).toBe('IdType="ImmutableId", outlook.timezone="UTC"');
    expect(second?.url).toBe(next);
  });

  test("is read by smaller pages where one was too large all the same", async () => {
    const tooLarge = raw(new Uint8Array(PROVIDER_ANSWER_BYTES_MAX + 1));
    const { busy, asked } = await busyOf(tooLarge, json({ value: [EVENT] }));
    expect(busy).toEqual(["2026-12-01T10:00/2026-12-01T11:00"]);
    expect(asked.map(({ url }) => new URL(url).searchParams.get("$top"))).toEqual(["500", "50"]);
    expect((await busyOf(tooLarge, tooLarge)).busy).toEqual(rejected("answer_too_large"));
  });
});

test("M4. no link is kept, so none can go stale: whatever stands in its place, the window is asked for", async () => {
  for (const kept of [`${GRAPH}/me/calendarView/delta?$deltatoken=old`, "https://elsewhere.test/", "nothing"]) {
    const { graph, asked } = client(json({ value: [EVENT] }));
    expect(await graph.changes("c1", WINDOW, kept)).toMatchObject({ ok: true, value: { isWhole: true, isLast: true, cursor: null } });
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual(["/v1.0/me/calendars/c1/calendarView"]);
  }
});

describe("M5. null says nothing, and unknown is never free", () => {
  test("in an event", async () => {
    const nulls = {
      showAs: null,
      isCancelled: null,
      isAllDay: null,
      type: null,
      responseStatus: { response: null },
      attendees: [null],
      onlineMeeting: null,
    };
    expect((await busyOf(json({ value: [item("a", "2026-12-10T08:00:00", "2026-12-10T09:00:00", nulls)] }))).busy).toEqual([
      "2026-12-10T08:00/2026-12-10T09:00",
    ]);
  });

  test("in a calendar, which stays in the list", async () => {
    const nulls = { name: null, canEdit: null, isDefaultCalendar: null, allowedOnlineMeetingProviders: null };
    const { graph } = client(
      json({
        value: [
          { id: "1", ...nulls },
          { id: "2", name: "Team", canEdit: true },
        ],
      }),
    );
    const none = { isPrimary: false, isWritable: false, canFollow: false, hasMeetings: false };
    expect(await graph.calendars()).toEqual({
      ok: true,
      value: [
        { id: "1", name: "", ...none },
        { id: "2", name: "Team", ...none, isWritable: true, canFollow: true },
      ],
    });
  });
});

describe("B3. one part does not stop the others", () => {
  const unreadable = rejected("unreadable_event");

  test("an event with fields that make no sense holds its time", async () => {
    const broken = { showAs: 7, isCancelled: "no", attendees: "none", responseStatus: [], id: 5 };
    const value = [
      item("a", "2026-12-10T08:00:00", "2026-12-10T09:00:00", broken),
      item("b", "2026-12-11T08:00:00", "2026-12-11T09:00:00"),
    ];
    expect((await busyOf(json({ value }))).busy).toEqual(["2026-12-10T08:00/2026-12-10T09:00", "2026-12-11T08:00/2026-12-11T09:00"]);
  });

  test.each([
    ["a time that is none", { start: { dateTime: "soon" } }, unreadable],
    ["no end", { end: null }, unreadable],
    ["such a time where it is free", { start: null, showAs: "free" }, []],
    ["such a time where it is cancelled", { start: null, isCancelled: true }, []],
  ])("an event with %s", async (_what, fields, expected) => {
    const answer = () => json({ value: [item("a", "2026-12-10T08:00:00", "2026-12-10T09:00:00", fields)] });
    expect((await busyOf(answer())).busy).toEqual(expected);
  });

  test("a time in a zone that was not asked for is read in it, or widened", async () => {
    const at = (timeZone: string) => ({
      start: { dateTime: "2026-12-10T08:00:00", timeZone },
      end: { dateTime: "2026-12-10T09:00:00", timeZone },
    });
    const value = [item("a", "", "", at("Pacific Standard Time")), item("b", "", "", at("Nowhere Standard Time"))];
    expect((await busyOf(json({ value }))).busy).toEqual([
      "2026-12-10T16:00/2026-12-10T17:00",
      "2026-12-09T18:00/2026-12-10T18:00",
      "2026-12-10T18:00/2026-12-10T21:00",
    ]);
  });

  test("an item that is none is a fault of its calendar, and a calendar that is gone one of its own", async () => {
    expect((await busyOf(json({ value: ["?"] }))).busy).toEqual(unreadable);
    const missing = json({ error: { code: "ErrorItemNotFound" } }, 404);
    const denied = json({ error: { code: "ErrorAccessDenied" } }, 403);
    const { graph } = client(missing, denied, json({ value: ["?"] }), json({ value: [EVENT] }));
    const read = await graph.busy(["gone", "denied", "odd", "sound"], WINDOW);
    expect(read.ok && [...read.value]).toEqual([
      ["gone", gone],
      ["denied", rejected("calendar_forbidden")],
      ["odd", unreadable],
      ["sound", { ok: true, value: [{ startsAt: STARTS, endsAt: STARTS + 3_600_000 }] }],
    ]);
  });

  test("an event of ours that makes no sense is refused for good, so that nobody waits for it", async () => {
    expect(await client(json({ ...EVENT, start: null })).graph.read("c1", "e1")).toEqual(unreadable);
    expect(await client(raw('{"id":')).graph.read("c1", "e1")).toEqual(retryLater("no_sound_answer"));
  });
});

test.each([
  ["403", 403, "Authorization_RequestDenied", fault({ kind: "reconnect", reason: "Authorization_RequestDenied" })],
  ["404", 404, "MailboxNotEnabledForRESTAPI", rejected("account_without_calendar")],
  ["400", 400, "Error_v2.Some1", rejected("Error_v2.Some1")],
  ["403 of a proxy", 403, "<no code>", retryLater("status_403")],
])("a code with digits or an underscore is Graph's own word: %s", async (_what, status, code, expected) => {
  expect((await busyOf(json({ error: { code } }, status))).busy).toEqual(expected);
});
