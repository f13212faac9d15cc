/**
 * One group from reading to answer: read once, decide in order of arrival, commit in one batch, answer. After an error
 * nothing is assumed: the group is read again, commands that did commit are recognised by the id in their audit row, and
 * the rest are decided anew. A group that the database refuses is taken apart, so that one command's collision is not
 * another's. What still has no outcome after that is answered as unknown, never as refused.
 *
 * The one function that awaits D1 on behalf of a booking; it calls nothing else outside the object.
 */
import { isBrokenAssumption } from "../lib/assert.ts";
import type { Measure } from "../lib/data-point.ts";
import { log, errorSummary } from "../lib/log.ts";
import { refused } from "../lib/result.ts";
import type { AgendaCommand, AgendaReply, AgendaResult } from "../domain/command.ts";
import { after, instant, type Instant, type Interval } from "../domain/instant.ts";
import { isSettled, type Refusal } from "../domain/refusal.ts";
import { nearestSlots } from "../domain/slots/slots.ts";
import { ALTERNATIVES_AFTER_MS, ALTERNATIVES_BEFORE_MS, ALTERNATIVES_MAX, type ClientCaps, GROUP_ATTEMPTS_MAX } from "../limits.ts";
import { type AuditKeys, sealEntries } from "../database/audit.ts";
import { claimScope, type GroupState, readGroup, readNearby, type StoredOutcome } from "../database/group-read.ts";
import { writeGroup } from "../database/group-write.ts";
import { type Database, isConstraintFailure } from "../database/open.ts";
import { GroupDecision, type Wish } from "./decide.ts";

export interface AgendaDependencies {
  readonly database: Database;
  readonly auditKeys: AuditKeys;
  readonly caps: ClientCaps;
  readonly now: () => Instant;
  /** Sees to it that the agenda wakes at this moment or before. */
  readonly arm: (at: Instant) => Promise<void>;
  readonly measure: Measure;
  /** How long after a commit its effects are dispatched. */
  readonly dispatchDelayMs: number;
}

interface Decided {
  readonly command: AgendaCommand;
  readonly reply: AgendaReply;
}

/** Settles every command of a group. Throws only when one of ours is broken (an assertion), and then for a group of one. */
export async function settleGroup(deps: AgendaDependencies, commands: readonly AgendaCommand[]): Promise<AgendaReply[]> {
  for (let attempt = 1; attempt <= GROUP_ATTEMPTS_MAX; attempt += 1) {
    try {
      return await tryGroup(deps, commands, attempt > 1 || commands.some((command) => command.isRetry));
    } catch (error) {
      log("warn", "agenda_group_failed", { size: commands.length, attempt, error: errorSummary(error) });
      const isBroken = isBrokenAssumption(error);
      if (commands.length > 1 && (isBroken || isConstraintFailure(error))) return await settleOneByOne(deps, commands);
      if (isBroken) throw error;
    }
  }
  return commands.map((command) => ({ result: refused({ tag: "outcome_unknown" }), requestId: command.requestId, replayed: false }));
}

async function settleOneByOne(deps: AgendaDependencies, commands: readonly AgendaCommand[]): Promise<AgendaReply[]> {
  const replies: AgendaReply[] = [];
  for (const command of commands) replies.push(...(await settleGroup(deps, [command])));
  return replies;
}

async function tryGroup(deps: AgendaDependencies, commands: readonly AgendaCommand[], afterFault: boolean): Promise<AgendaReply[]> {
  const first = commands[0];
  if (first === undefined) return [];
  const now = deps.now();
  const state = await readGroup(deps.database, { coachId: first.coachId, commands, afterFault, now });
  const decision = new GroupDecision(state, { now, caps: deps.caps });
  const decided = commands.map((command) => ({
    command,
    reply: shutOut(state, command) ?? storedReply(state, command) ?? freshReply(decision, command),
  }));
  const answered = await withAlternatives(deps, decision, decided, now);
  return await commit(deps, { state, decision, decided: answered, now });
}

/** A client who asks and has been deactivated gets nothing any more, not even an answer that was given before. */
function shutOut(state: GroupState, command: AgendaCommand): AgendaReply | null {
  const isClients = command.kind === "create" && command.author.role === "client";
  const isShutOut = isClients && state.clients.get(command.clientId)?.isActive === false;
  return isShutOut ? { result: refused({ tag: "user_inactive" }), requestId: command.requestId, replayed: false } : null;
}

/** The answer that an earlier request with the same idempotency key got, or the refusal of a key used for something else. */
function storedReply(state: GroupState, command: AgendaCommand): AgendaReply | null {
  const stored = command.claim === null ? undefined : state.stored.get(claimScope(command.claim));
  if (command.claim === null || stored === undefined) return null;
  if (stored.fingerprint !== command.claim.fingerprint) {
    return { result: refused({ tag: "idempotency_key_reused" }), requestId: command.requestId, replayed: false };
  }
  return replayOf(stored, command.requestId);
}

function replayOf(stored: StoredOutcome, requestId: string): AgendaReply {
  const first = JSON.parse(stored.outcome) as { result: AgendaResult; requestId: string };
  const result = withVersion(first.result, stored.availabilityVersion);
  // The same request may meet its own outcome after a fault: that is its answer, not a replay.
  return { result, requestId: first.requestId, replayed: first.requestId !== requestId };
}

