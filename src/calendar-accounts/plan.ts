/**
 * The plan of a reconcile: what has to be done so that a booking's event in one calendar says what the booking says now.
 * Pure: it reads the record, asks no provider and stores nothing. `reconcile.ts` carries it out.
 */
import type { CalendarEventRecord } from "../database/calendar-events.ts";
import type { ReconcileState } from "../database/reconcile-read.ts";
import { meetingLinkOf } from "../domain/agreement/place.ts";
import { hasLapsed } from "../domain/booking.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import type { Instant } from "../domain/instant.ts";
import { hasEnded } from "../domain/put-backs.ts";
import { invitationOf } from "../effects/calendar-entry.ts";
import { isApplied, makesLink } from "./event-draft.ts";

/** Asked for by a person: then a pending booking has an event too. */
export interface Wish {
  readonly timeZone: string | null;
}

/** The record as it is to be kept before anything is asked of the provider. */
interface Act {
  readonly connection: CalendarConnection;
  readonly record: CalendarEventRecord;
}

export type Plan =
  /** The record stays as it is, and so does the calendar. */
  | {
      readonly kind: "nothing";
      readonly because:
        | "no_connection"
        /** Its owner has taken the event away, or the connection. */
        | "left_alone"
        /** The connection receives no events. */
        | "no_calendar"
        /** There is no event, and there is to be none. */
        | "not_wanted"
        | "up_to_date"
        /** It is found changed however often it is put back. */
        | "put_backs_ended";
    }
  /** The event says already what the booking says: the record alone is brought up to date. */
  | ({ readonly kind: "settle" } & Act)
  /** Nothing is written now: the owner has been deactivated, or has to connect again. */
  | ({ readonly kind: "wait" } & Act)
  /** `mayExist`: a try before this one may have made it; it is looked for first. */
  | ({ readonly kind: "create"; readonly mayExist: boolean } & Act)
  | ({ readonly kind: "update"; readonly eventId: string } & Act)
  /** All is written, and only the meeting's link is awaited: the event is read. */
  | ({ readonly kind: "look"; readonly eventId: string } & Act)
  /** `isWithdrawn`: the session takes place, and stands before its owner in another way; the event may be wanted again. */
  | ({ readonly kind: "remove"; readonly isWithdrawn: boolean } & Act);

/** The first that holds, from above to below, decides. */
export function planOf(state: ReconcileState, now: Instant, wish: Wish | null): Plan {
  const { booking, connection } = state;
  if (connection === null) return { kind: "nothing", because: "no_connection" };
  const before = state.record !== null && state.record.connectionId === connection.id ? state.record : null;
  if (before?.state === "detached" && wish === null) return { kind: "nothing", because: "left_alone" };
  // An event stays in the calendar it was written into; one that is still to be written goes into the calendar chosen now.
  const calendarId = before !== null && before.eventId !== null ? before.calendarId : connection.eventCalendar;
  if (calendarId === null) return { kind: "nothing", because: "no_calendar" };
  const isAsked = wish !== null || (before?.isAsked ?? false);
  const isActive = isActiveNow(state, isAsked, now);
  const isWanted = isActive && (isAsked || isOwnersEntry(state, before));
  if (before === null && !isWanted) return { kind: "nothing", because: "not_wanted" };
  if (before !== null && wish === null) {
    if (isUpToDate(state, connection, before, isWanted)) return { kind: "nothing", because: "up_to_date" };
    const isGivenUp = before.state === "failed" && hasEnded(before.putBacks, state.shownRevision);
    if (isWanted && isGivenUp) return { kind: "nothing", because: "put_backs_ended" };
  }
  const act: Act = {
    connection,
    record: {
      ...(before ?? freshRecord(state, connection, calendarId, now)),
      calendarId,
      desiredRevision: booking.revision,
      isAsked,
      timeZone: wish?.timeZone ?? before?.timeZone ?? null,
      putBacks: wish === null ? (before?.putBacks ?? null) : null,
      state: connection.state === "needs_reconnect" ? "needs_reconnect" : "pending",
      updatedAt: now,
    },
  };
  if (before?.state === "ok" && before.eventId !== null && booking.status === "completed") {
    // That it took place changes nothing in the event, and its guests need not hear of it.
    return { kind: "settle", ...act, record: { ...act.record, appliedRevision: booking.revision, state: "ok" } };
  }
  // Nothing is written for somebody who has been deactivated; what stands for a session that is off is taken away.
  if (!state.isOwnerActive && isActive) return { kind: "wait", ...act };
  // A write waits for its owner, who has been told.
  if (connection.state === "needs_reconnect") return { kind: "wait", ...act };
  if (!isWanted) return { kind: "remove", isWithdrawn: isActive, ...act };
  const { eventId } = act.record;
  if (eventId === null) return { kind: "create", mayExist: state.record !== null, ...act };
  const isWritten = isApplied(state, act.record) && act.record.time !== null && hasLinkAsText(state, connection, act.record);
  return { kind: isWritten ? "look" : "update", eventId, ...act };
}

/** A pending session stands in no calendar unless somebody asked for it. */
function isActiveNow({ booking }: ReconcileState, isAsked: boolean, now: Instant): boolean {
  if (booking.status === "pending") return isAsked && !hasLapsed(booking, now);
  return booking.status === "confirmed" || booking.status === "completed";
}

/**
 * One entry for each person: a client whom the coach's provider has invited needs no event of their own, and one who is about
 * to be invited keeps the event that stands until then.
 */
function isOwnersEntry(state: ReconcileState, before: CalendarEventRecord | null): boolean {
  const { booking, connection, context } = state;
  if (connection?.userId === booking.coachId) return true;
  const invitation = invitationOf(context);
  return invitation === "none" || (invitation === "expected" && before !== null && before.time !== null);
}

function isUpToDate(state: ReconcileState, connection: CalendarConnection, record: CalendarEventRecord, isWanted: boolean): boolean {
  if (record.state !== "ok" || !isApplied(state, record)) return false;
  if (!isWanted) return record.time === null;
  // An event that the coach has deleted stays away; a client's that we have taken away is written again.
  if (record.time === null) return connection.userId === state.booking.coachId;
  return hasLinkAsText(state, connection, record);
}

function hasLinkAsText(state: ReconcileState, connection: CalendarConnection, record: CalendarEventRecord): boolean {
  return makesLink(state, connection) || record.meetingLink === meetingLinkOf(state.booking);
}

function freshRecord(state: ReconcileState, connection: CalendarConnection, calendarId: string, now: Instant): CalendarEventRecord {
  const { id: connectionId, userId, provider } = connection;
  return {
    bookingId: state.booking.id,
    userId,
    provider,
    connectionId,
    calendarId,
    eventId: null,
    // Ids that an earlier connection has used up stay used up.
    generation: state.record?.generation ?? 0,
    desiredRevision: state.booking.revision,
    appliedRevision: null,
    time: null,
    etag: null,
    eventLink: null,
    meetingLink: null,
    state: "pending",
    isAsked: false,
    timeZone: null,
    guestResponse: null,
    putBacks: null,
    invited: [],
    updatedAt: now,
  };
}
