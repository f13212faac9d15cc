/**
 * Dispatches what is due of one coach's outbox: claims under a lease, carries out side by side, notes what became of each.
 * It runs in the alarm, beside the queue and never inside it. What it cannot note comes due again when its lease ends.
 */
import { after, type Instant } from "../domain/instant.ts";
import type { Measure } from "../lib/data-point.ts";
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
import {
  type ClaimedRow,
  type ClaimedTurn,
  claimTurn,
  type NextDue,
  type SettledTurn,
  type Settlement,
  settleTurn,
  type Turn,
} from "../database/outbox.ts";
import type { EffectDependencies } from "./handler.ts";
import { carryOut } from "./handlers.ts";
import { nextTryInOutage } from "./outage.ts";
import type { EffectOutcome } from "./outcome.ts";
import { withheld } from "./telling.ts";

export interface DispatchDependencies extends EffectDependencies {
  /** In [0, 1). */
  readonly random: () => number;
  readonly measure: Measure;
}

/**
 * One turn: claims, carries out, and takes on at once what follows and is due; more than one only where more is due than a
 * claim takes. Answers what is due next. Throws what the database throws; everything claimed by then comes back by its lease.
 */
export async function dispatchDue(deps: DispatchDependencies, coachId: string): Promise<NextDue> {
  let next: NextDue = { lapse: null, effect: null };
  for (let claims = 0; claims < CLAIMS_PER_ALARM_MAX; claims += 1) {
    const now = deps.now();
    const turn = { coachId, lease: deps.newId(), leasedUntil: after(now, EFFECT_LEASE_MS), now };
    const found = await claimTurn(deps.database, { ...turn, max: EFFECTS_PER_CLAIM_MAX });
    next = found.claimed.length === 0 ? found.next : await dispatchClaimed(deps, turn, found);
    if (found.claimed.length < EFFECTS_PER_CLAIM_MAX) break;
  }
  return next;
}

async function dispatchClaimed(deps: DispatchDependencies, turn: Turn, { claimed, contexts, next }: ClaimedTurn): Promise<NextDue> {
  const asksNobody = new Set(claimed.filter((row) => needsNobody(row, contexts, deps.now())));
  let waiting = claimed.filter((row) => !asksNobody.has(row));
  let due = next;
  if (asksNobody.size > 0) {
    const settled = await carryOutTogether(deps, turn, [...asksNobody], contexts);
    waiting = [...waiting, ...settled.claimed];
    due = settled.next;
  }
  // The context that was read with the claim serves the first group; later groups read what stands by then.
  for (let known: ReadonlyMap<string, EffectContext> | null = contexts; waiting.length > 0; known = null) {
    // An effect begun in the second half of the lease might still be under way when another claim may begin it.
    if (deps.now() >= after(turn.leasedUntil, -EFFECT_LEASE_MS / 2)) return await putBack(deps, turn, waiting);
    const group = waiting.slice(0, EFFECTS_AT_ONCE_MAX);
    const settled = await carryOutTogether(deps, turn, group, known ?? (await contextsOf(deps, group)));
    waiting = [...waiting.slice(EFFECTS_AT_ONCE_MAX), ...settled.claimed];
    due = settled.next;
  }
  return due;
}

async function contextsOf(deps: DispatchDependencies, rows: readonly ClaimedRow[]): Promise<ReadonlyMap<string, EffectContext>> {
  const bookingIds = rows.flatMap(({ bookingId }) => bookingId ?? []);
  return await readEffectContexts(deps.database, rows[0]?.coachId ?? "", bookingIds);
}

/** Carries effects out side by side and notes what became of each. */
async function carryOutTogether(
  deps: DispatchDependencies,
  turn: Turn,
  rows: readonly ClaimedRow[],
  contexts: ReadonlyMap<string, EffectContext>,
): Promise<SettledTurn> {
  const begunAt = deps.now();
  const outcomes = await Promise.all(
    rows.map(async (row) => ({ row, outcome: await tryOnce(deps, row, contexts.get(row.bookingId ?? "") ?? null) })),
  );
  const now = deps.now();
  const settlements = outcomes.map(({ row, outcome }) => settlementOf(row, outcome, now, deps.random()));
  deps.measure({ event: "dispatch", ...countsOf(settlements), ms: now - begunAt });
  return await settleTurn(
    deps.database,
    { ...turn, now },
    settlements,
    outcomes.flatMap(({ outcome }) => (outcome.kind === "done" ? outcome.follow : [])),
  );
}

function countsOf(settlements: readonly Settlement[]) {
  const failed = settlements.filter(({ state }) => state === "failed");
  const again = settlements.filter(({ state }) => state === "due");
  return {
    fault: failed[0]?.fault ?? again[0]?.fault ?? null,
    effects: settlements.length,
    again: again.length,
    failed: failed.length,
  };
}

/** Effects that were claimed and not begun are due as before, and have spent no try. */
async function putBack(deps: DispatchDependencies, turn: Turn, claimed: readonly ClaimedRow[]): Promise<NextDue> {
  const now = deps.now();
  const settled = { state: "due", dueAt: now, fault: "not_begun", countsAsTry: false } as const;
  const put = claimed.map(({ id, lease }) => ({ id, lease, ...settled }));
  return (await settleTurn(deps.database, { ...turn, now }, put, [])).next;
}

/** Whether the effect does no more than queue others, or is a mail that is not sent now, and so needs nobody's answer. */
function needsNobody({ effect, ...row }: ClaimedRow, contexts: ReadonlyMap<string, EffectContext>, now: Instant): boolean {
  if (effect?.kind !== "mail") return effect?.kind === "booking_changed" || effect?.kind === "reminder";
  const context = contexts.get(row.bookingId ?? "");
  return context !== undefined && withheld({ ...row, effect }, context, now) !== null;
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
  const { id, lease, attempts, storedKind, bookingId, waitingSince } = claimed;
  const settled = { id, lease, dueAt: null, countsAsTry: true, ...(waitingSince !== null && { waitingSince: null }) } as const;
  if (outcome.kind === "done") return { ...settled, state: "done", fault: null, file: outcome.file };
  const { reason: fault } = outcome;
  if (outcome.kind === "dropped") return { ...settled, state: "dropped", fault };
  if (outcome.kind === "wait") return { ...settled, state: "due", dueAt: after(now, outcome.afterMs), fault, countsAsTry: false };
  if (outcome.kind === "retry" && outcome.isOutage === true) {
    const since = waitingSince ?? now;
    const dueAt = nextTryInOutage(outcome, since, now, random);
    if (dueAt !== null) return { ...settled, state: "due", dueAt, fault, countsAsTry: false, waitingSince: since };
  } else if (outcome.kind === "retry" && attempts < (outcome.triesMax ?? EFFECT_ATTEMPTS_MAX)) {
    const waitMs = Math.max(outcome.afterMs ?? 0, backoffMs(attempts, EFFECT_BACKOFF, random));
    return { ...settled, state: "due", dueAt: after(now, waitMs), fault };
  }
  // Refused for good, or the schedule allows no more.
  log("error", "effect_failed", { effect: storedKind, booking_id: bookingId, attempts, reason: fault });
  return { ...settled, state: "failed", fault };
}
