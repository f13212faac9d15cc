/**
 * What the agenda reads before it decides a group of commands: one statement, on the primary, of only the parts that
 * the group needs. Nothing is decided here.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Role } from "../domain/actor.ts";
import type { AgendaCommand, BookingCommand, CreateCommand, IdempotencyClaim } from "../domain/command.ts";
import { asAgreed } from "../domain/agreement/standing.ts";
import type { Booking } from "../domain/booking.ts";
import type { CoachProfile } from "../domain/coach.ts";
import { DURATION_MINUTES_MAX, LAPSED_AGAIN_MS, LAPSES_PER_ALARM_MAX, MOVES_COUNTED_MS } from "../limits.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import type { Payment } from "../domain/payment.ts";
import type { RecordedPerson } from "../domain/person.ts";
import { after, type Instant, type Interval } from "../domain/instant.ts";
import type { CalendarTime } from "../domain/slots/calendar-time.ts";
import { activeTime } from "./active-time.ts";
import { type AuditHead, headQuery } from "./audit.ts";
import { BOOKING } from "./bookings.ts";
import { busyTime, calendarTimeFrom, countingConnections } from "./calendar-time.ts";
import type { Database } from "./open.ts";
import { fieldsOf, json, nullable, query, type RowOf, together, value } from "./packing.ts";
import { paymentsOfBookings } from "./payments.ts";
import { USER, type UserStatus } from "./people.ts";
import { keptSettingsOf, profileFrom, profileQuery } from "./profiles.ts";
import { auditLog, bookings, idempotencyKeys } from "./schema.ts";

export interface StoredOutcome {
  readonly fingerprint: string;
  /** JSON as the agenda wrote it. */
  readonly outcome: string;
  readonly availabilityVersion: number | null;
}

export interface WantingClient {
  /** As on record; null for somebody not seen before. */
  readonly recorded: RecordedPerson | null;
  readonly isActive: boolean;
  /** Whether there is a booking with this coach that the client or an admin made. */
  readonly isKnownToCoach: boolean;
  /** Pending bookings of the client's own making that have not lapsed. */
  readonly pending: number;
  /** Active sessions ahead of the client's own making. */
  readonly ahead: number;
  /** Of them, with this coach and free or unpaid. */
  readonly unpaid: number;
}

/** A time that its client did not pay for before the deadline, not long ago. */
export interface LapsedUnpaid {
  readonly clientId: string;
  readonly startsAt: Instant;
}

export interface GroupState {
  readonly coach: { readonly profile: CoachProfile; readonly isActive: boolean } | null;
  readonly auditHead: AuditHead | null;
  /** Active bookings of the coach around the times asked, lapsed ones among them. */
  readonly nearby: readonly Booking[];
  /** What connected calendars say about the times asked. */
  readonly calendars: CalendarTime;
  /** Pending bookings whose time has run out, wherever they are; read only for a lapse command. */
  readonly due: readonly Booking[];
  /** Confirmed bookings that count as completed, and questions that have lapsed; read only for a lapse command. */
  readonly completing: readonly Booking[];
  readonly asked: readonly Booking[];
  /** The bookings that commands name, by id; after a fault, those they meant to create too. */
  readonly named: ReadonlyMap<string, Booking>;
  /** Of the bookings that commands name, oldest first. */
  readonly payments: readonly Payment[];
  /** Clients of the named bookings who have been deactivated. */
  readonly inactiveClients: ReadonlySet<string>;
  /** How often the client of a named booking has moved it, a day back; by booking. */
  readonly clientMoves: ReadonlyMap<string, number>;
  readonly lapsedUnpaid: readonly LapsedUnpaid[];
  readonly stored: ReadonlyMap<string, StoredOutcome>;
  /** Those who want to book. */
  readonly clients: ReadonlyMap<string, WantingClient>;
  /** Other coaches' bookings of these clients at the times asked; read after a fault, where the coach forbids overlap. */
  readonly elsewhere: readonly Booking[];
  /** Commands of this group that had committed already: their ids. */
  readonly committed: ReadonlySet<string>;
}

/** One string for the scope of an idempotency key, for maps. */
export function claimScope(claim: IdempotencyClaim): string {
  return JSON.stringify([claim.principal, claim.method, claim.route, claim.key]);
}

export interface GroupReadInput {
  readonly coachId: string;
  readonly commands: readonly AgendaCommand[];
  /** Not on the first try: whether some of the commands have committed has to be looked up. */
  readonly afterFault: boolean;
  readonly now: Instant;
}

