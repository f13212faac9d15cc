/** A week by hours, the fuller the more, in six steps, each one path. The palest cell is none; every number stands in the table. */
import { scaleBand, scaleQuantize } from "d3-scale";
import { at } from "./axes.tsx";
import { CHART_WIDTH, Drawing } from "./frame.tsx";

const LEFT = 60;
const TOP = 8;
const ROW = 26;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const STEPS = [1, 2, 3, 4, 5, 6];

interface HeatProps {
  readonly id: string;
  readonly name: string;
  readonly sum: string;
  /** The names of the days, in their order. */
  readonly days: readonly string[];
  readonly hours: readonly (readonly number[])[];
}

export function Heat({ id, name, sum, days, hours }: HeatProps) {
  const columns = scaleBand<number>()
    .domain(HOURS)
    .range([LEFT, CHART_WIDTH - 4])
    .paddingInner(0.08);
  const step = scaleQuantize()
    .domain([0, Math.max(1, ...hours.flat())])
    .range(STEPS);
  const width = at(columns.bandwidth());
  const cellsOf = (wanted: number): string =>
    hours
      .flatMap((counts, row) =>
        counts.map((count, hour) =>
          (count === 0 ? 0 : step(count)) === wanted
            ? `M${at(columns(hour) ?? 0)} ${String(TOP + row * ROW)}h${width}v${String(ROW - 3)}h-${width}z`
            : "",
        ),
      )
      .join("");
  const bottom = TOP + days.length * ROW;
  return (
    <Drawing id={id} name={name} sum={sum} height={bottom + 28}>
      {days.map((day, row) => (
        <text x={LEFT - 10} y={TOP + row * ROW + 17} text-anchor="end">
          {day}
        </text>
      ))}
      <path class="mark-0" d={cellsOf(0)} />
      {STEPS.map((one) => (
        <path class="mark-1" fill-opacity={at(0.1 + one * 0.15)} d={cellsOf(one)} />
      ))}
      {HOURS.filter((hour) => hour % 3 === 0).map((hour) => (
        <text x={at((columns(hour) ?? 0) + columns.bandwidth() / 2)} y={bottom + 20} text-anchor="middle">
          {`${String(hour).padStart(2, "0")}:00`}
        </text>
      ))}
    </Drawing>
  );
}
