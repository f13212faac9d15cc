/** Queries that travel as one: each row comes back whole, however many columns it has. */
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { nullable, query, together, value } from "../../src/database/packing.ts";
import { database } from "../support/agenda.ts";

// Each side of 32 and of 64: D1 gives a function 32 arguments at most.
test.each([1, 32, 33, 64, 65])("a row of %i columns comes back with each value under its own name", async (columns) => {
  const names = Array.from({ length: columns }, (_, index) => `column_${String(index)}`);
  const fields = Object.fromEntries(names.map((name) => [name, nullable<string | number>(name)]));
  const row = Object.fromEntries(names.map((name, index) => [name, [index, `text ${String(index)}`, "[1,2]", null][index % 4] ?? null]));
  const selected = sql.join(
    names.map((name) => sql`${row[name]} AS ${sql.raw(name)}`),
    sql`, `,
  );
  const found = await together(database, {
    wide: query(fields, sql`SELECT ${selected}`),
    narrow: query({ one: value<number>("one") }, sql`SELECT 1 AS one UNION ALL SELECT 2`),
    absent: null,
  });
  expect(found).toEqual({ wide: [row], narrow: [{ one: 1 }, { one: 2 }], absent: [] });
});
