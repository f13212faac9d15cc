/** The reports: docs/reports.md names every column as the code does, and a report of 100,000 rows needs little more memory than one of 1,000. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COLUMNS, REPORTS } from "../../src/contract/report.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const DOCUMENTED = readFileSync(join(ROOT, "docs", "reports.md"), "utf8");

test.each(REPORTS)("every column of the report of %s is documented, in order", (name) => {
  const rows = Object.entries(COLUMNS[name]).map(([column, meaning]) => `| \`${column}\` | ${meaning} |`);
  expect(DOCUMENTED).toContain(rows.join("\n"));
});

const MEGABYTE = 1_000_000;

function peakOf(rows: number): { highest: number; bytes: number; chunks: number } {
  const script = join(ROOT, "test", "support", "report-memory.ts");
  return JSON.parse(execFileSync(process.execPath, ["--expose-gc", script, String(rows)], { encoding: "utf8" })) as ReturnType<
    typeof peakOf
  >;
}

test("a report of 100,000 rows peaks within 10 MB of one of 1,000", () => {
  const [small, large] = [peakOf(1_000), peakOf(100_000)];
  expect([small.chunks, large.chunks]).toEqual([1, 100]);
  expect(large.bytes).toBeGreaterThan(50 * MEGABYTE);
  expect(large.highest - small.highest).toBeLessThan(10 * MEGABYTE);
}, 120_000);
