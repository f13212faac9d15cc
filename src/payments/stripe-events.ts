/**
 * Stripe's events as far as they concern us: money that came in, a try that failed, a session that is over, money that went
 * back, a dispute. Amounts leave here in minor units. They may come in any order and more than once.
 */
import type { Stripe } from "stripe";
import type { ProviderDispute, ProviderRefund } from "../domain/provider-money.ts";
import { fromStripe } from "./currencies.ts";
import { refundFrom } from "./stripe-refund.ts";

interface Marks {
  readonly paymentId: string | null;
  readonly bookingId: string | null;
}

/** The outcome of a checkout session, or of a try to pay in it. */
export interface SessionEvent extends Marks {
  readonly about: "session";
  readonly eventId: string;
  readonly kind: "paid" | "failed_try" | "failed" | "expired";
  /** null: it speaks of the intent alone. */
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
  readonly amountMinor: number | null;
  /** Upper case. */
  readonly currency: string | null;
}

export interface RefundEvent {
  readonly about: "refund";
  readonly eventId: string;
  readonly kind: string;
  readonly refund: ProviderRefund;
}

/** A charge of which something has been given back: how much in all, and not by which refunds. */
export interface ChargeEvent extends Marks {
  readonly about: "charge";
  readonly eventId: string;
  readonly kind: string;
  readonly paymentIntentId: string;
  readonly refundedMinor: number;
}

export interface DisputeEvent {
  readonly about: "dispute";
  readonly eventId: string;
  readonly kind: string;
  readonly dispute: ProviderDispute;
}

export type PaymentEvent = SessionEvent | RefundEvent | ChargeEvent | DisputeEvent;

/** null: of a kind that nobody here waits for. */
export function paymentEventOf(event: Stripe.Event): PaymentEvent | null {
  switch (event.type) {
    case "checkout.session.completed":
      // Completed is not paid: slower ways of paying say so later.
      return event.data.object.payment_status === "paid" ? ofSession(event.id, "paid", event.data.object) : null;
    case "checkout.session.async_payment_succeeded":
      return ofSession(event.id, "paid", event.data.object);
    case "checkout.session.async_payment_failed":
      return ofSession(event.id, "failed", event.data.object);
    case "checkout.session.expired":
      return ofSession(event.id, "expired", event.data.object);
    case "payment_intent.payment_failed": {
      const { id, metadata, amount, currency } = event.data.object;
      const marks = { ...marksIn(metadata), eventId: event.id, sessionId: null, paymentIntentId: id };
      return { about: "session", kind: "failed_try", ...marks, ...fromStripe({ amount, currency }) };
    }
    case "refund.created":
    case "refund.updated":
    case "refund.failed":
    case "charge.refund.updated":
      return { about: "refund", eventId: event.id, kind: event.type, refund: refundFrom(event.data.object) };
    case "charge.refunded": {
      const { payment_intent: intent, metadata, amount_refunded: amount, currency } = event.data.object;
      const paymentIntentId = idOf(intent);
      if (paymentIntentId === null) return null;
      const { amountMinor: refundedMinor } = fromStripe({ amount, currency });
      return { about: "charge", eventId: event.id, kind: event.type, ...marksIn(metadata), paymentIntentId, refundedMinor };
    }
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
      return ofDispute(event.id, event.type, event.created, event.data.object);
    default:
      return null;
  }
}

function ofSession(eventId: string, kind: SessionEvent["kind"], session: Stripe.Checkout.Session): SessionEvent {
  const { amount_total: amount, currency } = session;
  return {
    about: "session",
    ...marksIn(session.metadata),
    eventId,
    kind,
    sessionId: session.id,
    paymentIntentId: idOf(session.payment_intent),
    ...(amount === null || currency === null ? { amountMinor: null, currency: null } : fromStripe({ amount, currency })),
  };
}

function ofDispute(eventId: string, kind: string, toldSeconds: number, dispute: Stripe.Dispute): DisputeEvent {
  const { id, payment_intent: intent, amount, currency, status: state, reason, created } = dispute;
  const times = { createdAtMs: created * 1_000, toldAtMs: toldSeconds * 1_000 };
  const read = { id, paymentIntentId: idOf(intent), ...fromStripe({ amount, currency }), state, reason, ...times };
  return { about: "dispute", eventId, kind, dispute: read };
}

function idOf(named: string | { readonly id: string } | null): string | null {
  return typeof named === "string" ? named : (named?.id ?? null);
}

function marksIn(metadata: Stripe.Metadata | null): Marks {
  return { paymentId: metadata?.["payment_id"] ?? null, bookingId: metadata?.["booking_id"] ?? null };
}
