/** An admin reads all that is known of one booking. Changes nothing. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type BookingStory, readBookingStory } from "../../database/booking-story.ts";
import type { ActorContext } from "../context.ts";

export async function viewBookingStory(
  ctx: Pick<ActorContext, "database" | "actor">,
  { bookingId }: { readonly bookingId: string },
): Promise<Result<BookingStory, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const story = await readBookingStory(ctx.database, bookingId);
  return story === null ? refused({ tag: "booking_not_found" }) : ok(story);
}
