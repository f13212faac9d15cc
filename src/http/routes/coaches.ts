/** The calls under /coach: the public directory, and a coach's own hours and settings. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { hoursFrom, presentHours } from "../../contract/availability.ts";
import { presentCoach, presentSettings, replacedSettingsIn, settingsPatchFrom } from "../../contract/coach.ts";
import {
  listCoachesRoute,
  setHoursRoute,
  setSettingsRoute,
  viewCoachRoute,
  viewHoursRoute,
  viewSettingsRoute,
} from "../../contract/coach-routes.ts";
import { setHours, setSettings, viewTerms } from "../../operations/coaches/coach-terms.ts";
import { listCoaches } from "../../operations/coaches/list-coaches.ts";
import { viewCoach } from "../../operations/coaches/view-coach.ts";
import { REVALIDATED } from "../pipeline/caching.ts";
import { actorContext, type AppDependencies, type HttpEnv, operationContext } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { refusalAnswer } from "../pipeline/problem.ts";
import { changeHeaders, etagOf, ifRevisionOf } from "../pipeline/revision.ts";

export function addCoachRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(listCoachesRoute, async (c) => {
    const { limit, offset } = c.req.valid("query");
    const { coaches, total } = await listCoaches(await operationContext(c, deps), { name: null, limit, offset });
    return c.json({ coaches: coaches.map(presentCoach), limit, offset, total }, 200, REVALIDATED);
  });

  app.openapi(viewCoachRoute, async (c) => {
    const found = await viewCoach(await operationContext(c, deps), { coachId: c.req.valid("param").id });
    return found.ok ? c.json(presentCoach(found.value), 200, REVALIDATED) : refusalAnswer(c, found.problem);
  });

  app.openapi(guard.before(viewHoursRoute, "coach", "admin"), async (c) => {
    const found = await viewTerms(await actorContext(c, deps), { coachId: c.req.valid("param").id });
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json(presentHours(found.value, false), 200, { ETag: etagOf(found.value.settingsRevision) });
  });

  app.openapi(guard.before(setHoursRoute, "coach", "admin"), async (c) => {
    const changed = await setHours(await actorContext(c, deps), {
      coachId: c.req.valid("param").id,
      hours: hoursFrom(c.req.valid("json")),
      ifRevision: ifRevisionOf(c.req.valid("header")["If-Match"]),
    });
    if (!changed.ok) return refusalAnswer(c, changed.problem);
    return c.json(presentHours(changed.value, true), 200, changeHeaders(changed.value.settingsRevision, changed.value.availabilityVersion));
  });

  app.openapi(guard.before(viewSettingsRoute, "coach", "admin"), async (c) => {
    const found = await viewTerms(await actorContext(c, deps), { coachId: c.req.valid("param").id });
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json(presentSettings(found.value, false), 200, { ETag: etagOf(found.value.settingsRevision) });
  });

  app.openapi(guard.before(setSettingsRoute, "coach", "admin"), async (c) => {
    const body = c.req.valid("json");
    const changed = await setSettings(await actorContext(c, deps), {
      coachId: c.req.valid("param").id,
      replaced: replacedSettingsIn(body),
      patch: settingsPatchFrom(body),
      ifRevision: ifRevisionOf(c.req.valid("header")["If-Match"]),
    });
    if (!changed.ok) return refusalAnswer(c, changed.problem);
    return c.json(
      presentSettings(changed.value, true),
      200,
      changeHeaders(changed.value.settingsRevision, changed.value.availabilityVersion),
    );
  });
}
