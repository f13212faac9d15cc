/**
 * Stripe as a few lines of ledger: sessions that can be paid, captures, refunds by the service and by hand. It keeps what Stripe
 * keeps, and knows nothing of bookings beyond the mark that the service left.
 */
export interface Capture {
  readonly intentId: string;
  readonly paymentId: string;
  readonly bookingId: string;
  readonly session: number;
  readonly amountMinor: number;
}

export interface Refund {
  /** The service's mark; null: by hand. */
  readonly key: string | null;
  readonly intentId: string;
  readonly amountMinor: number;
  hasFailed: boolean;
  /** Whether the service has it on record. */
  isNoted: boolean;
}

interface Session {
  readonly bookingId: string;
  readonly paymentId: string;
  readonly amountMinor: number;
}

export class Ledger {
  readonly sessions: Session[] = [];
  readonly captures: Capture[] = [];
  readonly refunds: Refund[] = [];

  sessionsOf(bookingId: string): Session[] {
    return this.sessions.filter((session) => session.bookingId === bookingId);
  }

  capture(bookingId: string, number: number): Capture | null {
    const session = this.sessionsOf(bookingId)[number];
    if (session === undefined) return null;
    const { paymentId, amountMinor } = session;
    const capture: Capture = { intentId: `pi-${this.captures.length}`, paymentId, bookingId, session: number, amountMinor };
    this.captures.push(capture);
    return capture;
  }

  captureIn(bookingId: string, session: number): Capture | undefined {
    return this.captures.find((capture) => capture.bookingId === bookingId && capture.session === session);
  }

  /** What the first payment of a session was; another of the same session is another intent. */
  paidIn(paymentId: string): Capture | undefined {
    return this.captures.find((capture) => capture.paymentId === paymentId);
  }

  refundsOf(intentId: string): Refund[] {
    return this.refunds.filter((refund) => refund.intentId === intentId);
  }

  leftOf({ intentId, amountMinor }: Pick<Capture, "intentId" | "amountMinor">): number {
    const gone = this.refundsOf(intentId).filter(({ hasFailed }) => !hasFailed);
    return amountMinor - gone.reduce((sum, refund) => sum + refund.amountMinor, 0);
  }

  /** null: Stripe holds less. */
  refund(capture: Pick<Capture, "intentId" | "amountMinor">, amountMinor: number, key: string | null): Refund | null {
    if (amountMinor > this.leftOf(capture)) return null;
    const refund: Refund = { key, intentId: capture.intentId, amountMinor, hasFailed: false, isNoted: key !== null };
    this.refunds.push(refund);
    return refund;
  }

  heldFor(bookingId: string): number {
    return this.captures.filter((capture) => capture.bookingId === bookingId).reduce((sum, capture) => sum + this.leftOf(capture), 0);
  }
}
