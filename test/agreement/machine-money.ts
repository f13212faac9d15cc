/**
 * Money in the naive machine: what a cancellation gives back, what happens when word of a capture or a refund arrives, and what Stripe
 * itself refuses. A refund that Stripe cannot make, because more was given back by hand than we know of, fails.
 */
import type { Act, StripeAct } from "./acts.ts";
import {
  awaited,
  type Booking,
  type Capture,
  entitlement,
  firstDeadline,
  isActive,
  isOpen,
  knownBack,
  leftAtStripe,
  type Refund,
  type State,
} from "./machine-state.ts";
import { portion, unreachable } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

/** The service asks Stripe first which refunds of a capture there are. */
function lookUp(state: State, booking: Booking, capture: Capture): void {
  if (state.broken.has("refunds by hand count")) return;
  for (const refund of booking.refunds) if (refund.capture === capture) refund.is_known = true;
}

/** Gives an amount, or what is left of the capture. */
export function giveMore(state: State, booking: Booking, capture: Capture, amount_minor: number): void {
  lookUp(state, booking, capture);
  giveBack(booking, capture, Math.min(amount_minor, (booking.price?.amount_minor ?? 0) - knownBack(booking, capture)));
}

function giveBack(booking: Booking, capture: Capture, amount_minor: number): void {
  if (amount_minor <= 0) return;
  const has_failed = amount_minor > leftAtStripe(booking, capture);
  booking.refunds.push({ capture, amount_minor, by: "service", is_known: true, has_failed });
}

/**
 * Section 5.5. "Captured" and "given back already" are read as those of the capture that stands: a second capture, which was given
 * back whole, is in neither sum, or a step of 50 % after it would give nothing.
 */
export function settleCancellation(state: State, booking: Booking, percent: number): void {
  const capture = booking.captures.find(({ stands }) => stands);
  if (capture === undefined || booking.price === null) return;
  lookUp(state, booking, capture);
  const already = state.broken.has("goodwill is counted in") ? 0 : knownBack(booking, capture);
  const wanted = portion(booking.price, percent) - already;
  giveBack(booking, capture, state.broken.has("goodwill is counted in") ? Math.min(wanted, leftAtStripe(booking, capture)) : wanted);
}

export function percentFor(state: State, booking: Booking, side: "client" | "coach" | "admin" | "system"): number {
  if (side === "system") return state.broken.has("a lapse gives all back") ? 0 : 100;
  if (side !== "client" && !state.broken.has("a coach's cancellation gives all back")) return 100;
  if (state.inactive.has(booking.coach)) return 100;
  const policy = state.broken.has("terms are copied") ? state.shops.get(booking.coach)?.settings.cancellation_policy : undefined;
  const isForgotten = state.broken.has("what was never confirmed is given back whole");
  return entitlement(isForgotten ? { ...booking, was_confirmed: true } : booking, state.now, policy);
}

export function confirmBooking(booking: Booking): void {
  booking.status = "confirmed";
  booking.was_confirmed = true;
  booking.expires_at = null;
}

/** The booking as another system shows it, for choices that the agreement leaves open. */
type Seen = VisibleBooking | undefined;

/** The other system took the money: the booking no longer waits for it, and did not end. */
const tookIt = (seen: Seen): boolean => seen !== undefined && seen.awaiting !== "payment" && seen.status !== "cancelled";

/**
 * Section 3: by itself, the moment the last awaited thing is there. "Captured + approval_minutes" is counted from the word of the
 * capture, or from the capture itself where the other system does so.
 */
function goOn(state: State, booking: Booking, capture: Capture, seen: Seen): void {
  booking.revision += 1;
  if (awaited(booking) === null) return confirmBooking(booking);
  const since = seen?.expires_at === firstDeadline(state, booking, capture.at) ? capture.at : state.now;
  booking.expires_at = firstDeadline(state, booking, since);
}

/**
 * Word of a capture arrives. The moment that counts is when the word arrives, not when the money moved: only then do we know.
 * `seen` answers for money in an ended session while the booking still waits for payment. "Money that comes all the same is given
 * back whole" is read to the letter here; a system that takes such money breaks no invariant and is not complained of.
 */
