/** The conversation with an authorization server: what is asked, what is believed, and what each failure is taken for. */
import { generateKeyPair } from "jose";
import { describe, expect, test, vi } from "vitest";
import { GOOGLE, MICROSOFT } from "../../src/providers/addresses.ts";
import { addressMap } from "../../src/lib/address-map.ts";
import { missingScopes, type OAuth, oauthOf } from "../../src/providers/oauth/oauth.ts";
import type { OAuthFault } from "../../src/providers/oauth/fault.ts";
import { CALENDAR_PROVIDERS, type CalendarProviderName } from "../../src/domain/effect.ts";
import { PROVIDERS } from "../../src/providers/registry.ts";
import type { CalendarRole, TokenSet } from "../../src/providers/tokens/token-set.ts";
import { instant } from "../../src/domain/instant.ts";
import { assert } from "../../src/lib/assert.ts";
import type { Result } from "../../src/lib/result.ts";
import { CLIENT_ID, CLIENT_SECRET, failure, standInOf, TENANT } from "./oauth-stand-in.ts";

const NOW = instant(Math.floor(Date.now() / 1000) * 1000);
const VERIFIER = "verifier-of-the-tests-verifier-of-the-tests-1";
const ASKED = { state: "state-1", verifier: VERIFIER, nonce: "nonce-1", redirectUri: "https://booking.test/calendar/back" };
const SECRETS = /code-\d|access-\d|refresh-\d|verifier-of|secret-of/u;

type StandIn = Awaited<ReturnType<typeof standInOf>>;

async function meeting(type: CalendarProviderName, more: { timeoutMs?: number } = {}) {
  const standIn = await standInOf(type);
  const oauth = oauthOf(PROVIDERS[type].signIn, {
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    addressOf: addressMap(null),
    fetch: standIn.fetch,
    now: () => NOW,
    ...more,
  });
  return { standIn, oauth };
}

async function connect(oauth: OAuth, standIn: StandIn, more: Partial<typeof ASKED> = {}, role: CalendarRole = "coach") {
  const url = await oauth.begin({ ...ASKED, role, loginHint: null });
  return await oauth.finish({ ...ASKED, role, callbackParameters: standIn.consent(url), ...more });
}

function valueOf(result: Result<TokenSet, OAuthFault>): TokenSet {
  assert(result.ok, `connected, not ${JSON.stringify(result)}`);
  return result.value;
}

/** The fault, after making sure that nothing secret is in it. */
function faultOf(result: Result<unknown, OAuthFault>): OAuthFault {
  assert(!result.ok, "refused");
  expect(JSON.stringify(result)).not.toMatch(SECRETS);
  return result.problem;
}

describe("begin", () => {
  test("asks Google for offline access, consent and the least scopes, with PKCE and a nonce", async () => {
    const { oauth } = await meeting("google");
    const url = new URL(await oauth.begin({ ...ASKED, role: "coach", loginHint: "coach@example.com" }));
    expect(url.origin + url.pathname).toBe(GOOGLE.authorize);
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      response_type: "code",
      client_id: CLIENT_ID,
      redirect_uri: ASKED.redirectUri,
      state: "state-1",
      nonce: "nonce-1",
      code_challenge_method: "S256",
      access_type: "offline",
      prompt: "consent",
      include_granted_scopes: "true",
      login_hint: "coach@example.com",
    });
    expect(asked["code_challenge"]).toMatch(/^[\w-]{43}$/u);
    expect(url.href).not.toContain(VERIFIER);
    const scopes = asked["scope"]?.replaceAll("https://www.googleapis.com/auth/", "").split(" ");
    expect(scopes).toEqual(["openid", "email", "calendar.events.owned", "calendar.freebusy", "calendar.calendarlist.readonly"]);
    const client = new URL(await oauth.begin({ ...ASKED, role: "client", loginHint: null })).searchParams;
    expect(client.get("scope")).toBe("openid email https://www.googleapis.com/auth/calendar.events.owned");
    expect(client.has("login_hint")).toBe(false);
  });

  test("asks Microsoft to let the person choose, and for an answer in the query", async () => {
    const { oauth } = await meeting("outlook");
    const url = new URL(await oauth.begin({ ...ASKED, role: "coach", loginHint: null }));
    expect(url.origin + url.pathname).toBe(MICROSOFT.authorize);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      prompt: "select_account",
      response_mode: "query",
      scope: "openid profile email offline_access Calendars.ReadWrite",
    });
  });
});

