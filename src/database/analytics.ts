/**
 * Counting for the analytics, and for a coach's own figures: bookings, sessions, cancellations, lapses, moves and money of a range, each by one
 * aggregate along an index that covers it, all in one batch, which is one snapshot. No rows of bookings leave the database, and no roll-ups are
 * kept, so nothing has to be brought up to date. A status is the one at the moment of asking, as `statusAt` says it, recorded or not.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../domain/actor.ts";
import {
  LATENESS,
  type Lateness,
  type Mover,
  type Occurrence,
  type SessionCounts,
  type StatusCounts,
} from "../domain/analytics/figures.ts";
import type { Instant, Interval } from "../domain/instant.ts";
import { zoneClock } from "../domain/slots/time-zone.ts";
import { DAY_MS, HOUR_MS } from "../lib/duration.ts";
import type { Database } from "./open.ts";
import { atMost, batch, fieldsOf, json, query, value } from "./packing.ts";
import { coachProfiles, users } from "./schema.ts";

const HOURS_PER_WEEK = 168;

interface AnalyticsAsked {
  /** They follow each other without a hole. */
  readonly stretches: readonly Interval[];
  readonly range: Interval;
  /** IANA: in which the hours of the week are told. */
  readonly timeZone: string;
  readonly now: Instant;
  /** Of the coaches, in order of their names. */
  readonly limit: number;
  readonly offset: number;
  /** Whether the coaches' hours are read as well. */
  readonly withHours: boolean;
}

export type AnalyticsRead = Awaited<ReturnType<typeof readAnalytics>>;

export async function readAnalytics(database: Database, asked: AnalyticsAsked) {
  const { stretches, range, timeZone, now } = asked;
  const rows = await batch(database, {
    made: query(MADE, bookingsMade(stretches, now)),
    sessions: query(SESSIONS, sessionsHeld(stretches, now)),
    leadHours: query(OCCURRENCE, leadHours(range)),
    startHours: query(OCCURRENCE, startHours(range, timeZone)),
    cancellations: query(CANCELLATIONS, cancellations(range)),
    lapsed: query(LAPSED, lapses(range, now)),
    moves: query(MOVES, moves(range)),
    takings: query(TAKINGS, takings(stretches, null)),
    disputed: query(DISPUTED, disputed(range)),
    coaches: query(COACH, coachesOf(asked)),
    coachesTotal: query({ total: value<number>("total") }, sql`SELECT count(*) AS total FROM users WHERE is_coach = 1`),
  });
  return {
    ...rows,
    made: rows.made.map(({ counts }) => statusCounts(counts)),
    sessions: rows.sessions.map(({ counts }) => sessionCounts(counts)),
    moves: rows.moves[0] ?? NO_MOVES,
    lapsed: rows.lapsed[0] ?? { unpaid: 0, unanswered: 0 },
    coachesTotal: rows.coachesTotal[0]?.total ?? 0,
  };
}

/** A coach's own sessions and money by stretch. */
export async function readOwnFigures(database: Database, coachId: string, stretches: readonly Interval[], now: Instant) {
  const rows = await batch(database, {
    hours: query(HOURS, hoursOf(coachId, stretches, now)),
    takings: query(TAKINGS, takings(stretches, coachId)),
  });
  return {
    hours: rows.hours.map(({ counts: [sessions, bookedMs, held, heldMs] }) => ({ sessions, bookedMs, held, heldMs })),
    takings: rows.takings,
  };
}

// Rows of counts, in the order of their statements.
type Four = readonly [all: number, pending: number, confirmed: number, completed: number];
type Five = readonly [...Four, held: number];
const MADE = { counts: json<Four>("counts") };
const SESSIONS = { counts: json<Five>("counts") };
const HOURS = { counts: json<readonly [sessions: number, bookedMs: number, held: number, heldMs: number]>("counts") };
const OCCURRENCE = { value: value<number>("value"), count: value<number>("count") } satisfies Record<keyof Occurrence, unknown>;
const CANCELLATIONS = { by: value<Role>("cancelled_by"), lateness: value<Lateness>("lateness"), count: value<number>("count") };
const LAPSED = { unpaid: value<number>("unpaid"), unanswered: value<number>("unanswered") };
const MOVES = {
  client: value<number>("client"),
  coach: value<number>("coach"),
  admin: value<number>("admin"),
  both: value<number>("both"),
} satisfies Record<Mover, unknown>;
const NO_MOVES = { client: 0, coach: 0, admin: 0, both: 0 };
const TAKINGS = {
  stretch: value<number>("stretch"),
  currency: value<string>("currency"),
  capturedMinor: value<number>("captured"),
  givenBackMinor: value<number>("given_back"),
};
const DISPUTED = { currency: value<string>("currency"), amountMinor: value<number>("amount") };
const { hours } = fieldsOf(coachProfiles);
const { id, name, status } = fieldsOf(users);
const COACH = { id, name, status, hours, bookedMs: value<number>("booked_ms"), cancellations: value<number>("cancellations") };

