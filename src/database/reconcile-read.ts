/** What bringing one booking's event up to date needs to know, read in one statement. */
import { sql } from "drizzle-orm";
import type { Booking } from "../domain/booking.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { findCalendarEvent, type CalendarEventRecord } from "./calendar-events.ts";
import { findConnection } from "./calendar-connections.ts";
import type { EffectPerson } from "./effect-person.ts";
import { type EffectContext, readEffectContext } from "./effect-read.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { first, nullable, query } from "./packing.ts";

export interface ReconcileState {
  readonly booking: Booking;
  readonly client: EffectPerson;
  readonly coach: EffectPerson;
  readonly reminderMinutes: readonly number[];
  readonly onEventDeleted: "cancel" | "ask";
  readonly connection: CalendarConnection | null;
  readonly record: CalendarEventRecord | null;
  readonly context: EffectContext;
  /** The last revision that an event shows: what is only asked for stands in no calendar. */
  readonly shownRevision: number;
  /** Whether the person whose calendar this is has not been deactivated. */
  readonly isOwnerActive: boolean;
}

const UNSEEN = sql`('move_asked', 'move_withdrawn', 'move_declined', 'move_lapsed')`;

/** null: there is no such booking. */
export async function readReconcileState(
  database: Database,
  bookingId: string,
  userId: string,
  provider: CalendarProviderName,
): Promise<ReconcileState | null> {
  const booked = await first(
    database,
    query(
      { id: BOOKING.coachId, shownRevision: nullable<number>("shown_revision"), ownerStatus: nullable<string>("owner_status") },
      sql`SELECT coach_id,
        (SELECT max(revision) FROM audit_log WHERE booking_id = ${bookingId} AND action NOT IN ${UNSEEN}) AS shown_revision,
        (SELECT status FROM users WHERE id = ${userId}) AS owner_status
      FROM bookings WHERE id = ${bookingId}`,
    ),
  );
  if (booked === null) return null;
  const [context, connection, record] = await Promise.all([
    readEffectContext(database, booked.id, bookingId),
    findConnection(database, userId, provider),
    findCalendarEvent(database, bookingId, userId, provider),
  ]);
  if (context === null) return null;
  const { booking, client, coach, settings } = context;
  const { reminderMinutes, onEventDeleted } = settings;
  const shownRevision = Math.min(booked.shownRevision ?? booking.revision, booking.revision);
  const isOwnerActive = booked.ownerStatus !== "inactive";
  return { booking, client, coach, reminderMinutes, onEventDeleted, connection, record, context, shownRevision, isOwnerActive };
}
