/** `docs/lifecycle.md` shows the table of transitions as the service decides by it, guard by guard. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withTransitions } from "../../scripts/lifecycle-table.ts";
import { AGREEMENT } from "../../src/domain/agreement/guards.ts";
import { GUARDS_IN_WORDS } from "../../src/domain/agreement/guards-in-words.ts";
import { ACTS, TRANSITIONS } from "../../src/domain/agreement/transitions.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/lifecycle.md"), "utf8");

test("docs/lifecycle.md shows the table of transitions as it stands: `npm run -s lifecycle` prints it", () => {
  expect(page).toBe(withTransitions(page));
});

test("every act has a row, and every guard is asked by one", () => {
  expect(new Set(TRANSITIONS.map(({ act }) => act))).toEqual(new Set(ACTS));
  expect(new Set(TRANSITIONS.flatMap(({ needs }) => needs))).toEqual(new Set(Object.keys(AGREEMENT.guards)));
});

test("the codes that the page names are the guard's own", () => {
  const source = readFileSync(join(import.meta.dirname, "../../src/domain/agreement/guards.ts"), "utf8");
  const offers = readFileSync(join(import.meta.dirname, "../../src/domain/agreement/offer.ts"), "utf8");
  for (const [name, { codes }] of Object.entries(GUARDS_IN_WORDS)) {
    const text = new RegExp(`^  ${name}: .+?(?=^  [a-z_]+: |^\\} satisfies)`, "msu").exec(source)?.[0] ?? "";
    const told = text.includes("soldAtPrice(") ? offers : text;
    for (const code of codes) expect([name, code, told.includes(`tag: "${code}"`)]).toEqual([name, code, true]);
    if (told === text)
      expect([name, new Set(Array.from(text.matchAll(/tag: "([a-z_]+)"/gu), ([, tag]) => tag))]).toEqual([name, new Set(codes)]);
  }
});
