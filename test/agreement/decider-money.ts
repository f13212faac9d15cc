/**
 * What follows from decisions about money, without an outbox: refunds and ended checkouts, worked out as `src/effects` does, at
 * the ledger that stands for Stripe; and the hooks that bring word of it.
 */
import type { Agreement } from "../../src/domain/agreement/guards.ts";
import type { AgendaCommand, AgendaResult } from "../../src/domain/command.ts";
import { floorChargeable } from "../../src/domain/currency.ts";
import type { NewEffect } from "../../src/domain/effect.ts";
import type { Instant } from "../../src/domain/instant.ts";
import { closingTime, type Payment } from "../../src/domain/payment.ts";
import { refundDue } from "../../src/domain/refund.ts";
import { effectsOfChange } from "../../src/effects/derive.ts";
import type { StripeAct } from "./acts.ts";
import { envelope } from "./decider-commands.ts";
import type { MemoryRecord } from "./decider-record.ts";
import { type Capture, Ledger, type Refund } from "./decider-stripe.ts";
import { unreachable } from "./rules.ts";

type Hook = { readonly about: "capture"; readonly capture: Capture } | { readonly about: "refund"; readonly refund: Refund };
type Decide = (command: AgendaCommand) => AgendaResult;

/** Payments have UUIDs: that of a second capture follows from the first's. */
export const paymentIdOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

export class Cashier {
  readonly ledger = new Ledger();
  private readonly held: { readonly bookingId: string; readonly hook: Hook }[] = [];
  private readonly delivered: { readonly bookingId: string; readonly hook: Hook }[] = [];
  private readonly record: MemoryRecord;
  private readonly decide: Decide;

  private readonly agreement: Agreement;

  constructor(record: MemoryRecord, agreement: Agreement, decide: Decide) {
    this.record = record;
    this.agreement = agreement;
    this.decide = decide;
  }

  /** Carries out what is due, and what follows from it, until nothing is. */
  settle(now: Instant): void {
    for (;;) {
      const due = [...this.record.outbox].filter(([, { dueAt }]) => dueAt <= now);
      if (due.length === 0) return;
      for (const [id, queued] of due) {
        this.record.outbox.delete(id);
        this.carryOut(id, queued, now);
      }
    }
  }

  private carryOut(id: string, { effect, bookingId, revision }: NewEffect, now: Instant): void {
    const booking = this.record.bookings.get(bookingId ?? "");
    if (booking === undefined) return;
    if (effect.kind === "booking_changed") {
      const payments = this.record
        .paymentsOf(booking.id)
        .filter(({ state }) => state === "open" || state === "paid")
        .map((payment) => ({ id: payment.id, closesAt: payment.state === "open" ? closingTime(payment, booking) : null }));
      this.record.queue(
        effectsOfChange(effect.action, revision, {
          booking,
          lastChanges: new Map(),
          readers: [],
          reminderMinutes: [],
          calendars: [],
          payments,
          asker: null,
          now,
        }),
      );
      return;
    }
    if (effect.kind !== "end_checkout" && effect.kind !== "refund") return;
    const payment = this.record.payments.get(effect.paymentId);
    if (payment === undefined) return;
    if (effect.kind === "end_checkout") {
      if (payment.state === "open") this.endSession(payment);
      return;
    }
    // Stripe is asked first which refunds there are.
    const { paymentIntentId } = payment;
    if (payment.capturedMinor === 0 || paymentIntentId === null) return;
    const capture = { intentId: paymentIntentId, amountMinor: payment.capturedMinor };
    for (const refund of this.ledger.refundsOf(paymentIntentId)) refund.isNoted = true;
    if (this.ledger.refundsOf(paymentIntentId).some(({ key }) => key === id)) return this.recount();
    const givenBack = this.givenBack(paymentIntentId);
    const left = Math.max(0, payment.capturedMinor - givenBack);
    const amount =
      effect.cause === "goodwill"
        ? floorChargeable(Math.min(effect.amountMinor ?? left, left), payment.currency)
        : refundDue(payment, booking, givenBack, this.agreement);
    // Where Stripe holds less it refuses, and nothing is given back.
    if (amount > 0) this.ledger.refund(capture, amount, id);
    this.recount();
  }

  /** `effects/end-session.ts`. */
  endSession(payment: Payment): void {
    const { bookingId, coachId, id: paymentId } = payment;
    const paid = this.ledger.paidIn(paymentId);
    if (paid !== undefined) return this.learnCapture(paid, null);
    this.must({ kind: "close_payment", ...envelope(coachId, "system"), bookingId, paymentId, outcome: "expired", eventId: null });
  }

  /** `operations/payments/open-checkout.ts`, by the client of the booking. */
  checkout(bookingId: string, now: Instant): string | null {
    const booking = this.record.bookings.get(bookingId);
    if (booking === undefined) return "booking_not_found";
    for (const payment of this.record.paymentsOf(bookingId)) {
      if (payment.state === "open" && payment.expiresAt <= now) this.endSession(payment);
    }
    const paymentId = paymentIdOf(this.record.payments.size);
    const by = { ...envelope(booking.coachId, "system"), author: { id: booking.clientId, role: "client" } } as const;
    const opened = this.decide({ kind: "open_payment", ...by, bookingId, paymentId });
    if (!opened.ok) return opened.problem.tag;
    if (opened.value.kind !== "payment") throw new TypeError("a command about payments is answered with a payment");
    const { payment } = opened.value;
    if (payment.sessionId !== null) return null;
    this.record.payments.set(payment.id, { ...payment, sessionId: payment.id, sessionUrl: payment.id });
    this.ledger.sessions.push({ bookingId, paymentId: payment.id, amountMinor: payment.amountMinor });
    return null;
  }

