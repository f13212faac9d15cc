/** How long to wait before the next try: exponential, with full jitter, so that what failed together does not return together. */
export interface BackoffLimits {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** `attempt` counts from 1; `random` is in [0, 1). At least a tenth of the span, because "at once" is no wait at all. */
export function backoffMs(attempt: number, { firstMs, longestMs }: BackoffLimits, random: number): number {
  const span = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.ceil(span * (0.1 + 0.9 * random));
}
