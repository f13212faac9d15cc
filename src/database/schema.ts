/**
 * The tables of D1, the one durable record. `migrations/` is generated from this file (`npm run migration`), with the
 * triggers, which Drizzle cannot express, in a migration of their own; `npm run check` fails when the two drift apart.
 * Instants are integer milliseconds since the epoch. Nothing is computed here.
 */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { BUFFER_MINUTES_MAX, DURATION_MINUTES_MAX } from "../limits.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { AUTHOR_ROLES, ROLES } from "../domain/actor.ts";
import type { Place } from "../domain/agreement/offer.ts";
import type { CancellationPolicy } from "../domain/agreement/policy.ts";
import type { KeptSettings } from "../domain/agreement/standing.ts";
import { BOOKING_STATUSES, type MoveRequest } from "../domain/booking.ts";
import type { CoachSettings } from "../domain/coach.ts";
import type { Instant } from "../domain/instant.ts";
import { LANGUAGES } from "../domain/language.ts";
import type { Money } from "../domain/money.ts";
import type { AvailabilityRules } from "../domain/slots/availability-rules.ts";

/** Rows written before there were recurrence rules have none. */
type StoredHours = Omit<AvailabilityRules, "recurrences"> & Partial<Pick<AvailabilityRules, "recurrences">>;

const SESSION_MS_MAX = sql.raw(String(DURATION_MINUTES_MAX * MINUTE_MS));
const BUFFER_MS_MAX = sql.raw(String(BUFFER_MINUTES_MAX * MINUTE_MS));

export const users = sqliteTable(
  "users",
  {
    id: text("id").primaryKey(),
    role: text("role", { enum: ROLES }).notNull(),
    email: text("email"),
    name: text("name"),
    /** IANA, as the token's `zoneinfo` says; null: not said. */
    timeZone: text("time_zone"),
    /** BCP 47, as the token's `locale` says; null: not said. */
    locale: text("locale"),
    /** The person's own setting, which goes before `locale`; null: not said. */
    language: text("language", { enum: LANGUAGES }),
    status: text("status", { enum: ["active", "inactive"] }).notNull(),
    /** Whether the person has a coach's profile, whatever `role` says: that is the role in which they were first seen. */
    isCoach: integer("is_coach", { mode: "boolean" }).notNull().default(false),
    /** `iat` of the token that last said who this is, in milliseconds; older tokens change nothing. null: not known. */
    claimsIssuedAt: integer("claims_issued_at").$type<Instant>(),
    /** Raised by sign-out and deactivation: a session of the pages that holds a lower one has ended. */
    sessionEpoch: integer("session_epoch").notNull().default(0),
    createdAt: integer("created_at").$type<Instant>().notNull(),
    updatedAt: integer("updated_at").$type<Instant>().notNull(),
  },
  (table) => [
    check("users_role", sql`${table.role} IN ('client', 'coach', 'admin')`),
    check("users_status", sql`${table.status} IN ('active', 'inactive')`),
    index("users_by_role").on(table.role, table.status, table.name, table.id),
    index("users_by_coach").on(table.isCoach, table.status, table.name, table.id),
  ],
);

export const coachProfiles = sqliteTable("coach_profiles", {
  coachId: text("coach_id")
    .primaryKey()
    .references(() => users.id),
  /** JSON of `AvailabilityRules`. */
  hours: text("hours", { mode: "json" }).$type<StoredHours>().notNull(),
  /** JSON of `CoachSettings`; a key that is absent has its default. */
  settings: text("settings", { mode: "json" }).$type<Partial<CoachSettings> & KeptSettings>().notNull(),
  settingsRevision: integer("settings_revision").notNull(),
  availabilityVersion: integer("availability_version").notNull(),
  /** SHA-256, hex, of the key of the private feed; null: there is no feed. */
  feedKeyHash: text("feed_key_hash"),
});

