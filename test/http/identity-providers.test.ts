/**
 * Six identity providers: a token of each one's shape lets its person in, and nothing else of the same issuer does (S6).
 * The settings are those that docs/identity.md tells people to use, read from the page itself.
 */
import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey as JoseKey } from "jose";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import page from "../../docs/identity.md?raw";
import { readConfig } from "../../src/config.ts";
import { createTokenVerifier } from "../../src/http/pipeline/token.ts";
import { TEST_SECRET } from "../support/bindings.ts";
import { apiWith, type Call } from "./app-under-test.ts";

type Claims = Record<string, unknown>;

interface Shape {
  readonly header: Claims;
  readonly claims: Claims;
  /** The person as this service knows them: an id that was computed elsewhere, and the role. */
  readonly id: string;
  readonly role: string;
  readonly name?: string;
  readonly email?: string;
  /** Tokens of the same issuer and key that must not get in. */
  readonly others: Readonly<Record<string, { readonly status: 401 | 403; readonly header?: Claims; readonly claims: Claims }>>;
}

const KEYCLOAK_ID = "248289dc-7c1f-70e5-9a1b-3f5d7c2f44a0";
const COGNITO_ID = "c2b50434-1071-70b2-9d33-8a6f2b9d1c55";
const SUPABASE_ID = "0b9a1f3e-5c6d-4e7f-8a9b-0c1d2e3f4a5b";

