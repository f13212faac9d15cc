/** Access tokens: what is not accepted, and that nothing comes of it (S1-S9, S53). */
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey as JoseKey } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openDatabase } from "../../src/database/open.ts";
import { instant } from "../../src/domain/instant.ts";
import { createTokenVerifier } from "../../src/http/pipeline/token.ts";
import { TEST_AUDIENCE, TEST_ISSUER, TEST_SECRET } from "../support/bindings.ts";
import { faults } from "../support/worker.ts";
import { apiWith, type Call, config, morning, record, seenCoach, someone } from "./app-under-test.ts";

const api = apiWith();
const secret = new TextEncoder().encode(TEST_SECRET);
const JWKS_URL = "https://identity.test/jwks";

type Claims = Record<string, unknown>;

const seconds = () => Math.floor(Date.now() / 1000);
const soundClaims = (): Claims => ({
  sub: crypto.randomUUID(),
  role: "client",
  iss: TEST_ISSUER,
  aud: TEST_AUDIENCE,
  iat: seconds(),
  nbf: seconds(),
  exp: seconds() + 600,
});

async function sign(claims: Claims, header: Record<string, unknown> = {}, key: JoseKey | Uint8Array = secret): Promise<string> {
  return await new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "at+jwt", ...header }).sign(key);
}

const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Tries to book with the token, so that whatever it opens would leave a trace. */
async function expectRefused(token: string, status: number, code: string, call: Call = api): Promise<void> {
  const coach = await seenCoach(api);
  const before = await record();
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  const answer = await call("POST", "/booking", { as: { token }, body });
  expect({ status: answer.status, code: answer.body["code"] }).toEqual({ status, code });
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  if (status === 401) expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer /u);
  expect(await record()).toEqual(before);
}

test("a sound token is accepted", async () => {
  const coach = await seenCoach(api);
  const token = await sign(soundClaims());
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  expect((await api("POST", "/booking", { as: { token }, body })).status).toBe(201);
});

test("two thousand tokens that passed are kept, and one more makes room by forgetting them", async () => {
  const verifier = createTokenVerifier(config.identity, () => undefined);
  const now = instant(Date.now());
  const tokens = await Promise.all(Array.from({ length: 2_001 }, async () => await sign(soundClaims())));
  const first = tokens[0] ?? "";
  const verify = vi.spyOn(crypto.subtle, "verify");
  try {
    for (const token of tokens.slice(0, 2_000)) expect((await verifier.verify(token, now)).ok).toBe(true);
    await verifier.verify(first, now);
    expect(verify).toHaveBeenCalledTimes(2_000);
    await verifier.verify(tokens[2_000] ?? "", now);
    await verifier.verify(first, now);
    expect(verify).toHaveBeenCalledTimes(2_002);
  } finally {
    verify.mockRestore();
  }
});

test("S1: refuses alg none", async () => {
  for (const alg of ["none", "None", "NONE"]) {
    await expectRefused(`${part({ alg, typ: "at+jwt" })}.${part(soundClaims())}.`, 401, "invalid_token");
  }
});

test("S4: refuses a token that is expired, not yet valid, without exp, or from more than a minute ahead", async () => {
  const now = seconds();
  const { exp: _exp, ...withoutExp } = soundClaims();
  for (const claims of [
    { ...soundClaims(), exp: now - 1 },
    { ...soundClaims(), exp: now },
    { ...soundClaims(), nbf: now + 120 },
    { ...soundClaims(), iat: now + 120 },
    { ...soundClaims(), exp: "tomorrow" },
    withoutExp,
  ]) {
    await expectRefused(await sign(claims), 401, "invalid_token");
  }
});

test("S4: forgives a clock that is less than a minute behind the issuer's", async () => {
  const token = await sign({ ...soundClaims(), iat: seconds() + 30, nbf: seconds() + 30 });
  expect((await api("GET", "/admin/users", { as: { token } })).status).toBe(403);
});

test("S5: refuses another issuer's token, and one for another audience", async () => {
  for (const claims of [
    { ...soundClaims(), iss: "https://evil.test" },
    { ...soundClaims(), aud: "another" },
    { ...soundClaims(), aud: [] },
  ]) {
    await expectRefused(await sign(claims), 401, "invalid_token");
  }
});

test("S6: refuses an ID token or a refresh token", async () => {
  for (const typ of ["JWT", "id+jwt", "refresh+jwt", undefined]) {
    await expectRefused(await sign(soundClaims(), { typ }), 401, "invalid_token");
  }
});

