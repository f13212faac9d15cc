/**
 * All that a coach's desk shows, in one batch: the terms, what waits for the coach, and the sessions and busy time of stretches of days. Bounded by
 * the stretches and by limits, whatever the history. Of busy time it says whose calendar it is read from; the record holds no titles of others' events.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CoachProfile } from "../domain/coach.ts";
import type { Booking } from "../domain/booking.ts";
import { after, type Instant, type Interval } from "../domain/instant.ts";
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import { DESK_BUSY_READ_MAX, DESK_SESSIONS_READ_MAX, DESK_WAITING_MAX, DURATION_MINUTES_MAX } from "../limits.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { atMost, batch, fieldsOf, nullable, query, type RowOf } from "./packing.ts";
import { profileFrom, profileQuery } from "./profiles.ts";
import { busyIntervals, calendarConnections } from "./schema-effects.ts";

/** As much of a booking as a line of the desk says. */
type DeskBooking = Pick<
  Booking,
  | "id"
  | "startsAt"
  | "endsAt"
  | "status"
  | "offerTitle"
  | "price"
  | "priceWaived"
  | "paymentId"
  | "approvalRequired"
  | "createdBy"
  | "place"
  | "meetingLink"
  | "moveRequest"
  | "expiresAt"
  | "completesAt"
>;

export interface DeskSession {
  readonly booking: DeskBooking;
  readonly clientName: string | null;
}

export interface DeskBusy extends Interval {
  readonly provider: "google" | "outlook";
}

interface DeskTime {
  readonly sessions: readonly DeskSession[];
  readonly busy: readonly DeskBusy[];
  /** As much was read as is read at most: the latest may be missing. */
  readonly isCut: boolean;
}

export interface DeskRead {
  readonly profile: CoachProfile;
  readonly calendars: readonly { readonly provider: "google" | "outlook"; readonly state: "active" | "needs_reconnect" }[];
  /** One more than are shown, at most. */
  readonly approvals: readonly DeskSession[];
  readonly questions: readonly DeskSession[];
  readonly week: DeskTime;
  readonly day: DeskTime;
}

interface DeskAsked {
  readonly coachId: string;
  readonly week: Interval;
  /** null: it lies in the week. */
  readonly day: Interval | null;
  readonly now: Instant;
}

const LINE = {
  id: BOOKING.id,
  startsAt: BOOKING.startsAt,
  endsAt: BOOKING.endsAt,
  status: BOOKING.status,
  offerTitle: BOOKING.offerTitle,
  price: BOOKING.price,
  priceWaived: BOOKING.priceWaived,
  paymentId: BOOKING.paymentId,
  approvalRequired: BOOKING.approvalRequired,
  createdBy: BOOKING.createdBy,
  place: BOOKING.place,
  meetingLink: BOOKING.meetingLink,
  moveRequest: BOOKING.moveRequest,
  expiresAt: BOOKING.expiresAt,
  completesAt: BOOKING.completesAt,
  clientName: nullable<string>("client_name"),
};
const { startsAt, endsAt } = fieldsOf(busyIntervals);
const { provider, state } = fieldsOf(calendarConnections);
const BUSY = { startsAt, endsAt, provider };

/** null: there is no such coach. */
export async function readDesk(database: Database, { coachId, week, day, now }: DeskAsked): Promise<DeskRead | null> {
  const rows = await batch(database, {
    profile: profileQuery(coachId),
    calendars: query(
      { provider, state },
      sql`SELECT provider, state FROM calendar_connections WHERE user_id = ${coachId} ORDER BY provider`,
    ),
    approvals: query(LINE, waitingApprovals(coachId, now)),
    questions: query(LINE, openQuestions(coachId, now)),
    weekSessions: query(LINE, sessionsIn(coachId, week, now)),
    weekBusy: query(BUSY, busyIn(coachId, week)),
    daySessions: day === null ? null : query(LINE, sessionsIn(coachId, day, now)),
    dayBusy: day === null ? null : query(BUSY, busyIn(coachId, day)),
  });
  const [profile] = rows.profile;
  if (profile === undefined) return null;
  const ofWeek = timeOf(rows.weekSessions, rows.weekBusy);
  return {
    profile: profileFrom(profile),
    calendars: rows.calendars,
    approvals: rows.approvals.map(sessionFrom),
    questions: rows.questions.map(sessionFrom),
    week: ofWeek,
    day: day === null ? ofWeek : timeOf(rows.daySessions, rows.dayBusy),
  };
}

function timeOf(sessions: readonly RowOf<typeof LINE>[], busy: readonly DeskBusy[]): DeskTime {
  const isCut = sessions.length === DESK_SESSIONS_READ_MAX || busy.length === DESK_BUSY_READ_MAX;
  return { sessions: sessions.map(sessionFrom), busy, isCut };
}

function sessionFrom({ clientName, ...booking }: RowOf<typeof LINE>): DeskSession {
  return { booking, clientName };
}

function lines(where: SQL): SQL {
  return sql`SELECT booking.*, client.name AS client_name FROM bookings AS booking JOIN users AS client ON client.id = booking.client_id WHERE ${where}`;
}

/** Pending, and not for want of its price: the coach's word is what is missing. @internal */
export function waitingApprovals(coachId: string, now: Instant): SQL {
  return sql`${lines(sql`booking.coach_id = ${coachId} AND booking.status = 'pending' AND booking.expires_at > ${now}
    AND (booking.price IS NULL OR booking.price_waived = 1 OR booking.payment_id IS NOT NULL)`)}
    ORDER BY booking.expires_at ${atMost(DESK_WAITING_MAX + 1)}`;
}

/** @internal */
export function openQuestions(coachId: string, now: Instant): SQL {
  return sql`${lines(sql`booking.coach_id = ${coachId} AND booking.move_request IS NOT NULL AND (booking.move_request ->> '$.expiresAt') > ${now}
    AND booking.status = 'confirmed' AND booking.move_request ->> '$.askedBy' = 'client'`)}
    ORDER BY (booking.move_request ->> '$.expiresAt') ${atMost(DESK_WAITING_MAX + 1)}`;
}

/** Those that hold their time or held it, by start. No session is longer than the bound that the index is searched from. @internal */
export function sessionsIn(coachId: string, range: Interval, now: Instant): SQL {
  return sql`${lines(sql`booking.coach_id = ${coachId} AND booking.starts_at > ${after(range.startsAt, -DURATION_MINUTES_MAX * MINUTE_MS)}
    AND booking.starts_at < ${range.endsAt} AND booking.ends_at > ${range.startsAt}
    AND (booking.status IN ('confirmed', 'completed') OR (booking.status = 'pending' AND booking.expires_at > ${now}))`)}
    ORDER BY booking.starts_at, booking.id ${atMost(DESK_SESSIONS_READ_MAX)}`;
}

/** The connections come first: for a coach who has none, nothing else is touched. A piece is at most a day long. @internal */
export function busyIn(coachId: string, range: Interval): SQL {
  return sql`SELECT busy.starts_at, busy.ends_at, connection.provider FROM calendar_connections AS connection CROSS JOIN busy_intervals AS busy
    WHERE connection.user_id = ${coachId} AND busy.connection_id = connection.id AND busy.coach_id = ${coachId}
      AND busy.starts_at > ${after(range.startsAt, -DAY_MS)} AND busy.starts_at < ${range.endsAt} AND busy.ends_at > ${range.startsAt}
    ${atMost(DESK_BUSY_READ_MAX)}`;
}
