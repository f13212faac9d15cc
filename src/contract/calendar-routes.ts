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
  tags,
  security: bearer,
  responses: { 200: { description: "At most one for each provider", content: json(connectionListSchema) }, ...problems(401, 403) },
});

export const listAccountCalendarsRoute = createRoute({
  method: "get",
  path: "/calendar/{provider}/calendars",
  operationId: "listAccountCalendars",
  summary: "The calendars of the connected account",
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
  tags,
  security: everyone,
  request: { headers: googlePushHeaders },
  responses: { 204: { description: "Heard" }, ...problems(400, 429) },
});

const validation = z.object({ validationToken: z.string().max(1_024).optional() });
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
