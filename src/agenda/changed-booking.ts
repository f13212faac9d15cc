/** The booking as it stands after a change of its status. That the change may be made has been asked before. */
import { completionOf } from "../domain/agreement/deadline.ts";
import { entitlementAt } from "../domain/agreement/giving-back.ts";
import { awaitingOf, type Booking, LAPSE } from "../domain/booking.ts";
import type { PartySide } from "../domain/command.ts";
import type { Instant } from "../domain/instant.ts";

export function confirmedBooking(booking: Booking, now: Instant): Booking {
  return {
    ...booking,
    status: "confirmed",
    // A price that is still awaited when it is confirmed has been waived: the guards let nothing else pass.
    priceWaived: booking.priceWaived || awaitingOf(booking) === "payment",
    expiresAt: null,
    completesAt: completionOf(booking.endsAt),
    revision: booking.revision + 1,
    updatedAt: now,
  };
}

export function completedBooking(booking: Booking, now: Instant): Booking {
  return { ...booking, status: "completed", completesAt: null, moveRequest: null, revision: booking.revision + 1, updatedAt: now };
}

interface Cancellation {
  /** The side by which it is judged. */
  readonly side: PartySide | "admin" | "system";
  readonly cancelledBy: Booking["cancelledBy"];
  readonly reason: string | null;
  readonly isCoachActive: boolean;
}

/** A client gets back what policy and cap say, and all of it where the coach is gone; everybody else's cancellation gives all back. */
export function cancelledBooking(booking: Booking, { side, cancelledBy, reason, isCoachActive }: Cancellation, now: Instant): Booking {
  return {
    ...booking,
    status: "cancelled",
    refundPercent: side === "client" && isCoachActive ? entitlementAt(booking, now) : 100,
    moveRequest: null,
    expiresAt: null,
    completesAt: null,
    cancelledBy,
    cancelReason: reason,
    revision: booking.revision + 1,
    updatedAt: now,
  };
}

export function lapsedBooking(booking: Booking, now: Instant): Booking {
  return cancelledBooking(
    booking,
    { side: "system", cancelledBy: LAPSE.cancelledBy, reason: LAPSE.cancelReason, isCoachActive: true },
    now,
  );
}
