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

/** A D1 database that behaves as the plan says. */
export function faultyD1(d1: D1Database, plan: FaultPlan): D1Database {
  const isWrite = new WeakMap<D1PreparedStatement, boolean>();
  const prepare = (query: string): D1PreparedStatement => watch(d1.prepare(query), WRITES.test(query));
  const watch = (statement: D1PreparedStatement, writes: boolean): D1PreparedStatement => {
    const bind = statement.bind.bind(statement);
    statement.bind = (...values: unknown[]) => watch(bind(...values), writes);
    isWrite.set(statement, writes);
    return statement;
  };
  const batch = async <T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> => {
    const writes = statements.some((statement) => isWrite.get(statement) === true);
    const fault = plan.next({ writes });
    if (plan.answersBeforeCommit === true && writes) {
      if (fault === null) d1.batch<T>(statements).catch(() => undefined);
      return statements.map(() => ({ results: [] as T[], success: true }) as unknown as D1Result<T>);
    }
    await plan.pause?.("send");
    if (fault === "before") throw new Error("D1_ERROR: Network connection lost.");
    const results = await d1.batch<T>(statements);
    await plan.pause?.("answer");
    if (fault === "after") throw new Error("D1_ERROR: Network connection lost.");
    return results;
  };
  return { prepare, batch, withSession: () => ({ prepare, batch, getBookmark: () => null }), exec: d1.exec.bind(d1), dump: d1.dump.bind(d1) } as unknown as D1Database;
}
