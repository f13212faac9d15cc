/**
 * The stand-in for Microsoft: sign-in at `login.microsoftonline.com`, calendars at `graph.microsoft.com`. This file
 * knows the addresses, whose token a call carries and whether its scopes reach; what every call passes through besides
 * is in `microsoft-passage.ts`. A path that the real service has and this one does not is refused, never guessed at.
 * What tests do to it from behind is in the object it returns.
 */
import { type Context, Hono } from "hono";
import type { Faults } from "../core/faults.ts";
import { answer, graphError, type GraphCall, idTakenIn, newEventId, notFound, readPrefer } from "./call.ts";
import { iCalUidOf } from "./event.ts";
import { cancelEvent, changeEvent, createEvent, deleteEvent } from "./event-writes.ts";
import { type Consent, MicrosoftGrants } from "./grants.ts";
import { exchange, LOGIN_HOST, microsoftLogin, type OAuthClient, ownSigningKey, shortScopes, type SigningKey } from "./oauth.ts";
import { faultBody, MicrosoftPassage } from "./passage.ts";
import { type LifecycleEvent, Subscriptions } from "./subscriptions.ts";
import { listCalendars, listEvents, readCalendar, readEvent, refusedZone, viewCalendar, viewDelta } from "./views.ts";
import type { Outgoing } from "../core/outgoing.ts";
import type { RequestLog } from "../core/request-log.ts";
import type { Account, ProviderHooks, SimCalendar, World } from "../core/world.ts";

const GRAPH_HOST = "graph.microsoft.com";

export interface MicrosoftDependencies {
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly outgoing: Outgoing;
  readonly client: OAuthClient;
  /** The prefix under which the whole simulator is reached. */
  readonly publicPath: string;
  /** Made by itself where it is left out. */
  readonly signingKey?: () => Promise<SigningKey>;
}

export interface MicrosoftSimulator {
  /** Serves `/login.microsoftonline.com/...` and `/graph.microsoft.com/...`. */
  readonly routes: Hono;
  /** A code, as if the person had accepted and returned. */
  readonly consent: (consent: Omit<Consent, "scopes"> & { readonly scopes: string }) => string;
  readonly grants: MicrosoftGrants;
  readonly subscriptions: Subscriptions;
  /** Sends that lifecycle message to the mailbox's subscriptions, and does what it says; how many were told. */
  readonly lifecycle: (account: Account, event: LifecycleEvent) => number;
}

type Handler = (call: GraphCall, context: Context) => Response | Promise<Response>;

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (request.headers.get("content-type")?.includes("application/json") !== true) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unauthorized(message: string): Response {
  return graphError(401, "InvalidAuthenticationToken", message, { "www-authenticate": `Bearer realm="", error="invalid_token"` });
}

function mayCall(scopes: readonly string[], method: string): boolean {
  return scopes.includes("Calendars.ReadWrite") || (method === "GET" && scopes.includes("Calendars.Read"));
}

