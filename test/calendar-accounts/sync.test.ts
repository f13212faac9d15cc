/**
 * A sync that is interrupted: by D1, by the provider, by its owner. Whatever is left half-done is read again, nothing is
 * offered that has not been read, and our own event is made once.
 */
import { runInDurableObject } from "cloudflare:test";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import type { Fault } from "../support/faults.ts";
import { accountFaults } from "../support/worker.ts";
import {
  accountOf,
  at,
  book,
  confirmed,
  connection,
  creates,
  heard,
  later,
  pass,
  scene,
  type Scene,
  settle,
  useCalendarClock,
  viewed,
  wanted,
} from "./stage.ts";

useCalendarClock();

/** The write of that number, counted from 0, fails, and no other. */
function failWrite(number: number, fault: Fault): void {
  let writes = 0;
  accountFaults.plan = { next: (batch) => (batch.writes && writes++ === number ? fault : null) };
}

async function reconcile(stage: Scene, bookingId: string): Promise<unknown> {
  const { name, object } = accountOf(stage);
  return JSON.parse(await object.reconcile(name, bookingId));
}

async function offered({ client, coach }: Scene): Promise<number> {
  const path = `/booking/coach/${coach.id}/availability?start_date=${at(3).slice(0, 10)}&end_date=${at(6).slice(0, 10)}`;
  const answer = await client.call("GET", path);
  return (await answer.json<{ available_slots: unknown[] }>()).available_slots.length;
}

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test.each<Fault>(["before", "after"])(
    "an event whose busy time D1 failed to write (%s) is read again by the next sync",
    async (fault) => {
      const stage = await scene(provider);
      await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
      failWrite(0, fault);
      await heard(stage);
      accountFaults.plan = null;
      if (fault === "before") expect(await wanted(stage, at(5))).toBe("booked");
      await stage.mailbox.admin("push", { drop: true });
      await pass(10 * SECOND_MS, stage.mailbox);
      expect(await stage.mailbox.ring(stage.coach)).toBe(true);
      expect(await wanted(stage, at(5, 11))).toBe("booked");
      const busy = await database.all(sql`SELECT starts_at FROM busy_intervals WHERE coach_id = ${stage.coach.id}`);
      expect(busy).toEqual([{ starts_at: Date.parse(at(5)) }]);
    },
  );

  test("an owner's move that could not be followed is followed by the next sync", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    await heard(stage);
    const [event] = await stage.mailbox.events();
    await stage.mailbox.admin("events/move", { event_id: event?.id, starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    const match = { method: "GET", path: `/events/${event?.id ?? ""}` };
    await stage.mailbox.admin("faults", { match, status: 500 });
    await heard(stage);
    expect([await stage.mailbox.pendingFaults(), await viewed(stage, id)]).toMatchObject([[], { session_datetime: at(3) }]);
    await pass(10 * SECOND_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await viewed(stage, id)).toMatchObject({ session_datetime: at(5), revision: 3 });
  });

  test("another calendar that is to block offers nothing until it has been read", async () => {
    const stage = await scene(provider);
    const other = `other-${crypto.randomUUID()}`;
    await stage.mailbox.admin("calendars", { id: other, name: "Private" });
    await stage.mailbox.admin("events/create", { calendar_id: other, starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    expect(await wanted(stage, at(4))).toBe("booked");
    const { blocking_calendars: blocking } = await connection(stage);
    const patch = { blocking_calendars: [...(blocking as string[]), other] };
    expect((await stage.coach.call("PATCH", `/calendar/${provider}/connection`, patch)).status).toBe(200);
    expect([await offered(stage), await wanted(stage, at(5))]).toEqual([0, "slot_taken"]);
    await pass(10 * SECOND_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await offered(stage)).toBeGreaterThan(0);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
    expect(await wanted(stage, at(6))).toBe("booked");
  });

  test("a calendar that blocks no longer frees its time, and all of it is taken again where it is to block anew", async () => {
    const stage = await scene(provider);
    for (const startsAt of [at(5), at(6)])
      await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: startsAt, ends_at: later(startsAt, HOUR_MS) });
    await heard(stage);
    expect(await wanted(stage, at(5))).toBe("slot_taken");
    const { blocking_calendars: blocking } = await connection(stage);
    await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { blocking_calendars: [] });
    await stage.mailbox.ring(stage.coach);
    expect(await wanted(stage, at(5))).toBe("booked");
    await stage.coach.call("PATCH", `/calendar/${provider}/connection`, { blocking_calendars: blocking });
    await stage.mailbox.ring(stage.coach);
    expect(await wanted(stage, at(6))).toBe("slot_taken");
    expect(await wanted(stage, at(6, 12))).toBe("booked");
  });

  test("what was being read while its owner chose other calendars does not count them as read", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    let reads = 0;
    accountFaults.plan = {
      next: ({ writes }) => {
        if (!writes) reads += 1;
        return null;
      },
      pause: async (moment) => {
        if (moment !== "answer" || reads !== 2) return;
        await database.run(sql`UPDATE calendar_connections SET blocking_calendars = '["other"]', busy_until = NULL
          WHERE user_id = ${stage.coach.id}`);
      },
    };
    await heard(stage);
    expect(reads).toBeGreaterThan(2);
    const row = await database.get(sql`SELECT busy_until FROM calendar_connections WHERE user_id = ${stage.coach.id}`);
    expect(row).toEqual({ busy_until: null });
  });

  test("what was being read while its owner disconnected is not written", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    let reads = 0;
    accountFaults.plan = {
      next: ({ writes }) => {
        if (!writes) reads += 1;
        return null;
      },
      // After the sync has found its connection, and before it looks for it again.
      pause: async (moment) => {
        if (moment !== "answer" || reads !== 2) return;
        await database.run(sql`DELETE FROM calendar_connections WHERE user_id = ${stage.coach.id}`);
      },
    };
    await heard(stage);
    expect(reads).toBeGreaterThan(2);
    expect(await database.all(sql`SELECT event_id FROM busy_intervals WHERE coach_id = ${stage.coach.id}`)).toEqual([]);
    // Nor has the database had to refuse it.
    const { object } = accountOf(stage);
    expect(await runInDurableObject(object, async (_object, state) => await state.storage.get("sync_failures"))).toBeUndefined();
  });

  test("an event that D1 failed to note after its create is found by the next look, and none is made beside it", async () => {
    const stage = await scene(provider);
    const id = await book(stage, at(3));
    await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" });
    failWrite(1, "before");
    await expect(reconcile(stage, id)).rejects.toThrow();
    expect((await stage.mailbox.events()).length).toBe(1);
    accountFaults.plan = null;
    expect(["done", "wait"]).toContain(((await reconcile(stage, id)) as { kind: string }).kind);
    expect([(await stage.mailbox.events()).length, await creates(stage)]).toEqual([1, 1]);
    await settle(stage);
    expect(await viewed(stage, id)).toMatchObject({ calendars: [{ calendar_type: provider, state: "ok" }] });
  });

  test("after a create without an answer, 'there is no event' is believed only when a minute has passed", async () => {
    const stage = await scene(provider);
    const id = await book(stage, at(3));
    await stage.coach.call("PATCH", `/booking/${id}/status`, { status: "confirmed" });
    await stage.mailbox.admin("faults", { match: { method: "POST", path: "/events" }, status: 504 });
    expect(await reconcile(stage, id)).toMatchObject({ kind: "retry", reason: "calendar_status_504" });
    await stage.client.call("DELETE", `/booking/${id}`);
    expect(await reconcile(stage, id)).toEqual({ kind: "wait", afterMs: 10 * SECOND_MS, reason: "create_in_doubt" });
    await pass(55 * SECOND_MS, stage.mailbox);
    expect(await reconcile(stage, id)).toEqual({ kind: "wait", afterMs: 5 * SECOND_MS, reason: "create_in_doubt" });
    await pass(5 * SECOND_MS, stage.mailbox);
    expect(await reconcile(stage, id)).toEqual({ kind: "done" });
    const doubts = await runInDurableObject(
      accountOf(stage).object,
      async (_object, state) => await state.storage.list({ prefix: "doubt:" }),
    );
    expect(doubts.size).toBe(0);
  });

  test("all is read anew a day after the last time, and what is in between is read from where it ended", async () => {
    const stage = await scene(provider);
    // What reads all anew begins with the list of calendars.
    const anew = async (): Promise<number> =>
      (await stage.mailbox.log()).filter(({ path }) => /calendarList|me\/calendars\?/u.test(path)).length;
    const lists = async (): Promise<string[]> =>
      (await stage.mailbox.log()).flatMap(({ path }) => (/events\?|calendarView/u.test(path) ? [decodeURIComponent(path)] : []));
    const [before, asked] = [(await lists()).length, await anew()];
    const since: number[] = [];
    for (const ms of [16 * MINUTE_MS, 24 * HOUR_MS - 17 * MINUTE_MS, 15 * MINUTE_MS]) {
      await pass(ms, stage.mailbox);
      await stage.mailbox.ring(stage.coach);
      since.push((await anew()) - asked);
    }
    expect(since).toEqual([0, 0, 1]);
    const read = (await lists()).slice(before);
    expect(read.map((path) => path.includes("syncToken="))).toEqual(provider === "google" ? [true, true, false] : [false, false, false]);
    const row = await database.get<{ busy_until: number }>(
      sql`SELECT busy_until FROM calendar_connections WHERE user_id = ${stage.coach.id}`,
    );
    expect(row?.busy_until).toBe(Date.now() + 400 * 24 * HOUR_MS);
  });
});
