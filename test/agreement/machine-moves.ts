/** How the naive machine moves a booking: alone, by a request, by a drag; and what a move does to cap and deadline (sections 4, 5.2, 6). */
import { type BookingAct, type CalendarAct, DAY, MINUTE, type Person } from "./acts.ts";
import { isSame } from "./machine-codes.ts";
import { type Booking, REQUEST_LASTS, type State, awaited, entitlement, shopOf } from "./machine-state.ts";
import { lengthFor, sideOf } from "./rules.ts";

export function ask(state: State, booking: Booking, act: { by: Person; to: number; duration_minutes?: number }): void {
  const expires_at = Math.min(state.now + REQUEST_LASTS, booking.session_datetime, act.to);
  booking.move_request = {
    session_datetime: act.to,
    duration_minutes: act.duration_minutes ?? booking.duration_minutes,
    asked_by: sideOf(act.by),
    asked_at: state.now,
    expires_at,
  };
  booking.revision += 1;
}

/**
 * A drag of a confirmed priced booking asks for the coach. Its own open request is replaced, asked anew at this instant; the client's is
 * left, and the event put back.
 */
export function dragAsks(state: State, act: Extract<CalendarAct, { do: "drag" }>): void {
  const booking = state.bookings.get(act.booking);
  if (booking?.status === "confirmed" && booking.move_request?.asked_by !== "client") ask(state, booking, act);
}

export function accept(state: State, booking: Booking): void {
  const request = booking.move_request;
  if (request === null) return;
  const judgedAt = state.broken.has("a request is judged when asked") ? request.session_datetime - 60 * DAY : request.asked_at;
  if (request.asked_by === "client") booking.refund_cap_percent = Math.min(booking.refund_cap_percent, entitlement(booking, judgedAt));
  place(state, booking, request.session_datetime, request.duration_minutes);
}

/** The booking goes to another time or length; `moves` and the request end with it, and a deadline follows the table of section 4. */
function place(state: State, booking: Booking, to: number, minutes: number): void {
  const length = lengthFor(shopOf(state, booking.coach), booking, minutes);
  if (typeof length !== "string") booking.offer = length.offer;
  if (booking.status === "pending" && to !== booking.session_datetime) {
    const stands = booking.expires_at ?? to;
    const isForgotten = state.broken.has("deadlines survive moves") && awaited(booking) !== null;
    const renewed = state.now + shopOf(state, booking.coach).settings.payment_minutes * MINUTE;
    booking.expires_at = awaited(booking) === null ? to : Math.min(to, isForgotten ? renewed : stands);
  }
  booking.session_datetime = to;
  booking.duration_minutes = minutes;
  booking.move_request = null;
  booking.revision += 1;
}

export function move(state: State, booking: Booking, act: Extract<BookingAct | CalendarAct, { do: "move" | "drag" }>): void {
  if (isSame(booking, act) && !state.broken.has("the same time is no change")) return;
  const side = sideOf(act.by);
  const behalf = act.do === "move" ? act.on_behalf_of : undefined;
  if (side === "client" && !isSame(booking, act)) booking.own_moves.push(state.now);
  const isClients = side === "client" || behalf === "client";
  if (isClients && !state.broken.has("own moves lower the cap")) {
    booking.refund_cap_percent = Math.min(booking.refund_cap_percent, entitlement(booking, state.now));
  }
  place(state, booking, act.to, act.duration_minutes ?? booking.duration_minutes);
}
