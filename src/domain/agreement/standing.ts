/**
 * Bookings that the version before wrote while both versions ran: they hold no terms. They are read by what that version
 * kept of a coach's settings, and written whole when something happens to them, or by the sweep. The migration does the same
 * in SQL.
 */
import { MINUTE_MS } from "../../lib/duration.ts";
import type { Booking } from "../booking.ts";
import type { CoachSettings } from "../coach.ts";
import type { Money } from "../money.ts";
import type { Payment } from "../payment.ts";
import { completionOf } from "./deadline.ts";
import { type CancellationPolicy, percentBy, policyOfCutoff } from "./policy.ts";

/** Settings that went: they stay in the record for the version before, and nothing else reads them. */
export interface KeptSettings {
  readonly prices?: readonly { readonly durationMinutes: number; readonly amountMinor: number; readonly currency: string }[];
  readonly cancellationCutoffMinutes?: number;
  readonly lateRefundPercent?: number;
}

export type StandingSettings = Pick<CoachSettings, "approvalRequired"> & KeptSettings;

/** The booking with the terms that were meant; `payments` are the booking's own. One that has terms stays as it is. */
export function asAgreed(booking: Booking, payments: readonly Payment[], settings: StandingSettings): Booking {
  if (booking.cancellationPolicy !== null) return booking;
  const isPending = booking.status === "pending";
  const captured = payments.find(({ id }) => id === booking.paymentId);
  const payment = captured ?? payments.find(({ state }) => state === "open");
  const priced = isPending ? payment : captured;
  const cancellationPolicy = policyOfCutoff(
    payment?.cutoffMinutes ?? settings.cancellationCutoffMinutes ?? 0,
    payment?.lateRefundPercent ?? settings.lateRefundPercent ?? 0,
  );
  return {
    ...booking,
    price: priced === undefined ? (isPending ? listedPrice(booking, settings) : null) : moneyOf(priced.amountMinor, priced.currency),
    cancellationPolicy,
    approvalRequired: isPending && settings.approvalRequired,
    refundPercent: booking.status === "cancelled" && captured !== undefined ? givenBackBefore(booking, cancellationPolicy) : null,
    // The migration has read all that were over by then: one that is read here was made after it.
    completesAt: booking.status === "confirmed" ? completionOf(booking.endsAt) : null,
  };
}

/** The percent by which the version before gave back: a client's cancellation was judged by the policy, in whatever state. */
function givenBackBefore({ cancelledBy, startsAt, updatedAt }: Booking, policy: CancellationPolicy): number {
  return cancelledBy === "client" ? percentBy(policy, startsAt, updatedAt) : 100;
}

function listedPrice({ startsAt, endsAt }: Booking, { prices = [] }: KeptSettings): Money | null {
  const listed = prices.find(({ durationMinutes }) => durationMinutes * MINUTE_MS === endsAt - startsAt);
  return listed === undefined ? null : moneyOf(listed.amountMinor, listed.currency);
}

function moneyOf(minor: number, currency: string): Money | null {
  return minor === 0 ? null : { minor, currency };
}
