/**
 * Faults of D1, put between the code and the real database: a batch that throws before it reaches it, and one that
 * commits and then throws, as a lost connection does. Only batches that write are hit unless `reads` says so.
 */
export type Fault = "before" | "after";

export interface FaultPlan {
  /** Asked for each batch; what it returns happens to that batch. */
  next: (batch: { readonly writes: boolean }) => Fault | null;
  /** Awaited before a batch is sent and before its answer is handed on: where a scheduler takes hold. */
  pause?: (moment: "send" | "answer") => Promise<void>;
  /** A deliberate breakage: a write is answered before it has committed, and a fault in that moment loses it. */
  answersBeforeCommit?: boolean;
}

const WRITES = /^\s*(insert|update|delete)/iu;

/** A D1 database that behaves as the plan says, for batches and for single statements alike. */
export function faultyD1(d1: D1Database, plan: FaultPlan): D1Database {
  const isWrite = new WeakMap<D1PreparedStatement, boolean>();

  const strike = async <T>(writes: boolean, send: () => Promise<T>, empty: () => T): Promise<T> => {
    const fault = plan.next({ writes });
    if (plan.answersBeforeCommit === true && writes) {
      if (fault === null) send().catch(() => undefined);
      return empty();
    }
    await plan.pause?.("send");
    if (fault === "before") throw new Error("D1_ERROR: Network connection lost.");
    const results = await send();
    await plan.pause?.("answer");
    if (fault === "after") throw new Error("D1_ERROR: Network connection lost.");
    return results;
  };

  const nothing = <T>(): D1Result<T> => ({ results: [] as T[], success: true }) as unknown as D1Result<T>;
  const watch = (statement: D1PreparedStatement, writes: boolean): D1PreparedStatement => {
    const bind = statement.bind.bind(statement);
    const all = statement.all.bind(statement);
    statement.bind = (...values: unknown[]) => watch(bind(...values), writes);
    statement.all = async <T>() => await strike(writes, async () => await all<T>(), nothing<T>);
    isWrite.set(statement, writes);
    return statement;
  };

  const prepare = (query: string): D1PreparedStatement => watch(d1.prepare(query), WRITES.test(query));
  const batch = async <T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> => {
    const writes = statements.some((statement) => isWrite.get(statement) === true);
    return await strike(
      writes,
      async () => await d1.batch<T>(statements),
      () => statements.map(nothing<T>),
    );
  };
  const faulty: Partial<D1Database> = { prepare, batch };
  return faulty as D1Database;
}
