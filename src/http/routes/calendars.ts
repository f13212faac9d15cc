/** The calls about calendars: validated input to an operation, what it says to the wire; and the page that ends a consent. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { presentCalendars, presentConnection, presentSyncedEvent, provider as providerSchema } from "../../contract/calendar.ts";
import {
  calendarAuthUrlRoute,
  configureConnectionRoute,
  disconnectCalendarRoute,
  exchangeTokenRoute,
  listAccountCalendarsRoute,
  listConnectionsRoute,
  syncBookingRoute,
} from "../../contract/calendar-routes.ts";
import { presentInstant } from "../../contract/scalar.ts";
import { finishConsent, startConsent } from "../../operations/calendars/calendar-consent.ts";
import {
  configureConnection,
  disconnectCalendar,
  listAccountCalendars,
  listConnections,
  syncBooking,
} from "../../operations/calendars/calendar-connections.ts";
import { type ConsentOutcome, consentPage } from "../../pages/calendar-consent.tsx";
import { NO_STORE } from "../pipeline/caching.ts";
import { consentSecretIn, keepConsentSecret } from "../pipeline/consent-cookie.ts";
import type { Admission } from "../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv, type SignedInContext } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { pageAnswer } from "../pipeline/page.ts";
import { refusalAnswer } from "../pipeline/problem.ts";

export function addCalendarRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard, admission: Admission): void {
  const calendars = { calendars: deps.config.calendars, calendarAccount: deps.calendarAccount };
  const contextOf = async (c: SignedInContext) => ({ ...(await actorContext(c, deps)), ...calendars });

  app.openapi(guard.before(calendarAuthUrlRoute, "client", "coach"), async (c) => {
    const { provider } = c.req.valid("param");
    const returnPath = c.req.valid("query").return_path ?? null;
    const cookieSecret = consentSecretIn(c) ?? deps.newId();
    const started = await startConsent(await contextOf(c), { provider, returnPath, cookieSecret, email: c.var.person.email });
    if (!started.ok) return refusalAnswer(c, started.problem);
    const { authUrl, state, expiresAt } = started.value;
    keepConsentSecret(c, cookieSecret);
    return c.json({ auth_url: authUrl, state, expires_at: presentInstant(expiresAt) }, 200);
  });

  app.openapi(guard.before(exchangeTokenRoute, "client", "coach"), async (c) => {
    const { provider } = c.req.valid("param");
    const { code, state, iss } = c.req.valid("json");
    const parameters = { code, state, ...(iss === undefined ? {} : { iss }) };
    const finisher = { kind: "user", userId: c.var.actor.id } as const;
    const finished = await finishConsent(calendars, { provider, finisher, parameters, now: c.var.now });
    if (finished.ok) return c.json(presentConnection(finished.value.connection), 200);
    const { problem } = finished;
    return refusalAnswer(c, problem.tag === "other_browser" ? { tag: "consent_invalid" } : problem);
  });

  app.get("/calendar/:provider/callback", admission.anybody, async (c) => await finishInBrowser(c, deps, calendars));

  app.openapi(guard.before(listConnectionsRoute, "client", "coach"), async (c) => {
    const found = await listConnections(await contextOf(c));
    return found.ok ? c.json({ connections: found.value.map(presentConnection) }, 200) : refusalAnswer(c, found.problem);
  });

  app.openapi(guard.before(listAccountCalendarsRoute, "client", "coach"), async (c) => {
    const found = await listAccountCalendars(await contextOf(c), c.req.valid("param"));
    return found.ok ? c.json(presentCalendars(found.value), 200) : refusalAnswer(c, found.problem);
  });

  app.openapi(guard.before(configureConnectionRoute, "client", "coach"), async (c) => {
    const body = c.req.valid("json");
    const patch = {
      ...(body.blocking_calendars === undefined ? {} : { blockingCalendars: body.blocking_calendars }),
      ...(body.event_calendar === undefined ? {} : { eventCalendar: body.event_calendar }),
      ...(body.is_organizer === undefined ? {} : { isOrganizer: body.is_organizer }),
    };
    const changed = await configureConnection(await contextOf(c), { ...c.req.valid("param"), patch });
    return changed.ok ? c.json(presentConnection(changed.value), 200) : refusalAnswer(c, changed.problem);
  });

  app.openapi(guard.before(disconnectCalendarRoute, "client", "coach"), async (c) => {
    const gone = await disconnectCalendar(await contextOf(c), c.req.valid("param"));
    return gone.ok ? c.json({ advice_url: gone.value.adviceUrl }, 200) : refusalAnswer(c, gone.problem);
  });

  app.openapi(guard.before(syncBookingRoute, "client", "coach"), async (c) => {
    const { booking_id: bookingId, calendar_type: provider, timezone, access_token: accessToken } = c.req.valid("json");
    const input = { bookingId, provider, timeZone: timezone ?? null, accessToken: accessToken ?? null };
    const synced = await syncBooking({ ...(await contextOf(c)), appUrl: deps.config.appUrl, fetch: deps.fetch, wait: deps.wait }, input);
    return synced.ok ? c.json(presentSyncedEvent(synced.value), 200) : refusalAnswer(c, synced.problem);
  });
}

/** The hosted finish. Whatever goes wrong is a page: nobody who reads it could do anything with a problem document. */
async function finishInBrowser(
  c: Context<HttpEnv>,
  deps: AppDependencies,
  calendars: Parameters<typeof finishConsent>[0],
): Promise<Response> {
  const provider = providerSchema.safeParse(c.req.param("provider"));
  if (!provider.success) return await c.notFound();
  const parameters = c.req.query();
  if (parameters["code"] === undefined && parameters["error"] === undefined) return await page(c, "invalid");
  const finisher = { kind: "browser", cookieSecret: consentSecretIn(c) } as const;
  const finished = await finishConsent(calendars, { provider: provider.data, finisher, parameters, now: c.var.now });
  if (finished.ok) {
    const { returnPath } = finished.value;
    return returnPath === null ? await page(c, "connected") : leave(c, returnPath);
  }
  switch (finished.problem.tag) {
    case "other_browser": {
      const { appAddress } = deps.config.calendars;
      if (appAddress === null) return await page(c, "other_browser");
      // An app began this: it finishes with its own access token.
      const address = new URL(appAddress);
      address.searchParams.set("provider", provider.data);
      for (const name of ["code", "state", "iss", "error"]) {
        const value = parameters[name];
        if (value !== undefined) address.searchParams.set(name, value);
      }
      return leave(c, address.href);
    }
    case "consent_used":
      return await page(c, "used");
    case "consent_declined":
      return await page(c, "declined");
    case "scopes_missing":
      return await page(c, "scopes_missing");
    case "account_without_calendar":
      return await page(c, "no_calendar");
    case "provider_unavailable":
      return await page(c, "unavailable");
    default:
      return await page(c, "invalid");
  }
}

async function page(c: Context<HttpEnv>, outcome: ConsentOutcome): Promise<Response> {
  return await pageAnswer(c, consentPage(outcome), outcome === "connected" ? 200 : 400, {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": NO_STORE,
  });
}

function leave(c: Context<HttpEnv>, address: string): Response {
  c.header("Referrer-Policy", "no-referrer");
  c.header("Cache-Control", NO_STORE);
  return c.redirect(address, 303);
}
