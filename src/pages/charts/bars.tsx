/** Bars stacked by series, each series one path, so that a year of days stays a light page. */
import { scaleBand, scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import { at, Axes, PLOT, PLOT_HEIGHT } from "./axes.tsx";
import { Drawing, Legend, type Series } from "./frame.tsx";
import { say } from "../../messages/say.ts";

interface BarsProps {
  readonly id: string;
  readonly name: string;
  readonly sum: string;
  readonly labels: readonly string[];
  /** From the bottom up. */
  readonly series: readonly (Series & { readonly values: readonly number[] })[];
}

export function Bars({ id, name, sum, labels, series }: BarsProps) {
  const places = labels.map((_, place) => place);
  const columns = scaleBand<number>().domain(places).range([PLOT.left, PLOT.right]).padding(0.15);
  const sums = places.map((place) => series.reduce((total, { values }) => total + (values[place] ?? 0), 0));
  const scale = scaleLinear()
    .domain([0, Math.max(4, ...sums)])
    .nice(4)
    .range([PLOT.bottom, PLOT.top]);
  const layers = stack<unknown, number, number>()
    .keys(series.map((_, index) => index))
    .value((place, key) => series[key]?.values[place] ?? 0)(places);
  const width = at(columns.bandwidth());
  return (
    <>
      <Drawing id={id} name={name} sum={sum} height={PLOT_HEIGHT}>
        <Axes
          left={PLOT.left}
          scale={scale}
          tickInWords={String}
          labels={labels}
          middleOf={(place) => (columns(place) ?? 0) + columns.bandwidth() / 2}
        />
        {layers.map((layer) => (
          <path
            class={`mark-${String(series[layer.key]?.mark)}`}
            d={layer
              .map(([low, high], place) =>
                high > low ? `M${at(columns(place) ?? 0)} ${at(scale(low))}V${at(scale(high))}h${width}V${at(scale(low))}z` : "",
              )
              .join("")}
          />
        ))}
      </Drawing>
      <Legend lead={say("figures.legend.stacked")} series={series} />
    </>
  );
}
