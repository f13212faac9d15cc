/** Each guard and each rule alone, in tables written out by hand: at its bound, a step beyond it, and where it does not apply. */
import { describe, expect, test } from "vitest";
import { AGREEMENT, type Facts, type GuardName } from "../../src/domain/agreement/guards.ts";
import { GUARDS_IN_WORDS } from "../../src/domain/agreement/guards-in-words.ts";
import type { Booking } from "../../src/domain/booking.ts";
import { instant, type Instant } from "../../src/domain/instant.ts";
import type { Refusal } from "../../src/domain/refusal.ts";
import { at, bookingOf, minutes, offerOf } from "./making.ts";

const START = at("2030-03-12T10:00Z");
const END = at("2030-03-12T11:00Z");
const NOW = at("2030-03-10T10:00Z");
const EUR = { minor: 10_000, currency: "EUR" };

const beside = (moment: Instant, ms: number): Instant => instant(moment + ms);
const booked = (changes: Partial<Booking> = {}): Booking => bookingOf({ startsAt: START, endsAt: END, status: "confirmed", ...changes });
const pending = (changes: Partial<Booking> = {}): Booking => booked({ status: "pending", expiresAt: START, ...changes });
const asked = (askedBy: "client" | "coach", expiresAt = beside(NOW, 1)): Partial<Booking> => ({
  moveRequest: { startsAt: beside(START, minutes(60)), durationMs: minutes(60), askedBy, askedAt: at("2030-03-09T10:00Z"), expiresAt },
});

const OFFER = offerOf({ id: "day", durationMinutes: 480, price: EUR });

const COUNTS = { pending: 0, ahead: 0, unpaidWithCoach: 0, moves: 0, pendingMax: 3, aheadMax: 7, unpaidWithCoachMax: 2, movesMax: 5 };

function facts({ counts, ...changes }: Partial<Omit<Facts, "counts">> & { counts?: Partial<Facts["counts"]> }): Facts {
  return {
    booking: booked(),
    side: "client",
    now: NOW,
    sale: { offers: [OFFER], hasOffers: true },
    isCoachActive: true,
    isClientActive: true,
    wanted: null,
    waivesPrice: false,
    deadline: null,
    counts: { ...COUNTS, ...counts },
    ...changes,
  };
}

type Case = readonly [what: string, facts: Parameters<typeof facts>[0], refusal: Refusal | null];
const wanting = (startsAt: Instant, length = 60) => ({ wanted: { startsAt, durationMs: minutes(length) } });

