/**
 * Everything the Stripe stand-in remembers, in memory: sessions, intents, charges, refunds, and to whom each belongs.
 * Holds no rules of payment. Test files share one stand-in, so every object carries its *scopes* (the coach's id, the
 * booking's id, the session's id) and each scope may have a clock of its own.
 */
export type Metadata = Record<string, string>;
export type Scopes = readonly string[];

interface Item {
  readonly name: string;
  readonly unitAmount: number;
  readonly quantity: number;
}

export interface Session {
  readonly id: string;
  readonly createdSeconds: number;
  readonly expiresSeconds: number;
  readonly items: readonly Item[];
  readonly methods: readonly string[] | null;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly customerEmail: string | null;
  readonly intentMetadata: Metadata;
  readonly intentDescription: string | null;
  status: "open" | "complete" | "expired";
  amount: number;
  currency: string;
  clientReferenceId: string | null;
  metadata: Metadata;
  intentId: string | null;
}

interface Decline {
  readonly code: "card_declined";
  readonly declineCode: string;
  readonly message: string;
}

export interface Intent {
  readonly id: string;
  readonly sessionId: string;
  readonly createdSeconds: number;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly description: string | null;
  status: "requires_payment_method" | "succeeded" | "canceled";
  chargeId: string | null;
  decline: Decline | null;
  canceledSeconds: number | null;
}

interface Charge {
  readonly id: string;
  readonly intentId: string;
  readonly createdSeconds: number;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly card: string;
  readonly decline: Decline | null;
  refunded: number;
}

export interface Refund {
  readonly id: string;
  readonly chargeId: string;
  readonly intentId: string;
  readonly createdSeconds: number;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly reason: string | null;
  status: "succeeded" | "failed";
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
  /** Object id -> scopes, for every object above. */
  readonly scopes: Map<string, Scopes>;
  readonly scopesOf: (id: string | null) => Scopes;
  readonly nowMs: (scopes: Scopes) => number;
  readonly nowSeconds: (scopes: Scopes) => number;
  readonly setClock: (scope: string | null, offsetMs: number) => void;
  readonly reset: (scope: string | null) => void;
}

export function newWorld(now: () => number): World {
  const sessions = new Map<string, Session>();
  const intents = new Map<string, Intent>();
  const charges = new Map<string, Charge>();
  const refunds = new Map<string, Refund>();
  const scopes = new Map<string, Scopes>();
  const offsetsMs = new Map<string | null, number>();

  const nowMs = (of: Scopes): number => {
    const own = of.find((scope) => offsetsMs.has(scope));
    return now() + (offsetsMs.get(own ?? null) ?? 0);
  };
  return {
    sessions,
    intents,
    charges,
    refunds,
    scopes,
    scopesOf: (id) => (id === null ? [] : (scopes.get(id) ?? [])),
    nowMs,
    nowSeconds: (of) => Math.floor(nowMs(of) / 1000),
    setClock: (scope, offsetMs) => {
      offsetsMs.set(scope, offsetMs);
    },
    reset: (scope) => {
      for (const [id, of] of scopes) {
        if (!inScope(of, scope)) continue;
        for (const kept of [sessions, intents, charges, refunds, scopes]) kept.delete(id);
      }
      if (scope === null) offsetsMs.clear();
      else offsetsMs.delete(scope);
    },
  };
}
