/** What a look-up reads, in one batch: the coach's terms and the time that is held, without whose it is. */
import { sql } from "drizzle-orm";
import type { Booking } from "../domain/booking.ts";
import type { CoachProfile } from "../domain/coach.ts";
import { instant, type Instant, type Interval } from "../domain/instant.ts";
import { activeTime } from "./active-time.ts";
import { type Database, sendBatch } from "./open.ts";
import { profileFromRow, profileQuery, type ProfileRow } from "./profile-row.ts";

export type HeldTime = Pick<Booking, "startsAt" | "endsAt" | "bufferBeforeMs" | "bufferAfterMs" | "status" | "expiresAt">;

interface HeldRow {
  readonly starts_at: number;
  readonly ends_at: number;
  readonly buffer_before_ms: number;
  readonly buffer_after_ms: number;
  readonly status: Booking["status"];
  readonly expires_at: number | null;
}

const HELD_COLUMNS = sql.raw(
  "booking.starts_at, booking.ends_at, booking.buffer_before_ms, booking.buffer_after_ms, booking.status, booking.expires_at",
);

export interface Availability {
  readonly profile: CoachProfile;
  readonly isActive: boolean;
  readonly held: readonly HeldTime[];
}

/** null when there is no such coach. */
export async function readAvailability(database: Database, coachId: string, range: Interval, now: Instant): Promise<Availability | null> {
  const rows = await sendBatch(database, {
    profile: profileQuery(coachId),
    held: activeTime(HELD_COLUMNS, coachId, [range], now),
  });
  const profile = rows<ProfileRow>("profile")[0];
  if (profile === undefined) return null;
  const held = rows<HeldRow>("held").map((row) => ({
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
    bufferBeforeMs: row.buffer_before_ms,
    bufferAfterMs: row.buffer_after_ms,
    status: row.status,
    expiresAt: row.expires_at === null ? null : instant(row.expires_at),
  }));
  return { profile: profileFromRow(profile), isActive: profile.status === "active", held };
}
