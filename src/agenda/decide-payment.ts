/**
 * Decides about payments: a checkout that holds the booking, money that came in, a session that came to nothing. Money is
 * never lost sight of: what does not fit is flagged, and what comes for a booking that stands no more, a second time, or for
 * somebody who has been deactivated is given back whole.
 */
import { v5 } from "uuid";
import { ok, refused } from "../lib/result.ts";
import { waitsUntil, waitsUntilPaid } from "../domain/agreement/deadline.ts";
import type { Agreement } from "../domain/agreement/guards.ts";
import { awaitingOf, type Booking, type BookingAction, hasLapsed, statusAt } from "../domain/booking.ts";
import type { CoachProfile } from "../domain/coach.ts";
import type { AgendaResult, ClosePaymentCommand, OpenPaymentCommand, PaymentCommand, SettlePaymentCommand } from "../domain/command.ts";
import type { NewEffect } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { fits, type Payment, SESSION_MS } from "../domain/payment.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { AuditEntry } from "../database/audit.ts";
import type { PaymentEventNote } from "../database/payments.ts";
import { effectsOfCheckout, effectsOfPayment } from "../effects/derive.ts";
import { confirmedBooking, lapsedBooking } from "./changed-booking.ts";

/** The part of a group's decision that payments need. */
export interface PaymentDesk {
  readonly now: Instant;
  readonly profile: CoachProfile;
  readonly booking: Booking | undefined;
  readonly agreement: Agreement;
  readonly arePartiesActive: boolean;
  /** Why the client may not pay now; `deadline`: the one that the booking would have. */
  readonly refuseToPay: (booking: Booking, deadline: Instant | null) => Refusal | null;
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
  const { now, payments } = desk;
  const { price } = booking;
  const standing = payments.find(({ state }) => state === "open");
  // Once: a client who opens one checkout after the other does not hold the time for ever.
  const expiresAt = payments.length === 0 ? waitsUntilPaid(booking, now) : (booking.expiresAt ?? booking.startsAt);
  const refusal = desk.refuseToPay(booking, standing === undefined ? expiresAt : null);
  if (refusal !== null) return refused(refusal);
  if (price === null) return refused({ tag: "nothing_to_pay" });
  if (standing !== undefined) {
    // One that is about to end can still be paid: another is opened when it has ended at the provider.
    return standing.expiresAt > now ? ok({ kind: "payment", payment: standing, booking }) : refused({ tag: "payments_unavailable" });
  }
  const payment: Payment = {
    id: command.paymentId,
    bookingId: booking.id,
    coachId: booking.coachId,
    clientId: booking.clientId,
    amountMinor: price.minor,
    currency: price.currency,
    state: "open",
    sessionId: null,
    sessionUrl: null,
    paymentIntentId: null,
    capturedMinor: 0,
    refundedMinor: 0,
    cutoffMinutes: 0,
    lateRefundPercent: 0,
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
  const note = (of: Payment, outcome: string): PaymentEventNote | null =>
    command.eventId === null ? null : { id: command.eventId, paymentId: of.id, kind: "paid", outcome };
  const known = desk.payments.find(({ paymentIntentId }) => paymentIntentId !== null && paymentIntentId === command.paymentIntentId);
  if (payment.state === "paid" || payment.state === "flagged") {
    const isSecond = known === undefined && command.paymentIntentId !== null;
    if (isSecond) return settleSecond(desk, command, booking, payment, command.paymentIntentId);
    desk.keep(payment, note(payment, "no_change"));
    return ok({ kind: "payment", payment, booking });
  }
  const came = { ...payment, capturedMinor: command.paid.amountMinor, paymentIntentId: command.paymentIntentId, updatedAt: now };
  if (!fits(payment, command.paid)) {
    const flagged: Payment = { ...came, state: "flagged" };
    desk.keep(flagged, note(flagged, "mismatch"));
    return ok({ kind: "payment", payment: flagged, booking });
  }
  const paid: Payment = { ...came, state: "paid" };
  desk.keep(paid, note(paid, "applied"));
  const lapsed = hasLapsed(booking, now);
  const isAwaited = statusAt(booking, now) === "pending" && awaitingOf(booking) === "payment";
  const stands = isAwaited && desk.arePartiesActive;
  if (!stands) {
    const next = lapsed ? lapsedBooking(booking, now) : booking;
    if (lapsed) desk.change(next, "lapsed", { payment_id: payment.id, from: "pending", to: "cancelled" });
    desk.queue(effectsOfPayment(paid, next, { cause: desk.agreement.rules.causeOfReturn(booking), now }));
    return ok({ kind: "payment", payment: paid, booking: next });
  }
  const withPayment: Booking = { ...booking, paymentId: payment.id };
  const isWhole = awaitingOf(withPayment) === null;
  const waiting: Booking = {
    ...withPayment,
    // Paid but to be approved: it waits for the coach.
    expiresAt: waitsUntil(withPayment, now, profile.settings),
    revision: booking.revision + 1,
    updatedAt: now,
  };
  const next = isWhole ? confirmedBooking(withPayment, now) : waiting;
  desk.change(next, isWhole ? "confirmed" : "paid", { payment_id: payment.id, from: booking.status, to: next.status });
  desk.queue(effectsOfPayment(paid, next, { cause: null, now }));
  return ok({ kind: "payment", payment: paid, booking: next });
}

/** Money that another intent brought for a payment that had come in: a payment of its own, given back whole. */
function settleSecond(desk: PaymentDesk, command: SettlePaymentCommand, booking: Booking, first: Payment, intentId: string): AgendaResult {
  const { now } = desk;
  const { eventId, paid } = command;
  const second: Payment = {
    ...first,
    // The same capture told of again is the same row.
    id: v5(intentId, first.id),
    state: "paid",
    sessionId: null,
    sessionUrl: null,
    paymentIntentId: intentId,
    amountMinor: paid.amountMinor,
    currency: paid.currency,
    capturedMinor: paid.amountMinor,
    refundedMinor: 0,
    createdAt: now,
    updatedAt: now,
  };
  desk.keep(second, eventId === null ? null : { id: eventId, paymentId: second.id, kind: "paid", outcome: "second_capture" });
  desk.queue(effectsOfPayment(second, booking, { cause: desk.agreement.rules.causeOfReturn(booking), now }));
  return ok({ kind: "payment", payment: second, booking });
}

/** A session that ends unpaid ends nothing but itself: the booking lapses at its own deadline. */
function close(desk: PaymentDesk, command: ClosePaymentCommand, booking: Booking, payment: Payment): AgendaResult {
  const isOpen = payment.state === "open";
  const note: PaymentEventNote | null =
    command.eventId === null
      ? null
      : { id: command.eventId, paymentId: payment.id, kind: command.outcome, outcome: isOpen ? "applied" : "no_change" };
  const closed: Payment = isOpen ? { ...payment, state: command.outcome, updatedAt: desk.now } : payment;
  desk.keep(closed, note);
  return ok({ kind: "payment", payment: closed, booking });
}
