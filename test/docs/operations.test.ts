/** `docs/operations.md` lists every warning and error that the service logs, with its level, and the thresholds of the deep look at health. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HEALTH_THRESHOLDS } from "../../src/limits/health.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/operations.md"), "utf8");

/** A call of `log` up to its fields, which begin with a brace or stand in a variable. */
const CALL = /\blog\(([^{;]*?)(?:,\s*(?:\{|fields\b)|\);)/gu;
const WORD = /"([a-z_]+)"/gu;
const LEVELS = new Set(["info", "warn", "error"]);

/** Name -> levels, as the source says them. */
function loggedEvents(): Map<string, Set<string>> {
  const events = new Map<string, Set<string>>();
  for (const file of globSync(["src/**/*.ts", "src/**/*.tsx"], { cwd: root })) {
    for (const [, before = ""] of readFileSync(join(root, file), "utf8").matchAll(CALL)) {
      const words = [...before.matchAll(WORD)].map(([, word]) => String(word));
      const levels = words.filter((word) => LEVELS.has(word));
      for (const name of words.filter((word) => !LEVELS.has(word))) events.set(name, new Set([...(events.get(name) ?? []), ...levels]));
    }
  }
  return events;
}

test("every event of the log is in the table of alerts with its level, and the table names no other", () => {
  const listed = [...page.matchAll(/^\| `([a-z_]+)` \| (warn|error) \| .+ \| .+ \|$/gmu)].map(([, name, level]) => [name, level] as const);
  const logged = loggedEvents();
  expect(logged.size).toBeGreaterThan(25);
  expect(listed.map(([name]) => String(name)).toSorted()).toEqual([...logged.keys()].toSorted());
  for (const [name, level] of listed) expect([name, logged.get(String(name))?.has(String(level))]).toEqual([name, true]);
});

test("the thresholds of each part of the deep look are those of the code", () => {
  const listed = [...page.matchAll(/^\| `([a-z_]+)` \| .+ \| ([\d,]+) \| ([\d,]+) \| .+ \|$/gmu)];
  const number = (text: unknown) => Number(String(text).replaceAll(",", ""));
  expect(
    Object.fromEntries(listed.map(([, part, warning, failing]) => [part, { warningFrom: number(warning), failingFrom: number(failing) }])),
  ).toEqual(HEALTH_THRESHOLDS);
});
