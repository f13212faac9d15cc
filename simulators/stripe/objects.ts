/** Sessions, intents, charges, refunds and disputes as Stripe's JSON shows them. Changes nothing. */
import type { StripeCore } from "./core.ts";
import type { Charge, Dispute, Intent, Refund, Session, World } from "./world.ts";

export function sessionJson({ deps, world }: StripeCore, session: Session): Record<string, unknown> {
  const intent = session.intentId === null ? undefined : world.intents.get(session.intentId);
  return {
    id: session.id,
    object: "checkout.session",
    mode: "payment",
    status: session.status,
    payment_status: intent?.status === "succeeded" ? "paid" : "unpaid",
    payment_intent: session.intentId,
    amount_total: session.amount,
    amount_subtotal: session.amount,
    currency: session.currency,
    client_reference_id: session.clientReferenceId,
    metadata: session.metadata,
    success_url: session.successUrl,
    cancel_url: session.cancelUrl,
    created: session.createdSeconds,
    expires_at: session.expiresSeconds,
    livemode: false,
    url: session.status === "open" ? `${hostedBase(deps.publicPath)}/pay/${session.id}` : null,
  };
}

/** The real address; where the stand-in is mounted under a path, the browser is sent there instead. */
function hostedBase(publicPath: string): string {
  return publicPath.startsWith("http") ? `${publicPath}/checkout.stripe.com` : "https://checkout.stripe.com";
}

export function intentJson(intent: Intent): Record<string, unknown> {
  const decline = { type: "card_error", code: "card_declined", decline_code: "generic_decline", message: "The card was declined." };
  return {
    id: intent.id,
    object: "payment_intent",
    amount: intent.amount,
    currency: intent.currency,
    status: intent.status,
    metadata: intent.metadata,
    latest_charge: intent.chargeId,
    last_payment_error: intent.isDeclined ? decline : null,
  };
}

/** A refund that failed or was cancelled is not refunded any more. */
export function refundedOf(world: World, chargeId: string): number {
  return [...world.refunds.values()]
    .filter((refund) => refund.chargeId === chargeId && (refund.status === "pending" || refund.status === "succeeded"))
    .reduce((sum, { amount }) => sum + amount, 0);
}

export function disputeOf(world: World, chargeId: string): Dispute | undefined {
  return [...world.disputes.values()].find((dispute) => dispute.chargeId === chargeId);
}

/** The list of refunds is not in it, as it has not been since 2022-11-15. */
export function chargeJson(world: World, charge: Charge): Record<string, unknown> {
  const refunded = refundedOf(world, charge.id);
  return {
    id: charge.id,
    object: "charge",
    amount: charge.amount,
    amount_captured: charge.amount,
    amount_refunded: refunded,
    captured: true,
    created: charge.createdSeconds,
    currency: charge.currency,
    disputed: disputeOf(world, charge.id) !== undefined,
    metadata: charge.metadata,
    paid: true,
    payment_intent: charge.intentId,
    refunded: refunded === charge.amount,
    status: "succeeded",
  };
}

export function refundJson(refund: Refund): Record<string, unknown> {
  return {
    id: refund.id,
    object: "refund",
    amount: refund.amount,
    currency: refund.currency,
    charge: refund.chargeId,
    payment_intent: refund.intentId,
    metadata: refund.metadata,
    reason: refund.reason,
    status: refund.status,
    created: refund.createdSeconds,
    ...(refund.status === "failed" ? { failure_reason: "expired_or_canceled_card" } : {}),
  };
}

/** Its own metadata, which is not the payment's: a dispute is known by its intent alone. */
export function disputeJson(dispute: Dispute): Record<string, unknown> {
  return {
    id: dispute.id,
    object: "dispute",
    amount: dispute.amount,
    balance_transactions: dispute.balance.map((amount) => ({ object: "balance_transaction", amount, currency: dispute.currency })),
    charge: dispute.chargeId,
    created: dispute.createdSeconds,
    currency: dispute.currency,
    is_charge_refundable: isRefundable(dispute),
    livemode: false,
    metadata: {},
    payment_intent: dispute.intentId,
    reason: dispute.reason,
    status: dispute.status,
  };
}

export function isRefundable(dispute: Dispute): boolean {
  return dispute.balance.reduce((sum, amount) => sum + amount, 0) === 0 && dispute.status !== "lost";
}
