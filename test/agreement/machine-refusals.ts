/**
 * Every code that an act deserves, by the rules alone: an empty list means that it must be accepted. Where several reasons hold, each of
 * their codes is right, because the agreement does not order them; "*" stands where it names no code. `state` is that of after what was
 * due, and nothing here changes it.
 */
import { type Act, type BookingAct, type CalendarAct, type CreateAct, DAY, MINUTE, type Person } from "./acts.ts";
import { awaited, type Booking, isActive, isOpen, isPaid, isPriced, knownBack, shopOf, type State } from "./machine-state.ts";
import { stripeRefusal } from "./machine-money.ts";
import { conflict, endOf, lengthFor, offerOfLength, sideOf } from "./rules.ts";
import type { Offer } from "./acts.ts";

type Codes = string[];

/** "*": the agreement names no code. */
const when = (holds: boolean, code: string): Codes => (holds ? [code] : []);

export function refusals(state: State, act: Act): Codes {
  switch (act.do) {
    case "pass":
    case "reactivate":
    case "deactivate":
      return [];
    case "change_settings":
    case "put_offer":
    case "retire_offer":
      return isShutOut(state, act.by) ? ["user_inactive"] : when(act.do === "retire_offer" && !isSold(state, act), "offer_not_found");
    case "create":
      return isShutOut(state, act.by) ? ["user_inactive"] : createRefusals(state, act);
    default: {
      const booking = state.bookings.get(act.booking);
      if (booking === undefined) return ["booking_not_found"];
      if (act.by === "stripe") {
        const code = stripeRefusal(booking, act);
        return code === null ? [] : [code];
      }
      if (isShutOut(state, act.by)) return ["user_inactive", "*"];
      if (act.do === "refund") return when(!canRefund(booking, act.amount_minor), "*");
      if (act.by !== "admin" && act.by !== booking.client && act.by !== booking.coach) return ["forbidden"];
      return bookingRefusals(state, booking, act);
    }
  }
}

const isSold = (state: State, { coach, offer }: { coach: Booking["coach"]; offer: string }): boolean =>
  shopOf(state, coach).offers.get(offer)?.is_active === true;

const isShutOut = (state: State, by: Person): boolean =>
  by !== "admin" && state.inactive.has(by) && !state.broken.has("the deactivated are shut out");

function canRefund(booking: Booking, amount: number): boolean {
  const capture = booking.captures.find(({ stands }) => stands);
  return capture !== undefined && amount > 0 && amount <= (booking.price?.amount_minor ?? 0) - knownBack(booking, capture);
}

function bookingRefusals(state: State, booking: Booking, act: BookingAct | CalendarAct): Codes {
  switch (act.do) {
    case "read":
      return when(act.door === "feed" && act.by !== booking.coach, "*");
    case "cancel":
    case "delete_event":
      return cancelRefusals(state, booking, act);
    case "withdraw_move":
    case "decline_move":
      return answerRefusals(booking, act);
    default:
  }
  // Section I20: with a deactivated party nothing but a cancellation by the other side or an admin. Declining and withdrawing hold no
  // time and no money, so they are read as still open.
  const isDead = state.inactive.has(booking.client) || state.inactive.has(booking.coach);
  if (isDead && !state.broken.has("the deactivated are shut out")) return ["coach_inactive", "*"];
  switch (act.do) {
    case "move":
    case "drag":
      return isSame(booking, act) && !state.broken.has("the same time is no change")
        ? notActive(booking)
        : moveRefusals(state, booking, act);
    case "ask_move":
      return askRefusals(state, booking, act);
    case "accept_move":
      return [...answerRefusals(booking, act), ...acceptRefusals(state, booking)];
    case "confirm":
      return confirmRefusals(state, booking, act);
    case "complete":
      return [
        ...when(act.by === booking.client, "forbidden"),
        ...when(booking.status !== "confirmed", "invalid_transition"),
        ...when(state.now < endOf(booking), "session_not_ended"),
      ];
    case "checkout":
      return checkoutRefusals(state, booking, act.by);
  }
}

const notActive = (booking: Booking): Codes => when(!isActive(booking), "invalid_transition");

export function isSame(booking: Booking, act: { readonly to: number; readonly duration_minutes?: number }): boolean {
  return act.to === booking.session_datetime && (act.duration_minutes ?? booking.duration_minutes) === booking.duration_minutes;
}

