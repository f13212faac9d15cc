/**
 * The stand-in for Microsoft holds to the contract that the product is built on, line by line: what is promised here is
 * what the client's own tests may rely on. Runs in Node on the routes alone, with the notifications taken by hand.
 */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { Faults } from "../../simulators/calendars/core/faults.ts";
import { microsoftRoutes } from "../../simulators/calendars/microsoft/side.ts";
import { PERSONAL_TENANT_ID, tenantIdOf } from "../../simulators/calendars/microsoft/settings.ts";
import { Outgoing } from "../../simulators/calendars/core/outgoing.ts";
import { RequestLog } from "../../simulators/calendars/core/request-log.ts";
import { type Account, World } from "../../simulators/calendars/core/world.ts";

const HOUR_MS = 3_600_000;
const NOW = Date.parse("2026-12-01T08:00:00Z");
const REDIRECT = "https://app.example.test/calendar/outlook/callback";
const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"';
const SCOPES = "openid email offline_access Calendars.ReadWrite";
const MARK = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name BookingId";
const WINDOW = "startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-08T00:00:00Z";
const VERIFIER = "a-verifier-that-is-long-enough-to-be-one-of-them";
const CHALLENGE = Buffer.from(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(VERIFIER))).toString("base64url");

type Json = Record<string, unknown> & { value?: Record<string, unknown>[]; error?: { code: string } };
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json;
}

let clock = NOW;
const world = new World(() => clock);
const faults = new Faults();
const log = new RequestLog();
const outgoing = new Outgoing(null);
const client = { id: "client-1", secret: "secret-1", redirectUris: [REDIRECT] };
const microsoft = microsoftRoutes(world, { faults, log, outgoing, client, publicPath: "/providers" });
let people = 0;
let ana: Account;
let accessToken = "";

async function fetchReal(url: string, init: RequestInit = {}): Promise<Response> {
  return await microsoft.routes.request(url.replace("https://", "/"), init);
}

async function tokenCall(form: Record<string, string>): Promise<Answer> {
  const body = new URLSearchParams({ client_id: "client-1", client_secret: "secret-1", ...form });
  const response = await fetchReal("https://login.microsoftonline.com/common/oauth2/v2.0/token", { method: "POST", body });
  return { status: response.status, headers: response.headers, json: await response.json<Json>() };
}

async function exchangeCode(account: Account, scopes = SCOPES): Promise<Answer> {
  const code = microsoft.consent({ account, redirectUri: REDIRECT, codeChallenge: CHALLENGE, scopes, nonce: "nonce-1" });
  return await tokenCall({ grant_type: "authorization_code", code, redirect_uri: REDIRECT, code_verifier: VERIFIER });
}

async function refresh(token: unknown): Promise<Answer> {
  return await tokenCall({ grant_type: "refresh_token", refresh_token: String(token), scope: SCOPES });
}

async function graph(method: string, path: string, body: unknown = null, headers: Record<string, string> = {}): Promise<Answer> {
  const url = path.startsWith("https:") ? path : `https://graph.microsoft.com/v1.0${path}`;
  const response = await fetchReal(url, {
    method,
    headers: { authorization: `Bearer ${accessToken}`, prefer: PREFER, "content-type": "application/json", ...headers },
    body: body === null ? null : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text.startsWith("{") ? (JSON.parse(text) as Json) : { text } };
}

function draft(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    subject: "Session with Bea",
    body: { contentType: "text", content: "Bring <questions>" },
    start: { dateTime: "2026-12-02T10:00:00", timeZone: "UTC" },
    end: { dateTime: "2026-12-02T11:00:00", timeZone: "UTC" },
    attendees: [{ emailAddress: { address: "bea@example.test", name: "Bea" }, type: "required" }],
    showAs: "busy",
    ...more,
  };
}

function codeOf({ json }: Answer): string | undefined {
  return json.error?.code;
}

function ids({ json }: Answer): unknown[] {
  return (json.value ?? []).map(({ id }) => id);
}

beforeEach(async () => {
  clock = NOW;
  people += 1;
  ana = world.account("microsoft", `ana-${people}@example.test`);
  accessToken = String((await exchangeCode(ana)).json["access_token"]);
});

