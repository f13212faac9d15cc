/** Signing in to the pages: through an identity provider of the test's own, which signs as the configured one does. */
import { decodeJwt, SignJWT } from "jose";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { TEST_ISSUER, TEST_SECRET } from "../support/bindings.ts";
import { type Answer, apiWith, type Person, sessionOf, someone } from "./app-under-test.ts";

const BROWSER = { Accept: "text/html,*/*" };

/** What the next exchange of a code answers with. */
let answered: {
  claims: Record<string, unknown>;
  /** A refusal in the place of tokens. */
  status?: number;
  error?: string;
  secret?: string;
  /** Of the header. */
  type?: string;
  /** Of more in the answer. */
  padding?: string;
};
let exchanged: URLSearchParams[];
let nonceAsked: string;

const api = apiWith({
  fetch: async (url, init) => {
    const { pathname } = new URL(url);
    if (pathname === "/.well-known/openid-configuration") {
      return Response.json({
        issuer: TEST_ISSUER,
        authorization_endpoint: `${TEST_ISSUER}/authorize`,
        token_endpoint: `${TEST_ISSUER}/token`,
        jwks_uri: `${TEST_ISSUER}/jwks`,
        authorization_response_iss_parameter_supported: true,
      });
    }
    expect([url, init.method]).toEqual([`${TEST_ISSUER}/token`, "POST"]);
    exchanged.push(init.body instanceof URLSearchParams ? init.body : new URLSearchParams());
    if (answered.status !== undefined) return Response.json({ error: answered.error ?? "invalid_grant" }, { status: answered.status });
    const { claims, secret = TEST_SECRET, type, padding } = answered;
    const idToken = await new SignJWT({ nonce: nonceAsked, ...claims })
      .setProtectedHeader({ alg: "HS256", ...(type === undefined ? {} : { typ: type }) })
      .setIssuer(TEST_ISSUER)
      .setAudience((claims["aud"] as string | undefined) ?? "pages-client")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(new TextEncoder().encode(secret));
    return Response.json({ access_token: "x", token_type: "Bearer", id_token: idToken, padding });
  },
});

beforeEach(() => {
  answered = { claims: {} };
  exchanged = [];
});

