/**
 * A naive machine of the agreement: what is due is done, then the act's refusals are listed, then it is applied. It serves twice: as the
 * judge's exact answer to an act, and, with one rule forgotten, as a system that misbehaves. It does no I/O and has no clock of its own.
 */
import { type Act, type BookingAct, type CalendarAct, type CreateAct, DAY, MINUTE, type Person } from "./acts.ts";
import type { Guard } from "./guards.ts";
import { confirmBooking, giveBack, percentFor, playStripe, settleCancellation } from "./machine-money.ts";
import { deadlineWithCheckout, isSame, refusals, wantedOffer } from "./machine-refusals.ts";
import {
  awaited,
  type Booking,
  completesAt,
  entitlement,
  firstDeadline,
  isOpen,
  REQUEST_LASTS,
  shopOf,
  show,
  type State,
  stateOf,
} from "./machine-state.ts";
import { lengthFor, sideOf } from "./rules.ts";
import type { VisibleBooking, World } from "./system.ts";

/** A choice that the agreement leaves open, read off what the other system did. */
export type Seen = (booking: string) => VisibleBooking | undefined;

export class Machine {
  private readonly state: State;

  constructor(world: World, broken: ReadonlySet<Guard> = new Set()) {
    this.state = stateOf(world, broken);
  }

  /** The codes the act deserves, empty where it must be accepted; it has then been applied. */
  play(act: Act, seen?: Seen): readonly string[] {
    this.state.now = act.at;
    for (const booking of this.state.bookings.values()) whatIsDue(this.state, booking);
    const codes = refusals(this.state, act);
    if (codes.length === 0) apply(this.state, act, seen);
    else if (act.do === "drag" && codes.length === 1 && codes[0] === "move_needs_client") dragAsks(this.state, act);
    return codes;
  }

  show(): VisibleBooking[] {
    return [...this.state.bookings.values()].map((booking) => show(booking));
  }
}

/** Lapses, completions and lapsed requests, that instant included. A request that is due at the start of its session ends before it. */
function whatIsDue(state: State, booking: Booking): void {
  const { now, broken } = state;
  if (booking.move_request !== null && now >= booking.move_request.expires_at) {
    booking.move_request = null;
    booking.revision += 1;
  }
  if (booking.status === "pending" && booking.expires_at !== null && now >= booking.expires_at) {
    if (awaited(booking) === "payment") booking.lapsed_unpaid_at = booking.expires_at;
    end(booking, "system", "expired");
    settleCancellation(state, booking, percentFor(state, booking, "system"));
  }
  if (booking.status === "confirmed" && now >= completesAt(booking) && !broken.has("the clock is asked")) {
    booking.status = "completed";
    booking.revision += 1;
  }
}

function end(booking: Booking, by: Booking["cancelled_by"], reason: string | null): void {
  booking.status = "cancelled";
  booking.cancelled_by = by;
  booking.cancel_reason = reason;
  booking.expires_at = null;
  booking.move_request = null;
  booking.revision += 1;
}

function apply(state: State, act: Act, seen?: Seen): void {
  switch (act.do) {
    case "pass":
      return;
    case "deactivate":
      state.inactive.add(act.person);
      return;
    case "reactivate":
      state.inactive.delete(act.person);
      return;
    case "change_settings":
      shopOf(state, act.coach).settings = { ...shopOf(state, act.coach).settings, ...act.settings };
      return;
    case "put_offer":
      shopOf(state, act.coach).offers.set(act.offer.name, { ...act.offer, is_active: true });
      return;
    case "retire_offer": {
      const offer = shopOf(state, act.coach).offers.get(act.offer);
      if (offer !== undefined) shopOf(state, act.coach).offers.set(act.offer, { ...offer, is_active: false });
      return;
    }
    case "create":
      create(state, act);
      return;
    default: {
      const booking = state.bookings.get(act.booking);
      if (booking === undefined) return;
      if (act.by === "stripe") playStripe(state, booking, act, tookIt(seen?.(act.booking)));
      else if (act.do === "refund") goodwill(booking, act.amount_minor);
      else applyToBooking(state, booking, act);
    }
  }
}

/** The other system took the money: the booking no longer waits for it, and did not end. */
const tookIt = (seen: VisibleBooking | undefined): boolean =>
  seen !== undefined && seen.awaiting !== "payment" && seen.status !== "cancelled";

function goodwill(booking: Booking, amount_minor: number): void {
  const capture = booking.captures.find(({ stands }) => stands);
  if (capture !== undefined) giveBack(booking, capture, amount_minor);
}

function create(state: State, act: CreateAct): void {
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

function applyToBooking(state: State, booking: Booking, act: BookingAct | CalendarAct): void {
  switch (act.do) {
    case "read":
      return;
    case "cancel":
    case "delete_event": {
      const side = (act.do === "cancel" ? act.on_behalf_of : undefined) ?? sideOf(act.by);
      const percent = percentFor(state, booking, side);
      end(booking, sideOf(act.by), null);
      settleCancellation(state, booking, percent);
      return;
    }
    case "complete":
      booking.status = "completed";
      booking.move_request = null;
      booking.revision += 1;
      return;
    case "confirm":
      if (act.waive_price && awaited(booking) === "payment") booking.price_waived = true;
      if (sideOf(act.by) !== "client") booking.is_approved = true;
      confirmBooking(booking);
      booking.revision += 1;
      return;
    case "checkout":
      checkout(state, booking);
      return;
    case "decline_move":
    case "withdraw_move":
      booking.move_request = null;
      booking.revision += 1;
      return;
    case "ask_move":
      ask(state, booking, act);
      return;
    case "accept_move":
      accept(state, booking);
      return;
    case "drag":
    case "move":
      move(state, booking, act);
  }
}

function checkout(state: State, booking: Booking): void {
  const isDouble = state.broken.has("one capture stands");
  if (!isDouble && booking.sessions.some((session) => isOpen(state, booking, session))) return;
  booking.expires_at = deadlineWithCheckout(state, booking);
  booking.sessions.push({ opened_at: state.now, captures: 0 });
  booking.revision += 1;
}

function ask(state: State, booking: Booking, act: { by: Person; to: number; duration_minutes?: number }): void {
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
function dragAsks(state: State, act: Extract<CalendarAct, { do: "drag" }>): void {
  const booking = state.bookings.get(act.booking);
  if (booking?.status === "confirmed" && booking.move_request?.asked_by !== "client") ask(state, booking, act);
}

function accept(state: State, booking: Booking): void {
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

function move(state: State, booking: Booking, act: Extract<BookingAct | CalendarAct, { do: "move" | "drag" }>): void {
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
