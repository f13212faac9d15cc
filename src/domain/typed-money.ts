/**
 * Amounts of money as a person types them: `90`, `90.5`, `90.00`. Read and written digit by digit, because a float cannot hold 1.005. A comma is
 * refused: to one reader `1,000` is a thousand, to another it is one. So is a point with more digits than the currency has.
 */
import { ok, refused, type Result } from "../lib/result.ts";
import { PRICE_AMOUNT_MINOR_MAX } from "../limits.ts";
import { decimalsOf } from "./currency.ts";
import type { Money } from "./money.ts";

type MoneyFault = { readonly why: "unreadable" } | { readonly why: "too_large" } | { readonly why: "too_fine"; readonly decimals: number };

/** In minor units. */
export function readTypedMoney(text: string, currency: string): Result<number, MoneyFault> {
  const [, whole, part = ""] = /^(\d+)(?:\.(\d+))?$/u.exec(text.trim()) ?? [];
  if (whole === undefined) return refused({ why: "unreadable" });
  const decimals = decimalsOf(currency);
  if (part.length > decimals) return refused({ why: "too_fine", decimals });
  const digits = `${whole}${part.padEnd(decimals, "0")}`.replace(/^0+(?=\d)/u, "");
  // Compared by length first: a number of a thousand digits is none that can be counted with.
  if (digits.length > String(PRICE_AMOUNT_MINOR_MAX).length) return refused({ why: "too_large" });
  const minor = Number(digits);
  return minor > PRICE_AMOUNT_MINOR_MAX ? refused({ why: "too_large" }) : ok(minor);
}

/** As `readTypedMoney` reads it: `90.00`. */
export function typedMoneyOf({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = String(minor).padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