/** The offer a create names or means, or the code. */
export function wantedOffer(state: State, act: CreateAct): { offer: Offer | null; minutes: number } | string {
  const shop = shopOf(state, act.coach);
  if (act.offer !== undefined) {
    const offer = shop.offers.get(act.offer);
    if (offer === undefined) return "offer_not_found";
    if (!offer.is_active) return "offer_retired";
    if (act.duration_minutes !== undefined && act.duration_minutes !== offer.duration_minutes) return "validation_failed";
    return { offer, minutes: offer.duration_minutes };
  }
  const minutes = act.duration_minutes ?? 60;
  const offer = offerOfLength(shop, minutes);
  return offer === undefined ? "duration_not_offered" : { offer, minutes };
}

/** A client that has had a booking with the coach: in whatever state it is now. */
function createRefusals(state: State, act: CreateAct): Codes {
  const side = sideOf(act.by);
  if (side === "client" && act.by !== act.client) return ["forbidden"];
  if (side === "coach" && act.by !== act.coach) return ["forbidden"];
  const all = [...state.bookings.values()];
  const known = all.some(({ client, coach, made_by }) => client === act.client && coach === act.coach && made_by !== "coach");
  const wanted = wantedOffer(state, act);
  const dead = [...when(state.inactive.has(act.coach), "coach_inactive"), ...when(state.inactive.has(act.client), "*")];
  return [
    ...when(side === "coach" && !known, "client_unknown_to_coach"),
    ...(state.broken.has("the deactivated are shut out") ? [] : dead),
    ...(typeof wanted === "string" ? [wanted] : takenRefusals(state, act, wanted.minutes, wanted.offer)),
    ...startRefusals(state, act.coach, act.to, side === "client"),
    ...(side === "client" ? [...capRefusals(state, act), ...againRefusals(state, act)] : []),
  ];
}

function startRefusals(state: State, coach: Booking["coach"], to: number, isClient: boolean): Codes {
  const notice = isClient ? shopOf(state, coach).settings.notice_minutes_min * MINUTE : 0;
  return [...when(to <= state.now, "in_the_past"), ...when(to < state.now + notice, "notice_too_short")];
}

function takenRefusals(state: State, act: CreateAct, duration_minutes: number, offer: Offer | null): Codes {
  const { settings } = shopOf(state, act.coach);
  const stretch = {
    session_datetime: act.to,
    duration_minutes,
    buffer_before_minutes: offer?.buffer_before_minutes ?? settings.buffer_before_minutes,
    buffer_after_minutes: offer?.buffer_after_minutes ?? settings.buffer_after_minutes,
  };
  const others = [...state.bookings.values()].filter((other) => other.coach === act.coach && isActive(other));
  return when(
    others.some((other) => conflict(stretch, other)),
    "slot_taken",
  );
}

/** A booking may be where it stands; others may not. */
function movedTaken(state: State, booking: Booking, to: number, duration_minutes: number): Codes {
  const stretch = { ...booking, session_datetime: to, duration_minutes };
  const others = [...state.bookings.values()].filter((other) => other.coach === booking.coach && other !== booking && isActive(other));
  return when(
    others.some((other) => conflict(stretch, other)),
    "slot_taken",
  );
}

/** Section 8. A new booking is free or unpaid at first, so the cap of those binds every create. */
function capRefusals(state: State, act: CreateAct): Codes {
  const own = [...state.bookings.values()].filter(({ client, made_by }) => client === act.client && made_by === "client");
  const pending = own.filter(({ status }) => status === "pending");
  const ahead = own.filter((booking) => isActive(booking) && booking.session_datetime > state.now);
  const light = ahead.filter((booking) => booking.coach === act.coach && (!isPriced(booking) || !isPaid(booking)));
  const { sessions_ahead, free_or_unpaid_with_one_coach, pending: pendingCap } = state.caps;
  const isOver = ahead.length >= sessions_ahead || light.length >= free_or_unpaid_with_one_coach;
  return [
    ...when(pending.length >= pendingCap, "too_many_pending"),
    ...when(isOver && !state.broken.has("the caps count every state"), "too_many_sessions"),
  ];
}

/** The same client, coach and start, 30 minutes after it lapsed unpaid; "only 30 minutes after" includes the thirtieth. */
function againRefusals(state: State, act: CreateAct): Codes {
  if (state.broken.has("a lapsed start comes back late")) return [];
  const isAgain = [...state.bookings.values()].some(
    ({ client, coach, session_datetime, lapsed_unpaid_at }) =>
      client === act.client &&
      coach === act.coach &&
      session_datetime === act.to &&
      lapsed_unpaid_at !== null &&
      state.now < lapsed_unpaid_at + 30 * MINUTE,
  );
  return when(isAgain, "slot_taken");
}

