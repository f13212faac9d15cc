/**
 * Brings one booking's event in one calendar to what the booking says now: level-triggered, one at a time for an event.
 * `plan.ts` decides; this file carries it out and refuses to decide anything itself. An answer that was lost is settled by
 * looking, and "there is no event" is believed only once a create that may still be under way has had its time.
 */
import { type CalendarEventRecord, saveCalendarEvent } from "../database/calendar-events.ts";
import { readReconcileState } from "../database/reconcile-read.ts";
import type { ProviderEvent, ProviderResult } from "../providers/port.ts";
import { after } from "../domain/instant.ts";
import { unreachable } from "../lib/assert.ts";
import { ok } from "../lib/result.ts";
import { CREATE_DOUBT_MS } from "../limits.ts";
import { queueClientsCalendars } from "./client-entries.ts";
import { type AccountContext, callProviderAs } from "./context.ts";
import { draftOf } from "./event-draft.ts";
import { eventWasDeleted } from "./owner-changes.ts";
import { planOf, type Wish } from "./plan.ts";
import { DONE, doubtKey, noteFault, noteNotApplied, noteWritten, type ReconcileOutcome, type Work } from "./reconcile-notes.ts";
import { surroundingsOf } from "./target-calendar.ts";
import { settleCalendarGone, whereaboutsOf } from "./vanished.ts";

const GENERATIONS_PER_TRY_MAX = 4;
const DOUBT_POLL_MS = 10_000;

export async function reconcile(context: AccountContext, bookingId: string, wish: Wish | null): Promise<ReconcileOutcome> {
  const { database, userId, providerName } = context;
  const state = await readReconcileState(database, bookingId, userId, providerName);
  if (state === null) return DONE;
  const plan = planOf(state, context.now(), wish);
  if (plan.kind === "nothing") return DONE;
  const { record, connection } = plan;
  const work = { context, state, connection };
  // Before any call: should this object die in the midst of it, the record says that something may be under way.
  await saveCalendarEvent(database, record);
  switch (plan.kind) {
    case "settle":
      return DONE;
    case "wait":
      await queueClientsCalendars(context, state, []);
      return DONE;
    case "create":
      return await create(work, record, plan.mayExist);
    case "update":
      return await update(work, record, plan.eventId);
    case "look":
      return await look(work, record, plan.eventId);
    case "remove":
      return await remove(work, record, plan.isWithdrawn);
    default:
      return unreachable(plan);
  }
}

async function update(work: Work, record: CalendarEventRecord, eventId: string): Promise<ReconcileOutcome> {
  const updated = await writeInto(work, record, eventId);
  if (!hasVanished(updated)) return await noteAnswer(work, record, updated);
  return await lookForVanished(work, record);
}

async function look(work: Work, record: CalendarEventRecord, eventId: string): Promise<ReconcileOutcome> {
  const { context, connection } = work;
  const read = await callProviderAs(context, connection, async (provider) => await provider.read(record.calendarId, eventId));
  if (hasVanished(read)) return await lookForVanished(work, record);
  // A time that differs is its owner's doing, which the next sync follows.
  return read.ok ? await noteWritten(work, record, read.value) : await noteFault(work, record, read.problem);
}

async function writeInto(work: Work, record: CalendarEventRecord, eventId: string): Promise<ProviderResult<ProviderEvent>> {
  const { context, state, connection } = work;
  const draft = await draftOf(state, connection, record, await surroundingsOf(context, record.calendarId));
  return await callProviderAs(context, connection, async (provider) => await provider.update(record.calendarId, eventId, draft, null));
}

function hasVanished(answer: ProviderResult<ProviderEvent>): boolean {
  return answer.ok ? answer.value.isCancelled : answer.problem.kind === "gone";
}

async function noteAnswer(work: Work, record: CalendarEventRecord, answer: ProviderResult<ProviderEvent>): Promise<ReconcileOutcome> {
  if (!answer.ok) return await noteFault(work, record, answer.problem);
  const { time } = answer.value;
  const { startsAt, endsAt } = work.state.booking;
  if (time !== null && (time.startsAt !== startsAt || time.endsAt !== endsAt))
    return await noteNotApplied(work, record, answer.value, time);
  return await noteWritten(work, record, answer.value);
}

/** The event is not where it was written: it has been moved into another calendar, or deleted, or its calendar has been. */
async function lookForVanished(work: Work, record: CalendarEventRecord): Promise<ReconcileOutcome> {
  const { context, state, connection } = work;
  const where = await whereaboutsOf(context, connection, record);
  if (!where.ok) return await noteFault(work, record, where.problem);
  switch (where.value.kind) {
    case "elsewhere": {
      const moved = { ...record, ...where.value.place };
      await saveCalendarEvent(context.database, moved);
      const updated = await writeInto(work, moved, where.value.place.eventId);
      if (hasVanished(updated)) return await noteFault(work, moved, { kind: "unknown", reason: "event_on_the_move" });
      return await noteAnswer(work, moved, updated);
    }
    case "calendar_gone":
      await settleCalendarGone(context, state, record);
      return DONE;
    case "deleted":
      await eventWasDeleted(context, state, record);
      return DONE;
    default:
      return unreachable(where.value);
  }
}

