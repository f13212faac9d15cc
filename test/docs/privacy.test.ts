/** docs/privacy.md names every kind of data with the time that the code keeps it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/lib/duration.ts";
import { RETENTION } from "../../src/limits/personal.ts";

const DOCUMENTED = readFileSync(join(import.meta.dirname, "..", "..", "docs", "privacy.md"), "utf8");

function kept(keptMs: number | null): string {
  if (keptMs === null) return "as long as the service";
  return keptMs > DAY_MS ? `${String(keptMs / DAY_MS)} days` : `${String(keptMs / HOUR_MS)} hours`;
}

test("the table of how long is the code's", () => {
  const rows = Object.values(RETENTION).map(({ of, keptMs, from }) => `| ${of} | ${kept(keptMs)} | ${from} |`);
  expect(DOCUMENTED).toContain(["|---|---|---|", ...rows].join("\n"));
});
