/** A payment, as the parties to its booking and admins see it. */
import { ok, refused, type Result } from "../lib/result.ts";
import type { Payment } from "../domain/payment.ts";
import type { Refusal } from "../domain/refusal.ts";
import { openDatabase } from "../database/open.ts";
import { findPayment } from "../database/payments.ts";
import type { ActorContext } from "./context.ts";

export async function viewPayment(ctx: ActorContext, paymentId: string): Promise<Result<Payment, Refusal>> {
  const payment = await findPayment(openDatabase(ctx.d1), paymentId);
  if (payment === null) return refused({ tag: "payment_not_found" });
  const { id, role } = ctx.actor;
  const isParty = (role === "client" && payment.clientId === id) || (role === "coach" && payment.coachId === id);
  return isParty || role === "admin" ? ok(payment) : refused({ tag: "forbidden" });
}
