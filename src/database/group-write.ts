/**
 * The one batch in which a group's changes commit: bookings, audit rows, outbox rows, idempotency answers and the
 * coach's versions, together or not at all. Lists travel as one JSON parameter each, so that a group of 64 is as few
 * statements as a group of one. Changes go before creations, because a creation may want time that a change has freed.
 */
import { type SQL, sql } from "drizzle-orm";
import type { IdempotencyClaim } from "../domain/command.ts";
import type { Booking } from "../domain/booking.ts";
import type { AvailabilityRules } from "../domain/slots/availability-rules.ts";
import type { CoachSettings } from "../domain/coach.ts";
import type { NewEffect } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import type { PersonClaims } from "../domain/person.ts";
import type { Offer } from "../domain/agreement/offer.ts";
import type { ClientCaps } from "../limits.ts";
import { type AuditRow, insertAuditRows } from "./audit.ts";
import { heldCounts, isAhead } from "./client-holdings.ts";
import { clientOverlaps } from "./group-read.ts";
import type { Database } from "./open.ts";
import { atMost, batch, entriesOf, fieldsOf, insertRows, orUpdate, query, updateRows } from "./packing.ts";
import { insertEffects } from "./outbox.ts";
import { insertPaymentEvents, type PaymentEventNote, upsertPayments } from "./payments.ts";
import { attachToPayments, noteRefundEvents, recountRefunded } from "./refunds.ts";
import { upsertPeople } from "./people.ts";
import { raiseVersion } from "./profiles.ts";
import { bookings, coachProfiles, offers } from "./schema.ts";

interface CreatedBooking {
  readonly booking: Booking;
  /** Bookings of the same client created earlier in this group: they count towards the client's caps. */
  readonly ahead: number;
  readonly clientOverlapAllowed: boolean;
}

interface ChangedBooking {
  readonly booking: Booking;
  readonly clientOverlapAllowed: boolean;
  /** Whether its time is another than the one on record. */
  readonly isMoved: boolean;
}

interface ProfileChange {
  readonly hours: AvailabilityRules;
  readonly settings: CoachSettings;
  readonly settingsRevision: number;
}

export interface GroupWrites {
  readonly coachId: string;
  readonly now: Instant;
  readonly caps: ClientCaps;
  /** Clients not on record yet, or about whom their token changes something. */
  readonly people: readonly PersonClaims[];
  readonly created: readonly CreatedBooking[];
  readonly changed: readonly ChangedBooking[];
  /** Made or changed. */
  readonly offers: readonly Offer[];
  readonly profile: ProfileChange | null;
  readonly isActive: boolean | null;
  readonly audit: readonly AuditRow[];
  readonly outbox: readonly NewEffect[];
  readonly payments: readonly Payment[];
  readonly paymentEvents: readonly PaymentEventNote[];
  readonly outcomes: readonly { readonly claim: IdempotencyClaim; readonly outcome: string; readonly isRefusal: boolean }[];
  /** Whether what can be booked has changed. */
  readonly bumpsVersion: boolean;
}

/** Commits a group; the availability version afterwards, or null where it was not touched. Throws what D1 throws. */
export async function writeGroup(database: Database, writes: GroupWrites): Promise<number | null> {
  const statements: Record<string, SQL> = {};
  if (writes.people.length > 0) statements["people"] = upsertPeople(writes.people, writes.now);
  if (writes.changed.length > 0) statements["changed"] = updateBookings(writes);
  if (writes.created.length > 0) statements["created"] = insertBookings(writes);
  if (writes.offers.length > 0)
    statements["offers"] = insertRows(offers, writes.offers, { tail: orUpdate(offers, ["id"], ["coachId", "createdAt"]) });
  if (writes.profile !== null) statements["profile"] = updateProfile(writes.coachId, writes.profile);
  if (writes.isActive !== null) {
    statements["activity"] =
      sql`UPDATE users SET status = ${writes.isActive ? "active" : "inactive"}, session_epoch = session_epoch + 1, updated_at = ${writes.now} WHERE id = ${writes.coachId}`;
  }
  if (writes.audit.length > 0) statements["audit"] = insertAuditRows(writes.audit);
  if (writes.outbox.length > 0) statements["outbox"] = insertEffects(writes.outbox, writes.now);
  if (writes.payments.length > 0) statements["payments"] = upsertPayments(writes.payments);
  const captured = writes.payments.filter(({ capturedMinor }) => capturedMinor > 0).map(({ id }) => id);
  if (captured.length > 0) {
    statements["refunds"] = attachToPayments("refunds", captured);
    statements["disputes"] = attachToPayments("disputes", captured);
    const ids = sql`SELECT value FROM json_each(${JSON.stringify(captured)})`;
    statements["refunded"] = recountRefunded(ids, writes.now);
    statements["refundEvents"] = noteRefundEvents(sql`payment_id IN (${ids})`, writes.now);
  }
  if (writes.paymentEvents.length > 0) statements["paymentEvents"] = insertPaymentEvents(writes.paymentEvents, writes.now);
  const version = writes.bumpsVersion ? query(VERSION, raiseVersion(writes.coachId)) : null;
  // The stored answers read the version that this batch has raised.
  const outcomes = writes.outcomes.length > 0 ? insertOutcomes(writes) : null;
  const rows = await batch(database, { ...statements, version, outcomes });
  return rows.version[0]?.availabilityVersion ?? null;
}

