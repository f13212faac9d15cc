/**
 * The table of transitions: who may do what to a booking, from which status, what must hold, and what follows. Every act
 * passes it, from whichever door. The first row for an act and a side whose statuses fit is the one that counts. Free time
 * is asked about after it, by the slot function. `docs/lifecycle.md` shows this table; a test keeps it true.
 */
import { BOOKING_STATUSES, type BookingStatus, statusAt } from "../booking.ts";
import type { Refusal } from "../refusal.ts";
import type { Agreement, Facts, GuardName, Side } from "./guards.ts";

/** @internal */
export const ACTS = [
  "create",
  "pay",
  "confirm",
  "move",
  "ask_move",
  "accept_move",
  "decline_move",
  "withdraw_move",
  "cancel",
  "complete",
  "change_place",
] as const;
export type Act = (typeof ACTS)[number];

export interface Transition {
  readonly act: Act;
  readonly by: readonly Side[];
  /** Empty: the booking is being made. */
  readonly from: readonly BookingStatus[];
  /** In order: the first that does not hold is the refusal. */
  readonly needs: readonly GuardName[];
  readonly follows: string;
}

const BOTH_ACTIVE = ["coach_is_active", "client_is_active"] as const;

export const TRANSITIONS: readonly Transition[] = [
  {
    act: "create",
    by: ["client", "coach", "admin"],
    from: [],
    needs: ["under_pending_cap", "under_sessions_cap", "under_unpaid_cap", ...BOTH_ACTIVE],
    follows:
      "pending, with the terms of its offer; confirmed at once where nothing is awaited and the coach, an admin or `auto_confirm` made it so",
  },
  {
    act: "pay",
    by: ["client"],
    from: ["pending", "confirmed", "completed", "cancelled"],
    needs: ["price_awaited", ...BOTH_ACTIVE, "in_time_to_pay"],
    follows: "a checkout; the first one holds the booking for 35 minutes more",
  },
  {
    act: "confirm",
    by: ["client"],
    from: ["pending"],
    needs: [...BOTH_ACTIVE, "paid_or_waived", "approved"],
    follows: "confirmed; completed by itself one day after the end",
  },
  {
    act: "confirm",
    by: ["coach", "admin"],
    from: ["pending"],
    needs: [...BOTH_ACTIVE, "paid_or_waived"],
    follows: "confirmed; a price that was waived is recorded, and an open checkout is ended",
  },
  {
    act: "move",
    by: ["client"],
    from: ["pending", "confirmed"],
    needs: [...BOTH_ACTIVE, "before_start", "moves_unapproved", "moves_in_notice", "keeps_its_price", "under_moves_cap"],
    follows: "the new time; the cap falls to what a cancellation at this moment would give back",
  },
  {
    act: "move",
    by: ["coach", "admin"],
    from: ["pending", "confirmed"],
    needs: [...BOTH_ACTIVE, "before_end", "costs_nothing", "keeps_its_price", "to_the_future"],
    follows: "the new time; the cap stays",
  },
  {
    act: "move",
    by: ["both"],
    from: ["pending", "confirmed"],
    needs: [...BOTH_ACTIVE, "before_end", "keeps_its_price", "to_the_future"],
    follows: "the new time; on behalf of the client the cap falls as by a move of the client's own",
  },
  {
    act: "ask_move",
    by: ["client", "coach", "admin"],
    from: ["confirmed"],
    needs: [...BOTH_ACTIVE, "before_start", "no_open_request", "keeps_its_price", "to_the_future"],
    follows: "a question that is open for 48 hours, and no longer than until the present or the wished start",
  },
  {
    act: "accept_move",
    by: ["client", "coach", "admin"],
    from: BOOKING_STATUSES,
    needs: ["open_request", "asked_by_the_other", ...BOTH_ACTIVE],
    follows: "the wished time; asked by the client, the cap falls to what a cancellation when it was asked would have given back",
  },
  {
    act: "decline_move",
    by: ["client", "coach", "admin"],
    from: BOOKING_STATUSES,
    needs: ["open_request", "asked_by_the_other"],
    follows: "the booking as it was; the asker is told",
  },
  {
    act: "withdraw_move",
    by: ["client", "coach", "admin"],
    from: BOOKING_STATUSES,
    needs: ["open_request", "asked_by_oneself"],
    follows: "the booking as it was",
  },
  {
    act: "cancel",
    by: ["client"],
    from: ["pending", "confirmed"],
    needs: ["before_start"],
    follows: "cancelled; given back by policy and cap, all of it where it was never confirmed or the coach is deactivated",
  },
  {
    act: "cancel",
    by: ["coach", "admin"],
    from: ["pending", "confirmed"],
    needs: [],
    follows: "cancelled; everything is given back",
  },
  {
    act: "cancel",
    by: ["system"],
    from: ["pending"],
    needs: [],
    follows: "cancelled at its deadline, reason `expired`; everything is given back",
  },
  {
    act: "complete",
    by: ["client", "coach", "admin"],
    from: ["confirmed"],
    needs: [...BOTH_ACTIVE, "after_end"],
    follows: "completed",
  },
  {
    act: "complete",
    by: ["system"],
    from: ["confirmed"],
    needs: ["after_end"],
    follows: "completed one day after the end, without a mail",
  },
  {
    act: "change_place",
    by: ["coach", "admin"],
    from: ["pending", "confirmed"],
    needs: [],
    follows: "the new place; the client is told",
  },
];

/** The status in the words of a refusal, for acts that are no change of status. */
const TO: Readonly<Record<Act, Extract<Refusal, { readonly tag: "invalid_transition" }>["to"]>> = {
  create: "pending",
  pay: "confirmed",
  confirm: "confirmed",
  move: "rescheduled",
  ask_move: "move_asked",
  accept_move: "rescheduled",
  decline_move: "rescheduled",
  withdraw_move: "rescheduled",
  cancel: "cancelled",
  complete: "completed",
  change_place: "rescheduled",
};

/** Why the act is refused, before free time is asked about; null: it is not. */
export function refuseAct(agreement: Agreement, act: Act, facts: Facts): Refusal | null {
  const rows = TRANSITIONS.filter((row) => row.act === act && row.by.includes(facts.side));
  if (rows.length === 0) return { tag: "forbidden" };
  const from = statusAt(facts.booking, facts.now);
  const row = rows.find((each) => each.from.length === 0 || each.from.includes(from));
  if (row === undefined) return { tag: "invalid_transition", from, to: TO[act] };
  for (const name of row.needs) {
    const refusal = agreement.guards[name](facts);
    if (refusal !== null) return refusal;
  }
  return null;
}
