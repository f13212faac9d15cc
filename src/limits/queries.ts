/**
 * After so many queries of its object an alarm begins no more effects; what is left is done in the next, which rings at once. D1 takes 1,000
 * of one invocation: https://developers.cloudflare.com/d1/platform/limits/. The rest are for what is under way then, six effects at most, and for
 * lapses.
 */
export const ALARM_QUERIES_MAX = 700;
