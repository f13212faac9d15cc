/**
 * A client pays for a booking: the agenda holds it for the checkout and records the payment, then the session is opened at
 * the provider, outside any queue. One that was opened before is ended there first, so that one at most can be paid. Where the
 * provider cannot be reached the payment stays open: the same request finds it.
 */
import { ok, refused, type Result } from "../../lib/result.ts";
import { log } from "../../lib/log.ts";
import { isSelf } from "../../domain/access.ts";
import type { Booking } from "../../domain/booking.ts";
import type { IdempotencyClaim } from "../../domain/command.ts";
import type { Payment } from "../../domain/payment.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findBooking } from "../../database/bookings.ts";
import { findPayment, noteSession, openPaymentsOf } from "../../database/payments.ts";
import { closeUnpaid, endSession } from "../../effects/end-session.ts";
import { checkoutOf } from "../../payments/checkout.ts";
import { isRefusedForGood, type PaymentFault } from "../../payments/payment-fault.ts";
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
  readonly serviceUrl: string;
}

type PayingContext = PaymentContext & { readonly payments: Payments };

export async function openCheckout(ctx: PaymentContext, input: { readonly bookingId: string }): Promise<OpenCheckoutReply> {
  const refuse = (problem: Refusal): OpenCheckoutReply => ({ result: refused(problem), requestId: ctx.requestId, replayed: false });
  const booking = await findBooking(ctx.database, input.bookingId);
  if (booking === null) return refuse({ tag: "booking_not_found" });
  if (!isSelf(ctx.actor, "client", booking.clientId)) return refuse({ tag: "forbidden" });
  const { payments } = ctx;
  if (payments === null) return refuse({ tag: "nothing_to_pay" });
  const paying = { ...ctx, payments };
  if (!(await endOthers(paying, booking))) return refuse({ tag: "payments_unavailable" });
  return (await openOnce(paying, booking, ctx.claim)) ?? (await openOnce(paying, booking, null)) ?? refuse({ tag: "payments_unavailable" });
}

/** Ends those whose time is over. false: one of them can still be paid. */
async function endOthers(ctx: PayingContext, booking: Booking): Promise<boolean> {
  const over = (await openPaymentsOf(ctx.database, booking.id)).filter(({ expiresAt }) => expiresAt <= ctx.now);
  for (const payment of over) {
    const ended = await endSession(ctx, payment);
    if (ended.ok) continue;
    log("warn", "checkout_not_ended", { request_id: ctx.requestId, payment_id: payment.id });
    return false;
  }
  return true;
}

/** null: the payment on record is too old for a session to be opened for it, and was closed; there may be another. */
async function openOnce(ctx: PayingContext, booking: Booking, claim: IdempotencyClaim | null): Promise<OpenCheckoutReply | null> {
  const envelope = { ...envelopeOf(ctx, booking.coachId), claim };
  const reply = await ctx.submit({ kind: "open_payment", ...envelope, bookingId: booking.id, paymentId: ctx.newId() });
  const { requestId, replayed } = reply;
  if (!reply.result.ok) return { result: reply.result, requestId, replayed };
  if (reply.result.value.kind !== "payment") throw new TypeError("a command about payments is answered with a payment");
  const payment = (await findPayment(ctx.database, reply.result.value.payment.id)) ?? reply.result.value.payment;
  if (payment.sessionUrl !== null) return { result: ok({ payment, checkoutUrl: payment.sessionUrl }), requestId, replayed };
  const opened = await ctx.payments.openCheckout(checkoutOf(payment, ctx.serviceUrl));
  if (opened.ok && opened.value.url !== null) {
    const { sessionId, url } = opened.value;
    await noteSession(ctx.database, payment.id, sessionId, url);
    return { result: ok({ payment: { ...payment, sessionId, sessionUrl: url }, checkoutUrl: url }), requestId, replayed };
  }
  const fault: PaymentFault = opened.ok ? { kind: "unknown", reason: "over" } : opened.problem;
  log("warn", "checkout_not_opened", { request_id: ctx.requestId, payment_id: payment.id, fault: fault.reason });
  if (fault.reason === "expires_at") return (await closeUnpaid(ctx, payment)).ok ? null : unavailable(requestId, replayed);
  if (!isRefusedForGood(fault)) return unavailable(requestId, replayed);
  // Nobody can pay in a session that there is not.
  await closeUnpaid(ctx, payment);
  return { result: refused({ tag: "payment_refused" }), requestId, replayed };
}

function unavailable(requestId: string, replayed: boolean): OpenCheckoutReply {
  return { result: refused({ tag: "payments_unavailable" }), requestId, replayed };
}
