/**
 * The table of notices: for each kind who is told of it, how long it stays true, and what its mail carries beside the
 * sentences (`wording.ts`). Every other place asks this table; a kind without a row does not compile.
 */
import type { Audience, NoticeKind } from "../domain/notice-kind.ts";

interface NoticeRules {
  /** `calendar_owner`: the person whose calendar it is about, coach or client. */
  readonly audiences: readonly Audience[] | "calendar_owner";
  /** Whether it is true whatever becomes of the booking. Otherwise a later revision of the booking makes it untrue. */
  readonly staysTrue: boolean;
  /** Whether the mail carries a calendar file, where no calendar provider invites. */
  readonly invites: boolean;
  /** The amount of money that it names, where there is one. */
  readonly amount: "price" | "paid" | "refund_to_come" | "refunded" | null;
}

export type NoticeTable = { readonly [Kind in NoticeKind]: NoticeRules };

const BOTH = ["client", "coach"] as const;

export const NOTICES: NoticeTable = {
  created: { audiences: BOTH, staysTrue: false, invites: true, amount: "price" },
  confirmed: { audiences: BOTH, staysTrue: false, invites: true, amount: "price" },
  rescheduled: { audiences: BOTH, staysTrue: false, invites: true, amount: "price" },
  cancelled: { audiences: BOTH, staysTrue: false, invites: true, amount: "refund_to_come" },
  lapsed: { audiences: BOTH, staysTrue: false, invites: true, amount: "refund_to_come" },
  completed: { audiences: BOTH, staysTrue: false, invites: false, amount: "price" },
  reminder: { audiences: BOTH, staysTrue: false, invites: false, amount: "price" },
  payment_received: { audiences: BOTH, staysTrue: true, invites: false, amount: "paid" },
  // The coach's time is freed in silence, as it was never promised: the lapse tells them.
  payment_failed: { audiences: ["client"], staysTrue: true, invites: false, amount: "price" },
  refunded: { audiences: BOTH, staysTrue: true, invites: false, amount: "refunded" },
  event_deleted_ask: { audiences: "calendar_owner", staysTrue: true, invites: false, amount: "price" },
  calendar_conflict: { audiences: ["coach"], staysTrue: true, invites: false, amount: "price" },
  calendar_needs_reconnect: { audiences: "calendar_owner", staysTrue: true, invites: false, amount: null },
};

/** `calendarOwner` matters to the kinds that are about a calendar; without an owner they have no audience. */
export function audiencesOf(kind: NoticeKind, calendarOwner: Audience | null = null): readonly Audience[] {
  const { audiences } = NOTICES[kind];
  if (audiences !== "calendar_owner") return audiences;
  return calendarOwner === null ? [] : [calendarOwner];
}
