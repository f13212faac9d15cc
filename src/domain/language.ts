/**
 * The languages of pages, mails and calendar files, and which of them somebody reads: by lookup (RFC 4647 section 3.4), so that `de-AT` is
 * answered in German. What is not known, or is no tag at all, is passed over. Pure: the sources are read elsewhere.
 */
import { ACCEPTED_LANGUAGES_MAX, ACCEPT_LANGUAGE_CHARACTERS_MAX, LANGUAGE_TAG_CHARACTERS_MAX } from "../limits/languages.ts";

export const LANGUAGES = ["en", "de", "es", "fr", "pt", "ja"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Spoken where nothing else is asked for. */
export const DEFAULT_LANGUAGE: Language = "en";

/** BCP 47, as documents name their language and tokens do. */
export const TAGS = { en: "en", de: "de", es: "es", fr: "fr", pt: "pt-BR", ja: "ja" } as const satisfies Readonly<Record<Language, string>>;

/** The sources of a person's language, BCP 47; absent or null: the source says nothing. The first that is known counts. */
export interface LanguageSources {
  /** The own setting. */
  readonly own?: string | null;
  /** The `locale` of the token. */
  readonly token?: string | null;
  /** The language in which a booking was made. */
  readonly booking?: string | null;
  /** The header `Accept-Language`. */
  readonly browser?: string | null;
}

/** In the order of the sources; English at last. */
export function languageOf(sources: LanguageSources): Language {
  return saidLanguage(sources) ?? DEFAULT_LANGUAGE;
}

/** null: no source names a language that is spoken here. */
export function saidLanguage({ own, token, booking, browser }: LanguageSources): Language | null {
  return looked(own) ?? looked(token) ?? looked(booking) ?? acceptedLanguage(browser ?? "");
}

/** As a person is on record. */
interface Reader {
  readonly id: string;
  readonly language: Language | null;
  readonly locale: string | null;
}

/** The language of what is written to somebody. A booking speaks for its client alone, who made it in that language. */
export function readersLanguage(
  { id, language, locale }: Reader,
  booking: { readonly clientId: string; readonly locale: string | null } | null,
): Language {
  return languageOf({ own: language, token: locale, booking: booking?.clientId === id ? booking.locale : null });
}

/** Tags are compared without regard to case, and cut from the end until one is known; that leaves the first part. */
function looked(tag: string | null | undefined): Language | null {
  if (tag === null || tag === undefined || tag.length > LANGUAGE_TAG_CHARACTERS_MAX) return null;
  const [primary = ""] = tag.trim().toLowerCase().split(/[-_]/u);
  return LANGUAGES.find((language) => language === primary) ?? null;
}

/** RFC 9110 section 12.5.4: the language of the highest weight, the first of several; weight 0 refuses one. null: none is known. */
function acceptedLanguage(header: string): Language | null {
  if (header.length > ACCEPT_LANGUAGE_CHARACTERS_MAX) return null;
  let best: { readonly language: Language; readonly weight: number } | null = null;
  for (const range of header.split(",", ACCEPTED_LANGUAGES_MAX)) {
    const [tag = "", ...parameters] = range.split(";");
    const language = looked(tag);
    const weight = weightOf(parameters);
    if (language !== null && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? null;
}

/** A weight that cannot be read is 0. */
function weightOf(parameters: readonly string[]): number {
  const [given] = parameters;
  if (given === undefined) return 1;
  const digits = /^\s*q\s*=\s*(?<weight>[01](?:\.\d{0,3})?)\s*$/iu.exec(given)?.groups?.["weight"];
  return digits === undefined ? 0 : Math.min(1, Number(digits));
}
