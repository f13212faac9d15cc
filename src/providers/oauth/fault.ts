/**
 * Why an OAuth call came to nothing, sorted once by what to do about it. Reasons are fixed words of ours or an `error`
 * code from the list below: nothing else that a provider or a browser sent gets into a fault, because faults are logged
 * and answered, and a callback's parameters can hold codes and tokens. A 5xx or an HTML page in place of an answer never
 * means "disconnected".
 */
import {
  AuthorizationResponseError,
  INVALID_RESPONSE,
  JWT_CLAIM_COMPARISON,
  JWT_TIMESTAMP_CHECK,
  KEY_SELECTION,
  OperationProcessingError,
  PARSE_ERROR,
  RESPONSE_IS_NOT_CONFORM,
  RESPONSE_IS_NOT_JSON,
  ResponseBodyError,
  UnsupportedOperationError,
  WWWAuthenticateChallengeError,
} from "oauth4webapi";
import { assert } from "../../lib/assert.ts";
import { HOUR_MS, SECOND_MS } from "../../lib/duration.ts";

export type OAuthFault =
  /** Nothing is decided; try again, not before `afterMs` where the provider named a time. */
  | { readonly kind: "retry_later"; readonly afterMs: number | null; readonly reason: string }
  /** The grant (or the code) is dead: only a new consent helps. */
  | { readonly kind: "reconnect"; readonly reason: string }
  /** The person, or who administers their account, said no. */
  | { readonly kind: "declined"; readonly reason: string }
  /** What the browser brought is not an answer to what we asked. Nothing was sent to the provider. */
  | { readonly kind: "invalid_callback"; readonly reason: string }
  /** Consent was given, but not to all that is needed: the missing scopes, in the provider's words. */
  | { readonly kind: "scopes_missing"; readonly scopes: readonly string[] }
  /** Refused for good, by the provider or by our own checks; most often our registration there is wrong. */
  | { readonly kind: "rejected"; readonly reason: string };

const RETRY_AFTER_MS_MAX = HOUR_MS;

/** What is done about each `error` code (RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core section 3.1.2.6). */
const KIND_OF_CODE: ReadonlyMap<string, "retry_later" | "reconnect" | "declined" | "rejected"> = new Map([
  ["temporarily_unavailable", "retry_later"],
  ["server_error", "retry_later"],
  // Google's own word, with whatever status.
  ["internal_failure", "retry_later"],
  ["invalid_grant", "reconnect"],
  ["interaction_required", "reconnect"],
  ["consent_required", "reconnect"],
  ["login_required", "reconnect"],
  ["access_denied", "declined"],
  ["admin_policy_enforced", "declined"],
  ["invalid_client", "rejected"],
  ["invalid_request", "rejected"],
  ["invalid_scope", "rejected"],
  ["unauthorized_client", "rejected"],
  ["unsupported_grant_type", "rejected"],
  ["unsupported_response_type", "rejected"],
]);

/** The connection failed or the time was up. Carries nothing of the request. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";
}

/** Sorts what `validateAuthResponse` threw. */
export function faultOfCallback(error: unknown): OAuthFault {
  // Whatever the provider says in a callback, the one who reads it has consented to nothing: never "reconnect".
  if (error instanceof AuthorizationResponseError) {
    const fault = faultOfCode(error.error, null);
    return fault.kind === "reconnect" ? { kind: "declined", reason: fault.reason } : fault;
  }
  if (error instanceof OperationProcessingError || error instanceof UnsupportedOperationError) return invalidCallback("not_our_answer");
  return broken(error);
}

export function invalidCallback(reason: string): OAuthFault {
  return { kind: "invalid_callback", reason };
}

/** Sorts what a request to the provider, or the reading of its answer, threw. */
export function faultOfCall(error: unknown): OAuthFault {
  if (error instanceof CallFailed) return retryLater("unreachable", null);
  if (error instanceof ResponseBodyError) {
    return error.status === 429 ? retryLater("too_many_requests", error.response) : faultOfCode(error.error, error.response);
  }
  // Thrown for any status that carries a challenge, before the body is looked at.
  if (error instanceof WWWAuthenticateChallengeError) {
    const isPassing = error.status === 429 || error.status >= 500;
    return isPassing ? retryLater("unavailable", error.response) : { kind: "rejected", reason: "client_refused" };
  }
  if (error instanceof UnsupportedOperationError) return { kind: "rejected", reason: "answer_not_trusted" };
  if (error instanceof OperationProcessingError) {
    switch (error.code) {
      case RESPONSE_IS_NOT_CONFORM:
      case RESPONSE_IS_NOT_JSON:
      case PARSE_ERROR:
        return retryLater("no_sound_answer", error.cause instanceof Response ? error.cause : null);
      case INVALID_RESPONSE:
      case JWT_CLAIM_COMPARISON:
      case JWT_TIMESTAMP_CHECK:
      case KEY_SELECTION:
        return { kind: "rejected", reason: "answer_not_trusted" };
      default:
        return broken(error);
    }
  }
  return broken(error);
}

/** Whether an id_token spoke of another issuer, audience or nonce than was pinned. */
export function isOtherClaim(error: unknown): boolean {
  return error instanceof OperationProcessingError && error.code === JWT_CLAIM_COMPARISON;
}

function faultOfCode(code: string, response: Response | null): OAuthFault {
  const kind = KIND_OF_CODE.get(code);
  if (kind === undefined) return { kind: "rejected", reason: "unknown_error" };
  return kind === "retry_later" ? retryLater(code, response) : { kind, reason: code };
}

function retryLater(reason: string, response: Response | null): OAuthFault {
  const seconds = Number(response?.headers.get("Retry-After") ?? Number.NaN);
  const isTime = Number.isFinite(seconds) && seconds >= 0;
  return { kind: "retry_later", afterMs: isTime ? Math.min(seconds * SECOND_MS, RETRY_AFTER_MS_MAX) : null, reason };
}

/** The original is left behind on purpose: the library hangs whole requests and answers on its errors. */
function broken(error: unknown): never {
  assert(false, `oauth: ${error instanceof Error ? error.name : typeof error}`);
}
