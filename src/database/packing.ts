/**
 * From rows of D1 to values of the domain and back, once and for every table: the schema says what a column holds, and
 * nothing else names columns twice. A query says which fields it selects; its rows come back typed and read. Lists travel
 * as one JSON parameter, so that a statement has the same form for one row and for sixty-four.
 *
 * The only file of this room with casts: the database's values are unknown to the compiler until they are read here.
 */
import { Column, getTableColumns, getTableName, type InferSelectModel, SQL, sql, StringChunk } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import { assert } from "../lib/assert.ts";

/** D1 through Drizzle, and D1 itself for what Drizzle cannot send. */
export type Database = DrizzleD1Database & { readonly $client: D1Database };

/** The two methods of D1 that Drizzle calls; its type says D1Database. */
export function asDatabase(source: Pick<D1Database, "prepare" | "batch">): D1Database {
  return source as D1Database;
}

/** How one value of a row is read: the name that the query gives it, and what its raw value stands for. */
export interface Field<Value> {
  readonly column: string;
  readonly read: (raw: unknown) => Value;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
export type RowOf<Of extends Fields> = { readonly [Name in keyof Of]: Of[Name] extends Field<infer Value> ? Value : never };

/** A statement and what its rows hold. The statement has to give every field under the field's column name. */
export interface Query<Row> {
  readonly fields: Fields;
  readonly statement: SQL;
  /** Never set: it carries the type of a row. */
  readonly row?: Row;
}

export type RowIn<Asked> = Asked extends Query<infer Row> ? Row : never;

export function query<Of extends Fields>(fields: Of, statement: SQL): Query<RowOf<Of>> {
  return { fields, statement };
}

/**
 * `LIMIT` of a whole number, written into the text. As a parameter SQLite would read its value while it compiles, and compile the statement
 * anew for each run; compiling takes longer than running.
 */
export function atMost(rows: number): SQL {
  return sql.raw(`LIMIT ${String(Math.trunc(rows))}`);
}

/** A computed value that is never null, under the name that the query gives it. */
export function value<Value extends string | number>(column: string): Field<Value> {
  return { column, read: (raw) => raw as Value };
}

export function nullable<Value extends string | number>(column: string): Field<Value | null> {
  return { column, read: (raw) => (raw ?? null) as Value | null };
}

/** A value that the query packed as JSON. */
export function json<Value>(column: string): Field<Value> {
  return { column, read: (raw) => JSON.parse(raw as string) as Value };
}

/** An object that a row holds as JSON text; what its members are is for its reader to find out. */
export function parsedObject(text: string): Readonly<Record<string, unknown>> {
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

type FieldsOf<Table extends SQLiteTable> = { readonly [Name in keyof InferSelectModel<Table>]: Field<InferSelectModel<Table>[Name]> };

const fieldsByTable = new WeakMap<SQLiteTable, unknown>();

/** Every column of a table, as `table.*` gives them. */
export function fieldsOf<Table extends SQLiteTable>(table: Table): FieldsOf<Table> {
  // Made once: queries that every booking sends ask for them.
  const made = fieldsByTable.get(table) ?? madeFieldsOf(table);
  fieldsByTable.set(table, made);
  return made as FieldsOf<Table>;
}

function madeFieldsOf(table: SQLiteTable): Fields {
  const columns = Object.entries(getTableColumns(table) as Record<string, SQLiteColumn>);
  return Object.fromEntries(columns.map(([name, column]) => [name, fieldOf(column)]));
}

function fieldOf(column: SQLiteColumn): Field<unknown> {
  // Most columns are stored as they are read; they need not ask Drizzle.
  if (column.mapFromDriverValue === Column.prototype.mapFromDriverValue) return { column: column.name, read: (raw) => raw ?? null };
  return { column: column.name, read: (raw) => (raw === null || raw === undefined ? null : column.mapFromDriverValue(raw)) };
}

/** Member by member: lists of pairs for each of thirty columns took a twentieth of a booking. */
function readRow<Row>(fields: Fields, raw: Readonly<Record<string, unknown>>): Row {
  const row: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const field = fields[name];
    if (field !== undefined) row[name] = field.read(raw[field.column]);
  }
  return row as Row;
}

export async function all<Row>(database: Database, { fields, statement }: Query<Row>): Promise<Row[]> {
  const { results } = await prepared(database.$client, statement).all<Readonly<Record<string, unknown>>>();
  return results.map((raw) => readRow<Row>(fields, raw));
}

/** null where there is no row. */
export async function first<Row>(database: Database, asked: Query<Row>): Promise<Row | null> {
  return (await all(database, asked))[0] ?? null;
}

/**
 * A statement as D1 takes it. Drizzle's own rendering asks of each piece which of a dozen things it is, and took a twentieth of a
 * booking; here a statement holds texts, statements and plain values, and names come by `sql.raw`.
 */
function prepared(d1: D1Database, statement: SQL): D1PreparedStatement {
  const params: unknown[] = [];
  let text = "";
  const append = ({ queryChunks }: SQL): void => {
    for (const chunk of queryChunks) {
      if (chunk instanceof StringChunk) for (const part of chunk.value) text += part;
      else if (chunk instanceof SQL) append(chunk);
      else {
        assert(
          chunk === null || (typeof chunk !== "object" && chunk !== undefined),
          "a statement holds texts, statements and plain values",
        );
        params.push(chunk);
        text += "?";
      }
    }
  };
  append(statement);
  return d1.prepare(text).bind(...params);
}

type Statements = Readonly<Record<string, Query<unknown> | SQL | null>>;
/** Rows by the name of their statement; none for one that was left out (null) and one that gives none. */
type ResultsOf<Of extends Statements> = {
  readonly [Name in keyof Of]: Exclude<Of[Name], null> extends Query<infer Row> ? readonly Row[] : readonly unknown[];
};

/**
 * Sends named statements as one batch: all or nothing, one trip. Drizzle builds them and D1 is handed them directly:
 * Drizzle's own `batch` loses the parameters of raw SQL (drizzle-orm issue 2277).
 */
export async function batch<Of extends Statements>(database: Database, statements: Of): Promise<ResultsOf<Of>> {
  const d1 = database.$client;
  const entries = sentOf(statements);
  const results = await d1.batch<Readonly<Record<string, unknown>>>(
    entries.map(([, asked]) => prepared(d1, "fields" in asked ? asked.statement : asked)),
  );
  const found = entries.map(([name, asked], index): readonly [string, unknown[]] => {
    const rows = results[index]?.results ?? [];
    return [name, "fields" in asked ? rows.map((raw) => readRow(asked.fields, raw)) : rows];
  });
  return { ...nothingOf(statements), ...Object.fromEntries(found) } as unknown as ResultsOf<Of>;
}

function sentOf<Sent>(statements: Readonly<Record<string, Sent | null>>): (readonly [name: string, sent: Sent])[] {
  return Object.entries(statements).flatMap(([name, asked]) => (asked === null ? [] : [[name, asked] as const]));
}

function nothingOf(statements: Statements): Record<string, readonly unknown[]> {
  return Object.fromEntries(Object.keys(statements).map((name) => [name, []]));
}

type Queries = Readonly<Record<string, Query<unknown> | null>>;

/**
 * Several queries as one, each packed as one JSON value: D1 takes a statement of a batch about as long as a whole short
 * query, and what the agenda reads before it decides is in the way of every booking. One row.
 */
export function packed<Of extends Queries>(queries: Of): Query<ResultsOf<Of>> {
  const entries = sentOf(queries);
  const columns = entries.map(([name, asked]) => listColumn(name, asked));
  const fields = Object.fromEntries(entries.map(([name, asked]) => [name, { column: name, read: rowsReader(asked.fields) }]));
  const nothing = Object.fromEntries(
    Object.entries(queries).flatMap(([name, asked]) => (asked === null ? [[name, { column: name, read: () => [] }]] : [])),
  );
  return { fields: { ...fields, ...nothing }, statement: sql`SELECT ${sql.join(columns, sql`, `)}` };
}

/** The rows of a query as one column of another query's row; `listField` reads it. */
export function listColumn(name: string, { fields, statement }: Query<unknown>): SQL {
  const names = Object.values(fields).map(({ column }) => column);
  return sql`(SELECT json_group_array(${sql.raw(tupleOf(names))}) FROM (${statement})) AS ${sql.raw(name)}`;
}

/** D1 gives a function 32 arguments at most: https://developers.cloudflare.com/d1/platform/limits/ */
const ARGUMENTS_MAX = 32;

/** One list, or a list of lists where the columns are too many for one. */
function tupleOf(names: readonly string[]): string {
  if (names.length <= ARGUMENTS_MAX) return `json_array(${names.join(", ")})`;
  const parts = Array.from({ length: Math.ceil(names.length / ARGUMENTS_MAX) }, (_, part) =>
    names.slice(part * ARGUMENTS_MAX, (part + 1) * ARGUMENTS_MAX),
  );
  return `json_array(${parts.map(tupleOf).join(", ")})`;
}

export function listField<Of extends Fields>(column: string, fields: Of): Field<readonly RowOf<Of>[]> {
  return { column, read: rowsReader(fields) as (raw: unknown) => readonly RowOf<Of>[] };
}

function rowsReader(fields: Fields): (raw: unknown) => unknown[] {
  const readers = Object.entries(fields);
  const isSplit = readers.length > ARGUMENTS_MAX;
  return (raw) =>
    (JSON.parse(raw as string) as unknown[][]).map((packedRow) => {
      // A column is text, a number or null, so that only the lists of lists are flattened.
      const tuple = isSplit ? packedRow.flat() : packedRow;
      const row: Record<string, unknown> = {};
      for (const [index, [member, { read }]] of readers.entries()) row[member] = read(tuple[index]);
      return row;
    });
}

export async function together<Of extends Queries>(database: Database, queries: Of): Promise<ResultsOf<Of>> {
  return (await all(database, packed(queries)))[0] as ResultsOf<Of>;
}

function columnsOf(table: SQLiteTable, except: readonly string[] = []): (readonly [member: string, column: string])[] {
  return Object.entries(getTableColumns(table))
    .filter(([member]) => !except.includes(member))
    .map(([member, column]) => [member, column.name] as const);
}

type Members<Table extends SQLiteTable> = keyof InferSelectModel<Table> & string;
type Values<Table extends SQLiteTable, Left extends Members<Table>> = Omit<InferSelectModel<Table>, Left>;

/**
 * A list as a table of one column, `value`. With a limit SQLite keeps an entry while it makes the row of it; `json_each` alone writes the entry
 * anew for each column that is taken out of it, which was two thirds of an insert of forty columns.
 */
export function entriesOf(rows: readonly unknown[]): SQL {
  return sql`(SELECT value FROM json_each(${JSON.stringify(rows)}) LIMIT -1)`;
}

/** `INSERT`, and what it does where a key is taken: in SQLite's own words. */
type Insert = "INSERT" | "INSERT OR IGNORE" | "INSERT OR REPLACE";

interface InsertOptions<Table extends SQLiteTable, Left extends Members<Table>> {
  readonly left?: readonly Left[];
  /** For some columns an expression in place of the member of their name. */
  readonly instead?: { readonly [Name in Members<Table>]?: string };
  readonly tail?: SQL;
  readonly insert?: Insert;
}

/**
 * Inserts rows, every column from the member of its name; the columns of `left` keep their defaults. `tail` follows the
 * list, whose alias is `fresh`: a condition on each row, or what to do on a conflict. A row may hold more for the tail.
 */
export function insertRows<Table extends SQLiteTable, Left extends Members<Table> = never>(
  table: Table,
  rows: readonly Readonly<Values<Table, Left>>[],
  { left = [], instead = {}, tail = sql`WHERE true`, insert = "INSERT" }: InsertOptions<Table, Left> = {},
): SQL {
  const columns = columnsOf(table, left);
  const names = columns.map(([, column]) => column).join(", ");
  const values = columns.map(([member]) => instead[member as Members<Table>] ?? `fresh.value ->> '${member}'`).join(", ");
  return sql`${sql.raw(`${insert} INTO ${getTableName(table)} (${names}) SELECT ${values}`)}
    FROM ${entriesOf(rows)} AS fresh ${tail}`;
}

/** `ON CONFLICT (...) DO UPDATE SET` every column but those of `kept`. */
export function orUpdate<Table extends SQLiteTable>(
  table: Table,
  key: readonly Members<Table>[],
  kept: readonly Members<Table>[] = [],
): SQL {
  const names = columnsOf(table)
    .filter(([member]) => key.some((other) => other === member))
    .map(([, column]) => column);
  const changed = columnsOf(table, [...key, ...kept]).map(([, column]) => `${column} = excluded.${column}`);
  return sql.raw(`WHERE true ON CONFLICT (${names.join(", ")}) DO UPDATE SET ${changed.join(", ")}`);
}

/**
 * Updates rows, every column but those of `kept` from the member of its name; `where` says which row an entry of the
 * list, alias `change`, speaks of. An entry may hold more for it.
 */
export function updateRows<Table extends SQLiteTable>(
  table: Table,
  rows: readonly Readonly<InferSelectModel<Table>>[],
  { kept, where }: { readonly kept: readonly Members<Table>[]; readonly where: SQL },
): SQL {
  const changes = columnsOf(table, kept)
    .map(([member, column]) => `${column} = change.value ->> '${member}'`)
    .join(", ");
  return sql`${sql.raw(`UPDATE ${getTableName(table)} SET ${changes}`)} FROM json_each(${JSON.stringify(rows)}) AS change WHERE ${where}`;
}
