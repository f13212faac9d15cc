/**
 * The language of acts: everything a person, Stripe or time can do to a booking, as one union. An act says when it happens and
 * by whom, never how it ends. Bookings, offers and people go by names that the player chooses, so that a list of acts can be
 * played again on any system. Instants are milliseconds since 1970, whole seconds; amounts are in the ISO 4217 minor unit.
 */
export type ClientName = `client-${number}`;
export type CoachName = `coach-${number}`;
export type Person = ClientName | CoachName | "admin";
export type Side = "client" | "coach";

export interface Price {
  readonly amount_minor: number;
  readonly currency: string;
}

export interface PolicyStep {
  readonly before_minutes: number;
  readonly refund_percent: number;
}

export interface CoachSettings {
  readonly approval_required: boolean;
  readonly auto_confirm: boolean;
  readonly cancellation_policy: readonly PolicyStep[];
  readonly move_notice_minutes: number;
  readonly payment_minutes: number;
  readonly approval_minutes: number;
  readonly notice_minutes_min: number;
  readonly buffer_before_minutes: number;
  readonly buffer_after_minutes: number;
}

/** An offer as the game needs it; null where the coach's setting counts. The members that are not here stay at their defaults. */
export interface Offer {
  readonly name: string;
  readonly duration_minutes: number;
  readonly price: Price | null;
  readonly approval_required: boolean | null;
  readonly cancellation_policy: readonly PolicyStep[] | null;
  readonly buffer_before_minutes: number | null;
  readonly buffer_after_minutes: number | null;
  readonly position: number;
}

interface Happens<By> {
  readonly at: number;
  readonly by: By;
}

interface OnBooking {
  readonly booking: string;
}

interface Target extends OnBooking {
  readonly to: number;
  /** Absent: the length stays. */
  readonly duration_minutes?: number;
}

/** Changes of a coach's settings and offers, by the coach or an admin. */
type ShopAct = Happens<CoachName | "admin"> & { readonly coach: CoachName } & (
    | { readonly do: "change_settings"; readonly settings: Partial<CoachSettings> }
    /** Makes the offer of this name, or replaces every member of it. */
    | { readonly do: "put_offer"; readonly offer: Offer }
    | { readonly do: "retire_offer"; readonly offer: string }
  );

export type CreateAct = Happens<Person> &
  OnBooking & {
    readonly do: "create";
    readonly coach: CoachName;
    readonly client: ClientName;
    readonly to: number;
    readonly offer?: string;
    readonly duration_minutes?: number;
  };

export type BookingAct = Happens<Person> &
  (
    | (Target & { readonly do: "move"; readonly on_behalf_of?: Side })
    | (Target & { readonly do: "ask_move" })
    | (OnBooking & { readonly do: "accept_move" })
    | (OnBooking & { readonly do: "decline_move" })
    | (OnBooking & { readonly do: "withdraw_move" })
    | (OnBooking & { readonly do: "complete" })
    | (OnBooking & { readonly do: "checkout" })
    | (OnBooking & { readonly do: "confirm"; readonly waive_price?: true })
    | (OnBooking & { readonly do: "cancel"; readonly on_behalf_of?: Side })
    /** A look at the booking through the API, or at the private feed of the person. */
    | (OnBooking & { readonly do: "read"; readonly door: "api" | "feed" })
  );

/** The owner's hand on the event in their own calendar; it is read back before the act is over. */
export type CalendarAct = Happens<CoachName> & ((Target & { readonly do: "drag" }) | (OnBooking & { readonly do: "delete_event" }));

type AdminAct = Happens<"admin"> &
  /** Of the payment that stands, through the admin's door. */
  (
    | (OnBooking & { readonly do: "refund"; readonly amount_minor: number })
    | { readonly do: "deactivate" | "reactivate"; readonly person: ClientName | CoachName }
  );

/** A hook that is held arrives with a later `deliver`. */
type Hook = "now" | "held";

export type StripeAct = Happens<"stripe"> &
  OnBooking &
  /**
   * Money for the checkout session of this number (0: the first opened for the booking), of the booking's price. In a session
   * that was ended it is a payment that was under way; in one that is paid it is a capture by another intent.
   */
  (
    | { readonly do: "capture"; readonly session: number; readonly hook: Hook }
    /** Given back by hand, out of the session's first capture. */
    | { readonly do: "refund_by_hand"; readonly session: number; readonly amount_minor: number; readonly hook: Hook }
    /** The last refund that the service made, under way until now, fails. */
    | { readonly do: "refund_fails" }
    | { readonly do: "dispute"; readonly session: number; readonly state: "opened" | "won" | "lost" }
    | { readonly do: "deliver"; readonly which: "oldest" | "newest" }
    /** Every hook about the booking that was delivered so far arrives once more. */
    | { readonly do: "redeliver" }
  );

/** Nothing but time: the alarm and the sweep do what is due, that instant included. */
type PassAct = Happens<"system"> & { readonly do: "pass" };

export type Act = ShopAct | CreateAct | BookingAct | CalendarAct | AdminAct | StripeAct | PassAct;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
