/**
 * Bookings as one person's list of sessions: those to come, the soonest first, and those behind, the latest first, with the names of both
 * sides in the same row. Pages of it are read by offset, and never counted.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Booking } from "../domain/booking.ts";
import { after, type Instant } from "../domain/instant.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { DURATION_MINUTES_MAX } from "../limits.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { atMost, batch, nullable, query, type RowOf } from "./packing.ts";
import { readAsAgreed } from "./standing.ts";

interface ListedSession {
  readonly booking: Booking;
  readonly clientName: string | null;
  readonly coachName: string | null;
}

export interface SessionsQuery {
  readonly of: "client" | "coach";
  readonly personId: string;
  readonly half: "coming" | "past";
  readonly now: Instant;
  readonly limit: number;
  readonly offset: number;
  /** Of the sessions to come, those that may wait for an act of somebody, beside the page; 0: none. */
  readonly waitingMax: number;
}

export interface SessionsPage {
  readonly sessions: readonly ListedSession[];
  readonly hasMore: boolean;
  /** Pending, or with a question that may be open: the domain says what is waited for. */
  readonly waiting: readonly ListedSession[];
}

const LISTED = { ...BOOKING, clientName: nullable<string>("client_name"), coachName: nullable<string>("coach_name") };

export async function listSessionsOf(database: Database, asked: SessionsQuery): Promise<SessionsPage> {
  const { half, now, limit, offset, waitingMax } = asked;
  const mine = asked.of === "client" ? sql`booking.client_id = ${asked.personId}` : sql`booking.coach_id = ${asked.personId}`;
  const coming = isComing(now);
  const page =
    half === "coming"
      ? sql`${mine} AND ${coming} ORDER BY booking.starts_at, booking.id`
      : sql`${mine} AND NOT (${coming}) ORDER BY booking.starts_at DESC, booking.id DESC`;
  const waiting = sql`${mine} AND ${coming} AND (booking.status = 'pending' OR booking.move_request IS NOT NULL)
    ORDER BY booking.starts_at, booking.id`;
  // One more than asked for is read: whether there is a next page is known without another query.
  const rows = await batch(database, {
    page: query(LISTED, sql`${select(page)} ${atMost(limit + 1)} OFFSET ${offset}`),
    waiting: query(LISTED, sql`${select(waiting)} ${atMost(waitingMax)}`),
  });
  return {
    sessions: await listed(database, rows.page.slice(0, limit)),
    hasMore: rows.page.length > limit,
    waiting: await listed(database, rows.waiting),
  };
}

function select(where: SQL): SQL {
  return sql`SELECT booking.*, client.name AS client_name, coach.name AS coach_name FROM bookings AS booking
    JOIN users AS client ON client.id = booking.client_id JOIN users AS coach ON coach.id = booking.coach_id WHERE ${where}`;
}

/** Holds its time, which is not over. The bound on the start lets the index find it: no session is longer. */
function isComing(now: Instant): SQL {
  return sql`booking.status IN ('pending', 'confirmed') AND booking.starts_at > ${after(now, -DURATION_MINUTES_MAX * MINUTE_MS)}
    AND booking.ends_at > ${now} AND (booking.status = 'confirmed' OR booking.expires_at > ${now})`;
}

async function listed(database: Database, rows: readonly RowOf<typeof LISTED>[]): Promise<ListedSession[]> {
  const bookings = await readAsAgreed(
    database,
    rows.map(({ clientName: _client, coachName: _coach, ...booking }): Booking => booking),
  );
  return rows.map(({ clientName, coachName, ...booking }, index) => ({ booking: bookings[index] ?? booking, clientName, coachName }));
}