function statusCounts([all, pending, confirmed, completed]: Four | Five): StatusCounts {
  return { pending, confirmed, completed, cancelled: all - pending - confirmed - completed };
}

function sessionCounts(counts: Five): SessionCounts {
  return { ...statusCounts(counts), held: counts[4] };
}

/** Half-open ranges as one parameter: the statement has one form for a day and for a year of days. */
function listed(stretches: readonly Interval[]): SQL {
  return sql`json_each(${JSON.stringify(stretches.map(({ startsAt, endsAt }) => [startsAt, endsAt]))}) AS stretch`;
}

const inStretch = (column: string): SQL => sql.raw(`${column} >= stretch.value ->> 0 AND ${column} < stretch.value ->> 1`);

function within(column: string, { startsAt, endsAt }: Interval): SQL {
  return sql`${sql.raw(column)} >= ${startsAt} AND ${sql.raw(column)} < ${endsAt}`;
}

const TAKES_PLACE = sql.raw("status IN ('confirmed', 'completed')");

/** A subquery for each stretch and not a GROUP BY, which would sort a hundred thousand rows that the index gives in order. */
function countsOf(now: Instant): SQL {
  return sql`count(*), count(*) FILTER (WHERE status = 'pending' AND expires_at > ${now}),
    count(*) FILTER (WHERE status = 'confirmed' AND (completes_at IS NULL OR completes_at > ${now})),
    count(*) FILTER (WHERE status = 'completed' OR (status = 'confirmed' AND completes_at <= ${now}))`;
}

/** @internal */
export function bookingsMade(stretches: readonly Interval[], now: Instant): SQL {
  return sql`SELECT (SELECT json_array(${countsOf(now)}) FROM bookings WHERE ${inStretch("created_at")}) AS counts FROM ${listed(stretches)}`;
}

/** By start. @internal */
export function sessionsHeld(stretches: readonly Interval[], now: Instant): SQL {
  return sql`SELECT (SELECT json_array(${countsOf(now)}, count(*) FILTER (WHERE ${TAKES_PLACE} AND ends_at <= ${now}))
    FROM bookings WHERE ${inStretch("starts_at")}) AS counts FROM ${listed(stretches)}`;
}

/** Of one coach's sessions that take place or took place, by start: how many, how long, and of those that are over the same. @internal */
export function hoursOf(coachId: string, stretches: readonly Interval[], now: Instant): SQL {
  const length = sql.raw("sum(ends_at - starts_at)");
  const isOver = sql`FILTER (WHERE ends_at <= ${now})`;
  return sql`SELECT (SELECT json_array(count(*), coalesce(${length}, 0), count(*) ${isOver}, coalesce(${length} ${isOver}, 0))
    FROM bookings WHERE coach_id = ${coachId} AND ${inStretch("starts_at")} AND ${TAKES_PLACE}) AS counts FROM ${listed(stretches)}`;
}

/** From making to the start as it stands now, in whole hours. @internal */
export function leadHours(range: Interval): SQL {
  return sql`SELECT (starts_at - created_at) / ${sql.raw(String(HOUR_MS))} AS value, count(*) AS count FROM bookings
    WHERE ${within("created_at", range)} GROUP BY value`;
}

/** Local hours since 1970-01-01 modulo a week. Whole stretches of one offset are counted, of which a year has three. @internal */
export function startHours(range: Interval, timeZone: string): SQL {
  const pieces = zoneClock(timeZone)
    .offsetsIn(range)
    .map(({ startsAt, endsAt, offsetMs }) => [Math.max(startsAt, range.startsAt), Math.min(endsAt, range.endsAt), offsetMs]);
  return sql`SELECT (starts_at + stretch.value ->> 2) / ${sql.raw(String(HOUR_MS))} % ${sql.raw(String(HOURS_PER_WEEK))} AS value, count(*) AS count
    FROM json_each(${JSON.stringify(pieces)}) AS stretch CROSS JOIN bookings WHERE ${inStretch("starts_at")} AND ${TAKES_PLACE} GROUP BY 1`;
}

