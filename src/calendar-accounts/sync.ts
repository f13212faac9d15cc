/**
 * Reads the owner's calendars: what blocks their time goes into the record in one batch, what they did to our events is
 * found, and followed by the caller. Nothing of a sync that fails anywhere is written, so that it never frees time; the cursors are kept last, so
 * that what a crash leaves half-done is read again. A coach's calendars block; a client's are read for our events alone.
 */
import { type BusyChange, readUnfollowed, syncCalendar } from "../providers/busy-sync.ts";
import type { CalendarInfo, ProviderEvent, ProviderFault } from "../providers/port.ts";
import { PROVIDERS } from "../providers/registry.ts";
import { writeBusyTime } from "../database/busy-time.ts";
import { bookingsAt, eventsByProviderIds, eventsStandingIn } from "../database/calendar-events.ts";
import { findConnection } from "../database/calendar-connections.ts";
import { isDeactivated } from "../database/people.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { after } from "../domain/instant.ts";
import { ok, type Result } from "../lib/result.ts";
import { BASELINE_MS, SYNC_AHEAD_MS, SYNC_BACK_MS } from "../limits.ts";
import { type AccountContext, callProviderAs, roleOf } from "./context.ts";
import { SYNC_STATE, type SyncState } from "./storage-keys.ts";
import { tellOfConflict } from "./tell-owner.ts";

const NOTHING_READ: SyncState = { cursors: {}, window: null, baselineAt: null, calendars: [] };

/** What the owner did to events of ours, to be followed one by one under each booking's lock. */
export interface OwnChange {
  readonly bookingId: string;
  readonly eventId: string;
  readonly event: ProviderEvent | null;
}

/** What a sync has found, its busy time being on record by now. */
export interface Synced {
  readonly ownChanges: readonly OwnChange[];
  /** Called once the changes have been followed: before it, all of this is read again. */
  readonly keepCursors: () => Promise<void>;
}

const NOTHING_FOUND: Synced = { ownChanges: [], keepCursors: () => Promise.resolve() };

/** Refused with the fault that ended it; nothing is found where there is no connection to sync. */
export async function syncAccount(context: AccountContext): Promise<Result<Synced, ProviderFault>> {
  const { database, userId, providerName, storage } = context;
  const connection = await findConnection(database, userId, providerName);
  if (connection === null || connection.state !== "active" || (await isDeactivated(database, userId))) return ok(NOTHING_FOUND);
  const now = context.now();
  const kept = (await storage.get<SyncState>(SYNC_STATE)) ?? NOTHING_READ;
  const isBaseline = kept.baselineAt === null || kept.window === null || now >= after(kept.baselineAt, BASELINE_MS);
  const window =
    isBaseline || kept.window === null ? { startsAt: after(now, -SYNC_BACK_MS), endsAt: after(now, SYNC_AHEAD_MS) } : kept.window;
  const infos = isBaseline ? await calendarsOf(context, connection) : ok(kept.calendars);
  if (!infos.ok) return infos;
  const { followed, unfollowed } = divide(connection, infos.value);

  const changes: BusyChange[] = [];
  for (const calendarId of followed) {
    const cursor = isBaseline ? null : (kept.cursors[calendarId] ?? null);
    const read = await callProviderAs(
      context,
      connection,
      async (provider) =>
        await syncCalendar(provider, calendarId, window, cursor, async (ids) => {
          const own = await eventsByProviderIds(database, connection.id, ids);
          return new Set(own.flatMap(({ eventId }) => (eventId === null ? [] : [eventId])));
        }),
    );
    if (!read.ok) return read;
    changes.push(read.value);
  }
  const before = isBaseline ? {} : kept.cursors;
  const whole = await callProviderAs(context, connection, async (provider) => await readUnfollowed(provider, unfollowed, window, before));
  if (!whole.ok) return whole;
  const [fault] = whole.value.faults.values();
  if (fault !== undefined) return { ok: false, problem: fault };
  const read = [...changes, ...whole.value.changes];

  const blocking = connection.blockingCalendars;
  const busy = read.filter(({ calendarId }) => blocking.includes(calendarId));
  // The owner may have disconnected meanwhile, or been deactivated; then nothing of this may be written.
  if ((await findConnection(database, userId, providerName))?.id !== connection.id) return ok(NOTHING_FOUND);
  if (await isDeactivated(database, userId)) return ok(NOTHING_FOUND);
  await writeBusyTime(database, {
    connectionId: connection.id,
    userId,
    changes: busy,
    blockingCalendars: blocking,
    busyUntil: window.endsAt,
    now,
  });
  await tellOfConflicts(context, busy);
  const cursors = Object.fromEntries(read.map(({ calendarId, cursor }) => [calendarId, cursor]));
  const baselineAt = isBaseline ? now : kept.baselineAt;
  return ok({
    ownChanges: await ownChanges(context, connection, changes),
    keepCursors: async () => await storage.put<SyncState>(SYNC_STATE, { cursors, window, baselineAt, calendars: infos.value }),
  });
}

export async function calendarsOf(
  context: AccountContext,
  connection: CalendarConnection,
): Promise<Result<readonly CalendarInfo[], ProviderFault>> {
  const { clientsCalendar } = PROVIDERS[context.providerName];
  if (clientsCalendar !== null && (await roleOf(context)) === "client") return ok([clientsCalendar]);
  return await callProviderAs(context, connection, async (provider) => await provider.calendars());
}

/** Those whose changes can be followed, the one we write into among them; and those whose busy time is read whole. */
export function divide(connection: CalendarConnection, infos: readonly CalendarInfo[]): { followed: string[]; unfollowed: string[] } {
  const wanted = [...new Set([...connection.blockingCalendars, ...(connection.eventCalendar === null ? [] : [connection.eventCalendar])])];
  const canFollow = (id: string): boolean => infos.find((info) => info.id === id)?.canFollow ?? false;
  return {
    followed: wanted.filter(canFollow),
    unfollowed: wanted.filter((id) => !canFollow(id) && connection.blockingCalendars.includes(id)),
  };
}

async function ownChanges(context: AccountContext, connection: CalendarConnection, changes: readonly BusyChange[]): Promise<OwnChange[]> {
  const seen = new Map(changes.flatMap(({ ownEvents }) => [...ownEvents]));
  const records = await eventsByProviderIds(context.database, connection.id, [...seen.keys()]);
  // A list of all there is does not name what was deleted: of ours, what it should hold and does not.
  for (const { calendarId } of changes.filter(({ isWhole }) => isWhole)) {
    const standing = await eventsStandingIn(context.database, connection.id, calendarId, context.now());
    records.push(...standing.filter(({ eventId }) => eventId !== null && !seen.has(eventId)));
  }
  return records.flatMap(({ bookingId, eventId }) => (eventId === null ? [] : [{ bookingId, eventId, event: seen.get(eventId) ?? null }]));
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
