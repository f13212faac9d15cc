/** Why a move, a drag, a request or an answer to one is refused (section 6). */
import { type BookingAct, type CalendarAct, DAY, MINUTE, type Person } from "./acts.ts";
import { type Codes, isSame, lengthRefusals, movedTaken, notActive, startRefusals, when } from "./machine-codes.ts";
import { type Booking, type State, isActive, isPriced } from "./machine-state.ts";
import { endOf, sideOf } from "./rules.ts";

type Mover = Extract<BookingAct | CalendarAct, { do: "move" | "drag" }>;

export function moveRefusals(state: State, booking: Booking, act: Mover): Codes {
  const side = sideOf(act.by);
  const behalf = act.do === "move" ? act.on_behalf_of : undefined;
  const minutes = act.duration_minutes ?? booking.duration_minutes;
  const isClient = side === "client";
  const isAgreed = behalf !== undefined;
  const { broken, now } = state;
  const isTimely = now < booking.session_datetime || broken.has("the clock is asked");
  const isForgotten = broken.has("a priced move needs the client") || (act.do === "drag" && broken.has("a calendar is a coach's door"));
  const needsClient = !isClient && !isAgreed && isPriced(booking) && !isForgotten;
  return [
    ...when(isAgreed && side !== "admin", "forbidden"),
    ...notActive(booking),
    ...lengthRefusals(state, booking, minutes),
    ...startRefusals(state, booking.coach, act.to, isClient, !isClient),
    // A drag that only asks for a move needs no free time.
    ...(act.do === "drag" && needsClient ? [] : movedTaken(state, booking, act.to, minutes)),
    ...(isClient ? clientMoveRefusals(state, booking, isTimely) : when(now >= endOf(booking), "*")),
    ...when(needsClient, "move_needs_client"),
    // After the start nothing follows the owner's event.
    ...when(act.do === "drag" && now >= booking.session_datetime, "*"),
    ...when(act.do === "drag" && minutes !== booking.duration_minutes, "*"),
  ];
}

function clientMoveRefusals(state: State, booking: Booking, isTimely: boolean): Codes {
  const { broken, now, caps } = state;
  const isShort = now > booking.session_datetime - booking.move_notice_minutes * MINUTE;
  const today = booking.own_moves.filter((at) => at > now - DAY).length;
  const isConfirmed = booking.status === "confirmed";
  return [
    ...when(!isTimely, "session_started"),
    ...when(isConfirmed && isTimely && isShort && !broken.has("the clock is asked"), "move_notice_too_short"),
    ...when(isConfirmed && booking.approval_required && !broken.has("approval binds moves"), "move_needs_approval"),
    ...when(today >= caps.moves_a_day, "too_many_moves"),
  ];
}

/**
 * Section 6, asking. Whether the wished time is free is not asked here. A request after the start would lapse at once, so it is
 * refused, for either side. A request for the time the booking has already is refused; the text says nothing of it.
 */
export function askRefusals(state: State, booking: Booking, act: Extract<BookingAct, { do: "ask_move" }>): Codes {
  return [
    ...when(booking.status !== "confirmed", "invalid_transition"),
    ...when(booking.move_request !== null, "move_request_open"),
    ...when(state.now >= booking.session_datetime, "session_started"),
    ...when(state.now >= booking.session_datetime, "*"),
    ...when(isSame(booking, act), "*"),
    ...startRefusals(state, booking.coach, act.to, sideOf(act.by) === "client", true),
    ...lengthRefusals(state, booking, act.duration_minutes ?? booking.duration_minutes),
  ];
}

export function answerRefusals(
  state: State,
  booking: Booking,
  { do: what, by }: { do: "accept_move" | "decline_move" | "withdraw_move"; by: Person },
): Codes {
  const request = booking.move_request;
  if (request === null) return ["move_request_not_found", ...when(!isActive(booking), "invalid_transition")];
  const isOwn = request.asked_by === sideOf(by);
  if (what === "accept_move" && state.broken.has("the other side answers a request")) return [];
  return when(by !== "admin" && (what === "withdraw_move" ? !isOwn : isOwn), "forbidden");
}

export function acceptRefusals(state: State, booking: Booking): Codes {
  const request = booking.move_request;
  if (request === null || state.broken.has("accepting asks for free time")) return [];
  return movedTaken(state, booking, request.session_datetime, request.duration_minutes);
}