/** Nothing leaves `cancelled`, so its last change is the cancellation. @internal */
export function cancellations(range: Interval): SQL {
  const bounds = [0, 2 * HOUR_MS, DAY_MS, 7 * DAY_MS];
  const cases = bounds.map((bound, index) => {
    const compared = index === 0 ? "<=" : "<";
    return `WHEN starts_at - updated_at ${compared} ${String(bound)} THEN '${String(LATENESS[index])}'`;
  });
  return sql`SELECT cancelled_by, CASE ${sql.raw(cases.join(" "))} ELSE ${sql.raw(`'${String(LATENESS.at(-1))}'`)} END AS lateness, count(*) AS count
    FROM bookings WHERE status = 'cancelled' AND cancelled_by IN ('client', 'coach', 'admin') AND ${within("updated_at", range)} GROUP BY 1, 2`;
}

/** The expression of the index `bookings_cancelled`, to the letter. */
const IS_UNPAID = sql.raw("price IS NOT NULL AND price_waived = 0 AND payment_id IS NULL");

/** Those recorded, and those whose time has run out meanwhile. @internal */
export function lapses(range: Interval, now: Instant): SQL {
  return sql`SELECT count(*) FILTER (WHERE is_unpaid) AS unpaid, count(*) FILTER (WHERE NOT is_unpaid) AS unanswered FROM (
    SELECT (${IS_UNPAID}) AS is_unpaid FROM bookings WHERE status = 'cancelled' AND cancelled_by = 'system' AND ${within("updated_at", range)}
    UNION ALL SELECT (${IS_UNPAID}) FROM bookings WHERE status = 'pending' AND ${within("expires_at", range)} AND expires_at <= ${now})`;
}

/** `accepted` is the expression of the index `audit_log_moves`. @internal */
export function moves(range: Interval): SQL {
  const by = (role: Role): SQL => sql.raw(`count(*) FILTER (WHERE accepted IS NULL AND author_role = '${role}') AS ${role}`);
  return sql`SELECT count(*) FILTER (WHERE accepted = 1) AS both, ${by("client")}, ${by("coach")}, ${by("admin")}
    FROM (SELECT author_role, (changes ->> '$.accepted') AS accepted FROM audit_log WHERE action = 'rescheduled' AND ${within("at", range)})`;
}

/** By the instant at which the payment was opened, which is at most half an hour before its capture. @internal */
export function takings(stretches: readonly Interval[], coachId: string | null): SQL {
  const ofCoach = coachId === null ? sql`` : sql`coach_id = ${coachId} AND`;
  return sql`SELECT stretch.key AS stretch, currency, sum(captured_minor) AS captured, sum(refunded_minor) AS given_back
    FROM ${listed(stretches)} CROSS JOIN payments WHERE captured_minor > 0 AND ${ofCoach} ${inStretch("created_at")} GROUP BY 1, 2`;
}

/** A dispute comes after its payment, so older ones are not looked at. @internal */
export function disputed(range: Interval): SQL {
  return sql`SELECT dispute.currency, sum(dispute.amount_minor) AS amount FROM disputes AS dispute
    CROSS JOIN payments AS payment ON payment.id = dispute.payment_id
    WHERE dispute.created_at >= ${range.startsAt} AND ${within("payment.created_at", range)}
      AND dispute.state NOT IN ('won', 'warning_closed', 'prevented') GROUP BY 1`;
}

/** The page is cut before anything is counted. @internal */
export function coachesOf({ range, limit, offset, withHours }: Pick<AnalyticsAsked, "range" | "limit" | "offset" | "withHours">): SQL {
  const hoursRead = withHours ? sql`(SELECT hours FROM coach_profiles WHERE coach_id = person.id)` : sql.raw("NULL");
  return sql`WITH person AS MATERIALIZED (SELECT id, name, status FROM users WHERE is_coach = 1 ORDER BY name, id ${atMost(limit)} OFFSET ${offset}),
    withdrawn AS MATERIALIZED (SELECT coach_id, count(*) AS count FROM bookings
      WHERE status = 'cancelled' AND cancelled_by = 'coach' AND ${within("updated_at", range)} AND coach_id IN (SELECT id FROM person) GROUP BY 1)
    SELECT person.*, ${hoursRead} AS hours,
      (SELECT coalesce(sum(ends_at - starts_at), 0) FROM bookings WHERE coach_id = person.id AND ${within("starts_at", range)} AND ${TAKES_PLACE}) AS booked_ms,
      coalesce((SELECT count FROM withdrawn WHERE withdrawn.coach_id = person.id), 0) AS cancellations
    FROM person ORDER BY name, id`;
}