const CASES: Readonly<Record<GuardName, readonly Case[]>> = {
  coach_is_active: [
    ["active", { isClientActive: false }, null],
    ["deactivated", { isCoachActive: false }, { tag: "coach_inactive" }],
  ],
  client_is_active: [
    ["active", { isCoachActive: false }, null],
    ["deactivated", { isClientActive: false }, { tag: "client_inactive" }],
  ],
  before_start: [
    ["a millisecond before", { now: beside(START, -1) }, null],
    ["at the start", { now: START }, { tag: "session_started" }],
    ["after it", { now: END }, { tag: "session_started" }],
  ],
  before_end: [
    ["after the start", { now: START }, null],
    ["a millisecond before the end", { now: beside(END, -1) }, null],
    ["at the end", { now: END }, { tag: "session_ended" }],
  ],
  after_end: [
    ["a millisecond before the end", { now: beside(END, -1) }, { tag: "session_not_ended" }],
    ["at the end", { now: END }, null],
    ["after it", { now: beside(END, 1) }, null],
  ],
  to_the_future: [
    ["nothing is wanted", {}, null],
    ["a millisecond ahead", wanting(beside(NOW, 1)), null],
    ["now", wanting(NOW), { tag: "in_the_past", alternatives: [] }],
    ["gone", wanting(beside(NOW, -1)), { tag: "in_the_past", alternatives: [] }],
  ],
  under_pending_cap: [
    ["one less than may be", { booking: pending(), counts: { pending: 2 } }, null],
    ["as many as may be", { booking: pending(), counts: { pending: 3 } }, { tag: "too_many_pending", pendingMax: 3 }],
    ["more than may be", { booking: pending(), counts: { pending: 4 } }, { tag: "too_many_pending", pendingMax: 3 }],
    ["confirmed at once", { booking: booked(), counts: { pending: 3 } }, null],
    ["made by the coach", { booking: pending({ createdBy: "coach" }), counts: { pending: 3 } }, null],
    ["made by an admin", { booking: pending({ createdBy: "admin" }), counts: { pending: 3 } }, null],
  ],
  under_sessions_cap: [
    ["one less than may be", { counts: { ahead: 6 } }, null],
    ["as many as may be", { counts: { ahead: 7 } }, { tag: "too_many_sessions", sessionsMax: 7 }],
    ["more than may be", { counts: { ahead: 8 } }, { tag: "too_many_sessions", sessionsMax: 7 }],
    ["made by the coach", { booking: booked({ createdBy: "coach" }), counts: { ahead: 7 } }, null],
    ["made by the coach, with room", { booking: booked({ createdBy: "coach" }) }, null],
  ],
  under_unpaid_cap: [
    ["one less than may be", { counts: { unpaidWithCoach: 1 } }, null],
    ["as many as may be", { counts: { unpaidWithCoach: 2 } }, { tag: "too_many_sessions", sessionsMax: 2 }],
    ["more than may be", { counts: { unpaidWithCoach: 3 } }, { tag: "too_many_sessions", sessionsMax: 2 }],
    ["made by an admin", { booking: booked({ createdBy: "admin" }), counts: { unpaidWithCoach: 2 } }, null],
  ],
  under_moves_cap: [
    ["one less than may be", { counts: { moves: 4 } }, null],
    ["as many as may be", { counts: { moves: 5 } }, { tag: "too_many_moves", movesMax: 5 }],
    ["more than may be", { counts: { moves: 6 } }, { tag: "too_many_moves", movesMax: 5 }],
  ],
  paid_or_waived: [
    ["free", { booking: pending() }, null],
    ["unpaid", { booking: pending({ price: EUR }) }, { tag: "payment_required" }],
    ["unpaid, and now waived", { booking: pending({ price: EUR }), waivesPrice: true }, null],
    ["paid", { booking: pending({ price: EUR, paymentId: "p" }) }, null],
    ["approval", { booking: pending({ approvalRequired: true }) }, null],
  ],
  approved: [
    ["not required", { booking: pending() }, null],
    ["awaited", { booking: pending({ approvalRequired: true }) }, { tag: "approval_required" }],
    ["payment first", { booking: pending({ price: EUR, approvalRequired: true }) }, null],
  ],
  moves_unapproved: [
    ["not required", { booking: booked() }, null],
    ["required", { booking: booked({ approvalRequired: true }) }, { tag: "move_needs_approval" }],
    ["still pending", { booking: pending({ approvalRequired: true }) }, null],
  ],
  moves_in_notice: [
    ["at the last moment", { now: beside(START, -minutes(90)), booking: booked({ moveNoticeMinutes: 90 }) }, null],
    ["too late", { now: beside(START, 1 - minutes(90)), booking: booked({ moveNoticeMinutes: 90 }) }, { tag: "move_notice_too_short" }],
    ["still pending", { now: beside(START, -1), booking: pending({ moveNoticeMinutes: 90 }) }, null],
  ],
  costs_nothing: [
    ["free", { booking: booked() }, null],
    ["paid", { booking: booked({ price: EUR, paymentId: "p" }) }, { tag: "move_needs_client" }],
    ["unpaid", { booking: pending({ price: EUR }) }, { tag: "move_needs_client" }],
    ["waived", { booking: booked({ price: EUR, priceWaived: true }) }, null],
  ],
  keeps_its_price: [
    ["nothing is wanted", {}, null],
    ["its own length, which nobody sells any more", wanting(NOW, 60), null],
    ["another length of equal price", { ...wanting(NOW, 480), booking: booked({ price: EUR }) }, null],
    ["another length of another price", wanting(NOW, 480), { tag: "price_differs" }],
    ["a length that nobody sells", wanting(NOW, 30), { tag: "duration_not_offered", durationsMinutes: [480] }],
  ],
  no_open_request: [
    ["none", {}, null],
    ["open", { booking: booked(asked("client")) }, { tag: "move_request_open" }],
    ["lapsed", { booking: booked(asked("client", NOW)) }, null],
  ],
  open_request: [
    ["none", {}, { tag: "move_request_not_found" }],
    ["open", { booking: booked(asked("client")) }, null],
    ["lapsed", { booking: booked(asked("client", NOW)) }, { tag: "move_request_not_found" }],
  ],
  asked_by_the_other: [
    ["one's own", { side: "client", booking: booked(asked("client")) }, { tag: "forbidden" }],
    ["the other's", { side: "coach", booking: booked(asked("client")) }, null],
    ["an admin", { side: "admin", booking: booked(asked("client")) }, null],
    ["none", { side: "client" }, null],
  ],
  asked_by_oneself: [
    ["one's own", { side: "coach", booking: booked(asked("coach")) }, null],
    ["the other's", { side: "client", booking: booked(asked("coach")) }, { tag: "forbidden" }],
    ["an admin", { side: "admin", booking: booked(asked("coach")) }, null],
    ["none", { side: "client" }, { tag: "forbidden" }],
  ],
  price_awaited: [
    ["unpaid", { booking: pending({ price: EUR }) }, null],
    ["paid, and confirmed by it", { booking: booked({ price: EUR, paymentId: "p" }) }, { tag: "already_paid" }],
    ["paid, and to be approved", { booking: pending({ price: EUR, paymentId: "p", approvalRequired: true }) }, { tag: "already_paid" }],
    ["free", { booking: pending() }, { tag: "nothing_to_pay" }],
    ["to be approved", { booking: pending({ approvalRequired: true }) }, { tag: "nothing_to_pay" }],
    ["lapsed", { booking: pending({ price: EUR, expiresAt: NOW }) }, { tag: "nothing_to_pay" }],
    ["confirmed unpaid, waived", { booking: booked({ price: EUR, priceWaived: true }) }, { tag: "nothing_to_pay" }],
  ],
  in_time_to_pay: [
    ["no deadline", {}, null],
    ["a millisecond more than five minutes before it", { deadline: beside(NOW, minutes(5) + 1) }, null],
    ["five minutes before it", { deadline: beside(NOW, minutes(5)) }, { tag: "checkout_too_late" }],
  ],
};

