/**
 * The kinds of notices and their possible audiences. The table of `notices/kinds.ts` says which audience is told of which
 * kind; `messages/en/mail.ts` has the sentences.
 */
import { BOOKING_ACTIONS, type BookingAction } from "./booking.ts";

export const NOTICE_KINDS = [
  "created",
  "confirmed",
  "rescheduled",
  "cancelled",
  "lapsed",
  "completed",
  "move_asked",
  "move_withdrawn",
  "move_declined",
  "move_lapsed",
  "place_changed",
  "reminder",
  "payment_received",
  "payment_failed",
  "refunded",
  "event_deleted_ask",
  "calendar_conflict",
  "calendar_needs_reconnect",
  "calendar_unread",
  "calendar_read_again",
  "calendar_gone",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Those about a person's connected calendar, and about no booking. */
const CONNECTION_NOTICE_KINDS = [
  "calendar_needs_reconnect",
  "calendar_unread",
  "calendar_read_again",
  "calendar_gone",
] as const satisfies readonly NoticeKind[];
export type ConnectionNoticeKind = (typeof CONNECTION_NOTICE_KINDS)[number];

export type BookingNoticeKind = Exclude<NoticeKind, ConnectionNoticeKind>;

export function isAboutConnection(kind: NoticeKind): kind is ConnectionNoticeKind {
  return CONNECTION_NOTICE_KINDS.some((known) => known === kind);
}

/** A notice that tells of a change bears the name of that change. */
export type ChangeNoticeKind = Extract<NoticeKind, BookingAction>;

export function tellsOfChange(kind: string): kind is ChangeNoticeKind {
  return BOOKING_ACTIONS.some((action) => action === kind) && NOTICE_KINDS.some((known) => known === kind);
}

export const AUDIENCES = ["client", "coach"] as const;
export type Audience = (typeof AUDIENCES)[number];