/** Offers of coaches. Never deleted: one that is not active is retired, and stands on bookings. */
export const offers = sqliteTable(
  "offers",
  {
    id: text("id").primaryKey(),
    coachId: text("coach_id")
      .notNull()
      .references(() => coachProfiles.coachId),
    title: text("title").notNull(),
    description: text("description"),
    durationMinutes: integer("duration_minutes").notNull(),
    /** JSON of `Money`; null: free. */
    price: text("price", { mode: "json" }).$type<Money>(),
    approvalRequired: integer("approval_required", { mode: "boolean" }),
    /** JSON of `Place`. */
    place: text("place", { mode: "json" }).$type<Place>().notNull(),
    bufferBeforeMinutes: integer("buffer_before_minutes"),
    bufferAfterMinutes: integer("buffer_after_minutes"),
    noticeMinutesMin: integer("notice_minutes_min"),
    /** JSON of `CancellationPolicy`. */
    cancellationPolicy: text("cancellation_policy", { mode: "json" }).$type<CancellationPolicy>(),
    position: integer("position").notNull(),
    isActive: integer("is_active", { mode: "boolean" }).notNull(),
    revision: integer("revision").notNull(),
    createdAt: integer("created_at").$type<Instant>().notNull(),
    updatedAt: integer("updated_at").$type<Instant>().notNull(),
  },
  (table) => [index("offers_by_coach").on(table.coachId, table.isActive, table.position, table.id)],
);

export const bookings = sqliteTable(
  "bookings",
  {
    id: text("id").primaryKey(),
    coachId: text("coach_id")
      .notNull()
      .references(() => coachProfiles.coachId),
    clientId: text("client_id")
      .notNull()
      .references(() => users.id),
    startsAt: integer("starts_at").$type<Instant>().notNull(),
    endsAt: integer("ends_at").$type<Instant>().notNull(),
    bufferBeforeMs: integer("buffer_before_ms").notNull(),
    bufferAfterMs: integer("buffer_after_ms").notNull(),
    status: text("status", { enum: BOOKING_STATUSES }).notNull(),
    notes: text("notes"),
    offerId: text("offer_id"),
    offerTitle: text("offer_title"),
    /** JSON of `Money`; null: free. */
    price: text("price", { mode: "json" }).$type<Money>(),
    priceWaived: integer("price_waived", { mode: "boolean" }).notNull().default(false),
    /** JSON of `CancellationPolicy`; null: written by the version before. */
    cancellationPolicy: text("cancellation_policy", { mode: "json" }).$type<CancellationPolicy>(),
    refundCapPercent: integer("refund_cap_percent").notNull().default(100),
    /** Of a cancelled booking: the percent of what was captured that it gives back; else null. */
    refundPercent: integer("refund_percent"),
    approvalRequired: integer("approval_required", { mode: "boolean" }).notNull().default(false),
    /** JSON of `Place`; null: as `video`. */
    place: text("place", { mode: "json" }).$type<Place>(),
    createdBy: text("created_by", { enum: ROLES }).notNull().default("client"),
    clientTimeZone: text("client_time_zone"),
    locale: text("locale"),
    moveNoticeMinutes: integer("move_notice_minutes").notNull().default(0),
    moves: integer("moves").notNull().default(0),
    /** JSON of `MoveRequest`. */
    moveRequest: text("move_request", { mode: "json" }).$type<MoveRequest>(),
    paymentId: text("payment_id"),
    meetingLink: text("meeting_link"),
    expiresAt: integer("expires_at").$type<Instant>(),
    completesAt: integer("completes_at").$type<Instant>(),
    cancelledBy: text("cancelled_by", { enum: AUTHOR_ROLES }),
    cancelReason: text("cancel_reason"),
    revision: integer("revision").notNull(),
    createdAt: integer("created_at").$type<Instant>().notNull(),
    updatedAt: integer("updated_at").$type<Instant>().notNull(),
  },
  (table) => [
    check("bookings_status", sql`${table.status} IN ('pending', 'confirmed', 'completed', 'cancelled')`),
    check("bookings_length", sql`${table.endsAt} > ${table.startsAt} AND ${table.endsAt} - ${table.startsAt} <= ${SESSION_MS_MAX}`),
    check(
      "bookings_buffers",
      sql`${table.bufferBeforeMs} BETWEEN 0 AND ${BUFFER_MS_MAX} AND ${table.bufferAfterMs} BETWEEN 0 AND ${BUFFER_MS_MAX}`,
    ),
    check(
      "bookings_expiry",
      sql`(${table.status} = 'pending') = (${table.expiresAt} IS NOT NULL) AND (${table.expiresAt} IS NULL OR ${table.expiresAt} <= ${table.startsAt})`,
    ),
    index("bookings_active_by_coach")
      .on(table.coachId, table.startsAt)
      .where(sql`status IN ('pending', 'confirmed')`),
    index("bookings_active_by_client")
      .on(table.clientId, table.startsAt)
      .where(sql`status IN ('pending', 'confirmed')`),
    index("bookings_pending_by_coach")
      .on(table.coachId, table.expiresAt)
      .where(sql`status = 'pending'`),
    index("bookings_pending_due")
      .on(table.expiresAt, table.coachId)
      .where(sql`status = 'pending'`),
    index("bookings_completing_by_coach")
      .on(table.coachId, table.completesAt)
      .where(sql`status = 'confirmed' AND completes_at IS NOT NULL`),
    index("bookings_asked_by_coach")
      .on(table.coachId, sql`(move_request ->> '$.expiresAt')`)
      .where(sql`move_request IS NOT NULL`),
    // Empty but while the version before runs beside this one.
    index("bookings_without_terms")
      .on(table.coachId)
      .where(sql`cancellation_policy IS NULL`),
    index("bookings_by_coach").on(table.coachId, table.startsAt, table.id),
    index("bookings_by_client").on(table.clientId, table.startsAt, table.id),
    // The lists of admins walk these in the order of sessions (`all-bookings.ts`).
    // One for each status: an index on the status itself would be taken for what is due, and read all that is pending.
    ...BOOKING_STATUSES.map((status) =>
      index(`bookings_${status}_by_start`)
        .on(table.startsAt, table.id)
        .where(sql.raw(`status = '${status}'`)),
    ),
    index("bookings_unpaid")
      .on(table.startsAt, table.id)
      .where(sql`status = 'pending' AND price IS NOT NULL AND price_waived = 0 AND payment_id IS NULL`),
    index("bookings_unapproved")
      .on(table.startsAt, table.id)
      .where(sql`status = 'pending' AND approval_required = 1 AND created_by = 'client'`),
    index("bookings_asked")
      .on(table.startsAt, table.id)
      .where(sql`move_request IS NOT NULL`),
    index("bookings_paid")
      .on(table.startsAt, table.id)
      .where(sql`payment_id IS NOT NULL`),
    // The analytics count along these four without touching a row (`analytics.ts`).
    index("bookings_by_creation").on(table.createdAt, table.startsAt, table.status, table.expiresAt, table.completesAt),
    index("bookings_by_start").on(table.startsAt, table.endsAt, table.status, table.expiresAt, table.completesAt),
    // Partial, and not further columns of `bookings_by_coach`: that would be taken for held time, and walk what was cancelled.
    index("bookings_taking_place")
      .on(table.coachId, table.startsAt, table.endsAt, table.status)
      .where(sql`status IN ('confirmed', 'completed')`),
    index("bookings_cancelled")
      .on(
        table.cancelledBy,
        table.updatedAt,
        table.coachId,
        table.startsAt,
        sql`(price IS NOT NULL AND price_waived = 0 AND payment_id IS NULL)`,
      )
      .where(sql`status = 'cancelled'`),
  ],
);

