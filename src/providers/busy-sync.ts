/**
 * Reads what one calendar says about its owner's time, whole or since the last time, into one change of the busy time on
 * record. Nothing of a sync that fails half-way is handed on: a page that is missing could be the one that holds the
 * event, so a failed or partial sync never frees time. Stores nothing and decides nothing about bookings.
 */
import { instant, type Interval } from "../domain/instant.ts";
import { DAY_MS } from "../lib/duration.ts";
import { ok, refused } from "../lib/result.ts";
import type { CalendarProvider, ProviderEvent, ProviderResult } from "./port.ts";

/** A sync that has not come to an end after so many pages is broken off as a fault. */
const SYNC_PAGES_MAX = 400;

/** Which of these ids are of events that we wrote: not every provider's list of changes carries our mark. */
export type OwnAmong = (eventIds: readonly string[]) => Promise<ReadonlySet<string>>;
const noneKnown: OwnAmong = () => Promise.resolve(new Set());

interface BusyPiece extends Interval {
  readonly eventId: string;
}

export interface BusyChange {
  readonly calendarId: string;
  /** Whether `pieces` are all there are, or only those of `eventIds`. */
  readonly isWhole: boolean;
  /** Events whose pieces on record are replaced. */
  readonly eventIds: readonly string[];
  readonly pieces: readonly BusyPiece[];
  /** Events of ours that were seen, as they stand at the provider, null: removed; for who follows their owners' changes. */
  readonly ownEvents: ReadonlyMap<string, ProviderEvent | null>;
  /** Where to go on the next time; null for a calendar that cannot be followed. */
  readonly cursor: string | null;
}

/**
 * Follows a calendar from `cursor`; without one, or where the provider no longer accepts it, all of the window is read.
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
  let page = cursor;
  for (let pages = 0; pages < SYNC_PAGES_MAX; pages += 1) {
    const read = await provider.changes(calendarId, window, page);
    if (!read.ok) {
      const mustStartOver = read.problem.kind === "resync" && cursor !== null;
      return mustStartOver ? await syncCalendar(provider, calendarId, window, null, ownAmong) : read;
    }
    // Duplicates happen; what comes later is newer.
    for (const change of read.value.changes) {
      if (change.kind === "event") latest.set(change.event.eventId, change.event);
      else latest.set(change.eventId, null);
    }
    page = read.value.cursor;
    if (!read.value.isLast) continue;
    const own = await ownAmong([...latest.keys()]);
    return ok(changeOf({ calendarId, latest, own, window, isWhole: cursor === null, cursor: page }));
  }
  return refused({ kind: "rejected", reason: "sync_without_end" });
}

/** Reads the busy time of calendars that cannot be followed, whole each time. */
export async function readUnfollowed(
  provider: CalendarProvider,
  calendarIds: readonly string[],
  window: Interval,
): Promise<ProviderResult<BusyChange[]>> {
  if (calendarIds.length === 0) return ok([]);
  const read = await provider.busy(calendarIds, window);
  if (!read.ok) return read;
  return ok(
    calendarIds.map((calendarId) => {
      const intervals = read.value.get(calendarId) ?? [];
      const pieces = intervals.flatMap((interval) => piecesOf(`busy-${String(interval.startsAt)}`, interval, window));
      return { calendarId, isWhole: true, eventIds: [], pieces, ownEvents: new Map(), cursor: null };
    }),
  );
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
  const pieces = foreign.flatMap((event) => (blocks(event) && event.time !== null ? piecesOf(event.eventId, event.time, window) : []));
  const ownEvents = new Map(all.filter(([eventId, event]) => isOwn(eventId, event)));
  return { calendarId, isWhole, eventIds: [...latest.keys()], pieces, ownEvents, cursor };
}

/** Our own events hold their time as bookings already. */
function blocks(event: ProviderEvent): boolean {
  return event.isBusy && !event.isCancelled && !event.isDeclined;
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