export async function readGroup(database: Database, input: GroupReadInput): Promise<GroupState> {
  const { coachId, commands, now } = input;
  const claims = commands.flatMap((command) => (command.claim === null ? [] : [command.claim]));
  const creates = commands.filter((command) => command.kind === "create");
  const namedIds = commands.flatMap((command) => (namesBooking(command, input.afterFault) ? [command.bookingId] : []));
  const wanted = wantedTimes(commands);
  const hasTimes = wanted.length > 0;
  const clientIds = [...new Set(creates.map((command) => command.clientId))];
  const isLapse = commands.some((command) => command.kind === "lapse");
  const offerIds = commands.flatMap((command) => ("offerId" in command && command.offerId !== null ? [command.offerId] : []));
  const found = await together(database, {
    profile: profileQuery(coachId, [...new Set(offerIds)]),
    head: headQuery(coachId),
    nearby: hasTimes ? query(BOOKING, activeTime(sql.raw("booking.*"), coachId, wanted, now)) : null,
    busy: hasTimes ? busyTime(coachId, wanted) : null,
    connections: hasTimes ? countingConnections(coachId) : null,
    // The insert itself refuses a client who is elsewhere; which one it was is asked only once it has.
    elsewhere: hasTimes && input.afterFault ? query(BOOKING, clientsElsewhere(coachId, commands, now)) : null,
    named: namedIds.length > 0 ? bookingsNamed(namedIds) : null,
    payments: namedIds.length > 0 ? paymentsOfBookings(namedIds) : null,
    moves: commands.some(({ kind, author }) => kind === "reschedule" && author.role === "client") ? clientMoves(namedIds, now) : null,
    stored: claims.length > 0 ? storedOutcomes(claims) : null,
    clients: clientIds.length > 0 ? clientsWanting(coachId, creates, now) : null,
    lapsedUnpaid: creates.length > 0 ? lapsedUnpaid(coachId, creates, now) : null,
    due: isLapse ? query(BOOKING, dueLapses(coachId, now)) : null,
    completing: isLapse ? query(BOOKING, dueCompletions(coachId, now)) : null,
    asked: isLapse ? query(BOOKING, dueQuestions(coachId, now)) : null,
    committed: input.afterFault ? committedCommands(commands.map((command) => command.commandId)) : null,
  });
  const row = found.profile[0];
  const profile = row === undefined ? null : profileFrom(row);
  const { payments } = found;
  const agreed = (booking: Booking): Booking => {
    if (profile === null || booking.cancellationPolicy !== null) return booking;
    const own = payments.filter(({ bookingId }) => bookingId === booking.id);
    return asAgreed(booking, own, { ...keptSettingsOf(row), ...profile.settings }, now);
  };
  return {
    coach: row === undefined || profile === null ? null : { profile, isActive: row.status === "active" },
    auditHead: found.head[0] ?? null,
    nearby: found.nearby.map(agreed),
    calendars: calendarTimeFrom(found.busy, found.connections),
    due: found.due.map(agreed),
    completing: found.completing.map(agreed),
    asked: found.asked.map(agreed),
    named: new Map(found.named.map(({ clientStatus: _status, ...booking }) => [booking.id, agreed(booking)])),
    payments,
    inactiveClients: new Set(found.named.flatMap(({ clientId, clientStatus }) => (clientStatus === "inactive" ? [clientId] : []))),
    clientMoves: new Map(found.moves.map(({ bookingId, count }) => [bookingId ?? "", count])),
    lapsedUnpaid: found.lapsedUnpaid,
    stored: new Map(found.stored.map((stored) => [claimScope(stored), stored])),
    clients: new Map(found.clients.map((client) => [client.id, wantingClient(client)])),
    elsewhere: found.elsewhere,
    committed: new Set(found.committed.map(({ commandId }) => commandId)),
  };
}

