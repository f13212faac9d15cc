/**
 * Every code that an act deserves, by the rules alone: an empty list means that it must be accepted. Where several reasons hold, each of
 * their codes is right, because the agreement does not order them; "*" stands where it names no code. `state` is that of after what was
 * due, and nothing here changes it.
 */
import { type Act, type BookingAct, type CalendarAct, MINUTE, type Person } from "./acts.ts";
import { type Codes, deadlineWithCheckout, isSame, notActive, when } from "./machine-codes.ts";
import { stripeRefusal } from "./machine-money.ts";
import { type Booking, type State, awaited, isActive, knownBack, sessionOnOffer, shopOf } from "./machine-state.ts";
import { createRefusals } from "./refusals-of-creates.ts";
import { acceptRefusals, answerRefusals, askRefusals, moveRefusals } from "./refusals-of-moves.ts";
import { endOf, offerOfLength, sideOf, unreachable } from "./rules.ts";

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
      const isParty = act.by === "admin" || act.by === booking.client || act.by === booking.coach;
      if (!isParty && !state.broken.has("only the parties act")) return ["forbidden"];
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
      return answerRefusals(state, booking, act);
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
      return [...answerRefusals(state, booking, act), ...acceptRefusals(state, booking)];
    case "confirm":
      return confirmRefusals(state, booking, act);
    case "complete":
      return [...when(booking.status !== "confirmed", "invalid_transition"), ...when(state.now < endOf(booking), "session_not_ended")];
    case "checkout":
      return checkoutRefusals(state, booking, act.by);
    default:
      return unreachable(act);
  }
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
  if (sessionOnOffer(state, booking) !== undefined) return [];
  return when(state.now >= deadlineWithCheckout(state, booking) - 5 * MINUTE, "checkout_too_late");
}