test("S7: refuses a tampered role with 401, one that is unknown or missing with 403, and a token without a subject with 401", async () => {
  const [header, , signature] = (await sign(soundClaims())).split(".");
  await expectRefused(`${String(header)}.${part({ ...soundClaims(), role: "admin" })}.${String(signature)}`, 401, "invalid_token");
  await expectRefused(await sign({ ...soundClaims(), role: "superuser" }), 403, "forbidden");
  await expectRefused(await sign({ ...soundClaims(), role: ["superuser", { client: true }] }), 403, "forbidden");
  await expectRefused(await sign({ ...soundClaims(), role: { name: "client" } }), 403, "forbidden");
  await expectRefused(await sign({ ...soundClaims(), role: undefined }), 403, "forbidden");
  await expectRefused(await sign({ ...soundClaims(), sub: "" }), 401, "invalid_token");
  await expectRefused(await sign({ ...soundClaims(), sub: undefined }), 401, "invalid_token");
});

test("S8: refuses a deactivated person's token from the next request on", async () => {
  const admin = await someone("admin");
  const client = await someone("client");
  expect((await api("GET", `/booking/client/${client.id}`, { as: client })).status).toBe(200);
  expect((await api("PUT", `/admin/users/${client.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
  await expectRefused(client.token, 403, "user_inactive");
});

test("S9: does not read a token from the query or a cookie, and takes the scheme in any case", async () => {
  const client = await someone("client");
  const path = `/booking/client/${client.id}`;
  const inQuery = await api("GET", `${path}?access_token=${client.token}`);
  expect([inQuery.status, inQuery.body["code"]]).toEqual([401, "unauthenticated"]);
  expect((await api("GET", path, { headers: { Cookie: `access_token=${client.token}` } })).status).toBe(401);
  expect((await api("GET", path, { headers: { Authorization: `Basic ${client.token}` } })).body["code"]).toBe("unauthenticated");
  expect((await api("GET", path, { headers: { Authorization: "Bearer" } })).body["code"]).toBe("invalid_token");
  expect((await api("GET", path, { headers: { Authorization: `bEARER ${client.token}` } })).status).toBe(200);
});

test("S8: a deactivated person is told so whatever the request, also where it was answered before", async () => {
  const coach = await seenCoach(api);
  const admin = await someone("admin");
  const client = await someone("client");
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  const headers = { "Idempotency-Key": "before" };
  expect((await api("POST", "/booking", { as: client, body, headers })).status).toBe(201);
  expect((await api("PUT", `/admin/users/${client.id}`, { as: admin, body: { status: "inactive" } })).status).toBe(200);
  const before = await record();
  for (const [what, options] of [
    ["a new booking", { body: { ...body, session_datetime: morning(4) } }],
    ["the same key again", { body, headers }],
    ["the same key for another request", { body: { ...body, duration_minutes: 30 }, headers }],
    ["an unknown coach", { body: { ...body, coach_id: crypto.randomUUID() } }],
    ["an invalid body", { body: {} }],
    ["broken JSON", { body: "{" }],
    ["another content type", { body: "{", headers: { "Content-Type": "text/plain" } }],
  ] as const) {
    const answer = await api("POST", "/booking", { as: client, ...options });
    expect([what, answer.status, answer.body["code"]]).toEqual([what, 403, "user_inactive"]);
  }
  expect(await record()).toEqual(before);
});

test("S53: a fault while looking a person up denies", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const before = await record();
  const broken = {
    prepare: () => {
      throw new Error("D1_ERROR: Network connection lost.");
    },
  } as unknown as D1Database;
  const denied = apiWith({ database: openDatabase(broken) });
  const settings = await denied("PATCH", `/coach/${coach.id}/settings`, { as: coach, body: { buffer_after_minutes: 5 } });
  expect([settings.status, settings.body["code"], settings.headers.get("Retry-After")]).toEqual([503, "unavailable", "2"]);
  expect((await denied("GET", `/booking/client/${client.id}`, { as: client })).status).toBe(503);
  // Who books is looked up by the coach's agenda, with everything else it reads.
  faults.plan = { next: ({ writes }) => (writes ? null : "before") };
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  const booking = await api("POST", "/booking", { as: client, body });
  faults.plan = null;
  expect([booking.status, booking.headers.get("Content-Type")]).toEqual([503, "application/problem+json"]);
  expect(await record()).toEqual(before);
});

describe("with keys from a JWKS", () => {
  let call: Call;
  let privateKey: JoseKey;
  let publicJwk: Record<string, unknown>;
  let jwks: () => Promise<Response>;
  const fetched: string[] = [];
  const beside: Promise<unknown>[] = [];

  beforeEach(async () => {
    const pair = await generateKeyPair("RS256", { extractable: true });
    privateKey = pair.privateKey;
    publicJwk = { ...(await exportJWK(pair.publicKey)), kid: "key-1", alg: "RS256", use: "sig" };
    jwks = async () => Response.json({ keys: [publicJwk] });
    fetched.length = 0;
    beside.length = 0;
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
      fetched.push(input instanceof Request ? input.url : String(input));
      return await jwks();
    });
    const identity = { ...config.identity, algorithms: ["RS256"], keys: { kind: "jwks", url: JWKS_URL } as const };
    call = apiWith({ verifier: createTokenVerifier(identity, (work) => beside.push(work)) });
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  const rs256 = { alg: "RS256", kid: "key-1" };

  test("accepts a sound token, also where many first requests come at once, and keeps the keys", async () => {
    const token = await sign(soundClaims(), rs256, privateKey);
    const answers = await Promise.all(Array.from({ length: 20 }, () => call("GET", "/admin/users", { as: { token } })));
    expect(new Set(answers.map(({ body }) => body["code"]))).toEqual(new Set(["forbidden"]));
    const asked = fetched.length;
    await call("GET", "/admin/users", { as: { token } });
    expect(fetched.length).toBe(asked);
  });

  test("S2: refuses an HS256 token signed with the public RS256 key", async () => {
    const asSecret = new TextEncoder().encode(JSON.stringify(publicJwk));
    await expectRefused(await sign(soundClaims(), { kid: "key-1" }, asSecret), 401, "invalid_token", call);
  });

  test("S3: refuses an unknown kid and the attacker's own key, and fetches nothing the token names", async () => {
    const attacker = await generateKeyPair("RS256", { extractable: true });
    const jwk = await exportJWK(attacker.publicKey);
    for (const header of [
      { kid: "unknown" },
      { kid: "unknown", jku: "https://evil.test/jwks" },
      { kid: "key-1", jwk },
      { kid: "key-1", x5u: "https://evil.test/cert", x5c: ["AAAA"] },
    ]) {
      await expectRefused(await sign(soundClaims(), { alg: "RS256", ...header }, attacker.privateKey), 401, "invalid_token", call);
    }
    expect(new Set(fetched)).toEqual(new Set([JWKS_URL]));
  });

  test("a key that is withdrawn is honoured for less than two minutes, by tokens that passed and by new ones", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const start = Date.now();
      const statusAt = async (token: string, second: number): Promise<number> => {
        vi.setSystemTime(start + second * 1_000);
        return (await call("GET", "/me", { as: { token } })).status;
      };
      const first = await sign(soundClaims(), rs256, privateKey);
      const second = await sign(soundClaims(), rs256, privateKey);
      expect(await statusAt(first, 0)).toBe(200);
      jwks = async () => Response.json({ keys: [] });
      expect(await statusAt(second, 59)).toBe(200);
      for (const late of [first, second, await sign(soundClaims(), rs256, privateKey)]) expect(await statusAt(late, 119)).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });

  test("keys that grow old are read again beside the requests, once, and no request waits for them", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const start = Date.now();
      const sixtyFour = async () => {
        const tokens = await Promise.all(Array.from({ length: 64 }, () => sign(soundClaims(), rs256, privateKey)));
        return new Set((await Promise.all(tokens.map((token) => call("GET", "/me", { as: { token } })))).map(({ status }) => status));
      };
      expect(await sixtyFour()).toEqual(new Set([200]));
      const fetchedFirst = fetched.length;
      const answers: (() => void)[] = [];
      jwks = () => new Promise((resolve) => answers.push(() => resolve(Response.json({ keys: [publicJwk] }))));
      for (const second of [31, 59]) {
        vi.setSystemTime(start + second * 1_000);
        expect(await sixtyFour()).toEqual(new Set([200]));
        expect([fetched.length - fetchedFirst, beside.length]).toEqual([1, 1]);
      }
      for (const answer of answers) answer();
      await Promise.all(beside);
      vi.setSystemTime(start + 61_000);
      expect(await sixtyFour()).toEqual(new Set([200]));
      expect(fetched.length - fetchedFirst).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("S53: denies while the keys cannot be had, and says when to come back", async () => {
    const token = await sign(soundClaims(), rs256, privateKey);
    for (const broken of [
      async () => {
        throw new TypeError("network");
      },
      async () => new Response("no", { status: 500 }),
      async () => Response.json({ keys: "none" }),
    ]) {
      jwks = broken;
      await expectRefused(token, 503, "identity_unavailable", call);
    }
    jwks = async () => Response.json({ keys: [publicJwk] });
    expect((await call("GET", "/admin/users", { as: { token } })).body["code"]).toBe("forbidden");
  });
});
