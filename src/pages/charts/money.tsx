/** Money by currency: a chart for each, as amounts of two currencies have no axis in common. */
import type { CurrencyTakings } from "../../domain/analytics/figures.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { Figure, Table } from "./frame.tsx";
import { Lines } from "./lines.tsx";

interface MoneyProps {
  readonly money: readonly (CurrencyTakings & { readonly disputedMinor?: number })[];
  readonly labels: readonly string[];
  readonly names: readonly string[];
}

export function MoneyFigures({ money, labels, names }: MoneyProps) {
  return (
    <>
      {money.map((takings) => (
        <OneCurrency {...{ takings, labels, names }} />
      ))}
    </>
  );
}

function OneCurrency({ takings, labels, names }: Omit<MoneyProps, "money"> & { readonly takings: MoneyProps["money"][number] }) {
  const { currency, stretches, disputedMinor = 0 } = takings;
  const words = (minor: number): string => moneyInWords({ minor: Math.round(minor), currency });
  const id = `money-${currency.toLowerCase()}`;
  const name = say("figures.money", { currency });
  const sums = { captured: words(takings.capturedMinor), back: words(takings.givenBackMinor), kept: words(takings.keptMinor) };
  const disputed = disputedMinor === 0 ? "" : ` ${say("figures.money.disputed", { amount: words(disputedMinor) })}`;
  const sum = `${say("figures.money.sum", sums)}${disputed}`;
  const series = [
    { name: say("figures.money.captured"), mark: 1, values: stretches.map(({ capturedMinor }) => capturedMinor) },
    { name: say("figures.money.given_back"), mark: 4, values: stretches.map(({ givenBackMinor }) => givenBackMinor) },
    { name: say("figures.money.kept"), mark: 2, values: stretches.map(({ keptMinor }) => keptMinor) },
  ];
  const definition = say("figures.money.definition");
  if (takings.capturedMinor === 0) return <Figure {...{ id, name, sum, definition }} drawing={null} />;
  return (
    <Figure {...{ id, name, sum, definition }} drawing={<Lines {...{ id, name, sum, labels, series }} tickInWords={words} />}>
      <Table
        caption={name}
        columns={[say("figures.when"), ...series.map((one) => one.name)]}
        rows={names.map((head, place) => ({ head, cells: series.map(({ values }) => words(values[place] ?? 0)) }))}
      />
    </Figure>
  );
}
