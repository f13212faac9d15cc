/**
 * Formats of `Intl` in the language that is spoken. To make one costs more than to use it, so those that were made are kept, up to a bound. Callers
 * ask anew each time: one that is held at the top of a module would speak the language of whoever came first.
 */
import { FORMATS_KEPT_MAX } from "../limits/languages.ts";
import { tongueSpoken } from "./language.ts";

const kept = new Map<string, unknown>();

function formatOf<Format>(kind: string, options: object, make: (tag: string) => Format): Format {
  const tag = tongueSpoken().locale;
  const key = `${kind} ${tag} ${JSON.stringify(options)}`;
  const known = kept.get(key) as Format | undefined;
  if (known !== undefined) return known;
  const made = make(tag);
  const [oldest] = kept.keys();
  if (kept.size >= FORMATS_KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  kept.set(key, made);
  return made;
}

export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // Digits are Latin and years Gregorian in all of them.
  return formatOf("date", options, (tag) => new Intl.DateTimeFormat(tag, { ...options, calendar: "gregory", numberingSystem: "latn" }));
}

export function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return formatOf("number", options, (tag) => new Intl.NumberFormat(tag, { ...options, numberingSystem: "latn" }));
}

export function listFormat(options: Intl.ListFormatOptions): Intl.ListFormat {
  return formatOf("list", options, (tag) => new Intl.ListFormat(tag, options));
}

export function relativeTimeFormat(options: Intl.RelativeTimeFormatOptions): Intl.RelativeTimeFormat {
  return formatOf("relative", options, (tag) => new Intl.RelativeTimeFormat(tag, options));
}

export function displayNames(options: Intl.DisplayNamesOptions): Intl.DisplayNames {
  return formatOf("names", options, (tag) => new Intl.DisplayNames(tag, options));
}
