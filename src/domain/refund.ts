/**
 * Refunds: what is given back of a payment, and why. Amounts are worked out from what was captured and what has been given
 * back already, so that no part is given back twice. Which percent a cancellation gives back is in
 * `agreement/giving-back.ts`; the booking holds it.
 */
import type { Booking } from "./booking.ts";
import type { Payment } from "./payment.ts";

export const REFUND_STATES = ["pending", "succeeded", "failed", "canceled"] as const;

/**
 * The reason for a refund: the booking was cancelled, the money came for a booking that no longer stood, it came a second
 * time, an admin gives something back, or somebody gave it back at the payment provider.
 */
export const REFUND_CAUSES = ["cancelled", "came_late", "came_twice", "goodwill", "by_hand"] as const;

export type RefundCause = (typeof REFUND_CAUSES)[number];

type Captured = Pick<Payment, "capturedMinor" | "refundedMinor">;

/** What is left to give back of a payment so that its cancelled booking has given back its percent, in the smallest unit. */
export function toGiveBack({ refundPercent }: Pick<Booking, "refundPercent">, { capturedMinor, refundedMinor }: Captured): number {
  return Math.max(0, Math.floor((capturedMinor * (refundPercent ?? 100)) / 100) - refundedMinor);
}
