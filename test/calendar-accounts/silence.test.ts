/**
 * F1: an object whose alarm was lost is heard of again, within two sweeps: where its constructor threw while the alarm
 * rang, where nothing is set, and where the platform goes on naming a time long past. For accounts and agendas alike.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { compose } from "../../src/compose.ts";
import { takeSilentAccounts } from "../../src/database/calendar-connections.ts";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { after, instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { ACCOUNT_WOKEN_AGAIN_MS, SWEEP_ACCOUNTS_MAX } from "../../src/limits.ts";
import { bookingsOf, createCommand, database, newClient, newCoach } from "../support/agenda.ts";
import { accountVariables, agendaVariables } from "../support/worker.ts";
import { accountOf, at, later, pass, scene, type Scene, useCalendarClock, wanted } from "./stage.ts";
import { sweepOnce } from "../support/sweep.ts";

useCalendarClock();

afterEach(() => {
  for (const variables of [accountVariables, agendaVariables]) delete variables["AUDIT_KEY_CURRENT"];
});

/** As the cron trigger does it, five minutes after the one before. */
async function sweeps(count: number): Promise<void> {
  const { wake, wakeAccount } = compose(env);
  for (let made = 0; made < count; made += 1) {
    await sweepOnce({ wake, wakeAccount });
  }
}

/** What `getAlarm` says of an alarm that will never ring, until somebody tells the truth again. */
async function leaveStaleAlarm(object: DurableObjectStub): Promise<void> {
  await runInDurableObject(object, async (_object, { storage }) => {
    await storage.deleteAlarm();
    const stale = Date.now() - HOUR_MS;
    Object.assign(storage, { getAlarm: () => Promise.resolve(stale) });
  });
}

/** From here on `getAlarm` tells what is really set: rings of tests go by it. */
async function tellTruth(object: DurableObjectStub): Promise<void> {
  await runInDurableObject(object, (_object, { storage }) => {
    Reflect.deleteProperty(storage, "getAlarm");
  });
}

async function putDentistUnheard({ mailbox }: Scene, startsAt: string): Promise<void> {
  await mailbox.admin("push", { drop: true });
  await mailbox.admin("events/create", { title: "Dentist", starts_at: startsAt, ends_at: later(startsAt, HOUR_MS) });
}

describe.each(CALENDAR_PROVIDERS)("an account at %s", (provider) => {
  test("F1: whose configuration did not fit when its alarm rang arms itself again, and reads once it fits", async () => {
    const stage = await scene(provider);
    await putDentistUnheard(stage, at(5));
    await pass(15 * MINUTE_MS, stage.mailbox);
    accountVariables["AUDIT_KEY_CURRENT"] = "retired";
    await evictDurableObject(accountOf(stage).object);
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
    const next = Number(await stage.mailbox.alarmOf(stage.coach));
    expect(next).toBeGreaterThan(Date.now());
    delete accountVariables["AUDIT_KEY_CURRENT"];
    await pass(next - Date.now(), stage.mailbox);
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
  });

  test.each<[string, (stage: Scene) => Promise<void>]>([
    [
      "is lost",
      async (stage) => await runInDurableObject(accountOf(stage).object, async (_object, { storage }) => await storage.deleteAlarm()),
    ],
    ["is named as long past, and never rings", async (stage) => await leaveStaleAlarm(accountOf(stage).object)],
    [
      "is lost with all that it had stored but its tokens",
      async (stage) => {
        await runInDurableObject(accountOf(stage).object, async (_object, { storage }) => {
          const keys = [...(await storage.list()).keys()].filter((key) => key !== "tokens");
          await storage.delete(keys);
          await storage.deleteAlarm();
        });
        await evictDurableObject(accountOf(stage).object);
      },
    ],
  ])("F1: whose alarm %s reads again within two sweeps", async (_what, lose) => {
    const stage = await scene(provider);
    await putDentistUnheard(stage, at(5));
    await pass(2 * HOUR_MS, stage.mailbox);
    await lose(stage);
    await sweeps(2);
    await tellTruth(accountOf(stage).object);
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
  });

  test("F1: that has been put off is not brought forward by a sweep, and one that reads is left alone", async () => {
    const stage = await scene(provider);
    const planned = await stage.mailbox.alarmOf(stage.coach);
    await sweeps(1);
    expect(await stage.mailbox.alarmOf(stage.coach)).toBe(planned);
    await pass(2 * HOUR_MS, stage.mailbox);
    const match = { method: "GET", path: provider === "google" ? "events?" : "alendarView" };
    await stage.mailbox.admin("faults", { match, status: 429, headers: { "retry-after": "3600" } });
    await stage.mailbox.ring(stage.coach);
    const putOffTo = await stage.mailbox.alarmOf(stage.coach);
    expect(putOffTo).toBe(Date.now() + HOUR_MS);
    await sweeps(2);
    expect(await stage.mailbox.alarmOf(stage.coach)).toBe(putOffTo);
  });
});

