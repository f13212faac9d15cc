/**
 * Reads the owner's calendars: what blocks their time goes into the record in one batch, where it differs from what stands
 * there; what they did to our events is found, and followed by the caller. Of a calendar that could not be read nothing is
 * written, so that it never frees time: what was known of it stands, and has its own age. The cursors are kept last, so
 * that what a crash leaves half-done is read again. A coach's calendars block; a client's are read for our events alone.
 */
import type { BusyChange } from "../providers/busy-sync.ts";
import type { CalendarInfo, ProviderFault } from "../providers/port.ts";
import { differingFromRecord, writeBusyTime } from "../database/busy-time.ts";
import { bookingsAt } from "../database/calendar-events.ts";
import { type AccountState, dropCalendars, findAccountState } from "../database/calendar-connections.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { after } from "../domain/instant.ts";
import { log } from "../lib/log.ts";
import { ok, type Result } from "../lib/result.ts";
import { KNOWLEDGE_NOTED_MS } from "../limits.ts";
import { type AccountContext, isDisconnected } from "./context.ts";
import { type Knowledge, knowledgeAfter, tellOfCalendarGone } from "./knowledge.ts";
import { type OwnChange, ownChanges } from "./own-changes.ts";
import { calendarsOf, type CalendarsRead, readCalendars } from "./read-calendars.ts";
import { KNOWN, type Known, SYNC_STATE, type SyncState } from "./storage-keys.ts";
import { tellOfConflict } from "./tell-owner.ts";

const NOTHING_READ: SyncState = { cursors: {}, window: null, baselineAt: null, calendars: [] };

/** The findings of a sync, its busy time being on record by now. */
export interface Synced {
  /** As it is now: without the calendars that are gone. */
  readonly connection: CalendarConnection;
  readonly calendars: readonly CalendarInfo[];
  readonly knowledge: Knowledge;
  readonly ownChanges: readonly OwnChange[];
  /** Of a calendar that could not be read, while others could. */
  readonly fault: ProviderFault | null;
  /** Called once the changes have been followed: before it, all of this is read again. */
  readonly keepCursors: () => Promise<void>;
}

/** Refused with the fault where nothing could be read; null where the connection ended meanwhile. */
export async function syncAccount(
  context: AccountContext,
  { connection: before }: AccountState,
): Promise<Result<Synced | null, ProviderFault>> {
  const { database, storage, userId, providerName } = context;
  const now = context.now();
  const kept = await stateOf(context, before);
  const read = await readCalendars(context, before, kept, now);
  if (!read.ok) return read;
  const { changes, faults, followed, window, isBaseline } = read.value;

  const gone = await goneOf(context, before, read.value);
  const connection = without(before, gone.calendarIds);
  const blocking = connection.blockingCalendars;
  const busy = changes.filter(({ calendarId, isWhole, eventIds }) => blocking.includes(calendarId) && (isWhole || eventIds.length > 0));
  const knowledge = await knowledgeAfter(context, connection, {
    calendarIds: changes.map(({ calendarId }) => calendarId),
    until: window.endsAt,
    at: now,
  });
  const mustWrite = busy.length > 0 || gone.calendarIds.length > 0 || isNoteDue(before, knowledge, now);
  if (mustWrite) {
    // The owner may have disconnected meanwhile, or been deactivated; then nothing of this may be written.
    const still = await findAccountState(database, userId, providerName);
    if (still?.connection.id !== before.id || !still.isOwnerActive) return ok(null);
    // Or have chosen other calendars, of which this has read nothing: the sync that the choice brings does.
    if (!isSameList(still.connection.blockingCalendars, before.blockingCalendars)) return ok(null);
    if (gone.calendarIds.length > 0) await drop(context, before, gone.calendarIds);
    await record(context, connection, { busy, knowledge, isMoved: knowledge.busyUntil !== before.busyUntil });
    await tellOfConflicts(context, busy);
  }
  if (!(await isDisconnected(context))) await storage.put<Known>(KNOWN, knowledge.known);
  const [fault = null] = [...faults].flatMap(([calendarId, one]) => (gone.calendarIds.includes(calendarId) ? [] : [one]));
  return ok({
    connection,
    calendars: gone.infos,
    knowledge,
    ownChanges: await ownChanges(
      context,
      connection,
      changes.filter(({ calendarId }) => followed.includes(calendarId)),
    ),
    fault,
    keepCursors: async () => {
      await keep(storage, SYNC_STATE, {
        connectionId: connection.id,
        cursors: cursorsAfter(kept, read.value),
        window,
        baselineAt: isBaseline ? now : kept.baselineAt,
        calendars: gone.infos,
      } satisfies SyncState);
    },
  });
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}

