/** The form of a figure and how it is printed; the same for every benchmark. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly floor: number;
  /** value / floor. */
  readonly ratio: number;
  readonly unit: string;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** With `--json` one line for each figure, else a table. */
export function printFigures(figures: readonly Figure[], asJson: boolean): void {
  if (asJson) {
    for (const figure of figures) console.log(JSON.stringify(figure));
    return;
  }
  const round = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
  console.table(
    Object.fromEntries(
      figures.map(({ name, value, floor, ratio, unit }) => [
        name,
        { value: round(value), floor: round(floor), ratio: ratio.toFixed(2), unit },
      ]),
    ),
  );
}
