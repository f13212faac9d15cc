/**
 * What is counted a minute, and by which key (S57): every write for the person who signed it, every public route for its
 * address. The routes are those that are served, so one that is added without being counted, or without a line here, fails.
 */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openApiDocument } from "../../src/contract/document.ts";
import type { Role } from "../../src/domain/actor.ts";
import { apiWith, browserOf, config, counting, morning, record, seenCoach, someone } from "./app-under-test.ts";

const api = apiWith();
const ID = "3f2a6c1e-7b0d-4c55-9a3e-2d1f0b8c7e64";
const ADDRESS = { "CF-Connecting-IP": "2001:db8:0:9::1" };
const NETWORK = "2001:db8:0:9::/64";

/** A request that validation lets through, for each write there is: who may send it, and its body. */
const WRITES: Readonly<Record<string, readonly [role: Role, body?: object]>> = {
  "POST /booking": ["client", { coach_id: ID, session_datetime: morning() }],
  "PATCH /booking/{id}": ["client", { session_datetime: morning() }],
  "DELETE /booking/{id}": ["client"],
  "PATCH /booking/{id}/status": ["client", { status: "cancelled" }],
  "POST /booking/{id}/move-request": ["client", { session_datetime: morning() }],
  "DELETE /booking/{id}/move-request": ["client"],
  "POST /booking/{id}/move-request/accept": ["client"],
  "POST /booking/{id}/move-request/decline": ["client"],
  "PATCH /me": ["client", { language: "de" }],
  "PUT /coach/{id}/availability": ["coach", { time_zone: "UTC", weekly: [] }],
  "PATCH /coach/{id}/settings": ["coach", { horizon_days: 9 }],
  "POST /coach/{id}/offers": ["coach", { title: "An hour", duration_minutes: 60 }],
  "PATCH /coach/{id}/offers/{offer_id}": ["coach", { title: "An hour" }],
  "DELETE /coach/{id}/offers/{offer_id}": ["coach"],
  "POST /coach/{id}/calendar-key": ["coach"],
  "DELETE /coach/{id}/calendar-key": ["coach"],
  "POST /calendar/{provider}/exchange-token": ["coach", { code: "c", state: "s" }],
  "PATCH /calendar/{provider}/connection": ["coach", { is_organizer: true }],
  "DELETE /calendar/{provider}/connection": ["coach"],
  "POST /calendar/sync-booking": ["client", { booking_id: ID, calendar_type: "google" }],
  "POST /payments/checkout": ["client", { booking_id: ID }],
  "POST /admin/payments/{id}/refund": ["admin", {}],
  "POST /admin/bookings/cancel": ["admin", { coach_id: ID, from: morning(1), to: morning(2) }],
  "POST /admin/restored": ["admin", { restored_to: morning() }],
  "PUT /admin/users/{id}": ["admin", { status: "active" }],
  "POST /admin/users/{id}/erase": ["admin"],
  "POST /admin/outbox/{id}/retry": ["admin"],
  "POST /admin/outbox/retry": ["admin", {}],
  "POST /admin/webhooks": ["admin", { url: "https://hooks.example.com/" }],
  "DELETE /admin/webhooks/{id}": ["admin"],
  "POST /admin/webhooks/{id}/rotate": ["admin"],
  "POST /admin/webhooks/{id}/test": ["admin"],
  "POST /admin/webhooks/{id}/deliveries/{delivery_id}/replay": ["admin"],
};
const FROM_PROVIDERS = [
  "POST /calendar/google/notifications",
  "POST /calendar/outlook/notifications",
  "POST /calendar/outlook/lifecycle",
  "POST /payments/webhook",
];
/** A constant, by which the service is watched. */
const UNCOUNTED = ["GET /health"];

const isRead = (route: string) => route.startsWith("GET ");
const pathOf = (route: string) =>
  route.slice(route.indexOf(" ") + 1).replaceAll(/\{[^}]+\}/gu, (name) => (name === "{provider}" ? "google" : ID));

const SIGNED = new Set(
  Object.entries(openApiDocument().paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { security = [] }]: [string, { security?: object[] }]) =>
      security.length > 0 && security.every((one) => Object.keys(one).length > 0) ? [`${method.toUpperCase()} ${path}`] : [],
    ),
  ),
);
/** Pages stand outside of the document; what else it does not know is served without a token. */
const PAGE_ROOTS = [
  "",
  "book",
  "bookings",
  "calendars",
  "desk",
  "embed",
  "embed.js",
  "language",
  "scripts",
  "sign-in",
  "sign-out",
  "styles",
];
/** Under which pages stand beside operations of the document. */
const SHARED_ROOTS = ["admin"];
const OPERATIONS = new Set(
  Object.entries(openApiDocument().paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  ),
);
const rootOf = (route: string) => route.slice(route.indexOf(" ") + 2).split("/")[0] ?? "";
const isPage = (route: string) => PAGE_ROOTS.includes(rootOf(route)) || (SHARED_ROOTS.includes(rootOf(route)) && !OPERATIONS.has(route));
const isPublic = (route: string) => !SIGNED.has(route) && !isPage(route);
/** Signing out always works, and ends one's own sessions alone. */
const UNCOUNTED_FORMS = ["POST /sign-out"];

