/**
 * What the payment provider tells, once its signature has proved it: money that came in goes through the coach's agenda, a
 * try that failed is told to the client. A repeated event changes nothing; one about nothing of ours is noted and left.
 */
import { log } from "../../lib/log.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findBooking } from "../../database/bookings.ts";
import { queueEffects } from "../../database/outbox.ts";
import { findPayment, notePaymentEvent } from "../../database/payments.ts";
import { mailsOf } from "../../effects/mails.ts";
import type { PaymentEvent } from "../../payments/stripe-events.ts";
import { systemEnvelopeOf } from "../command.ts";
import type { OperationContext } from "../context.ts";

export async function takePaymentEvent(ctx: OperationContext, event: PaymentEvent): Promise<Result<null, Refusal>> {
  const { eventId, kind, paymentId } = event;
  const database = ctx.database;
  const payment = paymentId === null ? null : await findPayment(database, paymentId);
  if (payment === null) {
    log("warn", "payment_event_unknown", { request_id: ctx.requestId, event_id: eventId, kind });
    await notePaymentEvent(database, { id: eventId, paymentId: null, kind, outcome: "unknown_payment" }, ctx.now);
    return ok(null);
  }
  if (kind === "failed_try") {
    const booking = await findBooking(database, payment.bookingId);
    await notePaymentEvent(database, { id: eventId, paymentId: payment.id, kind, outcome: "told" }, ctx.now);
    if (booking === null || payment.state !== "open") return ok(null);
    const amount = { minor: payment.amountMinor, currency: payment.currency };
    const notice = { kind: "payment_failed", paymentId: payment.id, amount } as const;
    await queueEffects(database, mailsOf(notice, { booking, dueAt: ctx.now, mark: eventId }), ctx.now);
    await ctx.wake(booking.coachId);
    return ok(null);
  }
  const base = { ...systemEnvelopeOf(ctx, payment.coachId), bookingId: payment.bookingId, paymentId: payment.id, eventId };
  const reply = await ctx.submit(
    kind === "paid"
      ? {
          kind: "settle_payment",
          ...base,
          paid: { amountMinor: event.amountMinor ?? 0, currency: event.currency ?? "", bookingId: event.bookingId },
          paymentIntentId: event.paymentIntentId,
          secondPaymentId: ctx.newId(),
        }
      : { kind: "close_payment", ...base, outcome: kind },
  );
  if (!reply.result.ok) return refused(reply.result.problem);
  if (reply.result.value.kind === "payment" && reply.result.value.payment.state === "flagged") {
    log("error", "payment_flagged", { request_id: ctx.requestId, payment_id: payment.id, event_id: eventId });
  }
  return ok(null);
}
