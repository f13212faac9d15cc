/** What a look-up reads, in one statement: the coach's terms and the time that is held, without whose it is. */
import { sql } from "drizzle-orm";
import type { Booking } from "../domain/booking.ts";
import type { CoachProfile } from "../domain/coach.ts";
import { instant, type Instant, type Interval } from "../domain/instant.ts";
import { activeTime } from "./active-time.ts";
import type { Database } from "./open.ts";
import { profileFromRow, type ProfileRow } from "./profile-row.ts";

export type HeldTime = Pick<Booking, "startsAt" | "endsAt" | "bufferBeforeMs" | "bufferAfterMs" | "status" | "expiresAt">;

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
}

/** null when there is no such coach. */
export async function readAvailability(database: Database, coachId: string, range: Interval, now: Instant): Promise<Availability | null> {
  const rows = await database.all<
    ProfileRow & { held: string }
  >(sql`SELECT profile.*, users.status, (${activeTime(PACKED, coachId, [range], now)}) AS held
    FROM coach_profiles AS profile JOIN users ON users.id = profile.coach_id WHERE profile.coach_id = ${coachId}`);
  const row = rows[0];
  if (row === undefined) return null;
  const held = (JSON.parse(row.held) as HeldTuple[]).map(([startsAt, endsAt, bufferBeforeMs, bufferAfterMs, status, expiresAt]) => ({
    startsAt: instant(startsAt),
    endsAt: instant(endsAt),
    bufferBeforeMs,
    bufferAfterMs,
    status,
    expiresAt: expiresAt === null ? null : instant(expiresAt),
  }));
  return { profile: profileFromRow(row), isActive: row.status === "active", held };
}
