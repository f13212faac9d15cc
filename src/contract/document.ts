/**
 * The OpenAPI document, made from the very routes that validate. A route that is not listed here is not documented;
 * `test/http` holds the list against the routes that are served.
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import { adminRoutes } from "./admin-routes.ts";
import { bookingRoutes } from "./booking-routes.ts";
import { calendarFileRoutes } from "./calendar-files.ts";
import { calendarRoutes } from "./calendar-routes.ts";
import { offerRoutes } from "./offer.ts";
import { coachRoutes } from "./coach-routes.ts";
import { addExamples } from "./examples/examples.ts";
import { lookUpRoutes } from "./look-up-routes.ts";
import { exportCalendarRoute, exportMeRoute } from "./export.ts";
import { changeMeRoute, viewMeRoute } from "./me-routes.ts";
import { paymentRoutes } from "./payment.ts";
import { serviceRoutes } from "./service-routes.ts";
import { listEventsRoute } from "./events.ts";
import { webhookRoutes } from "./webhooks.ts";

export const routes = [
  ...lookUpRoutes,
  ...bookingRoutes,
  ...coachRoutes,
  ...offerRoutes,
  viewMeRoute,
  changeMeRoute,
  exportMeRoute,
  exportCalendarRoute,
  ...calendarRoutes,
  ...calendarFileRoutes,
  ...paymentRoutes,
  ...adminRoutes,
  listEventsRoute,
  ...webhookRoutes,
  ...serviceRoutes,
];

export type OpenApiDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;

/** `serviceUrl`: the origin that answers the calls; `/` means the one that the document came from. */
export function openApiDocument(serviceUrl = "/"): OpenApiDocument {
  const registry = new OpenAPIHono();
  registry.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "An access token of the identity service, in the Authorization header and nowhere else.",
  });
  for (const route of routes) registry.openAPIRegistry.registerPath(route);
  const document = registry.getOpenAPI31Document({
    openapi: "3.1.0",
    servers: [{ url: serviceUrl }],
    info: {
      title: "Booking API",
      version: "2.0.0",
      description:
        "Clients book sessions with coaches. A time that is listed can be booked, and is booked once. " +
        "Errors are problem documents (RFC 9457) with a stable `code`.",
    },
    tags: [
      { name: "Availability", description: "When a coach can be booked." },
      { name: "Bookings", description: "Making, changing and reading bookings." },
      { name: "Coaches", description: "The directory, working hours and settings." },
      { name: "Offers", description: "What a coach sells, by name." },
      { name: "People", description: "Who one is here." },
      { name: "Calendars", description: "Google Calendar and Outlook: connecting, choosing, writing a session." },
      { name: "Payments", description: "Paying for a session." },
      { name: "Admin", description: "Users and the audit trail." },
      { name: "Service" },
    ],
  });
  addExamples(document.paths ?? {});
  return document;
}
