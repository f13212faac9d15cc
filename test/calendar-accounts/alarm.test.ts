/**
 * When an account's object wakes: after a consent, a notification, a sync and a failure an alarm is set, and for the right
 * moment. The alarm is the one that the code under test has set; a test that rings finds nothing to ring where it is not.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/duration.ts";
import { CHANNEL_RENEWED_BEFORE_MS, SYNC_BACKOFF } from "../../src/limits.ts";
import type { Fault } from "../support/faults.ts";
import { accountFaults, ALARM_DEFERRED_MS } from "../support/worker.ts";
import { accountOf, at, channelOf, connectedScene, connection, later, pass, scene, type Scene, useCalendarClock, wanted } from "./stage.ts";

useCalendarClock();

async function alarmOf({ coach, mailbox }: Scene): Promise<number | null> {
  return await mailbox.alarmOf(coach);
}

/** When the next sync is planned, by the object's own storage. */
async function syncAt(stage: Scene): Promise<unknown> {
  return await runInDurableObject(accountOf(stage).object, async (_object, state) => await state.storage.get("sync_at"));
}

/** D1 fails at that batch of the account's next ones, counted from 0; afterwards it is sound. */
function failD1Once(batch: number, fault: Fault): void {
  let count = 0;
  accountFaults.plan = { next: () => (count++ === batch ? fault : null) };
}

/** Without a word to us: the notification is lost. */
async function putDentistUnheard({ mailbox }: Scene, startsAt: string): Promise<void> {
  await mailbox.admin("push", { drop: true });
  await mailbox.admin("events/create", { title: "Dentist", starts_at: startsAt, ends_at: later(startsAt, HOUR_MS) });
}

