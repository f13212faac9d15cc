/**
 * Google's own client and its library for signing in walk what the product does, against the stand-in: an answer that they choke
 * on is one that Google would not give. Over HTTP, on a port of this machine.
 */
import { type calendar_v3, calendar } from "@googleapis/calendar";
import { CodeChallengeMethod, OAuth2Client } from "google-auth-library";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLIENT, listen, REDIRECT } from "./loopback.ts";

type Client = calendar_v3.Calendar;

const SCOPES = ["openid", "email"].concat(
  ["calendar.events.owned", "calendar.freebusy", "calendar.calendarlist.readonly"].map((name) => `https://www.googleapis.com/auth/${name}`),
);
const HOUR_MS = 3_600_000;

let simulators: Awaited<ReturnType<typeof listen>>;
let people = 0;

beforeAll(async () => {
  simulators = await listen();
});
afterAll(() => {
  simulators.close();
});

interface Person {
  readonly address: string;
  readonly auth: OAuth2Client;
  readonly google: Client;
}

function signInOf(base: string): OAuth2Client {
  return new OAuth2Client({
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    redirectUri: REDIRECT,
    endpoints: {
      tokenInfoUrl: `${base}/oauth2.googleapis.com/tokeninfo`,
      oauth2AuthBaseUrl: `${base}/accounts.google.com/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${base}/oauth2.googleapis.com/token`,
      oauth2RevokeUrl: `${base}/oauth2.googleapis.com/revoke`,
      oauth2FederatedSignonPemCertsUrl: `${base}/www.googleapis.com/oauth2/v1/certs`,
      oauth2FederatedSignonJwkCertsUrl: `${base}/www.googleapis.com/oauth2/v3/certs`,
    },
  });
}

async function signedIn(name = "ana"): Promise<Person> {
  people += 1;
  const address = `${name}-${String(people)}@example.test`;
  const auth = signInOf(simulators.base);
  const { codeVerifier, codeChallenge = "" } = await auth.generateCodeVerifierAsync();
  const asked = { account: `google:${address}`, redirect_uri: REDIRECT, code_challenge: codeChallenge, scopes: SCOPES, nonce: "nonce-1" };
  const { code } = await simulators.sim<{ code: string }>("consent", asked);
  const { tokens } = await auth.getToken({ code, codeVerifier });
  auth.setCredentials(tokens);
  const google = calendar({ version: "v3", auth, rootUrl: `${simulators.base}/`, retry: false });
  return { address, auth, google };
}

function at(hours: number): string {
  return new Date(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + hours * HOUR_MS).toISOString();
}

function draft(more: calendar_v3.Schema$Event = {}): calendar_v3.Schema$Event {
  return { summary: "Session", start: { dateTime: at(24), timeZone: "UTC" }, end: { dateTime: at(25), timeZone: "UTC" }, ...more };
}

/** Status and reason with which the library turned a call down. */
async function refused(act: Promise<unknown>): Promise<readonly [status: unknown, reason: unknown]> {
  const error: unknown = await act.then(
    () => null,
    (reason: unknown) => reason,
  );
  const { response } = error as { response?: { status: number; data: { error: { errors?: { reason: string }[] } } } };
  return [response?.status, response?.data.error.errors?.[0]?.reason];
}

test("signs in, verifies the id token, knows its scopes, refreshes and withdraws", async () => {
  const { auth, address } = await signedIn();
  const idToken = auth.credentials.id_token ?? "";
  const payload = (await auth.verifyIdToken({ idToken, audience: CLIENT.id })).getPayload();
  expect(payload).toMatchObject({ email: address, nonce: "nonce-1", iss: "https://accounts.google.com" });
  const info = await auth.getTokenInfo(auth.credentials.access_token ?? "");
  expect(info.scopes).toEqual(expect.arrayContaining(SCOPES.slice(2)));
  const before = auth.credentials.access_token;
  const { credentials } = await auth.refreshAccessToken();
  expect([credentials.access_token === before, credentials.refresh_token]).toEqual([false, auth.credentials.refresh_token]);
  await auth.revokeToken(credentials.refresh_token ?? "");
  await expect(auth.refreshAccessToken()).rejects.toMatchObject({ message: expect.stringContaining("invalid_grant") as unknown });
});

test("leads the person to a consent that names the application", async () => {
  const { auth } = await signedIn();
  const { codeChallenge = "" } = await auth.generateCodeVerifierAsync();
  const url = auth.generateAuthUrl({
    access_type: "offline",
    prompt: "consent",
    scope: SCOPES,
    code_challenge: codeChallenge,
    code_challenge_method: CodeChallengeMethod.S256,
  });
  const page = await fetch(url);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(CLIENT.id)]);
});