const VERSION = { availabilityVersion: fieldsOf(coachProfiles).availabilityVersion };

/** Columns that never change, and the meeting link, which the organizer's calendar writes beside the agenda. */
const KEPT = ["id", "coachId", "clientId", "notes", "createdAt", "meetingLink"] as const;

/** SQLite writes an index anew for a column that is set, whatever it is set to; seven indexes of bookings hold the start. */
const TIMES = ["startsAt", "endsAt"] as const;

function updateBookings({ changed, now }: GroupWrites): SQL {
  const rows = changed.map(({ booking, clientOverlapAllowed }) => ({ ...booking, clientOverlapAllowed }));
  return updateRows(bookings, rows, {
    kept: changed.some(({ isMoved }) => isMoved) ? KEPT : [...KEPT, ...TIMES],
    where: sql`bookings.id = change.value ->> 'id' AND bookings.revision = (change.value ->> 'revision') - 1
      AND ${mayOverlap(sql.raw("change"), now)}`,
  });
}

function insertBookings({ created, now, caps }: GroupWrites): SQL {
  const rows = created.map(({ booking, ahead, clientOverlapAllowed }) => ({ ...booking, ahead, clientOverlapAllowed }));
  const { aheadMax, pendingMax, unpaidWithCoachMax } = caps;
  // The client's active sessions ahead, and one more than the cap at most, are read once for the three counts.
  const held = sql`SELECT held.status, held.coach_id, held.payment_id FROM bookings AS held
    WHERE held.client_id = fresh.value ->> 'clientId' AND ${isAhead(now)} ${atMost(aheadMax + 1)}`;
  const counts = sql`SELECT ${heldCounts(sql.raw("fresh.value ->> 'coachId'"))} FROM (${held}) AS held`;
  const bounds = sql`${aheadMax}, iif(fresh.value ->> 'status' = 'pending', ${pendingMax}, ${Number.MAX_SAFE_INTEGER}), ${unpaidWithCoachMax}`;
  return insertRows(bookings, rows, {
    tail: sql`WHERE (fresh.value ->> 'createdBy' <> 'client' OR EXISTS (
        WITH counted(ahead, pending, unpaid) AS (${counts}), bound(ahead, pending, unpaid) AS (SELECT ${bounds})
        SELECT 1 FROM counted, bound WHERE counted.ahead + (fresh.value ->> 'ahead') < bound.ahead
          AND counted.pending + (fresh.value ->> 'ahead') < bound.pending AND counted.unpaid + (fresh.value ->> 'ahead') < bound.unpaid))
      AND ${mayOverlap(sql.raw("fresh"), now)}`,
  });
}

/** The client is nowhere else at that time, where the coach asks for it. */
function mayOverlap(alias: SQL, now: Instant): SQL {
  return sql`(${alias}.value ->> 'clientOverlapAllowed' OR ${alias}.value ->> 'status' NOT IN ('pending', 'confirmed') OR NOT EXISTS (
      SELECT 1 FROM bookings AS booking
      WHERE booking.client_id = ${alias}.value ->> 'clientId' AND booking.status IN ('pending', 'confirmed')
        AND ${clientOverlaps(sql`(${alias}.value ->> 'startsAt')`, sql`(${alias}.value ->> 'endsAt')`, now)}
        AND booking.id <> ${alias}.value ->> 'id'))`;
}

function updateProfile(coachId: string, profile: ProfileChange): SQL {
  return sql`UPDATE coach_profiles SET hours = ${JSON.stringify(profile.hours)}, settings = ${JSON.stringify(profile.settings)},
    settings_revision = ${profile.settingsRevision} WHERE coach_id = ${coachId}`;
}

function insertOutcomes({ outcomes, coachId, now }: GroupWrites): SQL {
  const rows = outcomes.map(({ claim, outcome, isRefusal }) => ({ ...claim, outcome, isRefusal }));
  return sql`INSERT INTO idempotency_keys (principal, method, route, key, fingerprint, outcome, availability_version, created_at)
    SELECT value ->> 'principal', value ->> 'method', value ->> 'route', value ->> 'key', value ->> 'fingerprint',
      value ->> 'outcome',
      CASE WHEN value ->> 'isRefusal' THEN NULL ELSE (SELECT availability_version FROM coach_profiles WHERE coach_id = ${coachId}) END,
      ${now}
    FROM ${entriesOf(rows)}`;
}
