/**
 * D1 with a limit that the local one does not enforce: no value over 2,000,000 bytes, neither bound nor answered.
 * https://developers.cloudflare.com/d1/platform/limits/
 */
const VALUE_BYTES_MAX = 2_000_000;

function check(values: readonly unknown[]): void {
  for (const value of values) {
    if (typeof value === "string" && new TextEncoder().encode(value).byteLength > VALUE_BYTES_MAX)
      throw new Error("D1_ERROR: string or blob too big: SQLITE_TOOBIG");
  }
}

export function strictD1(d1: D1Database): D1Database {
  const checked = <T>(result: D1Result<T>): D1Result<T> => {
    for (const row of result.results) check(Object.values(row as Readonly<Record<string, unknown>>));
    return result;
  };
  const watch = (statement: D1PreparedStatement): D1PreparedStatement => {
    const bind = statement.bind.bind(statement);
    const all = statement.all.bind(statement);
    statement.bind = (...values: unknown[]) => {
      check(values);
      return watch(bind(...values));
    };
    statement.all = async <T>() => checked(await all<T>());
    return statement;
  };
  const strict: Pick<D1Database, "prepare" | "batch"> = {
    prepare: (text) => watch(d1.prepare(text)),
    batch: async <T>(statements: D1PreparedStatement[]) => (await d1.batch<T>(statements)).map(checked),
  };
  return strict as D1Database;
}
