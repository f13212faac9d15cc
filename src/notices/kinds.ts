/**
 * The kinds of mail there are and who is told of each. Every kind can be composed for either reader; this table says
 * who gets it. Two kinds are about a calendar rather than about a session, and go to whoever connected that calendar,
 * coach or client.
 */
import type { Audience, NoticeKind } from "../domain/notice-kind.ts";

type Recipients = "both" | "client" | "coach" | "calendar_owner";

const RECIPIENTS: Readonly<Record<NoticeKind, Recipients>> = {
  created: "both",
  confirmed: "both",
  rescheduled: "both",
  cancelled: "both",
  lapsed: "both",
  completed: "both",
  reminder: "both",
  payment_received: "both",
  // The coach's time is freed in silence, as it was never promised: the lapse tells them.
  payment_failed: "client",
  refunded: "both",
  event_deleted_ask: "calendar_owner",
  calendar_conflict: "coach",
  calendar_needs_reconnect: "calendar_owner",
};

/** Who is told. `calendarOwner` matters to the kinds that are about a calendar; without one nobody is told of those. */
export function audiencesOf(kind: NoticeKind, calendarOwner: Audience | null = null): readonly Audience[] {
  const recipients = RECIPIENTS[kind];
  switch (recipients) {
    case "both":
      return ["client", "coach"];
    case "calendar_owner":
      return calendarOwner === null ? [] : [calendarOwner];
    default:
      return [recipients];
  }
}
