/**
 * The stand-in for Google holds to the contract that the product is built on, line by line: what is promised here is
 * what the client's own tests may rely on. Runs in Node on the routes alone, with the notifications taken by hand.
 */
import { createLocalJWKSet, importSPKI, type JSONWebKeySet, jwtVerify } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { calendarSimulators } from "../../simulators/calendars/app.ts";
import { makeCore } from "../../simulators/calendars/core/core.ts";
import { makeSeries, moveByHand, moveToCalendar, deleteByHand, occurrencesOf, answerByHand } from "../../simulators/calendars/core/hand.ts";
import type { Account, SimCalendar } from "../../simulators/calendars/core/world.ts";
import { googleSide } from "../../simulators/calendars/google/side.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.parse("2026-12-01T08:00:00Z");
const REDIRECT = "https://app.example.test/calendar/google/callback";
const OF_A_COACH = ["calendar.events.owned", "calendar.freebusy", "calendar.calendarlist.readonly"].map(scopeUrl);
const VERIFIER = "a-verifier-that-is-long-enough-to-be-one-of-them";
const CHALLENGE = Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(VERIFIER))).toString("base64url");

type Json = Record<string, unknown> & {
  items?: Record<string, unknown>[];
  error?: { code: number; message: string; errors: { reason: string }[] };
};
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json;
}

let clock = NOW;
const client = { id: "client-1", secret: "secret-1", redirectUris: [REDIRECT] };
const core = makeCore({ now: () => clock, deliver: null, publicPath: "", clients: { google: client, microsoft: client } });
const { world, faults, outgoing } = core;
const google = googleSide(core);
let people = 0;
let ana: Account;
let primary: SimCalendar;
let accessToken = "";

function scopeUrl(name: string): string {
  return `https://www.googleapis.com/auth/${name}`;
}

async function fetchReal(url: string, init: RequestInit = {}): Promise<Response> {
  return await google.routes.request(url.replace("https://", "/"), init);
}

async function tokenCall(form: Record<string, string>): Promise<Answer> {
  const body = new URLSearchParams({ client_id: "client-1", client_secret: "secret-1", ...form });
  const response = await fetchReal("https://oauth2.googleapis.com/token", { method: "POST", body });
  return { status: response.status, headers: response.headers, json: await response.json<Json>() };
}

async function exchangeCode(account: Account, scopes: readonly string[]): Promise<Answer> {
  const asked = ["openid", "email", ...scopes];
  const code = google.consent({ account, redirectUri: REDIRECT, codeChallenge: CHALLENGE, scopes: asked, nonce: "nonce-1" });
  return await tokenCall({ grant_type: "authorization_code", code, redirect_uri: REDIRECT, code_verifier: VERIFIER });
}

async function signIn(account: Account, scopes: readonly string[] = OF_A_COACH): Promise<void> {
  accessToken = String((await exchangeCode(account, scopes)).json["access_token"]);
}