async function begin(query = "", cookie = ""): Promise<{ readonly address: URL; readonly cookie: string }> {
  const answer = await api("GET", `/sign-in${query}`, { headers: { ...BROWSER, ...(cookie === "" ? {} : { Cookie: cookie }) } });
  expect(answer.status).toBe(303);
  const address = new URL(answer.headers.get("Location") ?? "");
  nonceAsked = address.searchParams.get("nonce") ?? "";
  return { address, cookie: (answer.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "" };
}

interface Returning {
  readonly address: URL;
  readonly cookie: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

async function comeBack({ address, cookie, parameters = {} }: Returning): Promise<Answer> {
  const state = address.searchParams.get("state") ?? "";
  const query = new URLSearchParams({ code: "a-code", state, iss: TEST_ISSUER, ...parameters });
  for (const [name, value] of Object.entries(parameters)) if (value === "") query.delete(name);
  return await api("GET", `/sign-in/callback?${query.toString()}`, {
    headers: { ...BROWSER, ...(cookie === "" ? {} : { Cookie: cookie }) },
  });
}

const claimsOf = ({ token }: Person) => {
  const { sub, role, email, email_verified: emailVerified, name } = decodeJwt<Record<string, string>>(token);
  return { sub, role, email, email_verified: emailVerified, name };
};
const sessionIn = (answer: Answer) => /__Host-session=([^;]*)/u.exec(answer.headers.get("Set-Cookie") ?? "")?.[1] ?? null;

describe("signing in", () => {
  test("asks the identity provider with PKCE and a nonce, and makes a session of the ID token", async () => {
    const client = await someone("client", { name: "Ada" });
    const started = await begin("?to=%2Fbook%3Fname%3DAda");
    const asked = Object.fromEntries(started.address.searchParams);
    expect(`${started.address.origin}${started.address.pathname}`).toBe(`${TEST_ISSUER}/authorize`);
    expect(asked).toMatchObject({
      client_id: "pages-client",
      redirect_uri: "https://booking.test/sign-in/callback",
      response_type: "code",
      scope: "openid profile email",
      code_challenge_method: "S256",
    });
    answered = { claims: { ...claimsOf(client), locale: "de_DE" } };
    const back = await comeBack(started);
    expect([back.status, back.headers.get("Location")]).toEqual([303, "/book?name=Ada"]);
    expect(back.headers.get("Set-Cookie")).toMatch(/__Host-session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax/u);
    expect(exchanged[0]?.get("code_verifier")).toHaveLength(43);
    const page = await api("GET", "/book", { headers: { ...BROWSER, Cookie: `__Host-session=${sessionIn(back)}` } });
    expect(page.text).toContain("<span>Ada</span>");
    expect(page.headers.get("Cache-Control")).toBe("no-store");
  });

  test.each([
    ["client", "/bookings"],
    ["coach", "/desk"],
    ["admin", "/"],
  ] as const)("leads a %s on to %s where nothing was asked for", async (role, landing) => {
    const person = await someone(role);
    const started = await begin();
    answered = { claims: claimsOf(person) };
    expect((await comeBack(started)).headers.get("Location")).toBe(landing);
  });
});

const MARKUP = "<script>alert(1)</script>";

/** What a failed sign-in says; that nobody is signed in by it, and nothing that came in is shown. */
function expectFailed(answer: Answer, status: number, words: string): void {
  expect([answer.status, sessionIn(answer)]).toEqual([status, null]);
  expect(answer.text).toContain(words);
  expect(answer.text).not.toContain("a-code");
  expect(answer.text).not.toContain("alert(1)");
  expect([answer.headers.get("Cache-Control"), answer.headers.get("Referrer-Policy")]).toEqual(["no-store", "no-referrer"]);
}

describe("S67: a session is of one browser and one person", () => {
  test("a session that was planted before is replaced, and what began in another browser is not finished in this one", async () => {
    const [attacker, victim] = [await someone("client", { name: "Mallory" }), await someone("client", { name: "Vera" })];
    const planted = `__Host-session=${await sessionOf(attacker)}`;
    const started = await begin("", planted);
    answered = { claims: claimsOf(victim) };
    const back = await comeBack({ ...started, cookie: `${started.cookie}; ${planted}` });
    const shown = await api("GET", "/book", { headers: { ...BROWSER, Cookie: `__Host-session=${sessionIn(back)}` } });
    expect(shown.text).toContain("<span>Vera</span>");
    expect(sessionIn(back)).not.toBe(planted.split("=")[1]);

    const theirs = await begin();
    const mine = await begin();
    answered = { claims: claimsOf(attacker) };
    for (const cookie of ["", mine.cookie, "__Host-sign-in=x"]) {
      expectFailed(await comeBack({ address: theirs.address, cookie }), 400, "Signing in began in another browser");
    }
    expect(exchanged).toHaveLength(1);
  });

  test("several tabs of one browser sign in side by side", async () => {
    const client = await someone("client");
    const first = await begin("?to=%2Fbook%3Fpage%3D1");
    const nonceOfFirst = nonceAsked;
    const second = await begin("?to=%2Fbook%3Fpage%3D2", first.cookie);
    expect(second.cookie).toBe(first.cookie);
    answered = { claims: claimsOf(client) };
    expect((await comeBack(second)).headers.get("Location")).toBe("/book?page=2");
    nonceAsked = nonceOfFirst;
    expect((await comeBack(first)).headers.get("Location")).toBe("/book?page=1");
  });

  test("a state that was cut, altered, sealed for something else, or is too old finishes nothing", async () => {
    const started = await begin();
    const state = started.address.searchParams.get("state") ?? "";
    const others = [state.slice(0, -2), `${state}x`, MARKUP, "x".repeat(5_000), await sessionOf(await someone("client"))];
    for (const other of others)
      expectFailed(await comeBack({ ...started, parameters: { state: other } }), 400, "or the link is not complete");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10 * 60_000 });
    try {
      expectFailed(await comeBack(started), 400, "longer than ten minutes");
    } finally {
      vi.useRealTimers();
    }
    expect(exchanged).toHaveLength(0);
  });
});

