/** Paths of claims, as an operator writes them. */
import { expect, test } from "vitest";
import { claimAt, parseClaimPath } from "../../src/lib/claim-path.ts";

test.each([
  ["role", ["role"]],
  ["app_metadata.role", ["app_metadata", "role"]],
  ["cognito:groups", ["cognito:groups"]],
  ['"https://example.com/role"', ["https://example.com/role"]],
  ['"https://example.com/claims".roles', ["https://example.com/claims", "roles"]],
  ['a."b.c".d', ["a", "b.c", "d"]],
])("%s is a path", (text, path) => {
  expect(parseClaimPath(text)).toEqual(path);
});

test.each(["", ".", "a.", ".a", "a..b", '"a', 'a"b"', '""', "a b", '"a"b', "a."])("%j is none", (text) => {
  expect(parseClaimPath(text)).toBeNull();
});

test("nothing that an object inherits is a claim", () => {
  const claims = { a: { b: ["x"] }, list: ["y"] };
  expect(claimAt(claims, ["a", "b"])).toEqual(["x"]);
  for (const path of [["constructor"], ["a", "__proto__"], ["toString"], ["a", "b", "c"], ["a", "x", "y"]]) {
    expect(claimAt(claims, path)).toBeUndefined();
  }
  expect(claimAt(null, ["a"])).toBeUndefined();
});
