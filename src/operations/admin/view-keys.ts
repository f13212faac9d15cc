/** An admin sees what each key of tokens still seals. Changes nothing: the sweep seals anew. Sessions and push channels are not counted: they end by themselves. */
import { countByKey, SEALED_UNREADABLE, SEALED_UNSEEN } from "../../database/connection-keys.ts";
import { listEndpoints, type WebhookEndpoint } from "../../database/webhook-endpoints.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Instant } from "../../domain/instant.ts";
import type { KeyUse, KeyUses } from "../../domain/key-use.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { keyIdOf, type SealKeyRing } from "../../lib/seal-key-ring.ts";
import type { ActorContext } from "../context.ts";

export async function viewKeys(ctx: ActorContext, ring: SealKeyRing): Promise<Result<KeyUses, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const [counted, endpoints] = await Promise.all([countByKey(ctx.database), listEndpoints(ctx.database)]);
  const noted = new Map(counted.map(({ keyId, count }) => [keyId, count]));
  const webhooks = new Map<string, number>();
  for (const sealed of endpoints.flatMap((endpoint) => secretsOf(endpoint, ctx.now))) {
    const id = keyIdOf(sealed);
    if (id !== null) webhooks.set(id, (webhooks.get(id) ?? 0) + 1);
  }
  const [calendarsUnseen, calendarsUnreadable] = [noted.get(SEALED_UNSEEN) ?? 0, noted.get(SEALED_UNREADABLE) ?? 0];
  for (const none of [SEALED_UNSEEN, SEALED_UNREADABLE]) noted.delete(none);
  const ids = new Set([ring.currentId, ...ring.secrets.keys(), ...noted.keys(), ...webhooks.keys()]);
  const use = (id: string): KeyUse => ({
    id,
    standing: standingOf(ring, id),
    calendars: noted.get(id) ?? 0,
    webhooks: webhooks.get(id) ?? 0,
  });
  return ok({ keys: [...ids].map(use), calendarsUnseen, calendarsUnreadable });
}

/** The one before the current one counts as long as it signs. */
function secretsOf({ secret, previousSecret, previousUntil }: WebhookEndpoint, now: Instant): readonly string[] {
  const isPreviousKept = previousSecret !== null && previousUntil !== null && previousUntil > now;
  return isPreviousKept ? [secret, previousSecret] : [secret];
}

function standingOf(ring: SealKeyRing, id: string): KeyUse["standing"] {
  if (id === ring.currentId) return "seals";
  return ring.secrets.has(id) ? "opens" : "missing";
}
