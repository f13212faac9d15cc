/** The calls about calendars, and the addresses that the providers' notifications come to. */
import { createRoute, z } from "@hono/zod-openapi";
import {
  authUrlQuery,
  authUrlSchema,
  calendarListSchema,
  configureBody,
  connectionListSchema,
  connectionSchema,
  disconnectedSchema,
  exchangeBody,
  googlePushHeaders,
  providerParams,
  syncBookingBody,
  syncedEventSchema,
} from "./calendar.ts";
import { bearer, everyone, json, requiredBody } from "./media.ts";
import { problems } from "./problem.ts";

const tags = ["Calendars"];

export const calendarAuthUrlRoute = createRoute({
  method: "get",
  path: "/calendar/{provider}/auth-url",
  operationId: "startCalendarConsent",
  summary: "Begin connecting a calendar",
  description:
    "Gives the address at the provider to which you send the browser of the person. For clients and coaches, each for an account of their own. The address is good for some minutes and once; `return_path` is where the person comes back to in your app.",
  tags,
  security: bearer,
  request: { params: providerParams, query: authUrlQuery },
  responses: { 200: { description: "Where to send the browser", content: json(authUrlSchema) }, ...problems(400, 401, 403) },
});

export const exchangeTokenRoute = createRoute({
  method: "post",
  path: "/calendar/{provider}/exchange-token",
  operationId: "finishCalendarConsent",
  summary: "Finish connecting, from an app",
  description:
    "Finishes a consent with the `code` and `state` that the browser brought back, for an app that receives them itself. Must be called by the person who began it. A consent can be finished once. From then on busy time blocks the owner's slots, and sessions are written.",
  tags,
  security: bearer,
  request: { params: providerParams, body: requiredBody(exchangeBody) },
  responses: { 200: { description: "The connection", content: json(connectionSchema) }, ...problems(400, 401, 403, 413, 415, 429, 503) },
});

export const listConnectionsRoute = createRoute({
  method: "get",
  path: "/calendar/connections",
  operationId: "listCalendarConnections",
  summary: "The caller's connected calendars",
  description:
    "Lists the caller's own connections, at most one for each provider. `needs_reconnect` means that the provider no longer accepts the consent: send the person through it again. `busy_until` is how far the calendar has been read; later time is not offered.",
  tags,
  security: bearer,
  responses: { 200: { description: "At most one for each provider", content: json(connectionListSchema) }, ...problems(401, 403) },
});

export const listAccountCalendarsRoute = createRoute({
  method: "get",
  path: "/calendar/{provider}/calendars",
  operationId: "listAccountCalendars",
  summary: "The calendars of the connected account",
  description:
    "Lists the calendars of the connected account, so that the person can choose. For the owner of the connection. It asks the provider, so it may answer 503.",
  tags,
  security: bearer,
  request: { params: providerParams },
  responses: { 200: { description: "Its calendars", content: json(calendarListSchema) }, ...problems(400, 401, 403, 404, 503) },
});

export const configureConnectionRoute = createRoute({
  method: "patch",
  path: "/calendar/{provider}/connection",
  operationId: "configureCalendarConnection",
  summary: "Which calendars block, which receives events, which one invites",
  description:
    "Chooses which calendars block the owner's time, which one receives sessions, and whether its events invite. For the owner of the connection. What is not named stays as it is.",
  tags,
  security: bearer,
  request: { params: providerParams, body: requiredBody(configureBody) },
  responses: {
    200: { description: "The connection", content: json(connectionSchema) },
    ...problems(400, 401, 403, 404, 413, 415, 429, 503),
  },
});

export const disconnectCalendarRoute = createRoute({
  method: "delete",
  path: "/calendar/{provider}/connection",
  operationId: "disconnectCalendar",
  summary: "Disconnect; events that were written stay where they are",
  description:
    "Ends the connection: nothing is read or written any more, and the tokens are deleted. For its owner. Events that were written stay in the calendar. Where the consent cannot be withdrawn from here, `advice_url` says where.",
  tags,
  security: bearer,
  request: { params: providerParams },
  responses: { 200: { description: "Disconnected", content: json(disconnectedSchema) }, ...problems(400, 401, 403, 404, 429) },
});

export const syncBookingRoute = createRoute({
  method: "post",
  path: "/calendar/sync-booking",
  operationId: "syncBooking",
  summary: "Write a booking into the caller's calendar now; again gives the same event",
  description:
    "Writes a session into a calendar of the caller now, instead of waiting for the service to do it. For the parties, with the connected account or with an `access_token` of the caller's own that is used once and never stored. The same request gives the same event; while `meeting_link_pending` is true, send it again in a moment.",
  tags,
  security: bearer,
  request: { body: requiredBody(syncBookingBody) },
  responses: { 200: { description: "The event", content: json(syncedEventSchema) }, ...problems(400, 401, 403, 404, 413, 415, 429, 503) },
});

export const googlePushRoute = createRoute({
  method: "post",
  path: "/calendar/google/notifications",
  operationId: "googleNotification",
  summary: "Google says that something may have changed",
  description:
    "Receives Google's push notifications; Google calls it, you do not. What it says is not believed: it only makes the service read the calendar soon, and only where channel and token are those it opened. The answer is 204 in any case.",
  tags,
  security: everyone,
  request: { headers: googlePushHeaders },
  responses: { 204: { description: "Heard" }, ...problems(400, 429) },
});

const validation = z.object({ validationToken: z.string().max(1_024).optional().describe("Of the handshake alone.") });
const heard = {
  200: { description: "The token of a handshake, as it came", content: { "text/plain": { schema: z.string() } } },
  202: { description: "Heard" },
  ...problems(400, 413, 429),
};

export const outlookPushRoute = createRoute({
  method: "post",
  path: "/calendar/outlook/notifications",
  operationId: "outlookNotification",
  summary: "Microsoft says that something may have changed",
  description:
    "Receives Microsoft Graph's change notifications; Microsoft calls it, you do not. A handshake with `validationToken` is answered with that token as plain text. Everything else is heard with 202, and only makes the service read the calendar soon.",
  tags,
  security: everyone,
  request: { query: validation },
  responses: heard,
});

export const outlookLifecycleRoute = createRoute({
  method: "post",
  path: "/calendar/outlook/lifecycle",
  operationId: "outlookLifecycle",
  summary: "Microsoft says what becomes of a subscription",
  description:
    "Receives what Microsoft Graph says about subscriptions: that one ends, or that notifications were missed. Microsoft calls it, you do not. A handshake with `validationToken` is answered with that token as plain text.",
  tags,
  security: everyone,
  request: { query: validation },
  responses: heard,
});

export const calendarRoutes = [
  calendarAuthUrlRoute,
  exchangeTokenRoute,
  listConnectionsRoute,
  listAccountCalendarsRoute,
  configureConnectionRoute,
  disconnectCalendarRoute,
  syncBookingRoute,
  googlePushRoute,
  outlookPushRoute,
  outlookLifecycleRoute,
] as const;