test("F1: of many silent accounts a sweep wakes the longest silent, and those that it woke come behind the rest", async () => {
  await database.run(sql`DELETE FROM busy_intervals`);
  await database.run(sql`UPDATE calendar_connections SET state = 'needs_reconnect'`);
  const coachId = await newCoach();
  const ids = Array.from({ length: SWEEP_ACCOUNTS_MAX + 1 }, (_, index) => `${coachId}-${String(index).padStart(4, "0")}`);
  await database.run(sql`INSERT INTO users (id, role, status, is_coach, created_at, updated_at)
    SELECT value, 'coach', 'active', 1, 0, 0 FROM json_each(${JSON.stringify(ids)})`);
  await database.run(sql`INSERT INTO calendar_connections
      (id, user_id, provider, account_id, scopes, state, blocking_calendars, is_organizer, created_at, updated_at, expected_by)
    SELECT value, value, 'google', value, '', 'active', '[]', 0, 0, 0, key FROM json_each(${JSON.stringify(ids)})`);
  const now = instant(Date.now());
  const taken = async (moment: typeof now) => (await takeSilentAccounts(database, moment)).map(({ userId }) => userId).toSorted();
  expect(await taken(now)).toEqual(ids.slice(0, -1));
  expect(await taken(now)).toEqual(ids.slice(-1));
  expect(await taken(after(now, ACCOUNT_WOKEN_AGAIN_MS - 1))).toEqual([]);
  expect((await taken(after(now, ACCOUNT_WOKEN_AGAIN_MS))).length).toBe(SWEEP_ACCOUNTS_MAX);
});

describe("an agenda", () => {
  async function booked() {
    const coachId = await newCoach();
    const startsAt = instant(Math.ceil(Date.now() / DAY_MS) * DAY_MS + 3 * DAY_MS + 10 * HOUR_MS);
    const reply = await compose(env).submit(createCommand(coachId, await newClient(), startsAt));
    expect(reply.result.ok).toBe(true);
    return { coachId, startsAt, agenda: env.COACH_AGENDA.getByName(coachId) };
  }

  test("F1: whose configuration did not fit when its alarm rang arms itself again, and lapses once it fits", async () => {
    const { coachId, startsAt, agenda } = await booked();
    vi.setSystemTime(startsAt);
    agendaVariables["AUDIT_KEY_CURRENT"] = "retired";
    await evictDurableObject(agenda);
    expect(await runDurableObjectAlarm(agenda)).toBe(true);
    delete agendaVariables["AUDIT_KEY_CURRENT"];
    expect(await runDurableObjectAlarm(agenda)).toBe(true);
    expect(await bookingsOf(coachId)).toMatchObject([{ status: "cancelled", cancelReason: "expired" }]);
  });

  test("F1: whose alarm is named as long past, and never rings, lapses within two sweeps", async () => {
    const { coachId, startsAt, agenda } = await booked();
    vi.setSystemTime(startsAt);
    await leaveStaleAlarm(agenda);
    await sweeps(2);
    await tellTruth(agenda);
    expect(await runDurableObjectAlarm(agenda)).toBe(true);
    expect(await bookingsOf(coachId)).toMatchObject([{ status: "cancelled", cancelReason: "expired" }]);
  });
});
