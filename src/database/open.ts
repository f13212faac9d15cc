/**
 * Opens D1 through Drizzle. There is one database; its way past a single
 * writer is told in ARCHITECTURE.md ("Where it ends") and needs a directory of bookings first.
 */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";

export type Database = DrizzleD1Database & { readonly $client: D1Database };

/** D1 as a binding gives it, or a session of it that may read the nearest replica. */
type Source = D1Database | D1DatabaseSession;

export function openDatabase(source: Source): Database {
  // A session has the two methods Drizzle calls, prepare and batch; its type says D1Database.
  return drizzle(source as D1Database);
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
