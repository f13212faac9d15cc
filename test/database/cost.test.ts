/**
 * The costs of the service, counted in its own runtime: each act of a booking's life, a move, a cancellation, a look-up, a signed read, an idle
 * calendar, a sweep and a whole life with what is forgotten of it later; and the bytes that are kept. No figure may rise over `bench/cost.json`; one that
 * falls is written there by hand. `npm run cost` prints what this test counts, with its price.
 */
import { applyD1Migrations, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import ceilings from "../../bench/cost.json" with { type: "json" };
import { openDatabase, openReplica } from "../../src/database/open.ts";
import { purgeOutbox } from "../../src/database/outbox.ts";
import { instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { accountOf, at, heard, later, pass, scene } from "../calendar-accounts/stage.ts";
import { apiWith } from "../http/app-under-test.ts";
import { type ActCost, NO_COST, sumOf } from "../../bench/act-cost.ts";
import { startActMeter } from "../support/act-meter.ts";
import { keptBytesOf } from "../support/kept-bytes.ts";
import { type LifeStage, liveOnce, moveAndCancel } from "../support/life.ts";
import { signToken } from "../support/people.ts";
import { sweepOnce } from "../support/sweep.ts";

declare module "vitest" {
  interface TaskMeta {
    cost?: Readonly<Record<string, ActCost>>;
    kept?: Readonly<Record<string, number>>;
  }
}

const WHOLE_LIFE = "a whole life";
const FORGETTING = "life: forgetting its effects";
const costs = new Map<string, ActCost>();
const kept = new Map<string, number>();
const meter = startActMeter();
const coachId = crypto.randomUUID();

async function counted(name: string, act: () => Promise<unknown>): Promise<void> {
  costs.set(name, await meter.count(act));
}

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  // First: the stand-in of the provider lets no consent of another month in.
  await countIdleSync();
  const { stage, look, read } = await stageOf();
  // A first life makes everybody known.
  await liveOnce(stage, async (_name, doIt) => void (await doIt()));
  const agenda = env.COACH_AGENDA.getByName(coachId);
  const stop = await meter.withStorageOf(agenda);
  await counted("a look-up, miss", look);
  const id = await liveOnce(stage, counted);
  await counted("a signed read", async () => await read(id));
  const { booking, effects } = await keptBytesOf(id);
  kept.set("a booking and its trail, for good", booking);
  kept.set("its effects, for three days", effects);
  kept.set("an agenda's object", await storedBytes(agenda));
  const told = [...costs].filter(([name]) => name.startsWith("life: ")).map(([, cost]) => cost);
  // The life before is forgotten first, so that this one is counted alone.
  await counted(FORGETTING, async () => {
    vi.setSystemTime(Date.now() + 4 * DAY_MS);
    await env.DB.prepare("DELETE FROM outbox WHERE booking_id <> ?").bind(id).run();
    await purgeOutbox(openDatabase(meter.d1), instant(Date.now()), 0);
  });
  costs.set(WHOLE_LIFE, sumOf([...told, costs.get(FORGETTING) ?? NO_COST]));
  await moveAndCancel(stage, counted);
  await stop();
  const nobody = async (): Promise<void> => await Promise.reject(new Error("nobody was missed"));
  const swept = async (): Promise<void> => await sweepOnce({ database: openDatabase(meter.d1), wake: nobody, wakeAccount: nobody });
  // What other files have left would be found.
  await reset();
  await applyD1Migrations(env.DB, (env as unknown as { MIGRATIONS: Parameters<typeof applyD1Migrations>[1] }).MIGRATIONS);
  await swept();
  vi.setSystemTime(Date.now() + 5 * MINUTE_MS);
  await counted("a sweep that finds nothing", swept);
}, 120_000);

afterAll(() => {
  meter.stop();
  vi.useRealTimers();
});

