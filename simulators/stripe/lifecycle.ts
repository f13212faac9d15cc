/**
 * The life of a checkout session: it is paid, a card is declined, it ends. A life can also hold a payment that was
 * under way when the session was ended (`payLate`) and a second capture for what is paid already (`payAgain`). From knowledge
 * alone: that a session which was ended says `complete` once a payment under way in it has come through.
 */
import type { StripeCore } from "./core.ts";
import { intentJson, sessionJson } from "./objects.ts";
import { type Intent, newId, type Session } from "./world.ts";

function newIntent({ world }: StripeCore, session: Session): Intent {
  const { amount, currency, intentMetadata: metadata } = session;
  const intent: Intent = {
    id: newId("pi_", 24),
    amount,
    currency,
    metadata,
    status: "requires_payment_method",
    chargeId: null,
    isDeclined: false,
  };
  world.intents.set(intent.id, intent);
  world.scopes.set(intent.id, world.scopesOf(session.id));
  return intent;
}

function intentOf(core: StripeCore, session: Session): Intent {
  const known = session.intentId === null ? undefined : core.world.intents.get(session.intentId);
  const intent = known ?? newIntent(core, session);
  session.intentId = intent.id;
  return intent;
}

function capture(core: StripeCore, session: Session, intent: Intent): void {
  const { world, webhooks } = core;
  const scopes = world.scopesOf(session.id);
  const id = newId("ch_", 24);
  const { amount, currency, metadata } = intent;
  world.charges.set(id, { id, intentId: intent.id, createdSeconds: world.nowSeconds(scopes), amount, currency, metadata });
  world.scopes.set(id, scopes);
  intent.status = "succeeded";
  intent.chargeId = id;
  session.status = "complete";
  webhooks.emit("payment_intent.succeeded", intentJson(intent), scopes);
  webhooks.emit("checkout.session.completed", sessionJson(core, { ...session, intentId: intent.id }), scopes);
}

/** false: the session is not open any more. */
export function pay(core: StripeCore, session: Session): boolean {
  endIfOver(core, session);
  if (session.status !== "open") return false;
  capture(core, session, intentOf(core, session));
  return true;
}

/** A payment that was under way when its session was ended comes through. */
export function payLate(core: StripeCore, session: Session): boolean {
  endIfOver(core, session);
  if (session.status !== "expired") return false;
  capture(core, session, intentOf(core, session));
  return true;
}

/** Money comes a second time, by another intent. */
export function payAgain(core: StripeCore, session: Session): boolean {
  if (session.status !== "complete") return false;
  capture(core, session, newIntent(core, session));
  return true;
}

export function decline(core: StripeCore, session: Session): boolean {
  endIfOver(core, session);
  if (session.status !== "open") return false;
  const intent = intentOf(core, session);
  intent.isDeclined = true;
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
