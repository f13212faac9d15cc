/**
 * The limits of requests a minute, in one place. Every route of the contract is registered through `meterEveryRoute`, so a new
 * one is counted without anybody remembering it: a write for the person who signed it, a public route for its address, each
 * after validation and before the operation reads anything. The platform's rate limiting binding counts for each location
 * and is permissive: a brake on floods, not a quota. The profile `load` lifts all of them.
 */
import type { OpenAPIHono, RouteConfig } from "@hono/zod-openapi";
import type { Context, Handler, Next } from "hono";
import { createBookingRoute } from "../../contract/booking-routes.ts";
import { healthRoute } from "../../contract/service-routes.ts";
import type { Actor } from "../../domain/actor.ts";
import { assert } from "../../lib/assert.ts";
import { MINUTE_MS, SECOND_MS } from "../../lib/duration.ts";
import { isSameSecret } from "../../lib/same-secret.ts";
import { addressKey } from "./address-key.ts";
import type { AppDependencies, HttpEnv, RequestContext } from "./dependencies.ts";
import { type ProblemAnswer, refusalAnswer } from "./problem.ts";

type Meters = Pick<AppDependencies, "config" | "lookUpRate" | "writeRate" | "bookingRate" | "providerRate">;

/** A route with its validators done. */
type Validated = Context<HttpEnv> & {
  readonly var: { readonly actor?: Actor };
  readonly req: { valid: (target: "query") => { readonly coach_ids?: readonly string[] } | undefined };
};

/** A request passes a meter once for each unit that it costs. */
interface Charge {
  readonly rate: RateLimit;
  readonly key: string;
  readonly times: number;
}

/** A header that no browser sends: it is not among those that other origins are allowed. */
const BACKEND_KEY = "Backend-Key";

export const RETRY_LIMITED_SECONDS = MINUTE_MS / SECOND_MS;

/** From here on, what `app.openapi` registers is counted. */
export function meterEveryRoute(app: OpenAPIHono<HttpEnv>, meters: Meters): void {
  const register = app.openapi;
  app.openapi = (route, handler, hook) => register(route, counted(route, handler, meters), hook);
}

/** The same for a public route that stands outside of the contract: whether its address has asked too often. */
export async function isAddressOver(c: Pick<RequestContext, "req">, meters: Meters): Promise<boolean> {
  return await isOver(meters, [chargeOfReading(c, meters, 1)]);
}

/** The same for a form of a page: whether its person has written too often. */
export async function isPersonOver(meters: Meters, personId: string): Promise<boolean> {
  return await isOver(meters, [{ rate: meters.writeRate, key: personId, times: 1 }]);
}

/** And for the form that makes a booking, beside that. */
export async function isBookerOver(meters: Meters, personId: string): Promise<boolean> {
  return await isOver(meters, [{ rate: meters.bookingRate, key: personId, times: 1 }]);
}

export function rateLimited(c: RequestContext): ProblemAnswer {
  return refusalAnswer(c, { tag: "rate_limited", retryAfterSeconds: RETRY_LIMITED_SECONDS });
}

function counted<Counted>(route: RouteConfig, handler: Counted, meters: Meters): Counted {
  const chargesOf = chargesOfRoute(route, meters);
  const next = handler as Handler<HttpEnv>;
  const metered = async (c: Context<HttpEnv>, after: Next) =>
    (await isOver(meters, chargesOf(c as Validated))) ? rateLimited(c) : await next(c, after);
  return metered as Counted;
}

function chargesOfRoute(route: RouteConfig, meters: Meters): (c: Validated) => readonly Charge[] {
  // A constant; whoever watches the service has to see it while others are turned away.
  if (route.path === healthRoute.path) return () => [];
  const isRead = route.method === "get";
  if (isPublic(route)) {
    // As often as it costs: once for each coach that is asked about.
    if (isRead) return (c) => [chargeOfReading(c, meters, c.req.valid("query")?.coach_ids?.length ?? 1)];
    // A provider's call is believed by its secret alone; this bounds what finding that out may cost.
    return (c) => [{ rate: meters.providerRate, key: addressOf(c), times: 1 }];
  }
  if (isRead) return () => [];
  const rates = route.operationId === createBookingRoute.operationId ? [meters.bookingRate, meters.writeRate] : [meters.writeRate];
  return ({ var: { actor } }) => {
    assert(actor !== undefined, "a write that is not public is signed");
    return rates.map((rate) => ({ rate, key: actor.id, times: 1 }));
  };
}

/** Also where a token may be sent to see more. */
function isPublic({ security = [] }: RouteConfig): boolean {
  return security.length === 0 || security.some((alternative) => Object.keys(alternative).length === 0);
}

/**
 * Of a public reading. A back end that shows one of our keys asks for all its visitors from one address: it is counted by its key, with the
 * bound that providers have. A key that is none of ours changes nothing.
 */
function chargeOfReading(c: Pick<RequestContext, "req">, { config, lookUpRate, providerRate }: Meters, times: number): Charge {
  const given = c.req.header(BACKEND_KEY);
  const known = given === undefined ? -1 : config.backendKeys.findIndex((key) => isSameSecret(given, key));
  return known === -1 ? { rate: lookUpRate, key: addressOf(c), times } : { rate: providerRate, key: `backend ${String(known)}`, times };
}

/** The edge sets CF-Connecting-IP itself; X-Forwarded-For is what the caller likes, and never read. */
function addressOf(c: Pick<RequestContext, "req">): string {
  return addressKey(c.req.header("CF-Connecting-IP"));
}

/** The binding counts one a call. Side by side: outside of Cloudflare each is a hop. */
async function isOver({ config }: Meters, charges: readonly Charge[]): Promise<boolean> {
  if (config.rateProfile !== "standard") return false;
  const calls = charges.flatMap(({ rate, key, times }) => Array.from({ length: times }, async () => await rate.limit({ key })));
  return (await Promise.all(calls)).some(({ success }) => !success);
}
