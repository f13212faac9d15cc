/**
 * A payment of a priced booking: one checkout session and what it brought in.
 *
 *   open -> paid, failed, expired, flagged
 *
 * `flagged` is money that came in and does not fit what was asked: a person has to look. Refunds are counted beside the
 * state, because they may be partial and may come later.
 */
import { MINUTE_MS } from "../lib/duration.ts";
import type { Booking } from "./booking.ts";
import { CHECKOUT_HOLD_MS } from "./agreement/deadline.ts";
import { after, instant, type Instant } from "./instant.ts";

type PaymentState = "open" | "paid" | "failed" | "expired" | "flagged";

export interface Payment {
  readonly id: string;
  readonly bookingId: string;
  readonly coachId: string;
  readonly clientId: string;
  /** In the smallest unit of the currency. */
  readonly amountMinor: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
  readonly state: PaymentState;
  readonly sessionId: string | null;
  readonly sessionUrl: string | null;
  readonly paymentIntentId: string | null;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  /** For the version before, whose policies they are; written as 0. The policy that counts is the booking's. */
  readonly cutoffMinutes: number;
  readonly lateRefundPercent: number;
  /** When the session ends. */
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Stripe's sessions live at least thirty minutes; one more, because clocks differ. */
export const SESSION_MS = 31 * MINUTE_MS;
const CLOSING_MS = CHECKOUT_HOLD_MS - SESSION_MS;

/** When a session has to be ended at the provider: at its own end, and in any case before the booking lapses. */
export function closingTime(payment: Pick<Payment, "expiresAt">, booking: Pick<Booking, "expiresAt">): Instant {
  const lapses = booking.expiresAt === null ? payment.expiresAt : after(booking.expiresAt, -CLOSING_MS);
  return instant(Math.min(payment.expiresAt, lapses));
}

/** Whether what came in is what was asked for. */
export function fits(
  payment: Payment,
  paid: { readonly amountMinor: number; readonly currency: string; readonly bookingId: string | null },
): boolean {
  return paid.amountMinor === payment.amountMinor && paid.currency === payment.currency && paid.bookingId === payment.bookingId;
}
