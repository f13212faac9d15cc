/**
 * Takes an event of the payment provider, once its signature has proved it: money that came in goes through the coach's agenda, a
 * try that failed is told to the client, money that went back and disputes are recorded. A repeated event changes nothing; one
 * about nothing of ours is noted and left.
 */
import { unreachable } from "../../lib/assert.ts";
import { log } from "../../lib/log.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { Payment } from "../../domain/payment.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findBooking } from "../../database/bookings.ts";
import { queueEffects } from "../../database/outbox.ts";
import { findPayment, notePaymentEvent } from "../../database/payments.ts";
import { mailsOf } from "../../effects/mails.ts";
import type { PaymentEvent, SessionEvent } from "../../payments/stripe-events.ts";
import { systemEnvelopeOf } from "../command.ts";
import type { OperationContext } from "../context.ts";
import { takeChargeEvent, takeDisputeEvent, takeRefundEvent, type MoneyBackContext } from "./take-money-back.ts";

export async function takePaymentEvent(ctx: MoneyBackContext, event: PaymentEvent): Promise<Result<null, Refusal>> {
  switch (event.about) {
    case "session":
      return await takeSessionEvent(ctx, event);
    case "refund":
      return await takeRefundEvent(ctx, event);
    case "charge":
      return await takeChargeEvent(ctx, event);
    case "dispute":
      return await takeDisputeEvent(ctx, event);
    default:
      return unreachable(event);
  }
}

async function takeSessionEvent(ctx: OperationContext, event: SessionEvent): Promise<Result<null, Refusal>> {
  const { eventId, kind, paymentId } = event;
  const database = ctx.database;
  const payment = paymentId === null ? null : await findPayment(database, paymentId);
  if (payment === null) {
    log("warn", "payment_event_unknown", { request_id: ctx.requestId, event_id: eventId, kind });
    await notePaymentEvent(database, { id: eventId, paymentId: null, kind, outcome: "unknown_payment" }, ctx.now);
    return ok(null);
  }
  if (kind === "failed_try") return await tellFailedTry(ctx, event, payment);
  // One whose address nobody has: another was opened for the same payment.
  if (kind !== "paid" && payment.sessionId !== null && event.sessionId !== payment.sessionId) {
    await notePaymentEvent(database, { id: eventId, paymentId: payment.id, kind, outcome: "no_change" }, ctx.now);
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
        }
      : { kind: "close_payment", ...base, outcome: kind },
  );
  if (!reply.result.ok) return refused(reply.result.problem);
  if (reply.result.value.kind === "payment" && reply.result.value.payment.state === "flagged") {
    log("error", "payment_flagged", { request_id: ctx.requestId, payment_id: payment.id, event_id: eventId });
  }
  return ok(null);
}

async function tellFailedTry(ctx: OperationContext, { eventId, kind }: SessionEvent, payment: Payment): Promise<Result<null, Refusal>> {
  const booking = await findBooking(ctx.database, payment.bookingId);
  await notePaymentEvent(ctx.database, { id: eventId, paymentId: payment.id, kind, outcome: "told" }, ctx.now);
  if (booking === null || payment.state !== "open") return ok(null);
  const amount = { minor: payment.amountMinor, currency: payment.currency };
  const notice = { kind: "payment_failed", paymentId: payment.id, amount } as const;
  await queueEffects(ctx.database, mailsOf(notice, { booking, dueAt: ctx.now, mark: eventId }), ctx.now);
  await ctx.wake(booking.coachId);
  return ok(null);
}
