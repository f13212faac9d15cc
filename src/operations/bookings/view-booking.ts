/** One booking with the names and addresses of both parties, for the parties and admins only. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isPartyOrAdmin } from "../../domain/access.ts";
import type { PersonClaims } from "../../domain/person.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type BookingWithParties, findBookingForCaller } from "../../database/bookings.ts";
import type { ActorContext } from "../context.ts";
import { readForCaller } from "../people/read-for-caller.ts";

interface ViewBookingInput {
  /** The caller as the token names them. Whether they are active is read with the booking. */
  readonly caller: PersonClaims;
  readonly bookingId: string;
}

export async function viewBooking(
  ctx: ActorContext,
  { caller, bookingId }: ViewBookingInput,
): Promise<Result<BookingWithParties, Refusal>> {
  const read = await readForCaller(ctx, caller, async () => await findBookingForCaller(ctx.database, bookingId, caller.id));
  if (!read.ok) return read;
  const { found } = read.value;
  if (found === null) return refused({ tag: "booking_not_found" });
  return isPartyOrAdmin(ctx.actor, found.booking) ? ok(found) : refused({ tag: "forbidden" });
}
