/** What a sync makes of a calendar's pages, and of a sync that fails half-way; and what of it stands in the record afterwards. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { readUnfollowed, syncCalendar } from "../../src/providers/busy-sync.ts";
import type { CalendarChange, CalendarProvider, ChangePage, ProviderEvent, ProviderResult } from "../../src/providers/port.ts";
import { writeBusyTime } from "../../src/database/busy-time.ts";
import { after, instant, type Interval } from "../../src/domain/instant.ts";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { ok, refused } from "../../src/lib/result.ts";
import { at, database, MONDAY, newCoach } from "../support/agenda.ts";

const WINDOW: Interval = { startsAt: MONDAY, endsAt: after(MONDAY, 30 * DAY_MS) };

function event(eventId: string, fields: Partial<ProviderEvent> = {}): CalendarChange {
  const whole: ProviderEvent = {
    eventId,
    etag: "1",
    eventLink: null,
    meetingLink: null,
    isMeetingPending: false,
    isCancelled: false,
    isTentative: false,
    isBusy: true,
    isDeclined: false,
    time: { startsAt: at(10), endsAt: at(11) },
    bookingId: null,
    attendees: [],
    ...fields,
  };
  return { kind: "event", event: whole };
}

/** Answers each cursor from a table; a full sync is asked with null. */
function calendarOf(pages: Readonly<Record<string, ProviderResult<ChangePage>>>): CalendarProvider {
  const changes: CalendarProvider["changes"] = (_calendar, _window, cursor) =>
    Promise.resolve(pages[cursor ?? "full"] ?? refused({ kind: "rejected", reason: `no page ${cursor ?? "full"}` }));
  return { changes } as unknown as CalendarProvider;
}

const page = (changes: CalendarChange[], cursor: string, isLast: boolean, isWhole = true): ProviderResult<ChangePage> =>
  ok({ changes, isWhole, cursor, isLast });

describe("a full sync", () => {
  test("reads every page, and takes what blocks and nothing else", async () => {
    const provider = calendarOf({
      full: page([event("a"), event("free", { isBusy: false }), event("declined", { isDeclined: true })], "p2", false),
      p2: page(
        [
          event("ours", { bookingId: "b1" }),
          event("gone", { isCancelled: true, time: null }),
          event("long", { time: { startsAt: at(-5), endsAt: at(60) } }),
          event("a", { time: { startsAt: at(12), endsAt: at(13) } }),
          event("past", { time: { startsAt: at(-9), endsAt: at(-8) } }),
        ],
        "next",
        true,
      ),
    });
    const read = await syncCalendar(provider, "primary", WINDOW, null);
    expect(read.ok && [read.value.isWhole, read.value.cursor, [...read.value.ownEvents.values()].map((one) => one?.bookingId)]).toEqual([
      true,
      "next",
      ["b1"],
    ]);
    expect(read.ok && read.value.pieces).toEqual([
      // The later of two reports of one event counts.
      { eventId: "a", startsAt: at(12), endsAt: at(13) },
      { eventId: "long", startsAt: at(0), endsAt: at(24) },
      { eventId: "long", startsAt: at(24), endsAt: at(48) },
      { eventId: "long", startsAt: at(48), endsAt: at(60) },
    ]);
  });

  test("that breaks off hands nothing on", async () => {
    const down = refused({ kind: "retry_later", afterMs: null, reason: "down" } as const);
    const provider = calendarOf({ full: page([event("a")], "p2", false), p2: down });
    expect(await syncCalendar(provider, "primary", WINDOW, null)).toEqual(down);
  });

  test("whose pages never end is broken off", async () => {
    const provider = calendarOf({ full: page([], "again", false), again: page([], "again", false) });
    expect(await syncCalendar(provider, "primary", WINDOW, null)).toEqual(refused({ kind: "rejected", reason: "sync_without_end" }));
  });
});

