/**
 * Every reason for which the service turns a request down after it has been understood. Tags are stable: they are the
 * `code` of the problem document. No HTTP here; `http/pipeline/problem.ts` alone gives a tag its status.
 */
import { unreachable } from "../lib/assert.ts";
import type { Interval } from "./instant.ts";
import type { SlotReason } from "./slots/slots.ts";
import type { BookingStatus } from "./booking.ts";

export type Refusal =
  // Existence and ownership.
  | {
      readonly tag:
        | "booking_not_found"
        | "coach_not_found"
        | "user_not_found"
        | "effect_not_found"
        | "payment_not_found"
        | "webhook_not_found"
        | "delivery_not_found"
        | "forbidden"
        | "user_inactive";
    }
  | { readonly tag: "signature_invalid" | "return_path_refused" }
  // Calendars.
  | { readonly tag: "connection_not_found" | "calendar_not_offered" | "calendar_unknown" | "no_event_calendar" | "needs_reconnect" }
  | { readonly tag: "provider_token_refused" }
  | { readonly tag: "consent_used" | "consent_declined" | "consent_invalid" | "account_without_calendar" | "booking_not_active" }
  | { readonly tag: "scopes_missing"; readonly scopes: readonly string[] }
  // Limits.
  | { readonly tag: "rate_limited"; readonly retryAfterSeconds: number }
  | { readonly tag: "too_many_pending"; readonly pendingMax: number }
  | { readonly tag: "too_many_sessions"; readonly sessionsMax: number }
  | { readonly tag: "too_many_moves"; readonly movesMax: number }
  // Concurrency.
  | { readonly tag: "idempotency_in_flight" | "idempotency_key_reused" | "revision_mismatch" }
  // Business rules.
  | { readonly tag: "coach_inactive" | "client_inactive" | "client_unknown_to_coach" | "client_overlap" }
  | { readonly tag: "payment_required" | "approval_required" }
  | { readonly tag: "session_started" | "session_ended" | "session_not_ended" }
  | { readonly tag: "price_differs" | "price_changed" | "move_needs_approval" | "move_needs_client" | "move_notice_too_short" }
  | { readonly tag: "move_request_open" | "move_request_not_found" }
  | { readonly tag: "offer_not_found" | "offer_retired" }
  | { readonly tag: "too_many_offers"; readonly offersMax: number }
  | { readonly tag: "too_many_webhooks"; readonly webhooksMax: number }
  | { readonly tag: "webhook_url_refused"; readonly reason: string }
  | { readonly tag: "nothing_to_pay" | "already_paid" | "checkout_too_late" | "payment_refused" | "refund_too_large" }
  | { readonly tag: "self_deactivation" | "user_erased" | "erasure_blocked" }
  | { readonly tag: "setting_replaced"; readonly settings: readonly string[] }
  | { readonly tag: "duration_not_offered"; readonly durationsMinutes: readonly number[] }
  | { readonly tag: "invalid_transition"; readonly from: BookingStatus; readonly to: BookingStatus | "rescheduled" | "move_asked" }
  | { readonly tag: SlotReason; readonly alternatives: readonly Interval[] }
  // Nothing happened, or nobody can say: come back with the same key.
  | { readonly tag: "busy" | "outcome_unknown" | "payments_unavailable" | "provider_unavailable" };

export type RefusalTag = Refusal["tag"];

/**
 * Whether a refusal is an answer for good, to be replayed to the same idempotency key. Limits, faults and absences
 * are not: the same request may well succeed a minute later.
 */
export function isSettled(refusal: Refusal): boolean {
  switch (refusal.tag) {
    case "booking_not_found":
    case "coach_not_found":
    case "user_not_found":
    case "effect_not_found":
    case "payment_not_found":
    case "webhook_not_found":
    case "delivery_not_found":
    case "user_inactive":
    case "rate_limited":
    case "too_many_pending":
    case "too_many_sessions":
    case "too_many_moves":
    case "move_request_not_found":
    case "offer_not_found":
    case "idempotency_in_flight":
    case "idempotency_key_reused":
    case "erasure_blocked":
    // Read again and sent with the new revision, the same key is welcome.
    case "revision_mismatch":
    case "busy":
    case "outcome_unknown":
    case "payments_unavailable":
    case "provider_unavailable":
    case "connection_not_found":
      return false;
    case "forbidden":
    case "signature_invalid":
    case "return_path_refused":
    case "calendar_not_offered":
    case "calendar_unknown":
    case "no_event_calendar":
    case "needs_reconnect":
    case "provider_token_refused":
    case "consent_used":
    case "consent_declined":
    case "consent_invalid":
    case "account_without_calendar":
    case "booking_not_active":
    case "scopes_missing":
    case "coach_inactive":
    case "client_inactive":
    case "client_unknown_to_coach":
    case "client_overlap":
    case "payment_required":
    case "approval_required":
    case "session_started":
    case "session_ended":
    case "session_not_ended":
    case "price_differs":
    case "price_changed":
    case "move_needs_approval":
    case "move_needs_client":
    case "move_notice_too_short":
    case "move_request_open":
    case "offer_retired":
    case "too_many_offers":
    case "too_many_webhooks":
    case "webhook_url_refused":
    case "setting_replaced":
    case "payment_refused":
    case "nothing_to_pay":
    case "already_paid":
    case "checkout_too_late":
    case "refund_too_large":
    case "self_deactivation":
    case "user_erased":
    case "duration_not_offered":
    case "invalid_transition":
    case "in_the_past":
    case "notice_too_short":
    case "beyond_horizon":
    case "slot_taken":
    case "outside_hours":
    case "day_full":
    case "off_grid":
      return true;
    default:
      return unreachable(refusal);
  }
}