test("S57: every write that is served is counted for the person who signed it, after validation and before anything is read", async () => {
  const writes = api.served.filter((route) => !isRead(route) && !isPublic(route) && !isPage(route));
  expect(writes.toSorted()).toEqual(Object.keys(WRITES).toSorted());
  const people = { client: await someone("client"), coach: await seenCoach(api), admin: await someone("admin") };
  const before = await record();
  for (const route of writes) {
    const [role, body] = WRITES[route] ?? (["client"] as const);
    const person = people[role];
    const writeRate = counting(0);
    const answer = await apiWith({ writeRate })(route.split(" ")[0] ?? "", pathOf(route), { as: person, body, headers: ADDRESS });
    expect([route, answer.status, answer.body["code"], answer.headers.get("Retry-After")]).toEqual([route, 429, "rate_limited", "60"]);
    expect([...writeRate.keys]).toEqual([[person.id, 1]]);
  }
  expect(await record()).toEqual(before);
});

test("S57: every public route that is served is counted for its address, whoever asks", async () => {
  const open = api.served.filter((route) => isPublic(route) && !UNCOUNTED.includes(route));
  expect(open.filter((route) => !isRead(route)).toSorted()).toEqual(FROM_PROVIDERS.toSorted());
  expect(open.length).toBeGreaterThan(12);
  const someoneAsks = await someone("client");
  for (const route of open) {
    const [lookUpRate, providerRate] = [counting(0), counting(0)];
    const query = route.endsWith("vailability") ? `?start_date=${morning(1)}&end_date=${morning(2)}&coach_ids=${ID}` : "";
    const call = apiWith({ lookUpRate, providerRate });
    const answer = await call(route.split(" ")[0] ?? "", pathOf(route) + query, { as: someoneAsks, headers: ADDRESS });
    expect([route, answer.status, answer.headers.get("Retry-After")]).toEqual([route, 429, "60"]);
    expect([...(isRead(route) ? lookUpRate : providerRate).keys]).toEqual([[NETWORK, 1]]);
    expect((isRead(route) ? providerRate : lookUpRate).keys.size).toBe(0);
  }
});

test("S57: every page is counted for its address, or asks to sign in before it costs anything; every form for the person who sends it", async () => {
  const pages = api.served.filter((route) => isPage(route) && !UNCOUNTED_FORMS.includes(route));
  expect(pages.length).toBeGreaterThan(20);
  const people = { client: await someone("client"), coach: await seenCoach(api), admin: await someone("admin") };
  const before = await record();
  for (const route of pages) {
    const [lookUpRate, writeRate] = [counting(0), counting(0)];
    const call = apiWith({ lookUpRate, writeRate });
    const path = pathOf(route);
    const nobodys = isRead(route)
      ? await (await browserOf(call)).see(path, ADDRESS)
      : await (await browserOf(call)).submit(path, {}, ADDRESS);
    if (nobodys.status === 303) expect(nobodys.headers.get("Location")).toBe(`/sign-in?to=${encodeURIComponent(path)}`);
    else expect([route, nobodys.status, [...lookUpRate.keys]]).toEqual([route, 429, [[NETWORK, 1]]]);
    if (isRead(route)) continue;
    const answers = [];
    for (const person of Object.values(people)) answers.push(await (await browserOf(call, person)).submit(path, {}, ADDRESS));
    // The role that the form is not for is told so; the other is counted.
    const statuses = answers.map(({ status }) => status);
    expect([route, statuses.every((status) => status === 429 || status === 403), statuses.includes(429)]).toEqual([route, true, true]);
  }
  expect(await record()).toEqual(before);
});