test("a cursor that is no longer good begins a full sync, once", async () => {
  const resync = refused({ kind: "resync" } as const);
  const provider = calendarOf({ old: resync, full: page([event("a")], "new", true) });
  const read = await syncCalendar(provider, "primary", WINDOW, "old");
  expect(read.ok && [read.value.isWhole, read.value.cursor]).toEqual([true, "new"]);
  expect(await syncCalendar(calendarOf({ old: resync, full: resync }), "primary", WINDOW, "old")).toEqual(resync);
});

test("a page of what changed since the cursor speaks of its events alone", async () => {
  const provider = calendarOf({ old: page([event("a")], "new", true, false) });
  const read = await syncCalendar(provider, "primary", WINDOW, "old");
  expect(read).toMatchObject({ ok: true, value: { isWhole: false, eventIds: ["a"], cursor: "new" } });
});

describe("of a provider that keeps no place", () => {
  const readingOf = (...events: CalendarChange[]): CalendarProvider =>
    ({ changes: () => Promise.resolve(ok({ changes: events, isWhole: true, cursor: null, isLast: true })) }) as unknown as CalendarProvider;
  const none = { isWhole: false, eventIds: [], pieces: [], ownEvents: new Map() };

  test("a reading that says the same as the one before changes nothing, in whatever order", async () => {
    const first = await syncCalendar(readingOf(event("a"), event("b")), "primary", WINDOW, null);
    const cursor = first.ok ? first.value.cursor : "";
    const asked: unknown[] = [];
    const again = await syncCalendar(readingOf(event("b"), event("a")), "primary", WINDOW, cursor, (ids) => {
      asked.push(ids);
      return Promise.resolve(new Set());
    });
    expect([first.ok && first.value.isWhole, again, asked]).toEqual([true, ok({ calendarId: "primary", ...none, cursor }), []]);
  });

  test.each<[string, CalendarChange[]]>([
    ["moved", [event("a", { time: { startsAt: at(11), endsAt: at(12) } })]],
    ["answered", [event("a", { attendees: [{ email: "guest@example.test", response: "accepted" }] })]],
    ["shown as free", [event("a", { isBusy: false })]],
    ["changed and changed back", [event("a", { etag: "3" })]],
    ["gone", []],
    ["joined by another", [event("a"), event("b")]],
  ])("an event that was %s is a whole reading anew", async (_what, events) => {
    const first = await syncCalendar(readingOf(event("a")), "primary", WINDOW, null);
    const read = await syncCalendar(readingOf(...events), "primary", WINDOW, first.ok ? first.value.cursor : null);
    expect(read.ok && [read.value.isWhole, read.value.eventIds]).toEqual([
      true,
      events.map((one) => (one.kind === "event" ? one.event.eventId : "")),
    ]);
  });
});

describe("calendars that cannot be followed", () => {
  const hour = { startsAt: at(10), endsAt: at(11) };
  const gone = refused({ kind: "gone" } as const);
  const busy: CalendarProvider["busy"] = () =>
    Promise.resolve(
      ok(
        new Map<string, ProviderResult<readonly Interval[]>>([
          ["team", ok([hour])],
          ["quiet", ok([])],
          ["left", gone],
        ]),
      ),
    );
  const provider = { busy } as unknown as CalendarProvider;

  test("are read whole, and one that has no answer is a fault of its own (B3)", async () => {
    const read = await readUnfollowed(provider, ["team", "quiet", "left", "unheard"], WINDOW);
    expect(read.ok && read.value.changes.map(({ calendarId, isWhole, pieces }) => [calendarId, isWhole, pieces.length])).toEqual([
      ["team", true, 1],
      ["quiet", true, 0],
    ]);
    expect(read.ok && [...read.value.faults]).toEqual([
      ["left", { kind: "gone" }],
      ["unheard", { kind: "rejected", reason: "calendar_unanswered" }],
    ]);
  });

  test("that say the same as before change nothing", async () => {
    const first = await readUnfollowed(provider, ["team"], WINDOW);
    const cursor = first.ok ? String(first.value.changes[0]?.cursor) : "";
    const again = await readUnfollowed(provider, ["team"], WINDOW, { team: cursor });
    expect(again.ok && again.value.changes).toMatchObject([{ isWhole: false, pieces: [], cursor }]);
    const other = await readUnfollowed(provider, ["team"], WINDOW, { team: "other" });
    expect(other.ok && other.value.changes).toMatchObject([{ isWhole: true, cursor }]);
  });
});