function freshReply(decision: GroupDecision, command: AgendaCommand): AgendaReply {
  return { result: decision.decide(command), requestId: command.requestId, replayed: false };
}

function withVersion(result: AgendaResult, version: number | null): AgendaResult {
  if (!result.ok || version === null) return result;
  const answer = result.value;
  if (answer.kind === "booking" || answer.kind === "offer") return { ok: true, value: { ...answer, availabilityVersion: version } };
  if (answer.kind === "profile") return { ok: true, value: { ...answer, profile: { ...answer.profile, availabilityVersion: version } } };
  return result;
}

/** Gives each refusal because of time the nearest starts that can be booked once this group has committed. */
async function withAlternatives(
  deps: AgendaDependencies,
  decision: GroupDecision,
  decided: readonly Decided[],
  now: Instant,
): Promise<readonly Decided[]> {
  const wanting = decided.filter(({ command, reply }) => decision.wishOf(command) !== null && wantsAlternatives(reply));
  const { profile } = decision;
  if (wanting.length === 0 || profile === null) return decided;
  const searched = ({ startsAt, rules }: Wish): Interval => {
    const latest = after(now, rules.horizonMs);
    const centre = instant(Math.min(Math.max(startsAt, now), latest));
    return { startsAt: instant(Math.max(centre - ALTERNATIVES_BEFORE_MS, now)), endsAt: after(centre, ALTERNATIVES_AFTER_MS) };
  };
  const wishes = new Map<string, Wish>();
  for (const { command } of wanting) {
    const wish = decision.wishOf(command);
    if (wish !== null) wishes.set(nameOf(wish), wish);
  }
  const { coachId } = profile;
  const nearby = decision.overlay(await readNearby(deps.database, coachId, [...wishes.values()].map(searched), now));
  const found = new Map<string, readonly Interval[]>();
  for (const [name, wanted] of wishes) {
    const { durationMs } = wanted;
    const starts = nearestSlots(
      wanted.rules,
      decision.blocked(wanted.moving, nearby),
      searched(wanted),
      durationMs,
      now,
      wanted.startsAt,
      ALTERNATIVES_MAX,
    );
    found.set(
      name,
      starts.map((startsAt) => ({ startsAt, endsAt: after(startsAt, durationMs) })),
    );
  }
  return decided.map(({ command, reply }) => {
    const wish = decision.wishOf(command);
    const alternatives = wish === null ? undefined : found.get(nameOf(wish));
    if (alternatives === undefined || !wantsAlternatives(reply) || reply.result.ok) return { command, reply };
    return { command, reply: { ...reply, result: refused({ ...reply.result.problem, alternatives } as Refusal) } };
  });
}

function nameOf({ startsAt, durationMs, moving, rules }: Wish): string {
  return JSON.stringify([startsAt, durationMs, moving, rules.bufferBeforeMs, rules.bufferAfterMs, rules.noticeMs]);
}

function wantsAlternatives(reply: AgendaReply): boolean {
  return !reply.replayed && !reply.result.ok && "alternatives" in reply.result.problem;
}

interface Ready {
  readonly state: GroupState;
  readonly decision: GroupDecision;
  readonly decided: readonly Decided[];
  readonly now: Instant;
}

async function commit(deps: AgendaDependencies, { state, decision, decided, now }: Ready): Promise<AgendaReply[]> {
  const { writes } = decision;
  const coachId = decided[0]?.command.coachId ?? "";
  const outcomes = decided.flatMap(({ command, reply }) => outcomeToStore(state, command, reply));
  const isNothing = writes.audit.length === 0 && writes.payments.length === 0 && outcomes.length === 0;
  if (isNothing) return decided.map(({ reply }) => reply);
  const bookings = [...writes.created, ...writes.changed].map(({ booking }) => booking);
  const audit = await sealEntries(deps.auditKeys, coachId, state.auditHead, writes.audit, { bookings, payments: writes.payments });
  // Armed before the commit: an object that dies right after it still wakes for what it promised.
  const expiries = bookings.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt]));
  const dispatches = writes.outbox.length > 0 ? [after(now, deps.dispatchDelayMs)] : [];
  const dues = [...expiries, ...dispatches];
  const due = dues.length > 0 ? instant(Math.min(...dues)) : null;
  if (due !== null) await deps.arm(due);
  const version = await writeGroup(deps.database, { ...writes, coachId, now, caps: deps.caps, audit, outcomes });
  // And after it: an alarm that rang in between has found nothing.
  if (due !== null) await deps.arm(due);
  return decided.map(({ reply }) => (reply.replayed ? reply : { ...reply, result: withVersion(reply.result, version) }));
}

function outcomeToStore(state: GroupState, command: AgendaCommand, { result, requestId }: AgendaReply) {
  if (command.claim === null || state.stored.has(claimScope(command.claim))) return [];
  if (!result.ok && !isSettled(result.problem)) return [];
  return [{ claim: command.claim, outcome: JSON.stringify({ result, requestId }), isRefusal: !result.ok }];
}
