/**
 * The stand-in of the identity provider, asked by oauth4webapi, which holds it to OpenID Connect: an application that is registered signs
 * people in, and nothing that a real provider refuses gets through.
 */
import { createServer, type Server } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { identityProvider } from "../../simulators/identity/provider.ts";
import { AUDIENCE, loadIssuer, type Person } from "../../simulators/identity/tokens.ts";

const ADA: Person = {
  id: "0b9a1f3e-5c6d-4e7f-8a9b-0c1d2e3f4a5b",
  role: "coach",
  name: "Ada",
  email: "ada@example.org",
  zoneinfo: "Europe/London",
};
const REDIRECT = "http://127.0.0.1:1/sign-in/callback";
const PAGES = { id: "the pages", secret: "a secret: with + and %", redirectUris: [REDIRECT] };
const CLIENT: oauth.Client = { client_id: PAGES.id };
const LOCAL = { [oauth.allowInsecureRequests]: true };

let folder: string;
let server: Server;
let issuerUrl: string;
let known: oauth.AuthorizationServer;
let clockMs: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "identity-"));
  let answer: ReturnType<typeof getRequestListener> | null = null;
  server = createServer((incoming, outgoing) => void answer?.(incoming, outgoing));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("a server on a port has an address");
  issuerUrl = `http://127.0.0.1:${String(address.port)}/identity`;
  const issuer = await loadIssuer({ issuerUrl, keyFile: join(folder, "key.json") });
  const provider = identityProvider({ issuer, people: [ADA], clients: [PAGES], now: () => clockMs });
  answer = getRequestListener(new Hono<{ Bindings: HttpBindings }>().route("/identity", provider).fetch);
  known = await oauth.processDiscoveryResponse(new URL(issuerUrl), await oauth.discoveryRequest(new URL(issuerUrl), LOCAL));
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  clockMs = Date.now();
});

interface Asked {
  readonly parameters: Record<string, string>;
  readonly verifier: string;
}

async function asked(more: Readonly<Record<string, string>> = {}): Promise<Asked> {
  const verifier = oauth.generateRandomCodeVerifier();
  const parameters = {
    client_id: PAGES.id,
    redirect_uri: REDIRECT,
    response_type: "code",
    scope: "openid profile email",
    state: "a state",
    nonce: "a nonce",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  };
  return { parameters, verifier };
}

const ask = async (path: string, parameters: Record<string, string>): Promise<Response> =>
  await fetch(`${issuerUrl}${path}?${new URLSearchParams(parameters).toString()}`, { redirect: "manual" });

/** Where the browser is led once somebody was chosen. */
async function chosen({ parameters }: Asked, person = ADA.id): Promise<URL> {
  const answer = await ask("/authorize/approve", { ...parameters, person });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get("location") ?? "");
}

interface Exchange {
  readonly secret?: string;
  readonly redirectUri?: string;
  readonly verifier?: string;
}

async function exchange(back: URL, { verifier }: Asked, other: Exchange = {}): Promise<Response> {
  return await oauth.authorizationCodeGrantRequest(
    known,
    CLIENT,
    oauth.ClientSecretBasic(other.secret ?? PAGES.secret),
    oauth.validateAuthResponse(known, CLIENT, back, "a state"),
    other.redirectUri ?? REDIRECT,
    other.verifier ?? verifier,
    LOCAL,
  );
}

/** `error`: null where the mock below refuses, in a problem document of its own. */
async function expectRefused(answer: Response, status: number, error: string | null): Promise<void> {
  expect(answer.status).toBe(status);
  const body = await answer.json<Record<string, unknown>>();
  expect([body["error"] ?? null, body["id_token"], body["access_token"]]).toEqual([error, undefined, undefined]);
}

