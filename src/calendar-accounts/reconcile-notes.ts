/**
 * The notes of a reconcile: what a provider's answer means for the record, for those who wait for the link or an invitation,
 * and for the effect that asked. Nothing is written to the provider here.
 */
import { type CalendarEventRecord, saveCalendarEvent, storeMeetingLink } from "../database/calendar-events.ts";
import type { ReconcileState } from "../database/reconcile-read.ts";
import { asksForConference, meetingLinkOf } from "../domain/agreement/place.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import type { Interval } from "../domain/instant.ts";
import { countPutBack } from "../domain/put-backs.ts";
import { unreachable } from "../lib/assert.ts";
import { MEETING_POLL_MS, MEETING_WAIT_MS } from "../limits.ts";
import type { ProviderEvent, ProviderFault } from "../providers/port.ts";
import { queueClientsCalendars } from "./client-entries.ts";
import type { AccountContext } from "./context.ts";
import { isOrganizer, makesLink } from "./event-draft.ts";
import { publishLink } from "./meeting-link.ts";
import { DOUBT_PREFIX, MEETING_PREFIX } from "./storage-keys.ts";
import { tellOfPutBacksEnded } from "./tell-owner.ts";
import { settleCalendarGone } from "./vanished.ts";

/** The outcome of one try, for the effect that asked for it. */
export type ReconcileOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "wait"; readonly afterMs: number; readonly reason: string }
  | { readonly kind: "retry"; readonly afterMs: number | null; readonly reason: string; readonly isOutage?: boolean }
  | { readonly kind: "failed"; readonly reason: string };

export const DONE: ReconcileOutcome = { kind: "done" };

export interface Work {
  readonly context: AccountContext;
  readonly state: ReconcileState;
  readonly connection: CalendarConnection;
}

export async function noteWritten(work: Work, record: CalendarEventRecord, event: ProviderEvent): Promise<ReconcileOutcome> {
  const { context, state, connection } = work;
  const { booking } = state;
  const now = context.now();
  const makesMeeting = makesLink(state, connection);
  const startedAt = record.eventId === null ? now : record.updatedAt;
  const since = (await context.storage.get<number>(meetingKey(booking.id))) ?? startedAt;
  const waits = makesMeeting && event.isMeetingPending && now < since + MEETING_WAIT_MS;
  if (waits) await context.storage.put(meetingKey(booking.id), since);
  else await context.storage.delete(meetingKey(booking.id));
  await context.storage.delete(doubtKey(booking.id));
  const invited = invitedBy(work, event);
  await saveCalendarEvent(context.database, {
    ...record,
    eventId: event.eventId,
    appliedRevision: booking.revision,
    time: { startsAt: booking.startsAt, endsAt: booking.endsAt },
    etag: event.etag,
    eventLink: event.eventLink,
    meetingLink: makesMeeting ? event.meetingLink : meetingLinkOf(booking),
    state: waits ? "pending" : "ok",
    invited,
    updatedAt: now,
  });
  if (makesMeeting && event.meetingLink !== null) await publishLink(context, state, event.meetingLink);
  // The meeting has been taken away with the place that wanted it: should it want one again, this link leads nowhere.
  if (booking.meetingLink !== null && !asksForConference(booking) && isOrganizer(state, connection))
    await storeMeetingLink(context.database, booking.id, null);
  if (!waits) await queueClientsCalendars(context, state, invited);
  return waits ? { kind: "wait", afterMs: MEETING_POLL_MS, reason: "meeting_link" } : DONE;
}

/**
 * The provider acknowledges a write and answers with another time. That time is not its owner's doing, so it moves nothing:
 * it is written again, as a put-back is, and no more often.
 */
export async function noteNotApplied(
  work: Work,
  record: CalendarEventRecord,
  event: ProviderEvent,
  stands: Interval,
): Promise<ReconcileOutcome> {
  const { context, state } = work;
  const putBacks = countPutBack(record.putBacks, state.shownRevision, stands, context.now());
  await saveCalendarEvent(context.database, {
    ...record,
    eventId: event.eventId,
    appliedRevision: null,
    time: stands,
    etag: event.etag,
    eventLink: event.eventLink,
    state: putBacks.isEnded ? "failed" : "pending",
    putBacks,
    invited: invitedBy(work, event),
    updatedAt: context.now(),
  });
  await context.storage.delete(doubtKey(record.bookingId));
  if (!putBacks.isEnded) return { kind: "retry", afterMs: null, reason: "calendar_not_applied" };
  await tellOfPutBacksEnded(context, state);
  await queueClientsCalendars(context, state, []);
  return DONE;
}

/** The guests of the event as the provider answers it, without its owner. */
function invitedBy({ state, connection }: Work, event: ProviderEvent): readonly string[] {
  const own = [connection.accountEmail, isOrganizer(state, connection) ? state.coach.email : null];
  const owners = new Set(own.flatMap((address) => (address === null ? [] : [address.toLowerCase()])));
  return event.attendees.map(({ email }) => email.toLowerCase()).filter((email) => !owners.has(email));
}

export async function noteFault(work: Work, record: CalendarEventRecord, fault: ProviderFault): Promise<ReconcileOutcome> {
  const { context, state } = work;
  const note = async (noted: CalendarEventRecord["state"]): Promise<void> =>
    await saveCalendarEvent(context.database, { ...record, state: noted, updatedAt: context.now() });
  switch (fault.kind) {
    case "reconnect":
    case "unauthorized":
      await note("needs_reconnect");
      await queueClientsCalendars(context, state, []);
      return DONE;
    case "retry_later":
      await note("pending");
      return { kind: "retry", afterMs: fault.afterMs, reason: `calendar_${fault.reason}`, isOutage: true };
    case "unknown":
      await note("pending");
      return { kind: "retry", afterMs: null, reason: `calendar_${fault.reason}`, isOutage: true };
    case "not_applied": {
      const { time } = fault.event;
      return time === null ? await noteWritten(work, record, fault.event) : await noteNotApplied(work, record, fault.event, time);
    }
    // Somebody else wrote in between, the provider itself perhaps: the next try writes upon what stands by then.
    case "stale":
    case "resync":
      await note("pending");
      return { kind: "retry", afterMs: null, reason: `calendar_${fault.kind}` };
    case "gone":
      // A create is told so of its calendar alone; an event that vanished between two calls is looked for by the next try.
      if (record.eventId === null) await settleCalendarGone(context, state, record);
      else await note("pending");
      return record.eventId === null ? DONE : { kind: "retry", afterMs: null, reason: "calendar_gone" };
    case "rejected":
      await note("failed");
      await queueClientsCalendars(context, state, []);
      return { kind: "failed", reason: `calendar_${fault.reason}` };
    default:
      return unreachable(fault);
  }
}

export function doubtKey(bookingId: string): string {
  return `${DOUBT_PREFIX}${bookingId}`;
}

function meetingKey(bookingId: string): string {
  return `${MEETING_PREFIX}${bookingId}`;
}
