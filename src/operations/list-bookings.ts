/** The bookings of one client or one coach, latest session first, for that person and for admins. */
import { ok, refused, type Result } from "../lib/result.ts";
import type { Refusal } from "../domain/refusal.ts";
import { type BookingsPage, type BookingsQuery, listBookingsOf } from "../database/bookings.ts";
import { openDatabase } from "../database/open.ts";
import type { ActorContext } from "./context.ts";

export async function listBookings(ctx: ActorContext, input: BookingsQuery): Promise<Result<BookingsPage, Refusal>> {
  const isOwn = ctx.actor.role === input.of && ctx.actor.id === input.personId;
  if (!isOwn && ctx.actor.role !== "admin") return refused({ tag: "forbidden" });
  return ok(await listBookingsOf(openDatabase(ctx.d1), input));
}
