/** Stripe's events as far as they concern us: money that came in, a try that failed, a session that is over. */
import type { Stripe } from "stripe";

export interface PaymentEvent {
  readonly eventId: string;
  readonly kind: "paid" | "failed_try" | "failed" | "expired";
  readonly paymentId: string | null;
  readonly bookingId: string | null;
  readonly coachId: string | null;
  readonly paymentIntentId: string | null;
  /** In the smallest unit. */
  readonly amountMinor: number | null;
  /** Upper case. */
  readonly currency: string | null;
}

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
      return {
        ...idsIn(metadata),
        eventId: event.id,
        kind: "failed_try",
        paymentIntentId: id,
        amountMinor: amount,
        currency: currency.toUpperCase(),
      };
    }
    default:
      return null;
  }
}

function ofSession(eventId: string, kind: PaymentEvent["kind"], session: Stripe.Checkout.Session): PaymentEvent {
  const intent = session.payment_intent;
  return {
    ...idsIn(session.metadata),
    eventId,
    kind,
    paymentIntentId: typeof intent === "string" ? intent : (intent?.id ?? null),
    amountMinor: session.amount_total,
    currency: session.currency?.toUpperCase() ?? null,
  };
}

function idsIn(metadata: Stripe.Metadata | null): Pick<PaymentEvent, "paymentId" | "bookingId" | "coachId"> {
  return {
    paymentId: metadata?.["payment_id"] ?? null,
    bookingId: metadata?.["booking_id"] ?? null,
    coachId: metadata?.["coach_id"] ?? null,
  };
}
