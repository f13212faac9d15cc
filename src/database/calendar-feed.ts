/** A coach's private feed: its key, of which only a hash is kept, and the sessions in it. */
import { sql } from "drizzle-orm";
import type { Author } from "../domain/actor.ts";
import { type Booking, hasLapsed } from "../domain/booking.ts";
import { after, type Instant } from "../domain/instant.ts";
import { FEED_BACK_MS, FEED_BOOKINGS_MAX } from "../limits.ts";
import { EXPORT_EVENTS_MAX } from "../limits/personal.ts";
import type { AuditKeys } from "./audit.ts";
import { writeAudited } from "./audited.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { all, atMost, first, nullable, query, value } from "./packing.ts";
import { USER, type User } from "./people.ts";

interface FeedKey {
  readonly coachId: string;
  /** null: the feed ends. */
  readonly keyHash: string | null;
  readonly commandId: string;
  readonly author: Author;
  readonly now: Instant;
}

/** Sets it, with a row in the coach's chain. false: there is no such coach. */
export async function setFeedKey(
  database: Database,
  keys: AuditKeys,
  { coachId, keyHash, commandId, author, now }: FeedKey,
): Promise<boolean> {
  const had = await findHasFeed(database, coachId);
  if (had === null) return false;
  if (keyHash === null && !had) return true;
  const action = keyHash === null ? "feed_ended" : "feed_key_set";
  const entry = { commandId, bookingId: null, revision: null, action, author, at: now, changes: { replaced: had } };
  await writeAudited(
    database,
    { keys, chain: coachId, entry },
    {
      key: sql`UPDATE coach_profiles SET feed_key_hash = ${keyHash} WHERE coach_id = ${coachId}`,
    },
  );
  return true;
}

/** null: there is no such coach. */
export async function findHasFeed(database: Database, coachId: string): Promise<boolean | null> {
  const asked = query(
    { has: value<number>("has") },
    sql`SELECT feed_key_hash IS NOT NULL AS has FROM coach_profiles WHERE coach_id = ${coachId}`,
  );
  const row = await first(database, asked);
  return row === null ? null : row.has === 1;
}

export interface OwnSession {
  readonly booking: Booking;
  readonly clientName: string | null;
  readonly coachName: string | null;
}

/** The latest sessions in which a person is a side, the cancelled ones excepted. */
export async function latestSessionsOf(database: Database, personId: string, now: Instant): Promise<OwnSession[]> {
  const side = (column: string) => sql`SELECT * FROM (SELECT id, starts_at FROM bookings WHERE ${sql.raw(column)} = ${personId}
    AND status <> 'cancelled' ORDER BY starts_at DESC ${atMost(EXPORT_EVENTS_MAX)})`;
  const rows = await all(
    database,
    query(
      { ...BOOKING, clientName: nullable<string>("client_name"), coachName: nullable<string>("coach_name") },
      sql`SELECT booking.*, client.name AS client_name, coach.name AS coach_name
    FROM (${side("client_id")} UNION ${side("coach_id")} ORDER BY starts_at DESC ${atMost(EXPORT_EVENTS_MAX)}) AS own
      CROSS JOIN bookings AS booking CROSS JOIN users AS client CROSS JOIN users AS coach
    WHERE booking.id = own.id AND client.id = booking.client_id AND coach.id = booking.coach_id`,
    ),
  );
  const standing = rows.filter((booking) => !hasLapsed(booking, now));
  return standing.map(({ clientName, coachName, ...booking }) => ({ booking, clientName, coachName }));
}

export interface Feed {
  readonly coach: Pick<User, "id" | "name" | "language" | "locale">;
  readonly sessions: readonly { readonly booking: Booking; readonly clientName: string | null }[];
}

/** null: there is no such coach, the key is not theirs, or the coach has been deactivated. */
export async function readFeed(database: Database, coachId: string, keyHash: string, now: Instant): Promise<Feed | null> {
  const coach = await first(
    database,
    query(
      { id: USER.id, name: USER.name, language: USER.language, locale: USER.locale },
      sql`SELECT users.id, users.name, users.language, users.locale FROM coach_profiles AS profile
    JOIN users ON users.id = profile.coach_id WHERE profile.coach_id = ${coachId} AND profile.feed_key_hash = ${keyHash} AND users.status = 'active'`,
    ),
  );
  if (coach === null) return null;
  const rows = await all(
    database,
    query(
      { ...BOOKING, clientName: nullable<string>("client_name") },
      sql`SELECT booking.*, client.name AS client_name
    FROM bookings AS booking JOIN users AS client ON client.id = booking.client_id
    WHERE booking.coach_id = ${coachId} AND booking.status <> 'cancelled' AND booking.starts_at > ${after(now, -FEED_BACK_MS)}
    ORDER BY booking.starts_at ${atMost(FEED_BOOKINGS_MAX)}`,
    ),
  );
  // One that has lapsed holds no time any more, whether or not that has been recorded.
  const sessions = rows.filter((booking) => !hasLapsed(booking, now)).map(({ clientName, ...booking }) => ({ booking, clientName }));
  return { coach, sessions };
}
