/**
 * Which amounts Stripe charges: its currencies, how many decimals it counts in, what it wants to be zero, and the least and
 * largest of a session. A table of its own and not the product's, so that a mistake there is seen here.
 *
 * Known from Stripe's public pages: the decimals, the rule for ISK with its code, the error for an unknown currency. From
 * knowledge alone: the least amounts (Stripe converts to the account's currency, which is not modelled), the sentences about
 * amounts, and that UGX and three-decimal currencies are refused like ISK.
 */
import { ok, type Result } from "../../src/lib/result.ts";
import { invalid, type StripeProblem } from "./problem.ts";

const NO_DECIMALS = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
const THREE_DECIMALS = new Set("bhd jod kwd omr tnd".split(" "));
/** Whole units only, written with two decimals. */
const WHOLE_WITH_TWO = new Set(["isk", "ugx"]);
const TWO_DECIMALS = new Set(
  `usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk
  dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd
  lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd
  scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah uyu uzs wst xcd yer zar zmw`.split(/\s+/u),
);
const LEAST: Readonly<Record<string, number>> = {
  ...Object.fromEntries("usd eur chf cad aud nzd brl inr sgd".split(" ").map((currency) => [currency, 50])),
  ...Object.fromEntries("aed myr pln ron".split(" ").map((currency) => [currency, 200])),
  gbp: 30,
  dkk: 250,
  nok: 300,
  sek: 300,
  hkd: 400,
  czk: 1_500,
  mxn: 1_000,
  thb: 1_000,
  huf: 17_500,
  jpy: 50,
};
/** "Up to eight digits". */
const LARGEST = 99_999_999;

function decimalsOf(currency: string): number {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** An amount in Stripe's units, as its sentences and pages show it. */
export function shown(amount: number, currency: string): string {
  const digits = decimalsOf(currency);
  const style = {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const;
  return new Intl.NumberFormat("en-US", style).format(amount / 10 ** digits);
}

export function checkCurrency(currency: string): Result<null, StripeProblem> {
  const known = [NO_DECIMALS, TWO_DECIMALS, THREE_DECIMALS, WHOLE_WITH_TWO].some((group) => group.has(currency));
  return known ? ok(null) : invalid(`Invalid currency: ${currency}.`, { param: "line_items[0][price_data][currency]" });
}

/** The rule for every amount, of a charge and of a refund. */
export function checkShape(amount: number, currency: string): Result<null, StripeProblem> {
  if (WHOLE_WITH_TWO.has(currency) && amount % 100 !== 0) {
    const message = `Invalid amount. Currency ${currency.toUpperCase()} has become effectively zero-decimal and charged amounts must be evenly divisible by 100.`;
    return invalid(message, { code: "invalid_charge_amount_no_decimal_compatible" });
  }
  if (THREE_DECIMALS.has(currency) && amount % 10 !== 0)
    return invalid("Invalid amount: the last digit of a three-decimal currency must be 0.");
  return ok(null);
}

export function checkTotal(amount: number, currency: string): Result<null, StripeProblem> {
  const shaped = checkShape(amount, currency);
  if (!shaped.ok) return shaped;
  const least = Math.max(1, LEAST[currency] ?? 1);
  if (amount < least) {
    const message = `The Checkout Session's total amount due must add up to at least ${shown(least, currency)} ${currency}`;
    return invalid(message, { code: "amount_too_small" });
  }
  if (amount > LARGEST) {
    return invalid(`The Checkout Session's total amount due must be no more than ${shown(LARGEST, currency)}`, {
      code: "amount_too_large",
    });
  }
  return ok(null);
}
