/**
 * Each act of a booking's life takes the D1 round trips it is known to take, and reads and writes no more rows. Counted
 * over the real router, the real object and the real D1.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openDatabase, openReplica } from "../../src/database/open.ts";
import { apiWith } from "../http/app-under-test.ts";
import { countingInto, type D1Counts, noCounts } from "../support/counting.ts";
import { signToken } from "../support/people.ts";
import { countTrips, TRIPS } from "../support/trips.ts";
import { agendaCounts } from "../support/worker.ts";

let counted: Map<string, D1Counts>;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  Object.assign(agendaCounts, noCounts());
  const d1 = countingInto(env.DB, agendaCounts);
  const api = apiWith({ database: openDatabase(d1), reading: (fresh) => openReplica(d1, fresh) });
  counted = await countTrips({
    tokenOf: async (role, id, email) => await signToken(role, { id, name: `A ${role}`, ...(email === null ? {} : { email }) }),
    call: async (method, path, token, body) =>
      await api(method, path, { ...(token === null ? {} : { as: { token } }), ...(body === undefined ? {} : { body }) }),
    ring: async (coachId) => {
      vi.setSystemTime(Date.now() + 1_000);
      const agenda = env.COACH_AGENDA.getByName(coachId);
      await agenda.wake(coachId);
      expect(await runDurableObjectAlarm(agenda)).toBe(true);
    },
    take: () => {
      const taken = { ...agendaCounts };
      Object.assign(agendaCounts, noCounts());
      return Promise.resolve(taken);
    },
  });
});
afterAll(() => {
  vi.useRealTimers();
});

test("every act that is counted has its bound, and the reverse", () => {
  expect([...counted.keys()].toSorted()).toEqual(Object.keys(TRIPS).toSorted());
});

test("D1 told the rows of every trip", () => {
  for (const [name, { unmetered }] of counted) expect([name, unmetered]).toEqual([name, 0]);
});

test.each(Object.entries(TRIPS))("%s takes its round trips and reads and writes no more rows than it did", (name, bound) => {
  const found = counted.get(name) ?? noCounts();
  expect(found.roundTrips).toBe(bound.roundTrips);
  expect(found.rowsRead).toBeLessThanOrEqual(bound.rowsRead);
  expect(found.rowsWritten).toBeLessThanOrEqual(bound.rowsWritten);
});

test("no effect is left due now", async () => {
  const row = await env.DB.prepare("SELECT count(*) AS due FROM outbox WHERE state <> 'done' AND due_at <= ?")
    .bind(Date.now())
    .first<{ due: number }>();
  expect(row?.due).toBe(0);
});
