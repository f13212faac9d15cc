/**
 * What the agenda reads before it decides a group of commands: one statement, on the primary, of only the parts that
 * the group needs. Nothing is decided here.
 */
import { type SQL, sql } from "drizzle-orm";
import type { AgendaCommand, BookingCommand, IdempotencyClaim } from "../domain/command.ts";
import type { Booking } from "../domain/booking.ts";
import type { CoachProfile } from "../domain/coach.ts";
import { DURATION_MINUTES_MAX, LAPSES_PER_ALARM_MAX } from "../limits.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import type { Payment } from "../domain/payment.ts";
import type { Person, RecordedPerson } from "../domain/person.ts";
import { after, instant, type Instant, type Interval } from "../domain/instant.ts";
import type { CalendarTime } from "../domain/slots/calendar-time.ts";
import { activeTime } from "./active-time.ts";
import {
  BUSY_COLUMNS,
  type BusyRow,
  busyTime,
  calendarTimeFrom,
  CONNECTION_COLUMNS,
  type ConnectionRow,
  countingConnections,
} from "./calendar-time.ts";
import { type AuditHead, headQuery } from "./audit.ts";
import { BOOKING_COLUMNS, bookingFromRow, type BookingRow } from "./booking-row.ts";
import { type Database, type Part, readTogether } from "./open.ts";
import { PAYMENT_COLUMNS, paymentFromRow, type PaymentRow, paymentsOfBookings } from "./payments.ts";
import { PROFILE_COLUMNS, profileFromRow, profileQuery, type ProfileRow } from "./profile-row.ts";

export interface StoredOutcome {
  readonly fingerprint: string;
  /** JSON as the agenda wrote it. */
  readonly outcome: string;
  readonly availabilityVersion: number | null;
}

interface WantingClient {
  /** As on record; null for somebody not seen before. */
  readonly recorded: RecordedPerson | null;
  readonly isActive: boolean;
  /** Pending bookings that have not lapsed. */
  readonly pending: number;
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
  /** The bookings that commands name, by id; after a fault, those they meant to create too. */
  readonly named: ReadonlyMap<string, Booking>;
  /** Of the bookings that commands about payments name, oldest first. */
  readonly payments: readonly Payment[];
  readonly stored: ReadonlyMap<string, StoredOutcome>;
  /** Those who want to book. */
  readonly clients: ReadonlyMap<string, WantingClient>;
  /** Other coaches' bookings of these clients at the times asked; read after a fault, where the coach forbids overlap. */
  readonly elsewhere: readonly Booking[];
  /** Commands of this group that had committed already, by command id. */
  readonly committed: ReadonlyMap<string, string | null>;
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
  const parts: Record<string, Part> = {
    profile: { columns: PROFILE_COLUMNS, query: profileQuery(coachId) },
    head: { columns: ["seq", "mac"], query: headQuery(coachId) },
  };
  const bookings = (query: SQL): Part => ({ columns: BOOKING_COLUMNS, query });
  if (wanted.length > 0) {
    parts["nearby"] = bookings(activeTime(sql.raw("booking.*"), coachId, wanted, now));
    parts["busy"] = { columns: BUSY_COLUMNS, query: busyTime(coachId, wanted) };
    parts["connections"] = { columns: CONNECTION_COLUMNS, query: countingConnections(coachId) };
    // The insert itself refuses a client who is elsewhere; which one it was is asked only once it has.
    if (input.afterFault) parts["elsewhere"] = bookings(clientsElsewhere(coachId, commands, now));
  }
  if (namedIds.length > 0) {
    parts["named"] = bookings(sql`SELECT * FROM bookings WHERE id IN (SELECT value FROM json_each(${JSON.stringify(namedIds)}))`);
  }
  const payingIds = commands.flatMap((command) => ("paymentId" in command ? [command.bookingId] : []));
  if (payingIds.length > 0) parts["payments"] = { columns: PAYMENT_COLUMNS, query: paymentsOfBookings(payingIds) };
  if (claims.length > 0) parts["stored"] = { columns: STORED_COLUMNS, query: storedOutcomes(claims) };
  if (creates.length > 0) {
    const clientIds = JSON.stringify([...new Set(creates.map((command) => command.clientId))]);
    parts["clients"] = { columns: CLIENT_COLUMNS, query: clientsWanting(clientIds, now) };
  }
  if (commands.some((command) => command.kind === "lapse")) parts["due"] = bookings(dueLapses(coachId, now));
  if (input.afterFault) {
    const query = committedCommands(commands.map((command) => command.commandId));
    parts["committed"] = { columns: ["command_id", "booking_id"], query };
  }
  const rows = await readTogether(database, parts);
  const profile = rows<ProfileRow>("profile")[0];
  return {
    coach: profile === undefined ? null : { profile: profileFromRow(profile), isActive: profile.status === "active" },
    auditHead: rows<AuditHead>("head")[0] ?? null,
    nearby: rows<BookingRow>("nearby").map(bookingFromRow),
    calendars: calendarTimeFrom(rows<BusyRow>("busy"), rows<ConnectionRow>("connections")),
    due: rows<BookingRow>("due").map(bookingFromRow),
    named: new Map(rows<BookingRow>("named").map((row) => [row.id, bookingFromRow(row)])),
    payments: rows<PaymentRow>("payments").map(paymentFromRow),
    stored: new Map(rows<StoredRow>("stored").map((row) => [claimScope(row), fromStoredRow(row)])),
    clients: new Map(rows<ClientRow>("clients").map((row) => [row.id, wantingClient(row)])),
    elsewhere: rows<BookingRow>("elsewhere").map(bookingFromRow),
    committed: new Map(rows<{ command_id: string; booking_id: string | null }>("committed").map((row) => [row.command_id, row.booking_id])),
  };
}