describe("finish", () => {
  test("leaves Google's tokens with one absolute expiry, the account and what was granted", async () => {
    const { oauth, standIn } = await meeting("google");
    const tokens = valueOf(await connect(oauth, standIn));
    expect(tokens).toMatchObject({
      expiresAt: NOW + 3_599_000,
      account: { id: "google-account-1", email: "coach@example.com", tenantId: null },
    });
    expect(missingScopes(PROVIDERS.google.signIn, "coach", tokens.scopes)).toEqual([]);
    expect(standIn.calls.map(({ url }) => url)).toEqual([GOOGLE.token, GOOGLE.keys]);
    expect(standIn.calls.map(({ redirect }) => redirect)).toEqual(["manual", "manual"]);
  });

  test("fills Microsoft's templated issuer from `tid`, and pins object and tenant", async () => {
    const { oauth, standIn } = await meeting("outlook");
    standIn.ticked = "openid profile email https://graph.microsoft.com/calendars.readwrite";
    const tokens = valueOf(await connect(oauth, standIn));
    expect(tokens.account).toEqual({ id: "object-1", email: "coach@example.com", tenantId: TENANT });
    expect(tokens.scopes).toContain("Calendars.ReadWrite");
  });

  test("fetches Microsoft's keys once for two consents", async () => {
    const { oauth, standIn } = await meeting("outlook");
    valueOf(await connect(oauth, standIn));
    valueOf(await connect(oauth, standIn));
    expect(standIn.calls.filter(({ url }) => url === MICROSOFT.keys)).toHaveLength(1);
  });

  test.each(CALENDAR_PROVIDERS)("needs no more than the code and the state (%s)", async (type) => {
    const { oauth, standIn } = await meeting(type);
    const brought = standIn.consent(await oauth.begin({ ...ASKED, role: "coach", loginHint: null }));
    expect([...brought.keys()]).toEqual(["code", "state"]);
    valueOf(await oauth.finish({ ...ASKED, role: "coach", callbackParameters: brought }));
  });

  test("accepts the `iss` that each provider may send along", async () => {
    for (const [type, iss] of [
      ["google", GOOGLE.issuer],
      ["outlook", MICROSOFT.issuerOf(TENANT)],
    ] as const) {
      const { oauth, standIn } = await meeting(type);
      const brought = standIn.consent(await oauth.begin({ ...ASKED, role: "coach", loginHint: null }));
      brought.set("iss", iss);
      valueOf(await oauth.finish({ ...ASKED, role: "coach", callbackParameters: brought }));
    }
  });

  test.each(CALENDAR_PROVIDERS)("S30: a missing or altered PKCE verifier fails (%s)", async (type) => {
    for (const verifier of [`${VERIFIER}x`, "another-verifier-another-verifier-another-v"]) {
      const { oauth, standIn } = await meeting(type);
      expect(faultOf(await connect(oauth, standIn, { verifier }))).toEqual({ kind: "reconnect", reason: "invalid_grant" });
    }
    const { oauth, standIn } = await meeting(type);
    await expect(connect(oauth, standIn, { verifier: "" })).rejects.toThrow(/^broken assumption: oauth: TypeError$/u);
    expect(standIn.calls).toEqual([]);
  });

  test.each([
    ["google", "https://accounts.evil.test"],
    ["outlook", "https://login.microsoftonline.com/evil/v2.0"],
    ["outlook", `https://login.evil.test/${TENANT}/v2.0`],
  ] as const)("S30: a wrong `iss` in the callback fails (%s, %s)", async (type, iss) => {
    const { oauth, standIn } = await meeting(type);
    const brought = standIn.consent(await oauth.begin({ ...ASKED, role: "coach", loginHint: null }));
    brought.set("iss", iss);
    const fault = faultOf(await oauth.finish({ ...ASKED, role: "coach", callbackParameters: brought }));
    expect(fault).toEqual({ kind: "invalid_callback", reason: "not_our_answer" });
    expect(standIn.calls).toEqual([]);
  });

  test("S30: a callback that names one tenant and an id_token of another fail together", async () => {
    const { oauth, standIn } = await meeting("outlook");
    const brought = standIn.consent(await oauth.begin({ ...ASKED, role: "coach", loginHint: null }));
    brought.set("iss", MICROSOFT.issuerOf("99999999-2222-4333-8444-555555555555"));
    const fault = faultOf(await oauth.finish({ ...ASKED, role: "coach", callbackParameters: brought }));
    expect(fault).toEqual({ kind: "rejected", reason: "answer_not_trusted" });
  });

  test.each<[string, CalendarProviderName, Record<string, unknown>]>([
    ["another issuer", "google", { iss: "https://accounts.evil.test" }],
    ["another issuer", "outlook", { iss: MICROSOFT.issuerOf("99999999-2222-4333-8444-555555555555") }],
    ["a tenant that is no GUID", "outlook", { tid: "common", iss: MICROSOFT.issuerOf("common") }],
    ["a tenant that is a path", "outlook", { tid: "../../evil", iss: MICROSOFT.issuerOf("../../evil") }],
    ["no tenant", "outlook", { tid: undefined }],
    ["another audience", "google", { aud: "another-client" }],
    ["another nonce", "google", { nonce: "nonce-2" }],
    ["no nonce", "outlook", { nonce: undefined }],
  ])("S30: an id_token with %s is not believed (%s)", async (_what, type, claims) => {
    const { oauth, standIn } = await meeting(type);
    standIn.claims = claims;
    expect(faultOf(await connect(oauth, standIn))).toEqual({ kind: "rejected", reason: "answer_not_trusted" });
  });

  test.each(CALENDAR_PROVIDERS)("S30: an id_token signed by somebody else is not believed (%s)", async (type) => {
    const { oauth, standIn } = await meeting(type);
    standIn.signingKey = (await generateKeyPair("RS256")).privateKey;
    expect(faultOf(await connect(oauth, standIn))).toEqual({ kind: "rejected", reason: "answer_not_trusted" });
  });

  test("an answer without an id_token, without an account or without a refresh token connects nothing", async () => {
    const { oauth, standIn } = await meeting("outlook");
    standIn.answer = { id_token: undefined };
    expect(faultOf(await connect(oauth, standIn))).toEqual({ kind: "rejected", reason: "answer_not_trusted" });
    standIn.answer = { refresh_token: undefined };
    expect(faultOf(await connect(oauth, standIn))).toEqual({ kind: "rejected", reason: "no_refresh_token" });
    standIn.answer = {};
    standIn.claims = { oid: undefined };
    expect(faultOf(await connect(oauth, standIn))).toEqual({ kind: "rejected", reason: "account_not_named" });
  });

  test.each<[string, Record<string, string>, OAuthFault]>([
    ["error=access_denied", { error: "access_denied", state: "state-1" }, { kind: "declined", reason: "access_denied" }],
    ["error=consent_required", { error: "consent_required", state: "state-1" }, { kind: "declined", reason: "consent_required" }],
    [
      "error=temporarily_unavailable",
      { error: "temporarily_unavailable", state: "state-1" },
      { kind: "retry_later", afterMs: null, reason: "temporarily_unavailable" },
    ],
    ["an error that repeats a code", { error: "code-1 refresh-1", state: "state-1" }, { kind: "rejected", reason: "unknown_error" }],
    ["no code", { state: "state-1" }, { kind: "invalid_callback", reason: "no_code" }],
    ["an empty code", { code: "", state: "state-1" }, { kind: "invalid_callback", reason: "no_code" }],
    ["no state", { code: "code-1" }, { kind: "invalid_callback", reason: "not_our_answer" }],
    ["another state", { code: "code-1", state: "state-2" }, { kind: "invalid_callback", reason: "not_our_answer" }],
    ["tokens in the address", { code: "code-1", state: "state-1", id_token: "x" }, { kind: "invalid_callback", reason: "not_our_answer" }],
    ["a wrapped answer", { response: "x.y.z", state: "state-1" }, { kind: "invalid_callback", reason: "not_our_answer" }],
  ])("S31: a callback with %s is harmless: nothing is sent, nothing is told", async (_what, brought, expected) => {
    for (const type of CALENDAR_PROVIDERS) {
      const { oauth, standIn } = await meeting(type);
      const answer = await oauth.finish({ ...ASKED, role: "coach", callbackParameters: new URLSearchParams(brought) });
      expect(faultOf(answer)).toEqual(expected);
      expect(standIn.calls).toEqual([]);
    }
  });

  test("S31: a callback with two codes is not exchanged", async () => {
    const { oauth, standIn } = await meeting("google");
    const brought = new URLSearchParams("code=code-1&code=code-2&state=state-1");
    const fault = faultOf(await oauth.finish({ ...ASKED, role: "coach", callbackParameters: brought }));
    expect(fault).toEqual({ kind: "invalid_callback", reason: "not_our_answer" });
    expect(standIn.calls).toEqual([]);
  });

  test("S33: fewer scopes than needed connect nothing, and the missing ones are named", async () => {
    const { oauth, standIn } = await meeting("google");
    standIn.ticked = "openid https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/calendar.events.owned";
    expect(faultOf(await connect(oauth, standIn))).toEqual({
      kind: "scopes_missing",
      scopes: ["https://www.googleapis.com/auth/calendar.freebusy", "https://www.googleapis.com/auth/calendar.calendarlist.readonly"],
    });
    expect(standIn.calls.map(({ url }) => url)).not.toContain(GOOGLE.revoke);
    valueOf(await connect(oauth, standIn, {}, "client"));
  });

  test("S33: Microsoft too is held to what was granted", async () => {
    const { oauth, standIn } = await meeting("outlook");
    standIn.ticked = "openid profile email Calendars.Read";
    expect(faultOf(await connect(oauth, standIn))).toEqual({ kind: "scopes_missing", scopes: ["Calendars.ReadWrite"] });
  });

  test("keys that cannot be had are a reason to try again, not to believe", async () => {
    const { oauth, standIn } = await meeting("google");
    standIn.instead.push({ to: "/certs", answer: () => new Response("<h1>oops</h1>", { status: 502 }) });
    expect(faultOf(await connect(oauth, standIn))).toMatchObject({ kind: "retry_later" });
  });
});

