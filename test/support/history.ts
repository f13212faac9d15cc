/**
 * Runs a random history against two agendas of one coach and checks what it left behind. The order in which D1 batches
 * are sent and answered is fast-check's to choose; faults strike batches by a drawn list. A timeout, a 5xx or a lost
 * answer is `unknown`: it may have happened. The checker runs after the faults have healed.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import type { Scheduler } from "fast-check";
import type { Agenda } from "../../src/agenda/agenda.ts";
import { SYSTEM } from "../../src/domain/actor.ts";
import type { Booking } from "../../src/domain/booking.ts";
import type { CoachSettings } from "../../src/domain/coach.ts";
import type { AgendaCommand, AgendaReply, IdempotencyClaim } from "../../src/domain/command.ts";
import { after, type Instant } from "../../src/domain/instant.ts";
import { MINUTE_MS } from "../../src/lib/duration.ts";
import { openDatabase } from "../../src/database/open.ts";
import {
  at,
  base,
  createCommand,
  database,
  handMadeAgenda,
  MONDAY,
  newClient,
  newCoach,
  rescheduleCommand,
  statusCommand,
} from "./agenda.ts";
import { type Fault, type FaultPlan, faultyD1 } from "./faults.ts";

type Step =
  | { readonly do: "create"; readonly client: number; readonly half: number; readonly key: number | null; readonly twin: boolean }
  | {
      readonly do: "set_status";
      readonly to: "confirmed" | "cancelled";
      readonly which: number;
      readonly by: "client" | "coach";
      readonly twin: boolean;
    }
  | { readonly do: "reschedule"; readonly which: number; readonly half: number; readonly twin: boolean }
  | { readonly do: "lapse"; readonly twin: boolean }
  | { readonly do: "evict"; readonly twin: boolean }
  | { readonly do: "direct_sql"; readonly half: number };

export interface Plan {
  /** Steps of one wave are asked at once; between waves the clock moves. */
  readonly waves: readonly { readonly steps: readonly Step[]; readonly minutesLater: number }[];
  readonly faults: readonly (Fault | null)[];
  readonly buffers: readonly [number, number];
}

export interface Event {
  readonly command: AgendaCommand;
  readonly invokedAt: number;
  readonly completedAt: number;
  readonly outcome: "ok" | "refused" | "unknown";
  readonly reply: AgendaReply;
}

export interface History {
  readonly coachId: string;
  readonly clock: { now: Instant };
  readonly events: readonly Event[];
  /** Ids of bookings written around the agenda, with no audit row. */
  readonly direct: ReadonlySet<string>;
}

/** Sessions start on the half hours from nine o'clock on the Tuesday after the history begins. */
export function halfHour(half: number): Instant {
  return at(24 + 9, half * 30);
}

export interface Breakage {
  /** Answers a write before it has committed; a fault in that moment loses it. */
  readonly answersBeforeCommit?: boolean;
}

