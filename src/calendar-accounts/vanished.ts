/**
 * An event of ours that is no longer where it was written. Before a deletion is believed the event is looked for by our own
 * mark in the owner's other calendars, and its calendar is looked for among those of the account: a calendar that has gone
 * took its events along, and that cancels no session.
 */
import { type CalendarEventRecord, saveCalendarEvent } from "../database/calendar-events.ts";
import type { ReconcileState } from "../database/reconcile-read.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { ok } from "../lib/result.ts";
import { CALENDARS_SEARCHED_MAX } from "../limits.ts";
import type { CalendarInfo, ProviderEvent, ProviderResult } from "../providers/port.ts";
import { queueClientsCalendars } from "./client-entries.ts";
import { type AccountContext, callProviderAs } from "./context.ts";
import { queueReconcile } from "./queue-reconcile.ts";
import { calendarsOf } from "./read-calendars.ts";
import { tellOfCalendarGone } from "./knowledge.ts";

type Whereabouts =
  | {
      readonly kind: "elsewhere";
      readonly place: { readonly calendarId: string; readonly eventId: string; readonly etag: string };
      readonly event: ProviderEvent;
    }
  | { readonly kind: "deleted" }
  | { readonly kind: "calendar_gone" };

export async function whereaboutsOf(
  context: AccountContext,
  connection: CalendarConnection,
  record: CalendarEventRecord,
): Promise<ProviderResult<Whereabouts>> {
  const infos = await calendarsOf(context, connection);
  if (!infos.ok) return infos;
  for (const calendarId of searched(connection, infos.value, record.calendarId)) {
    const { bookingId, generation } = record;
    const found = await callProviderAs(context, connection, async (provider) => await provider.find(calendarId, bookingId, generation));
    // One calendar that cannot be asked does not hold up the others.
    if (!found.ok && (found.problem.kind === "gone" || found.problem.kind === "rejected")) continue;
    if (!found.ok) return found;
    if (found.value === null) continue;
    const { eventId, etag } = found.value;
    return ok({ kind: "elsewhere", place: { calendarId, eventId, etag }, event: found.value });
  }
  return ok({ kind: infos.value.some(({ id }) => id === record.calendarId) ? "deleted" : "calendar_gone" });
}

/** Those that are read come first; in a calendar of somebody else's our mark cannot be asked for. */
function searched(connection: CalendarConnection, infos: readonly CalendarInfo[], left: string): string[] {
  const read = new Set([...connection.blockingCalendars, connection.eventCalendar]);
  const others = infos.filter(({ id, isWritable }) => id !== left && isWritable).map(({ id }) => id);
  const inOrder = [...others.filter((id) => read.has(id)), ...others.filter((id) => !read.has(id))];
  return inOrder.slice(0, CALENDARS_SEARCHED_MAX);
}

/** The record waits for a calendar: for another that receives the events already, or until the owner has chosen one. */
export async function settleCalendarGone(context: AccountContext, state: ReconcileState, record: CalendarEventRecord): Promise<void> {
  await saveCalendarEvent(context.database, {
    ...record,
    eventId: null,
    generation: record.generation + 1,
    appliedRevision: null,
    time: null,
    state: "pending",
    updatedAt: context.now(),
  });
  await queueClientsCalendars(context, state, []);
  const { connection } = state;
  if (connection?.eventCalendar === record.calendarId) await tellOfCalendarGone(context, connection, record.calendarId);
  else await queueReconcile(context, record.bookingId);
}
