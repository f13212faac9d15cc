/**
 * Problem documents (RFC 9457), and the only place that knows which status a refusal has. `PROBLEMS` lists every code in
 * order of precedence: where several apply, the first is told. `docs/problems.md` and the page under /docs/problems are
 * held to this list. Decides nothing: it only says what others have decided.
 */
import type { TypedResponse } from "hono";
import type { ProblemDocument, ProblemStatus } from "../../contract/problem.ts";
import { presentInstant } from "../../contract/scalar.ts";
import type { Interval } from "../../domain/instant.ts";
import type { Refusal, RefusalTag } from "../../domain/refusal.ts";
import { RETRY_AFTER_SECONDS } from "../../limits.ts";
import { adviceOn } from "./advice.ts";
import type { RequestContext } from "./dependencies.ts";

/** Pending bookings become fewer when a person acts or time passes; there is no moment to name, so a minute. */
const PENDING_RETRY_SECONDS = 60;

/** Moves are counted over a day; the first of them is forgotten at some moment of it. */
const MOVES_RETRY_SECONDS = 3_600;

type TransportCode =
  | "not_found"
  | "method_not_allowed"
  | "maintenance"
  | "unauthenticated"
  | "invalid_token"
  | "identity_unavailable"
  | "unsupported_media_type"
  | "payload_too_large"
  | "malformed_json"
  | "validation_failed"
  | "unavailable"
  | "internal";

export type ProblemCode = TransportCode | RefusalTag;

interface Problem {
  readonly status: ProblemStatus;
  /** One line; the `title` of the document, the same for every occurrence. */
  readonly meaning: string;
}

