/** Confirms, completes or cancels a booking. Which of these its state allows is decided by the agenda. */
import { isAdmin } from "../../domain/access.ts";
import type { PartySide } from "../../domain/command.ts";
import type { BookingStatus } from "../../domain/booking.ts";
import { type BookingReply, bookingReplyOf, refusedReply } from "./booking-reply.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";
import { findOwnBooking } from "./find-booking.ts";

export interface SetStatusInput {
  readonly bookingId: string;
  readonly status: BookingStatus;
  readonly reason: string | null;
  /** With `confirmed`, of coaches and admins. */
  readonly waivesPrice: boolean;
  /** With `cancelled`, of admins: as whose it is judged; else null. */
  readonly onBehalfOf: PartySide | null;
  readonly ifRevision: number | null;
  /** With `cancelled`: the percent that the caller has been shown; null: any will do. */
  readonly refundPercentMin: number | null;
}

export async function setBookingStatus(ctx: ActorContext, input: SetStatusInput): Promise<BookingReply> {
  const found = await findOwnBooking(ctx, input);
  if (!found.ok) return refusedReply(ctx, found.problem);
  const { actor } = ctx;
  const mayNot = (input.onBehalfOf !== null && !isAdmin(actor)) || (input.waivesPrice && actor.role === "client");
  if (mayNot) return refusedReply(ctx, { tag: "forbidden" });
  return bookingReplyOf(
    await ctx.submit({
      kind: "set_status",
      ...envelopeOf(ctx, found.value.coachId),
      bookingId: found.value.id,
      status: input.status,
      reason: input.reason,
      waivesPrice: input.waivesPrice,
      onBehalfOf: input.onBehalfOf,
      ifRevision: input.ifRevision,
      refundPercentMin: input.refundPercentMin,
    }),
  );
}
