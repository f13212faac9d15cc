/** How a booking begins, is held and ends in the naive machine (sections 2 to 4). */
import type { CreateAct } from "./acts.ts";
import { deadlineWithCheckout } from "./machine-codes.ts";
import { confirmBooking, percentFor, settleCancellation } from "./machine-money.ts";
import { type Booking, type State, awaited, completesAt, firstDeadline, sessionOnOffer, shopOf } from "./machine-state.ts";
import { wantedOffer } from "./refusals-of-creates.ts";
import { sideOf } from "./rules.ts";

export function create(state: State, act: CreateAct): void {
  const wanted = wantedOffer(state, act);
  if (typeof wanted === "string") return;
  const { offer, minutes } = wanted;
  const { settings } = shopOf(state, act.coach);
  const made_by = sideOf(act.by);
  const booking: Booking = {
    booking: act.booking,
    client: act.client,
    coach: act.coach,
    made_by,
    made_at: act.at,
    session_datetime: act.to,
    duration_minutes: minutes,
    offer: offer?.name ?? null,
    price: offer?.price ?? null,
    cancellation_policy: offer?.cancellation_policy ?? settings.cancellation_policy,
    approval_required: offer?.approval_required ?? settings.approval_required,
    move_notice_minutes: settings.move_notice_minutes,
    buffer_before_minutes: offer?.buffer_before_minutes ?? settings.buffer_before_minutes,
    buffer_after_minutes: offer?.buffer_after_minutes ?? settings.buffer_after_minutes,
    status: "pending",
    is_approved: made_by !== "client",
    was_confirmed: false,
    price_waived: false,
    refund_cap_percent: 100,
    expires_at: null,
    move_request: null,
    cancelled_by: null,
    cancel_reason: null,
    lapsed_unpaid_at: null,
    revision: 1,
    own_moves: [],
    sessions: [],
    captures: [],
    refunds: [],
    held: [],
  };
  if (awaited(booking) === null && (settings.auto_confirm || made_by !== "client")) confirmBooking(booking);
  else booking.expires_at = firstDeadline(state, booking, act.at);
  state.bookings.set(act.booking, booking);
}

export function checkout(state: State, booking: Booking): void {
  const isDouble = state.broken.has("one capture stands");
  if (!isDouble && sessionOnOffer(state, booking) !== undefined) return;
  booking.expires_at = deadlineWithCheckout(state, booking);
  booking.sessions.push({ opened_at: state.now, captures: 0 });
  booking.revision += 1;
}

/** Lapses, completions and lapsed requests, that instant included. A request that is due at the start of its session ends before it. */
export function whatIsDue(state: State, booking: Booking): void {
  const { now, broken } = state;
  if (booking.move_request !== null && now >= booking.move_request.expires_at) {
    booking.move_request = null;
    booking.revision += 1;
  }
  if (booking.status === "pending" && booking.expires_at !== null && now >= booking.expires_at) {
    // Half an hour is counted from the alarm that records the lapse, which in a game may come late.
    if (awaited(booking) === "payment") booking.lapsed_unpaid_at = now;
    end(booking, "system", "expired");
    settleCancellation(state, booking, percentFor(state, booking, "system"));
  }
  if (booking.status === "confirmed" && now >= completesAt(booking) && !broken.has("the clock is asked")) {
    booking.status = "completed";
    booking.revision += 1;
  }
}

export function end(booking: Booking, by: Booking["cancelled_by"], reason: string | null): void {
  booking.status = "cancelled";
  booking.cancelled_by = by;
  booking.cancel_reason = reason;
  booking.expires_at = null;
  booking.move_request = null;
  booking.revision += 1;
}
