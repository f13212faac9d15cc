/**
 * Gives money back: an amount that an admin named, or what the booking says as it stands now, less what has been
 * given back already, by us or by hand. The refund's id is the effect's, so that however often it is tried it is one refund: it is
 * looked for among those that the provider has before it is asked for. It is told to both parties once it is noted.
 */
import type { EffectContext } from "../database/effect-read.ts";
import {
  giveUpRefund,
  isGivenBack,
  type PlannedRefund,
  planRefund,
  type RecordedRefund,
  recordRefund,
  refundsOfPayment,
} from "../database/refunds.ts";
import type { ClaimedEffect } from "../database/outbox.ts";
import { floorChargeable } from "../domain/currency.ts";
import type { Booking } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import type { Payment } from "../domain/payment.ts";
import type { ProviderRefund } from "../domain/provider-money.ts";
import { refundDue } from "../domain/refund.ts";
import { log } from "../lib/log.ts";
import { SECOND_MS } from "../lib/duration.ts";
import { isRefusedForGood } from "../payments/payment-fault.ts";
import { deliveriesOfRefund } from "./deliveries.ts";
import type { EffectDependencies, Handler } from "./handler.ts";
import { mailsAfter } from "./mails.ts";
import type { EffectOutcome } from "./outcome.ts";
import { outcomeOfFault, readPaymentSubject } from "./payment-subject.ts";

/** Refused because less is left than we knew: somebody gave back by hand meanwhile. */
const LESS_IS_LEFT: ReadonlySet<string> = new Set(["charge_already_refunded", "amount"]);

export const refund: Handler<"refund"> = async (deps, claimed, context) => {
  const read = await readPaymentSubject(deps, claimed.effect.paymentId, claimed.bookingId);
  if (!read.ok) return read.problem;
  const { payment, booking, payments } = read.value;
  if (payment.capturedMinor === 0) return { kind: "dropped", reason: "nothing_captured" };
  if (payment.paymentIntentId === null) return { kind: "failed", reason: "no_payment_intent" };
  const known = await payments.refundsOf(payment.paymentIntentId);
  if (!known.ok) return outcomeOfFault(known.problem);
  const now = deps.now();
  const told = { endpoints: context?.endpoints ?? [], booking, now };
  const noted: NotedRefund[] = [];
  for (const one of known.value) noted.push({ made: one, ...(await noteRefund(deps, one, now)) });
  const ours = noted.filter(({ made }) => made.key === claimed.id);
  const before = ours.find(({ made }) => isGivenBack(made)) ?? ours[0];
  if (before !== undefined) return outcomeOf(claimed, before, told);

  const planned = await planOf(deps, claimed, payment, booking);
  if (planned.amountMinor <= 0) {
    await giveUpRefund(deps.database, planned, "canceled", now);
    return { kind: "dropped", reason: "nothing_to_give_back" };
  }
  if (!(await planRefund(deps.database, planned, now))) return { kind: "retry", afterMs: SECOND_MS, reason: "less_is_left" };
  const asked = await payments.refund({
    paymentIntentId: payment.paymentIntentId,
    amountMinor: planned.amountMinor,
    currency: payment.currency,
    key: claimed.id,
    bookingId: booking.id,
    paymentId: payment.id,
  });
  if (asked.ok) {
    return outcomeOf(claimed, { made: asked.value, ...(await noteRefund(deps, asked.value, now)) }, told);
  }
  const isLess = asked.problem.kind === "rejected" && LESS_IS_LEFT.has(asked.problem.reason);
  if (isRefusedForGood(asked.problem)) await giveUpRefund(deps.database, planned, isLess ? "canceled" : "failed", now);
  return isLess ? { kind: "retry", afterMs: SECOND_MS, reason: "less_is_left" } : outcomeOfFault(asked.problem);
};

async function planOf(
  { database }: EffectDependencies,
  { id, effect }: ClaimedEffect<"refund">,
  payment: Payment,
  booking: Booking,
): Promise<PlannedRefund> {
  const others = (await refundsOfPayment(database, payment.id)).filter((one) => one.id !== id && isGivenBack(one));
  const givenBack = others.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const { cause } = effect;
  if (cause !== "goodwill") return { id, payment, amountMinor: refundDue(payment, booking, givenBack), cause };
  const left = Math.max(0, payment.capturedMinor - givenBack);
  return { id, payment, amountMinor: floorChargeable(Math.min(effect.amountMinor ?? left, left), payment.currency), cause };
}

interface NotedRefund extends Pick<RecordedRefund, "refund" | "eventAt"> {
  readonly made: ProviderRefund;
}

async function noteRefund({ database }: EffectDependencies, told: ProviderRefund, now: Instant): Promise<Omit<NotedRefund, "made">> {
  const { hasFailed, ...noted } = await recordRefund(database, told, now);
  if (hasFailed) log("error", "refund_failed", { refund_id: noted.refund?.id, payment_id: noted.refund?.paymentId });
  return noted;
}

interface Telling {
  readonly endpoints: EffectContext["endpoints"];
  readonly booking: Booking;
  readonly now: Instant;
}

function outcomeOf(claimed: ClaimedEffect<"refund">, { made, refund: noted, eventAt }: NotedRefund, told: Telling): EffectOutcome {
  if (!isGivenBack(made)) return { kind: "failed", reason: "refund_failed" };
  const { paymentId } = claimed.effect;
  const amount = { minor: made.amountMinor, currency: made.currency };
  const mails = mailsAfter(claimed, { kind: "refunded", paymentId, amount }, told.now);
  const deliveries = noted === null || eventAt === null ? [] : deliveriesOfRefund(noted.id, told.booking, { ...told, at: eventAt });
  return { kind: "done", follow: [...mails, ...deliveries] };
}
