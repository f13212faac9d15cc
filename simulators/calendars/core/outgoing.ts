/**
 * Requests that the providers make to the product: notifications, and the handshake by which Graph proves an address.
 * Live, they are really sent with `deliver`; where the simulator cannot reach the product (`deliver` is null), they wait
 * in a queue from which a test takes them, one by one, and hands the reply back. Notifications may be dropped, doubled
 * or held back by account; handshakes never are. Nothing is tried twice: push is lossy, as the real one is.
 */
import type { Account, AccountKey } from "./world.ts";

export interface OutgoingMessage {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutgoingReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PushSwitches {
  readonly drop: boolean;
  readonly duplicate: boolean;
  readonly hold: boolean;
}

interface Waiting {
  readonly id: string;
  readonly account: AccountKey;
  readonly message: OutgoingMessage;
}

interface Box {
  switches: PushSwitches;
  /** Held back until released. */
  held: OutgoingMessage[];
  /** Ready for a test to take. */
  ready: Waiting[];
  /** Who waits for the next one. */
  takers: ((waiting: Waiting | null) => void)[];
  sent: number;
  dropped: number;
}

const REPLY_TIMEOUT_MS = 10_000;
const WAITING_PER_ACCOUNT_MAX = 1000;
const NO_SWITCHES: PushSwitches = { drop: false, duplicate: false, hold: false };

export class Outgoing {
  readonly #deliver: ((request: Request) => Promise<Response>) | null;
  readonly #boxes = new Map<AccountKey, Box>();
  readonly #replies = new Map<string, (reply: OutgoingReply) => void>();

  constructor(deliver: ((request: Request) => Promise<Response>) | null) {
    this.#deliver = deliver;
  }

  /** Sends a notification as the switches say; returns at once and never fails. */
  notify(account: Account, message: OutgoingMessage): void {
    const box = this.#box(account.key);
    if (box.switches.drop) {
      box.dropped += 1;
      return;
    }
    for (let copy = box.switches.duplicate ? 2 : 1; copy > 0; copy -= 1) {
      if (box.switches.hold && box.held.length < WAITING_PER_ACCOUNT_MAX) box.held.push(message);
      else this.#send(account.key, message).catch(() => undefined);
    }
  }

  /** Sends and waits for the reply; null when none came in time. */
  async ask(account: Account, message: OutgoingMessage): Promise<OutgoingReply | null> {
    try {
      return await this.#send(account.key, message);
    } catch {
      return null;
    }
  }

  switches(account: AccountKey): PushSwitches {
    return this.#box(account).switches;
  }

  setSwitches(account: AccountKey, switches: Partial<PushSwitches>): void {
    const box = this.#box(account);
    box.switches = { ...box.switches, ...switches };
  }

  /** Lets go what was held; the switch itself stays as it is. */
  release(account: AccountKey): number {
    const box = this.#box(account);
    const { held } = box;
    box.held = [];
    for (const message of held) this.#send(account, message).catch(() => undefined);
    return held.length;
  }

  counts(account: AccountKey): { readonly sent: number; readonly dropped: number; readonly held: number; readonly ready: number } {
    const { sent, dropped, held, ready } = this.#box(account);
    return { sent, dropped, held: held.length, ready: ready.length };
  }

  /** The next message for a test to carry; waits for one at most so long. */
  async next(account: AccountKey, waitMs: number): Promise<(OutgoingMessage & { readonly id: string }) | null> {
    const box = this.#box(account);
    let taken = box.ready.shift() ?? null;
    if (taken === null && waitMs > 0) {
      const { promise, resolve } = Promise.withResolvers<Waiting | null>();
      box.takers.push(resolve);
      const timer = setTimeout(() => {
        box.takers = box.takers.filter((taker) => taker !== resolve);
        resolve(null);
      }, waitMs);
      taken = await promise;
      clearTimeout(timer);
    }
    return taken === null ? null : { id: taken.id, ...taken.message };
  }

  /** false: nobody waits for that reply (any more). */
  reply(id: string, reply: OutgoingReply): boolean {
    const waiting = this.#replies.get(id);
    this.#replies.delete(id);
    waiting?.(reply);
    return waiting !== undefined;
  }

  clear(account: AccountKey | null): void {
    for (const [key, box] of this.#boxes) {
      if (account !== null && key !== account) continue;
      for (const taker of box.takers) taker(null);
      this.#boxes.delete(key);
    }
  }

  async #send(account: AccountKey, message: OutgoingMessage): Promise<OutgoingReply> {
    this.#box(account).sent += 1;
    const signal = AbortSignal.timeout(REPLY_TIMEOUT_MS);
    if (this.#deliver !== null) {
      const { method, url, headers, body } = message;
      const response = await this.#deliver(new Request(url, { method, headers, body: method === "GET" ? null : body, signal }));
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    }
    const { promise, resolve, reject } = Promise.withResolvers<OutgoingReply>();
    const waiting: Waiting = { id: crypto.randomUUID(), account, message };
    this.#replies.set(waiting.id, resolve);
    const timer = setTimeout(() => {
      this.#replies.delete(waiting.id);
      reject(new Error("no reply in time"));
    }, REPLY_TIMEOUT_MS);
    this.#offer(account, waiting);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  #offer(account: AccountKey, waiting: Waiting): void {
    const box = this.#box(account);
    const taker = box.takers.shift();
    if (taker !== undefined) {
      taker(waiting);
      return;
    }
    box.ready.push(waiting);
    if (box.ready.length > WAITING_PER_ACCOUNT_MAX) box.ready.shift();
  }

  #box(account: AccountKey): Box {
    const known = this.#boxes.get(account);
    if (known !== undefined) return known;
    const box: Box = { switches: NO_SWITCHES, held: [], ready: [], takers: [], sent: 0, dropped: 0 };
    this.#boxes.set(account, box);
    return box;
  }
}
