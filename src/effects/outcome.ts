/** The outcome of one try of an effect. */
import type { NewEffect } from "../domain/effect.ts";

export type EffectOutcome =
  /** It has happened; `follow` is queued with the note of it, and so is the method of the calendar file that a mail left with. */
  | { readonly kind: "done"; readonly follow: readonly NewEffect[]; readonly file?: "REQUEST" | "CANCEL" | undefined }
  /** A later change made it untrue, or there is nobody to tell. */
  | { readonly kind: "dropped"; readonly reason: string }
  /** Something else has to happen first; no try is spent. */
  | { readonly kind: "wait"; readonly afterMs: number; readonly reason: string }
  /** Try again: after `afterMs` where somebody named a time, else by the schedule. */
  | RetryOutcome
  /** Trying the same again would fail again: a person has to look. */
  | { readonly kind: "failed"; readonly reason: string };

export interface RetryOutcome {
  readonly kind: "retry";
  readonly afterMs: number | null;
  readonly reason: string;
  /** The other side is down, or has had enough for now: no try is spent, and the effect waits for it up to `OUTAGE_MS_MAX`. */
  readonly isOutage?: boolean | undefined;
  /** It may have happened all the same, and would happen once more: it is tried again less often. */
  readonly isInDoubt?: boolean | undefined;
  /** Where fewer than usual make sense. */
  readonly triesMax?: number | undefined;
}
