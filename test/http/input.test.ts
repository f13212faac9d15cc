/** What is refused for its form, before anything is looked up or written (S19-S23, S26, S27). */
import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { BODY_BYTES_MAX } from "../../src/limits.ts";
import { type Answer, apiWith, morning, type Person, record, seenCoach, someone } from "./app-under-test.ts";

const api = apiWith();
let coach: Person;
let client: Person;
let before: Record<string, number>;

beforeAll(async () => {
  coach = await seenCoach(api);
  client = await someone("client");
});

async function expectInvalid(answer: Answer, pointer: string, what: string): Promise<void> {
  expect([what, answer.status, answer.body["code"]]).toEqual([what, 400, "validation_failed"]);
  const errors = answer.body["errors"] as { pointer: string }[];
  expect(
    errors.map((error) => error.pointer),
    what,
  ).toContain(pointer);
}

async function book(fields: Record<string, unknown>): Promise<Answer> {
  const body = { coach_id: coach.id, session_datetime: morning(), duration_minutes: 60, ...fields };
  return await api("POST", "/booking", { as: client, body });
}

async function lookUp(query: Record<string, string>): Promise<Answer> {
  const text = new URLSearchParams({ start_date: "2027-03-01", end_date: "2027-03-02", ...query }).toString();
  return await api("GET", `/booking/coach/${coach.id}/availability?${text}`);
}

test("S19: refuses a range over 62 days or the wrong way round, and accepts exactly 62", async () => {
  const at = (day: string) => `${day}T00:00:00Z`;
  for (const [start, end] of [
    ["2027-01-01", "2027-03-04"],
    ["2027-01-02", "2027-01-01"],
    [at("2027-01-01"), "2027-03-05T00:00:00.001Z"],
    [at("2027-01-02"), at("2027-01-02")],
    [at("2027-01-02"), at("2027-01-01")],
    ["2027-01-01", "2028-01-01T00:00:00Z"],
    ["2027-01-05", at("2027-01-01")],
  ] as const) {
    await expectInvalid(await lookUp({ start_date: start, end_date: end }), "/end_date", `${start}/${end}`);
  }
  for (const [start, end] of [
    ["2027-01-01", "2027-03-03"],
    [at("2027-01-01"), at("2027-03-04")],
    ["2001-01-01", "2001-01-01"],
  ] as const) {
    expect((await lookUp({ start_date: start, end_date: end })).status, `${start}/${end}`).toBe(200);
  }
});

test("S19: refuses a duration outside 15-480 or not a whole number, in query and body alike", async () => {
  before = await record();
  for (const duration of ["14", "481", "60.5", "-60", "6e1", "0x3c", "", "NaN", "Infinity", "1000000000000000000000"]) {
    await expectInvalid(await lookUp({ duration_minutes: duration }), "/duration_minutes", duration);
  }
  for (const duration of [14, 481, 60.5, -60, "60", null, 1e300, [60]]) {
    await expectInvalid(await book({ duration_minutes: duration }), "/duration_minutes", String(duration));
  }
  expect(await record()).toEqual(before);
});

