/** Endpoints of the marketplace on the wire: where events are delivered, and what became of the deliveries. */
import { createRoute, z } from "@hono/zod-openapi";
import { type EventType, EVENT_TYPES } from "../domain/booking-event.ts";
import type { Instant } from "../domain/instant.ts";
import { HOUR_MS } from "../lib/duration.ts";
import { WEBHOOK_ROTATION_MS, WEBHOOK_URL_CHARACTERS_MAX, WEBHOOKS_MAX } from "../limits/webhooks.ts";
import { eventType } from "./events.ts";
import { bearer, json, requiredBody } from "./media.ts";
import { offsetPage } from "./paging.ts";
import { problems } from "./problem.ts";
import { instantOut, presentInstant, uuid } from "./scalar.ts";

const DELIVERY_ID_CHARACTERS_MAX = 300;
const hours = String(WEBHOOK_ROTATION_MS / HOUR_MS);
const shared = { tags: ["Admin"], security: bearer };
const ofEndpoint = z.object({ id: uuid.describe("The endpoint's.") });

const endpointShape = {
  id: uuid.describe("The endpoint's."),
  url: z.string().openapi({ example: "https://hooks.example.com/bookings" }).describe("Where events are sent by POST."),
  events: z.array(eventType).describe("The types that are delivered to it."),
  previous_secret_until: instantOut
    .nullable()
    .openapi({ description: "Until then the secret before signs as well; null: it signs no more." }),
  created_at: instantOut,
  updated_at: instantOut,
};
const endpointSchema = z.object(endpointShape).openapi("Webhook");
const withSecretSchema = z
  .object({
    ...endpointShape,
    secret: z.string().openapi({ description: "Shown this once. Messages are signed with it.", example: "whsec_..." }),
  })
  .openapi("WebhookWithSecret");

const deliverySchema = z
  .object({
    id: z.string().openapi({ description: "Of the effect: the same as in `GET /admin/outbox`." }),
    event_id: uuid.describe("The same for every try and every endpoint: keep it to know a repetition."),
    type: eventType.describe("Of the event."),
    at: instantOut.openapi({ description: "When it happened." }),
    booking_id: uuid.nullable().describe("The booking that it tells of."),
    state: z.enum(["due", "done", "dropped", "failed"]).openapi({ description: "`due` waits for its next try; `done` was accepted." }),
    attempts: z.int().describe("Tries that counted; waiting for an endpoint that is down is none."),
    replays: z.int().openapi({ description: "How often an admin had it delivered again." }),
    last_fault: z
      .string()
      .nullable()
      .openapi({ example: "webhook_status_500", description: "Why it was not accepted the last time; null: it was, or was not tried." }),
    due_at: instantOut.openapi({ description: "The next try." }),
    settled_at: instantOut.nullable(),
    created_at: instantOut,
  })
  .openapi("WebhookDelivery");

export const addWebhookRoute = createRoute({
  ...shared,
  method: "post",
  path: "/admin/webhooks",
  operationId: "addWebhook",
  summary: "Have events delivered to an address",
  description:
    `Registers an address of the marketplace, for admins; at most ${String(WEBHOOKS_MAX)}. It has to be https, with a public name, on port 443 or 8443. ` +
    "The answer shows the secret once: messages are signed with it as Standard Webhooks describe. Events from now on are delivered, each at least once.",
  request: {
    body: requiredBody(
      z
        .strictObject({
          url: z.string().min(1).max(WEBHOOK_URL_CHARACTERS_MAX).describe("Where events are sent by POST."),
          events: z
            .array(eventType)
            .min(1)
            .max(EVENT_TYPES.length)
            .refine((types) => new Set(types).size === types.length, "must not name a type twice")
            .optional()
            .openapi({ description: "The types that are wanted. Absent: all there are now." }),
        })
        .openapi("AddWebhook"),
    ),
  },
  responses: {
    201: { description: "The endpoint, with its secret", content: json(withSecretSchema) },
    ...problems(400, 401, 403, 413, 415, 429),
  },
});

export const listWebhooksRoute = createRoute({
  ...shared,
  method: "get",
  path: "/admin/webhooks",
  operationId: "listWebhooks",
  summary: "Where events are delivered",
  description: "Lists the endpoints, oldest first, for admins. Secrets are not shown: one that is lost is replaced by a rotation.",
  responses: {
    200: {
      description: "The endpoints",
      content: json(z.object({ webhooks: z.array(endpointSchema).describe("Oldest first.") }).openapi("WebhookList")),
    },
    ...problems(401, 403),
  },
});

export const removeWebhookRoute = createRoute({
  ...shared,
  method: "delete",
  path: "/admin/webhooks/{id}",
  operationId: "removeWebhook",
  summary: "Stop deliveries to an endpoint",
  description: "Removes an endpoint, for admins. What still waits for it is dropped. The events stay in `GET /admin/events`.",
  request: { params: ofEndpoint },
  responses: { 204: { description: "It is removed" }, ...problems(400, 401, 403, 404, 429) },
});

