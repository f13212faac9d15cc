/**
 * A client books a coach's time. Everything that depends on the coach's calendar is decided by the coach's agenda; the
 * ids are fixed here, before the first try, so that an ambiguous failure can be looked up instead of guessed at.
 */
import { isSelf } from "../../domain/access.ts";
import type { BookingDetails } from "../../domain/booking.ts";
import type { Instant } from "../../domain/instant.ts";
import type { PersonClaims } from "../../domain/person.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { type BookingReply, bookingReplyOf, refusedReply } from "./booking-reply.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";

export interface CreateBookingInput {
  /** The caller as the token names them. Whether they are active is read with everything else, by the agenda. */
  readonly client: PersonClaims;
  readonly coachId: string;
  readonly startsAt: Instant;
  readonly offerId: string | null;
  /** null: the offer's, or the usual length. */
  readonly durationMinutes: number | null;
  readonly details: BookingDetails;
}

export async function createBooking(ctx: ActorContext, input: CreateBookingInput): Promise<BookingReply> {
  if (!isSelf(ctx.actor, "client", input.client.id)) return refusedReply(ctx, { tag: "forbidden" });
  return bookingReplyOf(
    await ctx.submit({
      kind: "create",
      ...envelopeOf(ctx, input.coachId),
      bookingId: ctx.newId(),
      client: input.client,
      clientId: input.client.id,
      startsAt: input.startsAt,
      offerId: input.offerId,
      durationMs: input.durationMinutes === null ? null : input.durationMinutes * MINUTE_MS,
      details: input.details,
    }),
  );
}
