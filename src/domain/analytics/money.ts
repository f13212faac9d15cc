/** Money of a range by currency. Amounts of two currencies are never added. No clock, no I/O. */
import { type CurrencyTakings, NO_TAKINGS, type Takings } from "./figures.ts";

/** Of one currency in one stretch; a stretch in which nothing came has none. */
export interface CountedTakings {
  /** The place of the stretch, from 0. */
  readonly stretch: number;
  readonly currency: string;
  readonly capturedMinor: number;
  readonly givenBackMinor: number;
}

/** In order of the currencies' codes. */
export function takingsByCurrency(counted: readonly CountedTakings[], stretches: number): CurrencyTakings[] {
  const byCurrency = new Map<string, Takings[]>();
  for (const { stretch, currency, capturedMinor, givenBackMinor } of counted) {
    const series = byCurrency.get(currency) ?? new Array<Takings>(stretches).fill(NO_TAKINGS);
    series[stretch] = { capturedMinor, givenBackMinor, keptMinor: capturedMinor - givenBackMinor };
    byCurrency.set(currency, series);
  }
  return [...byCurrency]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, series]) => ({ currency, ...series.reduce(sumOf, NO_TAKINGS), stretches: series }));
}

function sumOf(one: Takings, other: Takings): Takings {
  return {
    capturedMinor: one.capturedMinor + other.capturedMinor,
    givenBackMinor: one.givenBackMinor + other.givenBackMinor,
    keptMinor: one.keptMinor + other.keptMinor,
  };
}
