/** Signing in to the pages: through an identity provider of the test's own, which signs as the configured one does. */
import { decodeJwt, SignJWT } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { TEST_ISSUER, TEST_SECRET } from "../support/bindings.ts";
import { type Answer, apiWith, browserOf, type Person, sessionOf, someone } from "./app-under-test.ts";

const BROWSER = { Accept: "text/html,*/*" };

/** What the next exchange of a code answers with. */
let answered: { claims: Record<string, unknown>; status?: number; secret?: string };
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
    exchanged.push(new URLSearchParams(await new Response(init.body ?? null).text()));
    if (answered.status !== undefined) return Response.json({ error: "invalid_grant" }, { status: answered.status });
    const { claims, secret = TEST_SECRET } = answered;
    const idToken = await new SignJWT({ nonce: nonceAsked, ...claims })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(TEST_ISSUER)
      .setAudience((claims["aud"] as string | undefined) ?? "pages-client")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(new TextEncoder().encode(secret));
    return Response.json({ access_token: "x", token_type: "Bearer", id_token: idToken });
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

describe("signing out", () => {
  test("ends the session on every device, and a form of another site does not do it", async () => {
    const client = await someone("client");
    expect((await api("GET", "/me", { as: client })).status).toBe(200);
    const [here, there] = [await browserOf(api, client), await sessionOf(client)];
    const forged = await here.submit("/sign-out", {}, { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.test" });
    expect([forged.status, forged.headers.get("Set-Cookie")]).toEqual([403, null]);
    const out = await here.submit("/sign-out", {});
    expect([out.status, out.headers.get("Location")]).toEqual([303, "/"]);
    expect(out.headers.get("Set-Cookie")).toMatch(/^__Host-session=; Max-Age=0/u);
    expect(there).not.toBe("");
  });
});
