/**
 * Dispatches what is due of one coach's outbox: claims under a lease, carries out side by side, notes what became of each.
 * It runs in the alarm, beside the queue and never inside it, and waits for nobody who is slow. What it cannot note comes due again when its lease ends.
 * Mails of a change leave with it, and their cause notes that they left; one that does not leave gets a row of its own.
 */
import type { NewEffect } from "../domain/effect.ts";
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
import { SLOW_AGAIN_MS } from "../limits/patience.ts";
import { ALARM_QUERIES_MAX } from "../limits/queries.ts";
import { type EffectContext, readEffectContexts } from "../database/effect-read.ts";
import { queriesSent } from "../database/open.ts";
import {
  type ClaimedRow,
  type ClaimedTurn,
  claimedWith,
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
  /** How long effects are waited for that are under way; slower ones are settled when they end, under the lease they have. */
  readonly patienceMs: number;
  /** Takes on what goes on after the dispatch; it answers what is due next by then. */
  readonly goesOn: (work: Promise<NextDue>) => void;
}

interface OwnTurn extends Turn {
  /** Kinds of which one was too slow in this dispatch, and endpoints that are down: no more of them are begun in it. */
  readonly slow: Set<string>;
  /** The queries of the database when the alarm began. */
  readonly sentBefore: number;
}

/**
 * One turn: claims, carries out, and takes on at once what follows and is due; more than one only where more is due than a
 * claim takes. Answers what is due next. Throws what the database throws; everything claimed by then comes back by its lease.
 * An alarm that dispatches twice says how many queries its database had sent before (`queriesSent`): they are bounded together.
 */
export async function dispatchDue(
  deps: DispatchDependencies,
  coachId: string,
  sentBefore: number = queriesSent(deps.database),
): Promise<NextDue> {
  let next: NextDue = { lapse: null, effect: null };
  const slow = new Set<string>();
  for (let claims = 0; claims < CLAIMS_PER_ALARM_MAX; claims += 1) {
    const now = deps.now();
    const turn = { coachId, lease: deps.newId(), leasedUntil: after(now, EFFECT_LEASE_MS), now, slow, sentBefore };
    const found = await claimTurn(deps.database, { ...turn, max: EFFECTS_PER_CLAIM_MAX });
    next = found.claimed.length === 0 ? found.next : await dispatchClaimed(deps, turn, found);
    if (found.claimed.length < EFFECTS_PER_CLAIM_MAX || hasSentEnough(deps, turn)) break;
  }
  return next;
}

/** Effects that are settled together: one that was claimed, and the mails that leave with it and so need no row of their own. */
interface Job {
  readonly row: ClaimedRow;
  /** Where it is known without asking anybody; null: it is still to be carried out. */
  readonly outcome: EffectOutcome | null;
  readonly mails: readonly QueuedMail[];
}

interface QueuedMail {
  readonly queued: NewEffect;
  readonly row: ClaimedRow;
}

async function dispatchClaimed(deps: DispatchDependencies, turn: OwnTurn, { claimed, contexts, next }: ClaimedTurn): Promise<NextDue> {
  let waiting = await Promise.all(claimed.map(async (row) => await jobOf(deps, turn, row, contexts)));
  let due = next;
  // Jobs that ask nobody are settled first, with what follows from it: no answer is waited for.
  const asksNobody = waiting.filter(({ outcome, mails }) => outcome !== null && mails.length === 0);
  if (asksNobody.length > 0) {
    const settled = await carryOutTogether(deps, turn, asksNobody, contexts);
    waiting = [...waiting.filter((job) => !asksNobody.includes(job)), ...settled.claimed.map(unbegun)];
    due = settled.next;
  }
  // The context that was read with the claim serves the first group; later groups read what stands by then.
  for (let known: ReadonlyMap<string, EffectContext> | null = contexts; waiting.length > 0; known = null) {
    // An effect begun in the second half of the lease might still be under way when another claim may begin it.
    const isLate = deps.now() >= after(turn.leasedUntil, -EFFECT_LEASE_MS / 2);
    if (isLate || hasSentEnough(deps, turn)) return await putBack(deps, turn, waiting);
    const left = waiting.filter((job) => turn.slow.has(kindOf(job)));
    if (left.length > 0) due = await putBack(deps, turn, left, SLOW_AGAIN_MS);
    const others = waiting.filter((job) => !turn.slow.has(kindOf(job)));
    if (others.length === 0) break;
    const group = firstOf(others);
    const settled = await carryOutTogether(deps, turn, group, known ?? (await contextsOf(deps, group)));
    waiting = [...others.slice(group.length), ...settled.claimed.map(unbegun)];
    due = settled.next;
  }
  return due;
}

