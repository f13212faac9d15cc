/**
 * B3: every calendar by itself. One that is gone counts no more, and its owner is told once; one that cannot be read keeps
 * what was known of it, and the others are read. And the age of what is known: past six hours it is treated as a lost
 * connection is, with one mail when that begins and one when it has ended.
 */
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/duration.ts";
import { KNOWLEDGE_MS_MAX_DEFAULT } from "../../src/limits.ts";
import { database } from "../support/agenda.ts";
import { at, connection, heard, later, pass, scene, type Scene, settle, useCalendarClock, wanted } from "./stage.ts";

useCalendarClock();

/** The mails about the coach's connection, in order. */
async function mails({ coach }: Scene): Promise<string[]> {
  const rows = await database.all<{ kind: string }>(
    sql`SELECT kind FROM outbox WHERE coach_id = ${coach.id} AND booking_id IS NULL ORDER BY created_at`,
  );
  return rows.map(({ kind }) => kind.replace(/^mail:(.*):coach$/u, "$1"));
}

async function putUnheard({ mailbox }: Scene, startsAt: string, calendarId?: string): Promise<void> {
  await mailbox.admin("push", { drop: true });
  await mailbox.admin("events/create", {
    title: "Dentist",
    starts_at: startsAt,
    ends_at: later(startsAt, HOUR_MS),
    ...(calendarId === undefined ? {} : { calendar_id: calendarId }),
  });
}

