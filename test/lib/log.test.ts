/** What an unknown error may say in a log line: never what somebody typed, nor a query's parameters (S54). */
import { DrizzleQueryError } from "drizzle-orm/errors";
import { describe, expect, it } from "vitest";
import { errorSummary } from "../../src/lib/log.ts";

const SECRET = "sofia@people.test";

function parseFailure(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

describe("S54: an error in a log line", () => {
  it("of a failed query says why it failed, and neither its text nor its parameters", () => {
    const failed = new DrizzleQueryError("UPDATE users SET email = ?", [SECRET], new Error("D1_ERROR: Network connection lost."));
    expect(errorSummary(failed)).toBe("query failed: Error: D1_ERROR: Network connection lost.");
    expect(errorSummary(new DrizzleQueryError("UPDATE users SET email = ?", [SECRET]))).toBe("query failed");
  });

  it("of text that is no JSON does not quote it", () => {
    const error = parseFailure(SECRET);
    expect(String(error)).toContain("sofia");
    expect(errorSummary(error)).toBe("SyntaxError");
  });

  it("of any other class is its name and the beginning of its message", () => {
    expect(errorSummary(new TypeError("x".repeat(500)))).toBe(`TypeError: ${"x".repeat(189)}`);
    expect(errorSummary(SECRET)).toBe("string");
  });
});