function hasSentEnough({ database }: DispatchDependencies, { sentBefore }: OwnTurn): boolean {
  return queriesSent(database) - sentBefore >= ALARM_QUERIES_MAX;
}

/** A job that asks nobody is carried out here. Its mails leave with it in its first try; one that was begun before may have sent them, and queues them. */
async function jobOf(
  deps: DispatchDependencies,
  turn: OwnTurn,
  row: ClaimedRow,
  contexts: ReadonlyMap<string, EffectContext>,
): Promise<Job> {
  if (!needsNobody(row, contexts, deps.now())) return unbegun(row);
  const outcome = await tryOnce(deps, row, contexts.get(row.bookingId ?? "") ?? null);
  if (outcome.kind !== "done" || row.attempts > 1) return { row, outcome, mails: [] };
  const leaves = ({ effect, coachId, dueAt }: NewEffect): boolean =>
    effect.kind === "mail" && coachId === row.coachId && dueAt <= deps.now();
  const mails = outcome.follow.filter(leaves).map((queued) => ({ queued, row: claimedWith(queued, turn) }));
  return { row, outcome: { ...outcome, follow: outcome.follow.filter((queued) => !leaves(queued)) }, mails };
}

function unbegun(row: ClaimedRow): Job {
  return { row, outcome: null, mails: [] };
}

/** At least one, and no more than may be carried out side by side. */
function firstOf(jobs: readonly Job[]): readonly Job[] {
  const sizes = jobs.map(({ mails }) => Math.max(1, mails.length));
  let [count, size] = [0, 0];
  while (count < jobs.length && (count === 0 || size + (sizes[count] ?? 0) <= EFFECTS_AT_ONCE_MAX)) {
    size += sizes[count] ?? 0;
    count += 1;
  }
  return jobs.slice(0, count);
}

async function contextsOf(deps: DispatchDependencies, jobs: readonly Job[]): Promise<ReadonlyMap<string, EffectContext>> {
  const bookingIds = jobs.flatMap(({ row }) => row.bookingId ?? []);
  return await readEffectContexts(deps.database, jobs[0]?.row.coachId ?? "", bookingIds);
}

interface Tried {
  readonly row: ClaimedRow;
  readonly outcome: EffectOutcome;
  readonly mails: readonly (QueuedMail & { readonly outcome: EffectOutcome })[];
}

/** Carries jobs out side by side and notes what became of each. One that takes long is noted when it ends, and nobody waits for it. */
async function carryOutTogether(
  deps: DispatchDependencies,
  turn: OwnTurn,
  jobs: readonly Job[],
  contexts: ReadonlyMap<string, EffectContext>,
): Promise<SettledTurn> {
  const begunAt = deps.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), deps.patienceMs)));
  const begun = jobs.map((job) => ({ job, trying: tryJob(deps, job, contexts.get(job.row.bookingId ?? "") ?? null) }));
  const ended = await Promise.all(begun.map(async ({ job, trying }) => ({ job, trying, tried: await Promise.race([trying, late]) })));
  clearTimeout(timer);
  const inTime: Tried[] = [];
  for (const { job, trying, tried } of ended) {
    if (tried === null) {
      turn.slow.add(kindOf(job));
      deps.goesOn(settleAlone(deps, turn, trying));
    } else {
      if (isDown(tried)) turn.slow.add(kindOf(job));
      inTime.push(tried);
    }
  }
  return await settle(deps, turn, inTime, begunAt);
}

