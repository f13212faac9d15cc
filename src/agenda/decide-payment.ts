/**
 * Decides about payments: a checkout that holds the booking, money that came in, a session that came to nothing. Money is
 * never lost sight of: what does not fit is flagged, what comes for a booking that stands no more is given back.
 */
import { v5 } from "uuid";
import { ok, refused } from "../lib/result.ts";
import { type Booking, type BookingAction, hasLapsed } from "../domain/booking.ts";
import { type CoachProfile, priceOf } from "../domain/coach.ts";
import type { AgendaResult, ClosePaymentCommand, OpenPaymentCommand, PaymentCommand, SettlePaymentCommand } from "../domain/command.ts";
import type { NewEffect } from "../domain/effect.ts";
import { after, instant, type Instant } from "../domain/instant.ts";
import { CHECKOUT_HOLD_MS, fits, type Payment, SESSION_MS } from "../domain/payment.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { CHECKOUT_MS_MIN } from "../limits.ts";
import type { AuditEntry } from "../database/audit.ts";
import type { PaymentEventNote } from "../database/payments.ts";
import { effectsOfCheckout, effectsOfPayment } from "../effects/derive.ts";

/** The part of a group's decision that payments need. */
export interface PaymentDesk {
  readonly now: Instant;
  readonly profile: CoachProfile;
  readonly booking: Booking | undefined;
  /** Of this booking, oldest first. */
  readonly payments: readonly Payment[];
  readonly change: (booking: Booking, action: BookingAction, changes: AuditEntry["changes"]) => void;
  readonly keep: (payment: Payment, event: PaymentEventNote | null) => void;
  readonly queue: (effects: readonly NewEffect[]) => void;
}

export function decidePayment(desk: PaymentDesk, command: PaymentCommand): AgendaResult {
  const { booking } = desk;
  if (booking === undefined) return refused({ tag: "booking_not_found" });
  if (command.kind === "open_payment") return open(desk, command, booking);
  const payment = desk.payments.find(({ id }) => id === command.paymentId);
  if (payment === undefined) return refused({ tag: "payment_not_found" });
  return command.kind === "settle_payment" ? settle(desk, command, booking, payment) : close(desk, command, booking, payment);
}

function open(desk: PaymentDesk, command: OpenPaymentCommand, booking: Booking): AgendaResult {
  const { now, profile, payments } = desk;
  const price = priceOf(profile.settings, (booking.endsAt - booking.startsAt) / MINUTE_MS);
  if (booking.paymentId !== null) return refused({ tag: "already_paid" });
  if (price === null || price.amountMinor === 0 || booking.status !== "pending" || hasLapsed(booking, now)) {
    return refused({ tag: "nothing_to_pay" });
  }
  const standing = payments.find(({ state, expiresAt }) => state === "open" && expiresAt > after(now, MINUTE_MS));
  if (standing !== undefined) return ok({ kind: "payment", payment: standing, booking });
  // Both could be paid: the one before has to be ended at the provider first.
  if (payments.some(({ state }) => state === "open")) return refused({ tag: "payments_unavailable" });
  // Once: a client who opens one checkout after the other does not hold the time for ever.
  const isFirst = payments.length === 0;
  const lapses = booking.expiresAt ?? booking.startsAt;
  const expiresAt = isFirst ? instant(Math.min(booking.startsAt, Math.max(lapses, now + CHECKOUT_HOLD_MS))) : lapses;
  if (expiresAt < after(now, CHECKOUT_MS_MIN)) return refused({ tag: "checkout_too_late" });
  const payment: Payment = {
    id: command.paymentId,
    bookingId: booking.id,
    coachId: booking.coachId,
    clientId: booking.clientId,
    amountMinor: price.amountMinor,
    currency: price.currency,
    state: "open",
    sessionId: null,
    sessionUrl: null,
    paymentIntentId: null,
    capturedMinor: 0,
    refundedMinor: 0,
    cutoffMinutes: profile.settings.cancellationCutoffMinutes,
    lateRefundPercent: profile.settings.lateRefundPercent,
    expiresAt: after(now, SESSION_MS),
    createdAt: now,
    updatedAt: now,
  };
  const held: Booking = { ...booking, expiresAt, revision: booking.revision + 1, updatedAt: now };
  desk.change(held, "checkout_opened", { payment_id: payment.id, expires_at: expiresAt });
  desk.keep(payment, null);
  desk.queue(effectsOfCheckout(payment, held));
  return ok({ kind: "payment", payment, booking: held });
}

