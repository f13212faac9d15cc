/**
 * What an account costs while nothing changes (F8), and what a daily reading of many sessions does (F7): round trips to D1,
 * rows written there and in the object, counted over the real object and the real D1.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { database } from "../support/agenda.ts";
import { type D1Counts, noCounts } from "../support/counting.ts";
import { accountCounts } from "../support/worker.ts";
import { accountOf, at, confirmed, heard, later, pass, scene, type Scene, useCalendarClock, viewed } from "./stage.ts";

useCalendarClock();

const OWN_SESSIONS = 300;

interface Cost extends Pick<D1Counts, "roundTrips" | "rowsWritten"> {
  /** Keys put and deleted in the object's storage; the alarm is one more. */
  readonly stored: readonly string[];
}

/** What one ring of the alarm costs. */
async function costOfRing(stage: Scene): Promise<Cost> {
  const stored: string[] = [];
  const restore = await runInDurableObject(accountOf(stage).object, (_object, { storage }) => {
    const [put, remove] = [storage.put.bind(storage), storage.delete.bind(storage)];
    const keysOf = (named: unknown) => (typeof named === "string" ? [named] : Array.isArray(named) ? named : Object.keys(named as object));
    Object.assign(storage, {
      put: async (...given: Parameters<typeof put>) => {
        stored.push(...keysOf(given[0]));
        await put(...given);
      },
      delete: async (keys: string & string[]) => {
        stored.push(...keysOf(keys).map((key) => `-${String(key)}`));
        return await remove(keys);
      },
    });
    return () => Object.assign(storage, { put, delete: remove });
  });
  Object.assign(accountCounts, noCounts());
  expect(await stage.mailbox.ring(stage.coach)).toBe(true);
  const { roundTrips, rowsWritten, unmetered } = accountCounts;
  expect(unmetered).toBe(0);
  await runInDurableObject(accountOf(stage).object, restore);
  return { roundTrips, rowsWritten, stored };
}

async function versionOf({ coach }: Scene): Promise<number> {
  const row = await database.get<{ version: number }>(
    sql`SELECT availability_version AS version FROM coach_profiles WHERE coach_id = ${coach.id}`,
  );
  return row?.version ?? 0;
}

describe.each(CALENDAR_PROVIDERS)("at %s", (provider) => {
  test("F8: an idle sync asks D1 once and writes nothing there, and the next one after an hour writes one row", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await heard(stage);
    const version = await versionOf(stage);
    // The consent of the beginning is forgotten first.
    await pass(15 * MINUTE_MS, stage.mailbox);
    await stage.mailbox.ring(stage.coach);
    for (let quarter = 2; quarter <= 8; quarter += 1) {
      await pass(15 * MINUTE_MS, stage.mailbox);
      const { roundTrips, rowsWritten, stored } = await costOfRing(stage);
      const isNoted = quarter % 4 === 0;
      // A row, and its place in the index of those that are expected.
      expect([quarter, roundTrips, rowsWritten]).toEqual([quarter, isNoted ? 3 : 1, isNoted ? 2 : 0]);
      // Tokens are refreshed as they end.
      expect(stored.filter((key) => key !== "tokens")).toEqual(["known", "sync_at"]);
    }
    expect(await versionOf(stage)).toBe(version);
  });

  test("F8: the echo of our own event, and an event whose time stays, raise no version", async () => {
    const stage = await scene(provider);
    await stage.mailbox.admin("events/create", { title: "Dentist", starts_at: at(5), ends_at: later(at(5), HOUR_MS) });
    await heard(stage);
    const id = await confirmed(stage, at(3));
    const version = await versionOf(stage);
    await heard(stage);
    expect(await versionOf(stage)).toBe(version);
    expect(await viewed(stage, id)).toMatchObject({ status: "confirmed" });
  });

  test("F7: the daily reading of three hundred sessions that stand as written asks D1 as often as that of one", async () => {
    const stage = await scene(provider);
    const id = await confirmed(stage, at(3));
    await heard(stage);
    await pass(DAY_MS, stage.mailbox);
    const one = await costOfRing(stage);
    await multiply(stage, id);
    await pass(DAY_MS, stage.mailbox);
    const many = await costOfRing(stage);
    for (const { roundTrips, rowsWritten } of [one, many]) expect({ roundTrips, rowsWritten }).toEqual({ roundTrips: 9, rowsWritten: 4 });
  });

  /** Three hundred sessions in place of one, each with its event, at the provider and on record. */
  async function multiply({ mailbox, coach }: Scene, id: string): Promise<void> {
    const columns = async (table: string) =>
      (await env.DB.prepare(`SELECT name FROM pragma_table_info('${table}')`).all<{ name: string }>()).results.map(({ name }) => name);
    const [bookings, events] = [await columns("bookings"), await columns("calendar_events")];
    for (let index = 1; index < OWN_SESSIONS; index += 1) {
      const startsAt = new Date(Date.parse(at(10 + index))).toISOString();
      const made = await mailbox.admin<{ id: string }>("events/create", {
        title: `Session ${String(index)}`,
        starts_at: startsAt,
        ends_at: later(startsAt, HOUR_MS),
      });
      const copy = (names: readonly string[], changes: Readonly<Record<string, string>>) =>
        names.map((name) => changes[name] ?? name).join(", ");
      const [start, end] = [String(Date.parse(startsAt)), String(Date.parse(startsAt) + HOUR_MS)];
      const bookingId = `'${crypto.randomUUID()}'`;
      await env.DB.batch([
        env.DB.prepare(
          `INSERT INTO bookings (${bookings.join(", ")}) SELECT ${copy(bookings, { id: bookingId, starts_at: start, ends_at: end, completes_at: end })}
          FROM bookings WHERE id = '${id}'`,
        ),
        env.DB.prepare(
          `INSERT INTO calendar_events (${events.join(", ")}) SELECT ${copy(events, {
            booking_id: bookingId,
            event_id: `'${made.id}'`,
            starts_at: start,
            ends_at: end,
          })} FROM calendar_events WHERE booking_id = '${id}' AND user_id = '${coach.id}'`,
        ),
      ]);
    }
  }
});