async function api(method: string, path: string, body: unknown = null, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetchReal(`https://www.googleapis.com/calendar/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json", ...headers },
    body: body === null ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text.startsWith("{") ? (JSON.parse(text) as Json) : { text } };
}

const EVENTS = "/calendars/primary/events";

function draft(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    summary: "Session with Bea",
    start: { dateTime: "2026-12-02T10:00:00Z", timeZone: "Europe/Vienna" },
    end: { dateTime: "2026-12-02T11:00:00Z", timeZone: "Europe/Vienna" },
    ...more,
  };
}

async function made(more: Record<string, unknown> = {}, query = ""): Promise<Json> {
  const answer = await api("POST", `${EVENTS}${query}`, draft(more));
  if (answer.status !== 200) throw new Error(`not made: ${JSON.stringify(answer.json)}`);
  return answer.json;
}

function pathOf(event: Json): string {
  return `${EVENTS}/${String(event["id"])}`;
}

function refusalOf({ status, json }: Answer): readonly [status: number, reason: string | undefined, said: string | undefined] {
  return [status, json.error?.errors[0]?.reason, json.error?.message];
}

function ids({ json }: Answer): unknown[] {
  return (json.items ?? []).map(({ id }) => id);
}

function titles({ json }: Answer): string[] {
  return (json.items ?? []).map(({ summary, status }) => (status === "cancelled" ? "-" : String(summary)));
}

async function listed(query: string): Promise<Answer> {
  return await api("GET", `${EVENTS}?${query}`);
}

beforeEach(async () => {
  clock = NOW;
  people += 1;
  ana = world.account("google", `ana-${String(people)}@example.test`);
  primary = world.primary(ana);
  primary.timeZone = "Europe/Vienna";
  await signIn(ana);
});

describe("sign-in", () => {
  test("signs an id_token that verifies by both sets of keys, and tells of an access token", async () => {
    const { json } = await exchangeCode(ana, OF_A_COACH);
    const expected = { audience: "client-1", issuer: "https://accounts.google.com", currentDate: new Date(clock) };
    const jwks = await (await fetchReal("https://www.googleapis.com/oauth2/v3/certs")).json<JSONWebKeySet>();
    const { payload, protectedHeader } = await jwtVerify(String(json["id_token"]), createLocalJWKSet(jwks), expected);
    expect(payload).toMatchObject({ sub: ana.subject, email: ana.email, nonce: "nonce-1" });
    const pem = await (await fetchReal("https://www.googleapis.com/oauth2/v1/certs")).json<Record<string, string>>();
    const key = await importSPKI(pem[protectedHeader.kid ?? ""] ?? "", "RS256");
    expect((await jwtVerify(String(json["id_token"]), key, expected)).payload.sub).toBe(ana.subject);
    const info = async (token: unknown): Promise<Answer> => {
      const headers = { authorization: `Bearer ${String(token)}` };
      const response = await fetchReal("https://oauth2.googleapis.com/tokeninfo", { method: "POST", headers });
      return { status: response.status, headers: response.headers, json: await response.json<Json>() };
    };
    expect((await info(json["access_token"])).json).toMatchObject({ aud: "client-1", sub: ana.subject, email: ana.email });
    expect((await info("nobody's")).status).toBe(400);
  });

  test("a refresh brings no refresh token, and a withdrawn consent ends it", async () => {
    const token = String((await exchangeCode(ana, OF_A_COACH)).json["refresh_token"]);
    const again = await tokenCall({ grant_type: "refresh_token", refresh_token: token });
    expect([again.status, "refresh_token" in again.json]).toEqual([200, false]);
    google.revoke(ana);
    expect((await tokenCall({ grant_type: "refresh_token", refresh_token: token })).json["error"]).toBe("invalid_grant");
  });
});

describe("scopes", () => {
  test.each([
    ["the calendar itself", "GET", "/calendars/primary"],
    ["who may do what in it", "GET", "/calendars/primary/acl"],
    ["settings", "GET", "/users/me/settings"],
    ["one setting", "GET", "/users/me/settings/timezone"],
    ["a new calendar", "POST", "/calendars"],
    ["a change of the list", "POST", "/users/me/calendarList"],
  ])("of a coach do not open %s", async (_what, method, path) => {
    expect(refusalOf(await api(method, path, method === "POST" ? {} : null)).slice(0, 2)).toEqual([403, "insufficientPermissions"]);
    await signIn(ana, [scopeUrl("calendar")]);
    expect([200, 501]).toContain((await api(method, path, method === "POST" ? {} : null)).status);
  });

  test("of events open no free/busy and no list of calendars", async () => {
    await signIn(ana, [scopeUrl("calendar.events.owned")]);
    expect((await listed("maxResults=1")).status).toBe(200);
    const asked = { timeMin: "2026-12-01T00:00:00Z", timeMax: "2026-12-02T00:00:00Z", items: [{ id: "primary" }] };
    expect((await api("POST", "/freeBusy", asked)).status).toBe(403);
    expect((await api("GET", "/users/me/calendarList")).status).toBe(403);
    expect((await api("GET", "/elsewhere")).status).toBe(404);
  });

  test("of owned events open what the account owns: by its data owner, or by the role where a test says so", async () => {
    world.addCalendar(ana, { id: "own@group", name: "Own" });
    world.addCalendar(ana, { id: "shared@group", name: "Shared", dataOwner: "boss@example.test" });
    world.addCalendar(ana, { id: "read@group", name: "Read", accessRole: "reader" });
    const list = await api("GET", "/users/me/calendarList");
    expect(list.json.items?.map(({ dataOwner }) => dataOwner)).toEqual([undefined, ana.email, "boss@example.test", undefined]);
    const statuses = async (): Promise<number[]> =>
      await Promise.all(
        ["own@group", "shared@group", "read@group"].map(async (id) => (await api("GET", `/calendars/${id}/events`)).status),
      );
    expect(await statuses()).toEqual([200, 403, 403]);
    ana.settings.set("ownedMeans", "role");
    expect(await statuses()).toEqual([200, 200, 403]);
  });
});

describe("a calendar", () => {
  test("without Meet refuses the event that asks for a link, whole", async () => {
    primary.hasMeetings = false;
    const conferenceData = { createRequest: { requestId: "r-1", conferenceSolutionKey: { type: "hangoutsMeet" } } };
    const refused = await api("POST", `${EVENTS}?conferenceDataVersion=1`, draft({ conferenceData }));
    expect(refusalOf(refused)).toEqual([400, "invalid", "Invalid conference type value."]);
    expect(primary.events.size).toBe(0);
    expect((await api("POST", `${EVENTS}?conferenceDataVersion=1`, draft())).status).toBe(200);
    const [entry] = (await api("GET", "/users/me/calendarList")).json.items ?? [];
    expect(entry?.["conferenceProperties"]).toEqual({ allowedConferenceSolutionTypes: [] });
  });

  test("that its owner removed is 404 everywhere", async () => {
    world.addCalendar(ana, { id: "team@group", name: "Team" });
    expect((await api("GET", "/calendars/team@group/events")).status).toBe(200);
    ana.calendars.delete("team@group");
    expect(refusalOf(await api("GET", "/calendars/team@group/events")).slice(0, 2)).toEqual([404, "notFound"]);
    expect((await api("POST", "/calendars/team@group/events", draft())).status).toBe(404);
    const asked = { timeMin: "2026-12-01T00:00:00Z", timeMax: "2026-12-02T00:00:00Z", items: [{ id: "team@group" }] };
    const busy = await api("POST", "/freeBusy", asked);
    expect([busy.status, busy.json["calendars"]]).toMatchObject([200, { "team@group": { errors: [{ reason: "notFound" }] } }]);
  });

  test("that is not the primary one organizes its own events, and its owner is no `self` among the guests", async () => {
    world.addCalendar(ana, { id: "team@group", name: "Team" });
    const { json } = await api("POST", "/calendars/team@group/events", draft({ attendees: [{ email: ana.email }] }));
    expect(json["organizer"]).toEqual({ email: "team@group", displayName: "Team", self: true });
    expect(json["creator"]).toEqual({ email: ana.email, self: true });
    expect(json["attendees"]).toEqual([expect.not.objectContaining({ self: true })]);
  });

  test("loses an event that moves to another of the same owner, where it has the same id and our mark", async () => {
    world.addCalendar(ana, { id: "team@group", name: "Team" });
    const event = await made({ id: "abc123", extendedProperties: { private: { bookingId: "b-1" } } });
    const { json: list } = await listed("singleEvents=true");
    const moved = await api("POST", `${pathOf(event)}/move?destination=team@group`);
    expect([moved.status, moved.json["organizer"]]).toMatchObject([200, { email: "team@group" }]);
    const since = await listed(`singleEvents=true&syncToken=${String(list["nextSyncToken"])}`);
    expect(since.json.items).toEqual([{ id: "abc123", status: "cancelled" }]);
    expect((await api("GET", pathOf(event))).json["status"]).toBe("cancelled");
    expect((await api("GET", "/calendars/team@group/events/abc123")).json).toMatchObject({
      status: "confirmed",
      extendedProperties: { private: { bookingId: "b-1" } },
    });
    const held = world.findEvent(ana, "abc123");
    if (held === null) throw new Error("moved above");
    moveToCalendar(world, ana, held, primary, true);
    expect((await api("GET", pathOf(event))).json["status"]).toBe("confirmed");
  });
});

describe("times", () => {
  test("are merged inside start and end: a date that nobody takes away stays beside the time, and is refused", async () => {
    const event = await made({ start: { date: "2026-12-02" }, end: { date: "2026-12-03" } });
    const timed = { start: { dateTime: "2026-12-02T10:00:00Z" }, end: { dateTime: "2026-12-02T11:00:00Z" } };
    expect(refusalOf(await api("PATCH", pathOf(event), timed))).toEqual([400, "invalid", "Invalid start time."]);
    const bare = { start: { ...timed.start, date: null }, end: { ...timed.end, date: null } };
    expect((await api("PATCH", pathOf(event), bare)).json["start"]).toEqual({
      dateTime: "2026-12-02T11:00:00+01:00",
      timeZone: "Europe/Vienna",
    });
    expect((await api("PATCH", pathOf(event), { start: { date: "2026-12-02" } })).status).toBe(400);
    const onlyEnd = await api("PATCH", pathOf(event), { end: { dateTime: "2026-12-02T12:00:00Z" } });
    expect([onlyEnd.json["start"], onlyEnd.json["end"]]).toMatchObject([
      { dateTime: "2026-12-02T11:00:00+01:00" },
      { dateTime: "2026-12-02T13:00:00+01:00" },
    ]);
  });

  test("without an offset are those of their zone, are shown as they were written until somebody moves them, and need a zone", async () => {
    const start = { dateTime: "2026-12-02T08:00:00", timeZone: "Asia/Tokyo" };
    const end = { dateTime: "2026-12-02T09:00:00", timeZone: "Asia/Tokyo" };
    const event = await made({ start, end });
    expect([event["start"], event["end"]]).toEqual([start, end]);
    expect(primary.events.get(String(event["id"]))?.startsAt).toBe(Date.parse("2026-12-01T23:00:00Z"));
    expect((await api("GET", `${pathOf(event)}?timeZone=UTC`)).json["start"]).toMatchObject({ dateTime: "2026-12-01T23:00:00+00:00" });
    const held = world.findEvent(ana, String(event["id"]));
    if (held === null) throw new Error("made above");
    moveByHand(world, ana, held, held.event.startsAt + HOUR_MS, held.event.endsAt + HOUR_MS);
    expect((await api("GET", pathOf(event))).json["start"]).toMatchObject({ dateTime: "2026-12-02T01:00:00+01:00" });
    expect((await api("POST", EVENTS, draft({ start: { dateTime: "2026-12-02T08:00:00" } }))).status).toBe(400);
  });

  test("are shown in the zone that is asked for, in a list as well", async () => {
    const event = await made();
    const shown = { dateTime: "2026-12-02T05:00:00-05:00", timeZone: "Europe/Vienna" };
    expect((await api("GET", `${pathOf(event)}?timeZone=America/New_York`)).json["start"]).toEqual(shown);
    expect((await listed("timeZone=America/New_York")).json).toMatchObject({ timeZone: "America/New_York", items: [{ start: shown }] });
    expect((await api("GET", `${pathOf(event)}?timeZone=Mars/Base`)).status).toBe(400);
    expect((await listed("timeZone=Mars/Base")).status).toBe(400);
  });
});

describe("event types", () => {
  test("are kept, and free where they say where somebody is", async () => {
    await made({ summary: "focus", eventType: "focusTime", focusTimeProperties: { chatStatus: "doNotDisturb" } });
    await made({ summary: "away", eventType: "outOfOffice" });
    const home = { eventType: "workingLocation", workingLocationProperties: { type: "homeOffice", homeOffice: {} } };
    expect(await made({ summary: "home", ...home })).toMatchObject({ transparency: "transparent", visibility: "public", ...home });
    const day = { start: { date: "2026-12-05" }, end: { date: "2026-12-06" } };
    expect(await made({ summary: "birth", eventType: "birthday", ...day })).toMatchObject({
      transparency: "transparent",
      visibility: "private",
    });
    await made({ summary: "plain" });
    expect(titles(await listed("orderBy=startTime&singleEvents=true")).toSorted()).toEqual(["away", "birth", "focus", "home", "plain"]);
    expect(titles(await listed("eventTypes=focusTime&eventTypes=birthday")).toSorted()).toEqual(["birth", "focus"]);
    expect(titles(await listed("eventTypes=default"))).toEqual(["plain"]);
    expect(refusalOf(await listed("eventTypes=holiday")).slice(0, 2)).toEqual([400, "invalid"]);
  });

  test.each([
    ["one that only Google makes", { eventType: "fromGmail" }, "eventTypeRestriction"],
    ["one that nobody knows", { eventType: "holiday" }, "invalid"],
    [
      "focus time of a whole day",
      { eventType: "focusTime", start: { date: "2026-12-05" }, end: { date: "2026-12-06" } },
      "malformedFocusTimeEvent",
    ],
    ["a working location that is none", { eventType: "workingLocation" }, "malformedWorkingLocationEvent"],
    ["an absence with guests", { eventType: "outOfOffice", attendees: [{ email: "bea@example.test" }] }, "eventTypeRestriction"],
    ["a birthday with a time", { eventType: "birthday" }, "malformedBirthdayEvent"],
  ])("refuse %s", async (_what, more, reason) => {
    expect(refusalOf(await api("POST", EVENTS, draft(more))).slice(0, 2)).toEqual([400, reason]);
  });

  test("belong to the primary calendar and never change", async () => {
    world.addCalendar(ana, { id: "team@group", name: "Team" });
    expect((await api("POST", "/calendars/team@group/events", draft({ eventType: "focusTime" }))).status).toBe(400);
    const event = await made();
    expect(refusalOf(await api("PATCH", pathOf(event), { eventType: "focusTime" })).slice(0, 2)).toEqual([400, "eventTypeRestriction"]);
  });
});

describe("fields", () => {
  test.each([
    ["a title of 1,025 characters", { summary: "t".repeat(1_025) }],
    ["a place of 1,025 characters", { location: "p".repeat(1_025) }],
    ["a description of 8,193 characters", { description: "d".repeat(8_193) }],
    [
      "a sixth reminder",
      { reminders: { useDefault: false, overrides: Array.from({ length: 6 }, () => ({ method: "popup", minutes: 1 })) } },
    ],
    ["a reminder beyond four weeks", { reminders: { useDefault: false, overrides: [{ method: "popup", minutes: 40_321 }] } }],
    ["a private property of 1,025 characters", { extendedProperties: { private: { k: "v".repeat(1_025) } } }],
    ["an id with a letter beyond v", { id: "wxyz1" }],
  ])("refuse %s", async (_what, more) => {
    expect(refusalOf(await api("POST", EVENTS, draft(more))).slice(0, 2)).toEqual([400, "invalid"]);
  });

  test("at their limits are taken, and a description stays the HTML it is", async () => {
    const description = `<b>Bring</b> <a href="https://evil.example.test">your notes</a>${"d".repeat(8_000)}`;
    const event = await made({ summary: "t".repeat(1_024), description });
    expect((await api("GET", pathOf(event))).json["description"]).toBe(description);
    const stored = primary.events.get(String(event["id"]));
    if (stored === undefined) throw new Error("made above");
    const shown = google.shownDescription(stored);
    expect([shown.text.slice(0, 16), shown.links]).toEqual(["Bring your notes", [["your notes", "https://evil.example.test"]]]);
    const escaped = google.shownDescription({ ...stored, description: "&lt;a href=&quot;x&quot;&gt;1 &amp; 2&lt;/a&gt;" });
    expect(escaped).toEqual({ text: '<a href="x">1 & 2</a>', links: [] });
  });

  test.each([
    [" bea@example.test", "invalid", "Invalid attendee email."],
    ["Bea(2002)@example.test", "invalid", "Invalid attendee email."],
    ["bea..b@example.test", "invalid", "Invalid attendee email."],
    ["bea@localhost", "invalid", "Invalid attendee email."],
    ["refused@example.test", "invalid", "Invalid attendee email."],
    ["", "required", "Missing attendee email."],
  ])("refuse the guest %j and the whole event with it", async (email, reason, said) => {
    ana.settings.set("refusedGuests", "refused@example.test other@example.test");
    expect(refusalOf(await api("POST", EVENTS, draft({ attendees: [{ email: "bea@example.test" }, { email }] })))).toEqual([
      400,
      reason,
      said,
    ]);
    expect(primary.events.size).toBe(0);
  });

  test("of guests that only they or the organizer know are there until a list without them is sent", async () => {
    const bea = {
      email: "bea@example.test",
      optional: true,
      comment: "five minutes late",
      additionalGuests: 1,
      responseStatus: "accepted",
    };
    const event = await made({ attendees: [bea] });
    expect((await api("PATCH", pathOf(event), { summary: "Moved" })).json["attendees"]).toEqual([bea]);
    const [left] = ((await api("PATCH", pathOf(event), { attendees: [{ email: bea.email }] })).json["attendees"] ?? []) as unknown[];
    expect(left).toEqual({ email: bea.email, responseStatus: "needsAction" });
  });

  test("are missing or null now and then where a test wants it, and never those that say when it is", async () => {
    ana.settings.set("sparseEvery", 1);
    for (let count = 0; count < 2; count += 1) await made({ location: "Here" });
    const { items = [] } = (await listed("singleEvents=true")).json;
    const summaries = items.map((item) => ("summary" in item ? String(item["summary"]) : "missing"));
    expect(summaries.toSorted()).toEqual(["missing", "null"]);
    for (const item of items) expect(item).toMatchObject({ status: "confirmed", start: { dateTime: expect.any(String) as unknown } });
    await made({ extendedProperties: { private: { bookingId: "b-1" } }, summary: "ours" });
    expect(titles(await listed("privateExtendedProperty=bookingId=b-1"))).toEqual(["ours"]);
  });
});

describe("writes", () => {
  test("a used id stays used; a deleted event can be read, and stands again by a patch with a status", async () => {
    const event = await made({ id: "abc123" });
    expect((await api("DELETE", pathOf(event))).status).toBe(204);
    expect(refusalOf(await api("DELETE", pathOf(event))).slice(0, 2)).toEqual([410, "deleted"]);
    expect((await api("POST", EVENTS, draft({ id: "abc123" }))).status).toBe(409);
    expect((await api("PATCH", pathOf(event), { summary: "Still gone" })).json["status"]).toBe("cancelled");
    expect((await api("PATCH", pathOf(event), { status: "confirmed" })).json).toMatchObject({ status: "confirmed", summary: "Still gone" });
    ana.settings.set("patchOfDeleted", "refused");
    await api("DELETE", pathOf(event));
    expect((await api("PATCH", pathOf(event), { status: "confirmed" })).status).toBe(410);
  });

  test("only if nobody wrote in between, where an etag is sent", async () => {
    const event = await made();
    const stale = { "if-match": String(event["etag"]) };
    expect((await api("PATCH", pathOf(event), { summary: "One" }, stale)).status).toBe(200);
    expect(refusalOf(await api("PATCH", pathOf(event), { summary: "Two" }, stale)).slice(0, 2)).toEqual([412, "conditionNotMet"]);
    expect((await api("DELETE", pathOf(event), null, stale)).status).toBe(412);
  });

  test("an update takes away what it does not send", async () => {
    const event = await made({ location: "Here", description: "Words", extendedProperties: { private: { a: "1" } } });
    const { json } = await api("PUT", pathOf(event), draft({ summary: "Whole" }));
    expect(json["summary"]).toBe("Whole");
    for (const field of ["location", "description", "extendedProperties"]) expect(json).not.toHaveProperty(field);
    expect(refusalOf(await api("PUT", pathOf(event), { summary: "No time" })).slice(1)).toEqual(["required", "Missing start time."]);
  });

  test("an import keeps the UID it brings, and writes over what it brought before", async () => {
    const brought = draft({ iCalUID: "uid-1@elsewhere", summary: "Brought" });
    const first = await api("POST", `${EVENTS}/import`, brought);
    expect([first.status, first.json["iCalUID"]]).toEqual([200, "uid-1@elsewhere"]);
    const again = await api("POST", `${EVENTS}/import`, { ...brought, summary: "Again" });
    expect([again.json["id"], again.json["summary"]]).toEqual([first.json["id"], "Again"]);
    expect(ids(await listed("iCalUID=uid-1@elsewhere"))).toEqual([first.json["id"]]);
    expect((await api("POST", `${EVENTS}/import`, draft())).status).toBe(400);
  });

  test("a link is pending at first, and is there at a later read", async () => {
    const conferenceData = { createRequest: { requestId: "r-1", conferenceSolutionKey: { type: "hangoutsMeet" } } };
    const event = await made({ conferenceData }, "?conferenceDataVersion=1");
    expect(event["conferenceData"]).toMatchObject({ createRequest: { status: { statusCode: "pending" } } });
    await api("GET", pathOf(event));
    expect((await api("GET", pathOf(event))).json["hangoutLink"]).toMatch(/^https:\/\/meet\.google\.com\//u);
    expect(await made({ conferenceData })).not.toHaveProperty("conferenceData");
  });
});

describe("a series", () => {
  const weekly = { recurrence: ["RRULE:FREQ=WEEKLY;COUNT=3"] };

  test("is one item with its rule, or each of its occurrences, by wall time across the change of the clocks", async () => {
    const start = { dateTime: "2027-03-21T09:00:00", timeZone: "Europe/Vienna" };
    const end = { dateTime: "2027-03-21T10:00:00", timeZone: "Europe/Vienna" };
    const master = await made({ ...weekly, start, end });
    expect(master).toMatchObject(weekly);
    expect((await listed("singleEvents=false")).json.items).toMatchObject([{ id: master["id"], ...weekly }]);
    const { items = [] } = (await listed("singleEvents=true&orderBy=startTime")).json;
    expect(items).toMatchObject(
      ["2027-03-21T09:00:00+01:00", "2027-03-28T09:00:00+02:00", "2027-04-04T09:00:00+02:00"].map((dateTime) => ({
        recurringEventId: master["id"],
        originalStartTime: { dateTime },
      })),
    );
    expect(items[1]?.["id"]).toBe(`${String(master["id"])}_20270328T070000Z`);
    expect(items[1]).not.toHaveProperty("recurrence");
  });

  test("has occurrences that are moved and cancelled by themselves", async () => {
    const master = await made(weekly);
    const { json: first } = await listed("singleEvents=true");
    const [one, two] = (await api("GET", `${pathOf(master)}/instances`)).json.items ?? [];
    const moved = { start: { dateTime: "2026-12-03T14:00:00Z" }, end: { dateTime: "2026-12-03T15:00:00Z" } };
    expect((await api("PATCH", pathOf(one as Json), moved)).status).toBe(200);
    expect((await api("DELETE", pathOf(two as Json))).status).toBe(204);
    const since = await listed(`singleEvents=true&syncToken=${String(first["nextSyncToken"])}`);
    expect(since.json.items).toMatchObject([
      { id: one?.["id"], start: { dateTime: "2026-12-03T15:00:00+01:00" }, originalStartTime: { dateTime: "2026-12-02T11:00:00+01:00" } },
      { id: two?.["id"], status: "cancelled" },
    ]);
    expect(Object.keys(since.json.items?.[1] ?? {}).toSorted()).toEqual(["id", "originalStartTime", "recurringEventId", "status"]);
    expect((await listed("singleEvents=false&showDeleted=true")).json.items).toHaveLength(3);
    expect((await api("GET", `${pathOf(master)}/instances`)).json.items).toHaveLength(2);
    expect((await api("GET", `${pathOf(master)}/instances?showDeleted=true&maxResults=2`)).json["nextPageToken"]).toBe("2");
  });

  test("that is moved as a whole is made anew: the old occurrences are named as cancelled", async () => {
    const master = await made(weekly);
    const { json: first } = await listed("singleEvents=true");
    const moved = { start: { dateTime: "2026-12-04T10:00:00Z" }, end: { dateTime: "2026-12-04T11:00:00Z" } };
    expect((await api("PATCH", pathOf(master), moved)).json).toMatchObject(weekly);
    const since = await listed(`singleEvents=true&syncToken=${String(first["nextSyncToken"])}`);
    expect(titles(since).toSorted()).toEqual(["-", "-", "-", "Session with Bea", "Session with Bea", "Session with Bea"]);
    await api("PATCH", pathOf(master), { summary: "Renamed" });
    expect(occurrencesOf(primary, String(master["id"])).map(({ title }) => title)).toEqual(["Renamed", "Renamed", "Renamed"]);
    expect((await api("DELETE", pathOf(master))).status).toBe(204);
    expect((await listed("singleEvents=true")).json.items).toEqual([]);
  });

  test.each([
    ["RRULE:FREQ=DAILY;COUNT=4", 4],
    ["RRULE:FREQ=WEEKLY;UNTIL=20261216T100000Z", 3],
    ["RRULE:FREQ=WEEKLY;BYDAY=WE;COUNT=2", 2],
    ["RRULE:FREQ=WEEKLY", 104],
  ])("by %s has %i occurrences", async (rule, count) => {
    const master = await made({ recurrence: [rule] });
    expect(occurrencesOf(primary, String(master["id"]))).toHaveLength(count);
  });

  test.each([
    ["RRULE:COUNT=4", 400],
    ["every Monday", 400],
    ["RRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20261216T100000Z", 400],
    ["RRULE:FREQ=MONTHLY;COUNT=4", 501],
    ["RRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=4", 501],
  ])("by %s is answered with %i", async (rule, status) => {
    expect((await api("POST", EVENTS, draft({ recurrence: [rule] }))).status).toBe(status);
  });

  test("needs a zone", async () => {
    const start = { dateTime: "2026-12-02T10:00:00Z" };
    expect(refusalOf(await api("POST", EVENTS, draft({ ...weekly, start }))).slice(1)).toEqual([
      "required",
      "Missing time zone definition for start time.",
    ]);
  });

  test("made by hand takes time in free/busy, an all-day one by its days", async () => {
    const startsAt = Date.parse("2026-12-07T00:00:00Z");
    const series = { title: "Away", startsAt, endsAt: startsAt + DAY_MS, isAllDay: true, timeZone: "Europe/Vienna" };
    const master = makeSeries(world, ana, primary, { ...series, recurrence: { every: "week", count: 2 } });
    expect(occurrencesOf(primary, master.id).map(({ id }) => id.slice(-9))).toEqual(["_20261207", "_20261214"]);
    const asked = { timeMin: "2026-12-01T00:00:00Z", timeMax: "2026-12-20T00:00:00Z", items: [{ id: "primary" }] };
    expect((await api("POST", "/freeBusy", asked)).json["calendars"]).toEqual({
      primary: {
        busy: [
          { start: "2026-12-06T23:00:00Z", end: "2026-12-07T23:00:00Z" },
          { start: "2026-12-13T23:00:00Z", end: "2026-12-14T23:00:00Z" },
        ],
      },
    });
  });
});

describe("an invitation", () => {
  async function invited(): Promise<{ readonly bea: Account; readonly event: Json }> {
    const bea = world.account("google", `bea-${String(people)}@example.test`);
    const event = await made({ attendees: [{ email: bea.email }, { email: "nobody@example.test" }] }, "?sendUpdates=all");
    return { bea, event };
  }

  test("stands unanswered in the guest's own calendar, and follows its organizer's event to the end", async () => {
    const { bea, event } = await invited();
    await signIn(bea);
    const copy = await api("GET", pathOf(event));
    expect(copy.json).toMatchObject({
      id: event["id"],
      iCalUID: event["iCalUID"],
      organizer: { email: ana.email },
      attendees: [{ email: bea.email, self: true, responseStatus: "needsAction" }, { email: "nobody@example.test" }],
    });
    await signIn(ana);
    await api("PATCH", pathOf(event), { summary: "Later", start: { dateTime: "2026-12-02T10:30:00Z" } });
    await signIn(bea);
    expect((await api("GET", pathOf(event))).json).toMatchObject({ summary: "Later", start: { dateTime: "2026-12-02T10:30:00+00:00" } });
    await signIn(ana);
    await api("DELETE", pathOf(event));
    await signIn(bea);
    expect((await api("GET", pathOf(event))).json["status"]).toBe("cancelled");
  });

  test("is answered by its guest, who may change nothing else of it", async () => {
    const { bea, event } = await invited();
    await signIn(bea);
    const attendees = [{ email: bea.email, responseStatus: "accepted" }, { email: "nobody@example.test" }];
    expect(refusalOf(await api("PATCH", pathOf(event), { summary: "Mine" })).slice(0, 2)).toEqual([403, "forbiddenForNonOrganizer"]);
    expect((await api("PATCH", pathOf(event), { attendees: attendees.slice(0, 1) })).status).toBe(403);
    expect((await api("PATCH", pathOf(event), { attendees })).status).toBe(200);
    expect(primary.events.get(String(event["id"]))?.attendees).toMatchObject([{ response: "accepted" }, { response: "none" }]);
    const held = world.findEvent(bea, String(event["id"]));
    if (held === null) throw new Error("delivered above");
    answerByHand(world, bea, held, "tentative");
    expect(primary.events.get(String(event["id"]))?.attendees[0]?.response).toBe("tentative");
    expect((await api("DELETE", pathOf(event))).status).toBe(204);
    expect(primary.events.get(String(event["id"]))?.attendees[0]?.response).toBe("declined");
    expect(held.event.status).toBe("cancelled");
  });

  test("is withdrawn from a guest who is invited no longer, and is never made for one who takes none", async () => {
    const { bea, event } = await invited();
    await api("PATCH", pathOf(event), { attendees: [{ email: "nobody@example.test" }] });
    expect(world.findEvent(bea, String(event["id"]))?.event.status).toBe("cancelled");
    const cleo = world.account("google", `cleo-${String(people)}@example.test`);
    cleo.settings.set("takesInvitations", false);
    await made({ attendees: [{ email: cleo.email }] });
    expect(world.primary(cleo).events.size).toBe(0);
  });
});

describe("lists", () => {
  test("go over pages, and hold what changed since, whoever changed it", async () => {
    for (const summary of ["one", "two", "three"]) await made({ summary });
    const first = await listed("singleEvents=true&maxResults=2");
    expect(first.json).not.toHaveProperty("nextSyncToken");
    const second = await listed(`singleEvents=true&maxResults=2&pageToken=${String(first.json["nextPageToken"])}`);
    expect([...titles(first), ...titles(second)].toSorted()).toEqual(["one", "three", "two"]);
    const [event] = second.json.items ?? [];
    const held = world.findEvent(ana, String(event?.["id"]));
    if (held === null) throw new Error("made above");
    deleteByHand(world, ana, held);
    const since = await listed(`singleEvents=true&syncToken=${String(second.json["nextSyncToken"])}`);
    expect(since.json.items).toEqual([{ id: event?.["id"], status: "cancelled" }]);
    expect((await api("GET", `${EVENTS}/${held.event.id}`)).json).not.toHaveProperty("isDeleted");
    expect((await listed(`syncToken=${String(second.json["nextSyncToken"])}&timeMin=2026-12-01T00:00:00Z`)).status).toBe(400);
    ana.syncEpoch += 1;
    expect(refusalOf(await listed(`syncToken=${String(second.json["nextSyncToken"])}`)).slice(0, 2)).toEqual([410, "fullSyncRequired"]);
  });

  test("find words in titles and guests", async () => {
    await made({ summary: "Yoga", attendees: [{ email: "bea@example.test" }] });
    await made({ summary: "Chess" });
    expect(titles(await listed("q=YOG"))).toEqual(["Yoga"]);
    expect(titles(await listed("q=bea@"))).toEqual(["Yoga"]);
  });
});

describe("by the owner's hand", () => {
  test("a calendar loses Meet, and an event of any type comes to stand in it", async () => {
    const clients = { google: client, microsoft: client };
    const whole = calendarSimulators({ now: () => clock, deliver: null, publicPath: "", clients });
    const sim = async (path: string, body: unknown): Promise<Json> => {
      const answer = await whole.request(`/__sim/${path}?account=google:eve@example.test`, { method: "POST", body: JSON.stringify(body) });
      return answer.status === 204 ? {} : await answer.json<Json>();
    };
    await sim("calendars", { id: "primary", has_meetings: false });
    const times = { starts_at: "2026-12-02T10:00:00Z", ends_at: "2026-12-02T11:00:00Z" };
    for (const type of ["fromGmail", "workingLocation"]) await sim("events/create", { title: type, event_type: type, ...times });
    const { access_token: token } = await sim("token", {});
    const get = async (path: string): Promise<Json> => {
      const headers = { authorization: `Bearer ${String(token)}` };
      return await (await whole.request(`/www.googleapis.com/calendar/v3${path}`, { headers })).json<Json>();
    };
    expect(
      (await get(EVENTS)).items?.toSorted((one, other) => String(one["summary"]).localeCompare(String(other["summary"]))),
    ).toMatchObject([
      { summary: "fromGmail", eventType: "fromGmail", locked: true },
      { summary: "workingLocation", eventType: "workingLocation", transparency: "transparent" },
    ]);
    expect(await get("/calendars/primary")).toMatchObject({ conferenceProperties: { allowedConferenceSolutionTypes: [] } });
    const refused = await whole.request("/__sim/events/create?account=google:eve@example.test", {
      method: "POST",
      body: JSON.stringify({ ...times, event_type: "holiday" }),
    });
    expect(refused.status).toBe(400);
  });
});

describe("channels and failures", () => {
  test("a channel greets its address and tells of every change without a word of it", async () => {
    const wanted = { id: "channel-1", type: "web_hook", address: "https://app.example.test/push", token: "secret" };
    const channel = await api("POST", `${EVENTS}/watch`, wanted);
    expect(channel.json).toMatchObject({ kind: "api#channel", id: "channel-1", expiration: String(NOW + 7 * DAY_MS) });
    await made();
    const states = [await outgoing.next(ana.key, 0), await outgoing.next(ana.key, 0)].map(
      (message) => message?.headers["X-Goog-Resource-State"],
    );
    expect(states).toEqual(["sync", "exists"]);
    expect((await api("POST", "/channels/stop", { id: "channel-1", resourceId: channel.json["resourceId"] })).status).toBe(204);
    await made();
    expect(await outgoing.next(ana.key, 0)).toBeNull();
  });

  test("a failure on order strikes once, as JSON or as a gateway's HTML", async () => {
    for (const status of [403, 502])
      faults.add(ana.key, { match: { path: "/events" }, mode: "answer", status, headers: {}, body: null, times: 1 });
    expect(refusalOf(await listed("maxResults=1")).slice(0, 2)).toEqual([403, "rateLimitExceeded"]);
    const gateway = await listed("maxResults=1");
    expect([gateway.status, gateway.json["text"]]).toEqual([502, expect.stringContaining("<!doctype html>")]);
    expect((await listed("maxResults=1")).status).toBe(200);
  });
});
