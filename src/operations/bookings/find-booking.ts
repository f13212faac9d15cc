/**
 * Finds the booking that a request names and says whether the actor is a party to it: the client, the coach, or an admin
 * of the marketplace. An id that does not exist is said to be unknown before anything is said about rights.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isPartyOrAdmin } from "../../domain/access.ts";
import type { Booking } from "../../domain/booking.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findBooking } from "../../database/bookings.ts";
import type { ActorContext } from "../context.ts";

export async function findOwnBooking(
  ctx: Pick<ActorContext, "database" | "actor">,
  { bookingId }: { readonly bookingId: string },
): Promise<Result<Booking, Refusal>> {
  const booking = await findBooking(ctx.database, bookingId);
  if (booking === null) return refused({ tag: "booking_not_found" });
  return isPartyOrAdmin(ctx.actor, booking) ? ok(booking) : refused({ tag: "forbidden" });
}