async function stateOf({ storage }: AccountContext, { id }: CalendarConnection): Promise<SyncState> {
  const kept = (await storage.get<SyncState>(SYNC_STATE)) ?? NOTHING_READ;
  // A sync that was under way when its owner connected another account may have kept the cursors of the one before.
  return kept.connectionId === undefined || kept.connectionId === id ? kept : NOTHING_READ;
}

/** Where nothing has changed the old place is as good, and need not be written. */
function cursorsAfter({ cursors: before }: SyncState, { changes, faults, isBaseline }: CalendarsRead): Record<string, string> {
  const failed = isBaseline ? [] : [...faults.keys()].flatMap((id) => (before[id] === undefined ? [] : [[id, before[id]] as const]));
  const read = changes.map(({ calendarId, cursor, isWhole, eventIds }) => {
    const isSame = !isBaseline && !isWhole && eventIds.length === 0;
    return [calendarId, isSame ? (before[calendarId] ?? cursor) : cursor] as const;
  });
  return Object.fromEntries([...failed, ...read]);
}

/** Writes only what differs: of a Durable Object's storage each row that is written is paid for. */
async function keep(storage: DurableObjectStorage, key: string, value: object): Promise<void> {
  const kept = await storage.get(key);
  if (JSON.stringify(kept) !== JSON.stringify(value)) await storage.put(key, value);
}

/** Once an hour, when more or less of the time ahead is known, and when an outage has ended. */
function isNoteDue({ syncedAt, busyUntil }: CalendarConnection, knowledge: Knowledge, now: number): boolean {
  return syncedAt === null || now >= after(syncedAt, KNOWLEDGE_NOTED_MS) || busyUntil !== knowledge.busyUntil;
}

interface Learned {
  readonly busy: readonly BusyChange[];
  readonly knowledge: Knowledge;
  /** Whether more or less of the time ahead is known than before. */
  readonly isMoved: boolean;
}

async function record(context: AccountContext, connection: CalendarConnection, { busy, knowledge, isMoved }: Learned): Promise<void> {
  const { database, userId } = context;
  const changes = await differingFromRecord(database, connection.id, busy);
  await writeBusyTime(database, {
    connectionId: connection.id,
    userId,
    changes,
    blockingCalendars: connection.blockingCalendars,
    busyUntil: knowledge.busyUntil,
    knownUntil: knowledge.knownUntil,
    raisesVersion: isMoved || changes.length > 0,
    now: context.now(),
  });
}

/** A calendar is believed to be gone where its own reading says so and the account's list does not name it. */
async function goneOf(context: AccountContext, connection: CalendarConnection, { faults, infos, isBaseline }: CalendarsRead) {
  const missed = [...faults].flatMap(([calendarId, { kind }]) => (kind === "gone" ? [calendarId] : []));
  if (missed.length === 0) return { calendarIds: [], infos };
  const listed = isBaseline ? ok(infos) : await calendarsOf(context, connection);
  if (!listed.ok) return { calendarIds: [], infos };
  const calendarIds = missed.filter((id) => !listed.value.some((info) => info.id === id));
  return { calendarIds, infos: listed.value };
}

function without(connection: CalendarConnection, gone: readonly string[]): CalendarConnection {
  const { blockingCalendars, eventCalendar } = connection;
  return {
    ...connection,
    blockingCalendars: blockingCalendars.filter((id) => !gone.includes(id)),
    eventCalendar: eventCalendar !== null && gone.includes(eventCalendar) ? null : eventCalendar,
  };
}

/** Told before they are dropped, so that a crash in between tells again what is one mail by its mark. */
async function drop(context: AccountContext, connection: CalendarConnection, gone: readonly string[]): Promise<void> {
  log("warn", "calendar_gone", { user_id: context.userId, provider: context.providerName, count: gone.length });
  for (const calendarId of gone) await tellOfCalendarGone(context, connection, calendarId);
  await dropCalendars(context.database, connection, gone, context.now());
}

async function tellOfConflicts(context: AccountContext, changes: readonly BusyChange[]): Promise<void> {
  const pieces = changes.flatMap((change) => change.pieces);
  for (const booking of await bookingsAt(context.database, context.userId, pieces)) await tellOfConflict(context, booking);
}

/** Has the next sync read everything anew. */
export async function forgetCursors({ storage }: AccountContext): Promise<void> {
  await storage.delete(SYNC_STATE);
}

/** For the log: codes of ours alone. */
export function faultWord(fault: ProviderFault): string {
  return "reason" in fault ? `${fault.kind}:${fault.reason}` : fault.kind;
}

export function faultWaitMs(fault: ProviderFault): number | null {
  return fault.kind === "retry_later" ? fault.afterMs : null;
}
