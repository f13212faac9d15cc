/**
 * Unknown is never free: what connected calendars say about a coach's time, in the look-up and in the decision alike. The
 * rows are written here as a sync would write them.
 */
import { openDatabase } from "../../src/database/open.ts";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { listAvailableSlots } from "../../src/operations/coaches/list-available-slots.ts";
import { after, type Instant } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { at, base, createCommand, handMadeAgenda, MONDAY, newClient, newCoach } from "../support/agenda.ts";

interface Connection {
  readonly busyUntil: Instant | null;
  readonly knownUntil?: Instant | null;
  readonly syncedAt?: Instant | null;
  readonly state?: "active" | "needs_reconnect";
  readonly blocking?: readonly string[];
}

async function connect(
  coachId: string,
  { busyUntil, state = "active", blocking = ["primary"], knownUntil = null, syncedAt = null }: Connection,
): Promise<string> {
  const id = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO calendar_connections (id, user_id, provider, account_id, scopes, state, blocking_calendars, is_organizer, busy_until, known_until, synced_at, created_at, updated_at)
     VALUES (?, ?, 'google', 'account', '', ?, ?, 1, ?, ?, ?, 0, 0)`,
  )
    .bind(id, coachId, state, JSON.stringify(blocking), busyUntil, knownUntil, syncedAt)
    .run();
  return id;
}

async function busy(coachId: string, connectionId: string, startsAt: Instant, endsAt: Instant): Promise<void> {
  await env.DB.prepare(
    "INSERT INTO busy_intervals (connection_id, calendar_id, event_id, coach_id, starts_at, ends_at) VALUES (?, 'primary', ?, ?, ?, ?)",
  )
    .bind(connectionId, crypto.randomUUID(), coachId, startsAt, endsAt)
    .run();
}

/** Hours of the day, UTC, on which Monday's slots of an hour start. */
async function listed(coachId: string, day = MONDAY): Promise<number[]> {
  const lookUp = { coachId, offerId: null, start: day, end: after(day, DAY_MS), durationMinutes: 60, timeZone: null, minVersion: 0 };
  const found = await listAvailableSlots({ reading: () => openDatabase(env.DB), now: MONDAY }, lookUp);
  if (!found.ok) throw new Error(found.problem.tag);
  return found.value.slots.map((start) => new Date(start).getUTCHours());
}

/** Books each hour of Monday 09:00-17:00 on its own; which were granted, and what was said of the rest. */
async function granted(coachId: string): Promise<{ hours: number[]; reasons: string[]; alternatives: number[] }> {
  const clientId = await newClient();
  const hours: number[] = [];
  const reasons: string[] = [];
  const alternatives: number[] = [];
  for (let hour = 9; hour < 17; hour += 1) {
    const { agenda } = await handMadeAgenda({ now: MONDAY });
    const { result } = await agenda.submit(createCommand(coachId, clientId, at(hour)));
    if (result.ok) hours.push(hour);
    else {
      reasons.push(result.problem.tag);
      if ("alternatives" in result.problem) alternatives.push(...result.problem.alternatives.map(({ startsAt }) => startsAt));
    }
  }
  return { hours, reasons, alternatives };
}

const DAY = [9, 10, 11, 12, 13, 14, 15, 16];
const FAR = after(MONDAY, 400 * DAY_MS);

describe("busy time of a connected calendar", () => {
  test("blocks the look-up and the booking alike, and is no alternative", async () => {
    const coachId = await newCoach();
    const connection = await connect(coachId, { busyUntil: FAR });
    await busy(coachId, connection, at(10, 30), at(11, 30));
    // In pieces of a day, of which one began the day before and one ends the day after.
    await busy(coachId, connection, at(-10), at(9, 15));
    await busy(coachId, connection, at(16), at(30));
    const free = [12, 13, 14, 15];
    expect(await listed(coachId)).toEqual(free);
    const { hours, reasons, alternatives } = await granted(coachId);
    expect(hours).toEqual(free);
    expect(new Set(reasons)).toEqual(new Set(["slot_taken"]));
    expect(alternatives.length).toBeGreaterThan(0);
    for (const taken of [at(9), at(10), at(11), at(16)]) expect(alternatives).not.toContain(taken);
  });

  test("keeps a session's buffers clear, and takes none of its own", async () => {
    const coachId = await newCoach();
    const connection = await connect(coachId, { busyUntil: FAR });
    await busy(coachId, connection, at(12), at(13));
    const { agenda } = await handMadeAgenda({ now: MONDAY });
    const author = { id: coachId, role: "coach" as const };
    const patch = { bufferBeforeMinutes: 30, bufferAfterMinutes: 15 };
    await agenda.submit({ kind: "set_settings", ...base(coachId, author), patch, ifRevision: null });
    // 11:00-12:00 needs a quarter of an hour after it, 13:00 half an hour before it.
    expect(await listed(coachId)).toEqual([9, 10, 14, 15, 16]);
  });
});

describe("unknown is never free", () => {
  test.each<[string, Connection, number[]]>([
    ["a calendar that has not been read yet blocks everything", { busyUntil: null }, []],
    ["time beyond what has been read is not offered", { busyUntil: at(13) }, [9, 10, 11, 12]],
    ["a lost connection keeps what it knew, and offers nothing beyond", { busyUntil: at(13), state: "needs_reconnect" }, [9, 10, 11, 12]],
    ["a connection of which no calendar counts blocks nothing", { busyUntil: null, blocking: [] }, DAY],
  ])("%s", async (_what, connection, hours) => {
    const coachId = await newCoach();
    await connect(coachId, connection);
    expect(await listed(coachId)).toEqual(hours);
    expect((await granted(coachId)).hours).toEqual(hours);
  });

  test.each<[string, Connection, number[]]>([
    ["while a connection is lost", { busyUntil: FAR, state: "needs_reconnect" }, []],
    ["once what is known is too old", { busyUntil: FAR, knownUntil: MONDAY }, []],
    ["and takes them until then", { busyUntil: FAR, knownUntil: after(MONDAY, 1) }, DAY],
    ["six hours after the version before has read it", { busyUntil: FAR, syncedAt: after(MONDAY, -6 * HOUR_MS) }, []],
    ["and takes them until then, of the version before", { busyUntil: FAR, syncedAt: after(MONDAY, 1 - 6 * HOUR_MS) }, DAY],
  ])("a coach who wants it so takes no bookings %s", async (_what, connection, hours) => {
    const coachId = await newCoach();
    await connect(coachId, connection);
    const { agenda } = await handMadeAgenda({ now: MONDAY });
    const author = { id: coachId, role: "coach" as const };
    await agenda.submit({ kind: "set_settings", ...base(coachId, author), patch: { onConnectionLost: "stop_booking" }, ifRevision: null });
    expect(await listed(coachId)).toEqual(hours);
    expect((await granted(coachId)).hours).toEqual(hours);
  });
});
