/**
 * Bookings that the version before wrote while both versions ran: they hold no terms. They are read by what that version
 * kept of a coach's settings, and written whole when something happens to them. The migration does the same in SQL.
 */
import { MINUTE_MS } from "../../lib/duration.ts";
import { type Booking, isActive } from "../booking.ts";
import type { CoachSettings } from "../coach.ts";
import { type Instant, later } from "../instant.ts";
import type { Money } from "../money.ts";
import type { Payment } from "../payment.ts";
import { completionOf } from "./deadline.ts";
import { policyOfCutoff } from "./policy.ts";

/** Settings that went: they stay in the record for the version before, and nothing else reads them. */
export interface KeptSettings {
  readonly prices?: readonly { readonly durationMinutes: number; readonly amountMinor: number; readonly currency: string }[];
  readonly cancellationCutoffMinutes?: number;
  readonly lateRefundPercent?: number;
}

type Told = Pick<CoachSettings, "approvalRequired"> & KeptSettings;

/** The booking with the terms that were meant. One that has terms stays as it is. */
export function asAgreed(booking: Booking, payments: readonly Payment[], settings: Told, now: Instant): Booking {
  if (booking.cancellationPolicy !== null) return booking;
  const payment = payments.find(({ id }) => id === booking.paymentId) ?? payments.find(({ state }) => state === "open");
  const isPending = booking.status === "pending";
  const endsLater = later(booking.endsAt, now) !== now;
  return {
    ...booking,
    price: payment === undefined ? (isPending ? listedPrice(booking, settings) : null) : moneyOf(payment.amountMinor, payment.currency),
    cancellationPolicy: policyOfCutoff(
      payment?.cutoffMinutes ?? settings.cancellationCutoffMinutes ?? 0,
      payment?.lateRefundPercent ?? settings.lateRefundPercent ?? 0,
    ),
    approvalRequired: isPending && isActive(booking, now) && settings.approvalRequired,
    completesAt: booking.status === "confirmed" && endsLater ? completionOf(booking.endsAt) : null,
  };
}

function listedPrice({ startsAt, endsAt }: Booking, { prices = [] }: KeptSettings): Money | null {
  const listed = prices.find(({ durationMinutes }) => durationMinutes * MINUTE_MS === endsAt - startsAt);
  return listed === undefined ? null : moneyOf(listed.amountMinor, listed.currency);
}

function moneyOf(minor: number, currency: string): Money | null {
  return minor === 0 ? null : { minor, currency };
}
