/**
 * The guards in words, for the page that shows the table of transitions: what has to hold, and the code where it does not.
 * Nothing is decided here. A guard without its sentence does not compile.
 */
import type { Refusal } from "../refusal.ts";
import type { GuardName } from "./guards.ts";

interface GuardInWords {
  readonly holds: string;
  readonly codes: readonly Refusal["tag"][];
}

export const GUARDS_IN_WORDS: Readonly<Record<GuardName, GuardInWords>> = {
  coach_is_active: { holds: "The coach is active.", codes: ["coach_inactive"] },
  client_is_active: { holds: "The client is active.", codes: ["client_inactive"] },
  before_start: { holds: "The session has not started.", codes: ["session_started"] },
  before_end: { holds: "The session has not ended.", codes: ["session_ended"] },
  after_end: { holds: "The session has ended.", codes: ["session_not_ended"] },
  to_the_future: { holds: "The wished start is ahead.", codes: ["in_the_past"] },
  under_pending_cap: { holds: "The client may have one more pending booking.", codes: ["too_many_pending"] },
  under_sessions_cap: { holds: "The client may have one more session ahead.", codes: ["too_many_sessions"] },
  under_unpaid_cap: { holds: "The client may have one more free or unpaid session with this coach.", codes: ["too_many_sessions"] },
  under_moves_cap: { holds: "The client may move it once more today.", codes: ["too_many_moves"] },
  paid_or_waived: { holds: "It is free or paid, or coach or admin waive the price.", codes: ["payment_required"] },
  approved: { holds: "No approval is awaited.", codes: ["approval_required"] },
  moves_unapproved: { holds: "It is pending, or needs no approval of its coach.", codes: ["move_needs_approval"] },
  moves_in_notice: { holds: "It is pending, or its start is at least `move_notice_minutes` away.", codes: ["move_notice_too_short"] },
  costs_nothing: { holds: "It is free, or its price is waived.", codes: ["move_needs_client"] },
  keeps_its_price: {
    holds: "The length stays, or is that of an active offer of equal price and currency.",
    codes: ["price_differs", "duration_not_offered"],
  },
  no_open_request: { holds: "No question is open.", codes: ["move_request_open"] },
  open_request: { holds: "A question is open.", codes: ["move_request_not_found"] },
  asked_by_the_other: { holds: "The other side asked.", codes: ["forbidden"] },
  asked_by_oneself: { holds: "The caller asked, or is an admin.", codes: ["forbidden"] },
  price_awaited: { holds: "It is pending and waits for its price.", codes: ["already_paid", "nothing_to_pay"] },
  in_time_to_pay: { holds: "More than five minutes are left before it lapses.", codes: ["checkout_too_late"] },
};
