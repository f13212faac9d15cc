/**
 * The costs of the service, counted in its own runtime: each act of a booking's life, a look-up, a signed read, an idle calendar and a whole
 * life with what is forgotten of it later. No figure may rise over `bench/cost.json`; one that falls is written there by hand.
 * `npm run cost` prints what this test counts.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import ceilings from "../../bench/cost.json" with { type: "json" };
import { openDatabase, openReplica } from "../../src/database/open.ts";
import { purgeOutbox } from "../../src/database/outbox.ts";
import { instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { accountOf, at, heard, later, pass, scene } from "../calendar-accounts/stage.ts";
import { apiWith } from "../http/app-under-test.ts";
import { countingInto, noCounts } from "../support/counting.ts";
import { type LifeStage, liveOnce } from "../support/life.ts";
import { signToken } from "../support/people.ts";
import { countStorage, type StorageCalls } from "../support/storage-calls.ts";
import { accountCounts, agendaCounts } from "../support/worker.ts";

declare module "vitest" {
  interface TaskMeta {
    cost?: Readonly<Record<string, Cost>>;
  }
}

interface Cost {
  readonly trips: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows of the object's own storage. */
  readonly objectRead: number;
  readonly objectWritten: number;
}

const NOTHING: Cost = { trips: 0, rowsRead: 0, rowsWritten: 0, objectRead: 0, objectWritten: 0 };
const WHOLE_LIFE = "a whole life";
const costs = new Map<string, Cost>();
const calls: StorageCalls = { read: 0, written: 0 };
const coachId = crypto.randomUUID();

async function counted(name: string, counts: typeof agendaCounts, act: () => Promise<unknown>): Promise<void> {
  Object.assign(counts, noCounts());
  Object.assign(calls, { read: 0, written: 0 });
  await act();
  const { roundTrips: trips, rowsRead, rowsWritten, unmetered } = counts;
  expect([name, unmetered]).toEqual([name, 0]);
  costs.set(name, { trips, rowsRead, rowsWritten, objectRead: calls.read, objectWritten: calls.written });
}

function sum(parts: readonly Cost[]): Cost {
  return parts.reduce(
    (all, part) => ({
      trips: all.trips + part.trips,
      rowsRead: all.rowsRead + part.rowsRead,
      rowsWritten: all.rowsWritten + part.rowsWritten,
      objectRead: all.objectRead + part.objectRead,
      objectWritten: all.objectWritten + part.objectWritten,
    }),
    NOTHING,
  );
}

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  // First: the stand-in of the provider lets no consent of another month in.
  await countIdleSync();
  const { d1, stage, look, read } = await stageOf();
  const act = async (name: string, doIt: () => Promise<unknown>) => await counted(name, agendaCounts, doIt);
  // A first life makes everybody known.
  await liveOnce(stage, async (_name, doIt) => void (await doIt()));
  await countStorage(env.COACH_AGENDA.getByName(coachId), calls);
  await act("a look-up, miss", look);
  const id = await liveOnce(stage, act);
  await act("a signed read", async () => await read(id));
  const told = [...costs].filter(([name]) => name.startsWith("life: ")).map(([, cost]) => cost);
  // The life before is forgotten first, so that this one is counted alone.
  const database = openDatabase(d1);
  const forget = async () => {
    vi.setSystemTime(Date.now() + 4 * DAY_MS);
    await env.DB.prepare("DELETE FROM outbox WHERE booking_id <> ?").bind(id).run();
    await purgeOutbox(database, instant(Date.now()), 0);
  };
  await act("life: forgetting its effects", forget);
  costs.set(WHOLE_LIFE, sum([...told, costs.get("life: forgetting its effects") ?? NOTHING]));
}, 120_000);

afterAll(() => {
  vi.useRealTimers();
});

/** One coach and one client, over the real router, object and D1. */
async function stageOf() {
  const d1 = countingInto(env.DB, agendaCounts);
  const api = apiWith({ database: openDatabase(d1), reading: (fresh) => openReplica(d1, fresh) });
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
  return { d1, stage, look, read };
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
  const stop = await countStorage(accountOf(stage).object, calls);
  await counted("an idle sync", accountCounts, async () => expect(await stage.mailbox.ring(stage.coach)).toBe(true));
  await stop();
}

test("no act costs more than it did, and every act has its ceiling", ({ task }) => {
  task.meta.cost = Object.fromEntries(costs);
  expect([...costs.keys()].toSorted()).toEqual(Object.keys(ceilings.acts).toSorted());
  for (const [name, most] of Object.entries(ceilings.acts)) {
    const found = costs.get(name) ?? NOTHING;
    for (const part of Object.keys(most) as (keyof Cost)[]) {
      expect([name, part, found[part], found[part] <= most[part]]).toEqual([name, part, found[part], true]);
    }
  }
});

test("a whole life writes at most half of the 139 rows that were counted when the service was reviewed", () => {
  expect(costs.get(WHOLE_LIFE)?.rowsWritten).toBeLessThanOrEqual(139 / 2);
});