/** The primary calendar and another one block, and both have been read. */
async function withAnother(stage: Scene): Promise<string> {
  const other = `other-${crypto.randomUUID()}`;
  await stage.mailbox.admin("calendars", { id: other, name: "Family" });
  await stage.mailbox.admin("events/create", { calendar_id: other, starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
  const { blocking_calendars: blocking } = await connection(stage);
  const patch = { blocking_calendars: [...(blocking as string[]), other] };
  expect((await stage.coach.call("PATCH", `/calendar/${stage.mailbox.provider}/connection`, patch)).status).toBe(200);
  await stage.mailbox.ring(stage.coach);
  await pass(SECOND_MS, stage.mailbox);
  await stage.mailbox.ring(stage.coach);
  expect(await wanted(stage, at(5))).toBe("slot_taken");
  return other;
}

/** Time passes, and now and then the alarm rings, where it is due. */
async function letRing(stage: Scene, forMs: number): Promise<void> {
  for (let left = forMs; left > 0; left -= HOURS_BETWEEN_MS) {
    await pass(Math.min(left, HOURS_BETWEEN_MS), stage.mailbox);
    await stage.mailbox.ring(stage.coach);
  }
}
const HOURS_BETWEEN_MS = 3 * HOUR_MS;

describe.each(CALENDAR_PROVIDERS)("%s", (provider) => {
  test("B3: a calendar that its owner has removed counts no more and is told of once, and the primary is read on", async () => {
    const stage = await scene(provider);
    const other = await withAnother(stage);
    const { blocking_calendars: before } = await connection(stage);
    await stage.mailbox.admin("calendars/remove", { id: other });
    await putUnheard(stage, at(6));
    await pass(15 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    expect(await wanted(stage, at(6))).toBe("slot_taken");
    expect(await wanted(stage, at(5))).toBe("booked");
    expect(await connection(stage)).toMatchObject({
      state: "active",
      blocking_calendars: (before as string[]).filter((id) => id !== other),
      event_calendar: expect.any(String) as string,
    });
    await letRing(stage, 25 * HOUR_MS);
    expect(await mails(stage)).toEqual(["calendar_gone"]);
  });

  test("B3: the removal of a calendar is found by the daily reading too", async () => {
    const stage = await scene(provider);
    const other = await withAnother(stage);
    await pass(25 * HOUR_MS, stage.mailbox);
    await stage.mailbox.admin("calendars/remove", { id: other });
    await putUnheard(stage, at(6));
    await stage.mailbox.ring(stage.coach);
    expect([await wanted(stage, at(6)), await wanted(stage, at(5))]).toEqual(["slot_taken", "booked"]);
    expect(await mails(stage)).toEqual(["calendar_gone"]);
  });

  test.each([404, 500])(
    "B3: a calendar that answers %i, and is listed, keeps its known busy time and gets an age, and the others are read",
    async (status) => {
      const stage = await scene(provider);
      const other = await withAnother(stage);
      await stage.mailbox.admin("faults", { match: { method: "GET", path: `/calendars/${other}/` }, status, times: 1_000 });
      await putUnheard(stage, at(6));
      await pass(15 * MINUTE_MS, stage.mailbox);
      await stage.mailbox.ring(stage.coach);
      expect([await wanted(stage, at(6)), await wanted(stage, at(5))]).toEqual(["slot_taken", "slot_taken"]);
      expect(await wanted(stage, at(4))).toBe("booked");
      const rows = await database.all<{ known_until: number; synced_at: number }>(
        sql`SELECT known_until, synced_at FROM calendar_connections WHERE user_id = ${stage.coach.id}`,
      );
      expect(rows).toEqual([{ known_until: Date.now() - 15 * MINUTE_MS + KNOWLEDGE_MS_MAX_DEFAULT, synced_at: Date.now() }]);
      await letRing(stage, 7 * HOUR_MS);
      await stage.coach.call("PATCH", `/coach/${stage.coach.id}/settings`, { on_connection_lost: "stop_booking" });
      expect([await mails(stage), await wanted(stage, at(4, 12))]).toEqual([["calendar_unread"], "slot_taken"]);
      await stage.mailbox.clearFaults();
      await letRing(stage, HOUR_MS);
      expect(await mails(stage)).toEqual(["calendar_unread", "calendar_read_again"]);
      expect([await wanted(stage, at(4, 12)), await wanted(stage, at(5))]).toEqual(["booked", "slot_taken"]);
    },
  );

  test("a calendar whose provider is away for six hours is told of once, counts as lost from then on, and once more when it is read", async () => {
    const stage = await scene(provider);
    const settings = await stage.coach.call("PATCH", `/coach/${stage.coach.id}/settings`, { on_connection_lost: "stop_booking" });
    expect(settings.status).toBe(200);
    await stage.mailbox.admin("faults", { match: { method: "GET", path: "" }, status: 503, times: 1_000 });
    await letRing(stage, 6 * HOUR_MS - MINUTE_MS);
    expect([await mails(stage), await wanted(stage, at(4))]).toEqual([[], "booked"]);
    await letRing(stage, HOUR_MS);
    expect([await mails(stage), await wanted(stage, at(4, 12))]).toEqual([["calendar_unread"], "slot_taken"]);
    await letRing(stage, 12 * HOUR_MS);
    expect(await mails(stage)).toEqual(["calendar_unread"]);
    await stage.mailbox.clearFaults();
    await letRing(stage, HOUR_MS);
    expect([await mails(stage), await wanted(stage, at(4, 12))]).toEqual([["calendar_unread", "calendar_read_again"], "booked"]);
    await settle(stage);
    await heard(stage);
    expect(await mails(stage)).toHaveLength(2);
  });

  test.each([
    ["keep_booking", "booked"],
    ["stop_booking", "slot_taken"],
  ])("what an account that is never heard of again knew counts after six hours as the coach says: %s", async (setting, outcome) => {
    const stage = await scene(provider);
    await stage.coach.call("PATCH", `/coach/${stage.coach.id}/settings`, { on_connection_lost: setting });
    await pass(KNOWLEDGE_MS_MAX_DEFAULT - 2 * SECOND_MS, stage.mailbox);
    expect(await wanted(stage, at(4))).toBe("booked");
    await pass(2 * SECOND_MS, stage.mailbox);
    expect(await wanted(stage, at(4, 12))).toBe(outcome);
  });
});
