/**
 * What a calendar's owner did to our event there. A coach who moves it moves the booking, where the new time can be had,
 * and else finds it put back and is told; a coach who deletes it cancels, or is asked, as their setting says. A client's
 * own copy decides nothing: moved it is put back, deleted it is left alone. What is believed is the event as it stands
 * now, read under the booking's lock, and never a page of changes that may be older than our own last write.
 */
import { type CalendarEventRecord, saveCalendarEvent } from "../database/calendar-events.ts";
import { queueEffects } from "../database/outbox.ts";
import { readReconcileState, type ReconcileState } from "../database/reconcile-read.ts";
import type { ProviderEvent, ProviderResult } from "../providers/port.ts";
import type { WantedTime } from "../domain/agreement/guards.ts";
import { type Booking, statusAt } from "../domain/booking.ts";
import type { AgendaCommand, AskMoveCommand } from "../domain/command.ts";
import type { EffectSubject, Notice } from "../domain/effect.ts";
import type { Refusal } from "../domain/refusal.ts";
import { mailsOf } from "../effects/mails.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { ok, type Result } from "../lib/result.ts";
import { sha256Hex } from "../lib/sha256.ts";
import { DURATION_MINUTES_MAX, DURATION_MINUTES_MIN } from "../limits.ts";
import { type AccountContext, callProviderAs } from "./context.ts";
import { isApplied, makesLink } from "./event-draft.ts";
import { publishLink } from "./meeting-link.ts";

/** Of a mark's hash: enough to tell the marks of one booking apart. */
const MARK_CHARACTERS = 16;
const PUT_BACK = "The event was moved in the calendar, and has been put back:";
const MOVE_REFUSED = "The event was moved in the calendar to a time that cannot be booked, and has been put back.";
const CLIENT_ASKED = `${PUT_BACK} the session has a price, so your client has been asked whether they agree. If they accept, it moves.`;
const CLIENT_ASKS = `${PUT_BACK} your client has asked for another time, and waits for your answer.`;
const LENGTH_CHANGED = `${PUT_BACK} the session has a price, and its length is part of what was agreed.`;
const NOT_CONFIRMED = `${PUT_BACK} the session has a price and is not confirmed yet, so it can be confirmed or cancelled, and not moved.`;
const ALREADY_BEGUN = "The event was changed in the calendar after the session had begun. The session stands as it was agreed.";
/** One mail for a session, whatever is done to its event after it has begun. */
const BEGUN_MARK = "begun";
const SESSION_OVERLAPPED = "Another event in the calendar is at the same time.";

/** Whether the event has to be written again, because it was put back; refused where the provider could not be asked. */
export async function followOwner(
  context: AccountContext,
  bookingId: string,
  eventId: string,
  seen: ProviderEvent | null,
): Promise<ProviderResult<"put_back" | "settled">> {
  const { database, userId, providerName } = context;
  const state = await readReconcileState(database, bookingId, userId, providerName);
  const record = state?.record ?? null;
  const connection = state?.connection ?? null;
  if (state === null || record === null || connection === null) return ok("settled");
  const isFollowed = record.connectionId === connection.id && record.eventId === eventId && record.state !== "detached";
  // Nothing of ours stands there, or a write of ours is still to come and will say what is so.
  if (!isFollowed || record.time === null) return ok("settled");
  if (!state.isOwnerActive || record.state !== "ok" || !isApplied(state, record)) return ok("settled");
  if (seen !== null && isAsWritten(record, seen, state)) return ok("settled");

  const read = await callProviderAs(context, connection, async (provider) => await provider.read(record.calendarId, eventId));
  // What the provider will never show cannot be followed, and must not hold up all that comes after it.
  if (!read.ok && read.problem.kind === "rejected") return ok("settled");
  if (!read.ok && read.problem.kind !== "gone") return read;
  const event = read.ok && !read.value.isCancelled ? read.value : null;
  if (event === null) {
    await eventWasDeleted(context, state, record);
    return ok("settled");
  }
  if (hasBegun(context, state) && event.time !== null && !isSameTime(record, event)) {
    await tellOfBegun(context, state);
    await saveCalendarEvent(database, { ...record, time: event.time, etag: event.etag, updatedAt: context.now() });
    return ok("settled");
  }
  const isMoved = event.time !== null && !isSameTime(record, event);
  if (!isMoved) {
    const guestResponse = responseOf(state, event) ?? record.guestResponse;
    const isLate = isNewLink(record, event, state);
    const meetingLink = isLate ? event.meetingLink : record.meetingLink;
    await saveCalendarEvent(database, { ...record, etag: event.etag, guestResponse, meetingLink, updatedAt: context.now() });
    if (isLate && event.meetingLink !== null) await publishLink(context, state, event.meetingLink);
    return ok("settled");
  }
  return ok(await eventWasMoved(context, state, record, event));
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
  const { booking } = state;
  const { database } = context;
  const { time } = event;
  const durationMinutes = time === null ? 0 : (time.endsAt - time.startsAt) / MINUTE_MS;
  const isLength = Number.isInteger(durationMinutes) && durationMinutes >= DURATION_MINUTES_MIN && durationMinutes <= DURATION_MINUTES_MAX;
  if (context.userId === booking.coachId && time !== null && isLength) {
    const moved = await submitAsCoach(context, booking, {
      kind: "reschedule",
      ifRevision: booking.revision,
      clientId: booking.clientId,
      startsAt: time.startsAt,
      durationMs: time.endsAt - time.startsAt,
      onBehalfOf: null,
      place: null,
    });
    if (moved.ok) {
      const { revision } = moved.value;
      // The event says already what the booking says now: nothing is written back.
      await saveCalendarEvent(database, {
        ...record,
        desiredRevision: revision,
        appliedRevision: revision,
        time,
        etag: event.etag,
        updatedAt: context.now(),
      });
      return "settled";
    }
    // Somebody changed the booking in between: that change writes the event.
    if (moved.problem.tag === "revision_mismatch") return "settled";
    const wanted = { startsAt: time.startsAt, durationMs: time.endsAt - time.startsAt };
    const reason = moved.problem.tag === "move_needs_client" ? await askClient(context, booking, wanted) : MOVE_REFUSED;
    await tellCoach(context, booking, { kind: "calendar_conflict", reason }, event.etag);
  }
  await saveCalendarEvent(database, { ...record, appliedRevision: null, time: event.time, state: "pending", updatedAt: context.now() });
  return "put_back";
}

