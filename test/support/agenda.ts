/**
 * Agendas made by hand on the real D1, for tests that need to hold the clock, the faults and the order of events in
 * their own hands. Two of them for one coach are what the platform allows for a moment: an object that exists twice.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { Agenda } from "../../src/agenda/agenda.ts";
import type { AgendaDependencies } from "../../src/agenda/group-commit.ts";
import { readConfig } from "../../src/config.ts";
import type { AuditKeys } from "../../src/database/audit.ts";
import { importAuditKeys } from "../../src/database/audit-keys.ts";
import { BOOKING } from "../../src/database/bookings.ts";
import { openDatabase } from "../../src/database/open.ts";
import { all, query } from "../../src/database/packing.ts";
import { recordPerson } from "../../src/database/people.ts";
import type { Author } from "../../src/domain/actor.ts";
import type { Booking } from "../../src/domain/booking.ts";
import type { AgendaCommand, CreateCommand, IdempotencyClaim } from "../../src/domain/command.ts";
import { instant, type Instant } from "../../src/domain/instant.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { CLIENT_CAPS_LOAD } from "../../src/limits.ts";
import { NO_DETAILS } from "./details.ts";
import { type FaultPlan, faultyD1 } from "./faults.ts";

export const database = openDatabase(env.DB);

let keys: Promise<AuditKeys> | null = null;
export function auditKeys(): Promise<AuditKeys> {
  return (keys ??= importAuditKeys(readConfig(env).audit));
}

/** A moment all hand-made histories start from: a Monday midnight, UTC. */
export const MONDAY = instant(Date.UTC(2030, 0, 7));

export function at(hour: number, minute = 0): Instant {
  return instant(MONDAY + hour * HOUR_MS + minute * 60_000);
}

export interface HandMade {
  readonly agenda: Agenda;
  readonly armed: Instant[];
}

export async function handMadeAgenda(
  clock: { now: Instant },
  plan: FaultPlan | null = null,
  overrides: Partial<AgendaDependencies> = {},
): Promise<HandMade> {
  const armed: Instant[] = [];
  const agenda = new Agenda({
    database: plan === null ? database : openDatabase(faultyD1(env.DB, plan)),
    auditKeys: await auditKeys(),
    caps: CLIENT_CAPS_LOAD,
    dispatchDelayMs: 500,
    measure: () => undefined,
    now: () => clock.now,
    arm: (moment) => {
      armed.push(moment);
      return Promise.resolve();
    },
    ...overrides,
  });
  return { agenda, armed };
}

export async function newCoach(): Promise<string> {
  const id = crypto.randomUUID();
  await recordPerson(database, { id, role: "coach", email: null, name: "A coach", timeZone: "UTC", locale: null, issuedAt: null }, MONDAY);
  return id;
}

export async function newClient(): Promise<string> {
  const id = crypto.randomUUID();
  await recordPerson(database, { id, role: "client", email: null, name: "A client", timeZone: null, locale: null, issuedAt: null }, MONDAY);
  return id;
}

export function createCommand(coachId: string, clientId: string, startsAt: Instant, claim: IdempotencyClaim | null = null): CreateCommand {
  return {
    kind: "create",
    ...base(coachId, { id: clientId, role: "client" }),
    claim,
    bookingId: crypto.randomUUID(),
    clientId,
    client: { id: clientId, role: "client", email: null, name: "A client", timeZone: null, locale: null, issuedAt: null },
    offerId: null,
    startsAt,
    durationMs: HOUR_MS,
    details: NO_DETAILS,
  };
}

export function base(coachId: string, author: Author) {
  return { commandId: crypto.randomUUID(), requestId: crypto.randomUUID(), coachId, author, claim: null };
}

export function statusCommand(booking: Booking, status: Booking["status"], author: Author): AgendaCommand {
  return {
    kind: "set_status",
    ...base(booking.coachId, author),
    bookingId: booking.id,
    status,
    reason: null,
    waivesPrice: false,
    onBehalfOf: null,
    ifRevision: null,
  };
}

export function rescheduleCommand(booking: Booking, startsAt: Instant, author: Author): AgendaCommand {
  return {
    kind: "reschedule",
    ...base(booking.coachId, author),
    bookingId: booking.id,
    clientId: booking.clientId,
    startsAt,
    durationMs: booking.endsAt - booking.startsAt,
    onBehalfOf: null,
    place: null,
    ifRevision: null,
  };
}

export async function bookingsOf(coachId: string): Promise<Booking[]> {
  return await all(database, query(BOOKING, sql`SELECT * FROM bookings WHERE coach_id = ${coachId} ORDER BY starts_at, id`));
}
