/**
 * What a cancelled session gives back. A client who cancels in time, and everybody whom the other side lets down, gets all
 * of it; a client who cancels after the cut-off gets the coach's percentage, rounded down to the smallest unit of money.
 */
import { MINUTE_MS } from "../lib/duration.ts";
import type { Booking } from "./booking.ts";
import { floorChargeable } from "./currency.ts";
import { after, type Instant } from "./instant.ts";
import type { Payment } from "./payment.ts";

export const REFUND_STATES = ["pending", "succeeded", "failed", "canceled"] as const;

/**
 * The reason for a refund: the booking was cancelled, the money came for a booking that no longer stood, it came a second
 * time, an admin gives something back, or somebody gave it back at the payment provider.
 */
export const REFUND_CAUSES = ["cancelled", "came_late", "came_twice", "goodwill", "by_hand"] as const;

/** @internal */
export interface RefundCase {
  readonly paidMinor: number;
  readonly cancelledBy: Booking["cancelledBy"];
  readonly startsAt: Instant;
  readonly cancelledAt: Instant;
  /** Exactly at the cut-off counts as in time. */
  readonly cutoffMinutes: number;
  /** 0-100. */
  readonly lateRefundPercent: number;
}

/** @internal */
export function refundOf({ paidMinor, cancelledBy, startsAt, cancelledAt, cutoffMinutes, lateRefundPercent }: RefundCase): number {
  const isInTime = cancelledAt <= after(startsAt, -cutoffMinutes * MINUTE_MS);
  if (cancelledBy !== "client" || isInTime) return paidMinor;
  return Math.floor((paidMinor * lateRefundPercent) / 100);
}

/**
 * The amount that a booking's policy gives back of one payment in all, in the smallest unit. Money that the booking does not
 * stand on came for nothing, after its end or a second time, and goes back whole.
 * @internal
 */
export function policyRefund(payment: Payment, booking: Booking): number {
  if (payment.state !== "paid") return 0;
  if (booking.paymentId !== payment.id) return payment.capturedMinor;
  if (booking.status !== "cancelled") return 0;
  return refundOf({
    paidMinor: payment.capturedMinor,
    cancelledBy: booking.cancelledBy,
    startsAt: booking.startsAt,
    cancelledAt: booking.updatedAt,
    cutoffMinutes: payment.cutoffMinutes,
    lateRefundPercent: payment.lateRefundPercent,
  });
}

/** The rest that the policy owes of a payment of which so much has been given back already: an amount that can be charged. */
export function refundDue(payment: Payment, booking: Booking, givenBackMinor: number): number {
  return Math.max(0, floorChargeable(policyRefund(payment, booking), payment.currency) - givenBackMinor);
}

/** Why the policy gives it back. */
export function causeOfPolicyRefund(payment: Payment, booking: Booking): (typeof REFUND_CAUSES)[number] {
  if (booking.paymentId === payment.id) return "cancelled";
  return booking.paymentId === null ? "came_late" : "came_twice";
}
