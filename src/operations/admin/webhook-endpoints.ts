/** An admin says where the marketplace is told of events, gives an endpoint a new secret, or tries it. A secret is answered once and kept sealed. */
import { ok, refused, type Result } from "../../lib/result.ts";
import type { SealKeyRing } from "../../lib/seal-key-ring.ts";
import { isAdmin } from "../../domain/access.ts";
import { type EventType, EVENT_TYPES } from "../../domain/booking-event.ts";
import { after } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import {
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
  rotateSecret,
  type WebhookEndpoint,
} from "../../database/webhook-endpoints.ts";
import { WEBHOOK_ROTATION_MS, WEBHOOKS_MAX } from "../../limits/webhooks.ts";
import { refuseAddress } from "../../webhooks/endpoint-address.ts";
import { openSecrets, sealSecret } from "../../webhooks/secrets.ts";
import { newSecret, type WebhookSender } from "../../webhooks/sender.ts";
import type { ActorContext } from "../context.ts";

export interface WebhooksContext extends ActorContext {
  readonly webhooks: WebhookSender;
  readonly sealKeys: SealKeyRing;
  readonly webhookStandInUrl: string | null;
  readonly serviceUrl: string;
}

interface WithSecret {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
}

interface AddWebhookInput {
  readonly url: string;
  /** null: all there are. */
  readonly events: readonly EventType[] | null;
}

export async function addWebhook(ctx: WebhooksContext, { url, events }: AddWebhookInput): Promise<Result<WithSecret, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const reason = refuseAddress(url, { standInUrl: ctx.webhookStandInUrl, serviceUrl: ctx.serviceUrl });
  if (reason !== null) return refused({ tag: "webhook_url_refused", reason });
  const [id, secret] = [ctx.newId(), newSecret()];
  const endpoint: WebhookEndpoint = {
    id,
    url,
    events: events ?? EVENT_TYPES,
    secret: await sealSecret(ctx.sealKeys, id, secret),
    previousSecret: null,
    previousUntil: null,
    createdBy: ctx.actor.id,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  const isAdded = await insertEndpoint(ctx.database, ctx.auditKeys, actOf(ctx), endpoint);
  return isAdded ? ok({ endpoint, secret }) : refused({ tag: "too_many_webhooks", webhooksMax: WEBHOOKS_MAX });
}

export async function viewWebhooks(ctx: ActorContext): Promise<Result<WebhookEndpoint[], Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await listEndpoints(ctx.database));
}

interface OfEndpoint {
  readonly endpointId: string;
}

export async function removeWebhook(ctx: ActorContext, { endpointId }: OfEndpoint): Promise<Result<null, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const isRemoved = await deleteEndpoint(ctx.database, ctx.auditKeys, actOf(ctx), endpointId);
  return isRemoved ? ok(null) : refused({ tag: "webhook_not_found" });
}

export async function rotateWebhookSecret(ctx: WebhooksContext, { endpointId }: OfEndpoint): Promise<Result<WithSecret, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const secret = newSecret();
  const sealed = await sealSecret(ctx.sealKeys, endpointId, secret);
  const rotated = { endpointId, secret: sealed, previousUntil: after(ctx.now, WEBHOOK_ROTATION_MS) };
  const endpoint = await rotateSecret(ctx.database, ctx.auditKeys, actOf(ctx), rotated);
  return endpoint === null ? refused({ tag: "webhook_not_found" }) : ok({ endpoint, secret });
}

/** Answers why it did not arrive; null: it did. */
export async function testWebhook(ctx: WebhooksContext, { endpointId }: OfEndpoint): Promise<Result<string | null, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const endpoint = await findEndpoint(ctx.database, endpointId);
  if (endpoint === null) return refused({ tag: "webhook_not_found" });
  const secrets = await openSecrets(ctx.sealKeys, endpoint, ctx.now);
  if (secrets === null) return ok("secret");
  const id = ctx.newId();
  const body = JSON.stringify({ id, type: "webhook.test", at: new Date(ctx.now).toISOString() });
  const sent = await ctx.webhooks.send({ url: endpoint.url, secrets: secrets.signing, id, sentAt: ctx.now, body });
  return ok(sent.ok ? null : sent.problem.reason);
}

function actOf({ newId, actor, now }: ActorContext) {
  return { commandId: newId(), author: actor, now };
}
