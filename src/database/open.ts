/**
 * Opens D1 through Drizzle. There is one database; its way past a single
 * writer is told in ARCHITECTURE.md ("Where it ends") and needs a directory of bookings first.
 */
import { drizzle } from "drizzle-orm/d1";
import { asDatabase, type Database } from "./packing.ts";

export type { Database } from "./packing.ts";

/** D1 as a binding gives it, or a session of it that may read the nearest replica. */
type Source = D1Database | D1DatabaseSession;

/** Statements sent so far, by the database that they were sent through. */
const sent = new WeakMap<Database, { queries: number }>();

export function openDatabase(source: Source): Database {
  const count = { queries: 0 };
  const counted: Pick<D1Database, "prepare" | "batch"> = {
    prepare: (text) => {
      count.queries += 1;
      return source.prepare(text);
    },
    batch: async <T>(statements: D1PreparedStatement[]) => await source.batch<T>(statements),
  };
  const database: Database = drizzle(asDatabase(counted));
  sent.set(database, count);
  return database;
}

/** How many queries have been sent through it: every statement of a batch is one. D1 takes 1,000 of one invocation. */
export function queriesSent(database: Database): number {
  return sent.get(database)?.queries ?? 0;
}

/** For reading what is public: the nearest replica will do, unless the reader has just written and must see it (`fresh`). */
export function openReplica(binding: D1Database, fresh: boolean): Database {
  return openDatabase(binding.withSession(fresh ? "first-primary" : "first-unconstrained"));
}

/** Whether the database itself refused a batch (a key, a check, a trigger): nothing of it was written. */
export function isConstraintFailure(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (/constraint|booking_overlap/iu.test(cause.message)) return true;
  }
  return false;
}
