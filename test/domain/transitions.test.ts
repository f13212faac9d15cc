/** Who may do what to a booking from which status, and which guards are asked in which order: the whole table, written out once more. */
import { describe, expect, test } from "vitest";
import { AGREEMENT, type Agreement, type Facts, type GuardName, type Side } from "../../src/domain/agreement/guards.ts";
import { type Act, ACTS, refuseAct } from "../../src/domain/agreement/transitions.ts";
import { type Booking, BOOKING_STATUSES } from "../../src/domain/booking.ts";
import type { Refusal } from "../../src/domain/refusal.ts";
import { at, bookingOf } from "./making.ts";

const NOW = at("2030-03-10T10:00Z");
const SIDES = ["client", "coach", "admin", "both", "system"] as const satisfies readonly Side[];
const ANY = "pending confirmed completed cancelled";
const STANDING = "pending confirmed";
const ACTIVE = "coach_is_active client_is_active";

/** Act, sides, statuses, and the guards in order. */
const ALLOWED: readonly (readonly [Act, string, string, string])[] = [
  ["create", "client coach admin", ANY, `under_pending_cap under_sessions_cap under_unpaid_cap ${ACTIVE}`],
  ["pay", "client", ANY, `price_awaited ${ACTIVE} in_time_to_pay`],
  ["confirm", "client", "pending", `${ACTIVE} paid_or_waived approved`],
  ["confirm", "coach admin", "pending", `${ACTIVE} paid_or_waived`],
  ["move", "client", STANDING, `${ACTIVE} before_start moves_unapproved moves_in_notice keeps_its_price under_moves_cap`],
  ["move", "coach admin", STANDING, `${ACTIVE} before_end costs_nothing keeps_its_price to_the_future`],
  ["move", "both", STANDING, `${ACTIVE} before_end keeps_its_price to_the_future`],
  ["ask_move", "client coach admin", "confirmed", `${ACTIVE} before_start no_open_request keeps_its_price to_the_future`],
  ["accept_move", "client coach admin", ANY, `open_request asked_by_the_other ${ACTIVE}`],
  ["decline_move", "client coach admin", ANY, "open_request asked_by_the_other"],
  ["withdraw_move", "client coach admin", ANY, "open_request asked_by_oneself"],
  ["cancel", "client", STANDING, "before_start"],
  ["cancel", "coach admin", STANDING, ""],
  ["cancel", "system", "pending", ""],
  ["complete", "client coach admin", "confirmed", `${ACTIVE} after_end`],
  ["complete", "system", "confirmed", "after_end"],
  ["change_place", "coach admin", STANDING, ""],
];

/** The name of the act in `invalid_transition`. */
const TO: Readonly<Partial<Record<Act, string>>> = {
  confirm: "confirmed",
  move: "rescheduled",
  ask_move: "move_asked",
  cancel: "cancelled",
  complete: "completed",
  change_place: "rescheduled",
};

const listed = (words: string): readonly string[] => words.split(" ").filter((word) => word !== "");

function factsOf(side: Side, changes: Partial<Booking>): Facts {
  return {
    booking: bookingOf({ startsAt: at("2030-03-12T10:00Z"), endsAt: at("2030-03-12T11:00Z"), ...changes }),
    side,
    now: NOW,
    sale: { offers: [], hasOffers: false },
    isCoachActive: true,
    isClientActive: true,
    wanted: null,
    waivesPrice: false,
    deadline: null,
    counts: { pending: 0, ahead: 0, unpaidWithCoach: 0, moves: 0, pendingMax: 1, aheadMax: 1, unpaidWithCoachMax: 1, movesMax: 1 },
  };
}

/** Guards that let everything pass but the one that is named, and the names of those that were asked. */
function listening(refusing?: string): { readonly agreement: Agreement; readonly asked: string[] } {
  const asked: string[] = [];
  const guards = Object.keys(AGREEMENT.guards).map((name) => {
    const answer: Refusal | null = name === refusing ? { tag: "day_full", alternatives: [] } : null;
    return [name, () => (asked.push(name), answer)];
  });
  return { agreement: { ...AGREEMENT, guards: Object.fromEntries(guards) as Record<GuardName, () => Refusal | null> }, asked };
}

const PLAYED = ACTS.flatMap((act) => SIDES.map((side) => [act, side] as const));

describe.each(PLAYED)("%s by %s", (act, side) => {
  const rows = ALLOWED.filter(([each, by]) => each === act && listed(by).includes(side));

  test.each(BOOKING_STATUSES)("from %s", (status) => {
    const { agreement, asked } = listening();
    const refusal = refuseAct(agreement, act, factsOf(side, { status }));
    const row = rows.find(([, , from]) => listed(from).includes(status));
    const to = TO[act];
    expect(refusal).toEqual(
      row !== undefined ? null : rows.length === 0 ? { tag: "forbidden" } : { tag: "invalid_transition", from: status, to },
    );
    expect(asked).toEqual(row === undefined ? [] : listed(row[3]));
  });
});

test("the first guard that does not hold is the answer, and none is asked after it", () => {
  const { agreement, asked } = listening("before_start");
  expect(refuseAct(agreement, "move", factsOf("client", {}))).toEqual({ tag: "day_full", alternatives: [] });
  expect(asked).toEqual(["coach_is_active", "client_is_active", "before_start"]);
});

test("the status is the one of this instant, whether or not it has been recorded", () => {
  const lapsed = factsOf("coach", { status: "pending", expiresAt: NOW });
  expect(refuseAct(AGREEMENT, "confirm", lapsed)).toEqual({ tag: "invalid_transition", from: "cancelled", to: "confirmed" });
  const over = factsOf("coach", { status: "confirmed", completesAt: NOW });
  expect(refuseAct(AGREEMENT, "cancel", over)).toEqual({ tag: "invalid_transition", from: "completed", to: "cancelled" });
});
