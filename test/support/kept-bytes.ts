/**
 * How many bytes rows take where they are kept, indexes included: copies of real rows, under ids of their own, in a database of its own that
 * has the service's migrations. SQLite itself says how large it is; the record that the tests share is left as it is.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";

type Row = Readonly<Record<string, SqlStorageValue>>;

const TABLES = ["bookings", "audit_log", "outbox"] as const;

/** Enough for the pages of every tree to be split as often as they are in life. */
const COPIES = 1_000;

export interface KeptBytes {
  /** For good: the booking and its trail. */
  readonly booking: number;
  /** For some days: its effects. */
  readonly effects: number;
}

/** Bytes for each booking like this one, rounded to ten. */
export async function keptBytesOf(bookingId: string): Promise<KeptBytes> {
  const rows = await Promise.all(
    TABLES.map(async (table) => {
      const column = table === "bookings" ? "id" : "booking_id";
      return [table, await rowsBy(`SELECT * FROM ${table} WHERE ${column} = ?`, bookingId)] as const;
    }),
  );
  const users = await rowsBy(
    "SELECT users.* FROM users JOIN bookings ON users.id IN (coach_id, client_id) WHERE bookings.id = ?",
    bookingId,
  );
  const profiles = await rowsBy(
    "SELECT coach_profiles.* FROM coach_profiles JOIN bookings USING (coach_id) WHERE bookings.id = ?",
    bookingId,
  );
  const { MIGRATIONS } = env as unknown as { MIGRATIONS: readonly { readonly queries: readonly string[] }[] };
  const scratch = env.COACH_AGENDA.getByName(crypto.randomUUID());
  return await runInDurableObject(scratch, (_instance, { storage }) => {
    const { sql } = storage;
    for (const { queries } of MIGRATIONS) for (const statement of queries) sql.exec(statement);
    insert(sql, "users", users);
    insert(sql, "coach_profiles", profiles);
    const grown = (tables: readonly string[]): number => {
      const before = sql.databaseSize;
      storage.transactionSync(() => {
        for (let copy = 0; copy < COPIES; copy += 1) {
          const id = idOf(copy);
          for (const [table, all] of rows)
            if (tables.includes(table))
              insert(
                sql,
                table,
                all.map((row) => copied(row, bookingId, id, copy)),
              );
        }
      });
      return Math.round((sql.databaseSize - before) / COPIES / 10) * 10;
    };
    return { booking: grown(["bookings", "audit_log"]), effects: grown(["outbox"]) };
  });
}

/** Scattered over the keys as random ids are, and the same in every run. */
function idOf(copy: number): string {
  const scattered = ((copy * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, "0");
  return `${scattered}-0000-4000-8000-${copy.toString(16).padStart(12, "0")}`;
}

/** Under another booking's id wherever the first one's stands, at a time and at places of its chain that no copy shares. */
function copied(row: Row, from: string, to: string, copy: number): Row {
  const texts = Object.entries(row).map(([name, given]) => [name, typeof given === "string" ? given.replaceAll(from, to) : given] as const);
  const seq = row["seq"];
  return Object.fromEntries([...texts, ...(typeof seq === "number" ? [["seq", seq + copy * 100] as const] : [])]);
}

async function rowsBy(asked: string, bookingId: string): Promise<readonly Row[]> {
  return (await env.DB.prepare(asked).bind(bookingId).all<Row>()).results;
}

function insert(sql: SqlStorage, table: string, rows: readonly Row[]): void {
  for (const row of rows) {
    const names = Object.keys(row);
    sql.exec(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`, ...Object.values(row));
  }
}
