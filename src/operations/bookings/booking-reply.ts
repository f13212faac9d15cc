/**
 * What every change of a booking answers: the booking as it stands and the version of what can be booked, or why not;
 * with the request whose decision it is, which is an earlier one when an idempotency key was sent again.
 */
import { assert } from "../../lib/assert.ts";
import { refused, type Result } from "../../lib/result.ts";
import type { Booking } from "../../domain/booking.ts";
import type { AgendaReply } from "../../domain/command.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { OperationContext } from "../context.ts";

export interface BookingReply {
  readonly result: Result<{ readonly booking: Booking; readonly availabilityVersion: number }, Refusal>;
  readonly requestId: string;
  readonly replayed: boolean;
}

export function bookingReplyOf({ result, requestId, replayed }: AgendaReply): BookingReply {
  if (!result.ok) return { result, requestId, replayed };
  assert(result.value.kind === "booking", "a booking command is answered with a booking");
  return { result: { ok: true, value: result.value }, requestId, replayed };
}

/** A refusal that the agenda was not asked about. */
export function refusedReply(ctx: OperationContext, problem: Refusal): BookingReply {
  return { result: refused(problem), requestId: ctx.requestId, replayed: false };
}
