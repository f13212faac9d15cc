/** A refund as Stripe has it, read into our units and marks. Decides nothing about it. */
import type { Stripe } from "stripe";
import type { ProviderRefund } from "../domain/provider-money.ts";
import { fromStripe } from "./currencies.ts";

export function refundFrom(refund: Stripe.Refund): ProviderRefund {
  const { id, payment_intent: intent, metadata, amount, currency, status, created } = refund;
  return {
    providerId: id,
    paymentIntentId: typeof intent === "string" ? intent : (intent?.id ?? null),
    key: metadata?.["key"] ?? null,
    paymentId: metadata?.["payment_id"] ?? null,
    ...fromStripe({ amount, currency }),
    state: stateOf(status),
    createdAtMs: created * 1_000,
  };
}

/** `requires_action` and what Stripe may think of next are under way. */
function stateOf(status: string | null): ProviderRefund["state"] {
  return status === "succeeded" || status === "failed" || status === "canceled" ? status : "pending";
}
