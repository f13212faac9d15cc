/**
 * The events of a calendar in a window, read from the plain view: there the occurrences of a series are whole, each with what it
 * is shown as, and an event that is no longer there is not in it. `$select` keeps the pages small; bodies are never asked for. An item
 * that nobody can read hides no other: it holds its time, and only where not even that is told is the calendar a fault.
 */
import type { Interval } from "../../domain/instant.ts";
import { ok, refused } from "../../lib/result.ts";
import { holdsTime, type ProviderEvent, type ProviderResult } from "../port.ts";
import { GRAPH_EVENT_FIELDS, hasTime, listedGraphEvent, readGraphEvent } from "./event.ts";

/** Events to a page: as many as come in good time, and those that are asked for where an answer was too large. */
const EVENTS_PER_PAGE = 500;
const EVENTS_PER_SMALL_PAGE = 50;

type ReadAll = (path: string) => Promise<ProviderResult<unknown[]>>;

/** `rejected` with `unreadable_event` where something holds time and nobody can say which. */
export async function readView(readAll: ReadAll, calendarId: string, window: Interval): Promise<ProviderResult<ProviderEvent[]>> {
  const [startDateTime, endDateTime] = [window.startsAt, window.endsAt].map((at) => new Date(at).toISOString());
  const query = `startDateTime=${String(startDateTime)}&endDateTime=${String(endDateTime)}&$select=${GRAPH_EVENT_FIELDS}`;
  const path = `/me/calendars/${encodeURIComponent(calendarId)}/calendarView?${query}&$top=`;
  let items = await readAll(`${path}${String(EVENTS_PER_PAGE)}`);
  const isTooLarge = !items.ok && items.problem.kind === "rejected" && items.problem.reason === "answer_too_large";
  if (isTooLarge) items = await readAll(`${path}${String(EVENTS_PER_SMALL_PAGE)}`);
  if (!items.ok) return items;
  const events: ProviderEvent[] = [];
  for (const item of items.value) {
    const listed = listedGraphEvent.safeParse(item);
    if (!listed.success) return refused({ kind: "rejected", reason: "unreadable_event" });
    // The rule of a series, shown with its first occurrence's time, is no appointment.
    if (listed.data.type === "seriesMaster") continue;
    const event = readGraphEvent(listed.data);
    if (holdsTime(event) && !hasTime(listed.data)) return refused({ kind: "rejected", reason: "unreadable_event" });
    events.push(event);
  }
  return ok(events);
}
