/**
 * What the agenda reads before it decides a group of commands: one statement, on the primary, of only the parts that
 * the group needs. Nothing is decided here.
 */
import { type SQL, sql } from "drizzle-orm";
import { type AgendaCommand, type BookingCommand, type IdempotencyClaim, wantedTime } from "../domain/command.ts";
import type { Booking } from "../domain/booking.ts";
import type { CoachProfile } from "../domain/coach.ts";
import { DURATION_MINUTES_MAX, LAPSES_PER_ALARM_MAX } from "../limits.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { COMMANDS_LOOKED_BACK_MAX } from "../limits/audit.ts";
import type { Payment } from "../domain/payment.ts";
import type { Instant, Interval } from "../domain/instant.ts";
import type { CalendarTime } from "../domain/slots/calendar-time.ts";
import { activeTime } from "./active-time.ts";
import { type AuditHead, headQuery } from "./audit.ts";
import { BOOKING } from "./bookings.ts";
import { busyTime, calendarTimeFrom, countingConnections } from "./calendar-time.ts";
import { clientMoves, clientsWanting, type LapsedUnpaid, lapsedUnpaid, wantingClient, type WantingClient } from "./client-holdings.ts";
import type { Database } from "./open.ts";
import { atMost, fieldsOf, nullable, query, together } from "./packing.ts";
import { paymentsOfBookings } from "./payments.ts";
import type { UserStatus } from "./people.ts";
import { profileFrom, profileQuery } from "./profiles.ts";
import { auditLog, bookings, idempotencyKeys } from "./schema.ts";
import { readAsAgreed } from "./standing.ts";
import { type EndpointWants, endpointsQuery } from "./webhook-wants.ts";

export interface StoredOutcome {
  readonly fingerprint: string;
  /** JSON as the agenda wrote it. */
  readonly outcome: string;
  readonly availabilityVersion: number | null;
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
  /** Where the marketplace wants to be told of events; read only for a lapse command. */
  readonly endpoints: readonly EndpointWants[];
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
    due: isLapse ? query(WITHOUT_NOTES, dueLapses(coachId, now)) : null,
    completing: isLapse ? query(WITHOUT_NOTES, dueCompletions(coachId, now)) : null,
    asked: isLapse ? query(WITHOUT_NOTES, dueQuestions(coachId, now)) : null,
    endpoints: isLapse ? endpointsQuery() : null,
    committed: input.afterFault
      ? committedCommands(
          coachId,
          commands.map((command) => command.commandId),
        )
      : null,
  });
  const row = found.profile[0];
  const profile = row === undefined ? null : profileFrom(row);
  const { payments } = found;
  const named = found.named.map(({ clientStatus: _status, ...booking }): Booking => booking);
  const read = [...named, ...found.nearby, ...found.due, ...found.completing, ...found.asked];
  const agreed = new Map((await readAsAgreed(database, read)).map((booking) => [booking.id, booking]));
  const asAgreed = (booking: Booking): Booking => agreed.get(booking.id) ?? booking;
  return {
    coach: row === undefined || profile === null ? null : { profile, isActive: row.status === "active" },
    auditHead: found.head[0] ?? null,
    nearby: found.nearby.map(asAgreed),
    calendars: calendarTimeFrom(found.busy, found.connections, now),
    due: found.due.map(asAgreed),
    completing: found.completing.map(asAgreed),
    asked: found.asked.map(asAgreed),
    endpoints: found.endpoints,
    named: new Map(named.map((booking) => [booking.id, asAgreed(booking)])),
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

export type NearbyTime = Pick<GroupState, "nearby" | "calendars">;

/** The active bookings and busy time around some stretches of time, for the search of alternatives. */
export async function readNearby(database: Database, coachId: string, intervals: readonly Interval[], now: Instant): Promise<NearbyTime> {
  const found = await together(database, {
    nearby: query(BOOKING, activeTime(sql.raw("booking.*"), coachId, intervals, now)),
    busy: busyTime(coachId, intervals),
    connections: countingConnections(coachId),
  });
  return { nearby: found.nearby, calendars: calendarTimeFrom(found.busy, found.connections, now) };
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

/**
 * A booking that only changes its status: its notes, which no change writes, are not read. Those of hundreds of bookings
 * would be more than D1 lets one value hold.
 */
const WITHOUT_NOTES = { ...BOOKING, notes: nullable<string>("no_notes") };

function dueLapses(coachId: string, now: Instant): SQL {
  return sql`SELECT *, NULL AS no_notes FROM bookings WHERE coach_id = ${coachId} AND status = 'pending' AND expires_at <= ${now}
    ORDER BY expires_at ${atMost(LAPSES_PER_ALARM_MAX)}`;
}

function dueCompletions(coachId: string, now: Instant): SQL {
  return sql`SELECT *, NULL AS no_notes FROM bookings WHERE coach_id = ${coachId} AND status = 'confirmed' AND completes_at IS NOT NULL
    AND completes_at <= ${now} ORDER BY completes_at ${atMost(LAPSES_PER_ALARM_MAX)}`;
}

function dueQuestions(coachId: string, now: Instant): SQL {
  return sql`SELECT *, NULL AS no_notes FROM bookings WHERE coach_id = ${coachId} AND move_request IS NOT NULL
    AND (move_request ->> '$.expiresAt') <= ${now} ${atMost(LAPSES_PER_ALARM_MAX)}`;
}

/**
 * When the next pending booking of a coach lapses, or the next question to move; null when none does. A completion counts only
 * once it is due: nobody waits for it, so no alarm is set for it, and those of a day are written together.
 */
export function nextLapseQuery(coachId: string, now: Instant) {
  return query(
    { at: fieldsOf(bookings).expiresAt },
    sql`SELECT min(at) AS expires_at FROM (
      SELECT min(expires_at) AS at FROM bookings WHERE coach_id = ${coachId} AND status = 'pending'
      UNION ALL SELECT min(move_request ->> '$.expiresAt') FROM bookings WHERE coach_id = ${coachId} AND move_request IS NOT NULL
      UNION ALL SELECT min(completes_at) FROM bookings WHERE coach_id = ${coachId} AND status = 'confirmed' AND completes_at IS NOT NULL
        AND completes_at <= ${now})`,
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

/**
 * Along the coach's own chain, back from its head: a command is asked about within seconds of its first try, so that no index leads from
 * commands to rows, which each change would have to write. @internal
 */
export function committedCommands(coachId: string, commandIds: readonly string[]) {
  const looked = sql.raw(String(COMMANDS_LOOKED_BACK_MAX));
  return query(
    { commandId: fieldsOf(auditLog).commandId },
    sql`SELECT command_id FROM audit_log WHERE chain = ${coachId}
      AND seq > (SELECT coalesce(max(seq), 0) FROM audit_log WHERE chain = ${coachId}) - ${looked}
      AND command_id IN (SELECT value FROM json_each(${JSON.stringify(commandIds)}))`,
  );
}
