/**
 * Writes what a sync has learned of a person's busy time: what differs from the record, in one batch, all or nothing, with
 * one rise of the availability version. Read by `calendar-time.ts`.
 */
import { type SQL, sql } from "drizzle-orm";
import { after, type Instant, type Interval } from "../domain/instant.ts";
import { ACCOUNT_EXPECTED_MS } from "../limits.ts";
import type { Database } from "./open.ts";
import { batch, fieldsOf, insertRows, type Query, query } from "./packing.ts";
import { inPieces } from "./pieces.ts";
import { raiseVersion } from "./profiles.ts";
import { busyIntervals } from "./schema-effects.ts";

export interface BusyChange {
  readonly calendarId: string;
  /** Whether the pieces replace all of the calendar, or those of `eventIds` alone. */
  readonly isWhole: boolean;
  readonly eventIds: readonly string[];
  readonly pieces: readonly BusyPiece[];
}

interface BusyPiece extends Interval {
  readonly eventId: string;
}

export interface BusyWrites {
  readonly connectionId: string;
  readonly userId: string;
  readonly changes: readonly BusyChange[];
  /** The calendars that count; busy time of any other is dropped. */
  readonly blockingCalendars: readonly string[];
  /** null: one of them has never been read. */
  readonly busyUntil: Instant | null;
  /** Until when all of this may be relied on. */
  readonly knownUntil: Instant | null;
  /** Whether anything changes what can be booked. */
  readonly raisesVersion: boolean;
  readonly now: Instant;
}

const { eventId, startsAt, endsAt } = fieldsOf(busyIntervals);
const PIECE = { eventId, startsAt, endsAt };

/** Of these changes only the events whose pieces are not on record as they are; one trip. */
export async function differingFromRecord(database: Database, connectionId: string, changes: readonly BusyChange[]): Promise<BusyChange[]> {
  const asked: Record<string, Query<BusyPiece>> = {};
  for (const [index, { calendarId, isWhole, eventIds }] of changes.entries()) {
    const ofCalendar = sql`SELECT event_id, starts_at, ends_at FROM busy_intervals
      WHERE connection_id = ${connectionId} AND calendar_id = ${calendarId}`;
    if (isWhole) asked[`${String(index)}/all`] = query(PIECE, ofCalendar);
    for (const [part, ids] of (isWhole ? [] : inPieces(eventIds)).entries()) {
      asked[`${String(index)}/${String(part)}`] = query(
        PIECE,
        sql`${ofCalendar} AND event_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      );
    }
  }
  if (Object.keys(asked).length === 0) return [];
  const found: Readonly<Record<string, readonly BusyPiece[]>> = await batch(database, asked);
  return changes.flatMap((change, index) => {
    const onRecord = Object.entries(found).flatMap(([name, pieces]) => (name.startsWith(`${String(index)}/`) ? pieces : []));
    const differing = partThatDiffers(change, onRecord);
    return differing.eventIds.length === 0 ? [] : [differing];
  });
}

function partThatDiffers(change: BusyChange, onRecord: readonly BusyPiece[]): BusyChange {
  const [wanted, known] = [byEvent(change.pieces), byEvent(onRecord)];
  const named = new Set([...change.eventIds, ...wanted.keys(), ...known.keys()]);
  const eventIds = [...named].filter((id) => !isSame(wanted.get(id), known.get(id)));
  const pieces = eventIds.flatMap((id) => [...(wanted.get(id)?.values() ?? [])]);
  return { calendarId: change.calendarId, isWhole: false, eventIds, pieces };
}

/** By start: an event that a provider lists twice has two pieces of one start, and the later one counts. */
function byEvent(pieces: readonly BusyPiece[]): Map<string, Map<Instant, BusyPiece>> {
  const events = new Map<string, Map<Instant, BusyPiece>>();
  for (const piece of pieces) {
    const starts = events.get(piece.eventId) ?? new Map<Instant, BusyPiece>();
    events.set(piece.eventId, starts.set(piece.startsAt, piece));
  }
  return events;
}

function isSame(one: ReadonlyMap<Instant, BusyPiece> = new Map(), other: ReadonlyMap<Instant, BusyPiece> = new Map()): boolean {
  return one.size === other.size && [...one].every(([start, piece]) => other.get(start)?.endsAt === piece.endsAt);
}

export async function writeBusyTime(database: Database, writes: BusyWrites): Promise<void> {
  const { connectionId, userId, now, busyUntil, knownUntil } = writes;
  const statements: SQL[] = [
    sql`DELETE FROM busy_intervals WHERE connection_id = ${connectionId}
      AND calendar_id NOT IN (SELECT value FROM json_each(${JSON.stringify(writes.blockingCalendars)}))`,
  ];
  for (const { calendarId, isWhole, eventIds, pieces } of writes.changes) {
    const ofCalendar = sql`DELETE FROM busy_intervals WHERE connection_id = ${connectionId} AND calendar_id = ${calendarId}`;
    if (isWhole) statements.push(ofCalendar);
    for (const ids of isWhole ? [] : inPieces(eventIds))
      statements.push(sql`${ofCalendar} AND event_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
    const rows = pieces.map((piece) => ({ ...piece, connectionId, calendarId, coachId: userId }));
    // Two pieces of one event can share a start only where a provider lists it twice.
    for (const some of inPieces(rows)) statements.push(insertRows(busyIntervals, some, { insert: "INSERT OR REPLACE" }));
  }
  statements.push(
    sql`UPDATE calendar_connections SET synced_at = ${now}, busy_until = ${busyUntil}, known_until = ${knownUntil}, updated_at = ${now},
      expected_by = ${after(now, ACCOUNT_EXPECTED_MS)} WHERE id = ${connectionId}`,
  );
  if (writes.raisesVersion) statements.push(raiseVersion(userId));
  await batch(database, Object.fromEntries(statements.map((statement, index) => [`s${String(index)}`, statement])));
}
