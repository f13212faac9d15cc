/**
 * Amounts that a card can be charged with, in a currency's minor units as ISO 4217 counts them. Knows no provider, and does not convert.
 * Intl is not asked: it shows the forint and others without the decimals that ISO 4217 gives them.
 *
 * The least amounts are those that Stripe is known for, from knowledge and not from a contract; a setting overrides them.
 */
import { ok, refused, type Result } from "../lib/result.ts";

const WITHOUT_DECIMALS: ReadonlySet<string> = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" "));
const THREE_DECIMALS: ReadonlySet<string> = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

const CENTS_50 = "USD EUR CHF CAD AUD NZD BRL INR SGD".split(" ");
const TWO_UNITS = "AED MYR PLN RON".split(" ");
/** The least that is charged, by currency; any amount above 0 in a currency that is not named. */
export const PRICE_MINOR_MIN_DEFAULT: Readonly<Record<string, number>> = {
  ...Object.fromEntries(CENTS_50.map((currency) => [currency, 50])),
  ...Object.fromEntries(TWO_UNITS.map((currency) => [currency, 200])),
  GBP: 30,
  DKK: 250,
  NOK: 300,
  SEK: 300,
  HKD: 400,
  CZK: 1_500,
  MXN: 1_000,
  THB: 1_000,
  HUF: 17_500,
  JPY: 50,
};

/** Currencies that are proposed for a price; any other of ISO 4217 is taken as well. */
export const CURRENCIES_PROPOSED: readonly string[] = [
  ...new Set([
    ...Object.keys(PRICE_MINOR_MIN_DEFAULT),
    ...WITHOUT_DECIMALS,
    ...THREE_DECIMALS,
    ..."CNY ILS ISK MAD TRY UAH ZAR".split(" "),
  ]),
].toSorted();

export type NotChargeable =
  /** Least in minor units. */
  | { readonly why: "too_small"; readonly leastMinor: number }
  /** The amount has to be a multiple of this many minor units. */
  | { readonly why: "too_fine"; readonly stepMinor: number };

export function decimalsOf(currency: string): number {
  if (WITHOUT_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** Cards know no thousandths, and no parts of an ariary though ISO 4217 does. */
function stepOf(currency: string): number {
  if (currency === "MGA") return 100;
  return THREE_DECIMALS.has(currency) ? 10 : 1;
}

/** Whether a price can be charged, in minor units. */
export function chargeable(
  amountMinor: number,
  currency: string,
  leastMinor: Readonly<Record<string, number>> = PRICE_MINOR_MIN_DEFAULT,
): Result<null, NotChargeable> {
  const least = Math.max(1, leastMinor[currency] ?? 1);
  if (amountMinor < least) return refused({ why: "too_small", leastMinor: least });
  const stepMinor = stepOf(currency);
  return amountMinor % stepMinor === 0 ? ok(null) : refused({ why: "too_fine", stepMinor });
}

/** The most that can be given back of an amount: refunds have no least. */
export function floorChargeable(amountMinor: number, currency: string): number {
  return amountMinor - (amountMinor % stepOf(currency));
}
