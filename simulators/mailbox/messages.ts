/**
 * The mailbox's memory: every mail that was accepted, newest last, and the failures on order. A message id that comes a
 * second time is kept as one mail with a count: a reader sees one letter, a test sees that it was sent twice. Bounded.
 */
export interface MailboxMessage {
  readonly to: string;
  readonly from: string;
  readonly fromName: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly calendar: { readonly method: string; readonly text: string } | null;
  readonly messageId: string;
}

export interface KeptMessage extends MailboxMessage {
  readonly number: number;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** How often it was accepted. */
  times: number;
}

export interface MailboxFault {
  /** Accepted before the failure is answered. */
  readonly afterCommit: boolean;
  /** null: never answers (for twelve seconds). */
  readonly status: number | null;
  times: number;
  /** Strikes only mails to this address; null: any. */
  readonly to: string | null;
}

const MESSAGES_MAX = 10_000;

export class Messages {
  readonly #kept = new Map<string, KeptMessage>();
  #faults: MailboxFault[] = [];
  #received = 0;

  accept(message: MailboxMessage, receivedAt: string): void {
    const known = this.#kept.get(message.messageId);
    if (known !== undefined) {
      known.times += 1;
      return;
    }
    this.#received += 1;
    this.#kept.set(message.messageId, { ...message, number: this.#received, receivedAt, times: 1 });
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MESSAGES_MAX && oldest.done !== true) this.#kept.delete(oldest.value);
  }

  list(to: string | null): readonly KeptMessage[] {
    return [...this.#kept.values()].filter((message) => to === null || message.to === to);
  }

  find(number: number): KeptMessage | null {
    return [...this.#kept.values()].find((message) => message.number === number) ?? null;
  }

  order(fault: MailboxFault): void {
    this.#faults.push({ ...fault });
  }

  /** null: all. */
  forget(to: string | null): void {
    this.#faults = this.#faults.filter((one) => to !== null && one.to !== to);
  }

  takeFault(to: string): MailboxFault | null {
    const fault = this.#faults.find((one) => one.to === null || one.to === to);
    if (fault === undefined) return null;
    fault.times -= 1;
    this.#faults = this.#faults.filter(({ times }) => times > 0);
    return fault;
  }

  clear(): void {
    this.#kept.clear();
    this.#faults = [];
  }
}
