/**
 * The public look-ups, through the edge cache, and what the coach sees behind them. The look-ups are anonymous: nothing
 * of the caller is read but the address that its limit counts by.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { presentExplained, wishedFrom } from "../../contract/look-up.ts";
import { explainRoute, lookUpRoute, severalLookUpRoute } from "../../contract/look-up-routes.ts";
import { listingOf, presentSeveral, presentSingle, tagPartsOfSeveral, tagPartsOfSingle } from "../../contract/slot-listing.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { explainAvailability } from "../../operations/coaches/explain-availability.ts";
import { listAvailableSlots, listSlotsOfSeveral } from "../../operations/coaches/list-available-slots.ts";
import type { InvalidRange } from "../../operations/coaches/look-up-range.ts";
import { actorContext, type AppDependencies, type HttpEnv, operationContext, type RequestContext } from "../pipeline/dependencies.ts";
import { REVALIDATED } from "../pipeline/caching.ts";
import { cacheKey, type Kept } from "../pipeline/edge-cache.ts";
import { entityTagOf } from "../pipeline/entity-tag.ts";
import type { Guard } from "../pipeline/guard.ts";
import { refusalAnswer } from "../pipeline/problem.ts";
import { validationAnswer } from "../pipeline/validation.ts";

export function addLookUpRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(lookUpRoute, async (c) => {
    const { start_date: start, end_date: end, ...query } = c.req.valid("query");
    const coachId = c.req.valid("param").coach_id;
    const timeZone = query.time_zone ?? null;
    const minVersion = query.min_version ?? null;
    const wished = wishedFrom(query);
    const key = cacheKey(coachId, start, end, wished.offerId, wished.durationMinutes, timeZone, query.group_by);
    const kept = await deps.edgeCache.find(key, minVersion, c.var.now);
    if (kept !== null) return keptAnswer(c, kept);
    const found = await listAvailableSlots(await operationContext(c, deps), { coachId, start, end, ...wished, timeZone, minVersion });
    if (!found.ok) return lookUpRefused(c, found.problem);
    const { nextStartDate, ...slots } = found.value;
    const single = { listing: listingOf(slots, query.group_by), nextStartDate };
    const etag = await entityTagOf(tagPartsOfSingle(single));
    const made = { body: JSON.stringify(presentSingle(single)), etag, version: slots.availabilityVersion };
    return keptAnswer(c, deps.edgeCache.keep(key, made, c.var.now));
  });

  app.openapi(severalLookUpRoute, async (c) => {
    const { coach_ids: coachIds, start_date: start, end_date: end, duration_minutes: durationMinutes, ...query } = c.req.valid("query");
    const timeZone = query.time_zone ?? null;
    const key = cacheKey("several", coachIds.join(), start, end, durationMinutes, timeZone, query.group_by);
    const kept = await deps.edgeCache.find(key, null, c.var.now);
    if (kept !== null) return keptAnswer(c, kept);
    const found = await listSlotsOfSeveral(await operationContext(c, deps), { coachIds, start, end, durationMinutes, timeZone });
    if (!found.ok) return lookUpRefused(c, found.problem);
    const several = {
      listings: found.value.found.map((slots) => listingOf(slots, query.group_by)),
      others: found.value.others.map(({ coachId, problem }) => ({ coachId, code: problem.tag })),
      nextStartDate: found.value.nextStartDate,
    };
    const etag = await entityTagOf(tagPartsOfSeveral(several));
    const made = { body: JSON.stringify(presentSeveral(several)), etag, version: null };
    return keptAnswer(c, deps.edgeCache.keep(key, made, c.var.now));
  });

  app.openapi(guard.before(explainRoute, "coach", "admin"), async (c) => {
    const { date, time_zone: timeZone = null, ...query } = c.req.valid("query");
    const coachId = c.req.valid("param").coach_id;
    const found = await explainAvailability(await actorContext(c, deps), { coachId, date, ...wishedFrom(query), timeZone });
    return found.ok ? c.json(presentExplained(found.value, date), 200) : refusalAnswer(c, found.problem);
  });
}

/** With its entity tag, or 304 for who knows it (RFC 9110 section 13.1.2: any of the list, compared weakly). */
function keptAnswer(c: RequestContext, { body, etag }: Kept): Response {
  const known = c.req.header("If-None-Match")?.split(",") ?? [];
  const headers = { ...REVALIDATED, ETag: etag };
  if (known.some((one) => one.trim() === "*" || one.trim().replace(/^W\//u, "") === etag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(body, { headers: { ...headers, "Content-Type": "application/json" } });
}

function lookUpRefused(c: RequestContext, problem: Refusal | InvalidRange) {
  return problem.tag === "range_invalid"
    ? validationAnswer(c, [{ pointer: "/end_date", detail: problem.detail }])
    : refusalAnswer(c, problem);
}
