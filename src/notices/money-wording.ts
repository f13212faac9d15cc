/**
 * An amount of money as a mail says it. Amounts travel in the currency's smallest unit; how many digits that is comes
 * from Intl, which knows that the yen has none and the Kuwaiti dinar three. Does not convert and does not round.
 */
import type { Money } from "../domain/money.ts";

/** British English, because it tells the dollars apart: `US$60.00`, `A$60.00`. */
export function moneyInWords({ minor, currency }: Money): string {
  const format = new Intl.NumberFormat("en-GB", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** digits);
}