const SHAPES: Readonly<Record<string, Shape>> = {
  Auth0: {
    header: { typ: "JWT" },
    claims: {
      sub: "auth0|64f0c0ffee",
      aud: ["https://booking.example.com", "https://example.eu.auth0.com/userinfo"],
      azp: "WebClientId",
      scope: "openid profile email",
      "https://example.com/role": "coach",
      "https://example.com/email": "ada@example.org",
      "https://example.com/name": "Ada",
    },
    id: "b1bea86f-bade-54b0-a50b-357b1dc811ea",
    role: "coach",
    name: "Ada",
    email: "ada@example.org",
    others: {
      "an ID token": { status: 401, claims: { aud: "WebClientId", azp: undefined, nonce: "n", "https://example.com/role": "admin" } },
      "a token for another API": { status: 401, claims: { aud: ["https://other.example.com", "https://example.eu.auth0.com/userinfo"] } },
      "a token of another application": { status: 401, claims: { azp: "OtherClientId" } },
      "a token of a machine": {
        status: 401,
        claims: { sub: "OtherClientId@clients", azp: "OtherClientId", aud: "https://booking.example.com", gty: "client-credentials" },
      },
      "a person without a role": { status: 403, claims: { "https://example.com/role": undefined } },
      "a role under a plain name": { status: 403, claims: { "https://example.com/role": undefined, role: "admin" } },
    },
  },
  Clerk: {
    header: { typ: "JWT", cat: "cl_B7d4PD111AAA" },
    claims: {
      sub: "user_2abcDEF",
      azp: "https://app.example.com",
      sid: "sess_2abc",
      fva: [7, -1],
      sts: "active",
      v: 2,
      role: "client",
      email: "ada@example.org",
      name: "Ada",
    },
    id: "45aac39b-2a15-5c17-a50e-00d10418f760",
    role: "client",
    name: "Ada",
    email: "ada@example.org",
    others: {
      "a session of another origin": { status: 401, claims: { azp: "https://evil.example.com" } },
      "a session without an origin": { status: 401, claims: { azp: undefined } },
      "an OAuth access token": { status: 401, header: { typ: "at+jwt" }, claims: { azp: undefined, client_id: "https://app.example.com" } },
      "an ID token for an OAuth application": { status: 401, claims: { azp: undefined, aud: "https://app.example.com" } },
      "a person without a role": { status: 403, claims: { role: undefined } },
      "a template that was not filled in": { status: 403, claims: { role: "{{user.public_metadata.role}}" } },
    },
  },
  Keycloak: {
    header: { typ: "JWT" },
    claims: {
      sub: KEYCLOAK_ID,
      typ: "Bearer",
      aud: "account",
      azp: "booking-mobile",
      realm_access: { roles: ["offline_access", "uma_authorization", "coach", "default-roles-marketplace"] },
      resource_access: { account: { roles: ["manage-account"] } },
      scope: "openid profile email",
      name: "Ada",
      email: "ada@example.org",
      email_verified: true,
    },
    id: KEYCLOAK_ID,
    role: "coach",
    name: "Ada",
    email: "ada@example.org",
    others: {
      "an ID token": { status: 401, claims: { typ: "ID", aud: "booking-mobile" } },
      "a refresh token": { status: 401, claims: { typ: "Refresh", aud: "https://id.example.com/realms/marketplace" } },
      "a logout token": { status: 401, header: { typ: "logout+jwt" }, claims: { typ: "Logout", aud: "booking-mobile" } },
      "a token of another client": { status: 401, claims: { azp: "admin-console" } },
      "a person without our roles": { status: 403, claims: { realm_access: { roles: ["offline_access"] } } },
      "a role of a client and not of the realm": {
        status: 403,
        claims: { realm_access: { roles: [] }, resource_access: { other: { roles: ["admin"] } } },
      },
    },
  },
  "Amazon Cognito": {
    header: {},
    claims: {
      sub: COGNITO_ID,
      token_use: "access",
      client_id: "webclientid",
      "cognito:groups": ["clients", "coaches"],
      username: "ada",
      scope: "aws.cognito.signin.user.admin",
    },
    id: COGNITO_ID,
    role: "coach",
    others: {
      "an ID token": { status: 401, claims: { token_use: "id", client_id: undefined, aud: "webclientid", "cognito:username": "ada" } },
      "an ID token that names a client": { status: 401, claims: { token_use: "id", aud: "webclientid" } },
      "a token of another client": { status: 401, claims: { client_id: "otherclientid" } },
      "a person in no group": { status: 403, claims: { "cognito:groups": undefined } },
      "a group that is named like a role of ours": { status: 403, claims: { "cognito:groups": ["admin"] } },
    },
  },
  Supabase: {
    header: { typ: "JWT" },
    claims: {
      sub: SUPABASE_ID,
      aud: "authenticated",
      role: "authenticated",
      aal: "aal1",
      session_id: "0f6f2b0e-7a8e-4b0e-9c3e-0d2a3f4b5c6d",
      is_anonymous: false,
      email: "ada@example.org",
      phone: "",
      app_metadata: { provider: "email", providers: ["email"], role: "coach" },
      user_metadata: { full_name: "Ada", role: "admin" },
    },
    id: SUPABASE_ID,
    role: "coach",
    name: "Ada",
    email: "ada@example.org",
    others: {
      "the key anon": { status: 401, claims: { sub: undefined, aud: undefined, role: "anon" } },
      "the key service_role": { status: 401, claims: { role: "service_role" } },
      "an anonymous person": { status: 403, claims: { is_anonymous: true, app_metadata: {} } },
      "a role that the person wrote": { status: 403, claims: { app_metadata: {}, user_metadata: { role: "admin" } } },
      "another project's": { status: 401, claims: { iss: "https://other.supabase.co/auth/v1" } },
    },
  },
  Firebase: {
    header: { typ: "JWT" },
    claims: {
      sub: "k7Yd0aXgPbQ2mN4wZr8tUv1cEf53",
      aud: "example-project",
      user_id: "k7Yd0aXgPbQ2mN4wZr8tUv1cEf53",
      auth_time: 1_700_000_000,
      role: "client",
      name: "Ada",
      email: "ada@example.org",
      email_verified: true,
      firebase: { identities: { email: ["ada@example.org"] }, sign_in_provider: "password" },
    },
    id: "33091179-66be-5919-85c6-530987118c49",
    role: "client",
    name: "Ada",
    email: "ada@example.org",
    others: {
      "another project's, signed with the same key": {
        status: 401,
        claims: { iss: "https://securetoken.google.com/other-project", aud: "other-project" },
      },
      "another audience": { status: 401, claims: { aud: "other-project" } },
      "a session cookie": { status: 401, claims: { iss: "https://session.firebase.google.com/example-project" } },
      "a person who signed in anonymously": { status: 403, claims: { role: undefined, firebase: { sign_in_provider: "anonymous" } } },
    },
  },
};

