/** Counts the rows that D1 says it read, over every statement sent through it. */
export interface Counted {
  readonly d1: D1Database;
  rowsRead: number;
  roundTrips: number;
}

export function countingD1(d1: D1Database): Counted {
  const counted: Counted = { d1, rowsRead: 0, roundTrips: 0 };
  const add = (results: readonly D1Result[]): void => {
    counted.roundTrips += 1;
    for (const result of results) counted.rowsRead += result.meta.rows_read;
  };
  const bound = (statement: D1PreparedStatement): D1PreparedStatement => {
    const bind = statement.bind.bind(statement);
    const all = statement.all.bind(statement);
    statement.bind = (...values: unknown[]) => bound(bind(...values));
    statement.all = async <T>() => {
      const result = await all<T>();
      add([result]);
      return result;
    };
    return statement;
  };
  const prepare = (query: string): D1PreparedStatement => bound(d1.prepare(query));
  const batch = async <T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> => {
    const results = await d1.batch<T>(statements);
    add(results);
    return results;
  };
  return Object.assign(counted, { d1: { prepare, batch, withSession: () => ({ prepare, batch }) } as unknown as D1Database });
}
