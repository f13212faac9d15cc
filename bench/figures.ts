/** The forms of a figure and how they are printed; the same for every benchmark. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly floor: number;
  /** value / floor. */
  readonly ratio: number;
  readonly unit: string;
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
    figures.map(({ name, value, floor, ratio, unit }) => [
      name,
      { value: rounded(value), floor: rounded(floor), ratio: ratio.toFixed(2), unit },
    ]),
  );
}

export function printCompared(compared: readonly Compared[], commit: string): void {
  printTable(
    compared.map(({ name, value, reference, ratio, ratio_min: least, ratio_max: greatest, unit }) => [
      name,
      {
        now: rounded(value),
        [commit]: rounded(reference),
        ratio: ratio.toFixed(2),
        from: least.toFixed(2),
        to: greatest.toFixed(2),
        unit,
      },
    ]),
  );
}

function printTable(rows: readonly (readonly [string, object])[]): void {
  if (rows.length > 0) console.table(Object.fromEntries(rows));
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