/** The block of settings under a heading of docs/identity.md. */
function settingsOf(provider: string): Record<string, string> {
  const section = page.split(`### ${provider}\n`)[1] ?? "";
  const block = /```toml\n([^`]*)```/u.exec(section)?.[1] ?? "";
  return Object.fromEntries(
    block
      .trim()
      .split("\n")
      .map((line) => {
        const [, name = "", doubly, singly] = /^(AUTH_[A-Z_]+) = (?:"([^"]*)"|'([^']*)')$/u.exec(line) ?? [];
        return [name, doubly ?? singly ?? ""];
      }),
  );
}

function identityFor(provider: string) {
  const { AUTH_JWT_SECRET: _secret, ...bindings } = env as unknown as Record<string, unknown>;
  return readConfig({ ...bindings, ...settingsOf(provider) }).identity;
}

async function sign(identity: ReturnType<typeof identityFor>, shape: Shape, key: JoseKey, other: Claims = {}, header: Claims = {}) {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: identity.issuer, iat: now, exp: now + 600, ...shape.claims, ...other };
  const alg = identity.algorithms[0] ?? "";
  return await new SignJWT(claims).setProtectedHeader({ alg, kid: "k", ...shape.header, ...header }).sign(key);
}

let call: Call;
let privateKey: JoseKey;
let identity: ReturnType<typeof identityFor>;

async function setUp(provider: string): Promise<void> {
  identity = identityFor(provider);
  const alg = identity.algorithms[0] ?? "";
  const pair = await generateKeyPair(alg, { extractable: true });
  privateKey = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: "k", alg, use: "sig" };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    const url = input instanceof Request ? input.url : String(input);
    expect(url).toBe(settingsOf(provider)["AUTH_JWKS_URL"]);
    return Response.json({ keys: [jwk] });
  });
  call = apiWith({ verifier: createTokenVerifier(identity, () => undefined) });
}

beforeEach(() => {
  expect(Object.keys(SHAPES)).toEqual([...page.matchAll(/^### (.+)$/gmu)].map(([, name]) => name));
});

afterEach(() => {
  vi.restoreAllMocks();
});

test.each(Object.entries(SHAPES))("%s: a token of its shape lets its person in, with the right id and role", async (provider, shape) => {
  await setUp(provider);
  const me = await call("GET", "/me", { as: { token: await sign(identity, shape, privateKey) } });
  expect([me.status, me.body["id"], me.body["role"]]).toEqual([200, shape.id, shape.role]);
  expect([me.body["name"], me.body["email"]]).toEqual([shape.name ?? null, shape.email ?? null]);
});

test.each(Object.entries(SHAPES).flatMap(([provider, { others }]) => Object.keys(others).map((other) => [provider, other] as const)))(
  "S6: %s: %s is refused",
  async (provider, name) => {
    const shape = SHAPES[provider];
    const other = shape?.others[name];
    if (shape === undefined || other === undefined) throw new Error("no such token");
    await setUp(provider);
    const token = await sign(identity, shape, privateKey, other.claims, other.header);
    expect((await call("GET", "/me", { as: { token } })).status).toBe(other.status);
  },
);

test("S6: a token whose type is not in the list is refused, an absent type too unless the list holds the empty type", async () => {
  for (const [accepted, typ, status] of [
    ["at+jwt", "AT+JWT", 200],
    ["at+jwt", "application/at+jwt", 200],
    ["at+jwt", undefined, 401],
    ["at+jwt", "", 401],
    ["at+jwt", "JWT", 401],
    ['at+jwt ""', undefined, 200],
    ['""', "JWT", 401],
  ] as const) {
    const bindings = { ...(env as unknown as Record<string, unknown>), AUTH_TOKEN_TYPE: accepted };
    const config = readConfig(bindings).identity;
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: config.issuer, aud: [...config.audiences], sub: crypto.randomUUID(), role: "client", iat: now, exp: now + 60 };
    const secret = new TextEncoder().encode(TEST_SECRET);
    const token = await new SignJWT(claims).setProtectedHeader({ alg: "HS256", ...(typ === undefined ? {} : { typ }) }).sign(secret);
    const answer = await apiWith({ verifier: createTokenVerifier(config, () => undefined) })("GET", "/me", { as: { token } });
    expect([accepted, typ, answer.status]).toEqual([accepted, typ, status]);
  }
});

test("a configuration of identity that cannot be meant stops the service, with the variable's name", () => {
  for (const [name, value] of [
    ["AUTH_ROLE_CLAIM", "a..b"],
    ["AUTH_ROLE_CLAIM", '"unclosed'],
    ["AUTH_ROLE_MAP", "coach"],
    ["AUTH_ROLE_MAP", '{"x":"boss"}'],
    ["AUTH_AUDIENCE_CLAIM", "sub"],
    ["AUTH_AUDIENCE", " "],
    ["AUTH_TOKEN_TYPE", ""],
    ["AUTH_REQUIRED_CLAIMS", '{"a":[]}'],
    ["AUTH_REQUIRED_CLAIMS", '{"a..b":"x"}'],
    ["AUTH_REQUIRED_CLAIMS", '{"a":1}'],
  ] as const) {
    expect(() => readConfig({ ...(env as unknown as Record<string, unknown>), [name]: value }), `${name}=${value}`).toThrow(name);
  }
});
