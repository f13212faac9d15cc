/**
 * Guards: what must hold before an act on a booking, one pure function for each, and the few rules by which an act changes
 * what was agreed. They are one record that is handed to the decision, so that a test can leave one out and see that
 * somebody notices. Each answers with the refusal, or null where nothing stands against the act. Free time is not asked
 * about here; that is the slot function's.
 */
import { MINUTE_MS } from "../../lib/duration.ts";
import { CHECKOUT_MS_MIN, type ClientCaps } from "../../limits.ts";
import { awaitingOf, type Booking, openRequest, statusAt } from "../booking.ts";
import { after, type Instant } from "../instant.ts";
import type { Refusal } from "../refusal.ts";
import { waitsUntilAfterMove } from "./deadline.ts";
import { entitlementAt } from "./giving-back.ts";
import { type Sale, soldAtPrice } from "./offer.ts";

/** The side that acts. `both`: an admin who has spoken with both parties, and says on whose behalf. */
export type Side = "client" | "coach" | "admin" | "both" | "system";

export interface WantedTime {
  readonly startsAt: Instant;
  readonly durationMs: number;
}

/** The known facts when somebody wants to act on a booking; of one that is being made, `booking` is as it would be. */
export interface Facts {
  readonly booking: Booking;
  readonly side: Side;
  readonly now: Instant;
  readonly sale: Sale;
  readonly isCoachActive: boolean;
  readonly isClientActive: boolean;
  /** Of a move, and of a question to move. */
  readonly wanted: WantedTime | null;
  readonly waivesPrice: boolean;
  /** Of the booking; of a checkout, the one that the booking would have. */
  readonly deadline: Instant | null;
  readonly counts: Counts;
}

/** Counts of a client's holdings, with the bounds. */
interface Counts extends ClientCaps {
  readonly pending: number;
  readonly ahead: number;
  readonly unpaidWithCoach: number;
  /** Moves of the booking by its client, a day back. */
  readonly moves: number;
}

type Guard = (facts: Facts) => Refusal | null;

const refuseIf = (isRefused: boolean, refusal: Refusal): Refusal | null => (isRefused ? refusal : null);
/** A booking that coach or admin made counts nowhere. */
const counts = ({ booking }: Facts): boolean => booking.createdBy === "client";

const GUARDS = {
  coach_is_active: ({ isCoachActive }) => refuseIf(!isCoachActive, { tag: "coach_inactive" }),
  client_is_active: ({ isClientActive }) => refuseIf(!isClientActive, { tag: "client_inactive" }),

  before_start: ({ booking, now }) => refuseIf(now >= booking.startsAt, { tag: "session_started" }),
  before_end: ({ booking, now }) => refuseIf(now >= booking.endsAt, { tag: "session_ended" }),
  after_end: ({ booking, now }) => refuseIf(now < booking.endsAt, { tag: "session_not_ended" }),
  to_the_future: ({ wanted, now }) => refuseIf(wanted !== null && wanted.startsAt <= now, { tag: "in_the_past", alternatives: [] }),

  under_pending_cap: (facts) =>
    refuseIf(counts(facts) && facts.booking.status === "pending" && facts.counts.pending >= facts.counts.pendingMax, {
      tag: "too_many_pending",
      pendingMax: facts.counts.pendingMax,
    }),
  under_sessions_cap: (facts) =>
    refuseIf(counts(facts) && facts.counts.ahead >= facts.counts.aheadMax, {
      tag: "too_many_sessions",
      sessionsMax: facts.counts.aheadMax,
    }),
  // One that is being made is free or unpaid.
  under_unpaid_cap: (facts) =>
    refuseIf(counts(facts) && facts.counts.unpaidWithCoach >= facts.counts.unpaidWithCoachMax, {
      tag: "too_many_sessions",
      sessionsMax: facts.counts.unpaidWithCoachMax,
    }),
  under_moves_cap: ({ counts: { moves, movesMax } }) => refuseIf(moves >= movesMax, { tag: "too_many_moves", movesMax }),

  paid_or_waived: ({ booking, waivesPrice }) => refuseIf(awaitingOf(booking) === "payment" && !waivesPrice, { tag: "payment_required" }),
  approved: ({ booking }) => refuseIf(awaitingOf(booking) === "approval", { tag: "approval_required" }),

  moves_unapproved: ({ booking }) => refuseIf(booking.status === "confirmed" && booking.approvalRequired, { tag: "move_needs_approval" }),
  moves_in_notice: ({ booking, now }) => {
    const latest = after(booking.startsAt, -booking.moveNoticeMinutes * MINUTE_MS);
    return refuseIf(booking.status === "confirmed" && now > latest, { tag: "move_notice_too_short" });
  },
  costs_nothing: ({ booking }) => refuseIf(booking.price !== null && !booking.priceWaived, { tag: "move_needs_client" }),
  keeps_its_price: ({ booking, wanted, sale }) => {
    if (wanted === null || wanted.durationMs === booking.endsAt - booking.startsAt) return null;
    const sold = soldAtPrice(sale, wanted.durationMs / MINUTE_MS, booking.price);
    return sold.ok ? null : sold.problem;
  },

  no_open_request: ({ booking, now }) => refuseIf(openRequest(booking, now) !== null, { tag: "move_request_open" }),
  open_request: ({ booking, now }) => refuseIf(openRequest(booking, now) === null, { tag: "move_request_not_found" }),
  asked_by_the_other: ({ booking, side }) => refuseIf(booking.moveRequest?.askedBy === side, { tag: "forbidden" }),
  asked_by_oneself: ({ booking, side }) => refuseIf(side !== "admin" && booking.moveRequest?.askedBy !== side, { tag: "forbidden" }),

  price_awaited: ({ booking, now }) => {
    if (booking.paymentId !== null) return { tag: "already_paid" };
    return refuseIf(statusAt(booking, now) !== "pending" || awaitingOf(booking) !== "payment", { tag: "nothing_to_pay" });
  },
  in_time_to_pay: ({ deadline, now }) =>
    refuseIf(deadline !== null && deadline <= after(now, CHECKOUT_MS_MIN), { tag: "checkout_too_late" }),
} satisfies Readonly<Record<string, Guard>>;

export type GuardName = keyof typeof GUARDS;

/** How an act changes what was agreed, beside the guards. */
const RULES = {
  /** Whether a move changes anything at all. */
  movesNothing: (booking: Booking, wanted: WantedTime): boolean =>
    booking.startsAt === wanted.startsAt && booking.endsAt - booking.startsAt === wanted.durationMs,
  /** The cap after a move that the client made, or asked for, at `at`. */
  capAfterMove: (booking: Booking, at: Instant): number => Math.min(booking.refundCapPercent, entitlementAt(booking, at)),
  /** The deadline after a move. */
  deadlineAfterMove: (booking: Booking, startsAt: Instant): Instant | null => waitsUntilAfterMove(booking, startsAt),
  /** Why money that does not pay for the booking goes back whole; null: it would be kept. */
  causeOfReturn: (booking: Booking): "came_late" | "came_twice" | null => (booking.paymentId === null ? "came_late" : "came_twice"),
  /** How much of a captured amount is still to be given back, for one to whom `percent` belongs. */
  stillToGiveBack: (targetMinor: number, givenBackMinor: number): number => Math.max(0, targetMinor - givenBackMinor),
};

export interface Agreement {
  readonly guards: Readonly<Record<GuardName, Guard>>;
  readonly rules: typeof RULES;
}

export const AGREEMENT: Agreement = { guards: GUARDS, rules: RULES };
