/** What every answer carries, and what stands between the network and the routes (S47, S49-S51), with retries and revisions. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { PROBLEMS } from "../../src/http/pipeline/problem.ts";
import { REFERENCE_FILES } from "../../src/pages/reference.tsx";
import { apiWith, config, counting, morning, record, seenCoach, someone } from "./app-under-test.ts";
import { wholeRecord } from "./stories.ts";

const api = apiWith();
const LISTED = "https://app.test";

test("S47: only the listed origins may call from a browser, without credentials", async () => {
  const preflight = { "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,idempotency-key" };
  for (const origin of [LISTED, "https://evil.test", "https://app.test.evil.test", "null", "http://app.test"]) {
    const answers = [
      await api("GET", "/health", { headers: { Origin: origin } }),
      await api("OPTIONS", "/booking", { headers: { Origin: origin, ...preflight } }),
      await api("POST", "/booking", { body: {}, headers: { Origin: origin } }),
    ];
    for (const { headers } of answers) {
      expect([origin, headers.get("Access-Control-Allow-Origin")]).toEqual([origin, origin === LISTED ? LISTED : null]);
      expect(headers.get("Access-Control-Allow-Credentials")).toBeNull();
      expect(headers.get("Vary")).toContain("Origin");
    }
    expect([origin, answers[1]?.status]).toEqual([origin, origin === LISTED ? 204 : 405]);
  }
  const closed = apiWith({ config: { ...config, corsOrigins: [] } });
  expect((await closed("GET", "/health", { headers: { Origin: LISTED } })).headers.get("Access-Control-Allow-Origin")).toBeNull();
});

test("S49: every answer carries the security headers, and what is personal is not stored", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const day = morning().slice(0, 10);
  for (const [method, path, as, isPublic] of [
    ["GET", "/health", undefined, false],
    ["GET", "/nothing", undefined, false],
    ["POST", "/coach", undefined, false],
    ["POST", "/booking", undefined, false],
    ["GET", `/booking/client/${client.id}`, client, false],
    ["GET", `/coach/${coach.id}/settings`, coach, false],
    ["GET", "/coach", undefined, true],
    ["GET", `/booking/coach/${coach.id}/availability?start_date=${day}&end_date=${day}`, undefined, true],
    ["GET", "/docs/reference", undefined, true],
    ["GET", "/openapi.json", undefined, true],
  ] as const) {
    const { headers } = await api(method, path, as === undefined ? {} : { as });
    expect(headers.get("Strict-Transport-Security"), path).toMatch(/^max-age=\d{7,}/u);
    expect(headers.get("X-Content-Type-Options"), path).toBe("nosniff");
    expect(headers.get("X-Frame-Options"), path).toBe("DENY");
    expect(headers.get("Referrer-Policy"), path).toBe("no-referrer");
    expect(headers.get("Content-Security-Policy"), path).toMatch(/^default-src 'none'.*frame-ancestors 'none'/u);
    expect(headers.get("X-Request-Id"), path).toMatch(/^[0-9a-f-]{36}$/u);
    expect(headers.get("Cache-Control"), path).toBe(isPublic ? "public, max-age=0, must-revalidate" : "no-store");
  }
});

test("the request id is ours, whatever the caller sends", async () => {
  const { headers } = await api("GET", "/health", { headers: { "X-Request-Id": "forged", "CF-Ray": "forged" } });
  expect(headers.get("X-Request-Id")).not.toContain("forged");
});

test("S50: a fault of ours is an opaque 500 with the request id; a fault of the database is 503", async () => {
  const client = await someone("client");
  const body = { coach_id: crypto.randomUUID(), session_datetime: morning(), duration_minutes: 60 };
  const before = await record();
  for (const [error, status, code] of [
    [new TypeError("secret detail of the code"), 500, "internal"],
    [new Error("D1_ERROR: UNIQUE constraint failed: secret detail"), 500, "internal"],
    [new Error("Failed query: secret detail", { cause: new Error("D1_ERROR: overloaded secret detail") }), 503, "unavailable"],
    [new Error("Network connection lost. secret detail"), 503, "unavailable"],
  ] as const) {
    const answer = await apiWith({
      submit: async () => {
        throw error;
      },
    })("POST", "/booking", { as: client, body });
    expect([answer.status, answer.body["code"], answer.headers.get("Content-Type")]).toEqual([status, code, "application/problem+json"]);
    expect(answer.text).not.toContain("secret detail");
    expect(answer.body["request_id"]).toBe(answer.headers.get("X-Request-Id"));
    expect(answer.headers.get("Retry-After")).toBe(status === 503 ? "2" : null);
    expect(answer.headers.get("X-Content-Type-Options")).toBe("nosniff");
  }
  expect(await record()).toEqual(before);
});

test("S51: the look-up after the last allowed is 429 for that address, and X-Forwarded-For changes nothing", async () => {
  const coach = await seenCoach(api);
  const rate = counting(3);
  const limited = apiWith({ lookUpRate: rate });
  const day = morning().slice(0, 10);
  const ask = async (address: string, forwarded: string) =>
    await limited("GET", `/booking/coach/${coach.id}/availability?start_date=${day}&end_date=${day}`, {
      headers: { "CF-Connecting-IP": address, "X-Forwarded-For": forwarded },
    });
  for (let count = 0; count < 3; count += 1) expect((await ask("192.0.2.1", `198.51.100.${String(count)}`)).status).toBe(200);
  const over = await ask("192.0.2.1", "198.51.100.99");
  expect([over.status, over.body["code"], over.headers.get("Retry-After")]).toEqual([429, "rate_limited", "60"]);
  expect((await ask("192.0.2.2", "198.51.100.99")).status).toBe(200);
  expect([...rate.keys.keys()]).toEqual(["192.0.2.1", "192.0.2.2"]);
  // What validation refuses is not counted, and the load profile counts nothing.
  await limited("GET", `/booking/coach/${coach.id}/availability?start_date=x`, { headers: { "CF-Connecting-IP": "192.0.2.3" } });
  const load = apiWith({ lookUpRate: rate, config: { ...config, rateProfile: "load" } });
  expect(
    (
      await load("GET", `/booking/coach/${coach.id}/availability?start_date=${day}&end_date=${day}`, {
        headers: { "CF-Connecting-IP": "192.0.2.1" },
      })
    ).status,
  ).toBe(200);
  expect([...rate.keys.keys()]).toEqual(["192.0.2.1", "192.0.2.2"]);
});

test("S51: the look-up of several coaches counts by the same limit, and costs no less than one", async () => {
  const coach = await seenCoach(api);
  const rate = counting(2);
  const limited = apiWith({ lookUpRate: rate });
  const day = morning().slice(0, 10);
  const range = `start_date=${day}&end_date=${day}`;
  const ask = async (path: string, address: string) => await limited("GET", path, { headers: { "CF-Connecting-IP": address } });
  const several = `/availability?coach_ids=${coach.id}&${range}`;
  expect((await ask(several, "192.0.2.7")).status).toBe(200);
  expect((await ask(`/booking/coach/${coach.id}/availability?${range}`, "192.0.2.7")).status).toBe(200);
  const over = await ask(several, "192.0.2.7");
  expect([over.status, over.body["code"], over.headers.get("Retry-After")]).toEqual([429, "rate_limited", "60"]);
  expect((await ask(several, "192.0.2.8")).status).toBe(200);
});

test("S51: the platform's own limit stops a client who goes on booking, and writes nothing for it", async () => {
  const client = await someone("client");
  const limited = apiWith({ bookingRate: env.BOOKING_RATE });
  const before = await record();
  const body = { coach_id: crypto.randomUUID(), session_datetime: morning(), duration_minutes: 60 };
  const statuses: number[] = [];
  // Twice the limit and one: the minute may turn once on the way.
  for (let count = 0; count < 41 && statuses.at(-1) !== 429; count += 1) {
    statuses.push((await limited("POST", "/booking", { as: client, body })).status);
  }
  expect(statuses.length).toBeGreaterThan(20);
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
  expect(await record()).toEqual(before);
});

test("an Idempotency-Key is bare or quoted, and a replay gives the same bytes with a mark", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  const post = async (key: string, fields: object = body) =>
    await api("POST", "/booking", { as: client, body: fields, headers: { "Idempotency-Key": key } });

  for (const key of [
    "",
    '"',
    '""',
    '"a',
    'a\\"'.padStart(5, '"'),
    '"a"b"',
    "x".repeat(256),
    `"${"x".repeat(256)}"`,
    "caf\u00e9",
    '"a\\b"',
  ]) {
    const answer = await post(key);
    expect([key.slice(0, 9), answer.status, (answer.body["errors"] as { pointer: string }[] | undefined)?.[0]?.pointer]).toEqual([
      key.slice(0, 9),
      400,
      "/Idempotency-Key",
    ]);
  }
  const first = await post('a "key" \\ of mine');
  expect([first.status, first.headers.get("Idempotency-Replayed")]).toEqual([201, null]);
  expect(first.headers.get("Location")).toBe(`/booking/${String(first.body["id"])}`);
  const again = await post('"a \\"key\\" \\\\ of mine"', {
    duration_minutes: 60,
    coach_id: coach.id.toUpperCase(),
    session_datetime: morning().replace(".000Z", "+00:00"),
  });
  expect([again.status, again.text, again.headers.get("Idempotency-Replayed")]).toEqual([201, first.text, "true"]);
  expect([again.headers.get("ETag"), again.headers.get("Location")]).toEqual(['"1"', first.headers.get("Location")]);
  const other = await post('a "key" \\ of mine', { ...body, duration_minutes: 30 });
  expect([other.status, other.body["code"]]).toEqual([422, "idempotency_key_reused"]);

  // A settled refusal is replayed too, with the first request's id.
  const taken = await post("second", body);
  const takenAgain = await post("second", body);
  expect([taken.status, taken.body["code"], takenAgain.text]).toEqual([400, "slot_taken", taken.text]);
  expect(takenAgain.headers.get("Idempotency-Replayed")).toBe("true");
  expect(takenAgain.headers.get("X-Request-Id")).not.toBe(taken.body["request_id"]);
});

test("If-Match is compared strongly, after existence and ownership", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  const booking = (await api("POST", "/booking", { as: client, body })).body;
  const path = `/booking/${String(booking["id"])}/status`;
  const before = await record();
  for (const tag of ['"2"', 'W/"1"', "1", '""', '"01"', '"1", "2"', "nonsense"]) {
    const answer = await api("PATCH", path, { as: coach, body: { status: "confirmed" }, headers: { "If-Match": tag } });
    expect([tag, answer.status, answer.body["code"]]).toEqual([tag, 412, "revision_mismatch"]);
  }
  expect(await record()).toEqual(before);
  const stranger = await someone("client");
  expect((await api("DELETE", `/booking/${String(booking["id"])}`, { as: stranger, headers: { "If-Match": "x" } })).status).toBe(403);
  expect((await api("DELETE", `/booking/${crypto.randomUUID()}`, { as: stranger, headers: { "If-Match": "x" } })).status).toBe(404);
  const confirmed = await api("PATCH", path, { as: coach, body: { status: "confirmed" }, headers: { "If-Match": '"1"' } });
  expect([confirmed.status, confirmed.headers.get("ETag")]).toEqual([200, '"2"']);
  const cancelled = await api("DELETE", `/booking/${String(booking["id"])}`, { as: client, headers: { "If-Match": "*" } });
  expect([cancelled.status, cancelled.text]).toEqual([204, ""]);
});

test.each([
  ["a cancel", "DELETE", "", undefined, 204],
  ["a move", "PATCH", "", { session_datetime: morning(4) }, 200],
  ["a status", "PATCH", "/status", { status: "cancelled" }, 200],
] as const)(
  "If-Match on %s: a stale one is 412 and changes nothing, the present one is taken",
  async (_what, method, tail, body, status) => {
    const coach = await seenCoach(api);
    const client = await someone("client");
    const asked = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
    const path = `/booking/${String((await api("POST", "/booking", { as: client, body: asked })).body["id"])}`;
    const change = async (tag: string) => await api(method, path + tail, { as: client, body, headers: { "If-Match": tag } });
    expect((await api("PATCH", `${path}/status`, { as: coach, body: { status: "confirmed" } })).headers.get("ETag")).toBe('"2"');
    const before = await wholeRecord();
    for (const tag of ['"1"', '"3"', 'W/"2"', "2"]) {
      const answer = await change(tag);
      expect([tag, answer.status, answer.body["code"]]).toEqual([tag, 412, "revision_mismatch"]);
    }
    expect(await wholeRecord()).toEqual(before);
    const changed = await change('"2"');
    expect([changed.status, changed.headers.get("ETag")]).toEqual([status, '"3"']);
  },
);

test("the list of problems has a row for each code, which `type` leads to", async () => {
  const { text, headers } = await api("GET", "/docs/problems");
  expect(headers.get("Content-Type")).toMatch(/^text\/html/u);
  expect(text).toMatch(/^<!doctype html><html lang="en"/u);
  for (const [code, { status, meaning }] of Object.entries(PROBLEMS)) {
    expect(text).toContain(`<tr id="${code}"><td><code>${code}</code></td><td>${String(status)}</td><td lang="en">`);
    expect(text.replaceAll("&#39;", "'").replaceAll("&quot;", '"')).toContain(`<td lang="en">${meaning}</td>`);
  }
});

test("the reference page needs no other host", async () => {
  const page = await api("GET", "/docs/reference");
  expect(page.headers.get("Content-Type")).toMatch(/^text\/html/u);
  expect(page.headers.get("Content-Security-Policy")).not.toContain("http");
  const script = await api("GET", "/docs/init.js");
  for (const { text } of [page, script]) expect(text).not.toMatch(/https?:|\/\/[a-z]/u);
  const linked = [...page.text.matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, path]) => String(path));
  expect(linked).toEqual(expect.arrayContaining(Object.keys(REFERENCE_FILES).map((name) => `/docs/${name}`)));
  for (const path of linked) {
    const file = await api("GET", path);
    expect([path, file.status, file.text.length > 100]).toEqual([path, 200, true]);
    expect(file.headers.get("X-Content-Type-Options")).toBe("nosniff");
  }
  for (const path of ["/docs/swagger-ui.js", "/docs/package.json", "/docs/..%2Fpackage.json", "/swagger-ui.css", "/index.html"]) {
    expect([path, (await api("GET", path)).status]).toEqual([path, 404]);
  }
});
