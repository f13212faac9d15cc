/**
 * A client books a coach's time, or a coach or an admin books it for a client. Everything that depends on the coach's calendar is decided by the coach's agenda; the
 * ids are fixed here, before the first try, so that an ambiguous failure can be looked up instead of guessed at.
 */
import type { BookingDetails } from "../../domain/booking.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Money } from "../../domain/money.ts";
import type { PersonClaims } from "../../domain/person.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { type BookingReply, bookingReplyOf, refusedReply } from "./booking-reply.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";
import { recognisePerson } from "../people/recognise-person.ts";

export interface CreateBookingInput {
  /** The caller as the token names them. Whether a client is active is read with everything else, by the agenda. */
  readonly caller: PersonClaims;
  /** The one who is booked for; null: the caller. */
  readonly clientId: string | null;
  readonly coachId: string;
  readonly startsAt: Instant;
  readonly offerId: string | null;
  /** null: the offer's, or the usual length. */
  readonly durationMinutes: number | null;
  readonly details: BookingDetails;
  /** As the client was shown it and agreed to; absent: nobody says. */
  readonly agreedPrice?: Money | null | undefined;
  /** The client's, where nothing else says it; absent: not said. */
  readonly timeZone?: string;
  readonly locale?: string;
}

export async function createBooking(ctx: ActorContext, input: CreateBookingInput): Promise<BookingReply> {
  const { actor } = ctx;
  const { clientId } = input;
  // Coaches and admins name the client; a client books for nobody else.
  const mayBook = actor.role === "client" ? clientId === null || clientId === actor.id : clientId !== null;
  const isOwnCoach = actor.role !== "coach" || actor.id === input.coachId;
  if (!mayBook || !isOwnCoach) return refusedReply(ctx, { tag: "forbidden" });
  // A client is recognised by the agenda, with everything else; anybody else before it is asked.
  const isUnwelcome = actor.role !== "client" && (await recognisePerson(ctx, input.caller)) === "inactive";
  if (isUnwelcome) return refusedReply(ctx, { tag: "user_inactive" });
  return bookingReplyOf(
    await ctx.submit({
      kind: "create",
      ...envelopeOf(ctx, input.coachId),
      bookingId: ctx.newId(),
      client: actor.role === "client" ? input.caller : null,
      clientId: clientId ?? actor.id,
      startsAt: input.startsAt,
      offerId: input.offerId,
      durationMs: input.durationMinutes === null ? null : input.durationMinutes * MINUTE_MS,
      details: input.details,
      ...(input.agreedPrice === undefined ? {} : { agreedPrice: input.agreedPrice }),
      ...(input.timeZone === undefined ? {} : { timeZone: input.timeZone }),
      ...(input.locale === undefined ? {} : { locale: input.locale }),
    }),
  );
}