test("makes, reads, changes and deletes an event with guests and a link", async () => {
  const { google, address } = await signedIn();
  const id = crypto.randomUUID().replaceAll("-", "");
  const conferenceData = { createRequest: { requestId: id, conferenceSolutionKey: { type: "hangoutsMeet" } } };
  const requestBody = draft({ id, attendees: [{ email: "bea@example.test" }], conferenceData, reminders: { useDefault: false } });
  const where = { calendarId: "primary", eventId: id } as const;
  const write = { conferenceDataVersion: 1, sendUpdates: "all" } as const;
  const made = await google.events.insert({ calendarId: "primary", ...write, requestBody });
  expect(made.data).toMatchObject({ id, organizer: { email: address, self: true }, eventType: "default" });
  expect(made.data.conferenceData?.createRequest?.status?.statusCode).toBe("pending");
  await google.events.get(where);
  expect((await google.events.get(where)).data.hangoutLink).toMatch(/^https:\/\/meet\.google\.com\//u);
  expect(await refused(google.events.insert({ calendarId: "primary", requestBody: draft({ id }) }))).toEqual([409, "duplicate"]);
  const moved = await google.events.patch({ ...where, ...write, requestBody: { start: { dateTime: at(24.5) } } });
  expect(Date.parse(moved.data.start?.dateTime ?? "")).toBe(Date.parse(at(24.5)));
  const stale = google.events.patch({ ...where, requestBody: { summary: "x" } }, { headers: { "If-Match": made.data.etag ?? "" } });
  expect(await refused(stale)).toEqual([412, "conditionNotMet"]);
  const both = { start: { date: at(24).slice(0, 10) }, end: { date: at(48).slice(0, 10) } };
  expect(await refused(google.events.patch({ ...where, requestBody: both }))).toEqual([400, "invalid"]);
  await google.events.update({ ...where, requestBody: draft({ summary: "Whole" }) });
  expect((await google.events.delete({ ...where, sendUpdates: "all" })).status).toBe(204);
  expect((await google.events.get(where)).data.status).toBe("cancelled");
  expect(await refused(google.events.delete(where))).toEqual([410, "deleted"]);
  expect(await refused(google.events.get({ ...where, eventId: "none1" }))).toEqual([404, "notFound"]);
});

test("follows a calendar over pages and sync tokens, series and all", async () => {
  const { google } = await signedIn();
  const calendarId = "primary";
  await google.events.insert({ calendarId, requestBody: draft({ recurrence: ["RRULE:FREQ=WEEKLY;COUNT=3"] }) });
  const window = { timeMin: at(0), timeMax: at(24 * 30), singleEvents: true, maxResults: 2 };
  const first = await google.events.list({ calendarId, ...window });
  const pageToken = first.data.nextPageToken ?? "";
  const last = await google.events.list({ calendarId, ...window, pageToken });
  const [occurrence] = last.data.items ?? [];
  expect(occurrence?.originalStartTime?.dateTime).toBe(occurrence?.start?.dateTime);
  const syncToken = last.data.nextSyncToken ?? "";
  await google.events.delete({ calendarId, eventId: occurrence?.id ?? "" });
  const since = await google.events.list({ calendarId, singleEvents: true, syncToken });
  expect(since.data.items).toMatchObject([{ id: occurrence?.id, status: "cancelled" }]);
  const instances = await google.events.instances({ calendarId, eventId: occurrence?.recurringEventId ?? "", showDeleted: true });
  expect(instances.data.items).toHaveLength(3);
  expect(await refused(google.events.list({ calendarId, syncToken, timeMin: at(0) }))).toEqual([400, "badRequest"]);
  expect((await google.events.list({ calendarId, eventTypes: ["focusTime", "outOfOffice"] })).data.items).toEqual([]);
  expect(await refused(google.events.list({ calendarId, eventTypes: ["holiday"] }))).toEqual([400, "invalid"]);
});

test("lists calendars, asks for free/busy, opens and stops a channel", async () => {
  const { google, address } = await signedIn();
  expect((await google.calendarList.list()).data.items).toMatchObject([
    { id: address, primary: true, accessRole: "owner", conferenceProperties: { allowedConferenceSolutionTypes: ["hangoutsMeet"] } },
  ]);
  await google.events.insert({ calendarId: "primary", requestBody: draft() });
  const asked = { timeMin: at(0), timeMax: at(48), items: [{ id: address }, { id: "none@group" }] };
  const { calendars } = (await google.freebusy.query({ requestBody: asked })).data;
  expect(calendars?.[address]?.busy).toEqual([{ start: at(24).replace(".000", ""), end: at(25).replace(".000", "") }]);
  expect(calendars?.["none@group"]?.errors).toMatchObject([{ reason: "notFound" }]);
  const wanted = { id: crypto.randomUUID(), type: "web_hook", address: "https://app.example.test/push", token: "t" };
  const channel = await google.events.watch({ calendarId: "primary", requestBody: wanted });
  expect(Number(channel.data.expiration)).toBeGreaterThan(Date.now());
  const toStop = { id: wanted.id, resourceId: channel.data.resourceId ?? "" };
  expect((await google.channels.stop({ requestBody: toStop })).status).toBe(204);
});

test("is told 403 where a coach's scopes do not reach, and 404 where the calendar is gone", async () => {
  const { google, address } = await signedIn();
  for (const act of [google.calendars.get({ calendarId: "primary" }), google.settings.list(), google.acl.list({ calendarId: "primary" })]) {
    expect(await refused(act)).toEqual([403, "insufficientPermissions"]);
  }
  await simulators.sim(`calendars?account=google:${address}`, { id: "team@group" });
  const id = "abc123";
  await google.events.insert({ calendarId: "team@group", requestBody: draft({ id }) });
  const moved = await google.events.move({ calendarId: "team@group", eventId: id, destination: "primary" });
  expect(moved.data.organizer?.email).toBe(address);
  await simulators.sim(`calendars/remove?account=google:${address}`, { id: "team@group" });
  expect(await refused(google.events.list({ calendarId: "team@group" }))).toEqual([404, "notFound"]);
  await simulators.sim(`calendars?account=google:${address}`, { id: "primary", has_meetings: false });
  const conferenceData = { createRequest: { requestId: "r", conferenceSolutionKey: { type: "hangoutsMeet" } } };
  const withLink = google.events.insert({ calendarId: "primary", conferenceDataVersion: 1, requestBody: draft({ conferenceData }) });
  expect(await refused(withLink)).toEqual([400, "invalid"]);
  const badGuest = google.events.insert({ calendarId: "primary", requestBody: draft({ attendees: [{ email: "bea(1)@example.test" }] }) });
  expect(await refused(badGuest)).toEqual([400, "invalid"]);
});
