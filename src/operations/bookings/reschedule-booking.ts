/** Moves a booking to another time in one step: same id, next revision, and the old time is free when it answers. */
import { isAdmin } from "../../domain/access.ts";
import type { PartySide } from "../../domain/command.ts";
import type { Instant } from "../../domain/instant.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { type BookingReply, bookingReplyOf, refusedReply } from "./booking-reply.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";
import { findOwnBooking } from "./find-booking.ts";

export interface RescheduleInput {
  readonly bookingId: string;
  readonly startsAt: Instant;
  /** null keeps the duration. */
  readonly durationMinutes: number | null;
  /** An admin says for whom; else null. */
  readonly onBehalfOf: PartySide | null;
  readonly ifRevision: number | null;
}

export async function rescheduleBooking(ctx: ActorContext, input: RescheduleInput): Promise<BookingReply> {
  const found = await findOwnBooking(ctx, input);
  if (!found.ok) return refusedReply(ctx, found.problem);
  if (input.onBehalfOf !== null && !isAdmin(ctx.actor)) return refusedReply(ctx, { tag: "forbidden" });
  const { id, coachId, clientId, startsAt, endsAt } = found.value;
  return bookingReplyOf(
    await ctx.submit({
      kind: "reschedule",
      ...envelopeOf(ctx, coachId),
      bookingId: id,
      clientId,
      startsAt: input.startsAt,
      durationMs: input.durationMinutes === null ? endsAt - startsAt : input.durationMinutes * MINUTE_MS,
      onBehalfOf: input.onBehalfOf,
      ifRevision: input.ifRevision,
    }),
  );
}
