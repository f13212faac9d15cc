/** An admin gives back all or a part of a payment: queued with the coach's other effects, done once, and written into the chain of admins' acts. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { bookingEffect } from "../../domain/effect.ts";
import type { Payment } from "../../domain/payment.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { orderRefund } from "../../database/admin-acts.ts";
import { isQueued } from "../../database/outbox.ts";
import { findPayment } from "../../database/payments.ts";
import { isGivenBack, refundsOfPayment } from "../../database/refunds.ts";
import type { ActorContext } from "../context.ts";

export interface RefundInput {
  readonly paymentId: string;
  /** In the smallest unit; null: all that is left. */
  readonly amountMinor: number | null;
  /** As the caller has been shown it: a payment that stands otherwise is refused; absent: any will do. */
  readonly seen?: RefundsSeen;
}

/** The refunds of a payment, counted: they tell one order from the next. */
interface RefundsSeen {
  readonly refundedMinor: number;
  /** Refunds that failed or were called off. */
  readonly failed: number;
}

export async function refundPayment(ctx: ActorContext, { paymentId, amountMinor, seen }: RefundInput): Promise<Result<Payment, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const database = ctx.database;
  const payment = await findPayment(database, paymentId);
  if (payment === null) return refused({ tag: "payment_not_found" });
  const stands = {
    refundedMinor: payment.refundedMinor,
    failed: (await refundsOfPayment(database, paymentId)).filter((one) => !isGivenBack(one)).length,
  };
  const { refundedMinor, failed } = seen ?? stands;
  const left = payment.capturedMinor - refundedMinor;
  const wanted = amountMinor ?? left;
  if (wanted <= 0 || wanted > left) return refused({ tag: "refund_too_large" });
  // The same refund asked for twice before the first is done is one refund; after one that failed it is another.
  const mark = `admin-${String(refundedMinor)}-${String(wanted)}${failed === 0 ? "" : `-${String(failed)}`}`;
  const booking = { id: payment.bookingId, coachId: payment.coachId, revision: 0 };
  const effect = bookingEffect(
    booking,
    { kind: "refund", paymentId, amountMinor: wanted, received: null, cause: "goodwill" },
    ctx.now,
    mark,
  );
  if (refundedMinor !== stands.refundedMinor || failed !== stands.failed) {
    // A form that has been sent before is answered by what it did.
    return (await isQueued(database, effect)) ? ok(payment) : refused({ tag: "revision_mismatch" });
  }
  const { bookingId } = payment;
  const order = { commandId: ctx.newId(), author: ctx.actor, now: ctx.now, paymentId, bookingId, amountMinor: wanted, effect };
  await orderRefund(database, ctx.auditKeys, order);
  await ctx.wake(payment.coachId);
  return ok(payment);
}
