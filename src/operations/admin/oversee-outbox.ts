/** An admin sees what gave up, or waits, and has an effect tried again: its agenda is woken at once. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { listOutbox, type OutboxEntry, retryEffect } from "../../database/outbox.ts";
import type { ActorContext } from "../context.ts";

interface OutboxQuery {
  readonly state: "failed" | "due";
  readonly limit: number;
  readonly offset: number;
}

export async function viewOutbox(ctx: ActorContext, { state, limit, offset }: OutboxQuery): Promise<Result<OutboxEntry[], Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await listOutbox(ctx.database, state, limit, offset));
}

export async function retryFailedEffect(
  ctx: ActorContext,
  { effectId }: { readonly effectId: string },
): Promise<Result<OutboxEntry, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const effect = await retryEffect(ctx.database, effectId, ctx.now);
  if (effect === null) return refused({ tag: "effect_not_found" });
  await ctx.wake(effect.coachId);
  return ok(effect);
}
