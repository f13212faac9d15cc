/**
 * Follows the changes that a calendar's owner makes to our event there. A coach who moves it moves the booking, where the new
 * time can be had, and else finds it put back and is told; a coach who deletes it cancels, or is asked, as their setting says.
 * A client's own copy decides nothing: moved it is put back, deleted it is left alone. Put-backs are counted and come to an
 * end. Once the session has begun nothing is followed. The event is believed as it stands now, read under the
 * booking's lock, and never a page of changes that may be older than our own last write.
 */
import { type CalendarEventRecord, saveCalendarEvent } from "../database/calendar-events.ts";
import { readReconcileState, type ReconcileState } from "../database/reconcile-read.ts";
import type { ProviderEvent, ProviderResult } from "../providers/port.ts";
import type { Interval } from "../domain/instant.ts";
import type { WantedTime } from "../domain/agreement/guards.ts";
import { type Booking, statusAt } from "../domain/booking.ts";
import type { AgendaCommand, AskMoveCommand } from "../domain/command.ts";
import { countPutBack, hasEnded } from "../domain/put-backs.ts";
import type { Refusal } from "../domain/refusal.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { ok, type Result } from "../lib/result.ts";
import { DURATION_MINUTES_MAX, DURATION_MINUTES_MIN } from "../limits.ts";
import { type AccountContext, callProviderAs } from "./context.ts";
import { isApplied, makesLink } from "./event-draft.ts";
import { queueClientsCalendars } from "./client-entries.ts";
import { publishLink } from "./meeting-link.ts";
import { READ_ANEW } from "./storage-keys.ts";
import { type ConflictReason, tellOfBegun, tellOfChange, tellOfPutBacksEnded } from "./tell-owner.ts";
import { settleCalendarGone, whereaboutsOf } from "./vanished.ts";

/** Whether the event has to be written again, because it was put back; refused where the provider could not be asked. */
export async function followOwner(
  context: AccountContext,
  bookingId: string,
  eventId: string,
  seen: ProviderEvent | null,
): Promise<ProviderResult<"put_back" | "settled">> {
  const { database, userId, providerName } = context;
  const state = await readReconcileState(database, bookingId, userId, providerName);
  const connection = state?.connection ?? null;
  let record = state?.record ?? null;
  if (state === null || record === null || connection === null) return ok("settled");
  if (record.eventId !== eventId || !isFollowed(state, record)) return ok("settled");
  if (seen !== null && isAsWritten(record, seen, state)) return ok("settled");

  const { calendarId } = record;
  const read = await callProviderAs(context, connection, async (provider) => await provider.read(calendarId, eventId));
  // What the provider will never show cannot be followed, and must not hold up all that comes after it.
  if (!read.ok && read.problem.kind === "rejected") return ok("settled");
  if (!read.ok && read.problem.kind !== "gone") return read;
  let event = read.ok && !read.value.isCancelled ? read.value : null;
  if (event === null && !hasBegun(context, state)) {
    const where = await whereaboutsOf(context, connection, record);
    if (!where.ok) return where;
    if (where.value.kind === "calendar_gone") {
      await settleCalendarGone(context, state, record);
      return ok("settled");
    }
    if (where.value.kind === "elsewhere") {
      // The record follows the event into the calendar that its owner moved it to, and from then on that calendar is read.
      record = { ...record, ...where.value.place };
      ({ event } = where.value);
      await context.storage.put(READ_ANEW, true);
    }
  }
  if (event === null) {
    await eventWasDeleted(context, state, record);
    return ok("settled");
  }
  if (event.time !== null && !isSameTime(record, event)) return ok(await eventWasMoved(context, state, record, event));
  await noteUnmoved(context, state, record, event);
  return ok("settled");
}

/** Nothing of ours stands there, or a write of ours is still to come and will say what is so: then nothing is followed. */
function isFollowed(state: ReconcileState, record: CalendarEventRecord): boolean {
  if (record.connectionId !== state.connection?.id || record.time === null || !state.isOwnerActive) return false;
  // Where put-backs have ended the owner's acts still count, and nothing is put back.
  return isGivenUp(state, record) || (record.state === "ok" && isApplied(state, record));
}

function isGivenUp({ shownRevision }: ReconcileState, { state, putBacks }: CalendarEventRecord): boolean {
  return state === "failed" && hasEnded(putBacks, shownRevision);
}

