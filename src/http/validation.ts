/**
 * What a schema found wrong, as a problem document that points at each field (RFC 6901). Values that were sent are never
 * repeated: only where they stood and what was expected.
 */
import type { Context } from "hono";
import type { z } from "@hono/zod-openapi";
import type { HttpEnv } from "./dependencies.ts";
import { type FieldError, problemAnswer, type ProblemAnswer } from "./problem.ts";

/** More say nothing that these do not, and a body of nothing but mistakes is not worth an answer of its own size. */
const ERRORS_MAX = 20;

export function validationAnswer(c: Context<HttpEnv>, errors: readonly FieldError[]): ProblemAnswer {
  return problemAnswer(c, "validation_failed", "Correct the fields named in errors.", { errors: errors.slice(0, ERRORS_MAX) });
}

export function fieldErrorsOf(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, ERRORS_MAX).flatMap((issue): FieldError[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.slice(0, ERRORS_MAX).map((key) => ({ pointer: pointerOf([...issue.path, key]), detail: "is not a field of this request" }));
    }
    return [{ pointer: pointerOf(issue.path), detail: issue.message }];
  });
}

function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
