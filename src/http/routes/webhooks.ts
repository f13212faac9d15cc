/** What the marketplace is told: the list of events. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { listEventsRoute, presentEvent, presentPlace } from "../../contract/events.ts";
import { viewEvents } from "../../operations/admin/list-events.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { refusalAnswer } from "../pipeline/problem.ts";

export function addWebhookRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(guard.before(listEventsRoute, "admin"), async (c) => {
    const { after = null, limit } = c.req.valid("query");
    const ctx = await actorContext(c, deps);
    const found = await viewEvents(ctx, { after, limit });
    if (!found.ok) return refusalAnswer(c, found.problem);
    const { events, next, hasMore, hasGap } = found.value;
    const shown = events.map((event) => presentEvent(event, event.told, { now: ctx.now, by: ctx.actor }));
    return c.json({ events: shown, next_after: presentPlace(next), has_more: hasMore, has_gap: hasGap }, 200);
  });
}
