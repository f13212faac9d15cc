/** Moves a booking to another time, or another place, in one step: same id, next revision, and the old time is free when it answers. */
import { isAdmin } from "../../domain/access.ts";
import type { PartySide } from "../../domain/command.ts";
import type { Place } from "../../domain/agreement/offer.ts";
import type { Instant } from "../../domain/instant.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { type BookingReply, bookingReplyOf, refusedReply } from "./booking-reply.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";
import { findOwnBooking } from "./find-booking.ts";

export interface RescheduleInput {
  readonly bookingId: string;
  /** null keeps the time: only the place changes. */
  readonly startsAt: Instant | null;
  /** null keeps the duration. */
  readonly durationMinutes: number | null;
  /** An admin says for whom; else null. */
  readonly onBehalfOf: PartySide | null;
  /** null keeps the place. */
  readonly place: Place | null;
  readonly ifRevision: number | null;
}

export async function rescheduleBooking(ctx: ActorContext, input: RescheduleInput): Promise<BookingReply> {
  const found = await findOwnBooking(ctx, input);
  if (!found.ok) return refusedReply(ctx, found.problem);
  if (input.onBehalfOf !== null && !isAdmin(ctx.actor)) return refusedReply(ctx, { tag: "forbidden" });
  if (input.place !== null && ctx.actor.role === "client") return refusedReply(ctx, { tag: "forbidden" });
  const { id, coachId, clientId, startsAt, endsAt } = found.value;
  return bookingReplyOf(
    await ctx.submit({
      kind: "reschedule",
      ...envelopeOf(ctx, coachId),
      bookingId: id,
      clientId,
      startsAt: input.startsAt ?? startsAt,
      durationMs: input.durationMinutes === null ? endsAt - startsAt : input.durationMinutes * MINUTE_MS,
      onBehalfOf: input.onBehalfOf,
      place: input.place,
      ifRevision: input.ifRevision,
    }),
  );
}
