/**
 * D1 with the limits that the local one does not enforce: 2,000,000 bytes a value and a row, and 1,000 queries an invocation
 * (https://developers.cloudflare.com/d1/platform/limits/). It refuses with D1's text. The other two, 100 parameters and
 * 100,000 bytes of a statement, the local D1 enforces by itself, which test/database/d1-limits.test.ts holds.
 *
 * An invocation is one request, one scheduled event, or one call of an object from outside, its alarm as well: whatever runs
 * within `asInvocation`. Each statement of a batch is one query. Outside of an invocation, where a test itself asks the
 * database, nothing is counted. A table's row is checked as it is answered, by `SELECT *` or `RETURNING *`: how long one
 * becomes that a statement writes, only SQLite knows. Of a row that a query computes each value is checked, because D1 names
 * strings, blobs and rows of tables.
 */
import { AsyncLocalStorage } from "node:async_hooks";

export const VALUE_BYTES_MAX = 2_000_000;
export const QUERIES_PER_INVOCATION_MAX = 1_000;

interface Invocation {
  /** The object that was called; null: none. */
  readonly of: object | null;
  queries: number;
}

const invocations = new AsyncLocalStorage<Invocation>();

/** Runs what the platform would run as one invocation: its queries are counted together, from zero. */
export function asInvocation<Answer>(work: () => Answer, of: object | null = null): Answer {
  return invocations.run({ of, queries: 0 }, work);
}

/** Makes each method of a class of objects an invocation, except where an object calls itself. */
export function callsAreInvocations(prototype: object, methods: readonly string[]): void {
  for (const name of methods) {
    const method = (prototype as Readonly<Record<string, (...given: unknown[]) => unknown>>)[name];
    if (method === undefined) throw new Error(`there is no ${name}`);
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: object, ...given: unknown[]) {
        const call = (): unknown => method.apply(this, given);
        return invocations.getStore()?.of === this ? call() : asInvocation(call, this);
      },
    });
  }
}

function countQueries(more: number): void {
  const invocation = invocations.getStore();
  if (invocation === undefined) return;
  invocation.queries += more;
  if (invocation.queries > QUERIES_PER_INVOCATION_MAX) throw new Error("D1_ERROR: Too many API requests by single Worker invocation.");
}

const encoder = new TextEncoder();

function bytesOf(value: unknown): number {
  if (typeof value === "string") return encoder.encode(value).byteLength;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  // D1 answers a blob as a list of bytes; a number takes eight at most.
  return Array.isArray(value) ? value.length : 8;
}

/** Never less than the bytes, and found without encoding anything. */
function bytesAtMost(value: unknown): number {
  return typeof value === "string" ? 3 * value.length : bytesOf(value);
}

function isTooBig(values: readonly unknown[]): boolean {
  const sum = (sizeOf: (value: unknown) => number): number => values.reduce<number>((bytes, value) => bytes + sizeOf(value), 0);
  return sum(bytesAtMost) > VALUE_BYTES_MAX && sum(bytesOf) > VALUE_BYTES_MAX;
}

function refuseSize(): never {
  throw new Error("D1_ERROR: string or blob too big: SQLITE_TOOBIG");
}

/** Answers rows of a table as they stand there. */
const OF_A_TABLE = /^\s*SELECT (?:\w+\.)?\*|RETURNING \*\s*$/u;

function checkRows(rows: readonly unknown[], ofTable: boolean): void {
  for (const row of rows) {
    if (typeof row !== "object" || row === null) continue;
    const values: readonly unknown[] = Object.values(row);
    if (ofTable ? isTooBig(values) : values.some((value) => isTooBig([value]))) refuseSize();
  }
}

/** The same database within D1's limits. */
export function limitedD1(d1: D1Database): D1Database {
  const withSession: D1Database["withSession"] = (from) => {
    const session = d1.withSession(from);
    return { ...limitedSource(session), getBookmark: () => session.getBookmark() };
  };
  const exec: D1Database["exec"] = async (queries) => {
    countQueries(queries.split("\n").length);
    return await d1.exec(queries);
  };
  // Still a D1Database for whoever looks at its class, as the helper that applies migrations does.
  return Object.assign(Object.create(d1) as D1Database, limitedSource(d1), { withSession, exec });
}

function limitedSource(source: D1Database | D1DatabaseSession): Pick<D1Database, "prepare" | "batch"> {
  const oversized = new WeakSet<D1PreparedStatement>();
  const ofTables = new WeakSet<D1PreparedStatement>();
  const send = async <Answer>(statements: readonly D1PreparedStatement[], ask: () => Promise<Answer>): Promise<Answer> => {
    countQueries(statements.length);
    if (statements.some((statement) => oversized.has(statement))) refuseSize();
    return await ask();
  };
  // The statement itself is handed on, because a batch takes no other.
  const watched = (statement: D1PreparedStatement, ofTable: boolean): D1PreparedStatement => {
    if (ofTable) ofTables.add(statement);
    const bind = statement.bind.bind(statement);
    const all = statement.all.bind(statement);
    const run = statement.run.bind(statement);
    const first = statement.first.bind(statement);
    const raw = statement.raw.bind(statement) as (options?: unknown) => Promise<unknown[]>;
    const checked = async <T>(ask: () => Promise<D1Result<T>>): Promise<D1Result<T>> => {
      const result = await send([statement], ask);
      checkRows(result.results, ofTable);
      return result;
    };
    return Object.assign(statement, {
      bind: (...values: unknown[]) => {
        const bound = watched(bind(...values), ofTable);
        if (values.some((value) => isTooBig([value]))) oversized.add(bound);
        return bound;
      },
      all: async <T>() => await checked(async () => await all<T>()),
      run: async <T>() => await checked(async () => await run<T>()),
      first: async (column?: string) => {
        const found = await send([statement], async () => await (column === undefined ? first() : first(column)));
        checkRows([column === undefined ? found : [found]], ofTable);
        return found;
      },
      raw: async (options?: unknown) => {
        const rows = await send([statement], async () => await raw(options));
        checkRows(rows, ofTable);
        return rows;
      },
    });
  };
  return {
    prepare: (query) => watched(source.prepare(query), OF_A_TABLE.test(query)),
    batch: async <T>(statements: D1PreparedStatement[]) => {
      const results = await send(statements, async () => await source.batch<T>(statements));
      for (const [index, { results: rows }] of results.entries())
        checkRows(
          rows,
          statements.some((one, at) => at === index && ofTables.has(one)),
        );
      return results;
    },
  };
}
