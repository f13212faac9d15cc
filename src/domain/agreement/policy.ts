/**
 * A cancellation policy: how much of the price a client gets back, by how long before the start the client cancels. Pure;
 * it knows no booking and no payment.
 */
import { MINUTE_MS } from "../../lib/duration.ts";
import { after, type Instant } from "../instant.ts";

export interface PolicyStep {
  /** A cancellation this long before the start, to the instant, is in time for the step. */
  readonly beforeMinutes: number;
  /** 1-100. */
  readonly refundPercent: number;
}

/** Both numbers strictly falling from step to step; no step: nothing is given back. */
export type CancellationPolicy = readonly PolicyStep[];

/** A new coach's: everything back until the start. */
export const POLICY_DEFAULT: CancellationPolicy = [{ beforeMinutes: 0, refundPercent: 100 }];

/** The percent of the first step that `at` is in time for; 0 where there is none. */
export function percentBy(policy: CancellationPolicy, startsAt: Instant, at: Instant): number {
  return policy.find(({ beforeMinutes }) => at <= after(startsAt, -beforeMinutes * MINUTE_MS))?.refundPercent ?? 0;
}

/** Whether each step asks for less time and gives back less than the one before. */
export function isFalling(policy: CancellationPolicy): boolean {
  return policy.every((step, index) => {
    const before = policy[index - 1];
    return before === undefined || (step.beforeMinutes < before.beforeMinutes && step.refundPercent < before.refundPercent);
  });
}

/** The policy of a coach or a payment from before there were steps: a cut-off, and a percent for those who are late. */
export function policyOfCutoff(cutoffMinutes: number, latePercent: number): CancellationPolicy {
  if (cutoffMinutes === 0 || latePercent === 100) return POLICY_DEFAULT;
  const inTime = { beforeMinutes: cutoffMinutes, refundPercent: 100 };
  return latePercent === 0 ? [inTime] : [inTime, { beforeMinutes: 0, refundPercent: latePercent }];
}
