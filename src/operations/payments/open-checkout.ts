/**
 * A client pays for a booking: the agenda holds it for the checkout and records the payment, then the session is opened at
 * the provider, outside any queue. Where the provider cannot be reached the payment stays open: the same request finds it.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { log } from "../../lib/log.ts";
import { isSelf } from "../../domain/access.ts";
import type { Payment } from "../../domain/payment.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findBooking } from "../../database/bookings.ts";
import { findPayment, noteSession } from "../../database/payments.ts";
import { checkoutOf } from "../../payments/checkout.ts";
import type { Payments } from "../../payments/stripe-payments.ts";
import { envelopeOf } from "../command.ts";
import type { ActorContext } from "../context.ts";

export interface OpenCheckoutReply {
  readonly result: Result<{ readonly payment: Payment; readonly checkoutUrl: string }, Refusal>;
  readonly requestId: string;
  readonly replayed: boolean;
}

export interface PaymentContext extends ActorContext {
  /** null: this service takes no payments. */
  readonly payments: Payments | null;
  readonly appUrl: string;
}

export async function openCheckout(ctx: PaymentContext, input: { readonly bookingId: string }): Promise<OpenCheckoutReply> {
  const refuse = (problem: Refusal): OpenCheckoutReply => ({ result: refused(problem), requestId: ctx.requestId, replayed: false });
  const booking = await findBooking(ctx.database, input.bookingId);
  if (booking === null) return refuse({ tag: "booking_not_found" });
  if (!isSelf(ctx.actor, "client", booking.clientId)) return refuse({ tag: "forbidden" });
  if (ctx.payments === null) return refuse({ tag: "nothing_to_pay" });
  const reply = await ctx.submit({
    kind: "open_payment",
    ...envelopeOf(ctx, booking.coachId),
    bookingId: booking.id,
    paymentId: ctx.newId(),
  });
  const { requestId, replayed } = reply;
  if (!reply.result.ok) return { result: reply.result, requestId, replayed };
  if (reply.result.value.kind !== "payment") throw new TypeError("a command about payments is answered with a payment");
  const database = ctx.database;
  const payment = (await findPayment(database, reply.result.value.payment.id)) ?? reply.result.value.payment;
  if (payment.sessionUrl !== null) return { result: ok({ payment, checkoutUrl: payment.sessionUrl }), requestId, replayed };
  const opened = await ctx.payments.openCheckout(checkoutOf(payment, ctx.appUrl));
  if (!opened.ok || opened.value.url === null) {
    log("warn", "checkout_not_opened", {
      request_id: ctx.requestId,
      payment_id: payment.id,
      fault: opened.ok ? "over" : opened.problem.reason,
    });
    return { result: refused({ tag: "payments_unavailable" }), requestId, replayed };
  }
  const { sessionId, url } = opened.value;
  await noteSession(database, payment.id, sessionId, url);
  return { result: ok({ payment: { ...payment, sessionId, sessionUrl: url }, checkoutUrl: url }), requestId, replayed };
}
