/** The two effects that speak with Stripe. An interface, because a service without payments has none to carry out. */
import type { ClaimedEffect } from "../database/outbox.ts";
import type { EffectOutcome } from "./effect-outcome.ts";

export interface PaymentEffects {
  /** Gives money back, once for each effect. */
  readonly refund: (effect: ClaimedEffect) => Promise<EffectOutcome>;
  /** Ends a checkout session whose time is over; where it says paid after all, the payment counts. */
  readonly close: (effect: ClaimedEffect) => Promise<EffectOutcome>;
}

export const NO_PAYMENTS: PaymentEffects = {
  refund: () => Promise.resolve({ kind: "failed", reason: "payments_not_configured" }),
  close: () => Promise.resolve({ kind: "failed", reason: "payments_not_configured" }),
};
