/**
 * Finds the booking that a request names and says whether the actor is a party to it: the client, the coach, or an admin
 * of the marketplace. An id that does not exist is said to be unknown before anything is said about rights.
 */
import { ok, refused, type Result } from "../lib/result.ts";
import type { Actor } from "../domain/actor.ts";
import type { Booking } from "../domain/booking.ts";
import type { Refusal } from "../domain/refusal.ts";
import { findBooking } from "../database/bookings.ts";
import { openDatabase } from "../database/open.ts";
import type { ActorContext } from "./context.ts";

export async function findOwnBooking(ctx: ActorContext, bookingId: string): Promise<Result<Booking, Refusal>> {
  const booking = await findBooking(openDatabase(ctx.d1), bookingId);
  if (booking === null) return refused({ tag: "booking_not_found" });
  return isParty(ctx.actor, booking) ? ok(booking) : refused({ tag: "forbidden" });
}

export function isParty(actor: Actor, booking: Pick<Booking, "clientId" | "coachId">): boolean {
  switch (actor.role) {
    case "admin":
      return true;
    case "client":
      return booking.clientId === actor.id;
    case "coach":
      return booking.coachId === actor.id;
    default:
      return false;
  }
}
