/**
 * Compares what stands with what must stand, member by member, and the name of the invariant that a difference breaks. Terms are compared with
 * those of the making, never with those of the last act.
 */
import type { Act } from "./acts.ts";
import { type Account, type Terms, standing } from "./ledger.ts";
import { moneyShown, noticeRefunds } from "./ledger-money.ts";
import { type Complaint, complain } from "./judge-doors.ts";
import { samePrice, sideOf } from "./rules.ts";
import type { VisibleBooking, VisibleRequest } from "./system.ts";

export function compare(account: Account, act: Act, next: VisibleBooking, after: VisibleBooking): Complaint | null {
  return (
    compareTerms(account.terms, after) ??
    compareStatus(account, next, after) ??
    compareTime(account, act, next, after) ??
    compareCap(next, after) ??
    compareMoney(account, act, next, after)
  );
}

/** I19. The same list handed on needs no look inside. */
export function compareTerms(terms: Terms, after: VisibleBooking): Complaint | null {
  const isSamePolicy =
    terms.cancellation_policy === after.cancellation_policy ||
    JSON.stringify(terms.cancellation_policy) === JSON.stringify(after.cancellation_policy);
  if (!samePrice(terms.price, after.price)) return complain("I19", `${after.booking} has another price than at its making`);
  if (!isSamePolicy) return complain("I19", `${after.booking} has another policy than at its making`);
  if (terms.approval_required !== after.approval_required)
    return complain("I19", `${after.booking} needs approval otherwise than at its making`);
  if (terms.move_notice_minutes !== after.move_notice_minutes) return complain("I19", `${after.booking} has another notice of moves`);
  const isSameBuffers =
    terms.buffer_before_minutes === after.buffer_before_minutes && terms.buffer_after_minutes === after.buffer_after_minutes;
  return isSameBuffers ? null : complain("I19", `${after.booking} has other buffers than at its making`);
}

function compareStatus(account: Account, next: VisibleBooking, after: VisibleBooking): Complaint | null {
  const isHad = after.status === "confirmed" || after.status === "completed";
  if (isHad && account.terms.price !== null && !account.is_waived && standing(account) === undefined) {
    return complain("I14", `${after.booking} is ${after.status} with a price neither captured nor waived`);
  }
  if (after.price_waived !== account.is_waived) return complain("I14", `${after.booking} says of its waiver what nobody did`);
  if (next.cancelled_by === "system" && after.cancel_reason !== "expired")
    return complain("S4", `${after.booking} lapsed as ${after.cancel_reason}`);
  if (after.status === next.status && after.awaiting === next.awaiting && after.cancelled_by === next.cancelled_by) return null;
  const what = `${after.booking} is ${after.status} (awaits ${after.awaiting}, by ${after.cancelled_by}), not ${next.status} (${next.awaiting}, ${next.cancelled_by})`;
  if (next.status === "completed") return complain("S4", what);
  return complain(next.cancelled_by === "system" || after.cancelled_by === "system" ? "S4" : "S3", what);
}

function compareTime({ terms, is_waived, last }: Account, act: Act, next: VisibleBooking, after: VisibleBooking): Complaint | null {
  if (after.session_datetime !== next.session_datetime || after.duration_minutes !== next.duration_minutes) {
    const isCoachs = act.by !== "system" && act.by !== "stripe" && sideOf(act.by) === "coach";
    const rule = isCoachs && terms.price !== null && !is_waived ? "I16" : "S6";
    return complain(
      rule,
      `${after.booking} is at ${day(after.session_datetime)} for ${after.duration_minutes}, not ${day(next.session_datetime)} for ${next.duration_minutes}`,
    );
  }
  if (after.duration_minutes === last.duration_minutes && after.offer !== last.offer)
    return complain("I19", `${after.booking} is of another offer`);
  if (after.expires_at !== next.expires_at) {
    return complain("S4", `${after.booking} is held until ${day(after.expires_at)}, not ${day(next.expires_at)}`);
  }
  return sameRequest(after.move_request, next.move_request) ? null : complain("S6", `${after.booking} has another request than was asked`);
}

function sameRequest(one: VisibleRequest | null, other: VisibleRequest | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  return (
    one.session_datetime === other.session_datetime &&
    one.duration_minutes === other.duration_minutes &&
    one.asked_by === other.asked_by &&
    one.asked_at === other.asked_at &&
    one.expires_at === other.expires_at
  );
}

/** A cap above what the client's own moves leave is the client's gain, one below it the client's loss. */
function compareCap(next: VisibleBooking, after: VisibleBooking): Complaint | null {
  if (after.refund_cap_percent === next.refund_cap_percent) return null;
  const rule = after.refund_cap_percent > next.refund_cap_percent ? "I15" : "I16";
  return complain(rule, `${after.booking} has a cap of ${after.refund_cap_percent} %, not ${next.refund_cap_percent} %`);
}

function compareMoney(account: Account, act: Act, next: VisibleBooking, after: VisibleBooking): Complaint | null {
  noticeRefunds(account, after);
  const { captured, back } = moneyShown(account);
  const { captured_minor, refunded_minor, held_at_stripe_minor: held } = after;
  if (captured_minor !== captured) return complain("I17", `${after.booking} shows ${captured_minor} captured, not ${captured}`);
  if (refunded_minor > captured_minor) return complain("I17", `${after.booking} gave back more than was captured`);
  if (held !== null && account.held.length === 0 && held !== captured_minor - refunded_minor) {
    return complain("I17", `Stripe holds ${held} for ${after.booking}, the record says ${captured_minor - refunded_minor}`);
  }
  if (refunded_minor === back || (account.is_clouded && refunded_minor < back)) return null;
  const what = `${after.booking} shows ${refunded_minor} given back, not ${back}, after ${act.do} by ${act.by}`;
  if (act.by === "stripe") return complain("I17", what);
  if (refunded_minor > back) return complain("I15", what);
  return complain(next.status === "cancelled" ? "I16" : "I17", what);
}

const day = (instant: number | null): string => (instant === null ? "never" : new Date(instant).toISOString());
