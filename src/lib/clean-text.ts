/**
 * What people typed, made safe to stand in a subject, a header, a calendar property or a mail's text. It removes line
 * breaks and control characters where there must be one line, and never escapes: escaping belongs to the format that
 * the text goes into. Marks that reverse the direction of the text around them go as well, since they can make a
 * subject say another thing than it holds.
 */
import { withoutLinks } from "./without-links.ts";

const NAME_CHARACTERS_MAX = 80;
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu;
const DIRECTION_OVERRIDE = /[\u202A-\u202E\u2066-\u2069]/gu;

/** On one line, without control characters or lone surrogates; runs of white space become one blank. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(DIRECTION_OVERRIDE, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

/** A name on one line and without links, or what its owner is where nothing is left. */
export function nameOr(name: string | null, otherwise: string): string {
  const clean = withoutLinks(oneLine(name ?? ""));
  return clean === "" ? otherwise : shortened(clean, NAME_CHARACTERS_MAX);
}

/** Every kind of line break becomes `\n`; other control characters become blanks. */
export function manyLines(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_BREAK, "\n")
    .replace(DIRECTION_OVERRIDE, "")
    .replace(/[^\P{Cc}\n]/gu, " ")
    .trim();
}

/** At most so many code points, the last an ellipsis where something was left out. */
export function shortened(text: string, charactersMax: number): string {
  const characters = Array.from(text);
  return characters.length <= charactersMax ? text : `${characters.slice(0, charactersMax - 1).join("")}…`;
}

/** Whether it can stand as one bare address in a header. Not whether anybody reads mail there. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s\p{Cc}@<>()[\]\\,;:"]+@[^\s\p{Cc}@<>()[\]\\,;:"]+$/u.test(text);
}
