/** Three quartiles as a box with its middle line, on an axis from nothing. */
import { scaleLinear } from "d3-scale";
import { at } from "./axes.tsx";
import { CHART_WIDTH, Drawing } from "./frame.tsx";

const EDGE = 40;
const TICKS = 6;

interface QuartilesProps {
  readonly id: string;
  readonly name: string;
  readonly sum: string;
  readonly quartiles: readonly [lower: number, median: number, upper: number];
  readonly tickInWords: (value: number) => string;
}

export function Quartiles({ id, name, sum, quartiles: [lower, median, upper], tickInWords }: QuartilesProps) {
  const scale = scaleLinear()
    .domain([0, Math.max(1, upper * 1.2)])
    .range([EDGE, CHART_WIDTH - EDGE]);
  return (
    <Drawing id={id} name={name} sum={sum} height={96}>
      {scale.ticks(TICKS).map((value) => (
        <>
          <line class="grid-line" x1={at(scale(value))} x2={at(scale(value))} y1={6} y2={66} />
          <text x={at(scale(value))} y={86} text-anchor="middle">
            {tickInWords(value)}
          </text>
        </>
      ))}
      <rect class="mark-1" fill-opacity="0.45" x={at(scale(lower))} y={16} width={at(scale(upper) - scale(lower))} height={40} />
      <line class="line-1" stroke-width="4" x1={at(scale(median))} x2={at(scale(median))} y1={10} y2={62} />
    </Drawing>
  );
}