describe("refresh", () => {
  test("Google's old refresh token stays", async () => {
    const { oauth, standIn } = await meeting("google");
    const tokens = valueOf(await connect(oauth, standIn));
    const newer = valueOf(await oauth.refresh({ ...tokens, expiresAt: instant(0) }));
    expect(newer).toEqual({ ...tokens, accessToken: newer.accessToken });
    expect(newer.accessToken).not.toBe(tokens.accessToken);
    expect(standIn.calls.at(-1)?.form.has("scope")).toBe(false);
  });

  test("Microsoft's new refresh token is handed out, and the scopes are sent", async () => {
    const { oauth, standIn } = await meeting("outlook");
    const tokens = valueOf(await connect(oauth, standIn));
    const newer = valueOf(await oauth.refresh(tokens));
    expect(newer.refreshToken).not.toBe(tokens.refreshToken);
    expect(newer.account).toEqual(tokens.account);
    expect(standIn.calls.at(-1)?.form.get("scope")).toContain("offline_access Calendars.ReadWrite");
  });

  test.each<[CalendarProviderName, Record<string, unknown>]>([
    ["outlook", { oid: "object-2" }],
    ["outlook", { tid: "99999999-2222-4333-8444-555555555555" }],
    ["outlook", { iss: MICROSOFT.issuerOf("99999999-2222-4333-8444-555555555555") }],
    ["google", { sub: "google-account-2" }],
  ])("tokens of another account are not taken (%s, %j)", async (type, claims) => {
    const { oauth, standIn } = await meeting(type);
    const tokens = valueOf(await connect(oauth, standIn));
    standIn.idTokenOnRefresh = true;
    standIn.claims = claims;
    expect(faultOf(await oauth.refresh(tokens))).toEqual({ kind: "reconnect", reason: "account_changed" });
  });

  test.each(["invalid_grant", "interaction_required", "consent_required"])("S38: %s needs a new consent", async (error) => {
    for (const type of CALENDAR_PROVIDERS) {
      const { oauth, standIn } = await meeting(type);
      const tokens = valueOf(await connect(oauth, standIn));
      standIn.instead.push({ to: "/token", answer: () => failure(error, 400) });
      expect(faultOf(await oauth.refresh(tokens))).toEqual({ kind: "reconnect", reason: error });
    }
  });

  test.each<[string, () => Response, number | null]>([
    ["502 with HTML", () => new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "Content-Type": "text/html" } }), null],
    ["503 that names a time", () => new Response("", { status: 503, headers: { "Retry-After": "7" } }), 7_000],
    ["503 that asks for a year", () => new Response("", { status: 503, headers: { "Retry-After": "31536000" } }), 3_600_000],
    ["403 with HTML", () => new Response("<h1>proxy</h1>", { status: 403, headers: { "Content-Type": "text/html" } }), null],
    ["200 with HTML", () => new Response("<h1>sign in</h1>", { headers: { "Content-Type": "text/html" } }), null],
    ["200 cut short", () => new Response('{"access_token":"acc', { headers: { "Content-Type": "application/json" } }), null],
    ["a redirect", () => new Response(null, { status: 302, headers: { Location: "https://evil.test/" } }), null],
    ["temporarily_unavailable", () => failure("temporarily_unavailable", 400), null],
    ["internal_failure", () => failure("internal_failure", 400), null],
    ["429", () => failure("invalid_grant", 429, { "Retry-After": "30" }), 30_000],
  ])("%s never disconnects: retry later", async (_what, answer, afterMs) => {
    const { oauth, standIn } = await meeting("google");
    const tokens = valueOf(await connect(oauth, standIn));
    standIn.instead.push({ to: "/token", answer });
    expect(faultOf(await oauth.refresh(tokens))).toMatchObject({ kind: "retry_later", afterMs });
  });

  test("a lost connection and a hang are retried later", async () => {
    const { oauth, standIn } = await meeting("google", { timeoutMs: 20 });
    const tokens = valueOf(await connect(oauth, standIn));
    const lost = () => Promise.reject(new TypeError("lost while sending refresh-1"));
    const hang = (signal: AbortSignal | null | undefined) =>
      new Promise<Response>((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    for (const answer of [lost, hang]) {
      standIn.instead.push({ to: "/token", answer });
      expect(faultOf(await oauth.refresh(tokens))).toEqual({ kind: "retry_later", afterMs: null, reason: "unreachable" });
    }
  });

  test("the bound holds for the whole answer, and its timer does not outlive the call", async () => {
    const { oauth, standIn } = await meeting("google", { timeoutMs: 20 });
    const tokens = valueOf(await connect(oauth, standIn));
    const cutOff = (signal: AbortSignal | null | undefined) =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"access_token":'));
            signal?.addEventListener("abort", () => controller.error(new Error("aborted")));
          },
        }),
        { headers: { "Content-Type": "application/json" } },
      );
    standIn.instead.push({ to: "/token", answer: cutOff });
    expect(faultOf(await oauth.refresh(tokens))).toEqual({ kind: "retry_later", afterMs: null, reason: "unreachable" });
    const timeout = vi.spyOn(AbortSignal, "timeout");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      expect((await oauth.refresh(tokens)).ok).toBe(true);
      expect([vi.getTimerCount(), timeout.mock.calls.length]).toEqual([0, 0]);
    } finally {
      vi.useRealTimers();
      vi.restoreAllMocks();
    }
  });

  test("a registration that is refused is no reason to ask the person again", async () => {
    const { oauth, standIn } = await meeting("google");
    const tokens = valueOf(await connect(oauth, standIn));
    standIn.instead.push({ to: "/token", answer: () => failure("invalid_client", 401) });
    expect(faultOf(await oauth.refresh(tokens))).toEqual({ kind: "rejected", reason: "invalid_client" });
    standIn.instead.push({ to: "/token", answer: () => failure("invalid_client", 401, { "WWW-Authenticate": 'Basic realm="x"' }) });
    expect(faultOf(await oauth.refresh(tokens))).toEqual({ kind: "rejected", reason: "client_refused" });
  });
});

