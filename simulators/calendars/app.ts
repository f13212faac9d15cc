/**
 * Stand-ins for Google Calendar and Microsoft Graph as one Hono app: the real `https://HOST/PATH` is served at
 * `/HOST/PATH`, and `/__sim` is what a test or a person turns instead of the world. It is made of web APIs, so it runs
 * behind a server as well as inside a test runner. It signs in anyone who asks: loopback only. Links in the API's
 * answers name the real hosts, as the real ones would.
 */
import { Hono } from "hono";
import { accountAdmin } from "./admin/accounts.ts";
import { eventAdmin } from "./admin/events.ts";
import { trafficAdmin } from "./admin/traffic.ts";
import { type CalendarSimulatorDependencies, type Core, makeCore, type ProviderSide, type Sides } from "./core/core.ts";
import { googleSide } from "./google/side.ts";
import { microsoftRoutes } from "./microsoft/side.ts";
import { etagOf } from "./microsoft/event.ts";
import { weekPage } from "./week-page.ts";

const OWN_TOKEN_SECONDS = 3_600;

export function calendarSimulators(deps: CalendarSimulatorDependencies): Hono {
  const core = makeCore(deps);
  const sides: Sides = { google: googleSide(core), microsoft: microsoftSide(core) };
  return new Hono()
    .route("/", sides.google.routes)
    .route("/", sides.microsoft.routes)
    .route("/__sim", accountAdmin(core, sides))
    .route("/__sim", eventAdmin(core, sides))
    .route("/__sim", trafficAdmin(core, sides))
    .route("/__sim", weekPage(core));
}

function microsoftSide({ deps, world, faults, log, outgoing }: Core): ProviderSide {
  const { publicPath, clients } = deps;
  const { routes, consent, grants, subscriptions, lifecycle } = microsoftRoutes(world, {
    faults,
    log,
    outgoing,
    client: clients.microsoft,
    publicPath,
  });
  return {
    routes,
    issuerOnReturn: null,
    consent: (given) => consent({ ...given, scopes: given.scopes.join(" ") }),
    accessToken: (account) => grants.newAccessToken({ account, scopes: ["Calendars.ReadWrite"] }, OWN_TOKEN_SECONDS),
    revoke: (account) => grants.revoke(account),
    expireAccess: (account) => grants.expireAccess(account),
    tokenCounts: (account) => grants.counts(account),
    channels: (account) =>
      subscriptions.list(account).map(({ id, calendarId, notificationUrl, expiresAt }) => ({
        id,
        calendarId,
        address: notificationUrl,
        expiresAt,
      })),
    expireChannels: (account) => subscriptions.expire(account),
    lifecycle,
    etagOf,
    // Written and kept as text here.
    shownDescription: ({ description }) => ({ text: description, links: [] }),
  };
}
