/** The forms of a figure and how they are printed; the same for every benchmark. */
import type { D1Counts } from "../test/support/counting.ts";
import type { TripTable } from "./trips.ts";

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly floor: number;
  /** value / floor. */
  readonly ratio: number;
  readonly unit: string;
  /** Where the row has one: value / fair_floor. */
  readonly fair_floor?: number;
  readonly fair_ratio?: number;
  /** Of the service, where each request was timed. */
  readonly p50_ms?: number;
  readonly p99_ms?: number;
}

/** This tree beside another commit, measured in turn in the same run. */
export interface Compared {
  readonly name: string;
  readonly value: number;
  readonly reference: number;
  /** value / reference: the median of the rounds, then the least and the greatest of them. */
  readonly ratio: number;
  readonly ratio_min: number;
  readonly ratio_max: number;
  readonly unit: string;
  readonly p50_ms?: number;
  readonly p99_ms?: number;
  readonly reference_p50_ms?: number;
  readonly reference_p99_ms?: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One line for each figure, for machines. */
export function printLines(figures: readonly object[]): void {
  for (const figure of figures) console.log(JSON.stringify(figure));
}

export function printFigures(figures: readonly Figure[]): void {
  printTable(
    figures.map((row) => [
      row.name,
      {
        value: rounded(row.value),
        floor: rounded(row.floor),
        ratio: row.ratio.toFixed(2),
        "fair floor": row.fair_floor === undefined ? "" : rounded(row.fair_floor),
        "fair ratio": row.fair_ratio?.toFixed(2) ?? "",
        "p50/p99 ms": percentiles(row.p50_ms, row.p99_ms),
        unit: row.unit,
      },
    ]),
  );
}

export function printCompared(compared: readonly Compared[], commit: string): void {
  printTable(
    compared.map((row) => [
      row.name,
      {
        now: rounded(row.value),
        [commit]: rounded(row.reference),
        ratio: row.ratio.toFixed(2),
        from: row.ratio_min.toFixed(2),
        to: row.ratio_max.toFixed(2),
        unit: row.unit,
        "p50/p99 ms": percentiles(row.p50_ms, row.p99_ms),
        [`${commit} p50/p99 ms`]: percentiles(row.reference_p50_ms, row.reference_p99_ms),
      },
    ]),
  );
}

/** Counts of D1 by act; of the other commit beside them where there is one. */
export function printTrips(now: TripTable, other: { readonly table: TripTable; readonly commit: string } | null): void {
  const told = (name: string, table: TripTable, suffix: string): object => {
    const found = table.get(name);
    return {
      [`trips${suffix}`]: found?.roundTrips ?? "",
      [`rows read${suffix}`]: found?.rowsRead ?? "",
      [`rows written${suffix}`]: found?.rowsWritten ?? "",
    };
  };
  printTable(
    [...now.keys()].map((name) => [
      name,
      { ...told(name, now, ""), ...(other === null ? {} : told(name, other.table, ` ${other.commit}`)) },
    ]),
  );
}

/** The same as one line for each act, beside nothing or the counts of the other commit. */
export function linesOfTrips(now: TripTable, other: TripTable | null): object[] {
  const told = ({ roundTrips, rowsRead, rowsWritten }: D1Counts): object => ({
    trips: roundTrips,
    rows_read: rowsRead,
    rows_written: rowsWritten,
  });
  return [...now].map(([name, counts]) => {
    const theirs = other?.get(name);
    return { name: `trips: ${name}`, ...told(counts), unit: "D1 calls", ...(theirs === undefined ? {} : { reference: told(theirs) }) };
  });
}

function percentiles(p50: number | undefined, p99: number | undefined): string {
  return p50 === undefined || p99 === undefined ? "" : `${rounded(p50)}/${rounded(p99)}`;
}

function printTable(rows: readonly (readonly [string, object])[]): void {
  if (rows.length > 0) console.table(Object.fromEntries(rows));
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
