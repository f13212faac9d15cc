/** How many groups, dispatches, syncs and refusals there were over a range. Each is read by itself, so that one that cannot be read hides no other. */
import type { Instant } from "../../domain/instant.ts";
import { POINT_EVENTS, type PointEvent, type PointRange, type PointStretch, stretchesOf } from "../../domain/point-counts.ts";
import { addressMap } from "../../lib/address-map.ts";
import { log } from "../../lib/log.ts";
import { type AnalyticsAccount, countPoints } from "../../providers/point-counts.ts";

export interface PointCountsContext {
  readonly account: AnalyticsAccount;
  /** Where a simulator answers in place of Cloudflare; null: Cloudflare. */
  readonly standInUrl: string | null;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Instant;
}

export interface PointFigure {
  readonly event: PointEvent;
  /** null: it could not be read. */
  readonly stretches: readonly PointStretch[] | null;
}

export async function viewPointCounts(ctx: PointCountsContext, { range }: { readonly range: PointRange }): Promise<PointFigure[]> {
  const { account, standInUrl, fetch, now } = ctx;
  const options = { ...account, addressOf: addressMap(standInUrl), fetch, now };
  const until = now();
  const results = await Promise.all(POINT_EVENTS.map(async (event) => [event, await countPoints(options, event, range)] as const));
  return results.map(([event, counted]) => {
    if (counted.ok) return { event, stretches: stretchesOf(range, until, counted.value) };
    log("warn", "points_unread", { point: event, reason: counted.problem });
    return { event, stretches: null };
  });
}
