/** The payment and booking that an effect about money acts upon, and the outcome that a fault of the payment provider becomes. */
import { findBooking } from "../database/bookings.ts";
import { findPayment } from "../database/payments.ts";
import type { Booking } from "../domain/booking.ts";
import type { Payment } from "../domain/payment.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import type { PaymentFault } from "../payments/payment-fault.ts";
import type { Payments } from "../payments/stripe-payments.ts";
import type { EffectDependencies } from "./handler.ts";
import type { EffectOutcome } from "./outcome.ts";

interface PaymentSubject {
  readonly payment: Payment;
  readonly booking: Booking;
  readonly payments: Payments;
}

/** Refused with the outcome of an effect that has nothing to act upon. */
export async function readPaymentSubject(
  { database, payments }: EffectDependencies,
  paymentId: string,
  bookingId: string | null,
): Promise<Result<PaymentSubject, EffectOutcome>> {
  const payment = await findPayment(database, paymentId);
  const booking = bookingId === null ? null : await findBooking(database, bookingId);
  if (payment === null || booking === null) return refused({ kind: "dropped", reason: "no_payment" });
  return payments === null ? refused({ kind: "failed", reason: "payments_not_configured" }) : ok({ payment, booking, payments });
}

export function outcomeOfFault(fault: PaymentFault): EffectOutcome {
  if (fault.kind === "rejected") return { kind: "failed", reason: `payment_${fault.reason}` };
  // A fault that the provider keeps under our key is forgotten after a day, which is within this patience.
  return {
    kind: "retry",
    afterMs: fault.kind === "retry_later" ? fault.afterMs : null,
    reason: `payment_${fault.reason}`,
    isOutage: true,
  };
}