async function tryJob(deps: DispatchDependencies, { row, outcome, mails }: Job, context: EffectContext | null): Promise<Tried> {
  const [own, sent] = await Promise.all([
    outcome ?? tryOnce(deps, row, context),
    Promise.all(mails.map(async (mail) => ({ ...mail, outcome: await tryOnce(deps, mail.row, context) }))),
  ]);
  return { row, outcome: own, mails: sent };
}

async function settle(deps: DispatchDependencies, turn: Turn, tried: readonly Tried[], begunAt: Instant): Promise<SettledTurn> {
  const now = deps.now();
  const settlements = tried.map(({ row, outcome, mails }) => ({ ...settlementOf(row, outcome, now, deps.random()), left: leftOf(mails) }));
  const follow = tried.flatMap(({ outcome }) => (outcome.kind === "done" ? outcome.follow : [])).map((queued) => ({ queued }));
  const stayed = tried.flatMap(({ mails }) =>
    mails.flatMap(({ queued, row, outcome }) =>
      outcome.kind === "done" ? [] : [{ queued, settled: settlementOf(row, outcome, now, deps.random()) }],
    ),
  );
  const noted = [...settlements, ...stayed.map(({ settled }) => settled)];
  if (tried.length > 0) deps.measure({ event: "dispatch", ...countsOf(noted), ms: now - begunAt });
  return await settleTurn(deps.database, { ...turn, now }, settlements, [...follow, ...stayed]);
}

/** The mails of a job that have left, with the calendar file of each. */
function leftOf(mails: readonly { readonly row: ClaimedRow; readonly outcome: EffectOutcome }[]): Settlement["left"] {
  const left = mails.flatMap(({ row, outcome }) => (outcome.kind === "done" ? [[row.storedKind, outcome.file ?? null] as const] : []));
  return left.length === 0 ? undefined : Object.fromEntries(left);
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

/** An effect that took long ends while its lease lasts; what follows is carried out then. */
async function settleAlone(deps: DispatchDependencies, turn: OwnTurn, trying: Promise<Tried>): Promise<NextDue> {
  const begunAt = deps.now();
  const { claimed, next } = await settle(deps, turn, [await trying], begunAt);
  if (claimed.length === 0) return next;
  const contexts = await contextsOf(deps, claimed.map(unbegun));
  return await dispatchClaimed(deps, { ...turn, slow: new Set() }, { claimed, contexts, next });
}

/** Effects that were claimed and not begun are due as before, or a moment later, and have spent no try; mails that would leave with one stay with it. */
async function putBack(deps: DispatchDependencies, turn: Turn, jobs: readonly Job[], afterMs = 0): Promise<NextDue> {
  const now = deps.now();
  const settled = { state: "due", dueAt: after(now, afterMs), fault: "not_begun", countsAsTry: false } as const;
  const put = jobs.map(({ row: { id, lease } }) => ({ id, lease, ...settled }));
  return (await settleTurn(deps.database, { ...turn, now }, put, [])).next;
}

/** Of a job the kind that has to be waited for; of a delivery its endpoint, because another one is somebody else. */
function kindOf({ row: { effect, storedKind }, mails }: Job): string {
  if (mails.length > 0) return "mail";
  return effect === null || effect.kind === "webhook" ? storedKind : effect.kind;
}

/** Whether an endpoint of the marketplace is down: whatever else waits for it would be refused as well, and adds to its trouble. */
function isDown({ row: { effect }, outcome }: Tried): boolean {
  return effect?.kind === "webhook" && outcome.kind === "retry" && outcome.isOutage === true;
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
