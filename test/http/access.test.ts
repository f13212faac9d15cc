/** Who gets in, and how little a refusal says (S10, S15, S17, S18, S48). */
import { expect, test } from "vitest";
import { openApiDocument } from "../../src/contract/document.ts";
import { apiWith, morning, record, seenCoach, someone } from "./app-under-test.ts";

const api = apiWith();
const METHODS = ["get", "put", "post", "delete", "patch"] as const;

interface Documented {
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly statuses: readonly string[];
}

function operations(): Documented[] {
  return Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      // An absent `security` would mean that somebody forgot to think about it.
      expect(operation.security, `${method} ${path}`).toBeDefined();
      // None, or one that asks for nothing.
      const { security = [] } = operation;
      const isPublic = security.length === 0 || security.some((one) => Object.keys(one).length === 0);
      return [{ method: method.toUpperCase(), path, isPublic, statuses: Object.keys(operation.responses ?? {}) }];
    }),
  );
}

test("S10: every operation that is not marked public refuses a call without a token", async () => {
  const guarded = operations().filter(({ isPublic }) => !isPublic);
  expect(guarded.length).toBeGreaterThan(10);
  const before = await record();
  for (const { method, path, statuses } of guarded) {
    // The ids and bodies are nonsense on purpose: authentication comes before validation.
    const concrete = path.replaceAll(/\{[^}]+\}/gu, "not-an-id");
    const answer = await api(method, concrete, method === "GET" ? {} : { body: "{", headers: { "Content-Type": "text/plain" } });
    expect({ method, path, status: answer.status, code: answer.body["code"] }).toEqual({
      method,
      path,
      status: 401,
      code: "unauthenticated",
    });
    expect(answer.headers.get("WWW-Authenticate")).toBe('Bearer realm="booking"');
    expect(statuses).toContain("401");
  }
  expect(await record()).toEqual(before);
});

test("S10: every public operation answers without a token", async () => {
  for (const { method, path, isPublic } of operations()) {
    if (!isPublic) continue;
    const answer = await api(method, path.replaceAll(/\{[^}]+\}/gu, crypto.randomUUID()));
    expect([401, 403], path).not.toContain(answer.status);
  }
});

test("the role is judged before content type, body and ids", async () => {
  const coach = await someone("coach");
  const client = await someone("client");
  const nonsense = { body: "{", headers: { "Content-Type": "text/plain" } };
  for (const [method, path, as] of [
    ["POST", "/payments/checkout", coach],
    ["POST", "/coach/nonsense/offers", client],
    ["PUT", "/coach/nonsense/availability", client],
    ["PUT", "/admin/users/nonsense", coach],
  ] as const) {
    const answer = await api(method, path, { as, ...nonsense });
    expect([path, answer.status, answer.body["code"]]).toEqual([path, 403, "forbidden"]);
  }
  // And these two before validation.
  expect((await api("PATCH", "/booking/nonsense", { as: client, ...nonsense })).status).toBe(415);
  expect((await api("PATCH", "/booking/nonsense", { as: client, body: " ".repeat(70_000) })).status).toBe(413);
});

test("S15: refuses fields that are not the caller's to set, and names each", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const before = await record();
  const sound = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 };
  for (const field of ["role", "status", "price", "payment_id", "created_at", "id", "revision", "created_by", "price_waived"]) {
    const answer = await api("POST", "/booking", { as: client, body: { ...sound, [field]: "x" } });
    expect([field, answer.status, answer.body["code"]]).toEqual([field, 400, "validation_failed"]);
    expect(answer.body["errors"]).toEqual([{ pointer: `/${field}`, detail: "is not a field of this request" }]);
  }
  const settings = await api("PATCH", `/coach/${coach.id}/settings`, {
    as: coach,
    body: { buffer_after_minutes: 5, settings_revision: 9 },
  });
  expect(settings.body["errors"]).toEqual([{ pointer: "/settings_revision", detail: "is not a field of this request" }]);
  const hours = { time_zone: "UTC", weekly: [{ weekday: 1, start: "09:00", end: "10:00", coach_id: coach.id }] };
  const nested = await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: hours });
  expect(nested.body["errors"]).toEqual([{ pointer: "/weekly/0/coach_id", detail: "is not a field of this request" }]);
  expect(await record()).toEqual(before);
});

