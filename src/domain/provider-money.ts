/** Refunds, by us and by hand, and disputes, as the payment provider tells of them. In our units; decides nothing. */
import type { REFUND_STATES } from "./refund.ts";

export interface ProviderRefund {
  readonly providerId: string;
  readonly paymentIntentId: string | null;
  /** Our mark on it, which is its id here; null: made by hand. */
  readonly key: string | null;
  readonly paymentId: string | null;
  readonly amountMinor: number;
  /** Upper case. */
  readonly currency: string;
  readonly state: (typeof REFUND_STATES)[number];
  /** Epoch milliseconds. */
  readonly createdAtMs: number;
}

export interface ProviderDispute {
  readonly id: string;
  readonly paymentIntentId: string | null;
  readonly amountMinor: number;
  /** Upper case. */
  readonly currency: string;
  /** In the provider's words. */
  readonly state: string;
  readonly reason: string | null;
  /** Epoch milliseconds. */
  readonly createdAtMs: number;
  /** When it was told so, in epoch milliseconds. */
  readonly toldAtMs: number;
}