type Mover = Extract<BookingAct | CalendarAct, { do: "move" | "drag" }>;

function lengthRefusals(state: State, booking: Booking, minutes: number): Codes {
  if (state.broken.has("length keeps its price")) return [];
  const length = lengthFor(shopOf(state, booking.coach), booking, minutes);
  return typeof length === "string" ? [length] : [];
}

function moveRefusals(state: State, booking: Booking, act: Mover): Codes {
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
    ...startRefusals(state, booking.coach, act.to, isClient),
    // What only asks for a move needs no free time.
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
function askRefusals(state: State, booking: Booking, act: Extract<BookingAct, { do: "ask_move" }>): Codes {
  return [
    ...when(booking.status !== "confirmed", "invalid_transition"),
    ...when(booking.move_request !== null, "move_request_open"),
    ...when(state.now >= booking.session_datetime, "session_started"),
    ...when(state.now >= booking.session_datetime, "*"),
    ...when(isSame(booking, act), "*"),
    ...startRefusals(state, booking.coach, act.to, sideOf(act.by) === "client"),
    ...lengthRefusals(state, booking, act.duration_minutes ?? booking.duration_minutes),
  ];
}

function answerRefusals(booking: Booking, { do: what, by }: { do: "accept_move" | "decline_move" | "withdraw_move"; by: Person }): Codes {
  const request = booking.move_request;
  if (request === null) return ["move_request_not_found", ...when(!isActive(booking), "invalid_transition")];
  const isOwn = request.asked_by === sideOf(by);
  return when(by !== "admin" && (what === "withdraw_move" ? !isOwn : isOwn), "forbidden");
}

function acceptRefusals(state: State, booking: Booking): Codes {
  const request = booking.move_request;
  if (request === null || state.broken.has("accepting asks for free time")) return [];
  return movedTaken(state, booking, request.session_datetime, request.duration_minutes);
}

/** `waive_price` where no payment is awaited is read as saying nothing. */
function confirmRefusals(state: State, booking: Booking, act: Extract<BookingAct, { do: "confirm" }>): Codes {
  const isClient = sideOf(act.by) === "client";
  const what = awaited(booking);
  const mayWaive = !isClient || state.broken.has("a waiver is the coach's");
  if (act.waive_price && !mayWaive) return ["forbidden"];
  if (booking.status !== "pending") return ["invalid_transition"];
  if (what === "payment" && !act.waive_price) return pricesFellAway(state, booking) ? [] : ["payment_required"];
  return when(what === "approval" && isClient, "approval_required");
}

/** The fault of the seventh act: a length that is no longer sold was read as free. */
function pricesFellAway(state: State, booking: Booking): boolean {
  return state.broken.has("the price is copied") && !offerOfLength(shopOf(state, booking.coach), booking.duration_minutes)?.price;
}

function cancelRefusals(state: State, booking: Booking, act: Extract<BookingAct | CalendarAct, { do: "cancel" | "delete_event" }>): Codes {
  const behalf = act.do === "cancel" ? act.on_behalf_of : undefined;
  const side = behalf ?? sideOf(act.by);
  const isLate = state.now >= booking.session_datetime && !state.broken.has("the clock is asked");
  return [
    ...when(behalf !== undefined && act.by !== "admin", "forbidden"),
    ...notActive(booking),
    ...when(side === "client" && isLate && isActive(booking), "session_started"),
    ...when(act.do === "delete_event" && state.now >= booking.session_datetime, "*"),
  ];
}

/** A first checkout is judged by the deadline that it brings itself. */
function checkoutRefusals(state: State, booking: Booking, by: Person): Codes {
  if (by !== booking.client) return ["forbidden"];
  if (awaited(booking) !== "payment") return ["*"];
  if (booking.sessions.some((session) => isOpen(state, booking, session))) return [];
  return when(state.now >= deadlineWithCheckout(state, booking) - 5 * MINUTE, "checkout_too_late");
}

export function deadlineWithCheckout(state: State, booking: Booking): number {
  const stands = booking.expires_at ?? booking.session_datetime;
  const isFirst = booking.sessions.length === 0 || state.broken.has("nothing but a first checkout prolongs");
  return isFirst ? Math.min(booking.session_datetime, Math.max(stands, state.now + 35 * MINUTE)) : stands;
}
