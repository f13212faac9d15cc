/** The terms of a booking that is being made: the offer's, and the coach's settings where the offer leaves them open. */
import { MINUTE_MS } from "../../lib/duration.ts";
import type { Role } from "../actor.ts";
import type { Terms } from "../booking.ts";
import type { CoachSettings } from "../coach.ts";
import { type Offer, VIDEO } from "./offer.ts";

/** The client's zone and language, which are copied, and the side that makes the booking. */
export type Maker = Pick<Terms, "clientTimeZone" | "locale"> & { readonly createdBy: Role };

export function termsOf(offer: Offer | null, settings: CoachSettings, maker: Maker): Terms {
  return {
    ...maker,
    offerId: offer?.id ?? null,
    offerTitle: offer?.title ?? null,
    price: offer?.price ?? null,
    cancellationPolicy: offer?.cancellationPolicy ?? settings.cancellationPolicy,
    approvalRequired: offer?.approvalRequired ?? settings.approvalRequired,
    place: offer?.place ?? VIDEO,
    bufferBeforeMs: (offer?.bufferBeforeMinutes ?? settings.bufferBeforeMinutes) * MINUTE_MS,
    bufferAfterMs: (offer?.bufferAfterMinutes ?? settings.bufferAfterMinutes) * MINUTE_MS,
    moveNoticeMinutes: settings.moveNoticeMinutes,
  };
}
