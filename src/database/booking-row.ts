/**
 * A row of `bookings` as SQL returns it, and the booking it stands for. Raw statements select `booking.*`; this is the
 * one place where their column names are read.
 */
import { getTableColumns } from "drizzle-orm";
import type { Booking } from "../domain/booking.ts";
import { instant } from "../domain/instant.ts";
import { bookings } from "./schema.ts";

export interface BookingRow {
  readonly id: string;
  readonly coach_id: string;
  readonly client_id: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly buffer_before_ms: number;
  readonly buffer_after_ms: number;
  readonly status: Booking["status"];
  readonly notes: string | null;
  readonly payment_id: string | null;
  readonly meeting_link: string | null;
  readonly expires_at: number | null;
  readonly cancelled_by: Booking["cancelledBy"];
  readonly cancel_reason: string | null;
  readonly revision: number;
  readonly created_at: number;
  readonly updated_at: number;
}

/** The columns of a booking row, for queries that name them. */
export const BOOKING_COLUMNS = Object.values(getTableColumns(bookings)).map((column) => column.name);

export function bookingFromRow(row: BookingRow): Booking {
  return {
    id: row.id,
    coachId: row.coach_id,
    clientId: row.client_id,
    startsAt: instant(row.starts_at),
    endsAt: instant(row.ends_at),
    bufferBeforeMs: row.buffer_before_ms,
    bufferAfterMs: row.buffer_after_ms,
    status: row.status,
    notes: row.notes,
    paymentId: row.payment_id,
    meetingLink: row.meeting_link,
    expiresAt: row.expires_at === null ? null : instant(row.expires_at),
    cancelledBy: row.cancelled_by,
    cancelReason: row.cancel_reason,
    revision: row.revision,
    createdAt: instant(row.created_at),
    updatedAt: instant(row.updated_at),
  };
}
