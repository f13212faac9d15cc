/** The coach or an admin changes where a session takes place; the client is told. */
import { isAdmin, isSelf } from "../../domain/access.ts";
import type { Place } from "../../domain/agreement/offer.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";
import { type BookingReply, bookingReplyOf, refusedReply } from "./booking-reply.ts";
import { findOwnBooking } from "./find-booking.ts";

export interface SetPlaceInput {
  readonly bookingId: string;
  readonly place: Place;
  readonly ifRevision: number | null;
}

export async function setPlace(ctx: ActorContext, { bookingId, place, ifRevision }: SetPlaceInput): Promise<BookingReply> {
  const found = await findOwnBooking(ctx, { bookingId });
  if (!found.ok) return refusedReply(ctx, found.problem);
  const { id, coachId } = found.value;
  if (!isAdmin(ctx.actor) && !isSelf(ctx.actor, "coach", coachId)) return refusedReply(ctx, { tag: "forbidden" });
  return bookingReplyOf(await ctx.submit({ kind: "set_place", ...envelopeOf(ctx, coachId), bookingId: id, place, ifRevision }));
}
