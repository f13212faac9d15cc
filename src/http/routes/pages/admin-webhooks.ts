/** The pages of webhooks: addresses registered, tried, given a new secret and removed, and messages sent again, by the operations of the API. */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { eventType } from "../../../contract/events.ts";
import { uuid } from "../../../contract/scalar.ts";
import { EVENT_TYPES } from "../../../domain/booking-event.ts";
import { DELIVERIES_SHOWN_MAX, WEBHOOK_URL_CHARACTERS_MAX } from "../../../limits/webhooks.ts";
import { say } from "../../../messages/say.ts";
import { replayWebhookDelivery, viewDeliveries } from "../../../operations/admin/webhook-deliveries.ts";
import { addWebhook, removeWebhook, rotateWebhookSecret, testWebhook, viewWebhooks } from "../../../operations/admin/webhook-endpoints.ts";
import { deliveriesHref, deliveriesPage, webhooksPage, type WebhooksView } from "../../../pages/admin/webhooks.tsx";
import { NEW_FORM, refusedForm } from "../../../pages/form.tsx";
import { refusalInWords } from "../../../pages/refusals.ts";
import type { Admission } from "../../pipeline/admission.ts";
import { actorContext, type AppDependencies, type HttpEnv, type OwnPageEnv } from "../../pipeline/dependencies.ts";
import { boundedForm, SEE_OTHER } from "../../pipeline/form.ts";
import { inBrowser } from "../../pipeline/in-browser.ts";
import { pageAnswer, refusedAnswer } from "../../pipeline/page.ts";
import { webhooksContext } from "../webhooks.ts";
import { zoneShown } from "./chosen.ts";

const PATH = "/admin/webhooks";
const DELIVERY_ID_CHARACTERS_MAX = 300;
const NOBODY = "00000000-0000-0000-0000-000000000000";

const doneQuery = z.object({ done: z.enum(["removed", "tested", "replayed"]).nullable().catch(null).default(null) });
const listQuery = doneQuery.extend({ endpoint: uuid.catch(NOBODY).default(NOBODY) });
const newFields = z.object({ url: z.string().max(WEBHOOK_URL_CHARACTERS_MAX).catch("") });
const oneFields = z.object({ endpoint: uuid.catch(NOBODY), act: z.enum(["test", "rotate", "remove"]).catch("test") });
const replayFields = z.object({ delivery: z.string().max(DELIVERY_ID_CHARACTERS_MAX).catch("") });

type Page = Context<OwnPageEnv>;

export function addAdminWebhookPages(app: OpenAPIHono<HttpEnv>, deps: AppDependencies, { only }: Admission): void {
  const show = async (c: Page, more: Partial<WebhooksView>, status: 200 | 400 = 200): Promise<Response> => {
    const found = await viewWebhooks(await actorContext(c, deps));
    if (!found.ok) return await refusedAnswer(c, found.problem);
    const { timeZone } = zoneShown(undefined, c.var.session, "UTC");
    const view = { form: NEW_FORM, wanted: new Set<string>(EVENT_TYPES), made: null, done: null, formKey: deps.newId(), now: c.var.now };
    return await pageAnswer(c, webhooksPage({ ...view, endpoints: found.value, timeZone, ...more }), status, {});
  };

  app.get(
    PATH,
    inBrowser(only("admin"), async (c) => {
      const { done } = doneQuery.parse(c.req.query());
      return await show(c, { done: done === null ? null : say(`webhooks.${done}`) });
    }),
  );

  app.post(`${PATH}/new`, only("admin"), boundedForm, async (c) => {
    const sent = await c.req.parseBody({ all: true });
    const { url } = newFields.parse(sent);
    const named = [sent["events"] ?? []].flat();
    const events = EVENT_TYPES.filter((type) => named.includes(eventType.enum[type]));
    const wanted = new Set<string>(events);
    if (events.length === 0) return await show(c, { form: refusedForm({ url }, say("webhooks.types.none"), "events"), wanted }, 400);
    const added = await addWebhook(await webhooksContext(c, deps), { url, events });
    if (!added.ok) return await show(c, { form: refusedForm({ url }, refusalInWords(added.problem), "url"), wanted }, 400);
    // The secret stands in this answer and nowhere else, so it is no redirect.
    return await show(c, { made: { url, secret: added.value.secret }, done: say("webhooks.added") });
  });

  app.post(`${PATH}/one`, only("admin"), boundedForm, async (c) => {
    const { endpoint: endpointId, act } = oneFields.parse(await c.req.parseBody());
    const ctx = await webhooksContext(c, deps);
    if (act === "remove") {
      const removed = await removeWebhook(ctx, { endpointId });
      return removed.ok ? c.redirect(`${PATH}?done=removed`, SEE_OTHER) : await refusedAnswer(c, removed.problem);
    }
    if (act === "rotate") {
      const rotated = await rotateWebhookSecret(ctx, { endpointId });
      if (!rotated.ok) return await refusedAnswer(c, rotated.problem);
      const { endpoint, secret } = rotated.value;
      return await show(c, { made: { url: endpoint.url, secret }, done: say("webhooks.rotated") });
    }
    const tried = await testWebhook(ctx, { endpointId });
    if (!tried.ok) return await refusedAnswer(c, tried.problem);
    return tried.value === null
      ? c.redirect(`${PATH}?done=tested`, SEE_OTHER)
      : await show(c, { done: say("webhooks.tested.not", { fault: tried.value }) });
  });

  app.get(`${PATH}/deliveries`, only("admin"), async (c) => {
    const { endpoint: endpointId, done } = listQuery.parse(c.req.query());
    const ctx = await actorContext(c, deps);
    const found = await viewDeliveries(ctx, { endpointId, limit: DELIVERIES_SHOWN_MAX + 1, offset: 0 });
    if (!found.ok) return await refusedAnswer(c, found.problem);
    const endpoints = await viewWebhooks(ctx);
    const endpoint = endpoints.ok ? endpoints.value.find(({ id }) => id === endpointId) : undefined;
    if (endpoint === undefined) return await refusedAnswer(c, { tag: "webhook_not_found" });
    const view = {
      endpoint,
      deliveries: found.value.slice(0, DELIVERIES_SHOWN_MAX),
      hasMore: found.value.length > DELIVERIES_SHOWN_MAX,
      done: done === null ? null : say(`webhooks.${done}`),
      formKey: deps.newId(),
      timeZone: zoneShown(undefined, c.var.session, "UTC").timeZone,
    };
    return await pageAnswer(c, deliveriesPage(view), 200, {});
  });

  app.post(`${PATH}/deliveries`, only("admin"), boundedForm, async (c) => {
    const { endpoint: endpointId } = listQuery.parse(c.req.query());
    const { delivery: deliveryId } = replayFields.parse(await c.req.parseBody());
    const replayed = await replayWebhookDelivery(await actorContext(c, deps), { endpointId, deliveryId });
    if (!replayed.ok) return await refusedAnswer(c, replayed.problem);
    return c.redirect(`${deliveriesHref(endpointId)}&done=replayed`, SEE_OTHER);
  });
}
