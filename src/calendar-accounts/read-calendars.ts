/**
 * Reads each calendar of an account by itself: one that cannot be read leaves the others to be read, and is told as a fault
 * of its own. A fault that is the account's (a lost consent, a provider that names a time) ends the reading. Writes nothing.
 */
import { type BusyChange, readUnfollowed, syncCalendar } from "../providers/busy-sync.ts";
import { CALENDAR_FORBIDDEN, type CalendarInfo, type ProviderFault, type ProviderResult } from "../providers/port.ts";
import { PROVIDERS } from "../providers/registry.ts";
import { calendarsHolding, eventsByProviderIds } from "../database/calendar-events.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { after, type Instant, type Interval } from "../domain/instant.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { BASELINE_MS, SYNC_AHEAD_MS, SYNC_BACK_MS } from "../limits.ts";
import { type AccountContext, callProviderAs, roleOf } from "./context.ts";
import type { SyncState } from "./storage-keys.ts";

export interface CalendarsRead {
  /** Whether all was to be read whole. */
  readonly isBaseline: boolean;
  readonly window: Interval;
  readonly infos: readonly CalendarInfo[];
  /** Of the calendars that are followed, and after them of the others. */
  readonly changes: readonly BusyChange[];
  readonly followed: readonly string[];
  /** Calendars that could not be read. */
  readonly faults: ReadonlyMap<string, ProviderFault>;
}

/** Refused where nothing could be read at all. */
export async function readCalendars(
  context: AccountContext,
  connection: CalendarConnection,
  kept: SyncState,
  now: Instant,
): Promise<ProviderResult<CalendarsRead>> {
  const isBaseline = kept.baselineAt === null || kept.window === null || now >= after(kept.baselineAt, BASELINE_MS);
  const window =
    isBaseline || kept.window === null ? { startsAt: after(now, -SYNC_BACK_MS), endsAt: after(now, SYNC_AHEAD_MS) } : kept.window;
  const infos = isBaseline ? await calendarsOf(context, connection) : ok(kept.calendars);
  if (!infos.ok) return infos;
  const holding = isBaseline ? await calendarsHolding(context.database, connection.id, now) : Object.keys(kept.cursors);
  const { followed, unfollowed } = divide(connection, infos.value, holding);
  const cursors = isBaseline ? {} : kept.cursors;
  const changes: BusyChange[] = [];
  const faults = new Map<string, ProviderFault>();
  /** The account's own fault: whatever has not been asked yet is not asked now. */
  let ending: ProviderFault | null = null;
  for (const calendarId of followed) {
    const read: ProviderResult<BusyChange> =
      ending === null
        ? await readFollowed(context, connection, {
            calendarId,
            isPrimary: infos.value.find(({ id }) => id === calendarId)?.isPrimary ?? true,
            window,
            cursor: cursors[calendarId] ?? null,
          })
        : refused(ending);
    if (read.ok) changes.push(read.value);
    else faults.set(calendarId, read.problem);
    if (!read.ok && isOfAccount(read.problem)) ending = read.problem;
  }
  const whole =
    ending === null
      ? await callProviderAs(context, connection, async (provider) => await readUnfollowed(provider, unfollowed, window, cursors))
      : refused(ending);
  if (whole.ok) {
    changes.push(...whole.value.changes);
    for (const [calendarId, fault] of whole.value.faults) faults.set(calendarId, fault);
  } else {
    for (const calendarId of unfollowed) faults.set(calendarId, whole.problem);
  }
  const [first] = faults.values();
  const lost = [...faults.values()].find(({ kind }) => kind === "reconnect");
  if (lost !== undefined) return refused(lost);
  // One that is gone is news of its own, also where there is no other.
  const isGone = [...faults.values()].some(({ kind }) => kind === "gone");
  if (first !== undefined && changes.length === 0 && !isGone) return refused(first);
  return ok({ isBaseline, window, infos: infos.value, changes, followed, faults });
}

/** A provider that names a time means all of its calls. */
function isOfAccount(fault: ProviderFault): boolean {
  return fault.kind === "reconnect" || (fault.kind === "retry_later" && fault.afterMs !== null);
}

interface Followed {
  readonly calendarId: string;
  readonly isPrimary: boolean;
  readonly window: Interval;
  readonly cursor: string | null;
}

async function readFollowed(
  context: AccountContext,
  connection: CalendarConnection,
  { calendarId, isPrimary, window, cursor }: Followed,
): Promise<ProviderResult<BusyChange>> {
  return await callProviderAs(context, connection, async (provider) => {
    const read = await syncCalendar(provider, calendarId, window, cursor, async (ids) => {
      const own = await eventsByProviderIds(context.database, connection.id, ids);
      return new Set(own.flatMap(({ eventId }) => (eventId === null ? [] : [eventId])));
    });
    // A calendar beside the primary one may be another's to refuse: whether the consent is lost, the primary and the list tell.
    return !read.ok && read.problem.kind === "reconnect" && !isPrimary ? refused(CALENDAR_FORBIDDEN) : read;
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

/** Of an account whose tokens are not kept yet. */
export async function calendarsOfNew(
  context: AccountContext,
  role: "client" | "coach",
  accessToken: string,
): Promise<Result<readonly CalendarInfo[], ProviderFault>> {
  const { clientsCalendar } = PROVIDERS[context.providerName];
  if (clientsCalendar !== null && role === "client") return ok([clientsCalendar]);
  return await context.calls.pass(async () => await context.calendarsWith(accessToken).calendars());
}

/**
 * Those whose changes can be followed, the one we write into and those that hold events of ours (`holding`) among them; and those
 * whose busy time is read whole.
 */
export function divide(
  connection: CalendarConnection,
  infos: readonly CalendarInfo[],
  holding: readonly string[] = [],
): { followed: string[]; unfollowed: string[] } {
  const receiving = connection.eventCalendar === null ? [] : [connection.eventCalendar];
  const wanted = [...new Set([...connection.blockingCalendars, ...receiving, ...holding])];
  const canFollow = (id: string): boolean => infos.find((info) => info.id === id)?.canFollow ?? false;
  return {
    followed: wanted.filter(canFollow),
    unfollowed: wanted.filter((id) => !canFollow(id) && connection.blockingCalendars.includes(id)),
  };
}
