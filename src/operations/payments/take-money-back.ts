/**
 * Money that went back, as the provider tells of it: refunds by us and by hand, and disputes. Each record is set to what is
 * said, so that any order and any repetition ends the same. Refunds that failed and disputes are logged for admins.
 */
import { log } from "../../lib/log.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import type { ProviderRefund } from "../../domain/provider-money.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findBooking } from "../../database/bookings.ts";
import { recordDispute } from "../../database/disputes.ts";
import { queueEffects } from "../../database/outbox.ts";
import { findPaymentByIntent, notePaymentEvent } from "../../database/payments.ts";
import { isGivenBack, recordRefund, refundsOfIntent } from "../../database/refunds.ts";
import { endpointsWanting } from "../../database/webhook-wants.ts";
import { deliveriesOfRefund } from "../../effects/deliveries.ts";
import type { ChargeEvent, DisputeEvent, RefundEvent } from "../../payments/stripe-events.ts";
import type { Payments } from "../../payments/stripe-payments.ts";
import type { OperationContext } from "../context.ts";

export interface MoneyBackContext extends OperationContext {
  readonly payments: Payments;
}

type Taken = Result<null, Refusal>;

export async function takeRefundEvent(ctx: OperationContext, { eventId, kind, refund }: RefundEvent): Promise<Taken> {
  const paymentId = await noteRefund(ctx, refund);
  await notePaymentEvent(ctx.database, { id: eventId, paymentId, kind, outcome: outcomeOf(paymentId) }, ctx.now);
  return ok(null);
}

/** The charge says how much has gone back in all: where we know of less, the provider is asked which refunds there are. */
export async function takeChargeEvent(ctx: MoneyBackContext, event: ChargeEvent): Promise<Taken> {
  const { eventId, kind, paymentIntentId, refundedMinor } = event;
  const known = (await refundsOfIntent(ctx.database, paymentIntentId)).filter(isGivenBack);
  if (known.reduce((sum, { amountMinor }) => sum + amountMinor, 0) < refundedMinor) {
    const listed = await ctx.payments.refundsOf(paymentIntentId);
    // The event comes again.
    if (!listed.ok) return refused({ tag: "payments_unavailable" });
    for (const refund of listed.value) await noteRefund(ctx, refund);
  }
  const paymentId = (await findPaymentByIntent(ctx.database, paymentIntentId))?.id ?? null;
  await notePaymentEvent(ctx.database, { id: eventId, paymentId, kind, outcome: outcomeOf(paymentId) }, ctx.now);
  return ok(null);
}

export async function takeDisputeEvent(ctx: OperationContext, { eventId, kind, dispute }: DisputeEvent): Promise<Taken> {
  const isNews = await recordDispute(ctx.database, dispute, ctx.now);
  const { id, state, paymentIntentId } = dispute;
  const payment = paymentIntentId === null ? null : await findPaymentByIntent(ctx.database, paymentIntentId);
  const paymentId = payment?.id ?? null;
  if (isNews) log("error", "payment_disputed", { request_id: ctx.requestId, dispute_id: id, payment_id: paymentId, state });
  await notePaymentEvent(ctx.database, { id: eventId, paymentId, kind, outcome: isNews ? outcomeOf(paymentId) : "no_change" }, ctx.now);
  return ok(null);
}

/** The id of its payment; null where the capture is not known yet. */
async function noteRefund(ctx: OperationContext, told: ProviderRefund): Promise<string | null> {
  const { refund, hasFailed, eventAt } = await recordRefund(ctx.database, told, ctx.now);
  const paymentId = refund?.paymentId ?? null;
  if (hasFailed) log("error", "refund_failed", { request_id: ctx.requestId, refund_id: refund?.id, payment_id: paymentId });
  if (refund !== null && refund.bookingId !== null && eventAt !== null) await tellOfRefund(ctx, refund.id, refund.bookingId, eventAt);
  return paymentId;
}

/** Again with the same ids, where it is told again. */
async function tellOfRefund(ctx: OperationContext, refundId: string, bookingId: string, at: Instant): Promise<void> {
  const endpoints = await endpointsWanting(ctx.database);
  const booking = endpoints.length === 0 ? null : await findBooking(ctx.database, bookingId);
  if (booking === null) return;
  await queueEffects(ctx.database, deliveriesOfRefund(refundId, booking, { endpoints, at, now: ctx.now }), ctx.now);
  await ctx.wake(booking.coachId);
}

function outcomeOf(paymentId: string | null): string {
  return paymentId === null ? "unknown_payment" : "applied";
}
