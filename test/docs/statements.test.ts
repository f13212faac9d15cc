/** A rule for the SQL of the service that its text shows: SQLite compiles a statement once, however often it runs. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

test.each(globSync("src/**/*.{ts,tsx}", { cwd: root }))("%s gives no limit as a parameter, for which SQLite would compile anew", (file) => {
  expect(readFileSync(join(root, file), "utf8")).not.toMatch(/\bLIMIT \$\{(?!String)/u);
});
