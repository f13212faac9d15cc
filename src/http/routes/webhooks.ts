/** The marketplace is told of bookings: the list of events, its endpoints, and their deliveries. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { listEventsRoute, presentEvent, presentPlace } from "../../contract/events.ts";
import {
  addWebhookRoute,
  listDeliveriesRoute,
  listWebhooksRoute,
  presentDelivery,
  presentWebhook,
  removeWebhookRoute,
  replayDeliveryRoute,
  rotateWebhookRoute,
  testWebhookRoute,
} from "../../contract/webhooks.ts";
import { viewEvents } from "../../operations/admin/list-events.ts";
import { replayWebhookDelivery, viewDeliveries } from "../../operations/admin/webhook-deliveries.ts";
import {
  addWebhook,
  removeWebhook,
  rotateWebhookSecret,
  testWebhook,
  viewWebhooks,
  type WebhooksContext,
} from "../../operations/admin/webhook-endpoints.ts";
import { actorContext, type AppDependencies, type HttpEnv, type SignedInContext } from "../pipeline/dependencies.ts";
import type { Guard } from "../pipeline/guard.ts";
import { refusalAnswer } from "../pipeline/problem.ts";

export function addWebhookRoutes(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, guard: Guard): void {
  app.openapi(guard.before(listEventsRoute, "admin"), async (c) => {
    const { after = null, limit } = c.req.valid("query");
    const ctx = await actorContext(c, deps);
    const found = await viewEvents(ctx, { after, limit });
    if (!found.ok) return refusalAnswer(c, found.problem);
    const { events, next, hasMore, hasGap } = found.value;
    const shown = events.map((event) => presentEvent(event, event.told, { now: ctx.now, by: ctx.actor }));
    return c.json({ events: shown, next_after: presentPlace(next), has_more: hasMore, has_gap: hasGap }, 200);
  });

  app.openapi(guard.before(addWebhookRoute, "admin"), async (c) => {
    const { url, events = null } = c.req.valid("json");
    const added = await addWebhook(await webhooksContext(c, deps), { url, events });
    if (!added.ok) return refusalAnswer(c, added.problem);
    return c.json({ ...presentWebhook(added.value.endpoint, c.var.now), secret: added.value.secret }, 201);
  });

  app.openapi(guard.before(listWebhooksRoute, "admin"), async (c) => {
    const found = await viewWebhooks(await actorContext(c, deps));
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json({ webhooks: found.value.map((endpoint) => presentWebhook(endpoint, c.var.now)) }, 200);
  });

  app.openapi(guard.before(removeWebhookRoute, "admin"), async (c) => {
    const removed = await removeWebhook(await actorContext(c, deps), { endpointId: c.req.valid("param").id });
    return removed.ok ? c.body(null, 204) : refusalAnswer(c, removed.problem);
  });

  app.openapi(guard.before(rotateWebhookRoute, "admin"), async (c) => {
    const rotated = await rotateWebhookSecret(await webhooksContext(c, deps), { endpointId: c.req.valid("param").id });
    if (!rotated.ok) return refusalAnswer(c, rotated.problem);
    return c.json({ ...presentWebhook(rotated.value.endpoint, c.var.now), secret: rotated.value.secret }, 200);
  });

  app.openapi(guard.before(testWebhookRoute, "admin"), async (c) => {
    const tried = await testWebhook(await webhooksContext(c, deps), { endpointId: c.req.valid("param").id });
    if (!tried.ok) return refusalAnswer(c, tried.problem);
    return c.json({ delivered: tried.value === null, fault: tried.value }, 200);
  });

  app.openapi(guard.before(listDeliveriesRoute, "admin"), async (c) => {
    const page = c.req.valid("query");
    const found = await viewDeliveries(await actorContext(c, deps), { endpointId: c.req.valid("param").id, ...page });
    if (!found.ok) return refusalAnswer(c, found.problem);
    return c.json({ deliveries: found.value.map(presentDelivery), ...page }, 200);
  });

  app.openapi(guard.before(replayDeliveryRoute, "admin"), async (c) => {
    const { id: endpointId, delivery_id: deliveryId } = c.req.valid("param");
    const replayed = await replayWebhookDelivery(await actorContext(c, deps), { endpointId, deliveryId });
    return replayed.ok ? c.json(presentDelivery(replayed.value), 200) : refusalAnswer(c, replayed.problem);
  });
}

export async function webhooksContext(c: SignedInContext, deps: AppDependencies): Promise<WebhooksContext> {
  const { webhookStandInUrl, serviceUrl, calendars } = deps.config;
  return { ...(await actorContext(c, deps)), webhooks: deps.webhooks, sealKeys: calendars.sealKeys, webhookStandInUrl, serviceUrl };
}
