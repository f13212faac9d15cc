/** The booking as it stands after a move, or after a question to move. That it may be moved has been asked before. */
import type { Agreement } from "../domain/agreement/guards.ts";
import { completionOf } from "../domain/agreement/deadline.ts";
import { type Sale, soldAtPrice } from "../domain/agreement/offer.ts";
import type { WantedTime } from "../domain/agreement/guards.ts";
import type { Booking, MoveRequest } from "../domain/booking.ts";
import type { PartySide } from "../domain/command.ts";
import { after, earlier, type Instant } from "../domain/instant.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { MOVE_REQUEST_MS } from "../limits.ts";

export interface Move extends WantedTime {
  /** The instant at which the client's own wish is judged; null: the move is not the client's. */
  readonly clientWishedAt: Instant | null;
  /** The trail's account of it beside the times. */
  readonly changes: Readonly<Record<string, string | boolean>>;
}

/** The booking at its new time. Offer, price and buffers stay, but that another length is another offer of equal price. */
export function movedBooking({ rules }: Agreement, sale: Sale, booking: Booking, move: Move, now: Instant): Booking {
  const { startsAt, durationMs, clientWishedAt } = move;
  const endsAt = after(startsAt, durationMs);
  const isConfirmed = booking.status === "confirmed";
  return {
    ...booking,
    ...offerAfter(sale, booking, durationMs),
    startsAt,
    endsAt,
    refundCapPercent: clientWishedAt === null ? booking.refundCapPercent : rules.capAfterMove(booking, clientWishedAt),
    moves: booking.moves + 1,
    moveRequest: null,
    expiresAt: rules.deadlineAfterMove(booking, startsAt),
    completesAt: isConfirmed ? completionOf(endsAt) : null,
    revision: booking.revision + 1,
    updatedAt: now,
  };
}

function offerAfter(sale: Sale, booking: Booking, durationMs: number): Pick<Booking, "offerId" | "offerTitle"> {
  const { offerId, offerTitle } = booking;
  if (durationMs === booking.endsAt - booking.startsAt) return { offerId, offerTitle };
  const sold = soldAtPrice(sale, durationMs / MINUTE_MS, booking.price);
  return sold.ok && sold.value !== null ? { offerId: sold.value.id, offerTitle: sold.value.title } : { offerId, offerTitle };
}

/** The booking with the question on it. */
export function askedBooking(booking: Booking, wanted: WantedTime, askedBy: PartySide, now: Instant): Booking {
  const { startsAt, durationMs } = wanted;
  const latest = earlier(earlier(booking.startsAt, startsAt), after(now, MOVE_REQUEST_MS));
  const moveRequest: MoveRequest = { startsAt, durationMs, askedBy, askedAt: now, expiresAt: latest };
  return { ...booking, moveRequest, revision: booking.revision + 1, updatedAt: now };
}

/** The booking without its question. */
export function unaskedBooking(booking: Booking, now: Instant): Booking {
  return { ...booking, moveRequest: null, revision: booking.revision + 1, updatedAt: now };
}
