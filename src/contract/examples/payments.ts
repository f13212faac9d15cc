/** Examples of the calls tagged Payments. */
import type { Example } from "./example.ts";
import { BOOKING_ID, MADE_AT, PAYMENT_ID } from "./world.ts";

export const paymentsExamples = {
  openCheckout: {
    as: "client",
    request: { headers: { "Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324" }, body: { booking_id: BOOKING_ID } },
    answer: {
      status: 200,
      body: {
        payment_id: "b6d767d2-f8ed-4d21-a4e0-9c8b7a6f5e4d",
        checkout_url: "https://checkout.stripe.com/pay/cs_test_m6lGHIZ6SB0XMkUnu1azcN1YFgFDTQGRVfvcUmHu",
        expires_at: "2027-03-02T08:15:00.000Z",
      },
    },
  },
  viewPayment: {
    as: "client",
    request: { path: { id: PAYMENT_ID } },
    answer: {
      status: 200,
      body: {
        id: PAYMENT_ID,
        booking_id: BOOKING_ID,
        amount_minor: 6000,
        currency: "EUR",
        state: "paid",
        captured_minor: 6000,
        refunded_minor: 0,
        expires_at: "2027-03-02T08:15:00.000Z",
        created_at: MADE_AT,
        updated_at: MADE_AT,
      },
    },
  },
  paymentWebhook: {
    as: null,
    request: { headers: { "stripe-signature": "t=1803888900,v1=signature-by-stripe" } },
    answer: { status: 200, body: { received: true } },
  },
} satisfies Readonly<Record<string, Example>>;
