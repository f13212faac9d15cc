/** Which refusals are answers for good and are replayed to the same idempotency key: each tag, written out. */
import { expect, test } from "vitest";
import { isSettled, type Refusal, type RefusalTag } from "../../src/domain/refusal.ts";

/** The compiler asks for every tag, so that a new one is decided here as well. */
const SETTLED: Readonly<Record<RefusalTag, boolean>> = {
  // May be otherwise a minute later.
  booking_not_found: false,
  coach_not_found: false,
  user_not_found: false,
  effect_not_found: false,
  payment_not_found: false,
  connection_not_found: false,
  user_inactive: false,
  rate_limited: false,
  too_many_pending: false,
  too_many_sessions: false,
  too_many_moves: false,
  offer_not_found: false,
  move_request_not_found: false,
  idempotency_in_flight: false,
  idempotency_key_reused: false,
  revision_mismatch: false,
  erasure_blocked: false,
  busy: false,
  outcome_unknown: false,
  payments_unavailable: false,
  provider_unavailable: false,
  // For good.
  forbidden: true,
  signature_invalid: true,
  return_path_refused: true,
  calendar_not_offered: true,
  calendar_unknown: true,
  no_event_calendar: true,
  needs_reconnect: true,
  provider_token_refused: true,
  consent_used: true,
  consent_declined: true,
  consent_invalid: true,
  account_without_calendar: true,
  booking_not_active: true,
  scopes_missing: true,
  coach_inactive: true,
  client_inactive: true,
  client_unknown_to_coach: true,
  setting_replaced: true,
  offer_retired: true,
  too_many_offers: true,
  session_started: true,
  session_ended: true,
  price_differs: true,
  price_changed: true,
  move_needs_approval: true,
  move_needs_client: true,
  move_notice_too_short: true,
  move_request_open: true,
  payment_refused: true,
  client_overlap: true,
  payment_required: true,
  approval_required: true,
  session_not_ended: true,
  nothing_to_pay: true,
  already_paid: true,
  checkout_too_late: true,
  refund_too_large: true,
  self_deactivation: true,
  user_erased: true,
  duration_not_offered: true,
  invalid_transition: true,
  in_the_past: true,
  notice_too_short: true,
  beyond_horizon: true,
  slot_taken: true,
  outside_hours: true,
  day_full: true,
  off_grid: true,
};

test.each(Object.entries(SETTLED))("%s is an answer for good: %s", (tag, expected) => {
  expect(isSettled({ tag } as Refusal)).toBe(expected);
});

test("a tag that nobody knows is a broken assumption", () => {
  expect(() => isSettled({ tag: "unheard_of" } as unknown as Refusal)).toThrow(/unreachable.*unheard_of/u);
});
