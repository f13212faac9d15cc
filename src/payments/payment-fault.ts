/** Why a call to the payment provider came to nothing, sorted once by what to do about it. Reasons are codes, never its words. */
import { Stripe } from "stripe";

export type PaymentFault =
  /** Nothing happened: try again. */
  | { readonly kind: "retry_later"; readonly afterMs: number | null; readonly reason: string }
  /** It may have happened; the same call with the same idempotency key is safe and finds out. */
  | { readonly kind: "unknown"; readonly reason: string }
  /** It may have happened, and the same key will say no more than that it failed: for a day its answer is this one. */
  | { readonly kind: "kept_fault"; readonly reason: string }
  /** Refused for good. */
  | { readonly kind: "rejected"; readonly reason: string };

const RETRY_STATUSES: ReadonlySet<number> = new Set([409, 429, 503]);

export function paymentFaultOf(error: unknown): PaymentFault {
  if (!(error instanceof Stripe.errors.StripeError)) return { kind: "unknown", reason: "connection" };
  const status = error.statusCode ?? 0;
  if (status === 0) return { kind: "unknown", reason: "connection" };
  const reason = `status_${String(status)}`;
  if (RETRY_STATUSES.has(status)) return { kind: "retry_later", afterMs: null, reason };
  if (status >= 500) return { kind: error.headers?.["idempotent-replayed"] === "true" ? "kept_fault" : "unknown", reason };
  if (status === 401 || status === 403) return { kind: "rejected", reason: "not_authorised" };
  // Without a code, the parameter says what is wrong.
  return { kind: "rejected", reason: error.code ?? error.param ?? reason };
}

/** Refused for what was asked, and not for who asked. */
export function isRefusedForGood(fault: PaymentFault): boolean {
  return fault.kind === "rejected" && fault.reason !== "not_authorised";
}