test("S20: refuses any limit but 1-100, an offset that is none, a forged cursor, and offset and cursor together", async () => {
  const list = async (query: string) => await api("GET", `/booking/client/${client.id}?${query}`, { as: client });
  for (const limit of ["1e9", "1000000000", "101", "0", "-1", "NaN", "", "10.5", "+5", "5&limit=6"]) {
    await expectInvalid(await list(`limit=${limit}`), "/limit", limit);
  }
  for (const offset of ["-1", "1e3", "x", "100001"]) await expectInvalid(await list(`offset=${offset}`), "/offset", offset);
  const cursorOf = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_");
  const id = crypto.randomUUID();
  for (const cursor of [
    "x",
    "",
    "%00",
    "null",
    cursorOf(null),
    cursorOf([]),
    cursorOf({ starts_at: 1 }),
    cursorOf({ starts_at: "1", id }),
    cursorOf({ starts_at: 1, id: "x" }),
    cursorOf({ starts_at: 1, id, more: 1 }),
    cursorOf({ id, starts_at: 1 }),
    cursorOf({ starts_at: 1e300, id }),
    "A".repeat(5000),
  ]) {
    await expectInvalid(await list(`cursor=${cursor}`), "/cursor", cursor);
  }
  const sound = cursorOf({ starts_at: 1_800_000_000_000, id });
  const page = await list(`cursor=${sound}&limit=100`);
  expect([page.status, page.body["bookings"], page.body["next_cursor"], "total" in page.body, "offset" in page.body]).toEqual([
    200,
    [],
    null,
    false,
    false,
  ]);
  await expectInvalid(await list(`cursor=${sound}&offset=0`), "/cursor", "both");
  expect((await list("status=pending&from=2027-01-01T00:00:00Z&limit=100&offset=0")).body).toMatchObject({
    bookings: [],
    limit: 100,
    offset: 0,
    total: 0,
    next_cursor: null,
  });
});

test("S21: refuses a body over 64 KiB, whatever length it declares", async () => {
  before = await record();
  const long = JSON.stringify({ notes: "x".repeat(BODY_BYTES_MAX) });
  expect((await api("POST", "/booking", { as: client, body: long })).status).toBe(413);
  const chunked = new ReadableStream({
    start(controller) {
      for (let chunk = 0; chunk < 10; chunk += 1) controller.enqueue(new TextEncoder().encode(" ".repeat(10_000)));
      controller.close();
    },
  });
  const request = new Request("https://booking.test/booking", {
    method: "POST",
    headers: { Authorization: `Bearer ${client.token}`, "Content-Type": "application/json" },
    body: chunked,
  });
  const streamed = await api.fetch(request);
  expect([streamed.status, (await streamed.json<{ code: string }>()).code]).toEqual([413, "payload_too_large"]);
  // One byte less than too much is read, and refused for what it says.
  const filled = `"${"x".repeat(BODY_BYTES_MAX - 2)}"`;
  expect((await api("POST", "/booking", { as: client, body: filled })).body["code"]).toBe("validation_failed");
  expect(await record()).toEqual(before);
});

test("S21: refuses JSON 1,000 deep, broken JSON and broken UTF-8, and takes no harm from __proto__", async () => {
  before = await record();
  const deep = "[".repeat(1_000) + "]".repeat(1_000);
  for (const body of [deep, `{"coach_id":${deep}}`, `{"notes":${'{"a":'.repeat(1_000)}1${"}".repeat(1_000)}}`]) {
    const answer = await api("POST", "/booking", { as: client, body });
    expect([answer.status, answer.body["code"]]).toEqual([400, "validation_failed"]);
  }
  for (const body of ["", "{", "[".repeat(60_000), "{'a':1}", "undefined", "NaN", "\u0000"]) {
    const answer = await api("POST", "/booking", { as: client, body });
    expect([body.slice(0, 10), answer.status, answer.body["code"]]).toEqual([body.slice(0, 10), 400, "malformed_json"]);
  }
  const broken = new Request("https://booking.test/booking", {
    method: "POST",
    headers: { Authorization: `Bearer ${client.token}`, "Content-Type": "application/json" },
    body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
  });
  expect((await (await api.fetch(broken)).json<{ code: string }>()).code).toBe("malformed_json");
  for (const body of [`{"__proto__":{"status":"confirmed"}}`, `{"constructor":{"prototype":{"polluted":1}}}`]) {
    const answer = await api("POST", "/booking", { as: client, body });
    expect([answer.status, answer.body["code"]]).toEqual([400, "validation_failed"]);
  }
  expect(Object.prototype).not.toHaveProperty("polluted");
  expect(Object.prototype).not.toHaveProperty("status");
  expect(await record()).toEqual(before);
});

