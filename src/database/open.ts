/**
 * Opens D1 through Drizzle, and sends it several statements in one trip. There is one database; its way past a single
 * writer is told in ARCHITECTURE.md ("Where it ends") and needs a directory of bookings first.
 */
import { type SQL, sql } from "drizzle-orm";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";

export type Database = DrizzleD1Database & { readonly $client: D1Database };

const dialect = new SQLiteAsyncDialect();

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

/**
 * Sends named statements as one batch; the answer gives the rows of each by its name, none for a name not sent. Drizzle
 * builds the statements and D1 is handed them directly: Drizzle's own `batch` loses the parameters of raw SQL
 * (drizzle-orm issue 2277).
 */
export async function sendBatch(
  database: Database,
  statements: Readonly<Record<string, SQL>>,
): Promise<<Row>(name: string) => readonly Row[]> {
  const names = Object.keys(statements);
  const d1 = database.$client;
  const prepared = Object.values(statements).map((statement) => {
    const query = dialect.sqlToQuery(statement);
    return d1.prepare(query.sql).bind(...query.params);
  });
  const results = await d1.batch(prepared);
  return <Row>(name: string) => (results[names.indexOf(name)]?.results ?? []) as readonly Row[];
}

export interface Part {
  readonly columns: readonly string[];
  readonly query: SQL;
}

/**
 * Reads several things in one statement, each packed as one JSON value: D1 takes a statement of a batch about as long as
 * a whole short query, and what the agenda reads before it decides is in the way of every booking. Rows come back by the
 * name of their part, none for a part not asked.
 */
export async function readTogether(
  database: Database,
  parts: Readonly<Record<string, Part>>,
): Promise<<Row>(name: string) => readonly Row[]> {
  const packed = Object.entries(parts).map(
    ([name, { columns, query }]) =>
      sql`(SELECT json_group_array(json_array(${sql.raw(columns.join(", "))})) FROM (${query})) AS ${sql.raw(name)}`,
  );
  const row = (await database.all<Record<string, string>>(sql`SELECT ${sql.join(packed, sql`, `)}`))[0];
  return <Row>(name: string) => {
    const columns = parts[name]?.columns ?? [];
    const tuples = JSON.parse(row?.[name] ?? "[]") as unknown[][];
    return tuples.map((tuple) => Object.fromEntries(columns.map((column, index) => [column, tuple[index]])) as Row);
  };
}

/** Whether the database itself refused a batch (a key, a check, a trigger): nothing of it was written. */
export function isConstraintFailure(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (/constraint|booking_overlap/iu.test(cause.message)) return true;
  }
  return false;
}