/** Keeps what else is new of an event that stands at its time: the guest's answer, a link that took long, where it is. */
async function noteUnmoved(
  context: AccountContext,
  state: ReconcileState,
  record: CalendarEventRecord,
  event: ProviderEvent,
): Promise<void> {
  const guestResponse = responseOf(state, event) ?? record.guestResponse;
  const isLate = isNewLink(record, event, state);
  const meetingLink = isLate ? event.meetingLink : record.meetingLink;
  await saveCalendarEvent(context.database, { ...record, etag: event.etag, guestResponse, meetingLink, updatedAt: context.now() });
  if (isLate && event.meetingLink !== null) await publishLink(context, state, event.meetingLink);
}

function isSameTime({ time }: CalendarEventRecord, event: ProviderEvent): boolean {
  return time !== null && event.time !== null && time.startsAt === event.time.startsAt && time.endsAt === event.time.endsAt;
}

function isAsWritten(record: CalendarEventRecord, event: ProviderEvent, state: ReconcileState): boolean {
  const response = responseOf(state, event);
  if (isNewLink(record, event, state)) return false;
  return !event.isCancelled && isSameTime(record, event) && (response === null || response === record.guestResponse);
}

/** A link that took its provider longer than anybody waited for it. */
function isNewLink(record: CalendarEventRecord, event: ProviderEvent, state: ReconcileState): boolean {
  const isMaker = state.connection !== null && makesLink(state, state.connection);
  return isMaker && event.meetingLink !== null && event.meetingLink !== record.meetingLink;
}

function responseOf({ client }: ReconcileState, event: ProviderEvent): CalendarEventRecord["guestResponse"] {
  const guest = event.attendees.find(({ email }) => email.toLowerCase() === client.email?.toLowerCase());
  return guest === undefined || guest.response === "none" ? null : guest.response;
}

async function eventWasMoved(
  context: AccountContext,
  state: ReconcileState,
  record: CalendarEventRecord,
  event: ProviderEvent,
): Promise<"put_back" | "settled"> {
  const { database } = context;
  const { time } = event;
  if (hasBegun(context, state)) {
    await tellIfBegun(context, state);
    await saveCalendarEvent(database, { ...record, time, etag: event.etag, updatedAt: context.now() });
    return "settled";
  }
  const isCoachs = context.userId === state.booking.coachId;
  const wanted = isCoachs && time !== null ? wantedTime(time) : null;
  const moved = wanted === null ? null : await moveBooking(context, state.booking, wanted);
  if (moved !== null && moved.ok) {
    const { revision } = moved.value;
    // The event says already what the booking says now: nothing is written back.
    const applied = { desiredRevision: revision, appliedRevision: revision, state: "ok", putBacks: null } as const;
    await saveCalendarEvent(database, { ...record, ...applied, time, etag: event.etag, updatedAt: context.now() });
    return "settled";
  }
  // Somebody changed the booking in between: that change writes the event.
  if (moved !== null && moved.problem.tag === "revision_mismatch") return "settled";
  const putBacks = countPutBack(record.putBacks, state.shownRevision, time, context.now());
  const found = { ...record, appliedRevision: null, time, etag: event.etag, putBacks, updatedAt: context.now() };
  if (putBacks.isEnded) {
    await saveCalendarEvent(database, { ...found, state: "failed" });
    await tellOfPutBacksEnded(context, state);
    await queueClientsCalendars(context, state, []);
    return "settled";
  }
  const mayAsk = moved !== null && moved.problem.tag === "move_needs_client" && wanted !== null;
  const refused = isCoachs ? "conflict.move_refused" : "conflict.copy_moved";
  const reason = mayAsk ? await askClient(context, state.booking, wanted) : refused;
  await tellOfChange(context, state, reason, event.etag);
  await saveCalendarEvent(database, { ...found, state: "pending" });
  return "put_back";
}

/** null: no session has that length. */
function wantedTime({ startsAt, endsAt }: Interval): WantedTime | null {
  const durationMs = endsAt - startsAt;
  const minutes = durationMs / MINUTE_MS;
  const isLength = Number.isInteger(minutes) && minutes >= DURATION_MINUTES_MIN && minutes <= DURATION_MINUTES_MAX;
  return isLength ? { startsAt, durationMs } : null;
}

