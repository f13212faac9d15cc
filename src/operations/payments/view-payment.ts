/** A payment, as the parties to its booking and admins see it. */
import { ok, refused, type Result } from "../../lib/result.ts";
import type { Payment } from "../../domain/payment.ts";
import { isPartyOrAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { findPayment } from "../../database/payments.ts";
import type { ActorContext } from "../context.ts";

export async function viewPayment(ctx: ActorContext, { paymentId }: { readonly paymentId: string }): Promise<Result<Payment, Refusal>> {
  const payment = await findPayment(ctx.database, paymentId);
  if (payment === null) return refused({ tag: "payment_not_found" });
  return isPartyOrAdmin(ctx.actor, payment) ? ok(payment) : refused({ tag: "forbidden" });
}
