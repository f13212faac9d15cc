/**
 * Opens D1 through Drizzle. There is one database; its way past a single
 * writer is told in ARCHITECTURE.md ("Where it ends") and needs a directory of bookings first.
 */
import { drizzle } from "drizzle-orm/d1";
import { asDatabase, type Database } from "./packing.ts";

export type { Database } from "./packing.ts";

/** D1 as a binding gives it, or a session of it that may read the nearest replica. */
type Source = D1Database | D1DatabaseSession;

export function openDatabase(source: Source): Database {
  return drizzle(asDatabase(source));
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
