/**
 * The public look-ups, through the edge cache, and what the coach sees behind them. The look-ups are anonymous: nothing
 * of the caller is read but the address that its limit counts by.
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { presentAvailableSlots, presentExplained } from "../contract/look-up.ts";
import { explainRoute, lookUpRoute, severalLookUpRoute } from "../contract/look-up-routes.ts";
import type { Refusal } from "../domain/refusal.ts";
import { explainAvailability } from "../operations/explain-availability.ts";
import { listAvailableSlots, listSlotsOfSeveral } from "../operations/list-available-slots.ts";
import type { InvalidRange } from "../operations/look-up-range.ts";
import { actorContext, type AppDependencies, type HttpEnv, type RequestContext } from "./dependencies.ts";
import { cacheKey, keepAnswer, keptAnswer } from "./edge-cache.ts";
import type { Guard } from "./guard.ts";
import { refusalAnswer } from "./problem.ts";
import { overLookUpRate } from "./rate-limit.ts";
import { validationAnswer } from "./validation.ts";

export function addLookUpRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(lookUpRoute, async (c) => {
    const { start_date: start, end_date: end, duration_minutes: durationMinutes, ...query } = c.req.valid("query");
    const limited = await overLookUpRate(c, deps);
    if (limited !== null) return limited;
    const coachId = c.req.valid("param").coach_id;
    const timeZone = query.time_zone ?? null;
    const minVersion = query.min_version ?? null;
    const key = cacheKey(`/coach/${coachId}`, { start, end, durationMinutes, timeZone, groupBy: query.group_by });
    const kept = await keptAnswer(c, deps, key, minVersion);
    if (kept !== null) return kept;
    const found = await listAvailableSlots(deps.d1, c.var.now, { coachId, start, end, durationMinutes, timeZone, minVersion });
    if (!found.ok) return lookUpRefused(c, found.problem);
    const json = presentAvailableSlots(found.value, query.group_by);
    return await keepAnswer(c, deps, key, { json, version: found.value.availabilityVersion });
  });

  app.openapi(severalLookUpRoute, async (c) => {
    const { coach_ids: coachIds, start_date: start, end_date: end, duration_minutes: durationMinutes, ...query } = c.req.valid("query");
    const limited = await overLookUpRate(c, deps);
    if (limited !== null) return limited;
    const timeZone = query.time_zone ?? null;
    const key = cacheKey("/coaches", { coachIds: coachIds.join(), start, end, durationMinutes, timeZone, groupBy: query.group_by });
    const kept = await keptAnswer(c, deps, key, null);
    if (kept !== null) return kept;
    const several = await listSlotsOfSeveral(deps.d1, c.var.now, { coachIds, start, end, durationMinutes, timeZone });
    if (!several.ok) return lookUpRefused(c, several.problem);
    const json = {
      coaches: several.value.found.map((found) => presentAvailableSlots(found, query.group_by)),
      not_listed: several.value.others.map(({ coachId, problem }) => ({ coach_id: coachId, code: problem.tag })),
    };
    return await keepAnswer(c, deps, key, { json, version: null });
  });

  app.openapi(guard.before(explainRoute, "coach", "admin"), async (c) => {
    const { date, duration_minutes: durationMinutes, time_zone: timeZone = null } = c.req.valid("query");
    const coachId = c.req.valid("param").coach_id;
    const found = await explainAvailability(await actorContext(c, deps), { coachId, date, durationMinutes, timeZone });
    return found.ok ? c.json(presentExplained(found.value, date), 200) : refusalAnswer(c, found.problem);
  });
}

function lookUpRefused(c: RequestContext, problem: Refusal | InvalidRange) {
  return problem.tag === "range_invalid"
    ? validationAnswer(c, [{ pointer: "/end_date", detail: problem.detail }])
    : refusalAnswer(c, problem);
}
