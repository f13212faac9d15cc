/**
 * Whether an object's alarm can be relied on. The platform may leave `getAlarm()` at a time long past for an alarm that
 * will never ring, where the object's constructor threw at each of its tries (cloudflare-docs issue 18324): such a time
 * is not "armed". Sets nothing itself.
 */
import { ALARM_STALE_MS } from "../limits.ts";
import { after, type Instant } from "./instant.ts";

/** `armed`: epoch milliseconds as `getAlarm()` gives them. True: it rings at `at` or before, and is left as it is. */
export function ringsBy(armed: number | null, at: Instant, now: Instant): boolean {
  return armed !== null && armed <= at && armed > after(now, -ALARM_STALE_MS);
}
