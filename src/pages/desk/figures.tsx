/** A coach's own hours and earnings by month, with the charts of the admins' figures. */
import type { CurrencyTakings } from "../../domain/analytics/figures.ts";
import type { Stretch } from "../../domain/analytics/stretches.ts";
import type { Instant } from "../../domain/instant.ts";
import { HOUR_MS } from "../../lib/duration.ts";
import { say } from "../../messages/say.ts";
import { monthInWords, shortMonthInWords, zoneInWords } from "../../messages/wording.ts";
import { Bars } from "../charts/bars.tsx";
import { Figure, Table } from "../charts/frame.tsx";
import { MoneyFigures } from "../charts/money.tsx";
import type { Render } from "../layout.tsx";
import { deskPage } from "./frame.tsx";

type Month = Stretch & { readonly sessions: number; readonly bookedMs: number; readonly held: number; readonly heldMs: number };

interface OwnFiguresView {
  readonly timeZone: string;
  readonly months: readonly Month[];
  readonly money: readonly CurrencyTakings[];
  readonly now: Instant;
}

export function ownFiguresPage({ timeZone, months, money, now }: OwnFiguresView): Render {
  const labels = months.map(({ firstDay }) => shortMonthInWords(firstDay));
  const names = months.map(({ firstDay }) => monthInWords(firstDay));
  return deskPage({
    title: say("own.title"),
    at: "figures",
    children: (
      <>
        <p>{say("own.lead", { months: months.length, zone: zoneInWords(timeZone, now) })}</p>
        <Hours {...{ months, labels, names }} />
        <MoneyFigures {...{ money, labels, names }} />
        {money.length === 0 && <p>{say("own.no_money")}</p>}
      </>
    ),
  });
}

interface HoursProps {
  readonly months: readonly Month[];
  readonly labels: readonly string[];
  readonly names: readonly string[];
}

function Hours({ months, labels, names }: HoursProps) {
  const name = say("own.hours");
  const series = [
    { name: say("own.hours.held"), mark: 1, values: months.map(({ heldMs }) => hoursOf(heldMs)) },
    { name: say("own.hours.ahead"), mark: 2, values: months.map(({ bookedMs, heldMs }) => hoursOf(bookedMs - heldMs)) },
  ];
  const [held, ahead] = series.map(({ values }) => values.reduce((sum, hours) => sum + hours, 0));
  const sum = say("own.hours.sum", { held: held ?? 0, ahead: ahead ?? 0 });
  return (
    <Figure
      id="hours"
      {...{ name, sum }}
      definition={say("own.hours.definition")}
      drawing={<Bars id="hours" {...{ name, sum, labels, series }} />}
    >
      <Table
        caption={name}
        columns={[say("figures.when"), ...series.map((one) => one.name), say("own.sessions")]}
        rows={months.map(({ sessions }, place) => ({
          head: names[place] ?? "",
          cells: [...series.map(({ values }) => String(values[place] ?? 0)), String(sessions)],
        }))}
      />
    </Figure>
  );
}

/** Hours and their hundredths. */
function hoursOf(lengthMs: number): number {
  return Math.round((lengthMs / HOUR_MS) * 100) / 100;
}