const NAMES = Object.keys(AGREEMENT.guards) as GuardName[];

describe.each(NAMES)("%s", (name) => {
  test.each(CASES[name])("%s", (_what, given, refusal) => {
    expect(AGREEMENT.guards[name](facts(given))).toEqual(refusal);
  });

  test("in words: its codes are those of its refusals", () => {
    const tags = CASES[name].flatMap(([, , refusal]) => (refusal === null ? [] : [refusal.tag]));
    expect(new Set(GUARDS_IN_WORDS[name].codes)).toEqual(new Set(tags));
  });
});

describe("a rule", () => {
  const { rules } = AGREEMENT;
  const policy = [{ beforeMinutes: 60, refundPercent: 50 }];

  test.each([
    ["the same start and length", START, 60, true],
    ["another start", END, 60, false],
    ["another length", START, 90, false],
  ])("movesNothing: %s", (_what, startsAt, length, expected) => {
    expect(rules.movesNothing(booked(), { startsAt, durationMs: minutes(length) })).toBe(expected);
  });

  test.each([
    ["the step, where it is less than the cap", booked({ cancellationPolicy: policy }), NOW, 50],
    ["the cap, where it is less than the step", booked({ cancellationPolicy: policy, refundCapPercent: 20 }), NOW, 20],
    ["nothing, too late", booked({ cancellationPolicy: policy }), beside(START, -1), 0],
    ["the cap, while it was never confirmed", pending({ cancellationPolicy: [], refundCapPercent: 70 }), NOW, 70],
  ])("capAfterMove: %s", (_what, booking, when, percent) => {
    expect(rules.capAfterMove(booking, when)).toBe(percent);
  });

  test("deadlineAfterMove: an unpaid one keeps its own, one that awaits nothing gets the new start", () => {
    expect(rules.deadlineAfterMove(pending({ price: EUR, expiresAt: NOW }), END)).toBe(NOW);
    expect(rules.deadlineAfterMove(pending({ expiresAt: NOW }), END)).toBe(END);
  });

  test("causeOfReturn: money for what nothing had paid for came late, else a second time", () => {
    expect(rules.causeOfReturn(booked())).toBe("came_late");
    expect(rules.causeOfReturn(booked({ paymentId: "p" }))).toBe("came_twice");
  });

  test.each([
    [10, 3, 7],
    [5, 5, 0],
    [3, 10, 0],
  ])("stillToGiveBack: of %i, when %i have been given back, %i", (target, given, rest) => {
    expect(rules.stillToGiveBack(target, given)).toBe(rest);
  });
});
