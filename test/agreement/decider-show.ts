/** A booking of the service as the judge sees bookings. */
import { awaitingOf, type Booking } from "../../src/domain/booking.ts";
import type { Payment } from "../../src/domain/payment.ts";
import { MINUTE } from "./acts.ts";
import type { VisibleBooking } from "./system.ts";

type Named = Pick<VisibleBooking, "booking" | "offer" | "held_at_stripe_minor">;

/** `payments`: all rows of the booking. The names are the game's, where the service has ids of its own. */
export function showBooking(
  booking: Booking,
  payments: readonly Payment[],
  { booking: name, offer, held_at_stripe_minor }: Named,
): VisibleBooking {
  const { price, moveRequest } = booking;
  return {
    booking: name,
    status: booking.status,
    awaiting: awaitingOf(booking),
    session_datetime: booking.startsAt,
    duration_minutes: (booking.endsAt - booking.startsAt) / MINUTE,
    expires_at: booking.expiresAt,
    offer,
    price: price === null ? null : { amount_minor: price.minor, currency: price.currency },
    price_waived: booking.priceWaived,
    cancellation_policy: policyShown(booking.cancellationPolicy ?? []),
    approval_required: booking.approvalRequired,
    move_notice_minutes: booking.moveNoticeMinutes,
    buffer_before_minutes: booking.bufferBeforeMs / MINUTE,
    buffer_after_minutes: booking.bufferAfterMs / MINUTE,
    refund_cap_percent: booking.refundCapPercent,
    move_request:
      moveRequest === null
        ? null
        : {
            session_datetime: moveRequest.startsAt,
            duration_minutes: moveRequest.durationMs / MINUTE,
            asked_by: moveRequest.askedBy,
            asked_at: moveRequest.askedAt,
            expires_at: moveRequest.expiresAt,
          },
    revision: booking.revision,
    cancelled_by: booking.cancelledBy,
    cancel_reason: booking.cancelReason,
    captured_minor: payments.reduce((sum, { capturedMinor }) => sum + capturedMinor, 0),
    refunded_minor: payments.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0),
    held_at_stripe_minor,
  };
}

const shown = new WeakMap<object, VisibleBooking["cancellation_policy"]>();

/** The list that a policy was made of is shown again, and not a copy. */
export function rememberPolicy(policy: NonNullable<Booking["cancellationPolicy"]>, steps: VisibleBooking["cancellation_policy"]): void {
  shown.set(policy, steps);
}

/** The same list each time, so that the judge need not look inside. */
function policyShown(policy: NonNullable<Booking["cancellationPolicy"]>): VisibleBooking["cancellation_policy"] {
  const before = shown.get(policy);
  if (before !== undefined) return before;
  const steps = policy.map(({ beforeMinutes, refundPercent }) => ({ before_minutes: beforeMinutes, refund_percent: refundPercent }));
  shown.set(policy, steps);
  return steps;
}