test("S22: refuses a body that does not say it is JSON", async () => {
  before = await record();
  const body = JSON.stringify({ coach_id: coach.id, session_datetime: morning(), duration_minutes: 60 });
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "application/vnd.api+json",
    "application/jsonp",
    "",
  ]) {
    const answer = await api("POST", "/booking", { as: client, body, headers: { "Content-Type": type } });
    expect([type, answer.status, answer.body["code"]]).toEqual([type, 415, "unsupported_media_type"]);
  }
  expect(await record()).toEqual(before);
  const sound = await api("POST", "/booking", { as: client, body, headers: { "Content-Type": "Application/JSON; charset=utf-8" } });
  expect(sound.status).toBe(201);
});

test("S23: refuses instants without an offset, that do not exist or of far years, and unknown time zones", async () => {
  before = await record();
  for (const instant of [
    "0000-01-01T10:00:00Z",
    "9999-12-31T10:00:00Z",
    "1999-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z",
    "+02027-01-01T10:00:00Z",
    "2027-01-01T10:00:00",
    "2027-01-01 10:00:00Z",
    "2027-01-01",
    "2027-01-01T10:00Z",
    "2027-02-30T10:00:00Z",
    "2027-13-01T10:00:00Z",
    "2027-01-01T24:00:00Z",
    "2027-01-01T10:60:00Z",
    "2027-01-01T10:00:60Z",
    "2027-01-01T10:00:00+24:00",
    "2027-01-01T10:00:00+0100",
    "2027-01-01T10:00:00.1234Z",
    "2027-01-01T10:00:00Z[Europe/Lisbon]",
    "tomorrow",
    "",
    1_800_000_000_000,
    null,
  ]) {
    await expectInvalid(await book({ session_datetime: instant }), "/session_datetime", String(instant));
    if (typeof instant === "string" && instant !== "2027-01-01") {
      await expectInvalid(await lookUp({ start_date: instant }), "/start_date", instant);
    }
  }
  for (const zone of ["Mars/Olympus", "europe/lisbon", "+01:00", "", "UTC ", "../etc"]) {
    await expectInvalid(await lookUp({ time_zone: zone }), "/time_zone", zone);
    const hours = await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body: { time_zone: zone, weekly: [] } });
    await expectInvalid(hours, "/time_zone", zone);
  }
  expect(await record()).toEqual(before);
});

test("hours and settings out of bounds are refused, each at its own place", async () => {
  before = await record();
  const weekly = (start: string, end: string, weekday = 1) => ({
    time_zone: "UTC",
    weekly: [
      { weekday: 1, start: "09:00", end: "10:00" },
      { weekday, start, end },
    ],
  });
  const override = (fields: object) => ({ time_zone: "UTC", weekly: [], overrides: [{ date: "2027-01-01", intervals: [], ...fields }] });
  for (const [body, pointer] of [
    [weekly("10:00", "09:00"), "/weekly/1/start"],
    [weekly("10:00", "10:00"), "/weekly/1/start"],
    [weekly("24:00", "24:00"), "/weekly/1/start"],
    [weekly("09:00", "24:01"), "/weekly/1/end"],
    [weekly("9:00", "10:00"), "/weekly/1/start"],
    [weekly("09:00", "10:00", 7), "/weekly/1/weekday"],
    [{ weekly: [] }, "/time_zone"],
    [{ time_zone: "UTC", weekly: [], recurrences: [{ rrule: "FREQ=DAILY" }] }, "/recurrences/0/dtstart"],
    [override({ date: "2027-02-29" }), "/overrides/0/date"],
    [override({ until: "2026-12-31" }), "/overrides/0/until"],
    [override({ until: "2028-01-02" }), "/overrides/0/until"],
    [override({ intervals: [{ start: "12:00", end: "11:00" }] }), "/overrides/0/intervals/0/start"],
  ] as const) {
    await expectInvalid(await api("PUT", `/coach/${coach.id}/availability`, { as: coach, body }), pointer, JSON.stringify(body));
  }
  for (const [body, pointer] of [
    [{ slot_step_minutes: 4 }, "/slot_step_minutes"],
    [{ buffer_before_minutes: 241 }, "/buffer_before_minutes"],
    [{ horizon_days: 0 }, "/horizon_days"],
    [{ horizon_days: null }, "/horizon_days"],
    [{ cancellation_policy: [{ before_minutes: 0, refund_percent: 101 }] }, "/cancellation_policy/0/refund_percent"],
    [{ cancellation_policy: [1, 2].map((minutes) => ({ before_minutes: minutes, refund_percent: 50 })) }, "/cancellation_policy"],
    [{ payment_minutes: 4 }, "/payment_minutes"],
    [{ reminder_minutes: [1, 2, 3, 4, 5, 6] }, "/reminder_minutes"],
    [{ on_event_deleted: "ignore" }, "/on_event_deleted"],
    [[], ""],
  ] as const) {
    await expectInvalid(await api("PATCH", `/coach/${coach.id}/settings`, { as: coach, body }), pointer, JSON.stringify(body));
  }
  expect(await record()).toEqual(before);
});