/** In order of precedence. `forbidden` stands where the role is judged; ownership, told alike, comes after existence. */
export const PROBLEMS: Readonly<Record<ProblemCode, Problem>> = {
  not_found: { status: 404, meaning: "There is no such path" },
  method_not_allowed: { status: 405, meaning: "The path does not take this method" },
  maintenance: { status: 503, meaning: "The service is being maintained: it can be read and not changed" },
  // Authentication and role.
  unauthenticated: { status: 401, meaning: "An access token is needed" },
  invalid_token: { status: 401, meaning: "The access token is not accepted" },
  identity_unavailable: { status: 503, meaning: "Access tokens cannot be checked at the moment" },
  user_inactive: { status: 403, meaning: "This person has been deactivated" },
  forbidden: { status: 403, meaning: "This person may not do this" },
  // Content type and size.
  unsupported_media_type: { status: 415, meaning: "The body is not application/json" },
  payload_too_large: { status: 413, meaning: "The body is too large" },
  // Validation.
  malformed_json: { status: 400, meaning: "The body is not JSON" },
  validation_failed: { status: 400, meaning: "The request does not fit the contract" },
  signature_invalid: { status: 400, meaning: "The signature does not prove who sent this" },
  return_path_refused: { status: 400, meaning: "The return path is not a path of this service" },
  calendar_not_offered: { status: 400, meaning: "This service does not offer that provider" },
  consent_invalid: { status: 400, meaning: "The consent is too old, not whole or somebody else's" },
  consent_used: { status: 400, meaning: "The consent has been finished already" },
  consent_declined: { status: 400, meaning: "The consent was not given" },
  account_without_calendar: { status: 400, meaning: "The account has no calendar that can be reached" },
  scopes_missing: { status: 400, meaning: "The consent leaves out permissions that are needed" },
  // Existence.
  booking_not_found: { status: 404, meaning: "There is no such booking" },
  coach_not_found: { status: 404, meaning: "There is no such coach" },
  user_not_found: { status: 404, meaning: "There is no such user" },
  effect_not_found: { status: 404, meaning: "There is no such effect that gave up" },
  payment_not_found: { status: 404, meaning: "There is no such payment" },
  webhook_not_found: { status: 404, meaning: "There is no such endpoint" },
  delivery_not_found: { status: 404, meaning: "The endpoint has no such delivery" },
  offer_not_found: { status: 404, meaning: "The coach has no such offer" },
  move_request_not_found: { status: 404, meaning: "No question to move the session is open" },
  connection_not_found: { status: 404, meaning: "No calendar of that provider is connected" },
  // Limits.
  rate_limited: { status: 429, meaning: "Too many requests" },
  // An earlier request with the same key comes before every rule: its answer stands.
  idempotency_key_reused: { status: 422, meaning: "The Idempotency-Key was used for another request" },
  idempotency_in_flight: { status: 409, meaning: "A request with this Idempotency-Key is being worked on" },
  too_many_pending: { status: 429, meaning: "The client holds too many pending bookings" },
  too_many_sessions: { status: 429, meaning: "The client holds too many sessions ahead" },
  too_many_moves: { status: 429, meaning: "The client has moved the booking too often" },
  // Concurrency, then business rules.
  revision_mismatch: { status: 412, meaning: "It has been changed since" },
  self_deactivation: { status: 400, meaning: "Admins cannot deactivate themselves" },
  user_erased: { status: 409, meaning: "This person has been erased" },
  erasure_blocked: { status: 409, meaning: "Sessions of this person are ahead, or a payment is open" },
  webhook_url_refused: { status: 400, meaning: "Events may not be sent to that address" },
  too_many_webhooks: { status: 400, meaning: "There are as many endpoints as there may be" },
  setting_replaced: { status: 400, meaning: "The setting has been replaced by another" },
  client_unknown_to_coach: { status: 400, meaning: "The client has had no booking with the coach" },
  coach_inactive: { status: 400, meaning: "The coach takes no bookings" },
  client_inactive: { status: 400, meaning: "The client has been deactivated" },
  offer_retired: { status: 400, meaning: "The offer has been retired" },
  too_many_offers: { status: 400, meaning: "The coach has as many offers as there may be" },
  duration_not_offered: { status: 400, meaning: "The coach does not offer this duration" },
  price_changed: { status: 400, meaning: "The price is another than the client was shown" },
  invalid_transition: { status: 400, meaning: "The booking cannot become this" },
  session_started: { status: 400, meaning: "The session has started" },
  session_ended: { status: 400, meaning: "The session has ended" },
  move_needs_client: { status: 400, meaning: "The client has to accept the move" },
  move_needs_approval: { status: 400, meaning: "The coach has to accept the move" },
  move_notice_too_short: { status: 400, meaning: "The session is too near to be moved by its client alone" },
  price_differs: { status: 400, meaning: "A session of that length has another price" },
  move_request_open: { status: 400, meaning: "A question to move the session is open already" },
  payment_required: { status: 400, meaning: "The booking has to be paid first" },
  approval_required: { status: 400, meaning: "The coach has to approve the booking" },
  provider_token_refused: { status: 400, meaning: "The calendar's provider does not accept the access_token" },
  needs_reconnect: { status: 400, meaning: "The calendar has to be connected again" },
  calendar_unknown: { status: 400, meaning: "The account has no such calendar, or it cannot be written into" },
  no_event_calendar: { status: 400, meaning: "No calendar has been chosen to write into" },
  booking_not_active: { status: 400, meaning: "The booking does not take place" },
  nothing_to_pay: { status: 400, meaning: "The booking has no price, or is not waiting to be paid" },
  already_paid: { status: 400, meaning: "The booking has been paid" },
  checkout_too_late: { status: 400, meaning: "The booking lapses too soon to be paid for" },
  payment_refused: { status: 400, meaning: "The payment provider does not take this payment" },
  refund_too_large: { status: 400, meaning: "More than is left of the payment" },
  session_not_ended: { status: 400, meaning: "The session has not ended" },
  in_the_past: { status: 400, meaning: "The time has passed" },
  notice_too_short: { status: 400, meaning: "The time is too soon for the coach" },
  beyond_horizon: { status: 400, meaning: "The time is too far ahead for the coach" },
  slot_taken: { status: 400, meaning: "The time is taken" },
  outside_hours: { status: 400, meaning: "The coach does not work at that time" },
  day_full: { status: 400, meaning: "The coach takes no more sessions that day" },
  off_grid: { status: 400, meaning: "No session starts at that minute" },
  client_overlap: { status: 400, meaning: "The client has another session at that time" },
  // Faults.
  busy: { status: 503, meaning: "The coach's queue is full; nothing happened" },
  outcome_unknown: { status: 503, meaning: "Nobody can say yet whether it happened" },
  payments_unavailable: { status: 503, meaning: "The payment provider cannot be reached at the moment" },
  provider_unavailable: { status: 503, meaning: "The calendar's provider cannot be reached at the moment" },
  unavailable: { status: 503, meaning: "The record cannot be reached" },
  internal: { status: 500, meaning: "A fault of the service" },
};

