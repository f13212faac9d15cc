/**
 * The table of notices: for each kind who is told of it, how long it stays true, and what its mail carries beside the
 * sentences (`wording.ts`). Every other place asks this table; a kind without a row does not compile.
 */
import type { Audience, NoticeKind } from "../domain/notice-kind.ts";

interface NoticeRules {
  /** `calendar_owner`: the person whose calendar it is about. `asker`, `asked`: of a question to move the session. */
  readonly audiences: readonly Audience[] | "calendar_owner" | "asker" | "asked";
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
  move_asked: { audiences: "asked", staysTrue: false, invites: false, amount: null },
  move_withdrawn: { audiences: "asked", staysTrue: false, invites: false, amount: null },
  move_declined: { audiences: "asker", staysTrue: false, invites: false, amount: null },
  move_lapsed: { audiences: "asker", staysTrue: false, invites: false, amount: null },
  place_changed: { audiences: ["client"], staysTrue: false, invites: true, amount: null },
  reminder: { audiences: BOTH, staysTrue: false, invites: false, amount: "price" },
  payment_received: { audiences: BOTH, staysTrue: true, invites: false, amount: "paid" },
  // The coach's time is freed in silence, as it was never promised: the lapse tells them.
  payment_failed: { audiences: ["client"], staysTrue: true, invites: false, amount: "price" },
  refunded: { audiences: BOTH, staysTrue: true, invites: false, amount: "refunded" },
  event_deleted_ask: { audiences: "calendar_owner", staysTrue: true, invites: false, amount: "price" },
  calendar_conflict: { audiences: "calendar_owner", staysTrue: true, invites: false, amount: "price" },
  calendar_needs_reconnect: { audiences: "calendar_owner", staysTrue: true, invites: false, amount: null },
  calendar_unread: { audiences: "calendar_owner", staysTrue: true, invites: false, amount: null },
  calendar_read_again: { audiences: "calendar_owner", staysTrue: true, invites: false, amount: null },
  calendar_gone: { audiences: "calendar_owner", staysTrue: true, invites: false, amount: null },
};

/** The sides of a notice that is not for a fixed audience. */
export interface Sides {
  /** Of a notice about a calendar. */
  readonly calendarOwner?: Audience | undefined;
  /** Of a notice about a question to move the session. */
  readonly asker?: Audience | undefined;
}

/** Without the side that a kind is about, it has no audience. */
export function audiencesOf(kind: NoticeKind, { calendarOwner, asker }: Sides = {}): readonly Audience[] {
  const { audiences } = NOTICES[kind];
  switch (audiences) {
    case "calendar_owner":
      return calendarOwner === undefined ? [] : [calendarOwner];
    case "asker":
      return asker === undefined ? [] : [asker];
    case "asked":
      return asker === undefined ? [] : [asker === "client" ? "coach" : "client"];
    default:
      return audiences;
  }
}
