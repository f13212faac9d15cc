/**
 * Everything the Stripe stand-in remembers, in memory: sessions, intents, charges, refunds, disputes, and to whom each belongs.
 * Holds no rules of payment. Test files share one stand-in, so every object carries its *scopes* (the coach's id, the
 * booking's id, the session's id) and each scope may have a clock of its own.
 */
export type Metadata = Record<string, string>;
export type Scopes = readonly string[];

export interface Session {
  readonly id: string;
  readonly createdSeconds: number;
  readonly expiresSeconds: number;
  readonly name: string;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly intentMetadata: Metadata;
  readonly amount: number;
  readonly currency: string;
  readonly clientReferenceId: string | null;
  readonly metadata: Metadata;
  status: "open" | "complete" | "expired";
  intentId: string | null;
}

export interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  status: "requires_payment_method" | "succeeded";
  chargeId: string | null;
  isDeclined: boolean;
}

export interface Charge {
  readonly id: string;
  readonly intentId: string;
  readonly createdSeconds: number;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
}

export const REFUND_STATUSES = ["pending", "succeeded", "failed", "canceled"] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

export interface Refund {
  readonly id: string;
  readonly chargeId: string;
  readonly intentId: string;
  readonly createdSeconds: number;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly reason: string | null;
  status: RefundStatus;
}

/** Without the stages of inquiries and appeals. */
export const DISPUTE_STATUSES = ["needs_response", "under_review", "won", "lost"] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

export interface Dispute {
  readonly id: string;
  readonly chargeId: string;
  readonly intentId: string;
  readonly createdSeconds: number;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string;
  status: DisputeStatus;
  /** Amounts taken from the account's balance and put back: negative and positive. */
  balance: readonly number[];
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function newId(prefix: string, length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return prefix + Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** What the metadata says of coach and booking, wherever it hangs. */
export function scopesIn(pairs: Metadata): Scopes {
  return ["coach_id", "booking_id"].flatMap((key) => pairs[key] ?? []);
}

/** Without a scope everything is meant. */
export function inScope(scopes: Scopes, scope: string | null | undefined): boolean {
  return scope === null || scope === undefined || scopes.includes(scope);
}

export interface World {
  readonly sessions: Map<string, Session>;
  readonly intents: Map<string, Intent>;
  readonly charges: Map<string, Charge>;
  readonly refunds: Map<string, Refund>;
  readonly disputes: Map<string, Dispute>;
  /** Scope -> the status that new refunds begin with, where it is not `succeeded`, which a card's are at once. */
  readonly refundsBegin: Map<string, RefundStatus>;
  /** Object id -> scopes, for every object above. */
  readonly scopes: Map<string, Scopes>;
  readonly scopesOf: (id: string | null) => Scopes;
  readonly nowSeconds: (scopes: Scopes) => number;
  readonly setClock: (scope: string | null, offsetMs: number) => void;
}

export function newWorld(now: () => number): World {
  const scopes = new Map<string, Scopes>();
  const offsetsMs = new Map<string | null, number>();
  return {
    sessions: new Map(),
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    disputes: new Map(),
    refundsBegin: new Map(),
    scopes,
    scopesOf: (id) => (id === null ? [] : (scopes.get(id) ?? [])),
    nowSeconds: (of) => {
      const own = of.find((scope) => offsetsMs.has(scope));
      return Math.floor((now() + (offsetsMs.get(own ?? null) ?? 0)) / 1000);
    },
    setClock: (scope, offsetMs) => {
      offsetsMs.set(scope, offsetMs);
    },
  };
}
