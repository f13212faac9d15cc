/** One booking with the names and addresses of both parties, for the parties and admins only. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isPartyOrAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type BookingWithParties, findBookingWithParties } from "../../database/bookings.ts";
import type { ActorContext } from "../context.ts";

export async function viewBooking(ctx: ActorContext, input: { readonly bookingId: string }): Promise<Result<BookingWithParties, Refusal>> {
  const found = await findBookingWithParties(ctx.database, input.bookingId);
  if (found === null) return refused({ tag: "booking_not_found" });
  return isPartyOrAdmin(ctx.actor, found.booking) ? ok(found) : refused({ tag: "forbidden" });
}
