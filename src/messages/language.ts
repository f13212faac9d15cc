/**
 * The language that is spoken: one for each request, mail or calendar entry, held while it is written. `say`, dates, amounts and zones read it
 * here, so that no caller hands it on. Outside of `inLanguage` it is English. A catalogue is loaded when its language is first spoken.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { DEFAULT_LANGUAGE, type Language, TAGS } from "../domain/language.ts";
import { EN } from "./en.ts";

export type MessageId = keyof typeof EN;

/** Every message, in one language. One that is missing does not compile. */
export type Catalogue = Readonly<Record<MessageId, string>>;

export interface Tongue {
  readonly language: Language;
  /** BCP 47, of a document and a booking. */
  readonly tag: string;
  /** BCP 47, for `Intl`. English is British: days before months, 24 hours, and currencies that are told apart. */
  readonly locale: string;
  readonly catalogue: Catalogue;
}

const ENGLISH: Tongue = tongueOf(DEFAULT_LANGUAGE, EN);

/** By import, so that a catalogue is evaluated where it is needed and the start of an isolate reads none but English. */
const CATALOGUES: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => await Promise.resolve(EN),
  de: async () => (await import("./de.ts")).DE,
  es: async () => (await import("./es.ts")).ES,
  fr: async () => (await import("./fr.ts")).FR,
  pt: async () => (await import("./pt.ts")).PT,
  ja: async () => (await import("./ja.ts")).JA,
};

/** Loaded in this isolate; at most as many as there are languages. Values and not promises: a promise belongs to the request that made it. */
const tongues = new Map<Language, Tongue>([[DEFAULT_LANGUAGE, ENGLISH]]);

const spoken = new AsyncLocalStorage<Tongue>();

/** Runs with that language, and with whatever it waits for. */
export async function inLanguage<Made>(language: Language, run: () => Made | Promise<Made>): Promise<Made> {
  const tongue = tongues.get(language) ?? tongueOf(language, await CATALOGUES[language]());
  tongues.set(language, tongue);
  return await spoken.run(tongue, run);
}

export function tongueSpoken(): Tongue {
  return spoken.getStore() ?? ENGLISH;
}

/** BCP 47, for the `lang` of a document. */
export function languageTag(): string {
  return tongueSpoken().tag;
}

function tongueOf(language: Language, catalogue: Catalogue): Tongue {
  const tag = TAGS[language];
  return { language, tag, locale: language === "en" ? "en-GB" : tag, catalogue };
}
