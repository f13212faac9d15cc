/** What the client of a test says who says nothing: as the contract reads a body without any of it. */
import { bookingDetailsOf } from "../../src/contract/booking.ts";
import { VIDEO } from "../../src/domain/agreement/offer.ts";
import { POLICY_DEFAULT } from "../../src/domain/agreement/policy.ts";
import type { Booking, Terms } from "../../src/domain/booking.ts";

export const NO_DETAILS = bookingDetailsOf({});

/** The terms of a booking that costs nothing and needs nobody's approval, and what stands on one that nobody has touched. */
export const FREE: Terms & Pick<Booking, "refundCapPercent" | "refundPercent" | "priceWaived" | "moves" | "moveRequest" | "completesAt"> = {
  offerId: null,
  offerTitle: null,
  price: null,
  cancellationPolicy: POLICY_DEFAULT,
  approvalRequired: false,
  place: VIDEO,
  createdBy: "client",
  clientTimeZone: null,
  locale: null,
  bufferBeforeMs: 0,
  bufferAfterMs: 0,
  moveNoticeMinutes: 0,
  refundCapPercent: 100,
  refundPercent: null,
  priceWaived: false,
  moves: 0,
  moveRequest: null,
  completesAt: null,
};