function learnCapture(state: State, booking: Booking, capture: Capture, seen: Seen): void {
  if (capture.is_known) return;
  capture.is_known = true;
  const isShutOut = state.inactive.has(booking.client) || state.inactive.has(booking.coach);
  const isPermitted = !isShutOut || state.broken.has("the deactivated are shut out");
  if (awaited(booking) === "payment" && isPermitted && (!capture.in_ended_session || tookIt(seen))) {
    capture.stands = true;
    goOn(state, booking, capture, seen);
    return;
  }
  if (isActive(booking) && state.broken.has("one capture stands")) return;
  if (!isActive(booking) && state.broken.has("late money is given back")) return;
  if (isShutOut && state.broken.has("money for the deactivated goes back")) return;
  giveMore(state, booking, capture, booking.price?.amount_minor ?? 0);
}

function learn(state: State, booking: Booking, what: Capture | Refund, seen: Seen): void {
  if ("session" in what) learnCapture(state, booking, what, seen);
  else if (!state.broken.has("refunds by hand count")) what.is_known = true;
}

/**
 * The other system has asked Stripe, when it ended a session or wanted to give back, and knows of what no hook has told: then this one
 * learns it too. Money found in a session that could still be paid pays.
 */
export function catchUp(state: State, booking: Booking, act: Act, seen: Seen): void {
  if (seen === undefined || booking.price === null) return;
  const isStripes = (act.do === "capture" || act.do === "deliver") && act.booking === booking.booking;
  const isTelling = isStripes && stripeRefusal(booking, act) === null;
  const own = isTelling ? booking.price.amount_minor : 0;
  const waiting = booking.held.filter((what) => "session" in what && !what.is_known);
  const last = Math.max(...waiting.map((what) => ("session" in what ? what.session : 0)));
  const found = waiting.find((what) => "session" in what && what.session === last);
  const known = booking.captures.filter(({ is_known }) => is_known).length * booking.price.amount_minor;
  if (found !== undefined && seen.captured_minor >= known + own + booking.price.amount_minor) learn(state, booking, found, seen);
  const back = (): number => booking.captures.reduce((sum, capture) => sum + (capture.is_known ? knownBack(booking, capture) : 0), 0);
  // A refund that the act itself makes or tells of says nothing of those that are held.
  const isGiving = (act.do === "refund_by_hand" || act.do === "refund") && act.booking === booking.booking;
  for (const capture of booking.captures)
    if (!isTelling && !isGiving && capture.is_known && seen.refunded_minor > back()) lookUp(state, booking, capture);
}

/** The code with which Stripe refuses, or null. */
export function stripeRefusal(booking: Booking, act: StripeAct): string | null {
  switch (act.do) {
    case "capture":
      return booking.sessions[act.session] === undefined ? "no_session" : null;
    case "refund_by_hand":
    case "dispute": {
      const capture = booking.captures.find(({ session }) => session === act.session);
      if (capture === undefined) return "no_payment";
      return act.do === "refund_by_hand" && act.amount_minor > leftAtStripe(booking, capture) ? "more_than_is_left" : null;
    }
    case "refund_fails":
      return booking.refunds.some(({ by, has_failed }) => by === "service" && !has_failed) ? null : "no_refund";
    case "deliver":
      return booking.held.length === 0 ? "nothing_held" : null;
    case "redeliver":
      return null;
    default:
      return unreachable(act);
  }
}

/** Stripe's part of an act that it does not refuse. A dispute is recorded and changes nothing of the booking; a hook again changes nothing. */
export function playStripe(state: State, booking: Booking, act: StripeAct, seen: Seen): void {
  switch (act.do) {
    case "capture": {
      const session = booking.sessions[act.session];
      if (session === undefined) return;
      const isEnded = !isOpen(state, booking, session);
      session.captures += 1;
      const capture: Capture = { session: act.session, at: state.now, in_ended_session: isEnded, is_known: false, stands: false };
      booking.captures.push(capture);
      if (act.hook === "held") booking.held.push(capture);
      else learn(state, booking, capture, seen);
      return;
    }
    case "refund_by_hand": {
      const capture = booking.captures.find(({ session }) => session === act.session);
      if (capture === undefined) return;
      const refund: Refund = { capture, amount_minor: act.amount_minor, by: "hand", is_known: false, has_failed: false };
      booking.refunds.push(refund);
      if (act.hook === "held") booking.held.push(refund);
      else learn(state, booking, refund, seen);
      return;
    }
    case "refund_fails": {
      const last = booking.refunds.findLast(({ by, has_failed }) => by === "service" && !has_failed);
      if (last !== undefined) last.has_failed = true;
      return;
    }
    case "deliver": {
      const what = act.which === "oldest" ? booking.held.shift() : booking.held.pop();
      if (what !== undefined) learn(state, booking, what, seen);
      return;
    }
    case "dispute":
    case "redeliver":
      return;
  }
}