test("S26: SQL in any string has no effect", async () => {
  const owner = await seenCoach(api);
  const asker = await someone("client");
  const admin = await someone("admin");
  for (const fragment of [
    "'; DROP TABLE bookings; --",
    "' OR '1'='1",
    '" OR 1=1 --',
    "1; DELETE FROM audit_log",
    "%' UNION SELECT mac FROM audit_log --",
  ]) {
    const inPath = encodeURIComponent(fragment);
    const answers = [
      await api("GET", `/booking/${inPath}`, { as: asker }),
      await api("GET", `/booking/client/${inPath}`, { as: asker }),
      await api("GET", `/booking/client/${asker.id}?status=${inPath}`, { as: asker }),
      await api("GET", `/booking/client/${asker.id}?cursor=${inPath}`, { as: asker }),
      await api("GET", `/booking/coach/${owner.id}/availability?start_date=${inPath}&end_date=${inPath}&time_zone=${inPath}`),
      await api("GET", `/coach/${inPath}`),
      await api("GET", `/admin/users?role=${inPath}`, { as: admin }),
      await api("POST", "/booking", { as: asker, body: { coach_id: fragment, session_datetime: fragment, duration_minutes: 60 } }),
      await api("PUT", `/admin/users/${asker.id}`, { as: admin, body: { status: fragment } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
  }
  const notes = "'); DROP TABLE bookings; --";
  const body = { coach_id: owner.id, session_datetime: morning(7), duration_minutes: 60, notes };
  const booked = await api("POST", "/booking", { as: asker, body, headers: { "Idempotency-Key": notes } });
  expect([booked.status, booked.body["notes"]]).toEqual([201, notes]);
  const stored = await env.DB.prepare("SELECT notes FROM bookings WHERE id = ?").bind(booked.body["id"]).first<{ notes: string }>();
  expect(stored?.notes).toBe(notes);
});

test("S27: text is stored as it is, or refused", async () => {
  before = await record();
  for (const notes of ["a\u0000b", "\ud800", "a\udc00b", "x".repeat(2_001)])
    await expectInvalid(await book({ notes }), "/notes", notes.slice(0, 9));
  expect((await book({ notes: "x".repeat(1_000_000) })).status).toBe(413);
  expect(await record()).toEqual(before);
  const owner = await seenCoach(api);
  const kept = [
    "\u202Eright to left\u202C",
    "e\u0301 is not \u00e9",
    "  blanks  ",
    "<script>alert(1)</script>",
    "\uFEFFa\r\nb\t",
    "😀".repeat(1_000),
    "",
  ];
  for (const [day, notes] of kept.entries()) {
    const asker = await someone("client");
    const body = { coach_id: owner.id, session_datetime: morning(day + 2), duration_minutes: 60, notes };
    const booked = await api("POST", "/booking", { as: asker, body });
    expect([notes, booked.status]).toEqual([notes, 201]);
    expect((await api("GET", `/booking/${String(booked.body["id"])}`, { as: asker })).body["notes"]).toBe(notes);
  }
});
