/** Sessions, intents and refunds as Stripe's JSON shows them; and what a session's life does to them. */
import type { StripeCore } from "./core.ts";
import { type Intent, newId, type Refund, type Session } from "./world.ts";

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
  return {
    id: intent.id,
    object: "payment_intent",
    amount: intent.amount,
    currency: intent.currency,
    status: intent.status,
    metadata: intent.metadata,
    latest_charge: intent.chargeId,
    last_payment_error:
      intent.decline === null
        ? null
        : { type: "card_error", code: intent.decline.code, decline_code: intent.decline.declineCode, message: intent.decline.message },
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
    status: refund.status,
    created: refund.createdSeconds,
  };
}

function intentOf({ world }: StripeCore, session: Session): Intent {
  const known = session.intentId === null ? undefined : world.intents.get(session.intentId);
  if (known !== undefined) return known;
  const scopes = world.scopesOf(session.id);
  const intent: Intent = {
    id: newId("pi_", 24),
    sessionId: session.id,
    createdSeconds: world.nowSeconds(scopes),
    amount: session.amount,
    currency: session.currency,
    metadata: session.intentMetadata,
    description: session.intentDescription,
    status: "requires_payment_method",
    chargeId: null,
    decline: null,
    canceledSeconds: null,
  };
  world.intents.set(intent.id, intent);
  world.scopes.set(intent.id, scopes);
  session.intentId = intent.id;
  return intent;
}

/** false: the session is not open any more. */
export function pay(core: StripeCore, session: Session): boolean {
  endIfOver(core, session);
  if (session.status !== "open") return false;
  const { world, webhooks } = core;
  const scopes = world.scopesOf(session.id);
  const intent = intentOf(core, session);
  const chargeId = newId("ch_", 24);
  world.charges.set(chargeId, {
    id: chargeId,
    intentId: intent.id,
    createdSeconds: world.nowSeconds(scopes),
    amount: intent.amount,
    currency: intent.currency,
    metadata: intent.metadata,
    card: "4242",
    decline: null,
    refunded: 0,
  });
  world.scopes.set(chargeId, scopes);
  intent.status = "succeeded";
  intent.chargeId = chargeId;
  session.status = "complete";
  webhooks.emit("payment_intent.succeeded", intentJson(intent), scopes);
  webhooks.emit("checkout.session.completed", sessionJson(core, session), scopes);
  return true;
}

export function decline(core: StripeCore, session: Session): boolean {
  endIfOver(core, session);
  if (session.status !== "open") return false;
  const intent = intentOf(core, session);
  intent.decline = { code: "card_declined", declineCode: "generic_decline", message: "The card was declined." };
  core.webhooks.emit("payment_intent.payment_failed", intentJson(intent), core.world.scopesOf(session.id));
  return true;
}

export function expire(core: StripeCore, session: Session): boolean {
  if (session.status !== "open") return false;
  session.status = "expired";
  core.webhooks.emit("checkout.session.expired", sessionJson(core, session), core.world.scopesOf(session.id));
  return true;
}

export function endIfOver(core: StripeCore, session: Session): void {
  const now = core.world.nowSeconds(core.world.scopesOf(session.id));
  if (session.status === "open" && session.expiresSeconds <= now) expire(core, session);
}
