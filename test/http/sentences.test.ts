/** Validation speaks the service's own sentences, whatever is wrong; and what a caller types in another case is understood. */
import { expect, test } from "vitest";
import { dayAhead } from "../support/days.ts";
import { apiWith, morning, type Person, seenCoach, someone } from "./app-under-test.ts";
import { booked } from "./stories.ts";

const api = apiWith();

/** Words of the library's own messages. */
const LIBRARY_WORDS = /\b(?:expected|received|invalid|too (?:big|small)|unrecognized|undefined|nan)\b|<=|>=/iu;

const WRONG: readonly unknown[] = [null, 7, -1, 1.5, 1e12, true, "", "x", "x".repeat(5_000), [], [null], {}, { x: 1 }];

test.each([
  ["POST", "/booking", "client", ["coach_id", "session_datetime", "duration_minutes", "notes", "unknown"]],
  ["PATCH", "/booking/00000000-0000-4000-8000-000000000000", "client", ["session_datetime", "duration_minutes"]],
  ["PATCH", "/booking/00000000-0000-4000-8000-000000000000/status", "client", ["status", "reason"]],
  [
    "PATCH",
    "/coach/ID/settings",
    "coach",
    ["slot_step_minutes", "horizon_days", "cancellation_policy", "payment_minutes", "reminder_minutes", "on_event_deleted"],
  ],
  ["POST", "/coach/ID/offers", "coach", ["title", "duration_minutes", "price", "place", "cancellation_policy", "position"]],
  ["POST", "/booking/00000000-0000-4000-8000-000000000000/move-request", "client", ["session_datetime", "duration_minutes"]],
  ["PUT", "/coach/ID/availability", "coach", ["time_zone", "weekly", "recurrences", "overrides"]],
  ["POST", "/calendar/sync-booking", "client", ["booking_id", "calendar_type", "timezone", "access_token"]],
  ["PUT", "/admin/users/00000000-0000-4000-8000-000000000000", "admin", ["status"]],
] as const)("%s %s finds fault in plain words", async (method, path, role, fields) => {
  const as: Person = role === "coach" ? await seenCoach(api) : await someone(role);
  const said = new Set<string>();
  for (const field of fields) {
    for (const value of WRONG) {
      const answer = await api(method, path.replace("ID", as.id), { as, body: { [field]: value } });
      for (const { detail } of (answer.body["errors"] ?? []) as { detail: string }[]) said.add(detail);
    }
  }
  expect(said.size).toBeGreaterThan(1);
  expect([...said].filter((detail) => LIBRARY_WORDS.test(detail))).toEqual([]);
});

test("queries find fault in plain words", async () => {
  const admin = await someone("admin");
  const said: string[] = [];
  for (const query of ["role=boss", "status=x", "limit=-1", "limit=1e9", "offset=x", "role=&status="]) {
    const answer = await api("GET", `/admin/users?${query}`, { as: admin });
    for (const { detail } of answer.body["errors"] as { detail: string }[]) said.push(detail);
  }
  expect(said).toContain("must be one of client, coach, admin");
  expect(said.filter((detail) => LIBRARY_WORDS.test(detail))).toEqual([]);
});

test("says what is missing, and what the words are", async () => {
  const client = await someone("client");
  const answer = await api("PATCH", `/booking/${crypto.randomUUID()}/status`, { as: client, body: {} });
  expect(answer.body["errors"]).toEqual([{ pointer: "/status", detail: "is required" }]);
  const wrong = await api("PATCH", `/booking/${crypto.randomUUID()}/status`, { as: client, body: { status: "done" } });
  expect(wrong.body["errors"]).toEqual([{ pointer: "/status", detail: "must be one of pending, confirmed, completed, cancelled" }]);
});

test("a status in capitals is understood, in a body and in a query, and given back as documented", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const id = await booked(api, client, coach, morning());
  const confirmed = await api("PATCH", `/booking/${id}/status`, { as: coach, body: { status: "CONFIRMED" } });
  expect([confirmed.status, confirmed.body["status"]]).toEqual([200, "confirmed"]);
  const listed = await api("GET", `/booking/coach/${coach.id}?status=Confirmed`, { as: coach });
  expect(listed.body["total"]).toBe(1);
  const admin = await someone("admin");
  const set = await api("PUT", `/admin/users/${client.id}`, { as: admin, body: { status: "INACTIVE" } });
  expect([set.status, set.body["status"]]).toEqual([200, "inactive"]);
});

test("DELETE takes a reason, which is part of the request that an idempotency key stands for", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const id = await booked(api, client, coach, morning());
  const headers = { "Idempotency-Key": "bye" };
  const tooLong = await api("DELETE", `/booking/${id}?reason=${"x".repeat(501)}`, { as: client });
  expect(tooLong.body["errors"]).toEqual([{ pointer: "/reason", detail: "must have at most 500 characters" }]);
  expect((await api("DELETE", `/booking/${id}?reason=I%20am%20ill`, { as: client, headers })).status).toBe(204);
  expect((await api("GET", `/booking/${id}`, { as: client })).body).toMatchObject({ status: "cancelled", cancel_reason: "I am ill" });
  expect((await api("DELETE", `/booking/${id}?reason=I%20am%20ill`, { as: client, headers })).status).toBe(204);
  expect((await api("DELETE", `/booking/${id}?reason=other`, { as: client, headers })).status).toBe(422);
  expect((await api("DELETE", `/booking/${id}`, { as: client, headers })).status).toBe(422);
});

test("every answer to a write carries the version of what can be booked, and a look-up with it shows the change", async () => {
  const coach = await seenCoach(api);
  const client = await someone("client");
  const admin = await someone("admin");
  const path = `/booking/coach/${coach.id}/availability?start_date=${dayAhead(3, "00:00")}&end_date=${dayAhead(4, "00:00")}`;
  let last = Number((await api("GET", path)).body["availability_version"]);
  const expectNext = async (
    answer: { status: number; headers: Headers; body: Readonly<Record<string, unknown>> },
    rises = 1,
  ): Promise<void> => {
    const version = Number(answer.headers.get("Availability-Version"));
    expect([answer.status < 300, version]).toEqual([true, last + rises]);
    if (answer.body["availability_version"] !== undefined) expect(answer.body["availability_version"]).toBe(version);
    last = version;
    expect((await api("GET", `${path}&min_version=${String(version)}`)).body["availability_version"]).toBe(version);
  };
  const made = await api("POST", "/booking", {
    as: client,
    body: { coach_id: coach.id, session_datetime: dayAhead(3, "09:00"), duration_minutes: 60 },
  });
  await expectNext(made);
  const booking = `/booking/${String(made.body["id"])}`;
  await expectNext(await api("PATCH", booking, { as: client, body: { session_datetime: dayAhead(3, "11:00") } }));
  // The time that it holds stays the same.
  await expectNext(await api("PATCH", `${booking}/status`, { as: coach, body: { status: "confirmed" } }), 0);
  await expectNext(await api("DELETE", booking, { as: client }));
  await expectNext(await api("PATCH", `/coach/${coach.id}/settings`, { as: coach, body: { buffer_after_minutes: 5 } }));
  const hours = { time_zone: "UTC", weekly: [], recurrences: [], overrides: [] };
  await expectNext(await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: hours }));
  const shut = await api("PUT", `/admin/users/${coach.id}`, { as: admin, body: { status: "inactive" } });
  expect([shut.status, shut.headers.get("Availability-Version")]).toEqual([200, String(last + 1)]);
});