describe("in the record", () => {
  async function connection(): Promise<{ connectionId: string; userId: string }> {
    const [connectionId, userId] = [crypto.randomUUID(), await newCoach()];
    await env.DB.prepare(
      `INSERT INTO calendar_connections (id, user_id, provider, account_id, scopes, state, blocking_calendars, is_organizer, created_at, updated_at)
       VALUES (?, ?, 'google', 'account', '', 'active', '["primary","team"]', 1, 0, 0)`,
    )
      .bind(connectionId, userId)
      .run();
    return { connectionId, userId };
  }

  const rowsOf = async (connectionId: string) =>
    (
      await env.DB.prepare("SELECT calendar_id, event_id, starts_at FROM busy_intervals WHERE connection_id = ? ORDER BY 1, 2, 3")
        .bind(connectionId)
        .all<{ calendar_id: string; event_id: string; starts_at: number }>()
    ).results.map((row) => `${row.calendar_id} ${row.event_id} ${String((row.starts_at - MONDAY) / HOUR_MS)}`);

  const versionOf = async (userId: string) =>
    await env.DB.prepare("SELECT availability_version AS version FROM coach_profiles WHERE coach_id = ?")
      .bind(userId)
      .first<number>("version");

  test("a whole sync replaces its calendar, a partial one its events, an uncounted calendar goes; one rise of the version each", async () => {
    const { connectionId, userId } = await connection();
    const piece = (eventId: string, hour: number) => ({ eventId, startsAt: at(hour), endsAt: at(hour + 1) });
    const base = {
      connectionId,
      userId,
      blockingCalendars: ["primary", "team"],
      busyUntil: WINDOW.endsAt,
      knownUntil: null,
      raisesVersion: true,
      now: MONDAY,
    };
    const whole = (calendarId: string, ...pieces: ReturnType<typeof piece>[]) => ({ calendarId, isWhole: true, eventIds: [], pieces });
    await writeBusyTime(database, { ...base, changes: [whole("primary", piece("a", 9), piece("b", 10)), whole("team", piece("t", 9))] });
    expect(await rowsOf(connectionId)).toEqual(["primary a 9", "primary b 10", "team t 9"]);
    const before = Number(await versionOf(userId));
    const partial = { calendarId: "primary", isWhole: false, eventIds: ["a", "c"], pieces: [piece("c", 14)] };
    await writeBusyTime(database, { ...base, changes: [partial] });
    expect(await rowsOf(connectionId)).toEqual(["primary b 10", "primary c 14", "team t 9"]);
    expect(await versionOf(userId)).toBe(before + 1);
    await writeBusyTime(database, { ...base, blockingCalendars: ["primary"], changes: [] });
    expect(await rowsOf(connectionId)).toEqual(["primary b 10", "primary c 14"]);
    const row = await env.DB.prepare("SELECT synced_at, busy_until FROM calendar_connections WHERE id = ?").bind(connectionId).first();
    expect(row).toEqual({ synced_at: MONDAY, busy_until: WINDOW.endsAt });
  });

  test("twelve thousand pieces fit one sync", async () => {
    const { connectionId, userId } = await connection();
    const pieces = Array.from({ length: 12_000 }, (_, index) => {
      const startsAt = instant(MONDAY + index * 60_000);
      return { eventId: `e${String(index)}`, startsAt, endsAt: after(startsAt, 60_000) };
    });
    const change = { calendarId: "primary", isWhole: true, eventIds: [], pieces };
    await writeBusyTime(database, {
      connectionId,
      userId,
      changes: [change],
      blockingCalendars: ["primary"],
      busyUntil: WINDOW.endsAt,
      knownUntil: null,
      raisesVersion: true,
      now: MONDAY,
    });
    expect(await rowsOf(connectionId)).toHaveLength(12_000);
  });
});
