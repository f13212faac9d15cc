/**
 * Opens D1 through Drizzle. `databaseOf` is the one function that says which database holds a coach: today there is
 * one; when its single writer is full, coaches are divided among several by id, here and nowhere else.
 */
import type { SQL } from "drizzle-orm";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";

export type Database = DrizzleD1Database;

/** D1 as a binding gives it, or a session of it that may read the nearest replica. */
type Source = D1Database | D1DatabaseSession;

export function openDatabase(source: Source): Database {
  // A session has the two methods Drizzle calls, prepare and batch; its type says D1Database.
  return drizzle(source as D1Database);
}

/** The primary of the database that holds a coach. Decisions are made here and nowhere else. */
export function databaseOf(binding: D1Database, _coachId: string): Database {
  return openDatabase(binding);
}

/**
 * The database that holds a coach, for reading what is public: the nearest replica will do, unless the reader has just
 * written and must see it (`fresh`).
 */
export function readingDatabaseOf(binding: D1Database, _coachId: string, fresh: boolean): Database {
  return openDatabase(binding.withSession(fresh ? "first-primary" : "first-unconstrained"));
}

/** Sends named statements as one batch; the answer gives the rows of each by its name, none for a name not sent. */
export async function readBatch(
  database: Database,
  statements: Readonly<Record<string, SQL>>,
): Promise<<Row>(name: string) => readonly Row[]> {
  const names = Object.keys(statements);
  const queries = Object.values(statements).map((statement) => database.all(statement));
  const results = await database.batch(queries as unknown as Parameters<Database["batch"]>[0]);
  return <Row>(name: string) => (results[names.indexOf(name)] ?? []) as readonly Row[];
}

/** Whether the database itself refused a batch (a key, a check, a trigger): nothing of it was written. */
export function isConstraintFailure(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (/constraint|booking_overlap/iu.test(cause.message)) return true;
  }
  return false;
}
