/**
 * The naive machine's memory of a world and of a booking, and the questions that need nothing else: what is awaited, what stands
 * paid, what was given back. It is the plainest record of sections 2 to 8, kept for reading and not for speed.
 */
import { type ClientName, type CoachName, DAY, HOUR, MINUTE, type PolicyStep, type Price, type Side } from "./acts.ts";
import type { Guard } from "./guards.ts";
import { endOf, type Shop, step } from "./rules.ts";
import type { Caps, VisibleBooking, VisibleRequest, World } from "./system.ts";

export interface Session {
  readonly opened_at: number;
  captures: number;
}

export interface Capture {
  readonly session: number;
  readonly at: number;
  /** Its session had been ended when the money came. */
  readonly in_ended_session: boolean;
  is_known: boolean;
  /** The money that pays for the booking; every other capture is given back whole. */
  stands: boolean;
}

export interface Refund {
  readonly capture: Capture;
  readonly amount_minor: number;
  readonly by: "service" | "hand";
  is_known: boolean;
  has_failed: boolean;
}

export interface Booking {
  readonly booking: string;
  readonly client: ClientName;
  readonly coach: CoachName;
  readonly made_by: Side | "admin";
  readonly made_at: number;
  session_datetime: number;
  duration_minutes: number;
  offer: string | null;
  readonly price: Price | null;
  readonly cancellation_policy: readonly PolicyStep[];
  readonly approval_required: boolean;
  readonly move_notice_minutes: number;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  status: VisibleBooking["status"];
  is_approved: boolean;
  was_confirmed: boolean;
  price_waived: boolean;
  refund_cap_percent: number;
  expires_at: number | null;
  move_request: VisibleRequest | null;
  cancelled_by: VisibleBooking["cancelled_by"];
  cancel_reason: string | null;
  lapsed_unpaid_at: number | null;
  revision: number;
  readonly own_moves: number[];
  readonly sessions: Session[];
  readonly captures: Capture[];
  readonly refunds: Refund[];
  /** Hooks of Stripe that have not arrived. */
  readonly held: (Capture | Refund)[];
}

export interface State {
  now: number;
  readonly caps: Caps;
  readonly shops: Map<CoachName, Shop>;
  readonly clients: ReadonlySet<ClientName>;
  readonly inactive: Set<ClientName | CoachName>;
  readonly bookings: Map<string, Booking>;
  readonly broken: ReadonlySet<Guard>;
}

export const isActive = ({ status }: Booking): boolean => status === "pending" || status === "confirmed";
export const isPaid = (booking: Booking): boolean => booking.captures.some(({ stands }) => stands);
export const isPriced = ({ price, price_waived }: Booking): boolean => price !== null && !price_waived;
export const completesAt = (booking: Booking): number => endOf(booking) + DAY;

export function awaited(booking: Booking): "payment" | "approval" | null {
  if (booking.status !== "pending") return null;
  if (isPriced(booking) && !isPaid(booking)) return "payment";
  return booking.approval_required && !booking.is_approved ? "approval" : null;
}

/** Section 5.3. */
export function entitlement(booking: Booking, t: number, policy = booking.cancellation_policy): number {
  return booking.was_confirmed ? Math.min(booking.refund_cap_percent, step(policy, booking.session_datetime, t)) : 100;
}

/** Section 4: made for 31 minutes, ended four minutes before the booking's deadline. */
export function isOpen(state: State, booking: Booking, session: Session): boolean {
  return session.captures === 0 && isInTime(state, booking, session);
}

function isInTime({ now }: State, booking: Booking, { opened_at }: Session): boolean {
  if (awaited(booking) !== "payment" || booking.expires_at === null) return false;
  return now < Math.min(opened_at + 31 * MINUTE, booking.expires_at - 4 * MINUTE);
}

/** The session that a request for a checkout is answered with: open as far as is known, though money may have come of which no word has. */
export function sessionOnOffer(state: State, booking: Booking): Session | undefined {
  const isPaidIn = (session: Session): boolean =>
    booking.captures.some((capture) => capture.is_known && booking.sessions[capture.session] === session);
  return booking.sessions.find((session) => isInTime(state, booking, session) && !isPaidIn(session));
}

/** Whether the last session has come to its end by itself: who ends it asks what came of it. */
export function isSessionOver(state: State, { sessions, expires_at }: Booking): boolean {
  const last = sessions.at(-1);
  return last !== undefined && state.now >= Math.min(last.opened_at + 31 * MINUTE, (expires_at ?? 0) - 4 * MINUTE);
}

