/** The tables of what a booking sets in motion: outbox, connected calendars, payments. `schema.ts` says how tables are kept. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { DAY_MS } from "../lib/duration.ts";
import type { Instant } from "../domain/instant.ts";
import { REFUND_CAUSES, REFUND_STATES } from "../domain/refund.ts";
import type { PutBacks } from "../domain/put-backs.ts";
import { bookings, users } from "./schema.ts";
import { deliveriesIndex } from "./schema-webhooks.ts";

const BUSY_PIECE_MS_MAX = sql.raw(String(DAY_MS));

/**
 * What a change sets in motion: written in the change's own batch, or derived from such a row by the dispatcher. A row is
 * done once and kept for a while; what gave up stands here as `failed` until somebody has it tried again.
 */
export const outbox = sqliteTable(
  "outbox",
  {
    /** `booking:kind:revision` and the like: the same effect cannot be queued twice. */
    id: text("id").primaryKey(),
    /** Whose agenda dispatches it. */
    coachId: text("coach_id").notNull(),
    /** null: about a calendar connection rather than about a booking. */
    bookingId: text("booking_id").references(() => bookings.id),
    revision: integer("revision").notNull(),
    kind: text("kind").notNull(),
    /** JSON of what the kind needs beyond the booking, and of a mail that left with a calendar file the method of it; null for most. */
    detail: text("detail"),
    state: text("state", { enum: ["due", "done", "dropped", "failed"] })
      .notNull()
      .default("due"),
    /** When it is to be tried next. While somebody tries it: when the lease ends, and it may be tried by somebody else. */
    dueAt: integer("due_at").$type<Instant>().notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** Who tries it: drawn for each try, and asked for when the outcome is noted. */
    lease: text("lease"),
    /** A code; never a provider's own words. */
    lastFault: text("last_fault"),
    settledAt: integer("settled_at").$type<Instant>(),
    createdAt: integer("created_at").$type<Instant>().notNull(),
  },
  (table) => [
    check("outbox_state", sql`${table.state} IN ('due', 'done', 'dropped', 'failed')`),
    check("outbox_settled", sql`(${table.state} = 'due') = (${table.settledAt} IS NULL)`),
    index("outbox_due_by_coach")
      .on(table.coachId, table.dueAt)
      .where(sql`state = 'due'`),
    index("outbox_failed")
      .on(table.settledAt, table.id)
      .where(sql`state = 'failed'`),
    deliveriesIndex(table.kind, table.createdAt, table.id),
  ],
);

/** A person's connection to one provider's account. Its tokens are not here. */
export const calendarConnections = sqliteTable(
  "calendar_connections",
  {
    id: text("id").primaryKey(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    provider: text("provider", { enum: ["google", "outlook"] }).notNull(),
    accountId: text("account_id").notNull(),
    accountEmail: text("account_email"),
    /** Granted, divided by blanks. */
    scopes: text("scopes").notNull(),
    state: text("state", { enum: ["active", "needs_reconnect"] }).notNull(),
    /** JSON list of the ids of those calendars whose events block time. */
    blockingCalendars: text("blocking_calendars", { mode: "json" }).$type<readonly string[]>().notNull(),
    /** The calendar that events are written into; null: none. */
    eventCalendar: text("event_calendar"),
    isOrganizer: integer("is_organizer", { mode: "boolean" }).notNull(),
    syncedAt: integer("synced_at").$type<Instant>(),
    /** Up to when the busy time is known. */
    busyUntil: integer("busy_until").$type<Instant>(),
    pushUntil: integer("push_until").$type<Instant>(),
    /** Until when what is known of the calendars that count may be relied on; null: the version before wrote the row. */
    knownUntil: integer("known_until").$type<Instant>(),
    /** By when the account's object writes this row again; past it the sweep wakes it. */
    expectedBy: integer("expected_by")
      .$type<Instant>()
      .notNull()
      .default(sql`0`),
    /** Since when its push channels bear signed secrets; null: the version before opened them. */
    pushSignedAt: integer("push_signed_at").$type<Instant>(),
    /** Id of the key that seals the tokens, as the account's object last found them; empty: not looked at; `?`: nothing opens them. */
    sealedBy: text("sealed_by").notNull().default(""),
    createdAt: integer("created_at").$type<Instant>().notNull(),
    updatedAt: integer("updated_at").$type<Instant>().notNull(),
  },
  (table) => [
    unique("calendar_connections_user_provider").on(table.userId, table.provider),
    check("calendar_connections_provider", sql`${table.provider} IN ('google', 'outlook')`),
    check("calendar_connections_state", sql`${table.state} IN ('active', 'needs_reconnect')`),
    index("calendar_connections_expected")
      .on(table.expectedBy)
      .where(sql`state = 'active'`),
    index("calendar_connections_sealed").on(table.sealedBy, table.id),
  ],
);

/** Busy time of outside events, in pieces of at most a day. Written by a sync alone, a batch at a time. */
export const busyIntervals = sqliteTable(
  "busy_intervals",
  {
    connectionId: text("connection_id")
      .notNull()
      .references(() => calendarConnections.id),
    calendarId: text("calendar_id").notNull(),
    eventId: text("event_id").notNull(),
    coachId: text("coach_id").notNull(),
    startsAt: integer("starts_at").$type<Instant>().notNull(),
    endsAt: integer("ends_at").$type<Instant>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.calendarId, table.eventId, table.startsAt] }),
    check(
      "busy_intervals_length",
      sql`${table.endsAt} > ${table.startsAt} AND ${table.endsAt} - ${table.startsAt} <= ${BUSY_PIECE_MS_MAX}`,
    ),
    index("busy_intervals_by_coach").on(table.coachId, table.startsAt, table.endsAt),
  ],
);

