/** A preview: the refund of a cancellation by the caller now, and until when it holds; the same functions that decide it. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { entitlementAt, entitlementHoldsUntil } from "../../domain/agreement/giving-back.ts";
import { statusAt } from "../../domain/booking.ts";
import { isAdmin } from "../../domain/access.ts";
import type { PartySide } from "../../domain/command.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Money } from "../../domain/money.ts";
import { refundDue } from "../../domain/refund.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findPayment } from "../../database/payments.ts";
import { isCoachActive } from "../../database/people.ts";
import type { ActorContext } from "../context.ts";
import { findOwnBooking } from "./find-booking.ts";

export interface Cancellation {
  /** null: nothing. */
  readonly refund: Money | null;
  readonly refundPercent: number;
  /** The last instant at which it gives back as much; null: until the start. */
  readonly holdsUntil: Instant | null;
}

interface CancellationInput {
  readonly bookingId: string;
  /** An admin says as whose it is judged. */
  readonly onBehalfOf?: PartySide | null;
}

export async function viewCancellation(ctx: ActorContext, input: CancellationInput): Promise<Result<Cancellation, Refusal>> {
  const found = await findOwnBooking(ctx, input);
  if (!found.ok) return found;
  const booking = found.value;
  const { now, actor } = ctx;
  const from = statusAt(booking, now);
  if (from !== "pending" && from !== "confirmed") return refused({ tag: "invalid_transition", from, to: "cancelled" });
  const { onBehalfOf = null } = input;
  if (onBehalfOf !== null && !isAdmin(actor)) return refused({ tag: "forbidden" });
  const isClient = (onBehalfOf ?? actor.role) === "client";
  if (isClient && now >= booking.startsAt) return refused({ tag: "session_started" });
  const isByPolicy = isClient && (await isCoachActive(ctx.database, booking.coachId));
  const refundPercent = isByPolicy ? entitlementAt(booking, now) : 100;
  const payment = booking.paymentId === null ? null : await findPayment(ctx.database, booking.paymentId);
  // As it would stand after the cancellation.
  const cancelled = { ...booking, status: "cancelled" as const, refundPercent };
  const minor = payment === null ? 0 : refundDue(payment, cancelled, payment.refundedMinor);
  return ok({
    refund: payment === null || minor === 0 ? null : { minor, currency: payment.currency },
    refundPercent,
    holdsUntil: isByPolicy ? entitlementHoldsUntil(booking, now) : null,
  });
}
