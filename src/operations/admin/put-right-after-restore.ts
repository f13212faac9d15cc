/**
 * After the database was restored to an earlier minute: the first step notes it in the audit trail and lets the anchors go on; then calendars
 * read everything anew and agendas are woken, some in each step. It restores nothing itself, and it settles no payment: those that may have been
 * paid since are listed.
 */
import { errorSummary, log } from "../../lib/log.ts";
import { ok, refused, type Result } from "../../lib/result.ts";
import { isAdmin } from "../../domain/access.ts";
import type { CalendarProviderName } from "../../domain/effect.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Refusal } from "../../domain/refusal.ts";
import type { RestoredPlace, RestoredStep } from "../../domain/restored.ts";
import { RESTORED_PER_STEP_MAX } from "../../limits/maintenance.ts";
import { checkoutsOpenAt, coachesWithEffectsAfter, connectionsAfter } from "../../database/after-restore.ts";
import type { ActorContext } from "../context.ts";
import { continueAnchors } from "./keep-anchors.ts";

/** Where walks of the sweep go on (docs/storage.md): what comes again with a restore stands behind those places, words that had been forgotten as well. */
const WALKS = ["outbox-purged", "words-forgotten", "people-forgotten"];

export interface RestoreContext extends ActorContext {
  readonly kept: KVNamespace;
  /** Has an account forget where it had read to. */
  readonly startAccountAnew: (userId: string, provider: CalendarProviderName) => Promise<void>;
}

interface RestoredInput {
  /** The minute that the record stands at. */
  readonly restoredTo: Instant;
  /** null: the first step. */
  readonly from: RestoredPlace | null;
}

export async function putRightAfterRestore(
  ctx: RestoreContext,
  { restoredTo, from }: RestoredInput,
): Promise<Result<RestoredStep, Refusal>> {
  if (!isAdmin(ctx.actor)) return refused({ tag: "forbidden" });
  if (from === null) {
    const continued = await continueAnchors(ctx, { note: `Restored to ${new Date(restoredTo).toISOString()}` });
    if (!continued.ok) return continued;
    for (const walk of WALKS) await ctx.kept.delete(walk);
  }
  const payments = from === null ? await checkoutsOpenAt(ctx.database, restoredTo) : [];
  const place: RestoredPlace = from ?? { of: "account", after: "" };
  return ok({ ...(place.of === "account" ? await nextAccounts(ctx, place.after) : await nextCoaches(ctx, place.after)), payments });
}

type StepDone = Omit<RestoredStep, "payments">;

async function nextAccounts(ctx: RestoreContext, after: string): Promise<StepDone> {
  const found = await connectionsAfter(ctx.database, after, RESTORED_PER_STEP_MAX);
  let failed = 0;
  for (const { userId, provider } of found) {
    failed += await failuresOf(async () => await ctx.startAccountAnew(userId, provider), { user_id: userId, provider });
  }
  const last = found.at(-1);
  const isEnd = last === undefined || found.length < RESTORED_PER_STEP_MAX;
  return { accounts: found.length, coaches: 0, failed, next: isEnd ? { of: "coach", after: "" } : { of: "account", after: last.id } };
}

async function nextCoaches(ctx: RestoreContext, after: string): Promise<StepDone> {
  const found = await coachesWithEffectsAfter(ctx.database, after, RESTORED_PER_STEP_MAX);
  let failed = 0;
  for (const coachId of found) failed += await failuresOf(async () => await ctx.wake(coachId), { coach_id: coachId });
  const last = found.at(-1);
  const isEnd = last === undefined || found.length < RESTORED_PER_STEP_MAX;
  return { accounts: 0, coaches: found.length, failed, next: isEnd ? null : { of: "coach", after: last } };
}

/** 1 where it failed; the others go on. */
async function failuresOf(reach: () => Promise<void>, whose: Readonly<Record<string, string>>): Promise<0 | 1> {
  try {
    await reach();
    return 0;
  } catch (error) {
    log("error", "not_put_right", { ...whose, error: errorSummary(error) });
    return 1;
  }
}