/** A booking's event in one connected calendar: what it should be, and what we last wrote there. */
export const calendarEvents = sqliteTable(
  "calendar_events",
  {
    bookingId: text("booking_id")
      .notNull()
      .references(() => bookings.id),
    /** Whose calendar; with the provider, the CalendarAccount object that alone writes this row. */
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    provider: text("provider", { enum: ["google", "outlook"] }).notNull(),
    /** The account it was written into; another account's event is not ours to change. */
    connectionId: text("connection_id").notNull(),
    calendarId: text("calendar_id").notNull(),
    /** null until the provider has answered a create. */
    eventId: text("event_id"),
    /** How many ids of this booking have been used up by events since deleted. */
    generation: integer("generation").notNull(),
    desiredRevision: integer("desired_revision").notNull(),
    /** Of the booking, as last written; null: never. */
    appliedRevision: integer("applied_revision"),
    /** As last written, to tell our own echo from somebody's change. */
    startsAt: integer("starts_at").$type<Instant>(),
    endsAt: integer("ends_at").$type<Instant>(),
    etag: text("etag"),
    eventLink: text("event_link"),
    meetingLink: text("meeting_link"),
    state: text("state", { enum: ["pending", "ok", "failed", "needs_reconnect", "detached"] }).notNull(),
    /** Asked for by somebody while the booking was pending: then a tentative event stands for it. */
    isAsked: integer("is_asked", { mode: "boolean" }).notNull(),
    /** The zone the event is to be shown in, where somebody named one. */
    timeZone: text("time_zone"),
    /** What the invited guest has answered. */
    guestResponse: text("guest_response", { enum: ["accepted", "declined", "tentative"] }),
    /** JSON of the times it was put back, and whether that has been given up; null: never for the revision that it shows. */
    putBacks: text("put_backs", { mode: "json" }).$type<PutBacks>(),
    /** JSON list of the addresses that the provider has last invited by this event; null: a version before wrote it. */
    invited: text("invited", { mode: "json" }).$type<readonly string[]>(),
    updatedAt: integer("updated_at").$type<Instant>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.bookingId, table.userId, table.provider] }),
    check("calendar_events_state", sql`${table.state} IN ('pending', 'ok', 'failed', 'needs_reconnect', 'detached')`),
    index("calendar_events_by_event").on(table.connectionId, table.eventId),
    index("calendar_events_unsettled")
      .on(table.userId, table.provider)
      .where(sql`state IN ('pending', 'failed', 'needs_reconnect')`),
  ],
);

