/** Confirms, completes or cancels a booking. Which of these its state allows is decided by the agenda. */
import type { BookingStatus } from "../../domain/booking.ts";
import { type BookingReply, bookingReplyOf, refusedReply } from "./booking-reply.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";
import { findOwnBooking } from "./find-booking.ts";

export interface SetStatusInput {
  readonly bookingId: string;
  readonly status: BookingStatus;
  readonly reason: string | null;
  readonly ifRevision: number | null;
}

export async function setBookingStatus(ctx: ActorContext, input: SetStatusInput): Promise<BookingReply> {
  const found = await findOwnBooking(ctx, input);
  if (!found.ok) return refusedReply(ctx, found.problem);
  return bookingReplyOf(
    await ctx.submit({
      kind: "set_status",
      ...envelopeOf(ctx, found.value.coachId),
      bookingId: found.value.id,
      status: input.status,
      reason: input.reason,
      ifRevision: input.ifRevision,
    }),
  );
}
