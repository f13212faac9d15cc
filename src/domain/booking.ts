/**
 * A booking and what may become of it. What was agreed is written on the booking when it is made (`Terms`), and no later
 * act of one side changes it to the other's cost. The statuses:
 *
 *   pending   -> confirmed, cancelled
 *   confirmed -> completed, cancelled
 *
 * Nothing leaves `completed` or `cancelled`. A pending booking whose `expiresAt` has passed has lapsed, and a confirmed one
 * whose `completesAt` has passed is completed, whether or not that has been recorded yet: `statusAt` says what is so. The
 * table of who may do what is in `agreement/transitions.ts`.
 */
import type { Role } from "./actor.ts";
import type { Place } from "./agreement/offer.ts";
import type { CancellationPolicy } from "./agreement/policy.ts";
import type { Instant } from "./instant.ts";
import type { Money } from "./money.ts";

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
  "move_asked",
  "move_withdrawn",
  "move_declined",
  "move_lapsed",
  "place_changed",
] as const;
export type BookingAction = (typeof BOOKING_ACTIONS)[number];

/** The client's own words about a session. Written once, with the booking; nothing is decided by it. */
export interface BookingDetails {
  readonly notes: string | null;
}

/** The terms that client and coach agreed, copied when the booking is made: offers, prices and settings may change, this does not. */
export interface Terms {
  readonly offerId: string | null;
  readonly offerTitle: string | null;
  /** null: free. Never an amount of 0. */
  readonly price: Money | null;
  /** null: made by the version before, and not read as agreed yet (`agreement/standing.ts`). */
  readonly cancellationPolicy: CancellationPolicy | null;
  readonly approvalRequired: boolean;
  /** null: as `video`. */
  readonly place: Place | null;
  readonly createdBy: Role;
  /** IANA, as the client's token or record says; null: not said. */
  readonly clientTimeZone: string | null;
  /** BCP 47, of the client; null: not said. */
  readonly locale: string | null;
  readonly bufferBeforeMs: number;
  readonly bufferAfterMs: number;
  /** A confirmed session is moved by its client alone at least this long before its start. */
  readonly moveNoticeMinutes: number;
}

/** A question of one side to the other, whether the session may be moved. Nothing is held for it. */
export interface MoveRequest {
  readonly startsAt: Instant;
  readonly durationMs: number;
  readonly askedBy: Exclude<Role, "admin">;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
}

export interface Booking extends BookingDetails, Terms {
  readonly id: string;
  readonly coachId: string;
  readonly clientId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly status: BookingStatus;
  readonly paymentId: string | null;
  readonly meetingLink: string | null;
  /** The most that a cancellation by the client gives back, 0-100; the client's own moves lower it, nothing raises it. */
  readonly refundCapPercent: number;
  /** Of a cancelled booking: the percent of what was captured that is given back; null before, and from the version before. */
  readonly refundPercent: number | null;
  /** Coach or admin let the client have it for nothing. */
  readonly priceWaived: boolean;
  /** How often it has been moved. */
  readonly moves: number;
  /** The last question; see `openRequest` for whether it is still open. */
  readonly moveRequest: MoveRequest | null;
  /** When a pending booking lapses; null once it is no longer pending. Always at most `startsAt`. */
  readonly expiresAt: Instant | null;
  /** When a confirmed booking counts as completed; null: never by itself. */
  readonly completesAt: Instant | null;
  readonly cancelledBy: Role | "system" | null;
  readonly cancelReason: string | null;
  readonly revision: number;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** How the booking's event in one connected calendar stands. */
export interface BookingCalendar {
  /** The person whose calendar it is. */
  readonly userId: string;
  readonly provider: "google" | "outlook";
  readonly state: "pending" | "ok" | "failed" | "needs_reconnect" | "detached";
  readonly eventLink: string | null;
}

export function hasLapsed(booking: Pick<Booking, "status" | "expiresAt">, now: Instant): boolean {
  return booking.status === "pending" && booking.expiresAt !== null && booking.expiresAt <= now;
}

/** How a lapse is recorded. */
export const LAPSE = { cancelledBy: "system", cancelReason: "expired" } as const satisfies Partial<Booking>;

/** By whom it is cancelled and why, as of an instant: a lapse says so before it is recorded. */
export function endingAt(
  booking: Pick<Booking, "status" | "expiresAt" | "cancelledBy" | "cancelReason">,
  now: Instant,
): Pick<Booking, "cancelledBy" | "cancelReason"> {
  return hasLapsed(booking, now) ? LAPSE : booking;
}

/** Whether the booking holds its time: confirmed, or pending and not lapsed. */
export function isActive(booking: Pick<Booking, "status" | "expiresAt">, now: Instant): boolean {
  return booking.status === "confirmed" || (booking.status === "pending" && !hasLapsed(booking, now));
}

/** The status at an instant, whether or not the passing of time has been recorded. */
export function statusAt(booking: Pick<Booking, "status" | "expiresAt" | "completesAt">, now: Instant): BookingStatus {
  if (hasLapsed(booking, now)) return "cancelled";
  const isCompleted = booking.status === "confirmed" && booking.completesAt !== null && booking.completesAt <= now;
  return isCompleted ? "completed" : booking.status;
}

/** The thing that a pending booking waits for; payment comes first. null: for nothing but somebody to confirm it. */
export type Awaiting = "payment" | "approval" | null;

export function awaitingOf(
  booking: Pick<Booking, "status" | "price" | "priceWaived" | "paymentId" | "approvalRequired" | "createdBy">,
): Awaiting {
  if (booking.status !== "pending") return null;
  if (booking.price !== null && !booking.priceWaived && booking.paymentId === null) return "payment";
  // That coach or admin made it is the approval.
  return booking.approvalRequired && booking.createdBy === "client" ? "approval" : null;
}

/** The question that is open at an instant. */
export function openRequest(booking: Pick<Booking, "moveRequest">, now: Instant): MoveRequest | null {
  const { moveRequest } = booking;
  return moveRequest !== null && moveRequest.expiresAt > now ? moveRequest : null;
}
