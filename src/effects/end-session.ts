/**
 * Ends the checkout session of an open payment at the provider, and has the agenda note what came of it: money that came in at
 * the last moment is settled, else the payment is closed. Used before the booking lapses, and before another checkout.
 */
import { SYSTEM } from "../domain/actor.ts";
import type { AgendaCommand } from "../domain/command.ts";
import type { Payment } from "../domain/payment.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { checkoutOf } from "../payments/checkout.ts";
import { isRefusedForGood } from "../payments/payment-fault.ts";
import type { Payments } from "../payments/stripe-payments.ts";
import type { EffectDependencies } from "./handler.ts";
import type { EffectOutcome } from "./outcome.ts";
import { outcomeOfFault } from "./payment-subject.ts";

interface EndDependencies extends Pick<EffectDependencies, "serviceUrl" | "submit" | "newId"> {
  readonly payments: Payments;
}

/** Refused with the outcome that an effect would have: whether to try again, or that a person has to look. */
export async function endSession(deps: EndDependencies, payment: Payment): Promise<Result<null, EffectOutcome>> {
  const { payments } = deps;
  let { sessionId } = payment;
  if (sessionId === null) {
    // Its answer was lost: the same key finds the session that it may have made.
    const opened = await payments.openCheckout(checkoutOf(payment, deps.serviceUrl));
    // Refused as too late to open means that there was none to find: nobody can pay in it.
    if (!opened.ok) return isRefusedForGood(opened.problem) ? await closeUnpaid(deps, payment) : refused(outcomeOfFault(opened.problem));
    ({ sessionId } = opened.value);
  }
  const ended = await payments.expireCheckout(sessionId);
  if (!ended.ok) return refused(outcomeOfFault(ended.problem));
  const { isPaid, amountMinor, currency, bookingId, paymentIntentId } = ended.value;
  if (!isPaid) return await closeUnpaid(deps, payment);
  const paid = { amountMinor: amountMinor ?? 0, currency: currency ?? "", bookingId };
  return await decided(deps, { kind: "settle_payment", ...commandFor(deps, payment), paid, paymentIntentId });
}

export async function closeUnpaid(deps: Pick<EndDependencies, "submit" | "newId">, payment: Payment): Promise<Result<null, EffectOutcome>> {
  return await decided(deps, { kind: "close_payment", ...commandFor(deps, payment), outcome: "expired" });
}

function commandFor(deps: Pick<EndDependencies, "newId">, { id: paymentId, bookingId, coachId }: Payment) {
  const commandId = deps.newId();
  return { commandId, requestId: commandId, coachId, author: SYSTEM, claim: null, bookingId, paymentId, eventId: null } as const;
}

async function decided(deps: Pick<EndDependencies, "submit">, command: AgendaCommand): Promise<Result<null, EffectOutcome>> {
  const { result } = await deps.submit(command);
  return result.ok ? ok(null) : refused({ kind: "retry", afterMs: null, reason: result.problem.tag });
}