describe("sign-in", () => {
  const authorize = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize";
  const asked = {
    client_id: "client-1",
    redirect_uri: REDIRECT,
    response_type: "code",
    response_mode: "query",
    scope: SCOPES,
    state: "state-1",
    nonce: "nonce-2",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    prompt: "select_account",
    login_hint: "carl@example.test",
  };
  const page = async (more: Record<string, string> = {}): Promise<Response> =>
    await fetchReal(`${authorize}?${new URLSearchParams({ ...asked, ...more }).toString()}`);

  test("leads over the choice of an account and consent back with code and state, without iss", async () => {
    expect(await (await page()).text()).toContain('value="carl@example.test"');
    const consent = await (await page({ account: "carl@example.test" })).text();
    const accept = /class="button" href="\/providers(\/login[^"]+)"/u.exec(consent)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const back = new URL((await microsoft.routes.request(accept)).headers.get("location") ?? "");
    expect(back.origin + back.pathname).toBe(REDIRECT);
    expect(back.searchParams.get("state")).toBe("state-1");
    expect(back.searchParams.has("iss")).toBe(false);
    const code = back.searchParams.get("code") ?? "";
    const form = { grant_type: "authorization_code", code, redirect_uri: REDIRECT, code_verifier: VERIFIER };
    expect((await tokenCall(form)).status).toBe(200);
    expect((await tokenCall(form)).json["error"]).toBe("invalid_grant");
    expect(consent.replaceAll("&amp;", "&")).toContain("error=access_denied");
  });

  test.each([
    ["a client it does not know", { client_id: "other" }],
    ["an address that is not the client's", { redirect_uri: "https://evil.example.test/" }],
    ["a missing S256 challenge", { code_challenge_method: "plain" }],
    ["another response mode", { response_mode: "fragment" }],
    ["a scope nobody knows", { scope: "openid Calendar.ReadWrite" }],
  ])("sends nobody anywhere for %s", async (_name, more) => {
    const response = await page({ ...more, account: "carl@example.test", consent: "accept" });
    expect(response.status).toBe(400);
    expect(response.headers.has("location")).toBe(false);
  });

  test("signs an id_token whose issuer names the account's own tenant", async () => {
    const { json } = await exchangeCode(ana);
    const keys = await fetchReal("https://login.microsoftonline.com/common/discovery/v2.0/keys");
    const { payload } = await jwtVerify(String(json["id_token"]), createLocalJWKSet(await keys.json<JSONWebKeySet>()), {
      audience: "client-1",
      issuer: `https://login.microsoftonline.com/${tenantIdOf(ana)}/v2.0`,
      currentDate: new Date(clock),
    });
    expect(payload).toMatchObject({ oid: ana.subject, preferred_username: ana.email, nonce: "nonce-1" });
    expect(payload["tid"]).toBe(tenantIdOf(ana));
    expect(payload["tid"]).not.toBe(PERSONAL_TENANT_ID);
    expect(json["scope"]).toBe("openid email Calendars.ReadWrite");
    const metadata = await fetchReal("https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration");
    expect((await metadata.json<Json>())["issuer"]).toBe("https://login.microsoftonline.com/{tenantid}/v2.0");
  });

  test("checks verifier, redirect address and secret", async () => {
    const code = (): string =>
      microsoft.consent({ account: ana, redirectUri: REDIRECT, codeChallenge: CHALLENGE, scopes: SCOPES, nonce: null });
    const form = { grant_type: "authorization_code", redirect_uri: REDIRECT, code_verifier: VERIFIER };
    expect((await tokenCall({ ...form, code: code(), code_verifier: "another" })).json["error"]).toBe("invalid_grant");
    expect((await tokenCall({ ...form, code: code(), redirect_uri: `${REDIRECT}/` })).json["error"]).toBe("invalid_grant");
    expect(await tokenCall({ ...form, code: code(), client_secret: "wrong" })).toMatchObject({
      status: 401,
      json: { error: "invalid_client" },
    });
  });

  test("says who it is to a client that asks for client_info, and to no other", async () => {
    const code = microsoft.consent({ account: ana, redirectUri: REDIRECT, codeChallenge: CHALLENGE, scopes: SCOPES, nonce: null });
    const form = { grant_type: "authorization_code", code, redirect_uri: REDIRECT, code_verifier: VERIFIER, client_info: "1" };
    const told = Buffer.from(String((await tokenCall(form)).json["client_info"]), "base64url").toString();
    expect(JSON.parse(told)).toEqual({ uid: ana.subject, utid: tenantIdOf(ana) });
    expect((await exchangeCode(ana)).json).not.toHaveProperty("client_info");
  });

  test("gives a new refresh token at each refresh and lets the old one die", async () => {
    const first = (await exchangeCode(ana)).json["refresh_token"];
    const second = (await refresh(first)).json["refresh_token"];
    expect(second).not.toBe(first);
    expect(await refresh(first)).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
    expect((await refresh(second)).status).toBe(200);
    microsoft.grants.revoke(ana);
    expect(microsoft.grants.counts(ana).refreshTokens).toBe(0);
    expect((await refresh((await exchangeCode(ana)).json["refresh_token"])).status).toBe(200);
  });

  test("loses a refresh token for good when the answer is lost after the commit, and speaks HTML at a bad gateway", async () => {
    const token = (await exchangeCode(ana)).json["refresh_token"];
    faults.add(ana.key, { match: { path: "/token" }, mode: "answer", status: 502, headers: {}, body: null, times: 1 });
    const form = new URLSearchParams({
      client_id: "client-1",
      client_secret: "secret-1",
      grant_type: "refresh_token",
      refresh_token: String(token),
    });
    const url = "https://login.microsoftonline.com/common/oauth2/v2.0/token";
    const gateway = await fetchReal(url, { method: "POST", body: form });
    expect([gateway.status, gateway.headers.get("content-type")]).toEqual([502, "text/html"]);
    faults.add(ana.key, { match: { path: "/token" }, mode: "after_commit", status: null, headers: {}, body: null, times: 1 });
    await expect((await fetchReal(url, { method: "POST", body: form })).json()).rejects.toThrow();
    expect((await refresh(token)).json["error"]).toBe("invalid_grant");
  });

  test("refuses tokens that are unknown, expired or reach too short", async () => {
    expect(await graph("GET", "/me/calendar", null, { authorization: "Bearer nobody" })).toMatchObject({ status: 401 });
    microsoft.grants.expireAccess(ana);
    const expired = await graph("GET", "/me/calendar");
    expect([expired.status, codeOf(expired)]).toEqual([401, "InvalidAuthenticationToken"]);
    accessToken = String((await exchangeCode(ana, "openid Calendars.Read")).json["access_token"]);
    expect((await graph("GET", "/me/calendar")).status).toBe(200);
    expect(codeOf(await graph("POST", "/me/events", draft()))).toBe("ErrorAccessDenied");
  });
});

