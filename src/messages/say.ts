/**
 * A message of the catalogue with its values filled in, in the language that is spoken. A name that the catalogue lacks does not compile, and a
 * value that a message needs and does not get throws. The result is text: the page that shows it escapes it.
 */
import { IntlMessageFormat } from "intl-messageformat";
import type { Language } from "../domain/language.ts";
import { type MessageId, tongueSpoken } from "./language.ts";

export type { MessageId } from "./language.ts";

/** Parsed once for each isolate; at most as many as the catalogues have messages with something to fill in. */
const parsed = new Map<`${Language} ${MessageId}`, IntlMessageFormat>();

export function say(id: MessageId, values: Readonly<Record<string, string | number>> = {}): string {
  const { language, locale, catalogue } = tongueSpoken();
  const text = catalogue[id];
  // An apostrophe quotes, and may be doubled.
  if (text.search(/[{}']/u) < 0) return text;
  const key = `${language} ${id}` as const;
  const known = parsed.get(key) ?? new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  parsed.set(key, known);
  return String(known.format(values));
}
