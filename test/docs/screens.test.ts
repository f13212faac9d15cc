/** `docs/screens/README.md` shows every picture that lies beside it, and no other. That they are of today, nobody can tell but who looks. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "../../docs/screens");

test("docs/screens/README.md shows each picture of its folder once", () => {
  const shown = [...readFileSync(join(folder, "README.md"), "utf8").matchAll(/!\[[^\]]+\]\(([^)]+)\)/gu)].map(([, file]) => String(file));
  const kept = readdirSync(folder).filter((file) => file.endsWith(".png"));
  expect(shown.toSorted()).toEqual(kept.toSorted());
  expect(kept.length).toBeGreaterThan(0);
});
