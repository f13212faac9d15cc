/**
 * `docs/evidence.md` lists every numbered property once and in order, and cites only tests that exist; `docs/evidence-reviews.md` does so
 * for the findings of two reviews. A citation is
 * `file` › `name of a test or describe, as it is written in the file`; a property without one says why.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/evidence.md"), "utf8");
const reviews = readFileSync(join(root, "docs/evidence-reviews.md"), "utf8");

const numbered = (letter: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${letter}${String(index + 1)}`);
const PROPERTIES = [...numbered("I", 21), ...numbered("S", 71), "Fuzz"];

const SECURITY_FINDINGS = 29;
const PLATFORM_FINDINGS = 21;

const STATES = ["shown", "partly", "untested", "not built yet"];

interface Row {
  readonly property: string;
  readonly state: string;
  readonly evidence: string;
}

const rows: Row[] = [...page.matchAll(/^\| (I\d+|S\d+|Fuzz) \| .+? \| ([a-z ]+) \| (.+) \|$/gmu)].map(([, property, state, evidence]) => ({
  property: String(property),
  state: String(state),
  evidence: String(evidence),
}));

const citationsOf = (text: string): (readonly [string, string])[] =>
  [...text.matchAll(/`(test\/[^`]+)` › `([^`]+)`/gu)].map(([, file, name]) => [String(file), String(name)] as const);

function isNamedIn(source: string, name: string): boolean {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  return new RegExp(`\\(\\s*(["'\`])${escaped}\\1\\s*,`, "u").test(source);
}

test("docs/evidence.md has one row for each property, in order", () => {
  expect(rows.map(({ property }) => property)).toEqual(PROPERTIES);
});

test("what is shown cites a test, and what is not says so in a known word", () => {
  for (const { property, state, evidence } of rows) {
    expect([property, STATES.includes(state)]).toEqual([property, true]);
    const needsTest = state === "shown" || state === "partly";
    expect([property, citationsOf(evidence).length > 0]).toEqual([property, needsTest]);
  }
});

test("docs/evidence-reviews.md has one row for each finding, in order; what is mended cites a test, another row says why not", () => {
  const findings = [...reviews.matchAll(/^\| (F?\d+) \| [^|]+ \| ([a-z]+)[^|]* \| (.+) \|$/gmu)];
  const numbers = Array.from({ length: SECURITY_FINDINGS }, (_, index) => String(index + 1));
  expect(findings.map(([, number]) => number)).toEqual([...numbers, ...numbered("F", PLATFORM_FINDINGS)]);
  for (const [, number, state, where = ""] of findings) {
    expect([number, ["mended", "declined", "held", "open"].includes(state ?? "")]).toEqual([number, true]);
    const isCited = citationsOf(where).length > 0 || /^see security \d+$/u.test(where);
    expect([number, state === "mended" ? isCited : where.length > 0]).toEqual([number, true]);
  }
});

test.each([
  ["docs/evidence.md", page],
  ["docs/evidence-reviews.md", reviews],
])("every test that %s cites exists under that name", (_name, text) => {
  const cited = citationsOf(text);
  // A file that is named without a test, or with a typo between the two, would otherwise go unseen.
  expect(cited).toHaveLength([...text.matchAll(/`test\/[^`]+\.test\.ts`/gu)].length);
  const missing = cited.filter(([file, name]) => {
    const path = join(root, file);
    return !existsSync(path) || !isNamedIn(readFileSync(path, "utf8"), name);
  });
  expect(missing).toEqual([]);
});
