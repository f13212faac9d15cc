/**
 * Dispatches what is due of one coach's outbox: claims under a lease, carries out side by side, notes what became of each.
 * It runs in the alarm, beside the queue and never inside it. What it cannot note comes due again when its lease ends.
 */
import { after, type Instant } from "../domain/instant.ts";
import { backoffMs } from "../lib/backoff.ts";
import { errorSummary, log } from "../lib/log.ts";
import {
  CLAIMS_PER_ALARM_MAX,
  EFFECT_ATTEMPTS_MAX,
  EFFECT_BACKOFF,
  EFFECT_CLAIMS_MAX,
  EFFECT_LEASE_MS,
  EFFECTS_AT_ONCE_MAX,
  EFFECTS_PER_CLAIM_MAX,
} from "../limits.ts";
import { type EffectContext, readEffectContexts } from "../database/effect-read.ts";
import { claimDue, type ClaimedRow, type Settlement, settleEffects } from "../database/outbox.ts";
import type { EffectDependencies } from "./handler.ts";
import { carryOut } from "./handlers.ts";
import type { EffectOutcome } from "./outcome.ts";

export interface DispatchDependencies extends EffectDependencies {
  /** In [0, 1). */
  readonly random: () => number;
}

/** Throws what the database throws; everything claimed by then comes back by its lease. */
export async function dispatchDue(deps: DispatchDependencies, coachId: string): Promise<void> {
  for (let claims = 0; claims < CLAIMS_PER_ALARM_MAX; claims += 1) {
    const now = deps.now();
    const lease = deps.newId();
    const leasedUntil = after(now, EFFECT_LEASE_MS);
    const claimed = await claimDue(deps.database, { coachId, lease, leasedUntil, now, max: EFFECTS_PER_CLAIM_MAX });
    if (claimed.length === 0) return;
    await dispatchClaimed(deps, claimed, leasedUntil);
  }
}

async function dispatchClaimed(deps: DispatchDependencies, claimed: readonly ClaimedRow[], leasedUntil: Instant): Promise<void> {
  await dispatchTogether(deps, claimed.filter(isDerivation));
  const others = claimed.filter((row) => !isDerivation(row));
  for (let from = 0; from < others.length; from += EFFECTS_AT_ONCE_MAX) {
    // An effect begun in the second half of the lease might still be under way when another claim may begin it.
    if (deps.now() >= after(leasedUntil, -EFFECT_LEASE_MS / 2)) return await putBack(deps, others.slice(from));
    await dispatchTogether(deps, others.slice(from, from + EFFECTS_AT_ONCE_MAX));
  }
}

/** Reads what stands now, once for all of them, carries them out side by side and notes what became of each. */
async function dispatchTogether(deps: DispatchDependencies, rows: readonly ClaimedRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const bookingIds = rows.flatMap(({ bookingId }) => bookingId ?? []);
  const contexts = await readEffectContexts(deps.database, first.coachId, bookingIds);
  const outcomes = await Promise.all(
    rows.map(async (row) => ({ row, outcome: await tryOnce(deps, row, contexts.get(row.bookingId ?? "") ?? null) })),
  );
  const now = deps.now();
  await settleEffects(
    deps.database,
    outcomes.map(({ row, outcome }) => settlementOf(row, outcome, now, deps.random())),
    outcomes.flatMap(({ outcome }) => (outcome.kind === "done" ? outcome.follow : [])),
    now,
  );
}

/** Effects that were claimed and not begun are due as before, and have spent no try. */
async function putBack(deps: DispatchDependencies, claimed: readonly ClaimedRow[]): Promise<void> {
  const now = deps.now();
  const settled = { state: "due", dueAt: now, fault: "not_begun", countsAsTry: false } as const;
  await settleEffects(
    deps.database,
    claimed.map(({ id, lease }) => ({ id, lease, ...settled })),
    [],
    now,
  );
}

/** Whether the effect does no more than queue others, and so needs nobody's answer. */
function isDerivation({ effect }: ClaimedRow): boolean {
  return effect?.kind === "booking_changed" || effect?.kind === "reminder";
}

async function tryOnce(deps: DispatchDependencies, claimed: ClaimedRow, context: EffectContext | null): Promise<EffectOutcome> {
  const { effect, storedKind, bookingId, attempts } = claimed;
  // Every earlier attempt crashed before it recorded an outcome: do not start it again (poison message).
  if (attempts > EFFECT_CLAIMS_MAX) return { kind: "failed", reason: "never_settled" };
  if (effect === null) return { kind: "failed", reason: "unknown_kind" };
  try {
    return await carryOut(deps, { ...claimed, effect }, context);
  } catch (error) {
    log("warn", "effect_threw", { effect: storedKind, booking_id: bookingId, error: errorSummary(error) });
    return { kind: "retry", afterMs: null, reason: "threw" };
  }
}

function settlementOf(claimed: ClaimedRow, outcome: EffectOutcome, now: Instant, random: number): Settlement {
  const { id, lease, attempts, storedKind, bookingId } = claimed;
  const settled = { id, lease, dueAt: null, countsAsTry: true } as const;
  if (outcome.kind === "done") return { ...settled, state: "done", fault: null };
  const { reason: fault } = outcome;
  if (outcome.kind === "dropped") return { ...settled, state: "dropped", fault };
  if (outcome.kind === "wait") return { ...settled, state: "due", dueAt: after(now, outcome.afterMs), fault, countsAsTry: false };
  if (outcome.kind === "retry" && attempts < EFFECT_ATTEMPTS_MAX) {
    const waitMs = Math.max(outcome.afterMs ?? 0, backoffMs(attempts, EFFECT_BACKOFF, random));
    return { ...settled, state: "due", dueAt: after(now, waitMs), fault };
  }
  // Refused for good, or the schedule allows no more.
  log("error", "effect_failed", { effect: storedKind, booking_id: bookingId, attempts, reason: fault });
  return { ...settled, state: "failed", fault };
}
