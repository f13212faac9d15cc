/** Ends a payment's checkout session at the provider before its booking lapses. One that is closed already is left alone. */
import { endSession } from "./end-session.ts";
import type { Handler } from "./handler.ts";
import { readPaymentSubject } from "./payment-subject.ts";

export const endCheckout: Handler<"end_checkout"> = async (deps, { effect, bookingId: subjectId }) => {
  const read = await readPaymentSubject(deps, effect.paymentId, subjectId);
  if (!read.ok) return read.problem;
  const { payment, payments } = read.value;
  if (payment.state !== "open") return { kind: "dropped", reason: "closed" };
  const ended = await endSession({ ...deps, payments }, payment);
  return ended.ok ? { kind: "done", follow: [] } : ended.problem;
};