/** One coach and one client, over the real router, object and D1. */
async function stageOf() {
  const { d1 } = meter;
  const router = apiWith({ database: openDatabase(d1), reading: (fresh) => openReplica(d1, fresh) });
  const api: typeof router = Object.assign(async (...call: Parameters<typeof router>) => {
    meter.requested();
    return await router(...call);
  }, router);
  const someone = async (role: "coach" | "client", id: string) => {
    const token = async () => await signToken(role, { id, name: `A ${role}`, email: `${id}@people.example`, lifetime: "90d" });
    return { as: { token: await token() } };
  };
  const [coach, client] = [await someone("coach", coachId), await someone("client", crypto.randomUUID())];
  expect((await api("GET", `/coach/${coachId}/availability`, coach)).status).toBe(200);
  const stage: LifeStage = {
    now: () => Date.now(),
    passTo: (moment) => void vi.setSystemTime(moment),
    create: async (startsAt) => {
      const wish = { coach_id: coachId, session_datetime: new Date(startsAt).toISOString(), duration_minutes: 60 };
      const answer = await api("POST", "/booking", { ...client, body: wish });
      expect(answer.status).toBe(201);
      return String(answer.body["id"]);
    },
    setStatus: async (id, status) => {
      expect((await api("PATCH", `/booking/${id}/status`, { ...coach, body: { status } })).status).toBe(200);
    },
    move: async (id, startsAt) => {
      const body = { session_datetime: new Date(startsAt).toISOString() };
      expect((await api("PATCH", `/booking/${id}`, { ...client, body })).status).toBe(200);
    },
    cancel: async (id) => {
      expect((await api("DELETE", `/booking/${id}`, client)).status).toBe(204);
    },
    ring: async () => {
      vi.setSystemTime(Date.now() + 1_000);
      const agenda = env.COACH_AGENDA.getByName(coachId);
      await agenda.wake(coachId);
      expect(await runDurableObjectAlarm(agenda)).toBe(true);
    },
  };
  const look = async (): Promise<void> => {
    const start = new Date(Date.now() + DAY_MS).toISOString();
    const range = new URLSearchParams({ start_date: start, end_date: later(start, 7 * DAY_MS), duration_minutes: "60" });
    expect((await api("GET", `/booking/coach/${coachId}/availability?${range.toString()}`)).status).toBe(200);
  };
  const read = async (id: string): Promise<void> => {
    expect((await api("GET", `/booking/${id}`, client)).status).toBe(200);
  };
  return { stage, look, read };
}

/** A calendar with push in which nothing changes, a quarter of an hour after it was read. */
async function countIdleSync(): Promise<void> {
  const stage = await scene("google");
  await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(25), ends_at: later(at(25), HOUR_MS) });
  await heard(stage);
  for (let quarter = 0; quarter < 2; quarter += 1) {
    await pass(15 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
  }
  await pass(15 * MINUTE_MS, stage.mailbox);
  const { object } = accountOf(stage);
  const stop = await meter.withStorageOf(object);
  await counted("an idle sync", async () => expect(await stage.mailbox.ring(stage.coach)).toBe(true));
  await stop();
  kept.set("a connected calendar's object", await storedBytes(object));
}

async function storedBytes(object: DurableObjectStub): Promise<number> {
  return await runInDurableObject(object, (_instance, { storage }) => storage.sql.databaseSize);
}

test("no act costs more than it did, and every act has its ceiling", ({ task }) => {
  task.meta.cost = Object.fromEntries(costs);
  expect([...costs.keys()].toSorted()).toEqual(Object.keys(ceilings.acts).toSorted());
  for (const [name, most] of Object.entries(ceilings.acts)) {
    const found = costs.get(name) ?? NO_COST;
    for (const part of Object.keys(NO_COST) as (keyof ActCost)[]) {
      expect([name, part, found[part], found[part] <= most[part]]).toEqual([name, part, found[part], true]);
    }
  }
});

test("nothing keeps more bytes than it did", ({ task }) => {
  task.meta.kept = Object.fromEntries(kept);
  expect([...kept.keys()].toSorted()).toEqual(Object.keys(ceilings.keptBytes).toSorted());
  for (const [name, most] of Object.entries(ceilings.keptBytes)) {
    const found = kept.get(name) ?? 0;
    expect([name, found, found > 0 && found <= most]).toEqual([name, found, true]);
  }
});

test("a whole life writes at most half of the 139 rows that were counted when the service was reviewed", () => {
  expect(costs.get(WHOLE_LIFE)?.rowsWritten).toBeLessThanOrEqual(139 / 2);
});
