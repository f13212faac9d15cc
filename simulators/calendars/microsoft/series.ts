/**
 * A recurring series as Graph tells of it. A delta lists the master, with the time of the first occurrence, beside the
 * occurrences that lie in the window. When anything of a series has changed, the whole of it comes again; occurrences
 * that are no more are named nowhere. A plain view knows no masters and gives every occurrence whole.
 */
import { isGone, isInWindow } from "./event.ts";
import type { Account, SimCalendar, SimEvent } from "../core/world.ts";

export interface Window {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** Whether a delta of that window lists it; a master is listed while any of its occurrences is. */
export function isShown(account: Account, calendar: SimCalendar, event: SimEvent, window: Window): boolean {
  if (isGone(account, event)) return false;
  if (!event.isSeriesMaster) return isInWindow(account, event, window);
  for (const piece of calendar.events.values()) {
    if (piece.seriesId === event.id && !isGone(account, piece) && isInWindow(account, piece, window)) return true;
  }
  return false;
}

function seriesOf(event: SimEvent): string | null {
  return event.isSeriesMaster ? event.id : event.seriesId;
}

/**
 * What a round tells of, in order, after the account's `version`; 0: everything. `before`: what the client knows to be in
 * the window; `known`: what it knows when the round is over.
 */
export function beginQueue(
  account: Account,
  calendar: SimCalendar,
  window: Window,
  version: number,
  before: ReadonlySet<string>,
): { readonly queue: readonly string[]; readonly known: ReadonlySet<string> } {
  const events = [...calendar.events.values()];
  const changed = events.filter((event) => event.version > version);
  const touched = new Set(changed.map(seriesOf).filter((id) => id !== null));
  const known = new Set(before);
  const queue: string[] = [];
  for (const event of events) {
    const series = seriesOf(event);
    if (event.version <= version && (series === null || !touched.has(series))) continue;
    const isThere = isShown(account, calendar, event, window);
    const isVanished = event.seriesId !== null && isGone(account, event);
    if (isThere || (known.has(event.id) && !isVanished)) queue.push(event.id);
    if (isThere) known.add(event.id);
    else known.delete(event.id);
  }
  return { queue, known };
}
