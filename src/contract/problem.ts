/**
 * The body of every answer that is not a success: a problem document (RFC 9457) with a stable `code`. Which code has
 * which status is known to `http/pipeline/problem.ts`; here is only the shape, and what a route documents.
 */
import { z } from "@hono/zod-openapi";
import { instantOut } from "./scalar.ts";

const problemSchema = z
  .object({
    type: z.string().openapi({ example: "/docs/problems#slot_taken", description: "Where this problem is explained." }),
    title: z.string().describe("The code in words."),
    status: z.int().describe("That of the answer."),
    detail: z.string().openapi({ description: "What happened, and what to do about it." }),
    instance: z.string().openapi({ example: "/booking", description: "The path that was asked." }),
    code: z.string().openapi({ example: "slot_taken", description: "Stable; decide by this." }),
    request_id: z.string().describe("By which the operator finds the request in the log."),
    errors: z
      .array(
        z.object({
          pointer: z.string().openapi({ example: "/duration_minutes", description: "RFC 6901" }),
          detail: z.string().describe("What is expected there."),
        }),
      )
      .optional()
      .openapi({ description: "With `validation_failed`: what is wrong, and where." }),
    alternatives: z
      .array(z.object({ starts_at: instantOut, ends_at: instantOut }))
      .optional()
      .openapi({ description: "With a refusal because of time: the nearest times that can be booked." }),
  })
  .openapi("Problem");

export type ProblemDocument = z.infer<typeof problemSchema>;

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;

const retryAfter = { "Retry-After": { schema: { type: "integer" as const }, description: "Seconds to wait." } };

const DESCRIPTIONS: Readonly<Record<ProblemStatus, string>> = {
  400: "The request is malformed, or a rule of the coach or of booking refuses it",
  401: "No access token, or one that is not accepted",
  403: "This person may not do this",
  404: "No such thing",
  405: "No such method here",
  409: "A request with the same Idempotency-Key is still being worked on",
  412: "If-Match names another revision than the present one",
  413: "The body is too large",
  415: "The body is not application/json",
  422: "The Idempotency-Key was used before for another request",
  429: "Too many requests, or more held or moved than a client may",
  500: "A fault of the service",
  503: "The service cannot answer now; nothing is known to have happened. Come back with the same Idempotency-Key",
};

const content = { "application/problem+json": { schema: problemSchema } };

interface ProblemResponse {
  readonly description: string;
  readonly content: typeof content;
  readonly headers?: typeof retryAfter;
}

/** The problem responses of a route. Every route can fail, so 500 and 503 need not be named. */
export function problems<const Status extends ProblemStatus>(
  ...statuses: readonly Status[]
): { readonly [Key in Status | 500 | 503]: ProblemResponse } {
  const all: ProblemStatus[] = [...new Set<ProblemStatus>([...statuses, 500, 503])];
  const responses = all.map((status): [ProblemStatus, ProblemResponse] => [
    status,
    { description: DESCRIPTIONS[status], content, ...([409, 429, 503].includes(status) ? { headers: retryAfter } : {}) },
  ]);
  return Object.fromEntries(responses) as { [Key in Status | 500 | 503]: ProblemResponse };
}
