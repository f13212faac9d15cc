/**
 * Payments through Stripe Checkout, by its official library on fetch. Cards only. Every write carries an idempotency key
 * that follows from our own ids; nothing is retried here, that is the outbox's. Amounts are in minor units on our side and
 * in Stripe's on the other. Card data never passes through us.
 */
import { Stripe } from "stripe";
import { type AddressMap, addressMap } from "../lib/address-map.ts";
import type { Instant } from "../domain/instant.ts";
import type { ProviderRefund } from "../domain/provider-money.ts";
import { SECOND_MS } from "../lib/duration.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import type { CheckoutRequest } from "./checkout.ts";
import { fromStripe, toStripe } from "./currencies.ts";
import { isRefusedForGood, type PaymentFault, paymentFaultOf } from "./payment-fault.ts";
import { paymentEventOf, type PaymentEvent } from "./stripe-events.ts";
import { refundFrom } from "./stripe-refund.ts";

const STRIPE_TIMEOUT_MS = 10 * SECOND_MS;
const REFUNDS_READ_MAX = 100;
/** A key whose answer is a kept fault is given up for the next. */
const KEYS_MAX = 5;

export interface StripeOptions {
  readonly secretKey: string;
  /** Any of them proves an event. */
  readonly webhookSecrets: readonly string[];
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
  /** Upper case. */
  readonly currency: string;
  /** The refund's id on our side. */
  readonly key: string;
  readonly bookingId: string;
  readonly paymentId: string;
}

export interface Payments {
  openCheckout: (request: CheckoutRequest) => Promise<Result<Checkout, PaymentFault>>;
  /** Ends it where it is still open; says what it has come to in any case. */
  expireCheckout: (sessionId: string) => Promise<Result<Checkout, PaymentFault>>;
  /** A key is forgotten after a day: look for the refund among those that there are before you ask for it a second time. */
  refund: (request: RefundRequest) => Promise<Result<ProviderRefund, PaymentFault>>;
  /** All refunds of an intent, by us and by hand, newest first. */
  refundsOf: (paymentIntentId: string) => Promise<Result<readonly ProviderRefund[], PaymentFault>>;
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

  return {
    async openCheckout(request) {
      // A second session under another key does no harm: nobody has the address of the first.
      return await underKeys(`checkout:${request.paymentId}`, async (idempotencyKey) =>
        checkoutFrom(await stripe.checkout.sessions.create(sessionOf(request), { idempotencyKey })),
      );
    },

    async expireCheckout(sessionId) {
      const expired = await attempt(async () => checkoutFrom(await stripe.checkout.sessions.expire(sessionId)));
      // Refused because it is over already, one way or the other: which one is to be read.
      if (expired.ok || !isRefusedForGood(expired.problem)) return expired;
      return await attempt(async () => checkoutFrom(await stripe.checkout.sessions.retrieve(sessionId)));
    },

    async refund(request) {
      const { key, paymentId, bookingId, paymentIntentId, amountMinor } = request;
      const metadata = { key, payment_id: paymentId, booking_id: bookingId };
      const { amount } = toStripe(request);
      // The amount is part of the key: what can be given back may have become less since the first try.
      return await underKeys(`refund:${key}:${String(amountMinor)}`, async (idempotencyKey) =>
        refundFrom(await stripe.refunds.create({ payment_intent: paymentIntentId, amount, metadata }, { idempotencyKey })),
      );
    },

    async refundsOf(paymentIntentId) {
      return await attempt(async () => {
        const { data } = await stripe.refunds.list({ payment_intent: paymentIntentId, limit: REFUNDS_READ_MAX });
        return data.map(refundFrom);
      });
    },

    async readEvent(body, signature) {
      const now = options.now();
      for (const secret of options.webhookSecrets) {
        try {
          const event = await stripe.webhooks.constructEventAsync(body, signature ?? "", secret, undefined, crypto, now);
          return ok(paymentEventOf(event));
        } catch {
          // The one before may have signed it.
        }
      }
      return refused("signature_invalid");
    },
  };
}

async function attempt<Value>(act: () => Promise<Value>): Promise<Result<Value, PaymentFault>> {
  try {
    return ok(await act());
  } catch (error) {
    return refused(paymentFaultOf(error));
  }
}

async function underKeys<Value>(key: string, act: (key: string) => Promise<Value>): Promise<Result<Value, PaymentFault>> {
  let made = await attempt(async () => await act(key));
  for (let next = 2; next <= KEYS_MAX && !made.ok && made.problem.kind === "kept_fault"; next += 1) {
    made = await attempt(async () => await act(`${key}:${String(next)}`));
  }
  return made;
}

function sessionOf(request: CheckoutRequest): Stripe.Checkout.SessionCreateParams {
  const metadata = { payment_id: request.paymentId, booking_id: request.bookingId, coach_id: request.coachId };
  const { amount, currency } = toStripe(request);
  return {
    mode: "payment",
    allowed_payment_method_types: ["card"],
    client_reference_id: request.bookingId,
    line_items: [{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: "Coaching session" } } }],
    metadata,
    payment_intent_data: { metadata },
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
    expires_at: Math.floor(request.expiresAt / SECOND_MS),
  };
}

function checkoutFrom(session: Stripe.Checkout.Session): Checkout {
  const { payment_intent: intent, amount_total: amount, currency } = session;
  return {
    sessionId: session.id,
    url: session.url,
    isPaid: session.payment_status === "paid",
    paymentIntentId: typeof intent === "string" ? intent : (intent?.id ?? null),
    ...(amount === null || currency === null ? { amountMinor: null, currency: null } : fromStripe({ amount, currency })),
    bookingId: session.metadata?.["booking_id"] ?? null,
  };
}
