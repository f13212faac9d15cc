/** The bookings of one client or one coach, latest session first, for that person and for admins. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isSelfOrAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type BookingsPage, type BookingsQuery, listBookingsOf } from "../../database/bookings.ts";
import type { ActorContext } from "../context.ts";

export async function listBookings(ctx: ActorContext, input: Omit<BookingsQuery, "now">): Promise<Result<BookingsPage, Refusal>> {
  if (!isSelfOrAdmin(ctx.actor, input.of, input.personId)) return refused({ tag: "forbidden" });
  return ok(await listBookingsOf(ctx.database, { ...input, now: ctx.now }));
}
