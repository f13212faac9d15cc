/**
 * An amount of money as pages and mails say it. Amounts travel in the minor unit of ISO 4217, so its decimals are shown: Intl by itself
 * leaves those of the forint and others out. Does not convert and does not round.
 */
import { decimalsOf } from "../domain/currency.ts";
import type { Money } from "../domain/money.ts";
import { numberFormat } from "./formats.ts";

/** `US$60.00`, `60,00 $`: as the language that is spoken tells currencies apart. */
export function moneyInWords({ minor, currency }: Money): string {
  const digits = decimalsOf(currency);
  const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return numberFormat(style).format(minor / 10 ** digits);
}
