/** What a look-up reads, in one statement: the coach's terms and the time that is held, without whose it is. */
import { sql } from "drizzle-orm";
import type { Booking } from "../domain/booking.ts";
import type { CoachProfile } from "../domain/coach.ts";
import { instant, type Instant, type Interval } from "../domain/instant.ts";
import type { CalendarTime } from "../domain/slots/calendar-time.ts";
import { activeTime } from "./active-time.ts";
import { calendarTimeOf, type PackedConnection, unpackCalendarTime } from "./calendar-time.ts";
import type { Database } from "./open.ts";
import { batch, first, json, query, type RowOf } from "./packing.ts";
import { PROFILE, profileColumns, profileFrom } from "./profiles.ts";

type HeldTime = Pick<Booking, "startsAt" | "endsAt" | "bufferBeforeMs" | "bufferAfterMs" | "status" | "expiresAt">;

/** One held time as the query packs it: a row of its own would cost more to carry than to read. */
type HeldTuple = readonly [
  startsAt: number,
  endsAt: number,
  bufferBeforeMs: number,
  bufferAfterMs: number,
  status: Booking["status"],
  expiresAt: number | null,
];

const PACKED = sql.raw(
  "json_group_array(json_array(booking.starts_at, booking.ends_at, booking.buffer_before_ms, booking.buffer_after_ms, booking.status, booking.expires_at))",
);

export interface Availability {
  readonly profile: CoachProfile;
  readonly isActive: boolean;
  readonly held: readonly HeldTime[];
  readonly calendars: CalendarTime;
}

/** An offer that is named is read though it is retired. */
interface CoachAsked {
  readonly coachId: string;
  readonly offerId: string | null;
}

/** null when there is no such coach. */
export async function readAvailability(
  database: Database,
  { coachId, offerId }: CoachAsked,
  range: Interval,
  now: Instant,
): Promise<Availability | null> {
  const row = await first(database, availabilityQuery(coachId, range, now, offerId === null ? [] : [offerId]));
  return row === null ? null : availabilityFrom(row, now);
}

/** Of several coaches, in one trip; those there are, by id. */
export async function readAvailabilities(
  database: Database,
  coachIds: readonly string[],
  range: Interval,
  now: Instant,
): Promise<Map<string, Availability>> {
  const rows = await batch(database, Object.fromEntries(coachIds.map((id) => [id, availabilityQuery(id, range, now)])));
  return new Map(Object.entries(rows).flatMap(([id, [row]]) => (row === undefined ? [] : [[id, availabilityFrom(row, now)]])));
}

const AVAILABILITY = { ...PROFILE, held: json<readonly HeldTuple[]>("held"), calendars: json<readonly PackedConnection[]>("calendars") };

function availabilityQuery(coachId: string, range: Interval, now: Instant, offerIds: readonly string[] = []) {
  return query(
    AVAILABILITY,
    sql`SELECT ${profileColumns(coachId, offerIds)}, (${activeTime(PACKED, coachId, [range], now)}) AS held,
      (${calendarTimeOf(coachId, range)}) AS calendars
    FROM coach_profiles AS profile JOIN users ON users.id = profile.coach_id WHERE profile.coach_id = ${coachId}`,
  );
}

function availabilityFrom(row: RowOf<typeof AVAILABILITY>, now: Instant): Availability {
  const held = row.held.map(([startsAt, endsAt, bufferBeforeMs, bufferAfterMs, status, expiresAt]) => ({
    startsAt: instant(startsAt),
    endsAt: instant(endsAt),
    bufferBeforeMs,
    bufferAfterMs,
    status,
    expiresAt: expiresAt === null ? null : instant(expiresAt),
  }));
  return { profile: profileFrom(row), isActive: row.status === "active", held, calendars: unpackCalendarTime(row.calendars, now) };
}
