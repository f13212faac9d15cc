/**
 * The effect of time alone on a booking, by the last state that was judged: a request lapses, a hold lapses, a held session completes. The
 * result is what every door must see, whether or not an alarm has come.
 */
import { DAY } from "./acts.ts";
import type { Account } from "./ledger.ts";
import { oweOfCancellation } from "./ledger-money.ts";
import { endOf } from "./rules.ts";
import type { VisibleBooking } from "./system.ts";

export function due(account: Account, at: number, last = account.last): VisibleBooking {
  if (last.status === "pending" && last.expires_at !== null && at >= last.expires_at) {
    if (last.awaiting === "payment") account.lapsed_unpaid_at = last.expires_at;
    oweOfCancellation(account, 100);
    return { ...last, ...ENDED, cancelled_by: "system", cancel_reason: "expired" };
  }
  const isOver = last.status === "confirmed" && at >= endOf(last) + DAY;
  const isRequestOver = last.move_request !== null && at >= last.move_request.expires_at;
  if (!isOver && !isRequestOver) return last;
  return { ...last, status: isOver ? "completed" : last.status, move_request: isRequestOver ? null : last.move_request };
}

/** A deadline that is over the instant it is set: whether an alarm has come meanwhile is read off `after`. */
export function dueAtOnce(account: Account, at: number, next: VisibleBooking, after: VisibleBooking): VisibleBooking {
  const isLapsed = next.status === "pending" && after.cancelled_by === "system";
  const isRequestOver = next.move_request !== null && after.move_request === null;
  return isLapsed || isRequestOver ? due(account, at, next) : next;
}

export const ENDED = { status: "cancelled", awaiting: null, expires_at: null, move_request: null } as const;
