/** The public look-up. Anonymous, so nothing of the caller is read but the address that its limit counts by. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { lookUpRoute } from "../contract/booking-routes.ts";
import { presentAvailableSlots } from "../contract/look-up.ts";
import { listAvailableSlots } from "../operations/list-available-slots.ts";
import type { AppDependencies, HttpEnv } from "./dependencies.ts";
import { REVALIDATED } from "./caching.ts";
import { refusalAnswer } from "./problem.ts";
import { overLookUpRate } from "./rate-limit.ts";
import { validationAnswer } from "./validation.ts";

export function addLookUpRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies): void {
  app.openapi(lookUpRoute, async (c) => {
    const query = c.req.valid("query");
    const limited = await overLookUpRate(c, deps);
    if (limited !== null) return limited;
    const found = await listAvailableSlots(deps.d1, c.var.now, {
      coachId: c.req.valid("param").coach_id,
      start: query.start_date,
      end: query.end_date,
      durationMinutes: query.duration_minutes,
      timeZone: query.time_zone ?? null,
      minVersion: query.min_version ?? null,
    });
    if (!found.ok) {
      const { problem } = found;
      return problem.tag === "range_invalid"
        ? validationAnswer(c, [{ pointer: "/end_date", detail: problem.detail }])
        : refusalAnswer(c, problem);
    }
    return c.json(presentAvailableSlots(found.value), 200, REVALIDATED);
  });
}