/** Append-only, held by triggers. One chain for each coach (its id) and one for the acts of admins (`admin`). */
export const auditLog = sqliteTable(
  "audit_log",
  {
    chain: text("chain").notNull(),
    seq: integer("seq").notNull(),
    /** Fixed before the first try of the change it belongs to: how an ambiguous commit is recognised afterwards. */
    commandId: text("command_id").notNull(),
    bookingId: text("booking_id").references(() => bookings.id),
    revision: integer("revision"),
    action: text("action").notNull(),
    authorId: text("author_id"),
    authorRole: text("author_role", { enum: AUTHOR_ROLES }).notNull(),
    at: integer("at").$type<Instant>().notNull(),
    /** JSON of ids, times and states; never names, addresses or notes. */
    changes: text("changes").notNull(),
    keyId: text("key_id").notNull(),
    mac: text("mac").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chain, table.seq] }),
    // The compare-and-swap of a booking: the second writer of a revision aborts.
    unique("audit_log_booking_revision").on(table.bookingId, table.revision),
    index("audit_log_moves")
      .on(table.at, table.authorRole, sql`(changes ->> '$.accepted')`)
      .where(sql`action = 'rescheduled'`),
  ],
);

export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    principal: text("principal").notNull(),
    method: text("method").notNull(),
    route: text("route").notNull(),
    key: text("key").notNull(),
    /** SHA-256, hex, of the validated body and path. */
    fingerprint: text("fingerprint").notNull(),
    /** JSON of the outcome as first answered. */
    outcome: text("outcome").notNull(),
    /** Read inside the batch that wrote the outcome; null for a refusal. */
    availabilityVersion: integer("availability_version"),
    createdAt: integer("created_at").$type<Instant>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.principal, table.method, table.route, table.key] }),
    index("idempotency_keys_by_age").on(table.createdAt),
  ],
);
