/**
 * Ends a payment's checkout session at the provider before its booking lapses, and has the agenda note what came of it: money
 * that came in at the last moment is settled, else the payment is closed.
 */
import { SYSTEM } from "../domain/actor.ts";
import type { AgendaCommand } from "../domain/command.ts";
import type { Payment } from "../domain/payment.ts";
import { checkoutOf } from "../payments/checkout.ts";
import type { EffectDependencies, Handler } from "./handler.ts";
import type { EffectOutcome } from "./outcome.ts";
import { outcomeOfFault, readPaymentSubject } from "./payment-subject.ts";

export const endCheckout: Handler<"end_checkout"> = async (deps, { effect, bookingId: subjectId }) => {
  const read = await readPaymentSubject(deps, effect.paymentId, subjectId);
  if (!read.ok) return read.problem;
  const { payment, payments } = read.value;
  if (payment.state !== "open") return { kind: "dropped", reason: "closed" };
  let { sessionId } = payment;
  if (sessionId === null) {
    // Its answer was lost: the same key finds the session that it may have made.
    const opened = await payments.openCheckout(checkoutOf(payment, deps.appUrl));
    // Refused as too late to open means that there was none to find: nobody can pay in it.
    const isNone = !opened.ok && opened.problem.kind === "rejected" && opened.problem.reason !== "not_authorised";
    if (isNone) return await closeUnpaid(deps, payment);
    if (!opened.ok) return outcomeOfFault(opened.problem);
    ({ sessionId } = opened.value);
  }
  const ended = await payments.expireCheckout(sessionId);
  if (!ended.ok) return outcomeOfFault(ended.problem);
  const { isPaid, amountMinor, currency, bookingId, paymentIntentId } = ended.value;
  if (!isPaid) return await closeUnpaid(deps, payment);
  const paid = { amountMinor: amountMinor ?? 0, currency: currency ?? "", bookingId };
  return await decided(deps, {
    kind: "settle_payment",
    ...commandFor(deps, payment),
    paid,
    paymentIntentId,
    secondPaymentId: deps.newId(),
  });
};

async function closeUnpaid(deps: EffectDependencies, payment: Payment): Promise<EffectOutcome> {
  return await decided(deps, { kind: "close_payment", ...commandFor(deps, payment), outcome: "expired" });
}

function commandFor(deps: EffectDependencies, { id: paymentId, bookingId, coachId }: Payment) {
  const commandId = deps.newId();
  return { commandId, requestId: commandId, coachId, author: SYSTEM, claim: null, bookingId, paymentId, eventId: null } as const;
}

async function decided(deps: EffectDependencies, command: AgendaCommand): Promise<EffectOutcome> {
  const { result } = await deps.submit(command);
  return result.ok ? { kind: "done", follow: [] } : { kind: "retry", afterMs: null, reason: result.problem.tag };
}
