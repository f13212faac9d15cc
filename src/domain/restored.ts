/** Putting right what a restored database has left behind, step by step. */
import type { Instant } from "./instant.ts";

export interface RestoredPlace {
  /** Connected calendars come first. */
  readonly of: "account" | "coach";
  /** The last id that was done; "": none. */
  readonly after: string;
}

export interface RestoredStep {
  readonly accounts: number;
  readonly coaches: number;
  /** Of both, those that could not be reached. */
  readonly failed: number;
  /** null: all are done. */
  readonly next: RestoredPlace | null;
  /** Checkouts that were open at the minute of the record. */
  readonly payments: readonly { readonly paymentId: string; readonly bookingId: string; readonly expiresAt: Instant }[];
}
