/** Names without links: what mail programs would make a link of is cut, and names that merely have dots are kept. */
import { expect, test } from "vitest";
import { withoutLinks } from "../../src/lib/without-links.ts";

const CUT = [
  ["Visit https://evil.example now", "Visit now"],
  ["HTTPS://EVIL.EXAMPLE Ana", "Ana"],
  ["Ana www.evil", "Ana"],
  ["Ana evil.example", "Ana"],
  ["Ana (evil.example)", "Ana"],
  ["Ana <b>evil.example</b>", "Ana"],
  ["Ana evil.example/login?x=1", "Ana"],
  ["Ana evil.example:8080", "Ana"],
  ["bit.ly/Abc", ""],
  ["Ana Evil.Example/Login", "Ana"],
  ["[Pay](http://evil.example) Ana", "Ana"],
  ["Ana mailto:eve@evil.example", "Ana"],
  ["eve@evil.example Ana", "Ana"],
  ["javascript:alert(1) Ana", "Ana"],
  ["tel:+123456 Ana", "Ana"],
  ["192.168.0.1/login Ana", "Ana"],
  ["//evil Ana", "Ana"],
  // What looks otherwise and is read as the same.
  ["Ana evil。example", "Ana"],
  ["Ana evil．example", "Ana"],
  ["Ana evil.exa\u200Bmple", "Ana"],
  ["Ana https：／／evil", "Ana"],
  ["Ana пример.рф", "Ana"],
  ["Ana xn--e1afmkfd.xn--p1ai", "Ana"],
  ["Ana caf\u0065\u0301.example", "Ana"],
  ["Ana i❤.ws", "Ana"],
  // A word that is all there is, and names in capitals: the dot alone is broken.
  ["john.smith", "john. smith"],
  ["evil.example", "evil. example"],
  ["St.John Smith", "St. John Smith"],
  ["J.R.R.Tolkien", "J. R. R. Tolkien"],
  ["EVIL.COM", "EVIL. COM"],
] as const;

test.each(CUT)("%j becomes %j, which cuts no more", (text, rest) => {
  expect(withoutLinks(text)).toBe(rest);
  expect(withoutLinks(rest)).toBe(rest);
});

test.each([
  "",
  "Ana Maria",
  "J. R. R. Tolkien",
  "Dr. Ana M.",
  "Ana, Ph.D.",
  "O'Neil & Söhne GmbH",
  "Ana: coach",
  "Ana/Bea",
  "Ana...",
  "At 10:30, 1.5 hours",
  "李小龍",
  "Zoé 👩‍👩‍👧‍👦",
])("%j stays", (text) => {
  expect(withoutLinks(text)).toBe(text);
});
