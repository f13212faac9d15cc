/**
 * An amount of money as pages and mails say it. Amounts travel in the minor unit of ISO 4217, so its decimals are shown: Intl by itself
 * leaves those of the forint and others out. Does not convert and does not round.
 */
import { decimalsOf } from "../domain/currency.ts";
import type { Money } from "../domain/money.ts";
import { LOCALE } from "./say.ts";

/** British English tells the dollars apart: `US$60.00`, `A$60.00`. */
export function moneyInWords({ minor, currency }: Money): string {
  const digits = decimalsOf(currency);
  const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(LOCALE, style).format(minor / 10 ** digits);
}
