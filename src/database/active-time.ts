/**
 * The active bookings of a coach around given stretches of time: those inside, and the nearest one on either side,
 * which is the only one whose buffers can reach in (active bookings never conflict, so they are ordered by start and by
 * end alike). Reads the stretch and two rows more, however long the history. Pending bookings that have lapsed but whose
 * cancellation is not recorded yet are returned too: whoever takes their time has to record it.
 *
 * Where the coach caps the sessions of a day, the wider stretch is read: the cap counts whole local days.
 */
import { type SQL, sql } from "drizzle-orm";
import { HOUR_MS } from "../lib/duration.ts";
import { after, type Instant, type Interval } from "../domain/instant.ts";

/** A local day is at most this much away from any instant in it, clock changes included. */
const DAY_REACH_MS = 26 * HOUR_MS;

const ACTIVE = sql.raw("status IN ('pending', 'confirmed')");

/** Joins neighbouring stretches, so that a group of requests for one afternoon reads that afternoon once. */
function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: { startsAt: Instant; endsAt: Instant }[] = [];
  for (const { startsAt, endsAt } of intervals.toSorted((a, b) => a.startsAt - b.startsAt)) {
    const last = merged.at(-1);
    if (last !== undefined && startsAt <= last.endsAt) {
      if (endsAt > last.endsAt) last.endsAt = endsAt;
    } else {
      merged.push({ startsAt, endsAt });
    }
  }
  return merged;
}

/** A query for `columns` of the alias `booking`, in no particular order. */
export function activeTime(columns: SQL, coachId: string, intervals: readonly Interval[], now: Instant): SQL {
  const stretches = mergeIntervals(intervals).map(({ startsAt, endsAt }) => ({ startsAt, endsAt }));
  const wide = mergeIntervals(
    stretches.map(({ startsAt, endsAt }) => ({
      startsAt: after(startsAt, -DAY_REACH_MS),
      endsAt: after(endsAt, DAY_REACH_MS),
    })),
  );
  const capped = sql`(SELECT json_extract(settings, '$.sessionsPerDayMax') FROM coach_profiles WHERE coach_id = ${coachId}) IS NOT NULL`;
  const ofCoach = sql`coach_id = ${coachId} AND ${ACTIVE}`;
  const held = sql`(status = 'confirmed' OR expires_at > ${now})`;
  const low = sql.raw("(stretch.value ->> 'startsAt')");
  const high = sql.raw("(stretch.value ->> 'endsAt')");
  // CROSS JOIN fixes the order: each stretch probes the index, never the other way round.
  return sql`SELECT ${columns}
    FROM json_each(CASE WHEN ${capped} THEN ${JSON.stringify(wide)} ELSE ${JSON.stringify(stretches)} END) AS stretch
    CROSS JOIN bookings AS booking
    WHERE booking.coach_id = ${coachId} AND booking.${ACTIVE}
      AND booking.starts_at >= coalesce(
        (SELECT max(starts_at) FROM bookings WHERE ${ofCoach} AND starts_at < ${low} AND ${held}),
        (SELECT max(starts_at) FROM bookings WHERE ${ofCoach} AND starts_at < ${low}), ${low})
      AND booking.starts_at <= coalesce(
        (SELECT min(starts_at) FROM bookings WHERE ${ofCoach} AND starts_at >= ${high} AND ${held}),
        (SELECT min(starts_at) FROM bookings WHERE ${ofCoach} AND starts_at >= ${high}), ${high})`;
}
