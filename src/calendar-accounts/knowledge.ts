/**
 * How old what an account knows of its owner's time is: by calendar in the object, and in D1 until when all of it may be
 * relied on. Past that the coach's `on_connection_lost` decides, and the owner is told: once for an outage, and once when
 * it has ended. Reads no provider.
 */
import { type AccountState, noteKnownUntil } from "../database/calendar-connections.ts";
import { queueEffects } from "../database/outbox.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { after, instant, type Instant } from "../domain/instant.ts";
import { connectionMails } from "../effects/mails.ts";
import { log } from "../lib/log.ts";
import { sha256Hex } from "../lib/sha256.ts";
import { type AccountContext, roleOf } from "./context.ts";
import { KNOWN, type Known, OUTAGE } from "./storage-keys.ts";

export interface Knowledge {
  readonly known: Known;
  /** How far all calendars that count have been read; null: one of them never has been. */
  readonly busyUntil: Instant | null;
  /** null: one of them never has been read, or none counts. */
  readonly knownUntil: Instant | null;
}

/** The knowledge once `read` has been read, up to `until`. */
export async function knowledgeAfter(
  { storage, knowledgeMsMax }: AccountContext,
  connection: CalendarConnection,
  read: { readonly calendarIds: readonly string[]; readonly until: Instant; readonly at: Instant },
): Promise<Knowledge> {
  const before = (await storage.get<Known>(KNOWN)) ?? {};
  const { syncedAt, busyUntil: readUntil } = connection;
  const known = Object.fromEntries(
    connection.blockingCalendars.flatMap((calendarId) => {
      if (read.calendarIds.includes(calendarId)) return [[calendarId, { at: read.at, until: read.until }]];
      const stands = before[calendarId];
      // The version before, and an object that has lost its storage, know what the record says of all calendars together.
      if (stands === undefined && (syncedAt === null || readUntil === null)) return [];
      return [[calendarId, stands ?? { at: syncedAt ?? instant(0), until: readUntil ?? instant(0) }]];
    }),
  );
  const standing = Object.values(known);
  const isWhole = standing.length === connection.blockingCalendars.length;
  const oldest = instant(Math.min(...standing.map(({ at }) => at)));
  return {
    known,
    // A connection of which nothing counts is read for our events alone.
    busyUntil: standing.length === 0 && isWhole ? read.until : isWhole ? instant(Math.min(...standing.map(({ until }) => until))) : null,
    knownUntil: isWhole && standing.length > 0 ? after(oldest, knowledgeMsMax) : null,
  };
}

/** The knowledge where nothing could be read. */
export async function knowledgeOf(context: AccountContext, { connection }: AccountState): Promise<Knowledge> {
  return await knowledgeAfter(context, connection, { calendarIds: [], until: context.now(), at: context.now() });
}

/** After a sync, whatever became of it: notes an outage that has begun or ended, and tells the owner. */
export async function noteAge(
  context: AccountContext,
  { connection, knownUntil: noted }: AccountState,
  { knownUntil }: Knowledge,
  isFailing: boolean,
): Promise<void> {
  const { storage, database, userId, providerName } = context;
  if (knownUntil === null) return;
  const now = context.now();
  const since = await storage.get<Instant>(OUTAGE);
  if (knownUntil <= now && since === undefined) {
    log("warn", "calendar_unread", { user_id: userId, provider: providerName });
    await tell(context, connection, "calendar_unread", String(knownUntil));
    await storage.put(OUTAGE, knownUntil);
  }
  if (knownUntil > now && since !== undefined) {
    await tell(context, connection, "calendar_read_again", String(since));
    await storage.delete(OUTAGE);
  }
  // The row is written once an hour and says less than it could, which matters once something fails, and when it has ended.
  if (noted !== null && knownUntil > noted && (isFailing || noted <= now)) await noteKnownUntil(database, connection.id, knownUntil);
}

/** Of a hash: enough to tell the calendars of one account apart. */
const MARK_CHARACTERS = 16;

/** One mail for a calendar of a connection, whether the reading or a write has found that it is gone. */
export async function tellOfCalendarGone(context: AccountContext, connection: CalendarConnection, calendarId: string): Promise<void> {
  await tell(context, connection, "calendar_gone", (await sha256Hex(calendarId)).slice(0, MARK_CHARACTERS));
}

/** Mails the owner about the connection; the same mark is one mail. */
async function tell(
  context: AccountContext,
  connection: CalendarConnection,
  kind: "calendar_unread" | "calendar_read_again" | "calendar_gone",
  mark: string,
): Promise<void> {
  const now = context.now();
  await queueEffects(context.database, connectionMails(kind, connection, await roleOf(context), { mark, now }), now);
  await context.wakeAgenda(connection.userId);
}
