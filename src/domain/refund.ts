/**
 * Refunds: what is given back of a payment, and why. Amounts are worked out from what was captured and what has been given
 * back already, so that no part is given back twice. Which percent a cancellation gives back is in
 * `agreement/giving-back.ts`; the booking holds it.
 */
import type { Booking } from "./booking.ts";
import { type Agreement, AGREEMENT } from "./agreement/guards.ts";
import { floorChargeable } from "./currency.ts";
import type { Payment } from "./payment.ts";

export const REFUND_STATES = ["pending", "succeeded", "failed", "canceled"] as const;

/**
 * The reason for a refund: the booking was cancelled, the money came for a booking that no longer stood, it came a second
 * time, an admin gives something back, or somebody gave it back at the payment provider.
 */
export const REFUND_CAUSES = ["cancelled", "came_late", "came_twice", "goodwill", "by_hand"] as const;
export type RefundCause = (typeof REFUND_CAUSES)[number];

/**
 * The amount that a booking gives back of one payment in all, in the smallest unit. Money that the booking does not stand on
 * came for nothing, after its end or a second time, and goes back whole.
 */
function owedInAll(payment: Payment, booking: Booking): number {
  if (payment.state !== "paid") return 0;
  if (booking.paymentId !== payment.id) return payment.capturedMinor;
  if (booking.status !== "cancelled") return 0;
  return Math.floor((payment.capturedMinor * (booking.refundPercent ?? 100)) / 100);
}

/** The rest that is owed of a payment of which so much has been given back already: an amount that can be charged. */
export function refundDue(
  payment: Payment,
  booking: Booking,
  givenBackMinor: number,
  { rules }: Pick<Agreement, "rules"> = AGREEMENT,
): number {
  return rules.stillToGiveBack(floorChargeable(owedInAll(payment, booking), payment.currency), givenBackMinor);
}
