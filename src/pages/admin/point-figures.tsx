/** Groups, dispatches, syncs and refusals over time. One that could not be read says so, and is never drawn as none. */
import { POINT_RANGES, type PointEvent, type PointRange, type PointStretch } from "../../domain/point-counts.ts";
import { localEpochDay } from "../../domain/slots/time-zone.ts";
import { numberFormat } from "../../messages/formats.ts";
import { say } from "../../messages/say.ts";
import { clockOf, momentInWords, shortDayInWords } from "../../messages/wording.ts";
import { Bars } from "../charts/bars.tsx";
import { Figure, Table } from "../charts/frame.tsx";

export interface PointFiguresView {
  /** Where figures are written to. */
  readonly writtenTo: "analytics" | "log" | "off";
  /** null: they are not read here. */
  readonly figures: readonly { readonly event: PointEvent; readonly stretches: readonly PointStretch[] | null }[] | null;
  readonly range: PointRange;
  /** IANA. */
  readonly timeZone: string;
}

export function PointFigures({ writtenTo, figures, range, timeZone }: PointFiguresView) {
  return (
    <section aria-labelledby="points">
      <h2 id="points">{say("points.title")}</h2>
      {figures === null ? (
        <>
          <p>{say(`points.${writtenTo}`)}</p>
          <p>
            <a href="/docs/guides/operations#figures" hreflang="en">
              {say("points.connect")}
            </a>
          </p>
        </>
      ) : (
        <>
          <nav class="ways" aria-label={say("points.ranges")}>
            {POINT_RANGES.map((one) => (
              <a href={`/admin/health?range=${one}#points`} aria-current={one === range ? "true" : undefined}>
                {say(`points.range.${one}`)}
              </a>
            ))}
          </nav>
          {figures.map(({ event, stretches }) => (
            <OneFigure {...{ event, stretches, range, timeZone }} />
          ))}
        </>
      )}
    </section>
  );
}

type OneFigureProps = NonNullable<PointFiguresView["figures"]>[number] & Pick<PointFiguresView, "range" | "timeZone">;

function OneFigure({ event, stretches, range, timeZone }: OneFigureProps) {
  const [id, name, definition] = [`points-${event}`, say(`points.${event}`), say(`points.${event}.definition`)];
  if (stretches === null) return <Figure {...{ id, name, definition }} sum={say("points.unread")} drawing={null} />;
  const series = [
    { name: say(`points.${event}.well`), mark: 1, values: stretches.map(({ well }) => well) },
    { name: say(`points.${event}.wrong`), mark: 4, values: stretches.map(({ wrong }) => wrong) },
  ];
  const [well = "", wrong = ""] = series.map((one) => `${one.name}: ${countInWords(one.values.reduce((sum, value) => sum + value, 0))}`);
  const sum = say("points.sum", { well, wrong });
  const clock = clockOf(timeZone);
  const labels = stretches.map(({ at }) => (range === "day" ? clock(at) : shortDayInWords(localEpochDay(timeZone, at))));
  return (
    <Figure {...{ id, name, sum, definition }} drawing={<Bars {...{ id, name, sum, labels, series }} />}>
      <Table
        caption={name}
        columns={[say("figures.when"), ...series.map((one) => one.name)]}
        rows={stretches.map((stretch) => ({
          head: momentInWords(stretch.at, timeZone),
          cells: [stretch.well, stretch.wrong].map(countInWords),
        }))}
      />
    </Figure>
  );
}

function countInWords(count: number): string {
  return numberFormat({ maximumFractionDigits: 0 }).format(count);
}
