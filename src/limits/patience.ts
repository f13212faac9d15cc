/** Bounds of how long effects outlast trouble of those that they need: providers, senders, recipients. */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/duration.ts";

/** A provider that is down, or a quota that is used up, is waited for so long, from its first refusal of the effect on. */
export const OUTAGE_MS_MAX = 48 * HOUR_MS;
/** A mail that may have gone out may be one more mail with each try: about 25 of them in 48 hours, and not 90. */
export const DOUBT_BACKOFF = { firstMs: 1 * MINUTE_MS, longestMs: 6 * HOUR_MS } as const;
/** Tries of a mail that the recipient's own server refuses: more of them cost the sender's reputation. */
export const REFUSED_RECIPIENT_TRIES_MAX = 3;
/** An effect that takes longer goes on beside the alarm, so that what needs somebody else is not held up by it. */
export const EFFECT_PATIENCE_MS = 3 * SECOND_MS;
/** When effects of a kind that is slow just now, which were not begun for that, are begun: at most two rings of them are under way at once. */
export const SLOW_AGAIN_MS = 30 * SECOND_MS;
