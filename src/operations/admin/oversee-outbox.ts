/** An admin sees what gave up, or waits, and has one effect or many tried again: their agendas are woken at once. */
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { retryEffect, retryEffects } from "../../database/admin-acts.ts";
import {
  countFailed,
  type EffectFilter,
  type EffectGroup,
  type FailedCount,
  type FailedFilter,
  groupFailed,
  listOutbox,
  type OutboxEntry,
} from "../../database/outbox-overseen.ts";
import { EFFECT_GROUPS_SHOWN_MAX, EFFECTS_RETRIED_MAX } from "../../limits/people.ts";
import type { ActorContext } from "../context.ts";

interface OutboxQuery extends EffectFilter {
  readonly state: "failed" | "due" | "waiting";
  readonly limit: number;
  readonly offset: number;
}

export async function viewOutbox(ctx: ActorContext, asked: OutboxQuery): Promise<Result<OutboxEntry[], Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await listOutbox(ctx.database, asked));
}

/** Failures by kind and reason, the most first. */
export async function viewFailures(ctx: ActorContext): Promise<Result<EffectGroup[], Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await groupFailed(ctx.database, EFFECT_GROUPS_SHOWN_MAX));
}

/** The number that `retryFailedEffects` would have tried again, call after call. */
export async function countFailedEffects(ctx: ActorContext, filter: FailedFilter): Promise<Result<FailedCount, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  return ok(await countFailed(ctx.database, filter));
}

export async function retryFailedEffect(
  ctx: ActorContext,
  { effectId }: { readonly effectId: string },
): Promise<Result<OutboxEntry, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const order = { commandId: ctx.newId(), author: ctx.actor, now: ctx.now, effectId };
  const effect = await retryEffect(ctx.database, ctx.auditKeys, order);
  if (effect === null) return refused({ tag: "effect_not_found" });
  await ctx.wake(effect.coachId);
  return ok(effect);
}

export interface RetriedEffects {
  /** How many were made due. */
  readonly retried: number;
  /** Whether more match: call again. */
  readonly hasMore: boolean;
  /** Older failures were not looked at: those before this instant. null: all were. */
  readonly lookedBackTo: Instant | null;
}

/** At most `EFFECTS_RETRIED_MAX` at once, the latest failures first. Each agenda is woken once. */
export async function retryFailedEffects(ctx: ActorContext, filter: FailedFilter): Promise<Result<RetriedEffects, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  const order = { commandId: ctx.newId(), author: ctx.actor, now: ctx.now, filter, max: EFFECTS_RETRIED_MAX };
  const retried = await retryEffects(ctx.database, ctx.auditKeys, order);
  await Promise.all([...new Set(retried.map(({ coachId }) => coachId))].map(async (coachId) => await ctx.wake(coachId)));
  const left = await countFailed(ctx.database, filter);
  return ok({ retried: retried.length, hasMore: left.count > 0, lookedBackTo: left.lookedBackTo });
}
