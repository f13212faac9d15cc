/**
 * S67: what a session of the pages is worth, from the moment it was given: to its own person and browser everything, to anybody else nothing,
 * and nothing to anybody once it is over. How it is given, `sign-in.test.ts` says.
 */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { LANGUAGE_TAG_CHARACTERS_MAX } from "../../src/limits/languages.ts";
import { SESSION_CHARACTERS_MAX } from "../../src/limits.ts";
import { seal, type SealKeyRing } from "../../src/lib/seal-key-ring.ts";
import { apiWith, browserOf, config, counting, type Person, record, seenCoach, sessionOf, someone } from "./app-under-test.ts";

const api = apiWith();
const BROWSER = { Accept: "text/html,*/*" };
const HOUR_MS = 3_600_000;
const TO_SIGN_IN = "/sign-in?to=%2Fbookings";

/** What `/bookings` answers to a browser with that cookie: shown, or led to sign in. */
async function standing(value: string, call = api): Promise<"shown" | "to sign in"> {
  const answer = await call("GET", "/bookings", { headers: { ...BROWSER, Cookie: `__Host-session=${value}` } });
  if (answer.status === 200) return "shown";
  expect([answer.status, answer.headers.get("Location")]).toEqual([303, TO_SIGN_IN]);
  return "to sign in";
}

async function seenClient(name?: string): Promise<Person> {
  const client = await someone("client", name === undefined ? {} : { name });
  expect((await api("GET", "/me", { as: client })).status).toBe(200);
  return client;
}

const setStatus = async (person: Person, status: string) =>
  await api("PUT", `/admin/users/${person.id}`, { as: await someone("admin"), body: { status } });

describe("S67: a cookie", () => {
  test("that was cut, altered, made up, sealed for something else or is twelve hours old is no session", async () => {
    const client = await seenClient();
    const session = await sessionOf(client);
    const ring = config.calendars.sealKeys;
    const person = { id: client.id, role: "admin", email: null, name: null, timeZone: null, locale: null, issuedAt: null };
    const content = JSON.stringify({ person, language: null, signedInAt: Date.now(), epoch: 0 });
    const incomplete = JSON.stringify({ person: { id: client.id, role: "client" }, epoch: 0 });
    const [header = "", , iv = "", text = "", tag = ""] = session.split(".");
    const [, , ivOfOther = "", textOfOther = "", tagOfOther = ""] = (await sessionOf(await seenClient())).split(".");
    expect(await standing(session)).toBe("shown");
    expect(await standing(await seal(ring, { purpose: "session", boundTo: {} }, content))).toBe("shown");
    expect(await standing(await sessionOf(client, Date.now() - 12 * HOUR_MS + 60_000))).toBe("shown");
    for (const value of [
      await sessionOf(client, Date.now() - 12 * HOUR_MS),
      session.slice(0, -3),
      `A${session}`,
      [header, "", iv, textOfOther, tag].join("."),
      [header, "", ivOfOther, text, tagOfOther].join("."),
      [btoa(JSON.stringify({ alg: "none" })), "", iv, text, tag].join("."),
      await seal(ring, { purpose: "sign-in", boundTo: {} }, content),
      await seal(ring, { purpose: "oauth-state", boundTo: {} }, content),
      await seal(ring, { purpose: "session", boundTo: {} }, incomplete),
      await seal(ring, { purpose: "session", boundTo: { user: client.id } }, content),
      client.token,
      btoa(content),
      "x".repeat(5_000),
      "",
    ]) {
      expect([value.slice(0, 40), await standing(value)]).toEqual([value.slice(0, 40), "to sign in"]);
    }
  });

  test("outlives a new key while the old one is in the ring, and is over once it was taken out", async () => {
    const client = await seenClient();
    const session = await sessionOf(client);
    const { currentId, secrets } = config.calendars.sealKeys;
    const old = secrets.get(currentId) ?? new Uint8Array();
    const withRing = (sealKeys: SealKeyRing) => apiWith({ config: { ...config, calendars: { ...config.calendars, sealKeys } } });
    const fresh = crypto.getRandomValues(new Uint8Array(32));
    const both = new Map([
      [currentId, old],
      ["k2", fresh],
    ]);
    expect(await standing(session, withRing({ currentId: "k2", secrets: both }))).toBe("shown");
    expect(await standing(session, withRing({ currentId: "k2", secrets: new Map([["k2", fresh]]) }))).toBe("to sign in");
    // Another key under the id of the old one.
    expect(await standing(session, withRing({ currentId, secrets: new Map([[currentId, fresh]]) }))).toBe("to sign in");
  });

  test("is the person that it was sealed for, whatever stands beside it", async () => {
    const [mine, theirs] = [await seenClient("Mine"), await seenClient("Theirs")];
    const value = await sessionOf(theirs);
    const both = { ...BROWSER, Cookie: `__Host-session=${value}; session=${await sessionOf(mine)}`, Authorization: `Bearer ${mine.token}` };
    const page = await api("GET", "/bookings", { headers: both });
    expect(page.text).toContain("<span>Theirs</span>");
    expect(page.text).not.toContain("Mine");
    expect([page.headers.get("Cache-Control"), page.headers.get("Set-Cookie")]).toEqual(["no-store", null]);
  });

  test("holds the longest name, address and locale that a token may bring, as a browser keeps 4,096 bytes", async () => {
    const email = `${"a".repeat(60)}@${`${"b".repeat(60)}.`.repeat(4)}test`;
    const locale = `en-x-${"abcdefgh-".repeat(6)}abcde`;
    expect(locale).toHaveLength(LANGUAGE_TAG_CHARACTERS_MAX);
    const client = await someone("client", { name: "界".repeat(320), email, zoneinfo: "America/Argentina/ComodRivadavia", locale });
    const value = await sessionOf(client);
    expect(value.length).toBeLessThan(SESSION_CHARACTERS_MAX);
    expect(await standing(value)).toBe("shown");
  });

  test("opens no call of the API, neither as a cookie nor as a token", async () => {
    const client = await seenClient();
    const value = await sessionOf(client);
    const before = await record();
    for (const headers of [{ Cookie: `__Host-session=${value}` }, { Authorization: `Bearer ${value}` }]) {
      for (const [method, path] of [
        ["GET", "/me"],
        ["GET", "/admin/users"],
        ["POST", "/booking"],
        ["POST", "/payments/checkout"],
      ] as const) {
        const answer = await api(method, path, { headers, ...(method === "POST" ? { body: {} } : {}) });
        expect([path, answer.status]).toEqual([path, 401]);
      }
    }
    expect(await record()).toEqual(before);
  });
});