async function moveBooking(context: AccountContext, booking: Booking, wanted: WantedTime): Promise<Result<Booking, Refusal>> {
  const { revision: ifRevision, clientId } = booking;
  return await submitAsCoach(context, booking, { kind: "reschedule", ifRevision, clientId, ...wanted, onBehalfOf: null, place: null });
}

/** Asks the client for the coach, where the move is the client's to agree to; answers what the coach is told. */
async function askClient(context: AccountContext, booking: Booking, wanted: WantedTime): Promise<ConflictReason> {
  if (booking.status !== "confirmed") return "conflict.not_confirmed";
  if (wanted.durationMs !== booking.endsAt - booking.startsAt) return "conflict.length_changed";
  const asked = await submitAsCoach(context, booking, { kind: "ask_move", clientId: booking.clientId, ...wanted, replacesOwn: true });
  if (asked.ok) return "conflict.client_asked";
  return asked.problem.tag === "move_request_open" ? "conflict.client_asks" : "conflict.move_refused";
}

/** Until the session begins its event is the coach's to act by; afterwards nothing follows it. */
function hasBegun(context: AccountContext, { booking }: ReconcileState): boolean {
  return context.now() >= booking.startsAt;
}

async function tellIfBegun(context: AccountContext, state: ReconcileState): Promise<void> {
  const { booking } = state;
  if (context.userId !== booking.coachId || statusAt(booking, context.now()) !== "confirmed") return;
  await tellOfBegun(context, state);
}

/** The event has been deleted, and stays away unless the booking changes. */
export async function eventWasDeleted(context: AccountContext, state: ReconcileState, record: CalendarEventRecord): Promise<void> {
  const { booking, onEventDeleted } = state;
  const { database } = context;
  const gone: CalendarEventRecord = {
    ...record,
    eventId: null,
    generation: record.generation + 1,
    time: null,
    appliedRevision: booking.revision,
    state: "ok",
    updatedAt: context.now(),
  };
  if (context.userId !== booking.coachId) return await saveCalendarEvent(database, { ...gone, state: "detached" });
  if (hasBegun(context, state)) {
    await tellIfBegun(context, state);
    return await saveCalendarEvent(database, gone);
  }
  if (onEventDeleted === "cancel" && (booking.status === "pending" || booking.status === "confirmed")) {
    const cancelled = await submitAsCoach(context, booking, {
      kind: "set_status",
      ifRevision: booking.revision,
      status: "cancelled",
      reason: null,
      waivesPrice: false,
      onBehalfOf: null,
    });
    const revision = cancelled.ok ? cancelled.value.revision : booking.revision;
    return await saveCalendarEvent(database, { ...gone, desiredRevision: revision, appliedRevision: revision });
  }
  await saveCalendarEvent(database, gone);
  if (booking.status === "cancelled" || booking.status === "completed") return;
  await tellOfChange(context, state, null, record.eventId ?? "");
  // Its guests have been told by the provider that it is off.
  await queueClientsCalendars(context, state, []);
}

type CoachWish =
  | Pick<
      Extract<AgendaCommand, { kind: "reschedule" }>,
      "kind" | "clientId" | "startsAt" | "durationMs" | "onBehalfOf" | "place" | "ifRevision"
    >
  | Pick<AskMoveCommand, "kind" | "clientId" | "startsAt" | "durationMs" | "replacesOwn">
  | CoachStatus;
type CoachStatus = Pick<
  Extract<AgendaCommand, { kind: "set_status" }>,
  "kind" | "status" | "reason" | "waivesPrice" | "onBehalfOf" | "ifRevision"
>;

/** Throws where nobody can say whether it happened: the event is then looked at again. */
async function submitAsCoach(context: AccountContext, booking: Booking, wish: CoachWish): Promise<Result<Booking, Refusal>> {
  const commandId = context.newId();
  const { result } = await context.submit({
    commandId,
    requestId: commandId,
    coachId: booking.coachId,
    author: { id: booking.coachId, role: "coach" },
    claim: null,
    bookingId: booking.id,
    ...wish,
  });
  if (!result.ok) {
    if (result.problem.tag === "busy" || result.problem.tag === "outcome_unknown") throw new Error(`agenda: ${result.problem.tag}`);
    return result;
  }
  if (result.value.kind !== "booking") throw new Error("a booking command is answered with a booking");
  return ok(result.value.booking);
}