describe("the stand-in of the identity provider", () => {
  test("signs in: the ID token is for the application and its request, the access token for the API", async () => {
    const started = await asked();
    const page = await ask("/authorize", started.parameters);
    expect(page.status).toBe(200);
    const link = /href="([^"]*)">Continue as Ada/u.exec(await page.text())?.[1]?.replaceAll("&amp;", "&") ?? "";
    const approved = await fetch(new URL(link, issuerUrl), { redirect: "manual" });
    const back = new URL(approved.headers.get("location") ?? "");
    expect(`${back.origin}${back.pathname}`).toBe(REDIRECT);
    expect(back.searchParams.get("iss")).toBe(issuerUrl);

    const answer = await exchange(back, started);
    const tokens = await oauth.processAuthorizationCodeResponse(known, CLIENT, answer, { expectedNonce: "a nonce", requireIdToken: true });
    const keys = createRemoteJWKSet(new URL(known.jwks_uri ?? ""));
    const { payload: claims } = await jwtVerify(tokens.id_token ?? "", keys, { issuer: issuerUrl, audience: PAGES.id });
    expect(claims).toMatchObject({
      sub: ADA.id,
      role: "coach",
      name: "Ada",
      email: "ada@example.org",
      email_verified: true,
      zoneinfo: "Europe/London",
      nonce: "a nonce",
    });
    const access = await jwtVerify(tokens.access_token, keys, { issuer: issuerUrl, audience: AUDIENCE, typ: "at+jwt" });
    expect(access.payload["nonce"]).toBeUndefined();
    expect(decodeProtectedHeader(tokens.id_token ?? "").typ).not.toBe("at+jwt");
  });

  test("says in its document what it holds applications to", () => {
    expect(known).toMatchObject({
      issuer: issuerUrl,
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "none"],
    });
  });

  test.each([
    `${REDIRECT}/`,
    `${REDIRECT}?x=1`,
    "http://127.0.0.1:1/sign-in",
    "http://localhost:1/sign-in/callback",
    "https://evil.test/sign-in/callback",
    "javascript:alert(1)",
    "",
  ])("leads nobody to %j, which is not registered, and says so in a page", async (redirectUri) => {
    const { parameters } = await asked({ redirect_uri: redirectUri });
    for (const path of ["/authorize", "/authorize/approve"]) {
      const answer = await ask(path, { ...parameters, person: ADA.id });
      expect([path, answer.status, answer.headers.get("location")]).toEqual([path, 400, null]);
    }
  });

  test.each([
    ["without PKCE", { code_challenge: "" }, "invalid_request"],
    ["with a plain challenge", { code_challenge_method: "plain" }, "invalid_request"],
    ["with a challenge that is none", { code_challenge: "x" }, "invalid_request"],
    ["for a token instead of a code", { response_type: "token" }, "unsupported_response_type"],
    ["without the scope openid", { scope: "profile" }, "invalid_scope"],
  ])("refuses a request %s", async (_what, wrong, error) => {
    const back = await chosen(await asked(wrong));
    expect([back.searchParams.get("error"), back.searchParams.get("code"), back.searchParams.get("state")]).toEqual([
      error,
      null,
      "a state",
    ]);
  });

  test("tells the application that somebody declined", async () => {
    const back = await chosen(await asked(), "");
    expect([back.searchParams.get("error"), back.searchParams.get("code")]).toEqual(["access_denied", null]);
    expect(back.searchParams.get("iss")).toBe(issuerUrl);
  });

  test("gives tokens for a code once", async () => {
    const started = await asked();
    const back = await chosen(started);
    expect((await exchange(back, started)).status).toBe(200);
    await expectRefused(await exchange(back, started), 400, null);
  });

  test("gives none for a code that is a minute old", async () => {
    const started = await asked();
    const back = await chosen(started);
    clockMs += 60_000;
    await expectRefused(await exchange(back, started), 400, "invalid_grant");
  });

  test("gives none to who does not know the secret, the redirect URI or the verifier", async () => {
    for (const [wrong, status, error] of [
      [{ secret: "another" }, 401, "invalid_client"],
      [{ redirectUri: `${REDIRECT}/` }, 400, "invalid_grant"],
      [{ verifier: oauth.generateRandomCodeVerifier() }, 400, null],
    ] as const) {
      const started = await asked();
      await expectRefused(await exchange(await chosen(started), started, wrong), status, error);
    }
  });

  test("gives a registered application none without its secret, nor without a verifier, nor another application its code", async () => {
    const basic = `Basic ${btoa(`${PAGES.id}:${encodeURIComponent(PAGES.secret)}`)}`;
    for (const [headers, more, error] of [
      [{}, { client_id: PAGES.id }, "invalid_client"],
      [{}, { client_id: PAGES.id, client_secret: PAGES.secret }, "invalid_client"],
      [{}, { client_id: "another app" }, "invalid_grant"],
      [{ authorization: `Basic ${btoa("another app:x")}` }, {}, "invalid_client"],
      [{ authorization: basic }, { code_verifier: "" }, "invalid_grant"],
    ] as const) {
      const started = await asked();
      const back = await chosen(started);
      const body = new URLSearchParams({
        grant_type: "authorization_code",
        code: back.searchParams.get("code") ?? "",
        redirect_uri: REDIRECT,
        code_verifier: started.verifier,
        ...more,
      });
      if (body.get("code_verifier") === "") body.delete("code_verifier");
      const answer = await fetch(`${issuerUrl}/token`, { method: "POST", headers, body });
      await expectRefused(answer, error === "invalid_client" ? 401 : 400, error);
    }
  });

  test("signs in to an app that somebody writes on this machine, which has no secret", async () => {
    const app: oauth.Client = { client_id: "another app" };
    const started = await asked({ client_id: "another app", redirect_uri: "http://localhost:3000/back" });
    const parameters = oauth.validateAuthResponse(known, app, await chosen(started), "a state");
    const answer = await oauth.authorizationCodeGrantRequest(
      known,
      app,
      oauth.None(),
      parameters,
      "http://localhost:3000/back",
      started.verifier,
      LOCAL,
    );
    const { id_token: idToken } = await oauth.processAuthorizationCodeResponse(known, app, answer, { expectedNonce: "a nonce" });
    expect(idToken).toBeDefined();
  });
});