describe("S67: what ends a session", () => {
  test("signing out ends it on every device; a session that is over ends no other", async () => {
    const client = await seenClient();
    const [here, there] = [await browserOf(api, client), await browserOf(api, client)];
    expect((await there.see("/bookings")).status).toBe(200);
    const out = await here.submit("/sign-out", {});
    expect([out.status, out.headers.get("Location")]).toEqual([303, "/"]);
    expect(out.headers.get("Set-Cookie")).toMatch(/^__Host-session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax/u);
    const after = await there.see("/bookings");
    expect([after.headers.get("Location"), after.headers.get("Set-Cookie")?.startsWith("__Host-session=; Max-Age=0")]).toEqual([
      TO_SIGN_IN,
      true,
    ]);
    const anew = await browserOf(api, client, Date.now(), 1);
    expect((await anew.see("/bookings")).status).toBe(200);
    expect((await there.submit("/sign-out", {})).status).toBe(303);
    expect((await anew.see("/bookings")).status).toBe(200);
  });

  test("signing out ends nobody else's, and works for a person who has been deactivated, or is not signed in", async () => {
    const [client, other] = [await seenClient(), await seenClient()];
    const theirs = await browserOf(api, other);
    expect((await (await browserOf(api, client)).submit("/sign-out", {})).status).toBe(303);
    expect((await theirs.see("/bookings")).status).toBe(200);
    expect((await (await browserOf(api)).submit("/sign-out", {})).status).toBe(303);
    expect((await setStatus(other, "inactive")).status).toBe(200);
    const out = await theirs.submit("/sign-out", {});
    expect([out.status, out.headers.get("Set-Cookie")?.startsWith("__Host-session=; Max-Age=0")]).toEqual([303, true]);
  });

  test.each(["client", "coach"] as const)("deactivating a %s ends theirs, and reactivating revives none", async (role) => {
    const person = role === "coach" ? await seenCoach(api) : await seenClient();
    const before = await browserOf(api, person);
    expect((await before.see("/bookings")).status).toBe(200);
    expect((await setStatus(person, "inactive")).status).toBe(200);
    const closed = await before.see("/bookings");
    expect([closed.status, closed.headers.get("Set-Cookie")?.startsWith("__Host-session=; Max-Age=0")]).toEqual([403, true]);
    expect((await setStatus(person, "active")).status).toBe(200);
    expect((await before.see("/bookings")).headers.get("Location")).toBe(TO_SIGN_IN);
    const { epoch } = (await env.DB.prepare("SELECT session_epoch AS epoch FROM users WHERE id = ?")
      .bind(person.id)
      .first<{ epoch: number }>()) ?? { epoch: -1 };
    const anew = await browserOf(api, person, Date.now(), epoch);
    expect((await anew.see("/bookings")).status).toBe(200);
  });
});

describe("S66: signing out", () => {
  test("is done by no form of another site, nor by one that says nothing of where it comes from, nor by a link", async () => {
    const client = await seenClient();
    const browser = await browserOf(api, client);
    for (const headers of [
      { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.test" },
      { "Sec-Fetch-Site": "same-site", Origin: "https://other.booking.test" },
      { "Sec-Fetch-Site": "", Origin: "null" },
      { "Sec-Fetch-Site": "" },
    ]) {
      const answer = await browser.submit("/sign-out", {}, headers);
      expect([headers, answer.status, answer.headers.get("Set-Cookie")]).toEqual([headers, 403, null]);
    }
    expect((await browser.see("/sign-out")).status).toBe(405);
    expect((await browser.see("/bookings")).status).toBe(200);
  });
});

test("S57: signing in and out is counted for its address", async () => {
  const lookUpRate = counting(0);
  const limited = apiWith({ lookUpRate, config: { ...config, rateProfile: "standard" } });
  const value = await sessionOf(await seenClient());
  for (const [method, path] of [
    ["GET", "/sign-in"],
    ["GET", "/sign-in/callback"],
    ["POST", "/sign-out"],
  ] as const) {
    const headers = { ...BROWSER, Cookie: `__Host-session=${value}`, "Sec-Fetch-Site": "same-origin", "CF-Connecting-IP": "203.0.113.9" };
    expect([path, (await limited(method, path, { headers })).status]).toEqual([path, 429]);
  }
  expect(await standing(value)).toBe("shown");
});
