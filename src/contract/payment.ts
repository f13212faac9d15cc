/** Payments on the wire: the checkout, what has become of a payment, the provider's webhook, and an admin's refund. */
import { createRoute, z } from "@hono/zod-openapi";
import type { Payment } from "../domain/payment.ts";
import { REASON_CHARACTERS_MAX } from "../limits.ts";
import { idempotencyHeaders, versionHeader } from "./headers.ts";
import { bearer, everyone, json, requiredBody } from "./media.ts";
import { problems } from "./problem.ts";
import { freeText, instantIn, instantOut, presentInstant, uuid } from "./scalar.ts";

export const paymentSchema = z
  .object({
    id: uuid.describe("The payment's."),
    booking_id: uuid.describe("The booking that is paid."),
    amount_minor: z.int().openapi({ description: "In the smallest unit of the currency." }),
    currency: z.string().openapi({ example: "EUR" }).describe("ISO 4217, in capitals."),
    state: z
      .enum(["open", "paid", "failed", "expired", "flagged"])
      .describe("`open`: its checkout can be paid. `flagged`: money came in that does not fit what was asked."),
    captured_minor: z.int().describe("What has come in, in the currency's smallest unit."),
    refunded_minor: z.int().describe("What has gone back or is on the way, in the currency's smallest unit."),
    expires_at: instantOut.openapi({ description: "When its checkout ends." }),
    created_at: instantOut,
    updated_at: instantOut,
  })
  .openapi("Payment");

const checkoutSchema = z
  .object({
    payment_id: uuid.describe("To ask what has become of it: `GET /payments/{id}`."),
    checkout_url: z.string().describe("Stripe's page: send the client's browser there."),
    expires_at: instantOut.openapi({ description: "Until when it can be paid. RFC 3339, UTC." }),
  })
  .openapi("Checkout");

export const openCheckoutRoute = createRoute({
  method: "post",
  path: "/payments/checkout",
  operationId: "openCheckout",
  summary: "Pay for a booking: where to send the client",
  description:
    "Opens a checkout at Stripe for a booking that awaits its payment, for the client of the booking. Send the browser to `checkout_url`; the booking is held until `expires_at`. Asked again while it is open, the same checkout is answered. The booking is confirmed by Stripe's webhook and not by the browser's return.",
  tags: ["Payments"],
  security: bearer,
  request: {
    headers: idempotencyHeaders,
    body: requiredBody(z.strictObject({ booking_id: uuid.describe("The booking to pay for.") }).openapi("OpenCheckout")),
  },
  responses: {
    200: { description: "The checkout; again gives the same while it is open", content: json(checkoutSchema) },
    ...problems(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
  },
});

export const viewPaymentRoute = createRoute({
  method: "get",
  path: "/payments/{id}",
  operationId: "viewPayment",
  summary: "What has become of a payment",
  description:
    "Shows what has become of a payment: what was captured and what went back. For the parties of the booking and admins. `flagged` means that what Stripe says does not fit, and an admin has to look.",
  tags: ["Payments"],
  security: bearer,
  request: { params: z.object({ id: uuid.describe("The payment's.") }) },
  responses: { 200: { description: "The payment", content: json(paymentSchema) }, ...problems(400, 401, 403, 404) },
});

export const paymentWebhookRoute = createRoute({
  method: "post",
  path: "/payments/webhook",
  operationId: "paymentWebhook",
  summary: "Stripe's events, proved by their signature",
  description:
    "Receives Stripe's events; Stripe calls it, you do not. Each is proved by its signature over the raw body. An event that comes twice changes nothing twice.",
  tags: ["Payments"],
  security: everyone,
  request: { headers: z.object({ "stripe-signature": z.string().max(2_000).optional().describe("Stripe's proof over the raw body.") }) },
  responses: {
    200: { description: "Taken", content: json(z.object({ received: z.literal(true).describe("It need not be sent again.") })) },
    ...problems(400, 413, 429, 503),
  },
});

export const refundPaymentRoute = createRoute({
  method: "post",
  path: "/admin/payments/{id}/refund",
  operationId: "refundPayment",
  summary: "Give back all or a part of a payment",
  description:
    "Gives back a payment, or a part of it, whatever the policy of the booking says. For admins. The refund itself follows from the outbox; the payment shows it when Stripe has taken it. One that fails stands in `GET /admin/refunds/failed`.",
  tags: ["Admin"],
  security: bearer,
  request: {
    params: z.object({ id: uuid.describe("The payment's.") }),
    body: requiredBody(
      z
        .strictObject({ amount_minor: z.int().min(1).optional().openapi({ description: "All that is left where absent." }) })
        .openapi("RefundPayment"),
    ),
  },
  responses: {
    200: { description: "The payment; the refund follows", content: json(paymentSchema) },
    ...problems(400, 401, 403, 404, 413, 415, 429),
  },
});

export const cancelPeriodRoute = createRoute({
  method: "post",
  path: "/admin/bookings/cancel",
  operationId: "cancelPeriod",
  summary: "Cancel a person's sessions of a period, with refunds",
  description:
    "Of the coach or of the client that the body names: one of them. A coach's sessions give everything back; a client's are judged as the client's own cancellations at that moment. At most a hundred at once: call again while `has_more` is true.",
  tags: ["Admin"],
  security: bearer,
  request: {
    body: requiredBody(
      z
        .strictObject({
          coach_id: uuid.optional().describe("Whose sessions are cancelled: a coach's, or a client's."),
          client_id: uuid.optional().describe("Whose sessions are cancelled: a client's, or a coach's."),
          from: instantIn,
          to: instantIn,
          reason: freeText(REASON_CHARACTERS_MAX).nullish().describe("For those who are told of it."),
        })
        .superRefine(({ coach_id: coach, client_id: client }, context) => {
          if ((coach === undefined) !== (client === undefined)) return;
          context.addIssue({ code: "custom", path: ["coach_id"], message: "must be named, or client_id, and not both" });
        })
        .openapi("CancelPeriod"),
    ),
  },
  responses: {
    200: {
      description: "What was cancelled",
      headers: versionHeader,
      content: json(
        z
          .object({
            cancelled: z.array(uuid).describe("Ids of the bookings that are cancelled now."),
            failed: z
              .array(
                z.object({
                  booking_id: uuid.describe("The booking that stands."),
                  code: z.string().describe("Why, as the `code` of a problem."),
                }),
              )
              .describe("Sessions that could not be cancelled now."),
            has_more: z.boolean().openapi({ description: "Call again for the rest." }),
          })
          .openapi("CancelledPeriod"),
      ),
    },
    ...problems(400, 401, 403, 413, 415, 429),
  },
});

export const paymentRoutes = [openCheckoutRoute, viewPaymentRoute, paymentWebhookRoute, refundPaymentRoute, cancelPeriodRoute] as const;

export function presentPayment(payment: Payment): z.infer<typeof paymentSchema> {
  return {
    id: payment.id,
    booking_id: payment.bookingId,
    amount_minor: payment.amountMinor,
    currency: payment.currency,
    state: payment.state,
    captured_minor: payment.capturedMinor,
    refunded_minor: payment.refundedMinor,
    expires_at: presentInstant(payment.expiresAt),
    created_at: presentInstant(payment.createdAt),
    updated_at: presentInstant(payment.updatedAt),
  };
}
