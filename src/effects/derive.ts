/**
 * Derives what follows from a change of a booking or of its payment: who is told, which calendars are brought up to date,
 * which reminders are planned, what is given back. Pure and repeatable: the same change gives effects with the same ids, so
 * that deriving twice queues nothing twice.
 */
import type { Booking, BookingAction } from "../domain/booking.ts";
import { bookingEffect, type CalendarProviderName, type NewEffect } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { type Audience, tellsOfChange } from "../domain/notice-kind.ts";
import { closingTime, type Payment } from "../domain/payment.ts";
import { type RefundCause, refundDue } from "../domain/refund.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { isShown } from "./calendar-entry.ts";
import { mailsOf } from "./mails.ts";
import { type Changes, isNews } from "./telling.ts";

export interface ChangeContext extends Changes {
  /** The sides that a mail can be sent to. */
  readonly readers: readonly Audience[];
  readonly reminderMinutes: readonly number[];
  /** Connections of the coach and the client that receive events, or hold one of this booking already. */
  readonly calendars: readonly { readonly userId: string; readonly provider: CalendarProviderName }[];
  /**
   * Payments of the booking that are open, and when their checkout has to be ended, or that have brought money in which has not
   * all been given back (null).
   */
  readonly payments: readonly { readonly id: string; readonly closesAt: Instant | null }[];
}

/** Effects of one change; `revision` is the one it made. */
export function effectsOfChange(action: BookingAction, revision: number, context: ChangeContext): NewEffect[] {
  const { booking, calendars, payments, readers, asker, now } = context;
  const changed = { ...booking, revision };
  const shown = isShown(action) ? calendars : [];
  const effects = shown.map(({ userId, provider }) => bookingEffect(changed, { kind: "calendar", userId, provider }, now));
  // One refund by the policy for each payment, and one ending of its session, whatever else happens to the booking.
  if (booking.status === "cancelled") {
    for (const { id: paymentId, closesAt } of payments) {
      if (closesAt !== null) effects.push(bookingEffect(changed, { kind: "end_checkout", paymentId }, now, "cancelled"));
      else effects.push(bookingEffect(changed, { kind: "refund", paymentId, amountMinor: null, received: null, cause: "cancelled" }, now));
    }
  }
  if (action === "rescheduled") effects.push(...endingsAnew(revision, context));
  if (tellsOfChange(action)) {
    const to = readers.filter((reader) => isNews(action, revision, reader, context));
    effects.push(...mailsOf({ kind: action }, { booking: changed, dueAt: now, asker: asker ?? undefined, readers: to }));
  }
  // The reminders of a later change are planned with it. Somebody without an address may have one by then.
  if (booking.status === "confirmed" && booking.revision === revision) effects.push(...reminders(context));
  return effects;
}

/** A start that is nearer makes the booking lapse sooner, and nobody may pay for it until then. */
function endingsAnew(revision: number, { booking, payments }: ChangeContext): NewEffect[] {
  if (booking.status !== "pending") return [];
  return payments.flatMap(({ id: paymentId, closesAt }) =>
    closesAt === null
      ? []
      : [bookingEffect({ ...booking, revision }, { kind: "end_checkout", paymentId }, closesAt, `moved-${String(revision)}`)],
  );
}

/** A reminder is planned only while its moment is ahead: nobody is told "in 24 hours" of a session in two. */
function reminders({ booking, reminderMinutes, now }: ChangeContext): NewEffect[] {
  return [...new Set(reminderMinutes)].flatMap((minutesBefore) => {
    const dueAt = after(booking.startsAt, -minutesBefore * MINUTE_MS);
    return dueAt <= now ? [] : [bookingEffect(booking, { kind: "reminder", minutesBefore }, dueAt)];
  });
}

/** The mails of a reminder whose moment has come; none once the session is no longer what it was planned for. */
export function effectsOfReminder(
  minutesBefore: number,
  revision: number,
  { booking, readers, now }: Pick<ChangeContext, "booking" | "readers" | "now">,
): NewEffect[] {
  if (booking.revision !== revision || booking.status !== "confirmed" || booking.startsAt <= now) return [];
  return mailsOf({ kind: "reminder", minutesBefore }, { booking, dueAt: now, readers });
}

/** Effects of a checkout that has been opened for a booking, which is held for it. */
export function effectsOfCheckout(payment: Payment, booking: Booking): NewEffect[] {
  return [bookingEffect(booking, { kind: "end_checkout", paymentId: payment.id }, closingTime(payment, booking))];
}

/** Effects of a cancellation that has just been decided: its refund, and the end of a checkout that is still open. */
export function effectsOfCancellation(booking: Booking, payments: readonly Payment[], now: Instant): NewEffect[] {
  return payments.flatMap((payment) => {
    if (payment.state === "open") return [endOf(payment, booking, now)];
    const amountMinor =
      payment.state === "paid" && booking.paymentId === payment.id ? refundDue(payment, booking, payment.refundedMinor) : null;
    if (amountMinor === null) return [];
    return [bookingEffect(booking, { kind: "refund", paymentId: payment.id, amountMinor, received: null, cause: "cancelled" }, now)];
  });
}

/** Effects of a price that has been waived: nobody is to pay it any more. */
export function effectsOfWaiver(booking: Booking, payments: readonly Payment[], now: Instant): NewEffect[] {
  return payments.flatMap((payment) => (payment.state === "open" ? [endOf(payment, booking, now)] : []));
}

function endOf({ id: paymentId }: Payment, booking: Booking, now: Instant): NewEffect {
  return bookingEffect(booking, { kind: "end_checkout", paymentId }, now, "cancelled");
}

/** Effects of money that came in; `cause`: why it is given back whole, null where it is kept. */
export function effectsOfPayment(
  { id: paymentId, capturedMinor: minor, currency }: Payment,
  booking: Booking,
  { cause, now }: { readonly cause: RefundCause | null; readonly now: Instant },
): NewEffect[] {
  const amount = { minor, currency };
  const mails = mailsOf({ kind: "payment_received", paymentId, amount }, { booking, dueAt: now, mark: paymentId });
  if (cause === null) return mails;
  return [...mails, bookingEffect(booking, { kind: "refund", paymentId, amountMinor: minor, received: amount, cause }, now)];
}