  /** An admin gives back of the payment that stands: `operations/payments/refund-payment.ts`. */
  goodwill(bookingId: string, amountMinor: number, now: Instant): string | null {
    const payment = this.record.payments.get(this.record.bookings.get(bookingId)?.paymentId ?? "");
    if (payment === undefined) return "payment_not_found";
    if (amountMinor <= 0 || amountMinor > payment.capturedMinor - payment.refundedMinor) return "refund_too_large";
    const identity = { subjectId: bookingId, mark: `admin-${this.ledger.refunds.length}` };
    const effect = { kind: "refund", paymentId: payment.id, amountMinor, received: null, cause: "goodwill" } as const;
    this.record.queue([{ effect, coachId: payment.coachId, bookingId, revision: 0, identity, dueAt: now }]);
    return null;
  }

  /** The code with which Stripe refuses, or null. */
  play(act: StripeAct): string | null {
    if (!this.record.bookings.has(act.booking)) return "booking_not_found";
    switch (act.do) {
      case "capture": {
        const capture = this.ledger.capture(act.booking, act.session);
        if (capture === null) return "no_session";
        this.send(act.booking, { about: "capture", capture }, act.hook);
        return null;
      }
      case "refund_by_hand": {
        const capture = this.ledger.captureIn(act.booking, act.session);
        if (capture === undefined) return "no_payment";
        const refund = this.ledger.refund(capture, act.amount_minor, null);
        if (refund === null) return "more_than_is_left";
        this.send(act.booking, { about: "refund", refund }, act.hook);
        return null;
      }
      case "refund_fails": {
        const intents = this.ledger.captures.filter(({ bookingId }) => bookingId === act.booking).map(({ intentId }) => intentId);
        const last = this.ledger.refunds.findLast((one) => one.key !== null && !one.hasFailed && intents.includes(one.intentId));
        if (last === undefined) return "no_refund";
        last.hasFailed = true;
        this.recount();
        return null;
      }
      case "deliver": {
        const own = this.held.filter(({ bookingId }) => bookingId === act.booking);
        const hook = act.which === "oldest" ? own[0] : own.at(-1);
        if (hook === undefined) return "nothing_held";
        this.held.splice(this.held.indexOf(hook), 1);
        this.send(act.booking, hook.hook, "now");
        return null;
      }
      case "redeliver":
        for (const { hook } of this.delivered.filter(({ bookingId }) => bookingId === act.booking)) this.take(hook);
        return null;
      case "dispute":
        return this.ledger.captureIn(act.booking, act.session) === undefined ? "no_payment" : null;
      default:
        return unreachable(act);
    }
  }

  private send(bookingId: string, hook: Hook, when: "now" | "held"): void {
    if (when === "held") {
      this.held.push({ bookingId, hook });
      return;
    }
    this.delivered.push({ bookingId, hook });
    this.take(hook);
  }

  private take(hook: Hook): void {
    if (hook.about === "capture") return this.learnCapture(hook.capture, `event-${hook.capture.intentId}`);
    hook.refund.isNoted = true;
    this.recount();
  }

  private learnCapture({ intentId, paymentId, bookingId, amountMinor }: Capture, eventId: string | null): void {
    const payment = this.record.payments.get(paymentId);
    if (payment === undefined) throw new Error("a session has its payment");
    const paid = { amountMinor, currency: payment.currency, bookingId };
    const by = { ...envelope(payment.coachId, "system"), bookingId, paymentId, paid, paymentIntentId: intentId, eventId };
    this.must({ kind: "settle_payment", ...by });
    this.recount();
  }

  private must(command: AgendaCommand): void {
    const result = this.decide(command);
    if (!result.ok) throw new Error(`${command.kind}: ${result.problem.tag}`);
  }

  private givenBack(intentId: string): number {
    const counted = this.ledger.refundsOf(intentId).filter(({ isNoted, hasFailed }) => isNoted && !hasFailed);
    return counted.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  }

  /** `database/refunds.ts`: never more than was captured. */
  private recount(): void {
    for (const payment of this.record.payments.values()) {
      if (payment.paymentIntentId === null) continue;
      const refundedMinor = Math.min(payment.capturedMinor, this.givenBack(payment.paymentIntentId));
      if (refundedMinor !== payment.refundedMinor) this.record.payments.set(payment.id, { ...payment, refundedMinor });
    }
  }

  /** A payment that stood before the game began. */
  begin(payment: Payment, bookingId: string): void {
    this.record.payments.set(payment.id, payment);
    this.ledger.sessions.push({ bookingId, paymentId: payment.id, amountMinor: payment.amountMinor });
    const capture = this.ledger.capture(bookingId, 0);
    if (capture !== null) this.record.payments.set(payment.id, { ...payment, paymentIntentId: capture.intentId });
  }
}
