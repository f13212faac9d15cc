/**
 * The Worker under test: the real one, with two seams. `faults.plan` reaches the D1 of every agenda, in the same isolate
 * as the tests, and `agendaCounts` counts what agendas send there; without a plan or counts nothing is in the way.
 */
import { CalendarAccount as RealAccount } from "../../src/accounts/calendar-account.ts";
import { CoachAgenda as RealAgenda } from "../../src/agenda/coach-agenda.ts";
import { type Database, databaseOf } from "../../src/database/open.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { countingInto, type D1Counts } from "./counting.ts";
import { type FaultPlan, faultyD1 } from "./faults.ts";

export { default } from "../../src/index.ts";

export const faults: { plan: FaultPlan | null } = { plan: null };

export const agendaCounts: { current: D1Counts | null } = { current: null };

export class CalendarAccount extends RealAccount {
  // A provider that hangs is told by the same code, only sooner.
  protected override readonly callTimeoutMs = 400;

  // Alarms are run when a test says so, with somebody there to take on what a provider sends meanwhile.
  protected override async arm(): Promise<void> {
    await Promise.resolve();
  }
}

export class CoachAgenda extends RealAgenda {
  // Effects are dispatched when a test says so: in the midst of another test they would change what it compares.
  protected override readonly dispatchDelayMs = 100 * DAY_MS;

  protected override database(coachId: string): Database {
    const plan: FaultPlan = {
      next: (batch) => faults.plan?.next(batch) ?? null,
      pause: async (moment) => await faults.plan?.pause?.(moment),
    };
    const counts = agendaCounts.current;
    return databaseOf(faultyD1(counts === null ? this.env.DB : countingInto(this.env.DB, counts), plan), coachId);
  }
}
