/**
 * The limits of requests a minute. They count through the platform's rate limiting binding, which is permissive and
 * counts for each location: a brake on floods, not a quota. The profile `load` lifts them.
 */
import { MINUTE_MS, SECOND_MS } from "../../lib/duration.ts";
import { addressKey } from "./address-key.ts";
import type { AppDependencies, RequestContext, SignedInContext } from "./dependencies.ts";
import { type ProblemAnswer, refusalAnswer } from "./problem.ts";

type Limited = ProblemAnswer | null;

/**
 * For an address, every public reading alike. It counts as often as it costs: once for each coach that is asked about.
 * The edge sets CF-Connecting-IP itself; X-Forwarded-For is what the caller likes, and never read.
 */
export async function overLookUpRate(c: RequestContext, deps: AppDependencies, times = 1): Promise<Limited> {
  const key = addressKey(c.req.header("CF-Connecting-IP"));
  // The binding counts one a call. Side by side: outside of Cloudflare each is a hop.
  const counted = await Promise.all(Array.from({ length: times }, async () => await over(c, deps, deps.lookUpRate, key)));
  return counted.find((limited) => limited !== null) ?? null;
}

/** For a client. */
export async function overBookingRate(c: SignedInContext, deps: AppDependencies): Promise<Limited> {
  return await over(c, deps, deps.bookingRate, c.var.actor.id);
}

async function over(c: RequestContext, deps: AppDependencies, rate: RateLimit, key: string): Promise<Limited> {
  if (deps.config.rateProfile !== "standard") return null;
  const { success } = await rate.limit({ key });
  return success ? null : refusalAnswer(c, { tag: "rate_limited", retryAfterSeconds: MINUTE_MS / SECOND_MS });
}
