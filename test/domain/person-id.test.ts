/** A person's id follows from issuer and subject; the expected values were computed with Python's `uuid.uuid5`. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { personIdOf } from "../../src/domain/person-id.ts";

const SCRIPT = join(import.meta.dirname, "../../scripts/person-id.ts");

const KNOWN = [
  ["https://example.eu.auth0.com/", "auth0|64f0c0ffee", "b1bea86f-bade-54b0-a50b-357b1dc811ea"],
  ["https://clerk.example.com", "user_2abcDEF", "45aac39b-2a15-5c17-a50e-00d10418f760"],
  ["https://issuer.test", "\u00e9/1 2", "812142a2-be7c-5f2a-9d68-1f612d495cfc"],
  // Its variant is not that of RFC 9562, so it is a text like any other.
  ["https://issuer.test", "c2b50434-1071-70b2-2d33-8a6f2b9d1c55", "52413816-1253-5a35-8889-c73144d8940e"],
  ["https://issuer.test", "323E4567-E89B-12D3-A456-426614174000", "323e4567-e89b-12d3-a456-426614174000"],
] as const;

test.each(KNOWN)("%s and %s make %s", (issuer, subject, id) => {
  expect(personIdOf(issuer, subject)).toBe(id);
});

test("npm run person-id prints the same id and nothing else", () => {
  for (const [issuer, subject, id] of KNOWN) {
    expect(execFileSync(process.execPath, [SCRIPT, issuer, subject], { encoding: "utf8" })).toBe(`${id}\n`);
  }
});

test("npm run person-id refuses anything but an issuer and a subject", () => {
  for (const args of [[], ["https://issuer.test"], ["https://issuer.test", ""], ["a", "b", "c"]]) {
    expect(() => execFileSync(process.execPath, [SCRIPT, ...args], { stdio: "pipe" })).toThrow(/person-id -- ISSUER SUBJECT/u);
  }
});
