/**
 * Names and titles without links: nobody may, by a name of their choosing, put a link into the mails, invitations and calendar
 * files that others get from the service. Mail programs make links of more than addresses with a scheme, and each in its own
 * way, so this asks no list of domains: it cuts whatever might become a link. Not for notes and reasons, which are quoted.
 */

/** Dots, slashes and colons that a browser reads as the plain ones, or that look like them; and characters without width. */
const DOTS = /[\u2024\u3002\uFE52\uFF0E\uFF61]/gu;
const SLASHES = /[\u2044\u2215\u29F8\uFF0F]/gu;
const COLONS = /[\uA789\uFE55\uFF1A]/gu;
const WIDTHLESS = /[\u00AD\u2060\uFEFF]|\u200B|\u200C|\u200D/gu;

const ADDRESS = /\/\/|www\.|@|\b(?:callto|data|javascript|mailto|sip|skype|sms|tel|xmpp):\S|\d+\.\d+\.\d+\.\d+/iu;
/** Labels joined by dots, the last of two characters or more and not a number. */
const DOMAIN = /[^\s.]\.[\p{L}\p{M}\p{N}-]*\p{L}[\p{L}\p{M}\p{N}-]/u;
const BEHIND_DOMAIN = /\.[\p{L}\p{M}\p{N}-]{2,}[#/:?]/u;
/** `St.John`, `J.R.R.Tolkien`: domains are written in small letters. */
const NAME = /\.\p{Lu}[\p{L}\p{M}'-]*[,.;]?$/u;

/** A text with nothing to cut stays as it is; of another the rest, on one line, which may be nothing. */
export function withoutLinks(text: string): string {
  const words = text.trim().split(/\s+/u);
  if (!words.some((word) => isLink(plain(word)))) return text;
  // The name of an account (`john.smith`) is often all the name there is.
  const isWhole = words.length === 1;
  return words.flatMap((word) => (isLink(plain(word)) ? remainderOf(plain(word), isWhole) : [word])).join(" ");
}

function plain(word: string): string {
  return word.replace(WIDTHLESS, "").replace(DOTS, ".").replace(SLASHES, "/").replace(COLONS, ":");
}

function isLink(word: string): boolean {
  return ADDRESS.test(word) || DOMAIN.test(word);
}

/** Nothing of a link; of a name that has a dot in it all, with a blank behind each dot. */
function remainderOf(word: string, isWhole: boolean): string[] {
  if (ADDRESS.test(word) || BEHIND_DOMAIN.test(word) || !(isWhole || NAME.test(word))) return [];
  return [word.replaceAll(/\.(?=.)/gu, ". ")];
}
