/** The deep look at health: who is answered, what each part says, and that it costs and leaves little. */
import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { compose } from "../../src/compose.ts";
import { openDatabase } from "../../src/database/open.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { HEALTH_THRESHOLDS } from "../../src/limits/health.ts";
import worker from "../../src/index.ts";
import { apiWith, config, counting, morning, record, seenCoach, someone } from "./app-under-test.ts";
import { booked } from "./stories.ts";
import { useWellRecord } from "./well.ts";
import { countingInto, noCounts } from "../support/counting.ts";

const PATH = "/health/deep";
const [SECRET = "", OLDER = ""] = config.healthSecrets;
const api = apiWith();
const ask = async (call = api, secret = SECRET) => await call("GET", PATH, { headers: { "Health-Secret": secret } });
const partsOf = (body: Readonly<Record<string, unknown>>) => body["parts"] as Record<string, { state: string; measured: number | null }>;

useWellRecord();

test("nobody is answered without the secret, an admin's token neither; the secret and the one before it open it", async () => {
  const before = await record();
  for (const [as, secret] of [
    [undefined, undefined],
    [undefined, ""],
    [undefined, SECRET.slice(0, -1)],
    [undefined, `${SECRET} ${OLDER}`],
    [await someone("admin"), undefined],
  ] as const) {
    const headers = secret === undefined ? {} : { "Health-Secret": secret };
    const answer = await api("GET", PATH, { headers, ...(as === undefined ? {} : { as }) });
    expect([answer.status, answer.body["code"]]).toEqual([404, "not_found"]);
  }
  expect(await record()).toEqual(before);
  expect((await ask()).status).toBe(200);
  expect((await ask(api, OLDER)).status).toBe(200);
});

test("where no secret is configured the path does not exist, whatever is sent", async () => {
  const closed = apiWith({ config: { ...config, healthSecrets: [] } });
  for (const secret of ["", "undefined", SECRET]) expect((await ask(closed, secret)).status).toBe(404);
});

test("everything well is 200 with each part's figure, its unit and its thresholds; the probe leaves nothing", async () => {
  const before = await record();
  const answer = await ask();
  expect([answer.status, answer.body["status"]]).toEqual([200, "ok"]);
  expect(Object.keys(partsOf(answer.body))).toEqual(Object.keys(HEALTH_THRESHOLDS));
  for (const part of Object.values(partsOf(answer.body))) expect([part.state, typeof part.measured]).toEqual(["ok", "number"]);
  expect(partsOf(answer.body)["database_size"]?.measured).toBeGreaterThan(100_000);
  expect(await record()).toEqual(before);
});

test("each look asks an object of each class by a new name, and leaves nothing in it; one that does not answer is a failure", async () => {
  const names: string[] = [];
  const { lookAtObjects } = compose(env);
  const noting = apiWith({
    lookAtObjects: async (name) => {
      names.push(name);
      await lookAtObjects(name);
    },
  });
  for (let look = 0; look < 10; look += 1) expect((await ask(noting)).status).toBe(200);
  expect(new Set(names).size).toBe(10);
  for (const objects of [env.COACH_AGENDA, env.CALENDAR_ACCOUNT] as unknown as DurableObjectNamespace[]) {
    const kept = async (name: string) =>
      await runInDurableObject(objects.getByName(name), async (_object, { storage }) => [
        (await storage.list()).size,
        await storage.getAlarm(),
      ]);
    expect(await Promise.all(names.map(kept))).toEqual(names.map(() => [0, null]));
  }
  const silent = await ask(apiWith({ lookAtObjects: async () => await Promise.reject(new Error("no answer")) }));
  expect([silent.status, partsOf(silent.body)["objects"]]).toMatchObject([503, { state: "failing", measured: null }]);
});

test("an effect that is late is a warning, then a failure with 503; one that is due later is neither", async () => {
  const [coach, client] = [await seenCoach(api), await someone("client")];
  await booked(api, client, coach, morning());
  const dueAgo = async (minutes: number) => {
    await env.DB.prepare("UPDATE outbox SET due_at = ?1")
      .bind(Date.now() - minutes * MINUTE_MS)
      .run();
    return await ask();
  };
  const states = [];
  for (const minutes of [-60, 5, 11, 31]) {
    const { status, body } = await dueAgo(minutes);
    states.push([status, body["status"], partsOf(body)["overdue_effects"]?.state]);
  }
  expect(states).toEqual([
    [200, "ok", "ok"],
    [200, "ok", "ok"],
    [200, "warning", "warning"],
    [503, "failing", "failing"],
  ]);
});