async function create(work: Work, first: CalendarEventRecord, mayExist: boolean): Promise<ReconcileOutcome> {
  const { context, state, connection } = work;
  let record = first;
  for (let tries = 0; tries < GENERATIONS_PER_TRY_MAX; tries += 1) {
    const draft = await draftOf(state, connection, record, await surroundingsOf(context, record.calendarId));
    if (mayExist || tries > 0) {
      const found = await find(work, record);
      if (!found.ok) return await noteFault(work, record, found.problem);
      if (found.value !== null) {
        const { eventId, etag } = found.value;
        const adopted = { ...record, eventId, etag };
        await saveCalendarEvent(context.database, adopted);
        const updated = await writeInto(work, adopted, eventId);
        return await noteAnswer(work, adopted, updated);
      }
    }
    // Before the call: should this object die in the midst of it, the next one looks before it creates.
    await context.storage.put(doubtKey(record.bookingId), after(context.now(), CREATE_DOUBT_MS));
    const created = await callProviderAs(context, connection, async (provider) => await provider.create(record.calendarId, draft));
    const isUsedUp = !created.ok && created.problem.kind === "rejected" && created.problem.reason === "id_used_up";
    if (!isUsedUp) return await noteAnswer(work, record, created);
    record = { ...record, generation: record.generation + 1 };
    await saveCalendarEvent(context.database, record);
  }
  return await noteFault(work, record, { kind: "rejected", reason: "id_used_up" });
}

async function remove(work: Work, record: CalendarEventRecord, isWithdrawn: boolean): Promise<ReconcileOutcome> {
  const { context, connection, state } = work;
  let { eventId, calendarId } = record;
  if (eventId === null) {
    const found = await find(work, record);
    // Of a calendar that has gone nothing is left to be taken away.
    if (!found.ok && found.problem.kind !== "gone") return await noteFault(work, record, found.problem);
    eventId = found.ok ? (found.value?.eventId ?? null) : null;
    const doubt = await context.storage.get<number>(doubtKey(record.bookingId));
    if (eventId === null && doubt !== undefined && context.now() < doubt) {
      return { kind: "wait", afterMs: Math.min(DOUBT_POLL_MS, doubt - context.now()), reason: "create_in_doubt" };
    }
  } else {
    const standing = await whereItStands(work, record, eventId);
    if (!standing.ok) return await noteFault(work, record, standing.problem);
    ({ eventId, calendarId } = standing.value);
  }
  if (eventId !== null) {
    const gone = eventId;
    const removed = await callProviderAs(context, connection, async (provider) => await provider.remove(calendarId, gone));
    if (!removed.ok) return await noteFault(work, { ...record, calendarId, eventId }, removed.problem);
  }
  await saveCalendarEvent(context.database, {
    ...record,
    // An event that is wanted again later gets an id of its own.
    eventId: isWithdrawn ? null : eventId,
    generation: isWithdrawn ? record.generation + 1 : record.generation,
    appliedRevision: state.booking.revision,
    time: null,
    state: "ok",
    updatedAt: context.now(),
  });
  await context.storage.delete(doubtKey(record.bookingId));
  return DONE;
}

/** The event that is to be taken away, also where its owner has moved it into another calendar meanwhile. */
async function whereItStands(
  { context, connection }: Work,
  record: CalendarEventRecord,
  eventId: string,
): Promise<ProviderResult<Pick<CalendarEventRecord, "eventId" | "calendarId">>> {
  const { calendarId } = record;
  const read = await callProviderAs(context, connection, async (provider) => await provider.read(calendarId, eventId));
  // Where it cannot be read its removal is tried all the same: that it is gone already is success.
  if (!read.ok && read.problem.kind === "rejected") return ok({ eventId, calendarId });
  if (!read.ok && read.problem.kind !== "gone") return read;
  // An invitation to the same session may bear the same id, and is not ours to take away.
  if (read.ok && !read.value.isCancelled && read.value.bookingId !== null) return ok({ eventId, calendarId });
  const where = await whereaboutsOf(context, connection, record);
  if (!where.ok) return where;
  return ok(where.value.kind === "elsewhere" ? where.value.place : { eventId: null, calendarId });
}

async function find({ context, connection }: Work, record: CalendarEventRecord): Promise<ProviderResult<ProviderEvent | null>> {
  const { calendarId, bookingId, generation } = record;
  return await callProviderAs(context, connection, async (provider) => await provider.find(calendarId, bookingId, generation));
}
