/**
 * Counts what is sent to D1: one call (`all`, `run`, `first`, `raw`, `batch`, `exec`) is one round trip, whatever it holds.
 * Rows are those that D1 says it read and wrote. Of `raw` and `exec` it says nothing, so those calls are counted a second
 * time, as unmetered.
 */
export interface D1Counts {
  roundTrips: number;
  rowsRead: number;
  rowsWritten: number;
  unmetered: number;
}

export interface Counted extends D1Counts {
  readonly d1: D1Database;
}

export function noCounts(): D1Counts {
  return { roundTrips: 0, rowsRead: 0, rowsWritten: 0, unmetered: 0 };
}

export function countingD1(d1: D1Database): Counted {
  const counted = noCounts();
  return Object.assign(counted, { d1: countingInto(d1, counted) });
}

/** The same database, with every call added to the counts. */
export function countingInto(d1: D1Database, counts: D1Counts): D1Database {
  const counted = countingSource(d1, counts);
  const exec: D1Database["exec"] = async (query) => {
    counts.roundTrips += 1;
    counts.unmetered += 1;
    return await d1.exec(query);
  };
  const withSession: D1Database["withSession"] = (from) => {
    const session = d1.withSession(from);
    return { ...countingSource(session, counts), getBookmark: () => session.getBookmark() };
  };
  const database: Pick<D1Database, "prepare" | "batch" | "exec" | "withSession"> = { ...counted, exec, withSession };
  return database as D1Database;
}

function countingSource(source: D1Database | D1DatabaseSession, counts: D1Counts): Pick<D1Database, "prepare" | "batch"> {
  const add = (results: readonly D1Result[]): void => {
    counts.roundTrips += 1;
    for (const { meta } of results) {
      counts.rowsRead += meta.rows_read;
      counts.rowsWritten += meta.rows_written;
    }
  };
  // The statement itself is handed on, because a batch takes no other.
  const watched = (statement: D1PreparedStatement): D1PreparedStatement => {
    const bind = statement.bind.bind(statement);
    const all = statement.all.bind(statement);
    const run = statement.run.bind(statement);
    const raw = statement.raw.bind(statement) as (options?: unknown) => Promise<never>;
    const counted = async <T>(send: () => Promise<D1Result<T>>): Promise<D1Result<T>> => {
      const result = await send();
      add([result]);
      return result;
    };
    return Object.assign(statement, {
      bind: (...values: unknown[]) => watched(bind(...values)),
      all: async <T>() => await counted(async () => await all<T>()),
      run: async <T>() => await counted(async () => await run<T>()),
      // D1's own `first` drops what it read; this is the same over `all`.
      first: async (column?: string) => {
        const [row] = (await counted(async () => await all())).results;
        return row === undefined ? null : column === undefined ? row : row[column];
      },
      raw: async (options?: unknown) => {
        counts.roundTrips += 1;
        counts.unmetered += 1;
        return await raw(options);
      },
    });
  };
  return {
    prepare: (query) => watched(source.prepare(query)),
    batch: async <T>(statements: D1PreparedStatement[]) => {
      const results = await source.batch<T>(statements);
      add(results);
      return results;
    },
  };
}
