/**
 * A booking and what may become of it. The state machine is here whole:
 *
 *   pending   -> confirmed, cancelled
 *   confirmed -> completed, cancelled
 *
 * and nothing leaves `completed` or `cancelled`. A pending booking whose `expiresAt` has passed has lapsed: it holds no
 * time any more, whether or not its cancellation has been recorded yet.
 */
import { type Instant, instant } from "./instant.ts";
import type { Role } from "./actor.ts";

export const BOOKING_STATUSES = ["pending", "confirmed", "completed", "cancelled"] as const;
export type BookingStatus = (typeof BOOKING_STATUSES)[number];

/** Changes of a booking, as the audit trail names them. */
export const BOOKING_ACTIONS = [
  "created",
  "confirmed",
  "rescheduled",
  "cancelled",
  "lapsed",
  "completed",
  "checkout_opened",
  "paid",
] as const;
export type BookingAction = (typeof BOOKING_ACTIONS)[number];

/** What the client says of a session, in the client's own words. Written once, with the booking; nothing is decided by it. */
export interface BookingDetails {
  readonly notes: string | null;
}

export interface Booking extends BookingDetails {
  readonly id: string;
  readonly coachId: string;
  readonly clientId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly bufferBeforeMs: number;
  readonly bufferAfterMs: number;
  readonly status: BookingStatus;
  readonly paymentId: string | null;
  readonly meetingLink: string | null;
  /** When a pending booking lapses; null once it is no longer pending. Always at most `startsAt`. */
  readonly expiresAt: Instant | null;
  readonly cancelledBy: Role | "system" | null;
  readonly cancelReason: string | null;
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** How the booking's event in one connected calendar stands. */
export interface BookingCalendar {
  readonly provider: "google" | "outlook";
  readonly state: "pending" | "ok" | "failed" | "needs_reconnect" | "detached";
  readonly eventLink: string | null;
}

const NEXT: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  pending: ["confirmed", "cancelled"],
  confirmed: ["completed", "cancelled"],
  completed: [],
  cancelled: [],
};

/** Nothing ever becomes pending again. */
export function canBecome(from: BookingStatus, to: BookingStatus): to is Exclude<BookingStatus, "pending"> {
  return NEXT[from].includes(to);
}

export function hasLapsed(booking: Pick<Booking, "status" | "expiresAt">, now: Instant): boolean {
  return booking.status === "pending" && booking.expiresAt !== null && booking.expiresAt <= now;
}

/** Whether the booking holds its time: confirmed, or pending and not lapsed. */
export function isActive(booking: Pick<Booking, "status" | "expiresAt">, now: Instant): boolean {
  return booking.status === "confirmed" || (booking.status === "pending" && !hasLapsed(booking, now));
}

/** When a pending booking lapses: after the coach's time to live where one is set, and at its start at the latest. */
export function expiryOf(createdAt: Instant, startsAt: Instant, pendingMs: number | null): Instant {
  return pendingMs === null ? startsAt : instant(Math.min(startsAt, createdAt + pendingMs));
}
