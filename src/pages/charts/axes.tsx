/** The axes of a chart: round values on the left with their lines, and as many labels below as there is room for. */
import type { ScaleLinear } from "d3-scale";
import { CHART_WIDTH } from "./frame.tsx";

/** `leftOfAmounts`: with room for amounts of money. */
export const PLOT = { left: 72, leftOfAmounts: 116, right: CHART_WIDTH - 8, top: 10, bottom: 220 } as const;
export const PLOT_HEIGHT = 250;
const TICKS = 4;
const LABELS_MAX = 8;

interface AxesProps {
  /** Where the lines begin. */
  readonly left: number;
  readonly scale: ScaleLinear<number, number>;
  readonly tickInWords: (value: number) => string;
  readonly labels: readonly string[];
  /** The middle of a label, by its place. */
  readonly middleOf: (place: number) => number;
}

export function Axes({ left, scale, tickInWords, labels, middleOf }: AxesProps) {
  const step = Math.ceil(labels.length / LABELS_MAX);
  return (
    <>
      {scale.ticks(TICKS).map((value) => (
        <>
          <line class="grid-line" x1={left} x2={PLOT.right} y1={at(scale(value))} y2={at(scale(value))} />
          <text x={left - 8} y={at(scale(value) + 4)} text-anchor="end">
            {tickInWords(value)}
          </text>
        </>
      ))}
      {labels.map((label, place) =>
        place % step === 0 ? (
          <text x={at(middleOf(place))} y={PLOT.bottom + 20} text-anchor="middle">
            {label}
          </text>
        ) : null,
      )}
    </>
  );
}

/** A place in a drawing, to a tenth. */
export function at(place: number): string {
  return String(Math.round(place * 10) / 10);
}