test("calendars that have fallen silent are counted, those woken a moment ago as well; one that is to be connected anew is not", async () => {
  const coach = await seenCoach(api);
  const connect = async (index: number, state: string, expectedBy: number) => {
    await env.DB.prepare(
      `INSERT INTO calendar_connections (id, user_id, provider, account_id, scopes, state, blocking_calendars, is_organizer, expected_by, created_at, updated_at)
       VALUES (?1, ?2, ?3, 'a', '', ?4, '[]', 0, ?5, 0, 0)`,
    )
      .bind(crypto.randomUUID(), coach.id, index === 0 ? "google" : "outlook", state, expectedBy)
      .run();
  };
  await connect(0, "active", Date.now() + 5 * MINUTE_MS);
  await connect(1, "needs_reconnect", 0);
  expect(partsOf((await ask()).body)["silent_accounts"]?.measured).toBe(1);
});

test("the lag of the anchors counts from the sweep that last anchored; before the first sweep it is a warning", async () => {
  await env.KEPT.delete("sweep-parts");
  const stateNow = async () => partsOf((await ask()).body)["anchor_lag"]?.state;
  const states = [await stateNow()];
  const now = Date.now();
  for (const minutes of [61, 16, 0]) {
    vi.useFakeTimers({ toFake: ["Date"], now: now - minutes * MINUTE_MS });
    await worker.scheduled(createScheduledController(), env);
    vi.useRealTimers();
    states.push(await stateNow());
  }
  expect(states).toEqual(["warning", "failing", "warning", "ok"]);
});

test("a part that does not answer fails alone, is 503 and says no word of why", async () => {
  const broken = new Proxy(env.KEPT, { get: () => () => Promise.reject(new Error("the store is away: key k1")) });
  const answer = await ask(apiWith({ kept: broken }));
  expect([answer.status, answer.body["status"]]).toEqual([503, "failing"]);
  const parts = partsOf(answer.body);
  expect(parts["anchor_lag"]).toMatchObject({ state: "failing", measured: null });
  expect(Object.values(parts).filter(({ state }) => state === "ok")).toHaveLength(6);
  expect(answer.text).not.toContain("away");
});

test("a full database, which refuses writes, fails the writing part and not the reading one", async () => {
  await env.DB.prepare(
    "CREATE TRIGGER full_database BEFORE INSERT ON idempotency_keys BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
  ).run();
  try {
    const { status, body } = await ask();
    const { database_read: read, database_write: write } = partsOf(body);
    expect([status, read?.state, write?.state, write?.measured]).toEqual([503, "ok", "failing", null]);
  } finally {
    await env.DB.prepare("DROP TRIGGER full_database").run();
  }
});

test("a deep look reads a few rows for each coach with something due, and not one for each effect", async () => {
  const coach = await seenCoach(api);
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
     INSERT INTO outbox (id, coach_id, revision, kind, due_at, created_at)
     SELECT 'health-' || i, ?1 || (i % 1000), 1, 'reminder', 9999999999999, 0 FROM n`,
  )
    .bind(coach.id)
    .run();
  const counts = noCounts();
  expect((await ask(apiWith({ database: openDatabase(countingInto(env.DB, counts)) }))).status).toBe(200);
  expect(counts.rowsRead).toBeLessThan(4 * 1000 + 100);
  expect(counts.rowsWritten).toBeLessThan(10);
});

test("asking is counted by the address, and for those who know the secret together as well", async () => {
  const [lookUpRate, writeRate] = [counting(9), counting(1)];
  const call = apiWith({ lookUpRate, writeRate });
  expect([(await ask(call, "guessed")).status, (await ask(call)).status, (await ask(call)).status]).toEqual([404, 200, 429]);
  expect([...lookUpRate.keys.values(), ...writeRate.keys.values()]).toEqual([3, 2]);
});