export function microsoftRoutes(world: World, deps: MicrosoftDependencies): MicrosoftSimulator {
  const { outgoing, client, publicPath } = deps;
  const grants = new MicrosoftGrants(world);
  const subscriptions = new Subscriptions(world, outgoing);
  const passage = new MicrosoftPassage(world, deps.faults, deps.log);

  const hooks: ProviderHooks = {
    newEventId,
    occurrenceId: newEventId,
    iCalUidOf,
    changed: (account, _calendar, event, kind) => {
      subscriptions.notify(account, event, kind);
    },
    faultBody,
  };
  world.register("microsoft", hooks);

  const graph =
    (handler: Handler) =>
    async (context: Context): Promise<Response> => {
      const request = context.req.raw;
      const token = /^Bearer (.+)$/u.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
      const access = grants.access(token);
      if (access === null) return unauthorized(token === "" ? "Access token is empty." : "The access token is not one of ours.");
      const { account, scopes } = access.grant;
      const body = await readJson(request);
      const call: GraphCall = {
        world,
        account,
        url: new URL(request.url),
        prefer: readPrefer(request.headers.get("prefer")),
        ifMatch: request.headers.get("if-match"),
        body,
      };
      const carryOut = async (): Promise<Response> => {
        if (access.isExpired) return unauthorized("Lifetime validation failed, the token is expired.");
        if (!mayCall(scopes, request.method)) return graphError(403, "ErrorAccessDenied", "The token's scopes do not reach that far.");
        return refusedZone(call) ?? (await handler(call, context));
      };
      return await passage.toGraph({ account, request, host: GRAPH_HOST, token }, carryOut);
    };

  /** With the calendar that the path names, or the primary one. */
  const inCalendar = (handler: (call: GraphCall, calendar: SimCalendar) => Response) =>
    graph((call, context) => {
      const calendar = world.calendar(call.account, context.req.param("calendar") ?? "primary");
      return calendar === null ? notFound() : handler(call, calendar);
    });
  const onEvent = (handler: (call: GraphCall, eventId: string) => Response) =>
    graph((call, context) => handler(call, idTakenIn(context.req.param("event") ?? "")));
  const onSubscription = (handler: (call: GraphCall, id: string) => Response) =>
    graph((call, context) => handler(call, context.req.param("subscription") ?? ""));

  const token = async (context: Context): Promise<Response> => {
    const request = context.req.raw;
    const form = new URLSearchParams(await request.text());
    const secret = form.get(form.get("grant_type") === "refresh_token" ? "refresh_token" : "code") ?? "";
    const account = grants.holder(secret);
    const carryOut = async (): Promise<Response> => exchange(oauth, form);
    if (account === null) return await carryOut();
    return await passage.toLogin({ account, request, host: LOGIN_HOST, token: secret }, carryOut);
  };
  const oauth = { world, grants, client, publicPath, signingKey: deps.signingKey ?? ownSigningKey() };

  const mailbox = new Hono()
    .get("/calendars", graph(listCalendars))
    .on("GET", ["/calendar", "/calendars/:calendar"], inCalendar(readCalendar))
    .on("GET", ["/calendarView", "/calendar/calendarView", "/calendars/:calendar/calendarView"], inCalendar(viewCalendar))
    .get("/calendarView/delta", inCalendar(viewDelta))
    .on("GET", ["/events", "/calendar/events", "/calendars/:calendar/events"], inCalendar(listEvents))
    .on(
      "POST",
      ["/events", "/calendar/events", "/calendars/:calendar/events"],
      inCalendar((call, calendar) =>
        ["owner", "writer"].includes(calendar.accessRole)
          ? createEvent(call, calendar)
          : graphError(403, "ErrorAccessDenied", "Nothing can be written into this calendar."),
      ),
    )
    .on("GET", ["/events/:event", "/calendars/:calendar/events/:event"], onEvent(readEvent))
    .on("PATCH", ["/events/:event", "/calendars/:calendar/events/:event"], onEvent(changeEvent))
    .on("DELETE", ["/events/:event", "/calendars/:calendar/events/:event"], onEvent(deleteEvent))
    .post("/events/:event/cancel", onEvent(cancelEvent));

  const routes = new Hono()
    .post(`/${LOGIN_HOST}/common/oauth2/v2.0/token`, token)
    .route(`/${LOGIN_HOST}`, microsoftLogin(oauth))
    .route(`/${GRAPH_HOST}/v1.0/me`, mailbox)
    .post(
      `/${GRAPH_HOST}/v1.0/subscriptions`,
      graph(async (call) => subscriptions.create(call)),
    )
    .get(
      `/${GRAPH_HOST}/v1.0/subscriptions`,
      graph((call) => subscriptions.readAll(call)),
    )
    .get(
      `/${GRAPH_HOST}/v1.0/subscriptions/:subscription`,
      onSubscription((call, id) => subscriptions.read(call, id)),
    )
    .patch(
      `/${GRAPH_HOST}/v1.0/subscriptions/:subscription`,
      onSubscription((call, id) => subscriptions.renew(call, id)),
    )
    .delete(
      `/${GRAPH_HOST}/v1.0/subscriptions/:subscription`,
      onSubscription((call, id) => subscriptions.remove(call, id)),
    )
    .all(`/${GRAPH_HOST}/*`, () => answer(400, { error: { code: "BadRequest", message: "The simulator knows no such resource." } }));

  return {
    routes,
    consent: ({ scopes, ...consent }) => grants.newCode({ ...consent, scopes: shortScopes(scopes) }),
    grants,
    subscriptions,
    lifecycle: (account, event) => subscriptions.lifecycle(account, event),
  };
}
