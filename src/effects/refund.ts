/**
 * Gives money back: an amount that an admin named, or what the policy says of the booking as it stands now. The key of the
 * refund at the provider is the effect's id, so that however often it is tried it is one refund. It is told to both parties
 * once it is noted.
 */
import { noteRefund } from "../database/payments.ts";
import { toGiveBack } from "../domain/refund.ts";
import type { Booking } from "../domain/booking.ts";
import type { Effect } from "../domain/effect.ts";
import type { Payment } from "../domain/payment.ts";
import type { Handler } from "./handler.ts";
import { mailsAfter } from "./mails.ts";
import { outcomeOfFault, readPaymentSubject } from "./payment-subject.ts";

export const refund: Handler<"refund"> = async (deps, claimed) => {
  const read = await readPaymentSubject(deps, claimed.effect.paymentId, claimed.bookingId);
  if (!read.ok) return read.problem;
  const { payment, booking, payments } = read.value;
  if (payment.capturedMinor === 0) return { kind: "dropped", reason: "nothing_captured" };
  if (payment.paymentIntentId === null) return { kind: "failed", reason: "no_payment_intent" };
  const left = payment.capturedMinor - payment.refundedMinor;
  const amountMinor = amountOf(claimed.effect, booking, payment, left);
  if (amountMinor <= 0) return { kind: "dropped", reason: "nothing_to_give_back" };
  const refunded = await payments.refund({
    paymentIntentId: payment.paymentIntentId,
    amountMinor,
    key: claimed.id,
    bookingId: booking.id,
    paymentId: payment.id,
  });
  if (!refunded.ok) return outcomeOfFault(refunded.problem);
  if (refunded.value.state === "failed") return { kind: "failed", reason: "refund_failed" };
  const now = deps.now();
  await noteRefund(deps.database, payment.id, claimed.id, amountMinor, now);
  const amount = { minor: amountMinor, currency: payment.currency };
  return { kind: "done", follow: mailsAfter(claimed, { kind: "refunded", paymentId: payment.id, amount }, now) };
};

/** What was decided, less what has been given back since. */
function amountOf({ cause, amountMinor }: Effect<"refund">, booking: Booking, payment: Payment, left: number): number {
  if (cause === "cancelled") return booking.status === "cancelled" && booking.paymentId === payment.id ? toGiveBack(booking, payment) : 0;
  return cause === "goodwill" ? (amountMinor ?? left) : left;
}
