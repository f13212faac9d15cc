/** An admin sees what became of the deliveries to an endpoint, and has one delivered again: its agenda is woken at once. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { type ListedDelivery, listDeliveries, replayDelivery } from "../../database/webhook-deliveries.ts";
import { findEndpoint } from "../../database/webhook-endpoints.ts";
import type { ActorContext } from "../context.ts";

interface DeliveriesQuery {
  readonly endpointId: string;
  readonly limit: number;
  readonly offset: number;
}

export async function viewDeliveries(
  ctx: ActorContext,
  { endpointId, limit, offset }: DeliveriesQuery,
): Promise<Result<ListedDelivery[], Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  if ((await findEndpoint(ctx.database, endpointId)) === null) return refused({ tag: "webhook_not_found" });
  return ok(await listDeliveries(ctx.database, endpointId, { limit, offset }));
}

interface ReplayInput {
  readonly endpointId: string;
  readonly deliveryId: string;
}

export async function replayWebhookDelivery(ctx: ActorContext, asked: ReplayInput): Promise<Result<ListedDelivery, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  if ((await findEndpoint(ctx.database, asked.endpointId)) === null) return refused({ tag: "webhook_not_found" });
  const act = { commandId: ctx.newId(), author: ctx.actor, now: ctx.now };
  const replayed = await replayDelivery(ctx.database, ctx.auditKeys, act, asked);
  if (replayed === null) return refused({ tag: "delivery_not_found" });
  await ctx.wake(replayed.coachId);
  return ok(replayed.delivery);
}
