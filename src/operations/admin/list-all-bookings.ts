/** Bookings of everybody, by what an admin asks for. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type AllBookingsPage, type AllBookingsQuery, listAllBookings } from "../../database/all-bookings.ts";
import type { ActorContext } from "../context.ts";

export async function viewAllBookings(ctx: ActorContext, input: Omit<AllBookingsQuery, "now">): Promise<Result<AllBookingsPage, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await listAllBookings(ctx.database, { ...input, now: ctx.now }));
}