describe("what the identity provider answers", () => {
  test.each([
    ["of another audience", { aud: "culturebridge-booking" }],
    ["for another request", { nonce: "another" }],
    ["for another party", { azp: "another-client" }],
    ["without a subject", { sub: "" }],
  ])("an ID token %s is not accepted", async (_what, wrong) => {
    const started = await begin();
    answered = { claims: { ...claimsOf(await someone("client")), ...wrong } };
    expectFailed(await comeBack(started), 400, "is not accepted");
  });

  test("an ID token that another key signed is not accepted", async () => {
    const started = await begin();
    answered = { claims: claimsOf(await someone("client")), secret: "another secret, just as long as the one of the tests" };
    expectFailed(await comeBack(started), 400, "is not accepted");
  });

  test("a code that was used, a refusal, another issuer, and nobody's role are said", async () => {
    const started = await begin();
    answered = { claims: {}, status: 400 };
    expectFailed(await comeBack(started), 400, "may have been used already");
    const declined = { error: "access_denied", error_description: MARKUP, code: "" };
    expectFailed(await comeBack({ ...started, parameters: declined }), 400, "You did not agree");
    expectFailed(await comeBack({ ...started, parameters: { iss: "https://evil.test" } }), 400, "is not accepted");
    answered = { claims: { ...claimsOf(await someone("client")), role: "janitor" } };
    expectFailed(await comeBack(started), 403, "has no role here yet");
  });

  test.each([
    ["is down", { status: 500 }],
    ["has been asked too often", { status: 429 }],
    ["does not know us any more", { status: 401, error: "invalid_client" }],
    ["does not allow us this flow", { status: 400, error: "unauthorized_client" }],
    ["answers without an end", { padding: "x".repeat(70_000) }],
  ])("where the provider %s, beginning again does not help, and the page says so", async (_what, wrong) => {
    const started = await begin();
    answered = { claims: claimsOf(await someone("client")), ...wrong };
    expectFailed(await comeBack(started), 503, "does not answer at the moment");
    answered = { claims: answered.claims };
    expect((await comeBack(started)).status).toBe(303);
  });

  test("what the provider says instead of a code is told apart", async () => {
    const started = await begin();
    for (const [error, status, words] of [
      ["temporarily_unavailable", 503, "does not answer at the moment"],
      ["server_error", 503, "does not answer at the moment"],
      ["invalid_request", 400, "is not accepted"],
      [MARKUP, 400, "is not accepted"],
    ] as const) {
      expectFailed(await comeBack({ ...started, parameters: { error, code: "" } }), status, words);
    }
    expect(exchanged).toHaveLength(0);
  });

  test("S6: an access token is no ID token, and an ID token opens no call of the API", async () => {
    const client = await someone("client");
    const started = await begin();
    answered = { claims: claimsOf(client), type: "at+jwt" };
    expectFailed(await comeBack(started), 400, "is not accepted");
    answered = { claims: claimsOf(client), type: "JWT" };
    expect((await comeBack(started)).status).toBe(303);
    const idToken = await new SignJWT({ role: "client", nonce: "n" })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setSubject(client.id)
      .setIssuer(TEST_ISSUER)
      .setAudience("pages-client")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(new TextEncoder().encode(TEST_SECRET));
    expect((await api("GET", "/me", { as: { token: idToken } })).status).toBe(401);
  });

  test("a person who has been deactivated is told so, and gets no session", async () => {
    const [client, admin] = [await someone("client"), await someone("admin")];
    expect((await api("GET", "/me", { as: client })).status).toBe(200);
    const setStatus = async (status: string) => await api("PUT", `/admin/users/${client.id}`, { as: admin, body: { status } });
    expect((await setStatus("inactive")).status).toBe(200);
    answered = { claims: claimsOf(client) };
    const refusedAnswer = await comeBack(await begin());
    expect([refusedAnswer.status, sessionIn(refusedAnswer)]).toEqual([403, null]);
    expect(refusedAnswer.text).toContain("Your account has been closed");

    expect((await setStatus("active")).status).toBe(200);
    const again = await comeBack(await begin());
    expect(again.status).toBe(303);
    // Of the epoch that the two changes have made.
    expect((await api("GET", "/bookings", { headers: { ...BROWSER, Cookie: `__Host-session=${sessionIn(again)}` } })).status).toBe(200);
  });

  test("a provider that does not answer is said, and nothing is kept of it", async () => {
    let isDown = true;
    const flaky = apiWith({
      fetch: async () => {
        if (isDown) throw new Error("Network connection lost.");
        return await Promise.resolve(Response.json({ issuer: TEST_ISSUER, authorization_endpoint: `${TEST_ISSUER}/authorize` }));
      },
    });
    expectFailed(await flaky("GET", "/sign-in", { headers: BROWSER }), 503, "does not answer at the moment");
    isDown = false;
    expect((await flaky("GET", "/sign-in", { headers: BROWSER })).status).toBe(303);
  });
});

describe("S70: return addresses", () => {
  test.each([
    "//evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/%09/evil.test",
    "/book/../..//evil.test",
    "/%2f%2fevil.test",
    "/%5cevil.test",
    "/\t/evil.test",
    "/book\r\nSet-Cookie: x=y",
    `/book?name=${"x".repeat(600)}`,
    "book",
    "",
    "/sign-out",
    "/sign-in?to=%2Fbook",
    "/sign-in/callback?code=x",
  ])("%j is passed over", async (to) => {
    const started = await begin(`?to=${encodeURIComponent(to)}`);
    answered = { claims: claimsOf(await someone("client")) };
    expect((await comeBack(started)).headers.get("Location")).toBe("/bookings");
  });

  test("an address of ours with its query is come back to", async () => {
    const to = `/book/${crypto.randomUUID()}/at?offer=${crypto.randomUUID()}&start=2026-12-03T14%3A00%3A00.000Z&time_zone=Asia%2FTokyo`;
    const started = await begin(`?to=${encodeURIComponent(to)}`);
    answered = { claims: claimsOf(await someone("client")) };
    expect((await comeBack(started)).headers.get("Location")).toBe(to);
  });
});
