/**
 * Payments through Stripe Checkout, by its official library on fetch. Cards only. Every write carries an idempotency key
 * that follows from our own ids; nothing is retried here, that is the outbox's. Card data never passes through us.
 */
import { Stripe } from "stripe";
import { type AddressMap, addressMap } from "../lib/address-map.ts";
import type { Instant } from "../domain/instant.ts";
import { SECOND_MS } from "../lib/duration.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import type { CheckoutRequest } from "./checkout.ts";
import { type PaymentFault, paymentFaultOf } from "./payment-fault.ts";
import { paymentEventOf, type PaymentEvent } from "./stripe-events.ts";

const STRIPE_TIMEOUT_MS = 10 * SECOND_MS;
const REFUNDS_READ_MAX = 100;

export interface StripeOptions {
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Where a simulator stands in for Stripe, without a slash at the end; null: Stripe. */
  readonly standInUrl: string | null;
  readonly fetch: typeof fetch;
  readonly now: () => Instant;
}

interface Checkout {
  readonly sessionId: string;
  /** null once it is over. */
  readonly url: string | null;
  readonly isPaid: boolean;
  readonly paymentIntentId: string | null;
  readonly amountMinor: number | null;
  /** Upper case. */
  readonly currency: string | null;
  readonly bookingId: string | null;
}

interface RefundRequest {
  readonly paymentIntentId: string;
  readonly amountMinor: number;
  readonly key: string;
  readonly bookingId: string;
  readonly paymentId: string;
}

export interface Payments {
  openCheckout: (request: CheckoutRequest) => Promise<Result<Checkout, PaymentFault>>;
  /** Ends it where it is still open; says what it has come to in any case. */
  expireCheckout: (sessionId: string) => Promise<Result<Checkout, PaymentFault>>;
  refund: (request: RefundRequest) => Promise<Result<{ readonly state: "succeeded" | "pending" | "failed" }, PaymentFault>>;
  /** What a webhook's body says; null: nothing that concerns us. Refused where the signature does not prove it. */
  readEvent: (body: string, signature: string | null) => Promise<Result<PaymentEvent | null, "signature_invalid">>;
}

export function stripePayments(options: StripeOptions): Payments {
  const addressOf: AddressMap = addressMap(options.standInUrl);
  const { fetch: send } = options;
  const crypto = Stripe.createSubtleCryptoProvider();
  const stripe = new Stripe(options.secretKey, {
    // The library can change its host but not put a path before it.
    httpClient: Stripe.createFetchHttpClient((input: RequestInfo | URL, init?: RequestInit) =>
      send(addressOf(input instanceof Request ? input.url : String(input)), init),
    ),
    maxNetworkRetries: 0,
    timeout: STRIPE_TIMEOUT_MS,
    telemetry: false,
  });

  const attempt = async <Value>(act: () => Promise<Value>): Promise<Result<Value, PaymentFault>> => {
    try {
      return ok(await act());
    } catch (error) {
      return refused(paymentFaultOf(error));
    }
  };

  return {
    async openCheckout(request) {
      const metadata = { payment_id: request.paymentId, booking_id: request.bookingId, coach_id: request.coachId };
      return await attempt(async () =>
        checkoutFrom(
          await stripe.checkout.sessions.create(
            {
              mode: "payment",
              allowed_payment_method_types: ["card"],
              client_reference_id: request.bookingId,
              line_items: [
                {
                  quantity: 1,
                  price_data: {
                    currency: request.currency.toLowerCase(),
                    unit_amount: request.amountMinor,
                    product_data: { name: "Coaching session" },
                  },
                },
              ],
              metadata,
              payment_intent_data: { metadata },
              success_url: request.successUrl,
              cancel_url: request.cancelUrl,
              expires_at: Math.floor(request.expiresAt / SECOND_MS),
            },
            { idempotencyKey: `checkout:${request.paymentId}` },
          ),
        ),
      );
    },

    async expireCheckout(sessionId) {
      const expired = await attempt(async () => checkoutFrom(await stripe.checkout.sessions.expire(sessionId)));
      // Refused because it is over already, one way or the other: which one is to be read.
      if (expired.ok || expired.problem.kind !== "rejected" || expired.problem.reason === "not_authorised") return expired;
      return await attempt(async () => checkoutFrom(await stripe.checkout.sessions.retrieve(sessionId)));
    },

    async refund(request) {
      const { key, paymentId, bookingId } = request;
      const made = await attempt(async () =>
        stripe.refunds.create(
          {
            payment_intent: request.paymentIntentId,
            amount: request.amountMinor,
            metadata: { key, payment_id: paymentId, booking_id: bookingId },
          },
          { idempotencyKey: `refund:${key}` },
        ),
      );
      if (made.ok) return ok({ state: refundStateOf(made.value.status) });
      if (made.problem.kind !== "rejected" || made.problem.reason !== "charge_already_refunded") return made;
      // A key is forgotten after a day: our own refund is known by its mark.
      const listed = await attempt(async () => stripe.refunds.list({ payment_intent: request.paymentIntentId, limit: REFUNDS_READ_MAX }));
      if (!listed.ok) return listed;
      const ours = listed.value.data.find(({ metadata }) => metadata?.["key"] === key);
      return ours === undefined ? made : ok({ state: refundStateOf(ours.status) });
    },

    async readEvent(body, signature) {
      try {
        const event = await stripe.webhooks.constructEventAsync(
          body,
          signature ?? "",
          options.webhookSecret,
          undefined,
          crypto,
          options.now(),
        );
        return ok(paymentEventOf(event));
      } catch {
        return refused("signature_invalid");
      }
    },
  };
}

function checkoutFrom(session: Stripe.Checkout.Session): Checkout {
  const intent = session.payment_intent;
  return {
    sessionId: session.id,
    url: session.url,
    isPaid: session.payment_status === "paid",
    paymentIntentId: typeof intent === "string" ? intent : (intent?.id ?? null),
    amountMinor: session.amount_total,
    currency: session.currency?.toUpperCase() ?? null,
    bookingId: session.metadata?.["booking_id"] ?? null,
  };
}

function refundStateOf(status: string | null): "succeeded" | "pending" | "failed" {
  if (status === "succeeded") return "succeeded";
  return status === "failed" || status === "canceled" ? "failed" : "pending";
}
