/**
 * How an effect waits for somebody who is down or has had enough: by the age of the trouble and not by tries, so that none are
 * used up. Each effect waits by itself, as long again as it has waited, with jitter: thousands do not come back at once, and nothing
 * is shared that could be out of date. Knows no provider.
 */
import { after, earlier, type Instant } from "../domain/instant.ts";
import { backoffMs } from "../lib/backoff.ts";
import { EFFECT_BACKOFF } from "../limits.ts";
import { DOUBT_BACKOFF, OUTAGE_MS_MAX } from "../limits/patience.ts";
import type { RetryOutcome } from "./outcome.ts";

/** null: it has waited long enough. The last try falls on the end of the patience. `random` is in [0, 1). */
export function nextTryInOutage(outcome: RetryOutcome, since: Instant, now: Instant, random: number): Instant | null {
  const ends = after(since, OUTAGE_MS_MAX);
  if (now >= ends) return null;
  const { firstMs, longestMs } = outcome.isInDoubt === true ? DOUBT_BACKOFF : EFFECT_BACKOFF;
  const span = { firstMs: Math.max(firstMs, now - since), longestMs };
  // Many are named the same moment, such as the end of a day.
  const named = (outcome.afterMs ?? 0) + random * Math.min(outcome.afterMs ?? 0, EFFECT_BACKOFF.longestMs);
  return earlier(ends, after(now, Math.ceil(Math.max(named, backoffMs(1, span, random)))));
}
