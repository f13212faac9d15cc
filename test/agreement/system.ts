/**
 * The adversary and the judge need this of a system: begin a world, play an act, show what stands after it. Nothing here knows how
 * the system is built. The reference system, the decider alone and the real agenda are three of them.
 */
import type { Act, ClientName, CoachName, CoachSettings, Offer, PolicyStep, Price, Side } from "./acts.ts";

/** The bounds of section 8, small, so that forty acts can meet them. */
export interface Caps {
  readonly sessions_ahead: number;
  readonly free_or_unpaid_with_one_coach: number;
  readonly pending: number;
  readonly moves_a_day: number;
}

/** A booking that stands when the game begins. It was made under the coach's offer `offer`. */
export interface GivenBooking {
  readonly booking: string;
  readonly client: ClientName;
  readonly coach: CoachName;
  readonly session_datetime: number;
  readonly duration_minutes: number;
  readonly made_at: number;
  readonly made_by: Side | "admin";
  readonly offer: string;
  readonly price: Price | null;
  readonly cancellation_policy: readonly PolicyStep[];
  readonly approval_required: boolean;
  readonly move_notice_minutes: number;
  /** Null: unpaid. Else it was paid in session 0, then. */
  readonly captured_at: number | null;
  readonly status: "pending" | "confirmed";
}

/**
 * Where a game begins. Every coach is open at all hours of all days in UTC, with a step of 15 minutes, a horizon of 365 days, no cap of
 * a day; `client_overlap_allowed` is true, `on_event_deleted` cancels, and each coach's calendar receives events. A coach with no
 * offers here has never had one. Clients, coaches and an admin are on record and active, and their tokens are good. Writes are not counted by
 * the minute. Settings that the game does not name stand at their defaults.
 */
export interface World {
  readonly now: number;
  readonly clients: readonly ClientName[];
  readonly coaches: readonly { readonly name: CoachName; readonly settings: CoachSettings; readonly offers: readonly Offer[] }[];
  readonly caps: Caps;
  readonly bookings: readonly GivenBooking[];
}

export interface VisibleRequest {
  readonly session_datetime: number;
  readonly duration_minutes: number;
  readonly asked_by: Side | "admin";
  readonly asked_at: number;
  readonly expires_at: number;
}

/** A booking as the record shows it. Most members are those of the wire; instants are milliseconds. */
export interface VisibleBooking {
  readonly booking: string;
  readonly status: "pending" | "confirmed" | "completed" | "cancelled";
  readonly awaiting: "payment" | "approval" | null;
  readonly session_datetime: number;
  readonly duration_minutes: number;
  readonly expires_at: number | null;
  /** The name of the offer. */
  readonly offer: string | null;
  readonly price: Price | null;
  readonly price_waived: boolean;
  readonly cancellation_policy: readonly PolicyStep[];
  readonly approval_required: boolean;
  readonly move_notice_minutes: number;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
  readonly refund_cap_percent: number;
  readonly move_request: VisibleRequest | null;
  readonly revision: number;
  readonly cancelled_by: Side | "admin" | "system" | null;
  readonly cancel_reason: string | null;
  /** The service's own record: all captures it knows of. */
  readonly captured_minor: number;
  /** The service's own record: refunds under way or made, by it or by hand, of the captures it knows of. */
  readonly refunded_minor: number;
  /** Stripe's own balance for the booking, disputes left out; null where the system has no Stripe beside it. */
  readonly held_at_stripe_minor: number | null;
}

/**
 * The outcome of one act. `accepted` is the door's answer; a drag or a deleted event has no door, so their answer is not judged,
 * only what stands. An act of Stripe is refused where Stripe itself cannot do it (no such session, nothing held, more than is left).
 */
export type Played = { readonly bookings: readonly VisibleBooking[] } & (
  | { readonly accepted: true }
  | { readonly accepted: false; readonly code: string }
);

export interface SystemUnderTest {
  /** Forgets the game before, sets up this world and shows the bookings that were given. */
  begin(world: World): readonly VisibleBooking[] | Promise<readonly VisibleBooking[]>;
  /**
   * Sets the clock to `act.at`, lets the alarm and the sweep do what is due by then (that instant included), plays the act through its door
   * and carries out what follows from it (refunds, hooks of ours, the reading back of a calendar) without moving the clock. Then it
   * shows every booking that exists, in any order. Acts come in order of time; several may share an instant. A broken promise of the
   * system (a 500, an unknown outcome) is thrown, not answered.
   */
  play(act: Act): Played | Promise<Played>;
}