function bookingsNamed(ids: readonly string[]) {
  return query(
    { ...BOOKING, clientStatus: nullable<UserStatus>("client_status") },
    sql`SELECT bookings.*, (SELECT users.status FROM users WHERE users.id = bookings.client_id) AS client_status
    FROM bookings WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  );
}

function clientMoves(bookingIds: readonly string[], now: Instant) {
  return query(
    { bookingId: fieldsOf(auditLog).bookingId, count: value<number>("moves") },
    sql`SELECT booking_id, count(*) AS moves FROM audit_log
    WHERE booking_id IN (SELECT value FROM json_each(${JSON.stringify(bookingIds)}))
      AND action = 'rescheduled' AND author_role = 'client' AND changes ->> '$.accepted' IS NULL AND at > ${after(now, -MOVES_COUNTED_MS)} GROUP BY booking_id`,
  );
}

export type NearbyTime = Pick<GroupState, "nearby" | "calendars">;

/** The active bookings and busy time around some stretches of time, for the search of alternatives. */
export async function readNearby(database: Database, coachId: string, intervals: readonly Interval[], now: Instant): Promise<NearbyTime> {
  const found = await together(database, {
    nearby: query(BOOKING, activeTime(sql.raw("booking.*"), coachId, intervals, now)),
    busy: busyTime(coachId, intervals),
    connections: countingConnections(coachId),
  });
  return { nearby: found.nearby, calendars: calendarTimeFrom(found.busy, found.connections) };
}

function namesBooking(command: AgendaCommand, afterFault: boolean): command is BookingCommand {
  return (
    command.kind === "reschedule" ||
    command.kind === "set_status" ||
    command.kind === "ask_move" ||
    command.kind === "answer_move" ||
    command.kind === "record_event" ||
    "paymentId" in command ||
    (afterFault && command.kind === "create")
  );
}

/** The time that a command wants; null where it wants none. */
export function wantedTime(command: AgendaCommand): (Interval & { readonly clientId: string }) | null {
  const wantsTime =
    command.kind === "create" ||
    command.kind === "reschedule" ||
    command.kind === "ask_move" ||
    (command.kind === "answer_move" && command.answer === "accept");
  if (!wantsTime) return null;
  // The length of an offer is not known before the offer has been read: the longest there can be is read around.
  const durationMs = command.durationMs ?? DURATION_MINUTES_MAX * MINUTE_MS;
  return { clientId: command.clientId, startsAt: command.startsAt, endsAt: after(command.startsAt, durationMs) };
}

function wantedTimes(commands: readonly AgendaCommand[]): Interval[] {
  return commands.flatMap((command) => wantedTime(command) ?? []);
}

function clientsElsewhere(coachId: string, commands: readonly AgendaCommand[], now: Instant): SQL {
  const wanted = commands.flatMap((command) => wantedTime(command) ?? []);
  return sql`SELECT booking.* FROM json_each(
      CASE WHEN (SELECT json_extract(settings, '$.clientOverlapAllowed') FROM coach_profiles WHERE coach_id = ${coachId}) = 0
        THEN ${JSON.stringify(wanted)} ELSE '[]' END) AS wanted
    CROSS JOIN bookings AS booking
    WHERE booking.client_id = wanted.value ->> 'clientId' AND booking.status IN ('pending', 'confirmed')
      AND ${clientOverlaps(sql.raw("wanted.value ->> 'startsAt'"), sql.raw("wanted.value ->> 'endsAt'"), now)}
      AND booking.coach_id <> ${coachId}`;
}

/** Whether an active row of the alias `booking` shares time with a stretch; bounded by the longest session there is. */
export function clientOverlaps(startsAt: SQL, endsAt: SQL, now: Instant): SQL {
  return sql`booking.starts_at > ${startsAt} - ${sql.raw(String(DURATION_MINUTES_MAX * MINUTE_MS))} AND booking.starts_at < ${endsAt}
    AND booking.ends_at > ${startsAt} AND (booking.status = 'confirmed' OR booking.expires_at > ${now})`;
}

function dueLapses(coachId: string, now: Instant): SQL {
  return sql`SELECT * FROM bookings WHERE coach_id = ${coachId} AND status = 'pending' AND expires_at <= ${now}
    ORDER BY expires_at LIMIT ${LAPSES_PER_ALARM_MAX}`;
}

function dueCompletions(coachId: string, now: Instant): SQL {
  return sql`SELECT * FROM bookings WHERE coach_id = ${coachId} AND status = 'confirmed' AND completes_at IS NOT NULL
    AND completes_at <= ${now} ORDER BY completes_at LIMIT ${LAPSES_PER_ALARM_MAX}`;
}

function dueQuestions(coachId: string, now: Instant): SQL {
  return sql`SELECT * FROM bookings WHERE coach_id = ${coachId} AND move_request IS NOT NULL
    AND (move_request ->> '$.expiresAt') <= ${now} LIMIT ${LAPSES_PER_ALARM_MAX}`;
}

/** When the next pending booking of a coach lapses, or the next question to move; null when none does. Completions can wait for the sweep. */
export function nextLapseQuery(coachId: string) {
  return query(
    { at: fieldsOf(bookings).expiresAt },
    sql`SELECT min(at) AS expires_at FROM (
      SELECT min(expires_at) AS at FROM bookings WHERE coach_id = ${coachId} AND status = 'pending'
      UNION ALL SELECT min(move_request ->> '$.expiresAt') FROM bookings WHERE coach_id = ${coachId} AND move_request IS NOT NULL)`,
  );
}

function storedOutcomes(claims: readonly IdempotencyClaim[]) {
  return query(
    fieldsOf(idempotencyKeys),
    sql`SELECT stored.* FROM json_each(${JSON.stringify(claims)}) AS claim CROSS JOIN idempotency_keys AS stored
    WHERE stored.principal = claim.value ->> 'principal' AND stored.method = claim.value ->> 'method'
      AND stored.route = claim.value ->> 'route' AND stored.key = claim.value ->> 'key'`,
  );
}

/** A person who has not been seen before has an id and nothing else. */
const CLIENT = {
  id: USER.id,
  role: nullable<Role>("role"),
  email: USER.email,
  name: USER.name,
  timeZone: USER.timeZone,
  status: nullable<UserStatus>("status"),
  claimsIssuedAt: USER.claimsIssuedAt,
  isKnown: value<number>("is_known"),
  held: json<readonly [ahead: number, pending: number, unpaid: number]>("held"),
};

function clientsWanting(coachId: string, creates: readonly CreateCommand[], now: Instant) {
  const clientIds = [...new Set(creates.map(({ clientId }) => clientId))];
  // Asked only where a coach books for somebody.
  const isKnown = creates.some(({ author }) => author.role === "coach")
    ? sql`EXISTS (SELECT 1 FROM bookings AS known WHERE known.client_id = client.value AND known.coach_id = ${coachId}
        AND known.created_by <> 'coach')`
    : sql.raw("0");
  return query(
    CLIENT,
    sql`SELECT client.value AS id, role, email, name, time_zone, users.status, claims_issued_at,
      ${isKnown} AS is_known,
      (SELECT json_array(${heldCounts(sql`${coachId}`)}) FROM bookings AS held
        WHERE held.client_id = client.value AND ${isAhead(now)}) AS held
    FROM json_each(${JSON.stringify(clientIds)}) AS client LEFT JOIN users ON users.id = client.value`,
  );
}

/** Whether a row of the alias `held` is an active session that has not begun and that its client made. */
export function isAhead(now: Instant): SQL {
  return sql`held.status IN ('pending', 'confirmed') AND held.starts_at > ${now}
    AND (held.status = 'confirmed' OR held.expires_at > ${now}) AND held.created_by = 'client'`;
}

/** Of such rows: how many there are, how many wait, and how many are with a coach and free or unpaid. */
export function heldCounts(coachId: SQL): SQL {
  return sql`count(*), count(*) FILTER (WHERE held.status = 'pending'),
    count(*) FILTER (WHERE held.coach_id = ${coachId} AND held.payment_id IS NULL)`;
}

function lapsedUnpaid(coachId: string, creates: readonly CreateCommand[], now: Instant) {
  const wanted = creates.map(({ clientId, startsAt }) => ({ clientId, startsAt }));
  return query(
    { clientId: fieldsOf(bookings).clientId, startsAt: fieldsOf(bookings).startsAt },
    sql`SELECT booking.client_id, booking.starts_at FROM json_each(
      CASE WHEN EXISTS (SELECT 1 FROM offers WHERE coach_id = ${coachId} AND is_active = 1 AND price IS NOT NULL)
        THEN ${JSON.stringify(wanted)} ELSE '[]' END) AS wanted CROSS JOIN bookings AS booking
    WHERE booking.client_id = wanted.value ->> 'clientId' AND booking.starts_at = wanted.value ->> 'startsAt'
      AND booking.coach_id = ${coachId} AND booking.price IS NOT NULL AND booking.payment_id IS NULL AND booking.created_by = 'client'
      AND booking.cancelled_by = 'system' AND booking.updated_at > ${after(now, -LAPSED_AGAIN_MS)}`,
  );
}

function wantingClient({ role, status, isKnown, held: [ahead, pending, unpaid], ...person }: RowOf<typeof CLIENT>): WantingClient {
  const recorded = role === null ? null : { ...person, role };
  return { recorded, isActive: status !== "inactive", isKnownToCoach: isKnown === 1, pending, ahead, unpaid };
}

function committedCommands(commandIds: readonly string[]) {
  return query(
    { commandId: fieldsOf(auditLog).commandId },
    sql`SELECT command_id FROM audit_log WHERE command_id IN (SELECT value FROM json_each(${JSON.stringify(commandIds)}))`,
  );
}