/** A payment of a priced booking: one checkout session at Stripe, and what was captured and given back. */
export const payments = sqliteTable(
  "payments",
  {
    id: text("id").primaryKey(),
    bookingId: text("booking_id")
      .notNull()
      .references(() => bookings.id),
    coachId: text("coach_id").notNull(),
    clientId: text("client_id").notNull(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    state: text("state", { enum: ["open", "paid", "failed", "expired", "flagged"] }).notNull(),
    /** At Stripe; null until its answer has been recorded. */
    sessionId: text("session_id"),
    sessionUrl: text("session_url"),
    paymentIntentId: text("payment_intent_id"),
    /** What Stripe says was captured. */
    capturedMinor: integer("captured_minor").notNull(),
    /** What Stripe has confirmed giving back. */
    refundedMinor: integer("refunded_minor").notNull(),
    /** The coach's policy as it was when the client paid. */
    cutoffMinutes: integer("cutoff_minutes").notNull(),
    lateRefundPercent: integer("late_refund_percent").notNull(),
    /** When the session ends at Stripe. */
    expiresAt: integer("expires_at").$type<Instant>().notNull(),
    createdAt: integer("created_at").$type<Instant>().notNull(),
    updatedAt: integer("updated_at").$type<Instant>().notNull(),
  },
  (table) => [
    check("payments_state", sql`${table.state} IN ('open', 'paid', 'failed', 'expired', 'flagged')`),
    check("payments_refund", sql`${table.refundedMinor} <= ${table.capturedMinor}`),
    index("payments_by_booking").on(table.bookingId, table.createdAt),
    index("payments_by_intent").on(table.paymentIntentId),
    index("payments_refunded")
      .on(table.createdAt, table.id)
      .where(sql`refunded_minor > 0`),
    index("payments_captured")
      .on(table.createdAt, table.currency, table.capturedMinor, table.refundedMinor)
      .where(sql`captured_minor > 0`),
    index("payments_captured_by_coach")
      .on(table.coachId, table.createdAt, table.currency, table.capturedMinor, table.refundedMinor)
      .where(sql`captured_minor > 0`),
  ],
);

/**
 * Money given back, one row for each refund, ours or made by hand at Stripe. The sum of those pending and succeeded is what
 * has been given back; a row is set to what Stripe says of it, and nothing is ever added to.
 */
export const refunds = sqliteTable(
  "refunds",
  {
    /** Ours, fixed before Stripe is asked; of a refund made by hand, Stripe's. */
    id: text("id").primaryKey(),
    /** null: the capture that it belongs to is not known yet. */
    paymentId: text("payment_id").references(() => payments.id),
    bookingId: text("booking_id").references(() => bookings.id),
    /** At Stripe: how a refund finds its payment. */
    paymentIntentId: text("payment_intent_id"),
    /** Stripe's id of the refund; null until it has answered. */
    providerId: text("provider_id").unique(),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    state: text("state", { enum: REFUND_STATES }).notNull(),
    cause: text("cause", { enum: REFUND_CAUSES }).notNull(),
    createdAt: integer("created_at").$type<Instant>().notNull(),
    updatedAt: integer("updated_at").$type<Instant>().notNull(),
  },
  (table) => [
    check("refunds_state", sql`${table.state} IN ('pending', 'succeeded', 'failed', 'canceled')`),
    check("refunds_amount", sql`${table.amountMinor} > 0`),
    index("refunds_by_booking").on(table.bookingId, table.createdAt),
    index("refunds_by_payment").on(table.paymentId),
    index("refunds_by_intent").on(table.paymentIntentId),
    index("refunds_failed")
      .on(table.updatedAt, table.id)
      .where(sql`state = 'failed'`),
  ],
);

/** Disputes, as Stripe tells of them; a column of their own beside what was captured and given back. */
export const disputes = sqliteTable(
  "disputes",
  {
    /** Stripe's. */
    id: text("id").primaryKey(),
    paymentId: text("payment_id").references(() => payments.id),
    bookingId: text("booking_id").references(() => bookings.id),
    paymentIntentId: text("payment_intent_id"),
    amountMinor: integer("amount_minor").notNull(),
    currency: text("currency").notNull(),
    /** In Stripe's words. */
    state: text("state").notNull(),
    reason: text("reason"),
    /** `created` of the event that last said so: an older one changes nothing. */
    toldAt: integer("told_at").$type<Instant>().notNull(),
    createdAt: integer("created_at").$type<Instant>().notNull(),
    updatedAt: integer("updated_at").$type<Instant>().notNull(),
  },
  (table) => [
    index("disputes_by_payment").on(table.paymentId),
    index("disputes_by_intent").on(table.paymentIntentId),
    index("disputes_by_age").on(table.createdAt, table.id),
  ],
);

/** Stripe's events that were taken in: the same one a second time has no effect. Append-only until purged by age. */
export const paymentEvents = sqliteTable(
  "payment_events",
  {
    id: text("id").primaryKey(),
    paymentId: text("payment_id").references(() => payments.id),
    kind: text("kind").notNull(),
    /** What became of it: `applied`, `no_change`, or why it was not believed. */
    outcome: text("outcome").notNull(),
    receivedAt: integer("received_at").$type<Instant>().notNull(),
  },
  (table) => [
    index("payment_events_by_payment").on(table.paymentId, table.receivedAt),
    index("payment_events_by_age").on(table.receivedAt),
  ],
);