/** Asks the client for the coach, where the move is the client's to agree to; answers what the coach is told. */
async function askClient(context: AccountContext, booking: Booking, wanted: WantedTime): Promise<string> {
  if (booking.status !== "confirmed") return NOT_CONFIRMED;
  if (wanted.durationMs !== booking.endsAt - booking.startsAt) return LENGTH_CHANGED;
  const asked = await submitAsCoach(context, booking, { kind: "ask_move", clientId: booking.clientId, ...wanted, replacesOwn: true });
  if (asked.ok) return CLIENT_ASKED;
  return asked.problem.tag === "move_request_open" ? CLIENT_ASKS : MOVE_REFUSED;
}

/** Until the session begins its event is the coach's to act by; afterwards nothing follows it. */
function hasBegun(context: AccountContext, { booking }: ReconcileState): boolean {
  return context.now() >= booking.startsAt;
}

async function tellOfBegun(context: AccountContext, { booking }: ReconcileState): Promise<void> {
  if (context.userId !== booking.coachId || statusAt(booking, context.now()) !== "confirmed") return;
  await tellCoach(context, booking, { kind: "calendar_conflict", reason: ALREADY_BEGUN }, null);
}

/** A record to create the event anew from, or null where it is to stay away. */
export async function eventWasDeleted(
  context: AccountContext,
  state: ReconcileState,
  record: CalendarEventRecord,
): Promise<CalendarEventRecord | null> {
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
  if (context.userId !== booking.coachId) {
    await saveCalendarEvent(database, { ...gone, state: "detached" });
    return null;
  }
  if (hasBegun(context, state)) {
    await tellOfBegun(context, state);
    await saveCalendarEvent(database, gone);
    return null;
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
    await saveCalendarEvent(database, { ...gone, desiredRevision: revision, appliedRevision: revision });
    return null;
  }
  await saveCalendarEvent(database, gone);
  if (booking.status !== "cancelled" && booking.status !== "completed") {
    await tellCoach(context, booking, { kind: "event_deleted_ask" }, record.eventId ?? "");
  }
  return null;
}

/** Tells the coach, whose calendar this is, once for what was `seen`; null: for the session, once it has begun. */
async function tellCoach(
  context: AccountContext,
  booking: EffectSubject,
  notice: Notice<"calendar_conflict" | "event_deleted_ask">,
  seen: string | null,
): Promise<void> {
  const now = context.now();
  const mark = seen === null ? BEGUN_MARK : (await sha256Hex(seen)).slice(0, MARK_CHARACTERS);
  await queueEffects(context.database, mailsOf(notice, { booking, dueAt: now, mark, calendarOwner: "coach" }), now);
  await context.wakeAgenda(booking.coachId);
}

/** An event of the coach's own that lands on a session: shown, not acted upon. */
export async function tellOfConflict(context: AccountContext, booking: EffectSubject, eventId: string, startsAt: number): Promise<void> {
  const notice = { kind: "calendar_conflict", reason: SESSION_OVERLAPPED } as const;
  await tellCoach(context, booking, notice, `${eventId}/${String(startsAt)}`);
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
