/**
 * Puts what must come before validation in front of a route: authentication, role, then content type and size where the
 * route takes a body. The validators of `@hono/zod-openapi` run after a route's own middleware, so this is where the
 * order of precedence is kept.
 */
import type { RouteConfig } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Role } from "../domain/actor.ts";
import { assert } from "../lib/assert.ts";
import type { Admit } from "./authenticate.ts";
import { takeBody } from "./body.ts";
import type { SignedInEnv } from "./dependencies.ts";

export type Guard = <Route extends RouteConfig>(
  route: Route,
  ...roles: readonly Role[]
) => Route & { middleware: MiddlewareHandler<SignedInEnv> };

export function guarding(admit: Admit): Guard {
  return (route, ...roles) => {
    assert((route.security?.length ?? 0) > 0, "a guarded route is documented as one");
    const takesBody = route.request?.body !== undefined;
    const middleware: MiddlewareHandler<SignedInEnv> = async (c, next) => {
      const denied = (await admit(c, roles)) ?? (takesBody ? await takeBody(c) : null);
      if (denied !== null) return denied;
      return await next();
    };
    return { ...route, middleware };
  };
}
