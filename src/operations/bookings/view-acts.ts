/** The acts on a booking that the caller may do now, by the same table that decides it. */
import { isAdmin } from "../../domain/access.ts";
import { type ActsNow, actsNow } from "../../domain/agreement/acts-now.ts";
import type { Booking } from "../../domain/booking.ts";
import type { ClientCaps } from "../../limits.ts";
import { readActFacts } from "../../database/act-facts.ts";
import type { ActorContext } from "../context.ts";

interface ViewActsInput {
  /** As it was found for its party, or an admin. */
  readonly booking: Booking;
  readonly caps: ClientCaps;
}

export async function viewActs(ctx: ActorContext, { booking, caps }: ViewActsInput): Promise<ActsNow> {
  const { moves, ...known } = await readActFacts(ctx.database, booking, ctx.now);
  const counts = { ...caps, pending: 0, ahead: 0, unpaidWithCoach: 0, moves };
  // Nothing is asked about a length here, which is all that the offers would be needed for.
  const sale = { offers: [], hasOffers: false };
  const facts = { booking, now: ctx.now, sale, counts, ...known };
  const acts = actsNow({ ...facts, side: ctx.actor.role });
  // An admin moves a session for a side, having spoken with both.
  return isAdmin(ctx.actor) ? { ...acts, move: actsNow({ ...facts, side: "both" }).move } : acts;
}
