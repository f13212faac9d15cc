/** `docs/scale.md` reckons with the figures that are counted: those of `bench/cost.json`, and the bounds of the sweep. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import ceilings from "../../bench/cost.json" with { type: "json" };
import { PURGE_ROWS_MAX, SWEEP_ACCOUNTS_MAX, SWEEP_LAPSES_MAX } from "../../src/limits.ts";
import { DATABASE_BYTES_MAX, HEALTH_THRESHOLDS } from "../../src/limits/health.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/scale.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.slice(2, -2).split(" | "));

test.each([
  "a look-up, miss",
  "a signed read",
  "life: create",
  "life: confirm",
  "a whole life",
  "an idle ring",
  "an idle sync",
  "a sweep that finds nothing",
] as const)("%s takes what its ceilings say", (name) => {
  const { trips, rowsRead, rowsWritten, mails } = ceilings.acts[name];
  expect(rows).toContainEqual([name, ...[trips, rowsRead, rowsWritten, mails].map(String)]);
});

test.each(Object.entries(ceilings.keptBytes))("%s: %i bytes are kept", (name, bytes) => {
  expect(rows).toContainEqual([name, String(bytes)]);
});

test("so many bookings fill the database as the page says", () => {
  const millions = DATABASE_BYTES_MAX / ceilings.keptBytes["a booking and its trail, for good"] / 1_000_000;
  expect(page).toContain(`= ${(Math.floor(millions * 10) / 10).toFixed(1)} million bookings`);
});

test("the pieces of the sweep and the warnings are those of the code", () => {
  const numbers = [PURGE_ROWS_MAX, SWEEP_LAPSES_MAX, SWEEP_ACCOUNTS_MAX].map((max) => max.toLocaleString("en"));
  const pieces = rows.filter(([task]) => /^(?:forget|wake)/u.test(task ?? "")).map(([, piece]) => piece ?? "");
  expect(pieces.map((piece, index) => piece.includes(numbers[index] ?? "?"))).toEqual([true, true, true]);
  const { warningFrom, failingFrom } = HEALTH_THRESHOLDS.database_size;
  expect(page).toContain(`${String(warningFrom / 1e9)} GB; failing at ${String(failingFrom / 1e9)} GB`);
});
