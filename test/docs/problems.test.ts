/** `docs/problems.md` lists every problem code, in the order of precedence and with the status that the code gives it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROBLEMS } from "../../src/http/pipeline/problem.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/problems.md"), "utf8");

test("docs/problems.md lists the codes of PROBLEMS in their order, with their statuses", () => {
  const documented = [...page.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| .+ \|$/gmu)].map(([, code, status]) => [code, Number(status)]);
  expect(documented).toEqual(Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]));
});
