/**
 * The whole story of one booking, for admins: its parties, its rows of the audit trail, its money, its events in calendars and its effects,
 * each list bounded, the newest first. One trip. Every statement finds its rows by an index; what the table of effects lacks is an index of
 * bookings, so they are found along their ids, which begin with the booking's.
 */
import { type SQL, sql } from "drizzle-orm";
import type { Effect } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import {
  STORY_ACTS_MAX,
  STORY_CALENDARS_MAX,
  STORY_DISPUTES_MAX,
  STORY_EFFECTS_MAX,
  STORY_PAYMENTS_MAX,
  STORY_REFUNDS_MAX,
} from "../limits/story.ts";
import { AUDIT_ROW, SEALED } from "./audit.ts";
import { type BookingWithParties, bookingWithPartiesFrom, withParties } from "./bookings.ts";
import { DISPUTE, type Dispute } from "./disputes.ts";
import { decodeEffect, EFFECT_IDS } from "./effect-codec.ts";
import { mailsLeftWith } from "./effect-noted.ts";
import type { Database } from "./open.ts";
import { outboxEntryFrom } from "./outbox-overseen.ts";
import { atMost, batch, fieldsOf, nullable, query, type RowOf } from "./packing.ts";
import { PAYMENT } from "./payments.ts";
import { REFUND, type Refund } from "./refunds.ts";
import { calendarConnections, calendarEvents, outbox } from "./schema-effects.ts";

const ACT = { ...AUDIT_ROW, authorName: nullable<string>("author_name") };
const CONNECTION = fieldsOf(calendarConnections);
const EVENT = {
  ...fieldsOf(calendarEvents),
  connectionState: nullable<RowOf<typeof CONNECTION>["state"]>("connection_state"),
};
const EFFECT = fieldsOf(outbox);

/** A list that may have been cut. */
interface Cut<Entry> {
  readonly listed: readonly Entry[];
  readonly hasMore: boolean;
}

interface StoryEffect extends Omit<RowOf<typeof EFFECT>, "detail" | "lease"> {
  /** null: this version does not understand the row. */
  readonly effect: Effect | null;
  readonly waitingSince: Instant | null;
}

export interface BookingStory extends BookingWithParties {
  readonly acts: Cut<RowOf<typeof ACT>>;
  readonly payments: Cut<Payment>;
  readonly refunds: Cut<Refund>;
  readonly disputes: Cut<Dispute>;
  /** `connectionState` null: that calendar is no longer connected. */
  readonly events: Cut<RowOf<typeof EVENT>>;
  /** Those that failed come first. */
  readonly effects: Cut<StoryEffect>;
}

/** @internal */
export function storyQueries(bookingId: string) {
  return {
    booking: withParties(bookingId),
    acts: query(
      ACT,
      sql`SELECT act.*, author.name AS author_name FROM audit_log AS act LEFT JOIN users AS author ON author.id = act.author_id
        WHERE act.booking_id = ${bookingId} AND act.action <> ${SEALED} ORDER BY act.seq DESC ${oneMoreThan(STORY_ACTS_MAX)}`,
    ),
    payments: query(
      PAYMENT,
      sql`SELECT * FROM payments WHERE booking_id = ${bookingId} ORDER BY created_at DESC, id ${oneMoreThan(STORY_PAYMENTS_MAX)}`,
    ),
    refunds: query(
      REFUND,
      sql`SELECT * FROM refunds WHERE booking_id = ${bookingId} ORDER BY created_at DESC, id ${oneMoreThan(STORY_REFUNDS_MAX)}`,
    ),
    disputes: query(
      DISPUTE,
      sql`SELECT * FROM disputes WHERE payment_id IN (SELECT id FROM payments WHERE booking_id = ${bookingId})
        ORDER BY created_at DESC, id ${oneMoreThan(STORY_DISPUTES_MAX)}`,
    ),
    events: query(
      EVENT,
      sql`SELECT event.*, connection.state AS connection_state FROM calendar_events AS event
        LEFT JOIN calendar_connections AS connection ON connection.id = event.connection_id
        WHERE event.booking_id = ${bookingId} ORDER BY event.user_id, event.provider ${oneMoreThan(STORY_CALENDARS_MAX)}`,
    ),
    effects: query(
      EFFECT,
      sql`SELECT * FROM outbox WHERE id > ${bookingId + EFFECT_IDS.after} AND id < ${bookingId + EFFECT_IDS.before}
        ORDER BY state = 'failed' DESC, created_at DESC, id ${oneMoreThan(STORY_EFFECTS_MAX)}`,
    ),
  };
}

export async function readBookingStory(database: Database, bookingId: string): Promise<BookingStory | null> {
  const read = await batch(database, storyQueries(bookingId));
  const [row] = read.booking;
  if (row === undefined) return null;
  return {
    ...(await bookingWithPartiesFrom(database, row)),
    acts: cut(read.acts, STORY_ACTS_MAX),
    payments: cut(read.payments, STORY_PAYMENTS_MAX),
    refunds: cut(read.refunds, STORY_REFUNDS_MAX),
    disputes: cut(read.disputes, STORY_DISPUTES_MAX),
    events: cut(read.events, STORY_CALENDARS_MAX),
    effects: cut(read.effects.flatMap(storyEffectsFrom), STORY_EFFECTS_MAX),
  };
}

/** A row, and the mails that left with it. */
function storyEffectsFrom(row: RowOf<typeof EFFECT>): StoryEffect[] {
  const mails = mailsLeftWith(row).map((mail) => ({ ...row, ...mail }));
  return [row, ...mails].map((stored) => ({
    ...outboxEntryFrom(stored),
    settledAt: stored.settledAt,
    effect: decodeEffect(stored.kind, stored.detail),
  }));
}

function oneMoreThan(max: number): SQL {
  return atMost(max + 1);
}

function cut<Entry>(rows: readonly Entry[], max: number): Cut<Entry> {
  return { listed: rows.slice(0, max), hasMore: rows.length > max };
}
