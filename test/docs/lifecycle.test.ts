/**
 * `docs/lifecycle.md` shows the table of transitions as the service decides by it, guard by guard. That the codes it names are
 * the guards' own is shown in `test/domain/guards.test.ts`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withTransitions } from "../../scripts/lifecycle-table.ts";
import { AGREEMENT } from "../../src/domain/agreement/guards.ts";
import { ACTS, TRANSITIONS } from "../../src/domain/agreement/transitions.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/lifecycle.md"), "utf8");

test("docs/lifecycle.md shows the table of transitions as it stands: `npm run -s lifecycle` prints it", () => {
  expect(page).toBe(withTransitions(page));
});

test("every act has a row, and every guard is asked by one", () => {
  expect(new Set(TRANSITIONS.map(({ act }) => act))).toEqual(new Set(ACTS));
  expect(new Set(TRANSITIONS.flatMap(({ needs }) => needs))).toEqual(new Set(Object.keys(AGREEMENT.guards)));
});
