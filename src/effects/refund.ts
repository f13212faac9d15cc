/**
 * The effects that speak with the payment provider: money given back, and sessions ended before their booking lapses. A
 * refund's key is its row's id, so that however often it is tried it is one refund; it is told to both once it is noted.
 */
import { noteRefund, findPayment } from "../database/payments.ts";
import { findBooking } from "../database/bookings.ts";
import type { ClaimedEffect } from "../database/outbox.ts";
import type { Database } from "../database/open.ts";
import { SYSTEM } from "../domain/actor.ts";
import type { Booking } from "../domain/booking.ts";
import type { AgendaCommand, AgendaReply } from "../domain/command.ts";
import type { EffectDetail } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import { policyRefund } from "../domain/refund.ts";
import type { PaymentFault } from "../payments/payment-fault.ts";
import type { Payments } from "../payments/stripe-payments.ts";
import { checkoutOf } from "../payments/checkout.ts";
import { mailEffect } from "./derive.ts";
import type { EffectOutcome } from "./outcome.ts";

export interface PaymentDependencies {
  readonly database: Database;
  /** null: this service takes no payments. */
  readonly payments: Payments | null;
  readonly appUrl: string;
  /** Decides in this agenda's own queue. */
  readonly submit: (command: AgendaCommand) => Promise<AgendaReply>;
  readonly now: () => Instant;
  readonly newId: () => string;
}

export async function giveBack(deps: PaymentDependencies, effect: ClaimedEffect): Promise<EffectOutcome> {
  const read = await readFor(deps, effect);
  if (!("payment" in read)) return read;
  const { payment, booking } = read;
  if (payment.capturedMinor === 0) return { kind: "dropped", reason: "nothing_captured" };
  if (payment.paymentIntentId === null) return { kind: "failed", reason: "no_payment_intent" };
  const asked = effect.detail?.["refund_minor"];
  const amountMinor =
    typeof asked === "number" ? asked : Math.min(policyRefund(payment, booking), payment.capturedMinor - payment.refundedMinor);
  if (amountMinor <= 0) return { kind: "dropped", reason: "nothing_to_give_back" };
  const refunded = await read.payments.refund({
    paymentIntentId: payment.paymentIntentId,
    amountMinor,
    key: effect.id,
    bookingId: booking.id,
    paymentId: payment.id,
  });
  if (!refunded.ok) return outcomeOf(refunded.problem);
  if (refunded.value.state === "failed") return { kind: "failed", reason: "refund_failed" };
  const now = deps.now();
  await noteRefund(deps.database, payment.id, effect.id, amountMinor, now);
  const detail: EffectDetail = { payment_id: payment.id, amount_minor: amountMinor, currency: payment.currency };
  const { revision } = effect;
  return {
    kind: "done",
    follow: (["client", "coach"] as const).map((audience) => {
      const mail = mailEffect(booking, "refunded", audience, { revision, dueAt: now, detail });
      return { ...mail, id: `${effect.id}:${audience}` };
    }),
  };
}

export async function endSession(deps: PaymentDependencies, effect: ClaimedEffect): Promise<EffectOutcome> {
  const read = await readFor(deps, effect);
  if (!("payment" in read)) return read;
  const { payment, payments } = read;
  if (payment.state !== "open") return { kind: "dropped", reason: "closed" };
  let { sessionId } = payment;
  if (sessionId === null) {
    // Its answer was lost: the same key finds the session that it may have made.
    const opened = await payments.openCheckout(checkoutOf(payment, deps.appUrl));
    // Refused as too late to open means that there was none to find: nobody can pay in it.
    const isNone = !opened.ok && opened.problem.kind === "rejected" && opened.problem.reason !== "not_authorised";
    if (isNone) return await closeUnpaid(deps, payment);
    if (!opened.ok) return outcomeOf(opened.problem);
    ({ sessionId } = opened.value);
  }
  const ended = await payments.expireCheckout(sessionId);
  if (!ended.ok) return outcomeOf(ended.problem);
  const { isPaid, amountMinor, currency, bookingId, paymentIntentId } = ended.value;
  if (!isPaid) return await closeUnpaid(deps, payment);
  const paid = { amountMinor: amountMinor ?? 0, currency: currency ?? "", bookingId };
  return await decided(deps, { kind: "settle_payment", ...commandFor(deps, payment), paid, paymentIntentId });
}

async function closeUnpaid(deps: PaymentDependencies, payment: Payment): Promise<EffectOutcome> {
  return await decided(deps, { kind: "close_payment", ...commandFor(deps, payment), outcome: "expired" });
}

function commandFor(deps: PaymentDependencies, { id: paymentId, bookingId, coachId }: Payment) {
  const commandId = deps.newId();
  return { commandId, requestId: commandId, coachId, author: SYSTEM, claim: null, bookingId, paymentId, eventId: null } as const;
}

async function decided(deps: PaymentDependencies, command: AgendaCommand): Promise<EffectOutcome> {
  const { result } = await deps.submit(command);
  return result.ok ? { kind: "done", follow: [] } : { kind: "retry", afterMs: null, reason: result.problem.tag };
}

interface Subject {
  readonly payment: Payment;
  readonly booking: Booking;
  readonly payments: Payments;
}

async function readFor(deps: PaymentDependencies, effect: ClaimedEffect): Promise<EffectOutcome | Subject> {
  const paymentId = effect.detail?.["payment_id"];
  const payment = typeof paymentId === "string" ? await findPayment(deps.database, paymentId) : null;
  const booking = effect.bookingId === null ? null : await findBooking(deps.database, effect.bookingId);
  if (payment === null || booking === null) return { kind: "dropped", reason: "no_payment" };
  const { payments } = deps;
  return payments === null ? { kind: "failed", reason: "payments_not_configured" } : { payment, booking, payments };
}

function outcomeOf(fault: PaymentFault): EffectOutcome {
  if (fault.kind === "rejected") return { kind: "failed", reason: `payment_${fault.reason}` };
  return { kind: "retry", afterMs: fault.kind === "retry_later" ? fault.afterMs : null, reason: `payment_${fault.reason}` };
}
