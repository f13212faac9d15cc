/** One side asks the other whether the session may be moved; the other accepts or declines, the asker may withdraw. */
import type { AnswerMoveCommand } from "../../domain/command.ts";
import type { Instant } from "../../domain/instant.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";
import { type BookingReply, bookingReplyOf, refusedReply } from "./booking-reply.ts";
import { findOwnBooking } from "./find-booking.ts";

export interface AskMoveInput {
  readonly bookingId: string;
  readonly startsAt: Instant;
  /** null keeps the duration. */
  readonly durationMinutes: number | null;
  readonly ifRevision: number | null;
}

export async function askMove(ctx: ActorContext, input: AskMoveInput): Promise<BookingReply> {
  const found = await findOwnBooking(ctx, input);
  if (!found.ok) return refusedReply(ctx, found.problem);
  const { id, coachId, clientId, startsAt, endsAt } = found.value;
  return bookingReplyOf(
    await ctx.submit({
      kind: "ask_move",
      ...envelopeOf(ctx, coachId),
      bookingId: id,
      clientId,
      startsAt: input.startsAt,
      durationMs: input.durationMinutes === null ? endsAt - startsAt : input.durationMinutes * MINUTE_MS,
      replacesOwn: false,
      ifRevision: input.ifRevision,
    }),
  );
}

export interface AnswerMoveInput {
  readonly bookingId: string;
  readonly answer: AnswerMoveCommand["answer"];
  readonly ifRevision: number | null;
}

export async function answerMove(ctx: ActorContext, { bookingId, answer, ifRevision }: AnswerMoveInput): Promise<BookingReply> {
  const found = await findOwnBooking(ctx, { bookingId });
  if (!found.ok) return refusedReply(ctx, found.problem);
  const { id, coachId, clientId, moveRequest, startsAt, endsAt } = found.value;
  // Where nothing is asked the agenda says so; the time is then of no importance.
  const asked = moveRequest ?? { startsAt, durationMs: endsAt - startsAt };
  return bookingReplyOf(
    await ctx.submit({
      kind: "answer_move",
      ...envelopeOf(ctx, coachId),
      bookingId: id,
      clientId,
      answer,
      startsAt: asked.startsAt,
      durationMs: asked.durationMs,
      ifRevision,
    }),
  );
}