function settle(desk: PaymentDesk, command: SettlePaymentCommand, booking: Booking, payment: Payment): AgendaResult {
  const { now, profile } = desk;
  const note = (outcome: string): PaymentEventNote | null =>
    command.eventId === null ? null : { id: command.eventId, paymentId: payment.id, kind: "paid", outcome };
  if (payment.state === "paid" || payment.state === "flagged") return settleAgain(desk, command, booking, payment);
  const came = { ...payment, capturedMinor: command.paid.amountMinor, paymentIntentId: command.paymentIntentId, updatedAt: now };
  if (!fits(payment, command.paid)) {
    const flagged: Payment = { ...came, state: "flagged" };
    desk.keep(flagged, note("mismatch"));
    return ok({ kind: "payment", payment: flagged, booking });
  }
  const paid: Payment = { ...came, state: "paid" };
  desk.keep(paid, note("applied"));
  if (booking.paymentId !== null && booking.paymentId !== payment.id) return giveBackWhole(desk, booking, paid);
  const lapsed = hasLapsed(booking, now);
  const stands = booking.status !== "cancelled" && !lapsed;
  const isConfirmed = stands && booking.status === "pending" && !profile.settings.approvalRequired;
  const paidBooking: Booking = {
    ...booking,
    paymentId: payment.id,
    status: isConfirmed ? "confirmed" : booking.status,
    // Paid but to be approved: it waits for the coach, until its start.
    expiresAt: !isConfirmed && booking.status === "pending" ? booking.startsAt : null,
    revision: booking.revision + 1,
    updatedAt: now,
  };
  // One that had been cancelled stays as it was: when that was decides what its own payment gives back.
  const next: Booking = lapsed ? lapsedBooking(booking, now) : stands ? paidBooking : booking;
  const action = lapsed ? "lapsed" : isConfirmed ? "confirmed" : "paid";
  if (next !== booking) desk.change(next, action, { payment_id: payment.id, from: booking.status, to: next.status });
  desk.queue(effectsOfPayment(paid, next, { stands, now }));
  return ok({ kind: "payment", payment: paid, booking: next });
}

/** Of a payment that has brought money in: the same capture again, or another one, which gets a row of its own. */
function settleAgain(desk: PaymentDesk, command: SettlePaymentCommand, booking: Booking, payment: Payment): AgendaResult {
  const { paymentIntentId, eventId, paid } = command;
  const isKnown = paymentIntentId === null || desk.payments.some((one) => one.paymentIntentId === paymentIntentId);
  if (isKnown) {
    desk.keep(payment, eventId === null ? null : { id: eventId, paymentId: payment.id, kind: "paid", outcome: "no_change" });
    return ok({ kind: "payment", payment, booking });
  }
  const second: Payment = {
    ...payment,
    // The same capture told of again is the same row.
    id: v5(paymentIntentId, payment.id),
    state: "paid",
    sessionId: null,
    sessionUrl: null,
    paymentIntentId,
    amountMinor: paid.amountMinor,
    currency: paid.currency,
    capturedMinor: paid.amountMinor,
    refundedMinor: 0,
    createdAt: desk.now,
    updatedAt: desk.now,
  };
  desk.keep(second, eventId === null ? null : { id: eventId, paymentId: second.id, kind: "paid", outcome: "second_capture" });
  return giveBackWhole(desk, booking, second);
}

/** Money that came a second time: the booking stands on another payment, or on none, and is left as it is. */
function giveBackWhole(desk: PaymentDesk, booking: Booking, payment: Payment): AgendaResult {
  desk.queue(effectsOfPayment(payment, booking, { stands: false, now: desk.now }));
  return ok({ kind: "payment", payment, booking });
}

function close(desk: PaymentDesk, command: ClosePaymentCommand, booking: Booking, payment: Payment): AgendaResult {
  const { now } = desk;
  const isOpen = payment.state === "open";
  const note: PaymentEventNote | null =
    command.eventId === null
      ? null
      : { id: command.eventId, paymentId: payment.id, kind: command.outcome, outcome: isOpen ? "applied" : "no_change" };
  const closed: Payment = isOpen ? { ...payment, state: command.outcome, updatedAt: now } : payment;
  // It ends nothing but itself: the booking lapses at its own time, and until then another checkout may be opened.
  desk.keep(closed, note);
  return ok({ kind: "payment", payment: closed, booking });
}

export function lapsedBooking(booking: Booking, now: Instant): Booking {
  return {
    ...booking,
    status: "cancelled",
    expiresAt: null,
    cancelledBy: "system",
    cancelReason: "expired",
    revision: booking.revision + 1,
    updatedAt: now,
  };
}
