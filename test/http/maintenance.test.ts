/** Maintenance: reading goes on and nothing is changed. After a restore: calendars start anew, agendas wake, the trail and its anchors go on. */
import { createScheduledController, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import worker from "../../src/index.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { MAINTENANCE_LOOK_MS } from "../../src/limits/maintenance.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { agendaVariables } from "../support/worker.ts";
import { apiWith, browserOf, config, morning, record, seenCoach, someone } from "./app-under-test.ts";
import { booked } from "./stories.ts";

const api = apiWith();
const still = apiWith({ config: { ...config, isInMaintenance: true } });

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  delete agendaVariables["MAINTENANCE"];
});

test("during maintenance every write is told 503 with Retry-After and changes nothing, and everything can be read", async () => {
  const [coach, client, admin] = [await seenCoach(api), await someone("client"), await someone("admin")];
  const id = await booked(api, client, coach, morning());
  await api("GET", "/me", { as: admin });
  const before = await record();
  for (const [method, path, as] of [
    ["POST", "/booking", client],
    ["DELETE", `/booking/${id}`, client],
    ["PATCH", `/coach/${coach.id}/settings`, coach],
    ["PUT", `/admin/users/${client.id}`, admin],
    ["POST", "/payments/webhook", undefined],
    ["POST", "/calendar/google/notifications", undefined],
  ] as const) {
    const answer = await still(method, path, { body: {}, ...(as === undefined ? {} : { as }) });
    expect([path, answer.status, answer.body["code"], answer.headers.get("Retry-After")]).toEqual([path, 503, "maintenance", "120"]);
  }
  const consent = await still.fetch(new Request("https://booking.test/calendar/google/callback?code=c&state=s"));
  expect(consent.status).toBe(503);
  const form = await (await browserOf(still, client)).submit(`/bookings/${id}/cancel`, {});
  expect([form.status, form.headers.get("Retry-After")]).toEqual([503, "120"]);
  expect((await still("GET", `/booking/${id}`, { as: client })).status).toBe(200);
  expect((await (await browserOf(still, client)).see(`/bookings/${id}`)).status).toBe(200);
  expect(await record()).toEqual(before);
});

test("an agenda in maintenance turns commands away, leaves what is due and looks again after a minute; then it goes on", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  await booked(api, client, coach, morning());
  const due = async () =>
    await env.DB.prepare("SELECT count(*) AS n FROM outbox WHERE coach_id = ?1 AND state = 'due'").bind(coach.id).first("n");
  const before = await due();
  const agenda = env.COACH_AGENDA.getByName(coach.id);
  // A deployment with another variable begins the object anew.
  await runInDurableObject(agenda, (_, state) => state.abort()).catch(() => undefined);
  agendaVariables["MAINTENANCE"] = "on";
  const turnedAway = await api("POST", "/booking", {
    as: client,
    body: { coach_id: coach.id, session_datetime: morning(4), duration_minutes: 60 },
  });
  expect([turnedAway.status, turnedAway.body["code"]]).toEqual([503, "busy"]);
  const again = env.COACH_AGENDA.getByName(coach.id);
  await again.wake(coach.id);
  await runDurableObjectAlarm(again);
  expect(await due()).toBe(before);
  const armed = await runInDurableObject(again, async (_, state) => await state.storage.getAlarm());
  expect(armed).toBe(Date.now() + MAINTENANCE_LOOK_MS);
  await runInDurableObject(again, (_, state) => state.abort()).catch(() => undefined);
  delete agendaVariables["MAINTENANCE"];
  await settleAgenda(coach.id);
});

test("the sweep does not come during maintenance", async () => {
  await env.KEPT.delete("sweep-parts");
  await worker.scheduled(createScheduledController(), { ...env, MAINTENANCE: "on" } as Env);
  expect(await env.KEPT.get("sweep-parts")).toBeNull();
  await worker.scheduled(createScheduledController(), env);
  expect(await env.KEPT.get("sweep-parts")).not.toBeNull();
});

/** The tables as they stand, and the way back to it: what Time Travel does to a database, on one that has no such thing. */
async function minuteOf(tables: readonly string[]): Promise<() => Promise<void>> {
  const kept = new Map<string, Record<string, unknown>[]>();
  for (const table of tables) kept.set(table, (await env.DB.prepare(`SELECT rowid AS rowid_, * FROM ${table}`).all()).results);
  return async () => {
    const { results: triggers } = await env.DB.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all<{
      name: string;
      sql: string;
    }>();
    const statements = [
      env.DB.prepare("PRAGMA defer_foreign_keys = ON"),
      ...triggers.map(({ name }) => env.DB.prepare(`DROP TRIGGER ${name}`)),
    ];
    for (const [table, rows] of kept) {
      statements.push(env.DB.prepare(`DELETE FROM ${table}`));
      for (const { rowid_, ...row } of rows) {
        const names = Object.keys(row);
        const isPlain = table === "audit_log";
        const columns = [...(isPlain ? ["rowid"] : []), ...names].join(", ");
        const values = [...(isPlain ? [rowid_] : []), ...Object.values(row)];
        statements.push(env.DB.prepare(`INSERT INTO ${table} (${columns}) VALUES (${values.map(() => "?").join(", ")})`).bind(...values));
      }
    }
    await env.DB.batch([...statements, ...triggers.map(({ sql }) => env.DB.prepare(sql))]);
  };
}

