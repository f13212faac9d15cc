/**
 * Brings one booking's event in one calendar to what the booking says now: level-triggered, one at a time for an event.
 * What a lost answer leaves open is settled by looking, and "there is no event" is believed only once a create that may
 * still be under way has had its time. Who asks is told what became of it and asks again where it says so.
 */
import { type CalendarEventRecord, saveCalendarEvent, storeMeetingLink } from "../database/calendar-events.ts";
import { readReconcileState, type ReconcileState } from "../database/reconcile-read.ts";
import type { ProviderEvent, ProviderFault, ProviderResult } from "../providers/port.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { after } from "../domain/instant.ts";
import { asksForConference, meetingLinkOf } from "../domain/agreement/place.ts";
import { hasLapsed } from "../domain/booking.ts";
import { ok } from "../lib/result.ts";
import { CREATE_DOUBT_MS, MEETING_POLL_MS, MEETING_WAIT_MS } from "../limits.ts";
import { type AccountContext, callProviderAs } from "./context.ts";
import { draftOf, isApplied, isOrganizer, makesLink } from "./event-draft.ts";
import { publishLink } from "./meeting-link.ts";
import { DOUBT_PREFIX } from "./storage-keys.ts";
import { eventWasDeleted } from "./owner-changes.ts";
import { surroundingsOf } from "./target-calendar.ts";

