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
import { unreachable } from "../../lib/assert.ts";
import { RETRY_AFTER_SECONDS } from "../../limits.ts";
import type { RequestContext } from "./dependencies.ts";

/** Pending bookings become fewer when a person acts or time passes; there is no moment to name, so a minute. */
const PENDING_RETRY_SECONDS = 60;

/** Moves are counted over a day; the first of them is forgotten at some moment of it. */
const MOVES_RETRY_SECONDS = 3_600;

type TransportCode =
  | "not_found"
  | "method_not_allowed"
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
  scopes_missing: { status: 400, meaning: "The consent leaves out permissions that are needed" },
  // Existence.
  booking_not_found: { status: 404, meaning: "There is no such booking" },
  coach_not_found: { status: 404, meaning: "There is no such coach" },
  user_not_found: { status: 404, meaning: "There is no such user" },
  effect_not_found: { status: 404, meaning: "There is no such effect that gave up" },
  payment_not_found: { status: 404, meaning: "There is no such payment" },
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
  setting_replaced: { status: 400, meaning: "The setting has been replaced by another" },
  client_unknown_to_coach: { status: 400, meaning: "The client has had no booking with the coach" },
  coach_inactive: { status: 400, meaning: "The coach takes no bookings" },
  client_inactive: { status: 400, meaning: "The client has been deactivated" },
  offer_retired: { status: 400, meaning: "The offer has been retired" },
  too_many_offers: { status: 400, meaning: "The coach has as many offers as there may be" },
  duration_not_offered: { status: 400, meaning: "The coach does not offer this duration" },
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

function answer(c: RequestContext, code: ProblemCode, detail: string, extras: Extras): ProblemAnswer {
  const { status, meaning } = PROBLEMS[code];
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
  return answer(c, refusal.tag, detailOf(refusal), {
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

/** What to do about it. */
function detailOf(refusal: Refusal): string {
  switch (refusal.tag) {
    case "booking_not_found":
    case "coach_not_found":
    case "effect_not_found":
    case "payment_not_found":
    case "offer_not_found":
    case "user_not_found":
      return "Check the id.";
    case "user_inactive":
      return "Ask the operator of the marketplace.";
    case "forbidden":
      return "You may not do this.";
    case "rate_limited":
      return `Wait ${String(refusal.retryAfterSeconds)} seconds.`;
    case "too_many_pending":
      return `At most ${String(refusal.pendingMax)} bookings may be pending at once. Cancel one, or wait until one is confirmed.`;
    case "too_many_sessions":
      return `At most ${String(refusal.sessionsMax)} sessions may lie ahead. Cancel one, or wait until one is over.`;
    case "too_many_moves":
      return `A client moves a booking at most ${String(refusal.movesMax)} times in a day.`;
    case "client_inactive":
      return "Cancel the session, or ask the operator of the marketplace.";
    case "client_unknown_to_coach":
      return "Ask the client to make the first booking.";
    case "session_started":
    case "session_ended":
      return "Nothing of it can be changed any more in this way.";
    case "move_needs_client":
    case "move_needs_approval":
    case "move_notice_too_short":
      return "Ask the other side with POST /booking/{id}/move-request.";
    case "price_differs":
      return "Keep the length, or cancel and book anew.";
    case "move_request_open":
      return "Wait for the answer, or withdraw the question with DELETE /booking/{id}/move-request.";
    case "move_request_not_found":
      return "Read the booking: it may have been answered, or have lapsed.";
    case "offer_retired":
      return "Choose another offer.";
    case "too_many_offers":
      return `Retire one first: at most ${String(refusal.offersMax)} may be active.`;
    case "setting_replaced":
      return `Replaced: ${refusal.settings.join(", ")}. Prices are offers (POST /coach/{id}/offers); see docs/changes.md.`;
    case "idempotency_in_flight":
      return "Send the same request again in a moment to get its answer.";
    case "idempotency_key_reused":
      return "Use a new key for a new request.";
    case "revision_mismatch":
      return "Read it again, and send If-Match with the ETag you get.";
    case "coach_inactive":
      return "Choose another coach.";
    case "client_overlap":
      return "Choose a time at which the client has no other session.";
    case "payment_required":
      return "Pay for the booking; it can be confirmed after that.";
    case "signature_invalid":
      return "Sign the bytes that are sent, with the secret of this address.";
    case "nothing_to_pay":
      return "Read the booking to see its status.";
    case "already_paid":
      return "There is nothing left to do.";
    case "checkout_too_late":
      return "Book again, and pay at once.";
    case "payment_refused":
      return "Ask the coach for another price; this one cannot be charged.";
    case "refund_too_large":
      return "Read the payment to see what has been given back already.";
    case "return_path_refused":
      return "Send a path such as /done, or none.";
    case "calendar_not_offered":
      return "Choose another provider.";
    case "consent_invalid":
    case "consent_used":
      return "Begin again with GET /calendar/{provider}/auth-url.";
    case "consent_declined":
      return "Nothing was changed. Begin again when you want to.";
    case "scopes_missing":
      return `Begin again and leave these permissions ticked: ${refusal.scopes.join(" ")}.`;
    case "connection_not_found":
      return "Connect a calendar first.";
    case "provider_token_refused":
      return "Get a new token of that provider, with a scope that lets events be written, and send the request again.";
    case "needs_reconnect":
      return "Connect the calendar again; what waits to be written follows.";
    case "calendar_unknown":
      return "Choose one that GET /calendar/{provider}/calendars lists.";
    case "no_event_calendar":
      return "Choose one with PATCH /calendar/{provider}/connection.";
    case "booking_not_active":
      return "Read the booking to see its status.";
    case "provider_unavailable":
    case "payments_unavailable":
      return "Send the same request again in a moment.";
    case "approval_required":
      return "Wait for the coach to confirm.";
    case "session_not_ended":
      return "Complete the booking after its end.";
    case "self_deactivation":
      return "Ask another admin.";
    case "duration_not_offered":
      return refusal.durationsMinutes.length === 0
        ? "The coach sells nothing at the moment."
        : `Choose one of these durations, in minutes: ${refusal.durationsMinutes.join(", ")}.`;
    case "invalid_transition":
      return refusal.to === "rescheduled" || refusal.to === "move_asked"
        ? `A ${refusal.from} booking cannot be moved.`
        : `A ${refusal.from} booking cannot become ${refusal.to}.`;
    case "in_the_past":
    case "notice_too_short":
    case "beyond_horizon":
    case "slot_taken":
    case "outside_hours":
    case "day_full":
    case "off_grid":
      return refusal.alternatives.length > 0
        ? "Choose one of the alternatives, or look up other times."
        : "Look up the times that can be booked.";
    case "busy":
      return "Nothing happened. Send the same request again.";
    case "outcome_unknown":
      return "It may have happened. Send the same request again with the same Idempotency-Key, or read the booking.";
    default:
      return unreachable(refusal);
  }
}
