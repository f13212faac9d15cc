/**
 * Validation messages in the service's own words, for every rule that a schema states without a message. Each finishes
 * the sentence that begins with the name of the field. The value that was sent is never repeated. Knows no schema.
 */
import type { z } from "@hono/zod-openapi";

/** The name of a JSON type in a message. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

/** As `customError` of zod's configuration: it is asked only where the schema has no message of its own. */
export function sentenceOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is required" : `must be ${TYPE_NAMES[issue.expected] ?? "of another type"}`;
    case "too_big":
      return boundSentence("at most", issue.origin, issue.maximum);
    case "too_small":
      return boundSentence("at least", issue.origin, issue.minimum);
    case "invalid_value":
      if (issue.input === undefined) return "is required";
      return issue.values.length === 1 ? `must be ${wordOf(issue.values[0])}` : `must be one of ${issue.values.map(wordOf).join(", ")}`;
    case "not_multiple_of":
      return `must be a multiple of ${String(issue.divisor)}`;
    case "unrecognized_keys":
      return "has a field that is not part of this request";
    case "invalid_union":
      return issue.input === undefined ? "is required" : "has none of the forms that are accepted here";
    default:
      return "does not have the form that is documented";
  }
}

function boundSentence(bound: string, origin: string, limit: number | bigint): string {
  if (origin === "string") return `must have ${bound} ${String(limit)} characters`;
  if (origin === "array" || origin === "set") return `must have ${bound} ${String(limit)} entries`;
  return `must be ${bound} ${String(limit)}`;
}

function wordOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
