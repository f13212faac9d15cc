/** An admin's program reads what has happened to bookings, page after page. Changes nothing. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type EventsPage, type EventsPlace, listEvents } from "../../database/booking-events.ts";
import type { ActorContext } from "../context.ts";

export async function viewEvents(
  ctx: ActorContext,
  asked: { readonly after: EventsPlace | null; readonly limit: number },
): Promise<Result<EventsPage, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await listEvents(ctx.database, { ...asked, now: ctx.now }));
}