/** What whoever asked has to do about it. */
export type ReconcileOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "wait"; readonly afterMs: number; readonly reason: string }
  | { readonly kind: "retry"; readonly afterMs: number | null; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

const DONE: ReconcileOutcome = { kind: "done" };
const GENERATIONS_PER_TRY_MAX = 4;
const DOUBT_POLL_MS = 10_000;

/** Asked for by a person: then a pending booking has an event too. */
export interface Wish {
  readonly timeZone: string | null;
}

interface Work {
  readonly context: AccountContext;
  readonly state: ReconcileState;
  readonly connection: CalendarConnection;
}

export async function reconcile(context: AccountContext, bookingId: string, wish: Wish | null): Promise<ReconcileOutcome> {
  const { database, userId, providerName } = context;
  const state = await readReconcileState(database, bookingId, userId, providerName);
  const connection = state?.connection ?? null;
  if (state === null || connection === null) return DONE;
  const { booking } = state;
  const isOwn = state.record !== null && state.record.connectionId === connection.id;
  if (state.record?.state === "detached" && isOwn && wish === null) return DONE;
  const before = isOwn ? state.record : null;
  const calendarId = before?.eventId !== null && before !== null ? before.calendarId : connection.eventCalendar;
  // A calendar that receives nothing any more keeps what was written into it.
  if (calendarId === null) return DONE;
  const isAsked = wish !== null || (before?.isAsked ?? false);
  const isPending = booking.status === "pending" && !hasLapsed(booking, context.now());
  const isWanted = booking.status === "confirmed" || booking.status === "completed" || (isPending && isAsked);
  if (before === null && !isWanted) return DONE;
  const record: CalendarEventRecord = {
    ...(before ?? freshRecord(context, state, connection, calendarId)),
    desiredRevision: booking.revision,
    isAsked,
    timeZone: wish?.timeZone ?? before?.timeZone ?? null,
    state: connection.state === "needs_reconnect" ? "needs_reconnect" : "pending",
    updatedAt: context.now(),
  };
  const work = { context, state, connection };
  if (before !== null && wish === null && isUpToDate(before, work, isWanted)) return DONE;
  if (before?.state === "ok" && before.eventId !== null && booking.status === "completed") {
    // That it took place changes nothing in the event, and its guests need not hear of it.
    await saveCalendarEvent(database, { ...record, appliedRevision: booking.revision, state: "ok" });
    return DONE;
  }
  await saveCalendarEvent(database, record);
  // Nothing is written for somebody who has been deactivated; what stands for a session that is off is taken away.
  if (!state.isOwnerActive && isWanted) return DONE;
  // What is to be written waits for its owner, who has been told.
  if (connection.state === "needs_reconnect") return DONE;
  return isWanted ? await write(work, record, before) : await remove(work, record);
}

function freshRecord(
  context: AccountContext,
  state: ReconcileState,
  connection: CalendarConnection,
  calendarId: string,
): CalendarEventRecord {
  const { userId, providerName: provider } = context;
  return {
    bookingId: state.booking.id,
    userId,
    provider,
    connectionId: connection.id,
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
    updatedAt: context.now(),
  };
}

function isUpToDate(record: CalendarEventRecord, { state, connection }: Work, isWanted: boolean): boolean {
  if (record.state !== "ok" || !isApplied(state, record)) return false;
  return !isWanted || makesLink(state, connection) || record.meetingLink === meetingLinkOf(state.booking);
}

async function write(work: Work, record: CalendarEventRecord, before: CalendarEventRecord | null): Promise<ReconcileOutcome> {
  const { context, state, connection } = work;
  const draft = draftOf(state, connection, record, await surroundingsOf(context, record.calendarId));
  const { eventId } = record;
  if (eventId === null) return await create(work, record, before !== null || state.record !== null);
  const isWritten = isApplied(state, record) && record.time !== null;
  const isSame = isWritten && (makesLink(state, connection) || record.meetingLink === meetingLinkOf(state.booking));
  const event = await callProviderAs(context, connection, async (provider) =>
    // Only the link is still awaited: then there is nothing to write.
    isSame ? await provider.read(record.calendarId, eventId) : await provider.update(record.calendarId, eventId, draft, null),
  );
  if (event.ok && !event.value.isCancelled) return await noteWritten(work, record, event.value);
  if (event.ok || event.problem.kind === "gone") {
    const next = await eventWasDeleted(context, state, record);
    return next === null ? DONE : await create(work, next, true);
  }
  return await noteFault(work, record, event.problem);
}

async function create(work: Work, first: CalendarEventRecord, mayExist: boolean): Promise<ReconcileOutcome> {
  const { context, state, connection } = work;
  let record = first;
  for (let tries = 0; tries < GENERATIONS_PER_TRY_MAX; tries += 1) {
    const draft = draftOf(state, connection, record, await surroundingsOf(context, record.calendarId));
    if (mayExist || tries > 0) {
      const found = await find(work, record);
      if (!found.ok) return await noteFault(work, record, found.problem);
      if (found.value !== null) {
        const { eventId, etag } = found.value;
        const adopted = { ...record, eventId, etag };
        await saveCalendarEvent(context.database, adopted);
        const updated = await callProviderAs(
          context,
          connection,
          async (provider) => await provider.update(record.calendarId, eventId, draft, null),
        );
        return updated.ok ? await noteWritten(work, adopted, updated.value) : await noteFault(work, adopted, updated.problem);
      }
    }
    // Before the call: should this object die in the midst of it, the next one looks before it creates.
    await context.storage.put(doubtKey(record.bookingId), after(context.now(), CREATE_DOUBT_MS));
    const created = await callProviderAs(context, connection, async (provider) => await provider.create(record.calendarId, draft));
    if (created.ok) return await noteWritten(work, record, created.value);
    if (created.problem.kind !== "rejected" || created.problem.reason !== "id_used_up")
      return await noteFault(work, record, created.problem);
    record = { ...record, generation: record.generation + 1 };
    await saveCalendarEvent(context.database, record);
  }
  return await noteFault(work, record, { kind: "rejected", reason: "id_used_up" });
}

async function remove(work: Work, record: CalendarEventRecord): Promise<ReconcileOutcome> {
  const { context, connection, state } = work;
  let { eventId } = record;
  if (eventId === null) {
    const found = await find(work, record);
    if (!found.ok) return await noteFault(work, record, found.problem);
    eventId = found.value?.eventId ?? null;
    const doubt = await context.storage.get<number>(doubtKey(record.bookingId));
    if (eventId === null && doubt !== undefined && context.now() < doubt) {
      return { kind: "wait", afterMs: Math.min(DOUBT_POLL_MS, doubt - context.now()), reason: "create_in_doubt" };
    }
  }
  if (eventId !== null) {
    const gone = eventId;
    const removed = await callProviderAs(context, connection, async (provider) => await provider.remove(record.calendarId, gone));
    if (!removed.ok) return await noteFault(work, { ...record, eventId }, removed.problem);
  }
  await saveCalendarEvent(context.database, {
    ...record,
    eventId,
    appliedRevision: state.booking.revision,
    time: null,
    state: "ok",
    updatedAt: context.now(),
  });
  await context.storage.delete(doubtKey(record.bookingId));
  return DONE;
}

async function find({ context, connection }: Work, record: CalendarEventRecord): Promise<ProviderResult<ProviderEvent | null>> {
  const { calendarId, bookingId, generation } = record;
  return await callProviderAs(context, connection, async (provider) => await provider.find(calendarId, bookingId, generation));
}

async function noteWritten(work: Work, record: CalendarEventRecord, event: ProviderEvent): Promise<ReconcileOutcome> {
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
  await saveCalendarEvent(context.database, {
    ...record,
    eventId: event.eventId,
    appliedRevision: booking.revision,
    time: { startsAt: booking.startsAt, endsAt: booking.endsAt },
    etag: event.etag,
    eventLink: event.eventLink,
    meetingLink: makesMeeting ? event.meetingLink : meetingLinkOf(booking),
    state: waits ? "pending" : "ok",
    updatedAt: now,
  });
  if (makesMeeting && event.meetingLink !== null) await publishLink(context, state, event.meetingLink);
  // The meeting has been taken away with the place that wanted it: should it want one again, this link leads nowhere.
  if (booking.meetingLink !== null && !asksForConference(booking) && isOrganizer(state, connection))
    await storeMeetingLink(context.database, booking.id, null);
  return waits ? { kind: "wait", afterMs: MEETING_POLL_MS, reason: "meeting_link" } : DONE;
}

async function noteFault(work: Work, record: CalendarEventRecord, fault: ProviderFault): Promise<ReconcileOutcome> {
  const { database, now } = work.context;
  const note = async (state: CalendarEventRecord["state"]): Promise<void> =>
    await saveCalendarEvent(database, { ...record, state, updatedAt: now() });
  switch (fault.kind) {
    case "reconnect":
    case "unauthorized":
      await note("needs_reconnect");
      return DONE;
    case "retry_later":
      await note("pending");
      return { kind: "retry", afterMs: fault.afterMs, reason: `calendar_${fault.reason}` };
    case "unknown":
      await note("pending");
      return { kind: "retry", afterMs: null, reason: `calendar_${fault.reason}` };
    case "stale":
      // Somebody wrote in between: the next try reads what stands then.
      await note("pending");
      return { kind: "retry", afterMs: null, reason: "calendar_stale" };
    default:
      await note("failed");
      return { kind: "failed", reason: `calendar_${fault.kind === "rejected" ? fault.reason : fault.kind}` };
  }
}

function doubtKey(bookingId: string): string {
  return `${DOUBT_PREFIX}${bookingId}`;
}

function meetingKey(bookingId: string): string {
  return `meeting:${bookingId}`;
}

/** The event as it stands, for whoever asked for it. */
export async function eventOf(context: AccountContext, bookingId: string): Promise<CalendarEventRecord | null> {
  const state = await readReconcileState(context.database, bookingId, context.userId, context.providerName);
  return ok(state?.record ?? null).value;
}
