/**
 * A naive machine of the agreement: what is due is done, then the act's refusals are listed, then it is applied. It serves twice: as the
 * judge's exact answer to an act, and, with one rule forgotten, as a system that misbehaves. It does no I/O and has no clock of its own.
 */
import type { Act, BookingAct, CalendarAct } from "./acts.ts";
import type { Guard } from "./guards.ts";
import { checkout, create, end, whatIsDue } from "./machine-life.ts";
import { catchUp, confirmBooking, giveMore, percentFor, playStripe, settleCancellation } from "./machine-money.ts";
import { accept, ask, dragAsks, move } from "./machine-moves.ts";
import { refusals } from "./machine-refusals.ts";
import { type Booking, type State, awaited, isSessionOver, shopOf, show, stateOf } from "./machine-state.ts";
import { sideOf } from "./rules.ts";
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
    for (const booking of this.state.bookings.values()) {
      whatIsDue(this.state, booking);
      if (seen !== undefined && isSessionOver(this.state, booking)) catchUp(this.state, booking, act, seen(booking.booking));
    }
    const codes = refusals(this.state, act);
    if (codes.length === 0) apply(this.state, act, seen);
    else if (act.do === "drag" && codes.length === 1 && codes[0] === "move_needs_client") dragAsks(this.state, act);
    for (const booking of this.state.bookings.values()) {
      if (seen !== undefined) catchUp(this.state, booking, { at: act.at, by: "system", do: "pass" }, seen(booking.booking));
    }
    return codes;
  }

  show(): VisibleBooking[] {
    return [...this.state.bookings.values()].map((booking) => show(booking));
  }
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
      if (act.by === "stripe") playStripe(state, booking, act, seen?.(act.booking));
      else if (act.do === "refund") goodwill(state, booking, act.amount_minor);
      else applyToBooking(state, booking, act);
    }
  }
}

/** Waiving what is paid would let a coach move it alone. */
function mayBeWaived(state: State, booking: Booking): boolean {
  return awaited(booking) === "payment" || (booking.price !== null && state.broken.has("only an unpaid price is waived"));
}

function goodwill(state: State, booking: Booking, amount_minor: number): void {
  const capture = booking.captures.find(({ stands }) => stands);
  if (capture !== undefined) giveMore(state, booking, capture, amount_minor);
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
      if (act.waive_price && mayBeWaived(state, booking)) booking.price_waived = true;
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