export const rotateWebhookRoute = createRoute({
  ...shared,
  method: "post",
  path: "/admin/webhooks/{id}/rotate",
  operationId: "rotateWebhookSecret",
  summary: "Give an endpoint a new secret",
  description:
    `Draws a new secret, for admins, and shows it once. For ${hours} hours messages carry two signatures, one by each secret, so that the receiver can change over without losing any. ` +
    "Rotating again in that time ends the older of the two at once.",
  request: { params: ofEndpoint },
  responses: {
    200: { description: "The endpoint, with its new secret", content: json(withSecretSchema) },
    ...problems(400, 401, 403, 404, 429),
  },
});

export const testWebhookRoute = createRoute({
  ...shared,
  method: "post",
  path: "/admin/webhooks/{id}/test",
  operationId: "testWebhook",
  summary: "Send a test message to an endpoint",
  description:
    "Sends one signed message of the type `webhook.test` at once, for admins, and says what came of it. It is tried once, and it stands in no list. Receivers should accept it and do nothing.",
  request: { params: ofEndpoint },
  responses: {
    200: {
      description: "What came of it",
      content: json(
        z
          .object({
            delivered: z.boolean().describe("Whether it was answered by a 2xx."),
            fault: z.string().nullable().openapi({ description: "Why not: `status_500`, `timeout`, `connection`.", example: "status_500" }),
          })
          .openapi("WebhookTest"),
      ),
    },
    ...problems(400, 401, 403, 404, 429),
  },
});

export const listDeliveriesRoute = createRoute({
  ...shared,
  method: "get",
  path: "/admin/webhooks/{id}/deliveries",
  operationId: "listWebhookDeliveries",
  summary: "What became of an endpoint's deliveries",
  description:
    "Lists the deliveries to an endpoint, latest first, for admins: those that wait, were accepted, or were given up, with the last fault. Settled ones are forgotten with the rest of the outbox, those that were given up are kept.",
  request: { params: ofEndpoint, query: z.object(offsetPage) },
  responses: {
    200: {
      description: "A page of deliveries",
      content: json(
        z
          .object({
            deliveries: z.array(deliverySchema).describe("Latest first."),
            limit: z.int().describe("The most that a page holds."),
            offset: z.int().describe("How many entries were passed over."),
          })
          .openapi("WebhookDeliveryList"),
      ),
    },
    ...problems(400, 401, 403, 404),
  },
});

export const replayDeliveryRoute = createRoute({
  ...shared,
  method: "post",
  path: "/admin/webhooks/{id}/deliveries/{delivery_id}/replay",
  operationId: "replayWebhookDelivery",
  summary: "Deliver an event again",
  description:
    "Has an event delivered to the endpoint once more, for admins, whether it was accepted, dropped or given up; with all its tries. The message has the same id and shows the booking as it stands now. One that still waits is left as it is.",
  request: {
    params: ofEndpoint.extend({
      delivery_id: z.string().min(1).max(DELIVERY_ID_CHARACTERS_MAX).describe("As the list of deliveries shows it."),
    }),
  },
  responses: { 200: { description: "The delivery, due again", content: json(deliverySchema) }, ...problems(400, 401, 403, 404, 429) },
});

export const webhookRoutes = [
  addWebhookRoute,
  listWebhooksRoute,
  removeWebhookRoute,
  rotateWebhookRoute,
  testWebhookRoute,
  listDeliveriesRoute,
  replayDeliveryRoute,
] as const;

interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly events: readonly EventType[];
  readonly previousUntil: Instant | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export function presentWebhook(endpoint: Endpoint, now: Instant): z.infer<typeof endpointSchema> {
  const { id, url, events, previousUntil, createdAt, updatedAt } = endpoint;
  return {
    id,
    url,
    events: [...events],
    previous_secret_until: previousUntil === null || previousUntil <= now ? null : presentInstant(previousUntil),
    created_at: presentInstant(createdAt),
    updated_at: presentInstant(updatedAt),
  };
}

interface Delivery {
  readonly id: string;
  readonly eventId: string;
  readonly type: EventType;
  readonly at: Instant;
  readonly bookingId: string | null;
  readonly state: z.infer<typeof deliverySchema>["state"];
  readonly attempts: number;
  readonly replays: number;
  readonly lastFault: string | null;
  readonly dueAt: Instant;
  readonly settledAt: Instant | null;
  readonly createdAt: Instant;
}

export function presentDelivery(delivery: Delivery): z.infer<typeof deliverySchema> {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    type: delivery.type,
    at: presentInstant(delivery.at),
    booking_id: delivery.bookingId,
    state: delivery.state,
    attempts: delivery.attempts,
    replays: delivery.replays,
    last_fault: delivery.lastFault,
    due_at: presentInstant(delivery.dueAt),
    settled_at: delivery.settledAt === null ? null : presentInstant(delivery.settledAt),
    created_at: presentInstant(delivery.createdAt),
  };
}
