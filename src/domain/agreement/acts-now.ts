/**
 * The acts that one side may do to a booking at this instant, and why the others are refused: the table of transitions asked of each. For
 * pages, which offer what would be granted. It promises nothing: the agenda asks the table again, and a move asks for free time as well.
 */
import type { Refusal } from "../refusal.ts";
import { AGREEMENT, type Facts } from "./guards.ts";
import { refuseAct } from "./transitions.ts";

const OFFERED = ["pay", "confirm", "move", "ask_move", "accept_move", "decline_move", "withdraw_move", "cancel", "complete"] as const;

/** `waive`: to confirm, and let the client have it for nothing. */
type OfferedAct = (typeof OFFERED)[number] | "waive";

/** null: it may be done now. */
export type ActsNow = Readonly<Record<OfferedAct, Refusal | null>>;

export function actsNow(known: Omit<Facts, "wanted" | "waivesPrice" | "deadline">): ActsNow {
  const facts: Facts = { ...known, wanted: null, waivesPrice: false, deadline: known.booking.expiresAt };
  const refusals = OFFERED.map((act) => [act, refuseAct(AGREEMENT, act, facts)] as const);
  const waive =
    known.side === "client" ? ({ tag: "forbidden" } as const) : refuseAct(AGREEMENT, "confirm", { ...facts, waivesPrice: true });
  return { ...(Object.fromEntries(refusals) as Record<(typeof OFFERED)[number], Refusal | null>), waive };
}
