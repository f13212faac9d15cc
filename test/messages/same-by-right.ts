/** Messages that are the same as in English by right: proper names everywhere, and words that a language shares with English. */
import type { MessageId } from "../../src/messages/language.ts";

export const SAME_BY_RIGHT = {
  everywhere: [],
  de: [],
  es: [],
  fr: [],
  pt: [],
  ja: [],
} as const satisfies Readonly<Record<string, readonly MessageId[]>>;
