/** One booking with the names and addresses of both parties, for the parties and admins only. */
import { ok, refused, type Result } from "../lib/result.ts";
import type { Refusal } from "../domain/refusal.ts";
import { type BookingWithParties, findBookingWithParties } from "../database/bookings.ts";
import { openDatabase } from "../database/open.ts";
import type { ActorContext } from "./context.ts";
import { isParty } from "./find-booking.ts";

export async function viewBooking(ctx: ActorContext, input: { readonly bookingId: string }): Promise<Result<BookingWithParties, Refusal>> {
  const found = await findBookingWithParties(openDatabase(ctx.d1), input.bookingId);
  if (found === null) return refused({ tag: "booking_not_found" });
  return isParty(ctx.actor, found.booking) ? ok(found) : refused({ tag: "forbidden" });
}
