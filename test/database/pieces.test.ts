/** F12: lists travel in pieces by bytes, because D1 refuses a value over two million (test/support/d1-limits.ts). */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { differingFromRecord, writeBusyTime } from "../../src/database/busy-time.ts";
import { bookingsAt, clientAddresses, eventsByProviderIds } from "../../src/database/calendar-events.ts";
import { openDatabase } from "../../src/database/open.ts";
import { inPieces } from "../../src/database/pieces.ts";
import { SYSTEM } from "../../src/domain/actor.ts";
import { after } from "../../src/domain/instant.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { LAPSES_PER_ALARM_MAX, LIST_BYTES_MAX, NOTES_CHARACTERS_MAX } from "../../src/limits.ts";
import { bookingsOf, createCommand, handMadeAgenda, MONDAY, newClient, newCoach } from "../support/agenda.ts";

const database = openDatabase(env.DB);
/** As long as Graph's. */
const longId = (index: number): string => `${String(index).padStart(8, "0")}${"A".repeat(144)}`;
const MANY = 14_000;

describe("a list in pieces", () => {
  test.each([
    ["nothing", [], 10, []],
    ["what fits is one piece", ["a", "b"], 20, [["a", "b"]]],
    ["a piece may be full to the last byte: brackets, quotes and a comma count", ["a", "b"], 9, [["a", "b"]]],
    ["and no fuller", ["a", "b"], 8, [["a"], ["b"]]],
    ["bytes are counted, and not characters", ["ä", "ö"], 9, [["ä"], ["ö"]]],
    ["an entry that is longer than a piece stands alone", ["a", "long-enough", "b"], 8, [["a"], ["long-enough"], ["b"]]],
  ])("%s", (_what, entries, bytesMax, pieces) => {
    expect(inPieces(entries, bytesMax)).toEqual(pieces);
  });

  test("none is longer than its bound as JSON", () => {
    const entries = Array.from({ length: 5_000 }, (_, index) => ({ id: longId(index), text: "\u0001".repeat(index % 50) }));
    const pieces = inPieces(entries);
    expect(pieces.flat()).toEqual(entries);
    for (const piece of pieces) expect(new TextEncoder().encode(JSON.stringify(piece)).byteLength).toBeLessThanOrEqual(LIST_BYTES_MAX);
  });
});

test("F12: fourteen thousand pieces of busy time are compared, written, and held against bookings and events", async () => {
  const coachId = await newCoach();
  const connectionId = crypto.randomUUID();
  await env.DB.prepare(
    `INSERT INTO calendar_connections (id, user_id, provider, account_id, scopes, state, blocking_calendars, is_organizer, created_at, updated_at)
     VALUES (?, ?, 'outlook', 'account', '', 'active', '["primary"]', 1, 0, 0)`,
  )
    .bind(connectionId, coachId)
    .run();
  const pieces = Array.from({ length: MANY }, (_, index) => {
    const startsAt = after(MONDAY, index * 10 * MINUTE_MS);
    return { eventId: longId(index), startsAt, endsAt: after(startsAt, 5 * MINUTE_MS) };
  });
  const eventIds = pieces.map(({ eventId }) => eventId);
  const change = { calendarId: "primary", isWhole: false, eventIds, pieces };
  const differing = await differingFromRecord(database, connectionId, [change]);
  expect(differing).toEqual([change]);
  const base = { connectionId, userId: coachId, blockingCalendars: ["primary"], busyUntil: null, knownUntil: null };
  await writeBusyTime(database, { ...base, changes: differing, raisesVersion: true, now: MONDAY });
  const count = await env.DB.prepare("SELECT count(*) AS n FROM busy_intervals WHERE connection_id = ?")
    .bind(connectionId)
    .first<{ n: number }>();
  expect(count?.n).toBe(MANY);
  for (const isWhole of [true, false]) expect(await differingFromRecord(database, connectionId, [{ ...change, isWhole }])).toEqual([]);
  const moved = { ...change, isWhole: true, pieces: pieces.slice(1) };
  expect(await differingFromRecord(database, connectionId, [moved])).toEqual([
    { calendarId: "primary", isWhole: false, eventIds: [longId(0)], pieces: [] },
  ]);
  expect(await bookingsAt(database, coachId, pieces)).toEqual([]);
  expect(await eventsByProviderIds(database, connectionId, eventIds)).toEqual([]);
  expect((await clientAddresses(database, eventIds)).size).toBe(0);
});

test("F12: as many lapses as one command takes are written, whatever their notes hold", async () => {
  const coachId = await newCoach();
  const clock = { now: MONDAY };
  const { agenda } = await handMadeAgenda(clock, null, { database });
  const made = await agenda.submit(createCommand(coachId, await newClient(), after(MONDAY, 58 * HOUR_MS)));
  expect(made.result.ok).toBe(true);
  const { results } = await env.DB.prepare("SELECT name FROM pragma_table_info('bookings')").all<{ name: string }>();
  const names = results.map(({ name }) => name);
  const changes: Readonly<Record<string, string>> = {
    id: "lower(hex(randomblob(16)))",
    starts_at: "starts_at + n.i * 86400000",
    ends_at: "ends_at + n.i * 86400000",
    notes: "?2",
  };
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
     INSERT INTO bookings (${names.join(", ")}) SELECT ${names.map((name) => changes[name] ?? name).join(", ")} FROM n, bookings WHERE coach_id = ?1`,
  )
    .bind(coachId, "\u0001".repeat(NOTES_CHARACTERS_MAX), LAPSES_PER_ALARM_MAX - 1)
    .run();
  const [first] = await bookingsOf(coachId);
  clock.now = first?.expiresAt ?? MONDAY;
  const commandId = crypto.randomUUID();
  const lapse = { kind: "lapse", commandId, requestId: commandId, coachId, author: SYSTEM, claim: null } as const;
  const { result } = await agenda.submit(lapse);
  expect(result).toMatchObject({ ok: true, value: { kind: "lapsed", count: LAPSES_PER_ALARM_MAX } });
  const lapsed = await bookingsOf(coachId);
  expect(lapsed.every(({ status }) => status === "cancelled")).toBe(true);
  expect(lapsed.filter(({ notes }) => notes?.length === NOTES_CHARACTERS_MAX)).toHaveLength(LAPSES_PER_ALARM_MAX - 1);
});
