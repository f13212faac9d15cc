/** Why a call to the payment provider came to nothing, sorted once by what to do about it. Reasons are codes, never its words. */
import { Stripe } from "stripe";

export type PaymentFault =
  /** Nothing happened: try again. */
  | { readonly kind: "retry_later"; readonly afterMs: number | null; readonly reason: string }
  /** It may have happened; the same call with the same idempotency key is safe and finds out. */
  | { readonly kind: "unknown"; readonly reason: string }
  /** Refused for good. */
  | { readonly kind: "rejected"; readonly reason: string };

const RETRY_STATUSES: ReadonlySet<number> = new Set([409, 429, 503]);

export function paymentFaultOf(error: unknown): PaymentFault {
  if (!(error instanceof Stripe.errors.StripeError)) return { kind: "unknown", reason: "connection" };
  const status = error.statusCode ?? 0;
  if (status === 0) return { kind: "unknown", reason: "connection" };
  if (RETRY_STATUSES.has(status)) return { kind: "retry_later", afterMs: null, reason: `status_${String(status)}` };
  if (status >= 500) return { kind: "unknown", reason: `status_${String(status)}` };
  if (status === 401 || status === 403) return { kind: "rejected", reason: "not_authorised" };
  return { kind: "rejected", reason: error.code ?? `status_${String(status)}` };
}
