/** Rules of the pages' style that a picture of the finished page cannot show. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

test("no grid has tracks that hang on how many items have come: a page that is drawn while it arrives would shift", () => {
  const files = globSync("src/pages/style/*.ts", { cwd: root });
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => readFileSync(join(root, file), "utf8").includes("auto-fit"))).toEqual([]);
});
