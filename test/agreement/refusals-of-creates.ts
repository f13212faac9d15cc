/** Why a booking is not made: offers, parties, time, the caps of section 8. */
import { type CreateAct, MINUTE, type Offer } from "./acts.ts";
import { type Codes, startRefusals, when } from "./machine-codes.ts";
import { type State, isActive, isPaid, isPriced, shopOf } from "./machine-state.ts";
import { conflict, offerOfLength, sideOf } from "./rules.ts";

/** The offer a create names or means, or the code. */
export function wantedOffer(state: State, act: CreateAct): { offer: Offer | null; minutes: number } | string {
  const shop = shopOf(state, act.coach);
  if (act.offer !== undefined) {
    const offer = shop.offers.get(act.offer);
    if (offer === undefined) return "offer_not_found";
    if (!offer.is_active && !state.broken.has("a retired offer is not sold")) return "offer_retired";
    if (act.duration_minutes !== undefined && act.duration_minutes !== offer.duration_minutes) return "validation_failed";
    return { offer, minutes: offer.duration_minutes };
  }
  const minutes = act.duration_minutes ?? 60;
  const offer = offerOfLength(shop, minutes);
  return offer === undefined ? "duration_not_offered" : { offer, minutes };
}

/** A client that has had a booking with the coach: in whatever state it is now. */
export function createRefusals(state: State, act: CreateAct): Codes {
  const side = sideOf(act.by);
  if (side === "client" && act.by !== act.client) return ["forbidden"];
  if (side === "coach" && act.by !== act.coach) return ["forbidden"];
  const all = [...state.bookings.values()];
  const known = all.some(({ client, coach, made_by }) => client === act.client && coach === act.coach && made_by !== "coach");
  const wanted = wantedOffer(state, act);
  const dead = [...when(state.inactive.has(act.coach), "coach_inactive"), ...when(state.inactive.has(act.client), "*")];
  return [
    ...when(side === "coach" && !known && !state.broken.has("a coach books for clients it has had"), "client_unknown_to_coach"),
    ...(state.broken.has("the deactivated are shut out") ? [] : dead),
    ...(typeof wanted === "string" ? [wanted] : takenRefusals(state, act, wanted.minutes, wanted.offer)),
    ...startRefusals(state, act.coach, act.to, side === "client", false),
    ...(side === "client"
      ? [...capRefusals(state, act, typeof wanted === "string" ? null : wanted.offer), ...againRefusals(state, act)]
      : []),
  ];
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

/** Section 8. A new booking is free or unpaid at first, so the cap of those binds every create. */
function capRefusals(state: State, act: CreateAct, offer: Offer | null): Codes {
  const own = [...state.bookings.values()].filter(({ client, made_by }) => client === act.client && made_by === "client");
  const pending = own.filter(({ status }) => status === "pending");
  const ahead = own.filter((booking) => isActive(booking) && booking.session_datetime > state.now);
  const light = ahead.filter((booking) => booking.coach === act.coach && (!isPriced(booking) || !isPaid(booking)));
  const { sessions_ahead, free_or_unpaid_with_one_coach, pending: pendingCap } = state.caps;
  const { settings } = shopOf(state, act.coach);
  // One that is confirmed at once adds nothing to those that wait.
  const waits = (offer?.price ?? null) !== null || (offer?.approval_required ?? settings.approval_required) || !settings.auto_confirm;
  const isOver = ahead.length >= sessions_ahead || light.length >= free_or_unpaid_with_one_coach;
  return [
    ...when(waits && pending.length >= pendingCap, "too_many_pending"),
    ...when(isOver && !state.broken.has("the caps count every state"), "too_many_sessions"),
  ];
}

/** The same client, coach and start, 30 minutes after it lapsed unpaid; "only 30 minutes after" includes the thirtieth. */
function againRefusals(state: State, act: CreateAct): Codes {
  if (state.broken.has("a lapsed start comes back late")) return [];
  const isAgain = [...state.bookings.values()].some(
    ({ client, coach, made_by, session_datetime, lapsed_unpaid_at }) =>
      made_by === "client" &&
      client === act.client &&
      coach === act.coach &&
      session_datetime === act.to &&
      lapsed_unpaid_at !== null &&
      state.now < lapsed_unpaid_at + 30 * MINUTE,
  );
  return when(isAgain, "slot_taken");
}
