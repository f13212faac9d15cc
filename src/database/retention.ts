/** Forgets personal data past its time, a bounded step after a place that the caller keeps. Rows stay; nothing is decided here. */
import { sql } from "drizzle-orm";
import { after, type Instant } from "../domain/instant.ts";
import { RETENTION, RETENTION_ROWS_MAX } from "../limits/personal.ts";
import type { PersonalPlace } from "./erasure.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, query, value } from "./packing.ts";

/** Takes the words out of the next sessions that began long enough ago; where the walk ended, or null where there was none. */
export async function forgetSessionWords(database: Database, from: PersonalPlace, now: Instant): Promise<PersonalPlace | null> {
  const until = after(now, -RETENTION.session_words.keptMs);
  const passed = sql`SELECT id, starts_at FROM bookings WHERE starts_at >= ${from.startsAt} AND (starts_at, id) > (${from.startsAt}, ${from.id})
    AND starts_at <= ${until} ORDER BY starts_at, id ${atMost(RETENTION_ROWS_MAX)}`;
  const found = await all(database, query({ id: BOOKING.id, startsAt: BOOKING.startsAt }, passed));
  const last = found.at(-1);
  if (last === undefined) return null;
  const ids = sql`(SELECT value FROM json_each(${JSON.stringify(found.map(({ id }) => id))}))`;
  await batch(database, {
    words: sql`UPDATE bookings SET notes = NULL, meeting_link = NULL, cancel_reason = CASE WHEN cancelled_by = 'system' THEN cancel_reason END
      WHERE id IN ${ids} AND (notes IS NOT NULL OR meeting_link IS NOT NULL OR cancel_reason IS NOT NULL)`,
    links: sql`UPDATE calendar_events SET event_link = NULL, meeting_link = NULL, invited = '[]'
      WHERE booking_id IN ${ids} AND (event_link IS NOT NULL OR meeting_link IS NOT NULL OR invited IS NOT '[]')`,
  });
  return last;
}

/**
 * Takes who they are from the next clients who have had no session for long and of whom no token has said anything new. One who comes
 * back is known again by the next token. Answers where the walk ended, or null at its end.
 */
export async function forgetUnusedPeople(database: Database, fromRow: number, now: Instant): Promise<number | null> {
  const until = after(now, -RETENTION.unused_people.keptMs);
  const looked = await all(
    database,
    query(
      { row: value<number>("row") },
      sql`SELECT rowid AS row FROM users WHERE rowid > ${fromRow} ORDER BY rowid ${atMost(RETENTION_ROWS_MAX)}`,
    ),
  );
  const last = looked.at(-1)?.row;
  if (last === undefined) return null;
  await batch(database, {
    // With a plus no index of a role is taken for it, which would read everybody of that role.
    people: sql`UPDATE users SET email = NULL, name = NULL, time_zone = NULL, locale = NULL, language = NULL
      WHERE rowid > ${fromRow} AND rowid <= ${last} AND +role = 'client' AND +is_coach = 0 AND updated_at <= ${until}
        AND coalesce(email, name, time_zone, locale, language) IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM bookings WHERE client_id = users.id AND starts_at > ${until})`,
  });
  return looked.length < RETENTION_ROWS_MAX ? null : last;
}
