/**
 * What a checkout session is opened with. It follows from the payment alone, so that opening it a second time under the
 * same idempotency key says the same and finds the same session.
 */
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";

export interface CheckoutRequest {
  readonly paymentId: string;
  readonly bookingId: string;
  readonly coachId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly expiresAt: Instant;
}

export function checkoutOf(payment: Payment, serviceUrl: string): CheckoutRequest {
  // From there whoever paid goes on to where they came from: our pages, or an app.
  const page = `${serviceUrl}/bookings/${payment.bookingId}`;
  return {
    paymentId: payment.id,
    bookingId: payment.bookingId,
    coachId: payment.coachId,
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    successUrl: `${page}?payment=done`,
    cancelUrl: `${page}?payment=given-up`,
    expiresAt: payment.expiresAt,
  };
}
