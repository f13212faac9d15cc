/**
 * What Stripe refuses, in the JSON form its library turns into errors. The library tells the classes apart by status and
 * `type`; the codes are Stripe's own, the sentences are not.
 */
import { refused } from "../../src/lib/result.ts";

export interface StripeProblem {
  readonly status: 400 | 401 | 404 | 409 | 429 | 500;
  readonly type: "invalid_request_error" | "idempotency_error" | "api_error";
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
}

type Refused = { readonly ok: false; readonly problem: StripeProblem };

export function invalid(message: string, detail: { readonly code?: string; readonly param?: string } = {}): Refused {
  return refused({ status: 400, type: "invalid_request_error", message, ...detail });
}

export function missing(kind: string, id: string): Refused {
  return refused({
    status: 404,
    type: "invalid_request_error",
    code: "resource_missing",
    param: "id",
    message: `No such ${kind}: '${id}'`,
  });
}

export function problemBody({ status: _status, ...error }: StripeProblem): { readonly error: Omit<StripeProblem, "status"> } {
  return { error };
}

/** Stripe checks parameters before a request starts; such a refusal is not kept for its idempotency key. */
export function neverStarted(problem: StripeProblem): boolean {
  return problem.code?.startsWith("parameter_") ?? false;
}