test("a drill: a day's work, the record taken back to a minute of it, put right in steps; the trail verifies, and what comes next is booked", async () => {
  const [coach, client, admin] = [await seenCoach(api), await someone("client"), await someone("admin")];
  await api("GET", "/me", { as: admin });
  const kept = await booked(api, client, coach, morning());
  await env.DB.prepare(
    `INSERT INTO payments (id, booking_id, coach_id, client_id, amount_minor, currency, state, captured_minor, refunded_minor,
       cutoff_minutes, late_refund_percent, expires_at, created_at, updated_at)
     VALUES (?1, ?2, ?3, ?4, 100, 'EUR', 'open', 0, 0, 0, 0, ?5, 0, 0)`,
  )
    .bind(crypto.randomUUID(), kept, coach.id, client.id, Date.now() + MINUTE_MS)
    .run();
  await env.DB.prepare(
    `INSERT INTO calendar_connections (id, user_id, provider, account_id, scopes, state, blocking_calendars, is_organizer, expected_by, created_at, updated_at)
     VALUES (?1, ?2, 'google', 'a', '', 'active', '[]', 0, ?3, 0, 0)`,
  )
    .bind(crypto.randomUUID(), coach.id, Date.now())
    .run();
  const minute = new Date().toISOString();
  const back = await minuteOf([
    "users",
    "coach_profiles",
    "bookings",
    "outbox",
    "audit_log",
    "idempotency_keys",
    "payments",
    "calendar_connections",
  ]);
  vi.setSystemTime(Date.now() + 10 * MINUTE_MS);
  const lost = await booked(api, client, coach, morning(5));
  // The sweep anchors what is going to be lost.
  await worker.scheduled(createScheduledController(), env);
  const contradicted = async () => (await api("GET", `/admin/audit/verify?coach_id=${coach.id}`, { as: admin })).body;
  const sound = await contradicted();

  await back();
  expect((await api("GET", `/booking/${lost}`, { as: client })).status).toBe(404);
  expect(await contradicted()).not.toEqual(sound);

  const anew: string[] = [];
  const woken: string[] = [];
  const operator = apiWith({
    config: { ...config, isInMaintenance: true },
    startAccountAnew: async (userId, provider) => await Promise.resolve(void anew.push(`${userId}:${provider}`)),
    wake: async (coachId) => await Promise.resolve(void woken.push(coachId)),
  });
  const steps = [];
  for (let cursor: unknown = undefined; cursor !== null && steps.length < 9;) {
    const { status, body } = await operator("POST", "/admin/restored", {
      as: admin,
      body: { restored_to: minute, ...(cursor === undefined ? {} : { cursor }) },
    });
    expect(status).toBe(200);
    steps.push(body);
    cursor = body["next_cursor"];
  }
  expect(anew).toContain(`${coach.id}:google`);
  expect(woken).toContain(coach.id);
  const first = steps[0] ?? {};
  expect((first["payments"] as { booking_id: string }[]).map(({ booking_id: id }) => id)).toEqual([kept]);
  expect(steps.slice(1).every((step) => (step["payments"] as unknown[]).length === 0)).toBe(true);

  // One signed row says so, and the anchors go on from the restored end.
  const verdict = await api("GET", "/admin/audit/verify", { as: admin });
  expect([verdict.status, verdict.body["broken_seq"]]).toEqual([200, null]);
  const acts = await env.DB.prepare("SELECT action, author_id FROM audit_log WHERE chain = 'admin' AND action = 'anchors_continued'").all();
  expect(acts.results).toEqual([{ action: "anchors_continued", author_id: admin.id }]);
  const { keys } = await env.KEPT.list({ prefix: "audit-continued:" });
  expect(keys).toHaveLength(1);

  // The time of the booking that is gone can be booked again.
  await booked(api, client, coach, morning(5));
  const whole = await api("GET", `/admin/audit/verify?coach_id=${coach.id}`, { as: admin });
  expect([whole.body["broken_seq"], whole.body["unaudited_booking_id"], whole.body["broken_anchor"]]).toEqual([null, null, null]);
});

test("an account that cannot be reached is counted, and the others go on", async () => {
  const admin = await someone("admin");
  const failing = apiWith({ startAccountAnew: () => Promise.reject(new Error("away")) });
  const { body } = await failing("POST", "/admin/restored", { as: admin, body: { restored_to: morning() } });
  expect(body["failed"]).toBe(body["accounts"]);
});