describe("events", () => {
  test("are created with a Teams link at once and times of seven decimals without an offset", async () => {
    const made = await graph("POST", "/me/events", draft({ isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" }));
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({
      start: { dateTime: "2026-12-02T10:00:00.0000000", timeZone: "UTC" },
      isCancelled: false,
      isOnlineMeeting: true,
      onlineMeetingUrl: null,
      onlineMeeting: { joinUrl: expect.stringContaining("https://teams.microsoft.com/") as unknown },
    });
    expect(world.findEvent(ana, String(made.json["id"]))?.event.description).toBe("Bring <questions>");
    expect(ana.guestMails).toMatchObject([{ kind: "created", to: ["bea@example.test"] }]);
  });

  test("have no Teams in a personal account, whose tenant is the one of all of them", async () => {
    ana.settings.set("personal", true);
    const claims = JSON.parse(
      Buffer.from(String((await exchangeCode(ana)).json["id_token"]).split(".")[1] ?? "", "base64url").toString(),
    ) as Json;
    expect(claims["tid"]).toBe(PERSONAL_TENANT_ID);
    expect((await graph("GET", "/me/calendar")).json["allowedOnlineMeetingProviders"]).toEqual([]);
    expect(
      (await graph("POST", "/me/events", draft({ isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" }))).json,
    ).toMatchObject({
      isOnlineMeeting: false,
      onlineMeetingProvider: null,
      onlineMeeting: null,
    });
    expect((await graph("POST", "/me/events", draft({ isOnlineMeeting: true }))).json).toMatchObject({
      isOnlineMeeting: true,
      onlineMeeting: { joinUrl: expect.stringMatching(/^https:\/\/teams\.live\.com\//u) as unknown },
    });
  });

  test.each([
    ["409", 409],
    ["400", 400],
  ])("refuse a transactionId that is taken with %s", async (mode, status) => {
    ana.settings.set("transactionRepeat", mode);
    const made = await graph("POST", "/me/events", draft({ transactionId: "t-1" }));
    const again = await graph("POST", "/me/events", draft({ transactionId: "t-1" }));
    expect([again.status, codeOf(again)]).toEqual([status, "ErrorDuplicateTransactionId"]);
    expect(again.json.error).not.toHaveProperty("@event.existingEventId");
    ana.settings.set("transactionRepeatNamesEvent", true);
    const named = await graph("POST", "/me/events", draft({ transactionId: "t-1" }));
    expect(named.json.error).toHaveProperty(["@event.existingEventId"], made.json["id"]);
    await graph("DELETE", `/me/events/${String(made.json["id"])}`);
    expect((await graph("POST", "/me/events", draft({ transactionId: "t-1" }))).status).toBe(status);
  });

  test("answer an identical retry with the first answer, in that mode", async () => {
    ana.settings.set("transactionRepeat", "first_answer");
    const made = await graph("POST", "/me/events", draft({ transactionId: "t-1" }));
    const again = await graph("POST", "/me/events", draft({ transactionId: "t-1" }));
    expect([again.status, again.json["id"]]).toEqual([201, made.json["id"]]);
    expect(world.primary(ana).events.size).toBe(1);
  });

  test("are found by our mark, which shows only where it is asked for", async () => {
    await graph("POST", "/me/events", draft());
    const made = await graph("POST", "/me/events", draft({ singleValueExtendedProperties: [{ id: MARK, value: "booking-1" }] }));
    const id = String(made.json["id"]);
    const filter = encodeURIComponent(`singleValueExtendedProperties/Any(ep: ep/id eq '${MARK}' and ep/value eq 'booking-1')`);
    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${MARK}')`);
    const found = await graph("GET", `/me/events?$filter=${filter}&$expand=${expand}`);
    expect(found.json.value).toMatchObject([{ id, singleValueExtendedProperties: [{ id: MARK, value: "booking-1" }] }]);
    expect((await graph("GET", `/me/events/${id}`)).json).not.toHaveProperty("singleValueExtendedProperties");
    expect((await graph("GET", `/me/events/${id}?$expand=${expand}&$select=subject`)).json).toEqual({
      "@odata.context": expect.any(String) as unknown,
      "@odata.etag": made.json["@odata.etag"],
      id,
      subject: "Session with Bea",
      singleValueExtendedProperties: [{ id: MARK, value: "booking-1" }],
    });
    expect((await graph("GET", "/me/events?$filter=subject%20eq%20'x'")).status).toBe(400);
  });

  test("change only if nobody wrote in between, and tell their guests", async () => {
    const made = await graph("POST", "/me/events", draft({ isOnlineMeeting: true }));
    const path = `/me/events/${String(made.json["id"])}`;
    const etag = String(made.json["@odata.etag"]);
    const move = {
      start: { dateTime: "2026-12-02T13:00:00", timeZone: "GMT Standard Time" },
      end: { dateTime: "2026-12-02T15:00:00+01:00", timeZone: "UTC" },
    };
    const moved = await graph("PATCH", path, move, { "if-match": etag });
    expect(moved.json).toMatchObject({
      start: { dateTime: "2026-12-02T13:00:00.0000000" },
      end: { dateTime: "2026-12-02T14:00:00.0000000" },
      onlineMeeting: { joinUrl: expect.any(String) as unknown },
    });
    const stale = await graph("PATCH", path, { subject: "Late" }, { "if-match": etag });
    expect([stale.status, codeOf(stale)]).toEqual([412, "ErrorIrresolvableConflict"]);
    expect(ana.guestMails.map(({ kind }) => kind)).toEqual(["created", "updated"]);
    expect(codeOf(await graph("PATCH", path, { transactionId: "t-9" }))).toBe("ErrorInvalidPropertySet");
  });

  test("lose the meeting when the body is replaced without its link", async () => {
    const made = await graph("POST", "/me/events", draft({ isOnlineMeeting: true }));
    const path = `/me/events/${String(made.json["id"])}`;
    const { body } = (await graph("GET", path)).json;
    expect((await graph("PATCH", path, { body })).json["onlineMeeting"]).not.toBeNull();
    const lost = await graph("PATCH", path, { body: { contentType: "text", content: "New words" } });
    expect(lost.json).toMatchObject({ onlineMeeting: null, isOnlineMeeting: false });
  });

  test("are gone once deleted or called off", async () => {
    for (const [method, suffix, status] of [
      ["DELETE", "", 204],
      ["POST", "/cancel", 202],
    ] as const) {
      const path = `/me/events/${String((await graph("POST", "/me/events", draft())).json["id"])}`;
      expect((await graph(method, path + suffix, method === "POST" ? { comment: "Ill" } : null)).status).toBe(status);
      expect(codeOf(await graph("GET", path))).toBe("ErrorItemNotFound");
      expect((await graph("DELETE", path)).status).toBe(404);
    }
  });

  test("called off by an organizer who is someone else stay to be seen as cancelled", async () => {
    const calendar = world.primary(ana);
    const event = world.create(ana, calendar, {
      id: "foreign-1",
      title: "Talk",
      startsAt: NOW,
      endsAt: NOW + HOUR_MS,
      organizerEmail: "dan@example.test",
    });
    world.changed(ana, calendar, event, "deleted");
    expect((await graph("GET", "/me/events/foreign-1")).json).toMatchObject({ isCancelled: true, isOrganizer: false });
    expect((await graph("DELETE", "/me/events/foreign-1")).status).toBe(204);
    expect((await graph("GET", "/me/events/foreign-1")).status).toBe(404);
  });

  test("go by another id where the header for immutable ids is missing", async () => {
    const made = await graph("POST", "/me/events", draft());
    const other = await graph("GET", `/me/events/${String(made.json["id"])}`, null, { prefer: 'outlook.timezone="Europe/London"' });
    expect(other.status).toBe(200);
    expect(other.json["id"]).not.toBe(made.json["id"]);
    expect((await graph("GET", `/me/events/${String(other.json["id"])}`)).json["id"]).toBe(made.json["id"]);
  });

  test.each([
    ["a property nobody knows", { sumary: "x" }],
    ["an end before the start", { end: { dateTime: "2026-12-02T09:00:00", timeZone: "UTC" } }],
    ["a zone nobody knows", { start: { dateTime: "2026-12-02T10:00:00", timeZone: "Mars/Base" } }],
    ["an all-day event off midnight", { isAllDay: true }],
  ])("are refused with %s", async (_name, more) => {
    expect((await graph("POST", "/me/events", draft(more))).status).toBe(400);
    expect(world.primary(ana).events.size).toBe(0);
  });

  test("go into any calendar that can be written", async () => {
    world.addCalendar(ana, { id: "cal-2", name: "Second" });
    world.addCalendar(ana, { id: "cal-3", name: "Theirs", accessRole: "reader" });
    expect((await graph("POST", "/me/calendars/cal-2/events", draft())).status).toBe(201);
    expect(codeOf(await graph("POST", "/me/calendars/cal-3/events", draft()))).toBe("ErrorAccessDenied");
    expect((await graph("GET", `/me/calendars/cal-2/calendarView?${WINDOW}`)).json.value).toHaveLength(1);
    expect((await graph("GET", "/me/calendars")).json.value).toMatchObject([
      { isDefaultCalendar: true },
      { canEdit: true },
      { canEdit: false },
    ]);
    expect((await graph("GET", "/me/calendars/none/events")).status).toBe(404);
  });
});

describe("views", () => {
  function busy(name: string, startsAt: number): void {
    world.create(ana, world.primary(ana), { id: name, title: name, startsAt, endsAt: startsAt + HOUR_MS });
  }

  test("go over pages to the end of the window", async () => {
    for (let index = 0; index < 5; index += 1) busy(`e-${index}`, NOW + index * HOUR_MS);
    busy("outside", NOW + 30 * 24 * HOUR_MS);
    const seen: unknown[] = [];
    let next: unknown = `/me/calendarView?${WINDOW}&$top=2&$select=subject,start`;
    while (typeof next === "string") {
      const answer = await graph("GET", next);
      seen.push(...ids(answer));
      next = answer.json["@odata.nextLink"];
    }
    expect(seen).toEqual(["e-0", "e-1", "e-2", "e-3", "e-4"]);
    expect((await graph("GET", "/me/calendarView?startDateTime=2026-12-01T00:00:00Z")).status).toBe(400);
  });

  test("tell what changed since, over pages with duplicates, and what left the window", async () => {
    for (let index = 0; index < 3; index += 1) busy(`e-${index}`, NOW + index * HOUR_MS);
    const paged = { prefer: `${PREFER}, odata.maxpagesize=2` };
    const first = await graph("GET", `/me/calendarView/delta?${WINDOW}`, null, paged);
    const nextLink = String(first.json["@odata.nextLink"]);
    expect(nextLink).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/calendarView\/delta\?\$skiptoken=/u);
    const second = await graph("GET", nextLink, null, paged);
    expect([ids(first), ids(second)]).toEqual([
      ["e-0", "e-1"],
      ["e-1", "e-2"],
    ]);

    const calendar = world.primary(ana);
    const [moved, deleted] = ["e-0", "e-1"].map((id) => calendar.events.get(id));
    if (moved === undefined || deleted === undefined) throw new Error("made above");
    Object.assign(moved, { startsAt: NOW + 60 * 24 * HOUR_MS, endsAt: NOW + 60 * 24 * HOUR_MS + HOUR_MS });
    world.changed(ana, calendar, moved);
    world.changed(ana, calendar, deleted, "deleted");
    busy("e-9", NOW);
    const third = await graph("GET", String(second.json["@odata.deltaLink"]));
    const removed = { "@removed": { reason: "deleted" } };
    expect(third.json.value).toMatchObject([
      { id: "e-0", ...removed },
      { id: "e-1", ...removed },
      { id: "e-9", subject: "e-9" },
    ]);
    expect((await graph("GET", "/me/events/e-0")).status).toBe(200);
    expect((await graph("GET", "/me/events/e-1")).status).toBe(404);
    expect((await graph("GET", String(third.json["@odata.deltaLink"]))).json.value).toEqual([]);
  });

  test.each([
    ["410 syncStateNotFound", 410, "syncStateNotFound"],
    ["400 resyncRequired", 400, "resyncRequired"],
  ])("refuse a link that is no longer good with %s", async (setting, status, code) => {
    ana.settings.set("syncLoss", setting);
    const { json } = await graph("GET", `/me/calendarView/delta?${WINDOW}`);
    ana.syncEpoch += 1;
    const lost = await graph("GET", String(json["@odata.deltaLink"]));
    expect([lost.status, codeOf(lost)]).toEqual([status, code]);
    expect((await graph("GET", `/me/calendarView/delta?${WINDOW}&$filter=x`)).status).toBe(400);
  });
});

describe("subscriptions", () => {
  const wanted = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
    changeType: "created,updated,deleted",
    notificationUrl: "https://app.example.test/hooks/graph",
    lifecycleNotificationUrl: "https://app.example.test/hooks/graph?life=1",
    resource: "me/events",
    expirationDateTime: new Date(clock + 10_080 * 60_000).toISOString(),
    clientState: "state-secret",
    ...more,
  });

  /** Answers the two handshakes as the product would. */
  async function prove(reply: (token: string) => { status: number; headers: Record<string, string>; body: string }): Promise<string[]> {
    const asked: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      const message = await outgoing.next(ana.key, 2000);
      if (message === null) break;
      asked.push(message.url);
      outgoing.reply(message.id, reply(new URL(message.url).searchParams.get("validationToken") ?? ""));
    }
    return asked;
  }
  const asPlainText = (token: string): { status: number; headers: Record<string, string>; body: string } => ({
    status: 200,
    headers: { "content-type": "text/plain" },
    body: token,
  });

  async function subscribe(more: Record<string, unknown> = {}): Promise<Answer> {
    const [made] = await Promise.all([graph("POST", "/subscriptions", wanted(more)), prove(asPlainText)]);
    return made;
  }

  test("are made once both addresses have given the token back", async () => {
    const [made, asked] = await Promise.all([graph("POST", "/subscriptions", wanted()), prove(asPlainText)]);
    expect(made.status).toBe(201);
    expect(asked.map((url) => url.replace(/validationToken=.*/u, ""))).toEqual([
      "https://app.example.test/hooks/graph?",
      "https://app.example.test/hooks/graph?life=1&",
    ]);
    const [refused] = await Promise.all([
      graph("POST", "/subscriptions", wanted()),
      prove((token) => ({ ...asPlainText(token), body: encodeURIComponent(token) })),
    ]);
    expect([refused.status, codeOf(refused)]).toEqual([400, "ValidationError"]);
    expect(microsoft.subscriptions.list(ana)).toHaveLength(1);
  });

  test("live no longer than the longest life, and can be renewed and removed", async () => {
    const tooLong = { expirationDateTime: new Date(clock + 10_081 * 60_000).toISOString() };
    expect((await graph("POST", "/subscriptions", wanted(tooLong))).status).toBe(400);
    ana.settings.set("subscriptionMinutesMax", 4_230);
    expect((await graph("POST", "/subscriptions", wanted())).status).toBe(400);
    const until = (minutes: number): Record<string, unknown> => ({ expirationDateTime: new Date(clock + minutes * 60_000).toISOString() });
    const path = `/subscriptions/${String((await subscribe(until(4_200))).json["id"])}`;
    clock += 4_000 * 60_000;
    accessToken = String((await exchangeCode(ana)).json["access_token"]);
    expect((await graph("PATCH", path, until(4_200))).status).toBe(200);
    clock += 300 * 60_000;
    accessToken = String((await exchangeCode(ana)).json["access_token"]);
    expect((await graph("GET", path)).status).toBe(200);
    expect((await graph("DELETE", path)).status).toBe(204);
    expect((await graph("DELETE", path)).status).toBe(404);
  });

  async function notification(): Promise<Record<string, unknown> | undefined> {
    const message = await outgoing.next(ana.key, 0);
    return message === null ? undefined : (JSON.parse(message.body) as Json).value?.[0];
  }

  test("are told of every change, whoever made it, with the client's state and nothing of the event", async () => {
    await subscribe();
    const made = await graph("POST", "/me/events", draft());
    const told = await notification();
    expect(told).toMatchObject({ changeType: "created", clientState: "state-secret", resourceData: { id: made.json["id"] } });
    expect(JSON.stringify(told)).not.toContain("Session");
    const found = world.findEvent(ana, String(made.json["id"]));
    if (found === null) throw new Error("made above");
    world.changed(ana, found.calendar, found.event, "deleted");
    expect(await notification()).toMatchObject({ changeType: "deleted" });
  });

  test("hear of their own life", async () => {
    const path = `/subscriptions/${String((await subscribe()).json["id"])}`;
    microsoft.lifecycle(ana, "reauthorizationRequired");
    expect(await notification()).toMatchObject({ lifecycleEvent: "reauthorizationRequired", clientState: "state-secret" });
    await graph("POST", "/me/events", draft());
    expect(await notification()).toBeUndefined();
    await graph("PATCH", path, { expirationDateTime: new Date(clock + HOUR_MS).toISOString() });
    await graph("POST", "/me/events", draft());
    expect(await notification()).toMatchObject({ changeType: "created" });
    microsoft.lifecycle(ana, "missed");
    expect(await notification()).toMatchObject({ lifecycleEvent: "missed" });
    microsoft.lifecycle(ana, "subscriptionRemoved");
    expect((await graph("GET", path)).status).toBe(404);
  });
});

describe("limits and failures", () => {
  test("a mailbox answers four calls at a time", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, async () => graph("GET", "/me/calendar")));
    expect(answers.filter(({ status }) => status === 200).length).toBe(4);
    const tooMany = answers.find(({ status }) => status === 429);
    expect([tooMany?.headers.get("retry-after"), tooMany && codeOf(tooMany)]).toEqual(["1", "ApplicationThrottled"]);
    expect((await graph("GET", "/me/calendar")).status).toBe(200);
  });

  test("a failure on order strikes once, as JSON or as a gateway's HTML, and is logged without the token", async () => {
    const plain = { match: { method: "POST", path: "/me/events" }, headers: {}, body: null, times: 1 };
    faults.add(ana.key, { ...plain, mode: "answer", status: 503 });
    faults.add(ana.key, { ...plain, mode: "answer", status: 504 });
    faults.add(ana.key, { ...plain, mode: "after_commit", status: 500 });
    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push(await graph("POST", "/me/events", draft()));
    expect(answers.map(({ status }) => status)).toEqual([503, 504, 500]);
    expect(answers[1]?.json["text"]).toContain("<html>");
    expect(world.primary(ana).events.size).toBe(1);
    const lines = log.list(ana.key).filter(({ path }) => path === "/graph.microsoft.com/v1.0/me/events");
    expect(lines.map(({ fault }) => fault)).toEqual(["answer", "answer", "after_commit"]);
    expect(JSON.stringify(lines)).not.toContain(accessToken);
  });
});