export type NearbyTime = Pick<GroupState, "nearby" | "calendars">;

/** The active bookings and busy time around some stretches of time, for the search of alternatives. */
export async function readNearby(database: Database, coachId: string, intervals: readonly Interval[], now: Instant): Promise<NearbyTime> {
  const rows = await readTogether(database, {
    nearby: { columns: BOOKING_COLUMNS, query: activeTime(sql.raw("booking.*"), coachId, intervals, now) },
    busy: { columns: BUSY_COLUMNS, query: busyTime(coachId, intervals) },
    connections: { columns: CONNECTION_COLUMNS, query: countingConnections(coachId) },
  });
  return {
    nearby: rows<BookingRow>("nearby").map(bookingFromRow),
    calendars: calendarTimeFrom(rows<BusyRow>("busy"), rows<ConnectionRow>("connections")),
  };
}

function namesBooking(command: AgendaCommand, afterFault: boolean): command is BookingCommand {
  return (
    command.kind === "reschedule" ||
    command.kind === "set_status" ||
    command.kind === "record_event" ||
    "paymentId" in command ||
    (afterFault && command.kind === "create")
  );
}

function wantedTimes(commands: readonly AgendaCommand[]): Interval[] {
  return commands.flatMap((command) => {
    if (command.kind !== "create" && command.kind !== "reschedule") return [];
    return [{ startsAt: command.startsAt, endsAt: after(command.startsAt, command.durationMs) }];
  });
}

function clientsElsewhere(coachId: string, commands: readonly AgendaCommand[], now: Instant): SQL {
  const wanted = commands.flatMap((command) => {
    if (command.kind !== "create" && command.kind !== "reschedule") return [];
    return [{ clientId: command.clientId, startsAt: command.startsAt, endsAt: after(command.startsAt, command.durationMs) }];
  });
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

/** When the next pending booking of a coach lapses; null when none is pending. */
export async function nextLapse(database: Database, coachId: string): Promise<Instant | null> {
  const row = await database.get<{ due: number | null }>(
    sql`SELECT min(expires_at) AS due FROM bookings WHERE coach_id = ${coachId} AND status = 'pending'`,
  );
  return row?.due === null || row === undefined ? null : instant(row.due);
}

function storedOutcomes(claims: readonly IdempotencyClaim[]): SQL {
  return sql`SELECT stored.* FROM json_each(${JSON.stringify(claims)}) AS claim CROSS JOIN idempotency_keys AS stored
    WHERE stored.principal = claim.value ->> 'principal' AND stored.method = claim.value ->> 'method'
      AND stored.route = claim.value ->> 'route' AND stored.key = claim.value ->> 'key'`;
}

const CLIENT_COLUMNS = ["id", "role", "email", "name", "time_zone", "status", "claims_issued_at", "pending"];

type ClientRow = Pick<Person, "id" | "email" | "name"> & {
  readonly role: Person["role"] | null;
  readonly time_zone: string | null;
  readonly status: string | null;
  readonly claims_issued_at: number | null;
  readonly pending: number;
};

function clientsWanting(clientIds: string, now: Instant): SQL {
  return sql`SELECT client.value AS id, role, email, name, time_zone, users.status, claims_issued_at, (
      SELECT count(*) FROM bookings WHERE client_id = client.value AND status = 'pending' AND expires_at > ${now}
    ) AS pending FROM json_each(${clientIds}) AS client LEFT JOIN users ON users.id = client.value`;
}

function wantingClient({
  id,
  role,
  email,
  name,
  time_zone: timeZone,
  status,
  claims_issued_at: issued,
  pending,
}: ClientRow): WantingClient {
  const claimsIssuedAt = issued === null ? null : instant(issued);
  return { recorded: role === null ? null : { id, role, email, name, timeZone, claimsIssuedAt }, isActive: status !== "inactive", pending };
}

function committedCommands(commandIds: readonly string[]): SQL {
  return sql`SELECT command_id, booking_id FROM audit_log
    WHERE command_id IN (SELECT value FROM json_each(${JSON.stringify(commandIds)}))`;
}

const STORED_COLUMNS = ["principal", "method", "route", "key", "fingerprint", "outcome", "availability_version"];

interface StoredRow extends Omit<IdempotencyClaim, "fingerprint"> {
  readonly fingerprint: string;
  readonly outcome: string;
  readonly availability_version: number | null;
}

function fromStoredRow(row: StoredRow): StoredOutcome {
  return { fingerprint: row.fingerprint, outcome: row.outcome, availabilityVersion: row.availability_version };
}
