/**
 * What a schema found wrong, as a problem document that points at each field (RFC 6901). Values that were sent are never
 * repeated: only where they stood and what was expected.
 */
import { z } from "@hono/zod-openapi";
import { sentenceOf } from "../../contract/sentences.ts";
import type { RequestContext } from "./dependencies.ts";
import { type FieldError, problemAnswer, type ProblemAnswer } from "./problem.ts";

/** More say nothing that these do not, and a body of nothing but mistakes is not worth an answer of its own size. */
const ERRORS_MAX = 20;

// Rules without a message of their own speak our sentences; the library's are for programmers.
z.config({ customError: sentenceOf });

export function validationAnswer(c: RequestContext, errors: readonly FieldError[]): ProblemAnswer {
  return problemAnswer(c, "validation_failed", "Correct the fields named in errors.", { errors: errors.slice(0, ERRORS_MAX) });
}

/** One error for each field, the first: what follows from it would only repeat it. */
export function fieldErrorsOf(error: z.ZodError): FieldError[] {
  const byPointer = new Map<string, FieldError>();
  for (const issue of error.issues) {
    for (const found of errorsOf(issue)) {
      if (byPointer.size < ERRORS_MAX && !byPointer.has(found.pointer)) byPointer.set(found.pointer, found);
    }
  }
  return [...byPointer.values()];
}

function errorsOf(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .slice(0, ERRORS_MAX)
      .map((key) => ({ pointer: pointerOf([...issue.path, key]), detail: "is not a field of this request" }));
  }
  return [{ pointer: pointerOf(issue.path), detail: issue.message }];
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