/** Typed so that any route that documents problems may return it: which status it has is decided here. */
export type ProblemAnswer = Response & TypedResponse<ProblemDocument, never, "json">;

export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

interface Extras {
  readonly errors?: readonly FieldError[];
  readonly alternatives?: readonly Interval[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the first answer, where this is that answer again. */
  readonly requestId?: string;
  readonly instance?: string;
}

/** The state that requests were told last, for as long as they last. */
const codesTold = new WeakMap<Request, ProblemCode>();

/** null: the request was told no problem. */
export function codeTold(c: Pick<RequestContext, "req">): ProblemCode | null {
  return codesTold.get(c.req.raw) ?? null;
}

function answer(c: RequestContext, code: ProblemCode, detail: string, extras: Extras): ProblemAnswer {
  const { status, meaning } = PROBLEMS[code];
  codesTold.set(c.req.raw, code);
  const { errors, alternatives } = extras;
  const document: ProblemDocument = {
    type: `/docs/problems#${code}`,
    title: meaning,
    status,
    detail,
    instance: extras.instance ?? c.req.path,
    code,
    request_id: extras.requestId ?? c.var.requestId,
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...(alternatives === undefined
      ? {}
      : {
          alternatives: alternatives.map(({ startsAt, endsAt }) => ({
            starts_at: presentInstant(startsAt),
            ends_at: presentInstant(endsAt),
          })),
        }),
  };
  const headers = { "Content-Type": "application/problem+json", ...extras.headers };
  return c.body(JSON.stringify(document), status, headers) as Response as ProblemAnswer;
}

/** A problem of the transport: nothing has been asked of the domain. */
export function problemAnswer(c: RequestContext, code: TransportCode, detail: string, extras: Extras = {}): ProblemAnswer {
  const isPassing = PROBLEMS[code].status === 503;
  const headers = { ...(isPassing ? { "Retry-After": String(RETRY_AFTER_SECONDS) } : {}), ...extras.headers };
  return answer(c, code, detail, { ...extras, headers });
}

/** A refusal of the domain. `first` gives id and path of the request that was refused, where that was an earlier one. */
export function refusalAnswer(
  c: RequestContext,
  refusal: Refusal,
  first: Pick<Extras, "requestId" | "instance" | "headers"> = {},
): ProblemAnswer {
  const retryAfter = retryAfterSeconds(refusal);
  return answer(c, refusal.tag, adviceOn(refusal), {
    ...first,
    ...("alternatives" in refusal ? { alternatives: refusal.alternatives } : {}),
    headers: { ...(retryAfter === null ? {} : { "Retry-After": String(retryAfter) }), ...first.headers },
  });
}

function retryAfterSeconds(refusal: Refusal): number | null {
  switch (refusal.tag) {
    case "rate_limited":
      return refusal.retryAfterSeconds;
    case "too_many_pending":
    case "too_many_sessions":
      return PENDING_RETRY_SECONDS;
    case "too_many_moves":
      return MOVES_RETRY_SECONDS;
    case "idempotency_in_flight":
    case "busy":
    case "outcome_unknown":
    case "payments_unavailable":
    case "provider_unavailable":
      return RETRY_AFTER_SECONDS;
    default:
      return null;
  }
}