/** The first sync, with an event that appears once the calendars have been read: when the busy time is written. */
async function putDentistBehind(stage: Scene, startsAt: string): Promise<void> {
  let [isWriting, isPut] = [false, false];
  accountFaults.plan = {
    next: ({ writes }) => {
      isWriting = writes;
      return null;
    },
    pause: async () => {
      if (!isWriting || isPut) return;
      isPut = true;
      await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: startsAt, ends_at: later(startsAt, HOUR_MS) });
    },
  };
  await stage.mailbox.ring(stage.coach);
  accountFaults.plan = null;
  expect(isPut).toBe(true);
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("M6: connecting sets the alarm for now; the channel that is opened then brings a look a second later, and that one a quarter of an hour", async () => {
    const stage = await connectedScene(provider);
    expect(await alarmOf(stage)).toBe(Date.now());
    expect(await wanted(stage, at(3))).not.toBe("booked");
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
    expect(await alarmOf(stage)).toBe(Date.now() + SECOND_MS);
    expect(await wanted(stage, at(3))).toBe("booked");
    expect(await stage.mailbox.ring(stage.coach)).toBe(false);
    await pass(SECOND_MS, stage.mailbox);
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
    expect(await alarmOf(stage)).toBe(Date.now() + 15 * MINUTE_MS);
  });

  test("M6: what its owner puts into the calendar between the reading and the opening of the channel blocks a second later", async () => {
    const stage = await connectedScene(provider);
    const isOpening = (path: string) => path.includes(provider === "google" ? "/watch" : "/subscriptions");
    const seen = async () => (await stage.mailbox.log()).some(({ path }) => isOpening(path));
    expect(await seen()).toBe(false);
    // The channel is opened, and what is told of the event is lost.
    await putDentistBehind(stage, at(5));
    expect(await seen()).toBe(true);
    expect(await wanted(stage, at(5, 12))).toBe("booked");
    await pass(SECOND_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
  });

  test("a notification brings the alarm forward to a second later, and the next sync is a quarter of an hour after it", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    expect(await stage.mailbox.pushAll()).toBeGreaterThan(0);
    expect(await alarmOf(stage)).toBe(Date.now() + SECOND_MS);
    await pass(SECOND_MS, stage.mailbox);
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
    expect(await alarmOf(stage)).toBe(Date.now() + 15 * MINUTE_MS);
  });

  test("a notification in the midst of a sync brings another a second later", async () => {
    const stage = await scene(provider);
    await putDentistUnheard(stage, at(5));
    const { name } = accountOf(stage);
    const hint = JSON.stringify({ provider, ...(await channelOf(stage)), lifecycle: null });
    let [isWriting, isHinted] = [false, false];
    accountFaults.plan = {
      next: ({ writes }) => {
        isWriting = writes;
        return null;
      },
      pause: async () => {
        if (!isWriting || isHinted) return;
        isHinted = true;
        await env.CALENDAR_ACCOUNT.getByName(name).hint(name, hint);
      },
    };
    await pass(15 * MINUTE_MS, stage.mailbox);
    expect(await stage.mailbox.ring(stage.coach)).toBe(true);
    const soon = Date.now() + SECOND_MS;
    expect([isHinted, await alarmOf(stage), await syncAt(stage)]).toEqual([true, soon, soon]);
  });

  test("without a channel the calendar is read every two minutes, and a channel is asked for each time", async () => {
    const stage = await connectedScene(provider);
    const path = provider === "google" ? "/watch" : "/subscriptions";
    await stage.mailbox.admin("faults", { match: { method: "POST", path }, status: 500, times: 1 });
    await stage.mailbox.ring(stage.coach);
    expect(await connection(stage)).toMatchObject({ push_until: null });
    expect(await alarmOf(stage)).toBe(Date.now() + 2 * MINUTE_MS);
    await pass(2 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await connection(stage)).toMatchObject({ push_until: expect.any(String) });
    expect(await alarmOf(stage)).toBe(Date.now() + SECOND_MS);
  });

  test("the sweep's knock leaves an alarm alone that rings before the next sync", async () => {
    const stage = await scene(provider);
    const { name, object } = accountOf(stage);
    const sooner = Date.now() + MINUTE_MS;
    expect(Number(await syncAt(stage))).toBeGreaterThan(sooner);
    await runInDurableObject(object, async (_object, state) => await state.storage.setAlarm(sooner + ALARM_DEFERRED_MS));
    await env.CALENDAR_ACCOUNT.getByName(name).wake(name);
    expect(await alarmOf(stage)).toBe(sooner);
  });

  test("a change of settings sets the alarm for now", async () => {
    const stage = await scene(provider);
    const changed = await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { is_organizer: false });
    expect([changed.status, await alarmOf(stage)]).toEqual([200, Date.now()]);
  });

  test("where a channel has to be renewed before the next sync, the alarm is set for that, and the renewal is done then", async () => {
    const stage = await scene(provider);
    const endsAt = Date.parse(String((await connection(stage))["push_until"]));
    const dueAt = endsAt - CHANNEL_RENEWED_BEFORE_MS;
    await pass(dueAt - 5 * MINUTE_MS - Date.now(), stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect([await alarmOf(stage), await syncAt(stage)]).toEqual([dueAt, dueAt]);
    expect(await connection(stage)).toMatchObject({ push_until: new Date(endsAt).toISOString() });
    await pass(5 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(Date.parse(String((await connection(stage))["push_until"]))).toBeGreaterThan(endsAt + 4 * DAY_MS);
    expect((await stage.mailbox.snapshot()).channels).toHaveLength(1);
  });

  describe("an alarm whose D1 failed once", () => {
    test.each<[string, number, Fault]>([
      ["at its first read", 0, "before"],
      ["at the read before the write", 2, "before"],
      ["at the write of the busy time", 4, "before"],
      ["after the write of the busy time", 4, "after"],
    ])("%s puts the sync off, and the next alarm syncs", async (_what, batch, fault) => {
      const stage = await scene(provider);
      await putDentistUnheard(stage, at(5));
      await pass(15 * MINUTE_MS, stage.mailbox);
      failD1Once(batch, fault);
      expect(await stage.mailbox.ring(stage.coach)).toBe(true);
      const next = Number(await alarmOf(stage));
      expect(await syncAt(stage)).toBe(next);
      expect(next).toBeGreaterThanOrEqual(Date.now() + SYNC_BACKOFF.firstMs / 10);
      expect(next).toBeLessThanOrEqual(Date.now() + SYNC_BACKOFF.firstMs);
      await pass(next - Date.now(), stage.mailbox);
      expect(await stage.mailbox.ring(stage.coach)).toBe(true);
      expect(await wanted(stage, at(5))).toBe("slot_taken");
      expect(await alarmOf(stage)).toBe(Date.now() + 15 * MINUTE_MS);
    });
  });

  test("failures put the sync off twice as long each time, half an hour at most, and a success begins anew", async () => {
    const stage = await scene(provider);
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const path = provider === "google" ? "events?" : "calendarView";
    const waits = async (failures: number): Promise<number[]> => {
      await stage.mailbox.admin("faults", { match: { method: "GET", path }, status: 500, times: failures });
      const seen: number[] = [];
      for (let tries = 0; tries < failures; tries += 1) {
        await pass(Number(await alarmOf(stage)) - Date.now(), stage.mailbox);
        expect(await stage.mailbox.ring(stage.coach)).toBe(true);
        seen.push(Number(await alarmOf(stage)) - Date.now());
      }
      return seen;
    };
    // With dice that always show the middle: 0.55 of 10 s, 20 s, 40 s, and no more than 0.55 of half an hour, rounded up.
    expect(await waits(10)).toEqual([5_500, 11_000, 22_000, 44_000, 88_000, 176_000, 352_000, 704_000, 990_001, 990_001]);
    await pass(990_001, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await alarmOf(stage)).toBe(Date.now() + 15 * MINUTE_MS);
    expect(await waits(2)).toEqual([5_500, 11_000]);
  });

  test("a provider that names a time is not asked before it", async () => {
    const stage = await scene(provider);
    const path = provider === "google" ? "events?" : "calendarView";
    const headers = { "retry-after": "600" };
    await stage.mailbox.admin("faults", { match: { method: "GET", path }, status: 429, headers });
    await putDentistUnheard(stage, at(5));
    await pass(15 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await alarmOf(stage)).toBe(Date.now() + 600 * SECOND_MS);
    const before = (await stage.mailbox.log()).length;
    await pass(599 * SECOND_MS, stage.mailbox);
    expect(await stage.mailbox.ring(stage.coach)).toBe(false);
    // Nor where the alarm rings all the same.
    await runInDurableObject(accountOf(stage).object, async (object) => await object.alarm());
    expect((await stage.mailbox.log()).length).toBe(before);
    await pass(SECOND_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
  });

  test("a notification does not bring forward what a provider has named a time for", async () => {
    const stage = await scene(provider);
    const path = provider === "google" ? "events?" : "calendarView";
    await stage.mailbox.admin("faults", { match: { method: "GET", path }, status: 429, headers: { "retry-after": "600" } });
    await pass(15 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    const namedAt = Date.now() + 600 * SECOND_MS;
    const before = (await stage.mailbox.log()).length;
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    expect(await stage.mailbox.pushAll()).toBeGreaterThan(0);
    await pass(2 * SECOND_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect([(await stage.mailbox.log()).length, await syncAt(stage), await alarmOf(stage)]).toEqual([before, namedAt, namedAt]);
    await pass(namedAt - Date.now(), stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
    // From then on a notification is heard as ever.
    await stage.mailbox.admin("events/create", { title: "Another", starts_at: at(6), ends_at: later(at(6), HOUR_MS) });
    await stage.mailbox.pushAll();
    expect(await alarmOf(stage)).toBe(Date.now() + SECOND_MS);
  });

  test("a notification does not bring forward what failures have put off, and the owner does", async () => {
    const stage = await scene(provider);
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const path = provider === "google" ? "events?" : "calendarView";
    await stage.mailbox.admin("faults", { match: { method: "GET", path }, status: 500, times: 5 });
    for (let tries = 0; tries < 5; tries += 1) {
      await pass(Number(await alarmOf(stage)) - Date.now(), stage.mailbox);
      await stage.mailbox.ring(stage.coach);
    }
    const putOffTo = Date.now() + 88_000;
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    expect(await stage.mailbox.pushAll()).toBeGreaterThan(0);
    expect([await syncAt(stage), await alarmOf(stage)]).toEqual([putOffTo, putOffTo]);
    expect((await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { is_organizer: true })).status).toBe(200);
    expect(await alarmOf(stage)).toBe(Date.now());
    await stage.mailbox.ring(stage.coach);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
  });

  test("a lost consent sets no alarm, and connecting again sets one", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("revoke");
    await stage.mailbox.admin("expire");
    await pass(15 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await connection(stage)).toMatchObject({ state: "needs_reconnect" });
    await pass(DAY_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await alarmOf(stage)).toBeNull();
    await stage.mailbox.connect(stage.coach);
    expect(await alarmOf(stage)).toBe(Date.now());
  });
});

describe("a channel that Google grants for less than a day", () => {
  async function shortLived(hours: number): Promise<Scene> {
    const stage = await connectedScene("google");
    await stage.mailbox.admin("settings", { channelHoursMax: hours });
    await stage.mailbox.ring(stage.coach);
    await pass(SECOND_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    return stage;
  }
  /** Lets its alarms ring until that moment. */
  async function ringUntil(stage: Scene, moment: number): Promise<number> {
    let rings = 0;
    for (let next = Number(await alarmOf(stage)); next <= moment; next = Number(await alarmOf(stage))) {
      await pass(next - Date.now(), stage.mailbox);
      await stage.mailbox.ring(stage.coach);
      rings += 1;
    }
    return rings;
  }

  test("is renewed when half of its life is over, and no sooner", async () => {
    const stage = await shortLived(4);
    const { channelId } = await channelOf(stage);
    const opened = Date.now();
    expect(await alarmOf(stage)).toBe(opened + 15 * MINUTE_MS);
    expect(await ringUntil(stage, opened + 2 * HOUR_MS - MINUTE_MS)).toBe(7);
    expect((await channelOf(stage)).channelId).toBe(channelId);
    // Google's clock runs a little while it grants the channel.
    expect(await ringUntil(stage, opened + 2 * HOUR_MS + 10 * SECOND_MS)).toBeLessThanOrEqual(2);
    expect((await channelOf(stage)).channelId).not.toBe(channelId);
    expect(await alarmOf(stage)).toBe(Date.now() + 15 * MINUTE_MS);
  });

  test("is renewed after five minutes at the soonest", async () => {
    const stage = await shortLived(0.05);
    // It was opened a second ago.
    expect(await alarmOf(stage)).toBe(Date.now() - SECOND_MS + 5 * MINUTE_MS);
  });

  test("and cannot be renewed is tried again by the next sync, two minutes later", async () => {
    const stage = await shortLived(4);
    const opened = Date.now();
    await stage.mailbox.admin("faults", { match: { path: "/watch" }, status: 500, times: 2 });
    await ringUntil(stage, opened + 2 * HOUR_MS + 10 * SECOND_MS);
    expect(await alarmOf(stage)).toBe(Date.now() + 2 * MINUTE_MS);
  });
});