const amountOf = ({ price }: Booking): number => price?.amount_minor ?? 0;

/** The part of a capture that Stripe still holds. */
export function leftAtStripe(booking: Booking, capture: Capture): number {
  const gone = booking.refunds.filter((refund) => refund.capture === capture && !refund.has_failed);
  return amountOf(booking) - gone.reduce((sum, { amount_minor }) => sum + amount_minor, 0);
}

export function knownBack(booking: Booking, capture: Capture): number {
  const known = booking.refunds.filter((refund) => refund.capture === capture && refund.is_known && !refund.has_failed);
  return Math.min(
    amountOf(booking),
    known.reduce((sum, { amount_minor }) => sum + amount_minor, 0),
  );
}

const knownCaptures = (booking: Booking): Capture[] => booking.captures.filter(({ is_known }) => is_known);

export function show(booking: Booking): VisibleBooking {
  const known = knownCaptures(booking);
  return {
    booking: booking.booking,
    status: booking.status,
    awaiting: awaited(booking),
    session_datetime: booking.session_datetime,
    duration_minutes: booking.duration_minutes,
    expires_at: booking.expires_at,
    offer: booking.offer,
    price: booking.price,
    price_waived: booking.price_waived,
    cancellation_policy: booking.cancellation_policy,
    approval_required: booking.approval_required,
    move_notice_minutes: booking.move_notice_minutes,
    buffer_before_minutes: booking.buffer_before_minutes,
    buffer_after_minutes: booking.buffer_after_minutes,
    refund_cap_percent: booking.refund_cap_percent,
    move_request: booking.move_request,
    revision: booking.revision,
    cancelled_by: booking.cancelled_by,
    cancel_reason: booking.cancel_reason,
    captured_minor: known.length * amountOf(booking),
    refunded_minor: known.reduce((sum, capture) => sum + knownBack(booking, capture), 0),
    held_at_stripe_minor: booking.captures.reduce((sum, capture) => sum + leftAtStripe(booking, capture), 0),
  };
}

export function stateOf(world: World, broken: ReadonlySet<Guard>): State {
  const state: State = {
    now: world.now,
    caps: world.caps,
    shops: new Map(
      world.coaches.map(({ name, settings, offers }) => [
        name,
        { name, settings, offers: new Map(offers.map((offer) => [offer.name, { ...offer, is_active: true }])) },
      ]),
    ),
    clients: new Set(world.clients),
    inactive: new Set(),
    bookings: new Map(),
    broken,
  };
  for (const given of world.bookings) {
    const { captured_at, status, made_by, ...terms } = given;
    const capture: Capture = { session: 0, at: captured_at ?? given.made_at, in_ended_session: false, is_known: true, stands: true };
    const booking: Booking = {
      ...terms,
      made_by,
      status,
      buffer_before_minutes: 0,
      buffer_after_minutes: 0,
      is_approved: status === "confirmed" || made_by !== "client",
      was_confirmed: status === "confirmed",
      price_waived: false,
      refund_cap_percent: 100,
      expires_at: null,
      move_request: null,
      cancelled_by: null,
      cancel_reason: null,
      lapsed_unpaid_at: null,
      revision: 1,
      own_moves: [],
      sessions: captured_at === null ? [] : [{ opened_at: captured_at, captures: 1 }],
      captures: captured_at === null ? [] : [capture],
      refunds: [],
      held: [],
    };
    if (status === "pending") booking.expires_at = firstDeadline(state, booking, captured_at ?? given.made_at);
    state.bookings.set(booking.booking, booking);
  }
  return state;
}

/** The table of section 4. `payment_minutes` and `approval_minutes` are the coach's at that moment: they are not terms of the booking. */
export function firstDeadline(state: State, booking: Booking, since: number): number {
  const settings = shopOf(state, booking.coach).settings;
  const what = awaited(booking);
  if (what === null || (what === "payment" && state.broken.has("an unpaid hold is of minutes"))) return booking.session_datetime;
  const minutes = what === "payment" && booking.made_by === "client" ? settings.payment_minutes : settings.approval_minutes;
  return Math.min(booking.session_datetime, since + minutes * MINUTE);
}

export function shopOf(state: State, coach: CoachName): Shop {
  const shop = state.shops.get(coach);
  if (shop === undefined) throw new Error(`no ${coach} in this world`);
  return shop;
}

export const REQUEST_LASTS = 48 * HOUR;
