/**
 * The Worker under test: the real one, with a few seams. `faults.plan` reaches the D1 of every agenda and
 * `accountFaults.plan` that of every calendar account, in the same isolate as the tests; `agendaCounts` counts what agendas
 * send there. Without a plan or counts nothing is in the way. Alarms of accounts are really set, by the code under test,
 * but so far ahead that they ring only when a test says so. Everybody's D1, also that of the tests, keeps the limits of the
 * platform's (`d1-limits.ts`), and what the platform would invoke is one invocation each.
 */
import { env } from "cloudflare:workers";
import { CalendarAccount as RealAccount } from "../../src/calendar-accounts/calendar-account.ts";
import { CoachAgenda as RealAgenda } from "../../src/agenda/coach-agenda.ts";
import worker from "../../src/index.ts";
import { PROVIDER_CALL_TIMEOUT_MS } from "../../src/providers/call.ts";
import { compose, type Composition } from "../../src/compose.ts";
import { after, type Instant } from "../../src/domain/instant.ts";
import type { DataPoint } from "../../src/lib/data-point.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { countingInto, type D1Counts, noCounts } from "./counting.ts";
import { asInvocation, callsAreInvocations, limitedD1 } from "./d1-limits.ts";
import { type FaultPlan, faultyD1 } from "./faults.ts";

// The binding itself, once for the isolate: the Worker, both objects and the tests take it from here.
Reflect.set(env, "DB", limitedD1(env.DB));

export const faults: { plan: FaultPlan | null } = { plan: null };
export const accountFaults: { plan: FaultPlan | null } = { plan: null };

/** How long an account waits for its provider: read as its object begins. A busy machine may take its time to answer. */
export const accountCalls = { timeoutMs: PROVIDER_CALL_TIMEOUT_MS };

function planOf(holder: { readonly plan: FaultPlan | null }): FaultPlan {
  return { next: (batch) => holder.plan?.next(batch) ?? null, pause: async (moment) => await holder.plan?.pause?.(moment) };
}

/** How much later than asked for an account's alarm is set: beyond any clock of a test. */
export const ALARM_DEFERRED_MS = 10_000 * DAY_MS;

/** Variables of the configuration that agendas read otherwise than `bindings.ts` says: as their objects begin. */
export const agendaVariables: Record<string, string> = {};
/** The same for the accounts' objects. */
export const accountVariables: Record<string, string> = {};
/** The same for the Worker. */
export const workerVariables: Record<string, string> = {};
let known: { readonly text: string; readonly env: Env } | null = null;

/** One environment for all requests with the same variables: the Worker composes anew for another. */
function workerEnv(given: Env): Env {
  const text = JSON.stringify(workerVariables);
  if (known?.text !== text) known = { text, env: { ...given, ...workerVariables } };
  return known.env;
}

export default {
  ...worker,
  fetch: async (request, given, ctx) => await asInvocation(async () => await worker.fetch(request, workerEnv(given), ctx)),
  scheduled: async (controller, given) => await asInvocation(async () => await worker.scheduled(controller, given)),
} satisfies ExportedHandler<Env>;

/** What agendas and accounts have measured since a test emptied it. */
export const measured: DataPoint[] = [];
const measure = (point: DataPoint): void => void measured.push(point);

/** The counts of all accounts' statements to D1 since a test set them to zero. */
export const accountCounts: D1Counts = noCounts();

/** The counts of all agendas' statements to D1 since a test set them to zero. */
export const agendaCounts: D1Counts = noCounts();

export class CalendarAccount extends RealAccount {
  protected override compose(): Composition {
    return compose(
      { ...this.env, ...accountVariables },
      { d1: faultyD1(countingInto(this.env.DB, accountCounts), planOf(accountFaults)), measure },
    );
  }

  protected override readonly callTimeoutMs = accountCalls.timeoutMs;

  // Alarms are run when a test says so, with somebody there to take on what a provider sends meanwhile.
  protected override async arm(at: Instant): Promise<void> {
    await super.arm(after(at, ALARM_DEFERRED_MS));
  }
}

export class CoachAgenda extends RealAgenda {
  // Effects are dispatched when a test says so: in the midst of another test they would change what it compares.
  protected override readonly dispatchDelayMs = 100 * DAY_MS;
  protected override readonly quietMs = 0;
  // A busy machine may take its time, and a test looks at what has become of everything that was due.
  protected override readonly effectPatienceMs = 100_000;

  protected override compose(): Composition {
    const counted = countingInto(this.env.DB, agendaCounts);
    return compose({ ...this.env, ...agendaVariables }, { d1: faultyD1(counted, planOf(faults)), measure });
  }
}

const methodsOf = ({ prototype }: { readonly prototype: object }): string[] =>
  Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");

callsAreInvocations(CoachAgenda.prototype, methodsOf(RealAgenda));
callsAreInvocations(CalendarAccount.prototype, methodsOf(RealAccount));