test("what authentication, the role or validation refuses is not counted", async () => {
  const [writeRate, bookingRate] = [counting(9), counting(9)];
  const call = apiWith({ writeRate, bookingRate });
  const [client, coach] = [await someone("client"), await someone("coach")];
  const answers = [
    await call("DELETE", `/booking/${ID}`),
    await call("PATCH", `/coach/${ID}/settings`, { as: client, body: { horizon_days: 9 } }),
    await call("PATCH", `/coach/${ID}/settings`, { as: coach, body: "{" }),
    await call("PATCH", `/coach/${ID}/settings`, { as: coach, body: { horizon_days: "nine" } }),
    await call("POST", "/booking", { as: client, body: { coach_id: ID } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 403, 400, 400, 400]);
  expect([writeRate.keys.size, bookingRate.keys.size]).toEqual([0, 0]);
});

test("one person's writes count together, whatever they are, and nobody else's; making bookings has a limit of its own beside it", async () => {
  const [one, another] = [await someone("client"), await someone("client")];
  const call = apiWith({ writeRate: counting(2), bookingRate: counting(1) });
  const statusOf = async (as: typeof one, method: string, path: string, body?: object) => (await call(method, path, { as, body })).status;
  const book = { coach_id: ID, session_datetime: morning() };
  expect(await statusOf(one, "POST", "/booking", book)).toBe(404);
  expect(await statusOf(one, "POST", "/payments/checkout", { booking_id: ID })).toBe(404);
  expect(await statusOf(one, "DELETE", `/booking/${ID}`)).toBe(429);
  expect(await statusOf(one, "GET", `/booking/${ID}`)).toBe(404);
  expect(await statusOf(another, "POST", "/booking", book)).toBe(404);
  expect(await statusOf(another, "POST", "/booking", book)).toBe(429);
});

describe("F14: a back end of the marketplace", () => {
  const KEYS = ["a-key-of-the-back-end-that-is-long", "another-one-while-it-is-replaced-."] as const;
  const withKeys = { ...config, backendKeys: KEYS };
  const ADDRESSES = { "its own address": ADDRESS, "no address": {} } as const;

  test.each(Object.entries(ADDRESSES))("that shows a key is counted by it, once for each coach, and not by %s", async (_what, headers) => {
    const coach = await seenCoach(api);
    const [lookUpRate, providerRate] = [counting(0), counting(3)];
    const call = apiWith({ lookUpRate, providerRate, config: withKeys });
    const day = morning().slice(0, 10);
    const path = `/availability?coach_ids=${coach.id},${ID}&start_date=${day}&end_date=${day}`;
    const ask = async (key: string) => (await call("GET", path, { headers: { ...headers, "Backend-Key": key } })).status;
    expect([await ask(KEYS[0]), await ask(KEYS[1]), await ask(KEYS[0])]).toEqual([200, 200, 429]);
    expect([...providerRate.keys.keys()]).toEqual(["backend 0", "backend 1"]);
    expect(lookUpRate.keys.size).toBe(0);
  });

  test.each(["", "a-key-of-the-back-end-that-is-lonG", `${KEYS[0]}g`, KEYS.join(" ")])("with the key '%s' is anybody", async (key) => {
    const [lookUpRate, providerRate] = [counting(0), counting(9)];
    const call = apiWith({ lookUpRate, providerRate, config: withKeys });
    expect((await call("GET", "/coach", { headers: { ...ADDRESS, "Backend-Key": key } })).status).toBe(429);
    expect([[...lookUpRate.keys.keys()], providerRate.keys.size]).toEqual([[NETWORK], 0]);
  });

  test("opens nothing by its key, and no page of another origin may send it", async () => {
    const call = apiWith({ config: withKeys });
    const headers = { "Backend-Key": KEYS[0] };
    expect((await call("GET", "/me", { headers })).status).toBe(401);
    const asked = { Origin: "https://app.test", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "Backend-Key" };
    const preflight = await call("OPTIONS", "/coach", { headers: asked });
    expect(preflight.headers.get("Access-Control-Allow-Headers")?.toLowerCase()).not.toContain("backend-key");
  });

  test.each([
    ["", []],
    ["none", []],
    [KEYS.join(" "), KEYS],
  ])("has its keys from '%s'", (text, keys) => {
    expect(readConfig({ ...env, BACKEND_KEYS: text }).backendKeys).toEqual(keys);
  });

  test("has no key that could be guessed", () => {
    expect(() => readConfig({ ...env, BACKEND_KEYS: "short" })).toThrow("BACKEND_KEYS");
  });
});

test("the load profile counts no write", async () => {
  const writeRate = counting(0);
  const client = await someone("client");
  const load = apiWith({ writeRate, config: { ...config, rateProfile: "load" } });
  expect((await load("DELETE", `/booking/${ID}`, { as: client })).status).toBe(404);
  expect(writeRate.keys.size).toBe(0);
});

test("the platform's own limit lets a person write sixty times in a minute", async () => {
  const coach = await someone("coach");
  const limited = apiWith({ writeRate: env.WRITE_RATE });
  const statuses: number[] = [];
  // Twice the limit and one: the minute may turn once on the way.
  for (let count = 0; count < 121 && statuses.at(-1) !== 429; count += 1) {
    statuses.push((await limited("PATCH", `/coach/${ID}/settings`, { as: coach, body: { horizon_days: 9 } })).status);
  }
  expect(statuses.length).toBeGreaterThan(60);
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
});
