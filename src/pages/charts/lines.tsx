/** Lines of amounts over time, each with a dash of its own, so that no colour has to be told from another. */
import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import { at, Axes, PLOT, PLOT_HEIGHT } from "./axes.tsx";
import { Drawing, Legend, type Series } from "./frame.tsx";
import { say } from "../../messages/say.ts";

const DASHES = [undefined, "10 5", "4 3"] as const;

interface LinesProps {
  readonly id: string;
  readonly name: string;
  readonly sum: string;
  readonly labels: readonly string[];
  readonly tickInWords: (value: number) => string;
  readonly series: readonly (Series & { readonly values: readonly number[] })[];
}

export function Lines({ id, name, sum, labels, tickInWords, series }: LinesProps) {
  const columns = scalePoint<number>()
    .domain(labels.map((_, place) => place))
    .range([PLOT.leftOfAmounts, PLOT.right])
    .padding(0.5);
  const xOf = (place: number): number => columns(place) ?? 0;
  const scale = scaleLinear()
    .domain([0, Math.max(1, ...series.flatMap(({ values }) => values))])
    .nice(4)
    .range([PLOT.bottom, PLOT.top]);
  const drawn = line<number>()
    .x((_, place) => xOf(place))
    .y((value) => scale(value))
    .digits(1);
  return (
    <>
      <Drawing id={id} name={name} sum={sum} height={PLOT_HEIGHT}>
        <Axes left={PLOT.leftOfAmounts} scale={scale} tickInWords={tickInWords} labels={labels} middleOf={xOf} />
        {series.map(({ mark, values }, index) =>
          values.length === 1 ? (
            <circle class={`mark-${String(mark)}`} cx={at(xOf(0))} cy={at(scale(values[0] ?? 0))} r="5" />
          ) : (
            <path class={`line-${String(mark)}`} fill="none" stroke-width="2.5" stroke-dasharray={DASHES[index]} d={drawn(values) ?? ""} />
          ),
        )}
      </Drawing>
      <Legend lead={say("figures.legend.lines")} series={series} />
    </>
  );
}
