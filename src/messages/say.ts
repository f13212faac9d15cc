/**
 * A message of the catalogue with its values filled in. A name that the catalogue lacks does not compile, and a value that a message
 * needs and does not get throws. The result is text: the page that shows it escapes it.
 */
import { IntlMessageFormat } from "intl-messageformat";
import { EN } from "./en.ts";

export type MessageId = keyof typeof EN;

/** British English: days before months, 24 hours, and currencies that are told apart. */
export const LOCALE = "en-GB";

/** Parsed once for each isolate; at most as many as the catalogue has. */
const parsed = new Map<MessageId, IntlMessageFormat>();

export function say(id: MessageId, values: Readonly<Record<string, string | number>> = {}): string {
  const known = parsed.get(id) ?? new IntlMessageFormat(EN[id], LOCALE, undefined, { ignoreTag: true });
  parsed.set(id, known);
  return String(known.format(values));
}
