/**
 * Carries out one effect by its kind. Every effect is handed what stands now, or reads it, before it acts, so that one which
 * comes late, twice or out of order does what is right at that moment. A kind without a handler does not compile.
 */
import type { EffectContext } from "../database/effect-read.ts";
import type { ClaimedEffect } from "../database/outbox.ts";
import type { EffectKind } from "../domain/effect.ts";
import { followChange } from "./booking-changed.ts";
import { updateCalendar } from "./calendar.ts";
import { endCheckout } from "./end-checkout.ts";
import type { EffectDependencies, Handler } from "./handler.ts";
import { sendMail } from "./mail.ts";
import type { EffectOutcome } from "./outcome.ts";
import { refund } from "./refund.ts";
import { remind } from "./reminder.ts";
import { deliverEvent } from "./webhook.ts";

/** @internal */
export type EffectHandlers = { readonly [Kind in EffectKind]: Handler<Kind> };

/** @internal */
export const HANDLERS: EffectHandlers = {
  booking_changed: followChange,
  reminder: remind,
  mail: sendMail,
  calendar: updateCalendar,
  refund,
  webhook: deliverEvent,
  end_checkout: endCheckout,
};

export async function carryOut<Kind extends EffectKind>(
  deps: EffectDependencies,
  claimed: ClaimedEffect<Kind>,
  context: EffectContext | null,
): Promise<EffectOutcome> {
  return await HANDLERS[claimed.effect.kind](deps, claimed, context);
}
