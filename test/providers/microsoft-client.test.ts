/**
 * Graph's client against a fetch function that answers from a list and keeps what it was asked: where it takes the token,
 * what an event of Graph's means in the port's words, and by what a repeated create is known. The whole of the client is
 * tried by the contract of both providers, on the simulator.
 */
import { describe, expect, test } from "vitest";
import { after, type Interval } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { fault, gone, json, rejected, retryLater, STARTS } from "./google-fetch.ts";
import { BOOKING, client, DRAFT, EVENT, GRAPH } from "./outlook-fetch.ts";

const WINDOW: Interval = { startsAt: STARTS, endsAt: after(STARTS, 30 * DAY_MS) };

describe("a link that Graph gives", () => {
  const FOREIGN = [
    "https://elsewhere.test/v1.0/me/calendarView/delta?$skiptoken=1",
    "https://graph.microsoft.com.elsewhere.test/v1.0/me/events",
    "https://graph.microsoft.com@elsewhere.test/v1.0/me/events",
    "https://graph.microsoft.com/v1.0.elsewhere.test/me/events",
    "https://graph.microsoft.com:8443/v1.0/me/events",
    "https://graph.microsoft.com/beta/me/events",
  ];

  test.each(FOREIGN)("is not followed as the next page of a list to where Graph is not: %s", async (link) => {
    const { graph, asked } = client(json({ value: [], "@odata.nextLink": link }));
    expect(await graph.calendars()).toEqual(rejected("foreign_link"));
    expect(asked.map(({ url }) => url)).toEqual([`${GRAPH}/me/calendars?$top=100`]);
  });

  test("is followed as it is where Graph answers, with the token, immutable ids and times in UTC", async () => {
    const link = `${GRAPH}/me/calendars?$skip=a%20b`;
    const { graph, asked } = client(json({ value: [], "@odata.nextLink": link }), json({ value: [] }));
    expect(await graph.calendars()).toEqual({ ok: true, value: [] });
    expect(asked[1]).toMatchObject({ url: link, method: "GET" });
    expect(asked[1]?.headers.get("authorization")).toBe("Bearer token-1");
    expect(asked[1]?.headers.get("prefer")).toBe('IdType="ImmutableId", outlook.timezone="UTC"');
  });
});

describe("an event as it is read", () => {
  test.each([
    ["shown as free", { showAs: "free" }, { isBusy: false, isTentative: false }],
    ["shown as tentative", { showAs: "tentative" }, { isBusy: true, isTentative: true }],
    ["shown as busy", { showAs: "busy" }, { isBusy: true, isTentative: false }],
    ["shown as out of office", { showAs: "oof" }, { isBusy: true, isTentative: false }],
    ["shown as working elsewhere", { showAs: "workingElsewhere" }, { isBusy: false, isTentative: false }],
    ["shown as a word that is new", { showAs: "unknown" }, { isBusy: true }],
    ["declined by its owner", { responseStatus: { response: "declined" } }, { isDeclined: true, isBusy: true }],
    ["accepted with a perhaps", { responseStatus: { response: "tentativelyAccepted" } }, { isDeclined: false, isBusy: true }],
    ["cancelled", { isCancelled: true }, { isCancelled: true }],
    ["of no length", { end: EVENT.start }, { time: null }],
    [
      "with a link that is none",
      { onlineMeeting: { joinUrl: "javascript:1" }, isOnlineMeeting: true },
      { meetingLink: null, isMeetingPending: true },
    ],
    ["with a time of seven decimals", {}, { time: { startsAt: STARTS, endsAt: after(STARTS, HOUR_MS) } }],
  ])("%s", async (_what, fields, expected) => {
    const { graph } = client(json({ ...EVENT, ...fields }));
    expect(await graph.read("primary", "e1")).toMatchObject({ ok: true, value: expected });
  });

  test("busy time of a calendar that is not followed counts what blocks and nothing else", async () => {
    const at = (hour: number) => ({ dateTime: `2026-12-01T${String(hour)}:00:00.0000000` });
    const item = (hour: number, fields: Record<string, unknown>) => ({ ...EVENT, start: at(hour), end: at(hour + 1), ...fields });
    const value = [
      item(10, { showAs: "tentative" }),
      item(12, { showAs: "free" }),
      item(14, { isCancelled: true }),
      item(16, { responseStatus: { response: "declined" } }),
      item(18, { showAs: "oof" }),
    ];
    const read = await client(json({ value })).graph.busy(["c1"], WINDOW);
    const busy = read.ok ? read.value.get("c1") : read;
    expect(busy?.ok === true && busy.value.map(({ startsAt }) => new Date(startsAt).getUTCHours())).toEqual([10, 18]);
  });
});

describe("create", () => {
  test("carries what a repeated one is known by: a transaction id, and our mark, both of this generation", async () => {
    const { graph, asked } = client(json(EVENT, 201));
    expect(await graph.create("c1", DRAFT)).toMatchObject({ ok: true, value: { eventId: "e1", bookingId: BOOKING } });
    expect(asked[0]).toMatchObject({ method: "POST", url: `${GRAPH}/me/calendars/c1/events` });
    expect(asked[0]?.body).toMatchObject({
      transactionId: `${BOOKING}-2`,
      singleValueExtendedProperties: [{ value: `${BOOKING}/2` }],
      start: { dateTime: "2026-12-01T10:00:00", timeZone: "UTC" },
      showAs: "busy",
      isOnlineMeeting: true,
    });
  });

  const duplicate = json({ error: { code: "ErrorDuplicateTransactionId" } }, 409);
  test("a repeated one is given the event of the first", async () => {
    const { graph, asked } = client(duplicate, json({ value: [EVENT] }));
    expect(await graph.create("c1", DRAFT)).toMatchObject({ ok: true, value: { eventId: "e1" } });
    expect(decodeURIComponent(asked[1]?.url ?? "")).toContain(`ep/value eq '${BOOKING}/2'`);
  });

  test("a repeated one whose event has been deleted wants another generation", async () => {
    const { graph } = client(duplicate, json({ value: [] }));
    expect(await graph.create("c1", DRAFT)).toEqual(rejected("id_used_up"));
  });
});

test.each([
  ["a scope that is missing", 403, "ErrorAccessDenied", fault({ kind: "reconnect", reason: "ErrorAccessDenied" })],
  ["too many calls, said with a 403", 403, "TooManyRequests", retryLater("status_403", 7_000)],
  ["no such event", 404, "ErrorItemNotFound", gone],
  ["too many calls", 429, "ApplicationThrottled", retryLater("too_many_requests", 7_000)],
  ["a lost place in a list", 410, "syncStateNotFound", fault({ kind: "resync" })],
])("a refusal: %s", async (_what, status, code, expected) => {
  const { graph } = client(json({ error: { code } }, status, { "retry-after": "7" }));
  expect(await graph.read("primary", "e1")).toEqual(expected);
});