export async function runHistory(plan: Plan, scheduler: Scheduler, breakage: Breakage = {}): Promise<History> {
  const coachId = await newCoach();
  const clients = await Promise.all([newClient(), newClient(), newClient()]);
  const clock = { now: MONDAY };
  const faultList = [...plan.faults];
  const faultPlan: FaultPlan = {
    next: () => faultList.shift() ?? null,
    pause: async () => await scheduler.schedule(Promise.resolve()),
    answersBeforeCommit: breakage.answersBeforeCommit === true,
  };
  const overrides = { database: openDatabase(faultyD1(env.DB, faultPlan)) };
  const fresh = async (): Promise<Agenda> => (await handMadeAgenda(clock, null, overrides)).agenda;
  await setTerms(coachId, plan.buffers);
  const agendas = [await fresh(), await fresh()];
  const events: Event[] = [];
  const direct = new Set<string>();
  const known: Booking[] = [];
  let ticks = 0;

  const ask = async (agenda: Agenda, command: AgendaCommand): Promise<void> => {
    const invokedAt = (ticks += 1);
    const reply = await agenda.submit(command);
    const { result } = reply;
    const outcome = result.ok ? "ok" : result.problem.tag === "outcome_unknown" || result.problem.tag === "busy" ? "unknown" : "refused";
    events.push({ command, invokedAt, completedAt: (ticks += 1), outcome, reply });
    if (result.ok && result.value.kind === "booking" && command.kind === "create" && !reply.replayed) known.push(result.value.booking);
  };

  const take = async (step: Step): Promise<void> => {
    if (step.do === "direct_sql") {
      // Also between what an agenda reads and what it then writes.
      await scheduler.schedule(Promise.resolve());
      return await insertDirectly(coachId, clients[0] ?? "", halfHour(step.half), direct);
    }
    const index = step.twin ? 1 : 0;
    const agenda = agendas[index] ?? agendas[0];
    if (agenda === undefined) return;
    if (step.do === "evict") {
      // What the old agenda has under way goes on, as it does when an object is evicted and its batch is at D1 already.
      agendas[index] = await fresh();
      return;
    }
    if (step.do === "lapse") return await ask(agenda, { kind: "lapse", ...base(coachId, SYSTEM) });
    if (step.do === "create") {
      const clientId = clients[step.client % clients.length] ?? "";
      const command = { ...createCommand(coachId, clientId, halfHour(step.half)), durationMs: 60 * MINUTE_MS };
      return await ask(agenda, { ...command, claim: step.key === null ? null : claimOf(clientId, step.key, step.half) });
    }
    const booking = known[step.which % Math.max(known.length, 1)];
    if (booking === undefined) return;
    if (step.do === "reschedule")
      return await ask(agenda, rescheduleCommand(booking, halfHour(step.half), { id: booking.clientId, role: "client" }));
    const author = { id: step.by === "client" ? booking.clientId : coachId, role: step.by };
    await ask(agenda, statusCommand(booking, step.to, author));
  };

  for (const { steps, minutesLater } of plan.waves) {
    await scheduler.waitFor(Promise.all(steps.map(take)));
    clock.now = after(clock.now, minutesLater * MINUTE_MS);
  }
  return { coachId, clock, events, direct };
}

function claimOf(principal: string, key: number, half: number): IdempotencyClaim {
  return { principal, method: "POST", route: "/booking", key: `key-${key}`, fingerprint: `half-${half}` };
}

/** A step of half an hour, the drawn buffers, and bookings that wait two hours at most for the coach's approval. */
async function setTerms(coachId: string, [before, behind]: readonly [number, number]): Promise<void> {
  const { agenda } = await handMadeAgenda({ now: MONDAY });
  const waits = { approvalRequired: true, approvalMinutes: 120 };
  const patch: Partial<CoachSettings> = { slotStepMinutes: 30, bufferBeforeMinutes: before, bufferAfterMinutes: behind, ...waits };
  const { result } = await agenda.submit({ kind: "set_settings", ...base(coachId, SYSTEM), patch, ifRevision: null });
  if (!result.ok) throw new Error(result.problem.tag);
}

/** Somebody with a database console: no agenda, no audit row. Only the trigger stands in the way. */
async function insertDirectly(coachId: string, clientId: string, startsAt: Instant, direct: Set<string>): Promise<void> {
  const id = crypto.randomUUID();
  direct.add(id);
  const endsAt = after(startsAt, 60 * MINUTE_MS);
  await database
    .run(sql`INSERT INTO bookings (id, coach_id, client_id, starts_at, ends_at, buffer_before_ms, buffer_after_ms, status, revision, created_at, updated_at)
      VALUES (${id}, ${coachId}, ${clientId}, ${startsAt}, ${endsAt}, 0, 0, 'confirmed', 1, ${MONDAY}, ${MONDAY})`)
    .catch(() => direct.delete(id));
}
