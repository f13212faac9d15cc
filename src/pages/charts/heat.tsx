/** A week by hours, the fuller the more. The lightest cell is none; every number stands in the table. */
import { scaleBand, scaleLinear } from "d3-scale";
import { at } from "./axes.tsx";
import { CHART_WIDTH, Drawing } from "./frame.tsx";

const LEFT = 60;
const TOP = 8;
const ROW = 26;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

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
  const strength = scaleLinear()
    .domain([0, Math.max(1, ...hours.flat())])
    .range([0, 1]);
  const bottom = TOP + days.length * ROW;
  return (
    <Drawing id={id} name={name} sum={sum} height={bottom + 28}>
      {days.map((day, row) => (
        <>
          <text x={LEFT - 10} y={TOP + row * ROW + 17} text-anchor="end">
            {day}
          </text>
          {HOURS.map((hour) => {
            const place = { x: at(columns(hour) ?? 0), y: TOP + row * ROW, width: at(columns.bandwidth()), height: ROW - 3 };
            const count = hours[row]?.[hour] ?? 0;
            return (
              <rect
                class={count === 0 ? "mark-0" : "mark-1"}
                {...place}
                fill-opacity={count === 0 ? 1 : at(0.15 + 0.85 * strength(count))}
              />
            );
          })}
        </>
      ))}
      {HOURS.filter((hour) => hour % 3 === 0).map((hour) => (
        <text x={at((columns(hour) ?? 0) + columns.bandwidth() / 2)} y={bottom + 20} text-anchor="middle">
          {`${String(hour).padStart(2, "0")}:00`}
        </text>
      ))}
    </Drawing>
  );
}
