/** The calls under /me. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { changeMeRoute, viewMeRoute } from "../../contract/me-routes.ts";
import { presentMe } from "../../contract/user.ts";
import { setOwnLanguage } from "../../operations/people/set-language.ts";
import { viewMe } from "../../operations/people/view-me.ts";
import { actorContext, type AppDependencies, type HttpEnv } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";

export function addMeRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(guard.before(viewMeRoute, "client", "coach", "admin"), async (c) => {
    return c.json(presentMe(c.var.actor, await viewMe(await actorContext(c, deps))), 200);
  });

  app.openapi(guard.before(changeMeRoute, "client", "coach", "admin"), async (c) => {
    const ctx = await actorContext(c, deps);
    await setOwnLanguage(ctx, c.req.valid("json").language);
    return c.json(presentMe(c.var.actor, await viewMe(ctx)), 200);
  });
}
