/** The codes of rules that several acts share. "*" stands where the agreement names no code. */
import { MINUTE } from "./acts.ts";
import { type Booking, type State, isActive, shopOf } from "./machine-state.ts";
import { conflict, lengthFor } from "./rules.ts";

export type Codes = string[];

/** "*": the agreement names no code. */
export const when = (holds: boolean, code: string): Codes => (holds ? [code] : []);

export const notActive = (booking: Booking): Codes => when(!isActive(booking), "invalid_transition");

export function isSame(booking: Booking, act: { readonly to: number; readonly duration_minutes?: number }): boolean {
  return act.to === booking.session_datetime && (act.duration_minutes ?? booking.duration_minutes) === booking.duration_minutes;
}

/** Of the coaches of a world, from midnight in UTC. */
const STEP = 15 * MINUTE;

/**
 * What is listed can be booked: a session may start this instant. `isAhead`: it may not, as where a coach moves it "to a start in the
 * future", and where a request would lapse with the wished start at once.
 */
export function startRefusals(state: State, coach: Booking["coach"], to: number, isClient: boolean, isAhead: boolean): Codes {
  const notice = isClient ? shopOf(state, coach).settings.notice_minutes_min * MINUTE : 0;
  return [
    ...when(isAhead ? to <= state.now : to < state.now, "in_the_past"),
    ...when(to < state.now + notice, "notice_too_short"),
    ...when(isClient && to % STEP !== 0, "off_grid"),
  ];
}

/** A booking may be where it stands; others may not. */
export function movedTaken(state: State, booking: Booking, to: number, duration_minutes: number): Codes {
  const stretch = { ...booking, session_datetime: to, duration_minutes };
  const others = [...state.bookings.values()].filter((other) => other.coach === booking.coach && other !== booking && isActive(other));
  return when(
    others.some((other) => conflict(stretch, other)),
    "slot_taken",
  );
}

export function lengthRefusals(state: State, booking: Booking, minutes: number): Codes {
  if (state.broken.has("length keeps its price")) return [];
  const length = lengthFor(shopOf(state, booking.coach), booking, minutes);
  return typeof length === "string" ? [length] : [];
}

export function deadlineWithCheckout(state: State, booking: Booking): number {
  const stands = booking.expires_at ?? booking.session_datetime;
  const isFirst = booking.sessions.length === 0 || state.broken.has("nothing but a first checkout prolongs");
  return isFirst ? Math.min(booking.session_datetime, Math.max(stands, state.now + 35 * MINUTE)) : stands;
}