test("S17: the public look-up shows times and nothing of who holds them", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60, notes: "nobody else's business" };
  const booked = await api("POST", "/booking", { as: client, body });
  const day = morning().slice(0, 10);
  const answer = await api("GET", `/booking/coach/${coach.id}/availability?start_date=${day}&end_date=${day}`);
  expect(Object.keys(answer.body)).toEqual([
    "coach_id",
    "offer_id",
    "time_zone",
    "duration_minutes",
    "availability_version",
    "complete",
    "next_start_date",
    "available_slots",
  ]);
  for (const secret of [client.id, String(booked.body["id"]), "nobody else's business"]) expect(answer.text).not.toContain(secret);
  expect(answer.text).not.toContain(morning());
});

test("S18: an unknown id is 404; what is another's is 403 with a constant body", async () => {
  const coach = await seenCoach(api);
  const [owner, stranger] = [await someone("client"), await someone("client")];
  const otherCoach = await seenCoach(api);
  const book = async (days: number) =>
    (await api("POST", "/booking", { as: owner, body: { coach_id: coach.id, session_datetime: morning(days), duration_minutes: 60 } }))
      .body["id"];
  const [one, another] = [await book(4), await book(5)];
  const before = await record();

  const bodies = new Set<string>();
  for (const as of [stranger, otherCoach]) {
    for (const [method, path, body] of [
      ["GET", `/booking/${String(one)}`, undefined],
      ["GET", `/booking/${String(another)}/history`, undefined],
      ["DELETE", `/booking/${String(one)}`, undefined],
      ["PATCH", `/booking/${String(one)}`, { session_datetime: morning(6) }],
      ["PATCH", `/booking/${String(another)}/status`, { status: "cancelled" }],
    ] as const) {
      const answer = await api(method, path, { as, body });
      expect([path, answer.status]).toEqual([path, 403]);
      const { instance, request_id: requestId, ...constant } = answer.body;
      expect(instance).toBe(path);
      expect(answer.headers.get("X-Request-Id")).toBe(requestId);
      bodies.add(JSON.stringify(constant));
    }
  }
  expect([...bodies]).toHaveLength(1);

  const unknown = await api("GET", `/booking/${crypto.randomUUID()}`, { as: stranger });
  expect([unknown.status, unknown.body["code"]]).toEqual([404, "booking_not_found"]);
  const malformed = await api("GET", "/booking/1", { as: stranger });
  expect([malformed.status, malformed.body["errors"]]).toEqual([400, [{ pointer: "/id", detail: "must be a UUID" }]]);
  expect(await record()).toEqual(before);
});

test("S48: a GET changes nothing: where only writing is possible it is 405 with Allow", async () => {
  const admin = await someone("admin");
  const before = await record();
  const byPath = Map.groupBy(operations(), ({ path }) => path);
  for (const [path, served] of byPath) {
    const methods = served.map(({ method }) => method);
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((name) => !methods.includes(name))) {
      const answer = await api(method, path.replaceAll(/\{[^}]+\}/gu, crypto.randomUUID()), { as: admin });
      expect([path, method, answer.status, answer.body["code"]]).toEqual([path, method, 405, "method_not_allowed"]);
      const allow = answer.headers.get("Allow")?.split(", ") ?? [];
      for (const allowed of methods) expect(allow).toContain(allowed);
    }
  }
  expect((await api("POST", "/nothing", { as: admin })).body["code"]).toBe("not_found");
  expect(await record()).toEqual(before);
});
