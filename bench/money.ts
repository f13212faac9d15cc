/** What counted acts cost at the published prices. Pure: it counts nothing, and times are assumed (`prices.ts`). */
import type { ActCost } from "./act-cost.ts";
import { ASSUMED, PLAN_USD, PRICES } from "./prices.ts";

export type Meter = keyof typeof PRICES;
export type Usage = Readonly<Record<Meter, number>>;

const METERS = Object.keys(PRICES) as Meter[];
const BYTES_PER_GB = 1_000_000_000;

/** What is billed of an act that is done so many times. */
export function usageOf(cost: ActCost, times: number): Usage {
  const { requests, objectCalls, objectTrips, mails, providerCalls } = cost;
  // Mails of a dispatch leave side by side; at worst each of its calls of a provider waits for the one before.
  const objectMs =
    objectCalls * ASSUMED.objectCallMs + objectTrips * ASSUMED.tripMs + mails * ASSUMED.mailMs + providerCalls * ASSUMED.providerCallMs;
  const { objectRead, objectWritten, rowsRead, rowsWritten, kvRead, kvWritten } = cost;
  return scaled(
    {
      requests,
      cpuMs: requests * ASSUMED.cpuMsPerRequest,
      objectCalls,
      gbSeconds: (objectMs / 1_000) * ASSUMED.objectGb,
      objectRead,
      objectWritten,
      objectGb: 0,
      rowsRead,
      rowsWritten,
      d1Gb: 0,
      kvRead,
      kvWritten,
      mails,
    },
    times,
  );
}

/** Bytes that are kept for a month. */
export function keptUsage({ inD1, inObjects }: { readonly inD1: number; readonly inObjects: number }): Usage {
  return { ...usageOfNothing(), d1Gb: inD1 / BYTES_PER_GB, objectGb: inObjects / BYTES_PER_GB };
}

export function plus(one: Usage, other: Usage): Usage {
  return eachMeter((meter) => one[meter] + other[meter]);
}

/** US dollars for each meter, as if the plan included nothing: what the next one costs once all that is included has been used. */
export function pricesOf(usage: Usage): Usage {
  return eachMeter((meter) => (usage[meter] / PRICES[meter].per) * PRICES[meter].usd);
}

/** US dollars of a month in which nothing else uses the account: the plan, and what is beyond it. */
export function monthOf(usage: Usage): number {
  return PLAN_USD + total(pricesOf(eachMeter((meter) => Math.max(0, usage[meter] - PRICES[meter].included))));
}

export function total(prices: Usage): number {
  return METERS.reduce((sum, meter) => sum + prices[meter], 0);
}

function usageOfNothing(): Usage {
  return eachMeter(() => 0);
}

function scaled(usage: Usage, times: number): Usage {
  return eachMeter((meter) => usage[meter] * times);
}

function eachMeter(of: (meter: Meter) => number): Usage {
  return Object.fromEntries(METERS.map((meter) => [meter, of(meter)])) as unknown as Usage;
}
