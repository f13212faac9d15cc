/**
 * Reads what one calendar says about its owner's time, whole or since the last time, into one change of the busy time on
 * record. Nothing of a sync that fails half-way is handed on: a page that is missing could be the one that holds the
 * event, so a failed or partial sync never frees time. Stores nothing and decides nothing about bookings.
 */
import { instant, type Interval } from "../domain/instant.ts";
import { DAY_MS } from "../lib/duration.ts";
import { ok, refused } from "../lib/result.ts";
import { sha256Hex } from "../lib/sha256.ts";
import { type CalendarProvider, holdsTime, type ProviderEvent, type ProviderFault, type ProviderResult } from "./port.ts";

/** A sync that has not come to an end after so many pages is broken off as a fault. */
const SYNC_PAGES_MAX = 400;

/** Which of these ids are of events that we wrote: not every provider's list of changes carries our mark. */
export type OwnAmong = (eventIds: readonly string[]) => Promise<ReadonlySet<string>>;
const noneKnown: OwnAmong = () => Promise.resolve(new Set());

interface BusyPiece extends Interval {
  readonly eventId: string;
}

/** Neither whole nor of any event: nothing has changed. */
export interface BusyChange {
  readonly calendarId: string;
  /** Whether `pieces` are all there are, or only those of `eventIds`. */
  readonly isWhole: boolean;
  /** Events whose pieces on record are replaced. */
  readonly eventIds: readonly string[];
  readonly pieces: readonly BusyPiece[];
  /** Events of ours that were seen, as they stand at the provider, null: removed; for who follows their owners' changes. */
  readonly ownEvents: ReadonlyMap<string, ProviderEvent | null>;
  /** Where to go on the next time. */
  readonly cursor: string;
}

/**
 * Follows a calendar from `cursor`; without one, or where the provider no longer accepts it, all of the window is read. Of a provider that
 * keeps no place the cursor is a digest of what was read: while a whole reading says the same as the last one, nothing has changed.
 * `rejected` with `sync_without_end` where the pages never end.
 */
export async function syncCalendar(
  provider: CalendarProvider,
  calendarId: string,
  window: Interval,
  cursor: string | null,
  ownAmong: OwnAmong = noneKnown,
): Promise<ProviderResult<BusyChange>> {
  const latest = new Map<string, ProviderEvent | null>();
  let place = cursor;
  for (let pages = 0; pages < SYNC_PAGES_MAX; pages += 1) {
    const read = await provider.changes(calendarId, window, place);
    if (!read.ok) {
      const mustStartOver = read.problem.kind === "resync" && cursor !== null;
      return mustStartOver ? await syncCalendar(provider, calendarId, window, null, ownAmong) : read;
    }
    // Duplicates happen; what comes later is newer.
    for (const change of read.value.changes) {
      if (change.kind === "event") latest.set(change.event.eventId, change.event);
      else latest.set(change.eventId, null);
    }
    place = read.value.cursor;
    if (!read.value.isLast) continue;
    const { isWhole } = read.value;
    const next = place ?? (await digestOf([...latest.values()]));
    if (place === null && next === cursor) return ok(unchanged(calendarId, next));
    const own = await ownAmong([...latest.keys()]);
    return ok(changeOf({ calendarId, latest, own, window, isWhole, cursor: next }));
  }
  return refused({ kind: "rejected", reason: "sync_without_end" });
}

/** The busy time of the calendars that cannot be followed, and which of them had an answer of their own that is none. */
interface UnfollowedBusy {
  readonly changes: readonly BusyChange[];
  readonly faults: ReadonlyMap<string, ProviderFault>;
}

/** Reads the busy time of calendars that cannot be followed, whole each time. `cursors`: of the last reading, as for `syncCalendar`. */
export async function readUnfollowed(
  provider: CalendarProvider,
  calendarIds: readonly string[],
  window: Interval,
  cursors: Readonly<Record<string, string>> = {},
): Promise<ProviderResult<UnfollowedBusy>> {
  const changes: BusyChange[] = [];
  const faults = new Map<string, ProviderFault>();
  if (calendarIds.length === 0) return ok({ changes, faults });
  const read = await provider.busy(calendarIds, window);
  if (!read.ok) return read;
  for (const calendarId of calendarIds) {
    const busy = read.value.get(calendarId) ?? refused({ kind: "rejected", reason: "calendar_unanswered" } as const);
    if (!busy.ok) {
      faults.set(calendarId, busy.problem);
      continue;
    }
    const pieces = busy.value.flatMap((interval) => piecesOf(`busy-${String(interval.startsAt)}`, interval, window));
    const cursor = await digestOf(busy.value);
    const isSame = Object.hasOwn(cursors, calendarId) && cursors[calendarId] === cursor;
    changes.push(
      isSame ? unchanged(calendarId, cursor) : { calendarId, isWhole: true, eventIds: [], pieces, ownEvents: new Map(), cursor },
    );
  }
  return ok({ changes, faults });
}

function unchanged(calendarId: string, cursor: string): BusyChange {
  return { calendarId, isWhole: false, eventIds: [], pieces: [], ownEvents: new Map(), cursor };
}

/**
 * The order in which a provider lists things says nothing. Etags count: an event that we put back and somebody moved again looks as it
 * did before, and must be followed again. Exchange renews some by itself, which costs a comparison and no write.
 */
async function digestOf(read: readonly unknown[]): Promise<string> {
  const lines = read.map((one) => JSON.stringify(one));
  return await sha256Hex(lines.toSorted().join("\n"));
}

interface ReadChanges {
  readonly calendarId: string;
  readonly latest: ReadonlyMap<string, ProviderEvent | null>;
  readonly own: ReadonlySet<string>;
  readonly window: Interval;
  readonly isWhole: boolean;
  readonly cursor: string;
}

function changeOf({ calendarId, latest, own, window, isWhole, cursor }: ReadChanges): BusyChange {
  const isOwn = (eventId: string, event: ProviderEvent | null): boolean => own.has(eventId) || (event !== null && event.bookingId !== null);
  const all = [...latest];
  const foreign = all.flatMap(([eventId, event]) => (event === null || isOwn(eventId, event) ? [] : [event]));
  // Our own events hold their time as bookings already.
  const pieces = foreign.filter(holdsTime).flatMap(({ eventId, time }) => (time === null ? [] : piecesOf(eventId, time, window)));
  const ownEvents = new Map(all.filter(([eventId, event]) => isOwn(eventId, event)));
  return { calendarId, isWhole, eventIds: [...latest.keys()], pieces, ownEvents, cursor };
}

/** At most a day each, so that the look-up finds them by their start; what lies outside the window is left out. */
function piecesOf(eventId: string, time: Interval, window: Interval): BusyPiece[] {
  const endsAt = Math.min(time.endsAt, window.endsAt);
  const pieces: BusyPiece[] = [];
  for (let startsAt: number = Math.max(time.startsAt, window.startsAt); startsAt < endsAt; startsAt += DAY_MS) {
    pieces.push({ eventId, startsAt: instant(startsAt), endsAt: instant(Math.min(startsAt + DAY_MS, endsAt)) });
  }
  return pieces;
}
