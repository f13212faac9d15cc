/** The call under /me. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { viewMeRoute } from "../../contract/me-routes.ts";
import { presentMe } from "../../contract/user.ts";
import { viewMe } from "../../operations/people/view-me.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";

export function addMeRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(guard.before(viewMeRoute, "client", "coach", "admin"), async (c) => {
    return c.json(presentMe(c.var.actor, await viewMe(await actorContext(c, deps))), 200);
  });
}