describe("revoke", () => {
  test("sends Google the refresh token without our secret", async () => {
    const { oauth, standIn } = await meeting("google");
    const tokens = valueOf(await connect(oauth, standIn));
    expect(await oauth.revoke(tokens)).toEqual({ ok: true, value: null });
    const { url, form } = standIn.calls.at(-1) ?? {};
    expect([url, Object.fromEntries(form ?? [])]).toEqual([GOOGLE.revoke, { token: tokens.refreshToken }]);
  });

  test("a token that is dead already counts as revoked, an outage does not", async () => {
    const { oauth, standIn } = await meeting("google");
    const tokens = valueOf(await connect(oauth, standIn));
    standIn.instead.push({ to: "/revoke", answer: () => failure("invalid_token", 400) });
    expect(await oauth.revoke(tokens)).toEqual({ ok: true, value: null });
    standIn.instead.push({ to: "/revoke", answer: () => new Response("", { status: 503 }) });
    expect(faultOf(await oauth.revoke(tokens))).toMatchObject({ kind: "retry_later" });
  });

  test("Microsoft is asked nothing; the person is pointed to the page of their kind of account", async () => {
    const { oauth, standIn } = await meeting("outlook");
    const tokens = valueOf(await connect(oauth, standIn));
    const before = standIn.calls.length;
    expect(await oauth.revoke(tokens)).toEqual({ ok: true, value: null });
    expect(standIn.calls).toHaveLength(before);
    expect(oauth.canRevoke).toBe(false);
    const personal = { ...tokens.account, tenantId: "9188040d-6c67-4c5b-b112-36a304b66dad" };
    expect(oauth.adviceUrlOf(personal)).not.toBe(oauth.adviceUrlOf(tokens.account));
  });
});

describe("stand-ins", () => {
  test("only addresses are mapped: the issuer stays the real one", async () => {
    const addressOf = addressMap("http://127.0.0.1:8787/stand-in");
    const standIn = await standInOf("outlook", addressOf);
    const options = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, fetch: standIn.fetch, now: () => NOW };
    const oauth = oauthOf(PROVIDERS.outlook.signIn, { ...options, addressOf });
    const tokens = valueOf(await connect(oauth, standIn));
    expect(tokens.account.tenantId).toBe(TENANT);
    expect(standIn.calls.every(({ url }) => url.startsWith("http://127.0.0.1:8787/stand-in/login.microsoftonline.com/"))).toBe(true);
  });

  test("plain http to anywhere but this machine is refused when the client is made", async () => {
    const standIn = await standInOf("google");
    const options = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, fetch: standIn.fetch, now: () => NOW };
    for (const base of ["http://simulators.test", "http://127.0.0.1.evil.test", "http://localhost@evil.test"]) {
      expect(() => oauthOf(PROVIDERS.google.signIn, { ...options, addressOf: addressMap(base) })).toThrow(
        "neither https nor on this machine",
      );
    }
  });
});
