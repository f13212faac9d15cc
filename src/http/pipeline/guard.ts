/**
 * Puts what must come before validation in front of a route: authentication, role, then content type and size where the
 * route takes a body. The validators of `@hono/zod-openapi` run after a route's own middleware, so this is where the
 * order of precedence is kept.
 */
import type { RouteConfig } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import type { Actor, Role } from "../../domain/actor.ts";
import type { PersonClaims } from "../../domain/person.ts";
import { assert } from "../../lib/assert.ts";
import type { Authentication } from "./authenticate.ts";
import { takeBody } from "./body.ts";
import type { HttpEnv, SignedInEnv } from "./dependencies.ts";
import { refusalAnswer } from "./problem.ts";

const OF_EVERY_ANSWER = /^(?:content-type|vary|access-control-.+)$/u;

type Guarded = <Route extends RouteConfig>(
  route: Route,
  ...roles: readonly Role[]
) => Route & { middleware: MiddlewareHandler<SignedInEnv> };

export interface Guard {
  /** Authentication, then role, then the body. */
  readonly before: Guarded;
  /**
   * The same for a route whose operation reads by itself, in a trip it makes anyway, whether the caller is active. Where
   * the request does not get as far as the operation it is asked here, before anything else is told.
   */
  readonly around: Guarded;
  /** For a public route that shows more to some: without a token nothing is asked, with one all that is asked elsewhere. */
  readonly optionally: <Route extends RouteConfig>(route: Route) => Route & { middleware: MiddlewareHandler<MaybeSignedInEnv> };
}

interface MaybeSignedInEnv {
  readonly Variables: HttpEnv["Variables"] & { readonly actor?: Actor; readonly person?: PersonClaims; readonly isRecognised?: boolean };
}

export function guarding({ identify, recognise }: Authentication): Guard {
  const forbidden = (c: Context<SignedInEnv>, roles: readonly Role[]): Response | null =>
    roles.includes(c.var.actor.role) ? null : refusalAnswer(c, { tag: "forbidden" });
  return {
    before: (route, ...roles) => {
      const body = bodyTaker(route);
      const middleware: MiddlewareHandler<SignedInEnv> = async (c, next) => {
        const denied = (await identify(c)) ?? (await recognise(c)) ?? forbidden(c, roles) ?? (await body(c));
        return denied ?? (await next());
      };
      return { ...route, middleware };
    },
    optionally: (route) => {
      const middleware: MiddlewareHandler<MaybeSignedInEnv> = async (c, next) => {
        if (c.req.header("Authorization") === undefined) return await next();
        const signedIn = c as unknown as Context<SignedInEnv>;
        return (await identify(signedIn)) ?? (await recognise(signedIn)) ?? (await next());
      };
      return { ...route, middleware };
    },
    around: (route, ...roles) => {
      const body = bodyTaker(route);
      const middleware: MiddlewareHandler<SignedInEnv> = async (c, next) => {
        const unknown = await identify(c);
        if (unknown !== null) return unknown;
        const denied = forbidden(c, roles) ?? (await body(c));
        if (denied !== null) return (await recognise(c)) ?? denied;
        await next();
        const unwelcome = c.var.isRecognised ? null : await recognise(c);
        if (unwelcome !== null) replaceAnswer(c, unwelcome);
        return undefined;
      };
      return { ...route, middleware };
    },
  };
}

/** Hono gives an answer every header of the one that stands; here only those stay that the pipeline gives to all. */
function replaceAnswer(c: Context<SignedInEnv>, answer: Response): void {
  for (const name of c.res.headers.keys()) {
    if (!OF_EVERY_ANSWER.test(name)) answer.headers.delete(name);
  }
  c.res = undefined;
  c.res = answer;
}

function bodyTaker(route: RouteConfig): (c: Context<SignedInEnv>) => Promise<Response | null> {
  assert((route.security?.length ?? 0) > 0, "a guarded route is documented as one");
  return route.request?.body === undefined ? async () => await Promise.resolve(null) : takeBody;
}
