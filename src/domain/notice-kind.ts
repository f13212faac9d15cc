/**
 * The kinds of notices there are and who can be told. What a notice says, and which of the two is told of it, is written
 * down in `notices/`.
 */
export const NOTICE_KINDS = [
  "created",
  "confirmed",
  "rescheduled",
  "cancelled",
  "lapsed",
  "completed",
  "reminder",
  "payment_received",
  "payment_failed",
  "refunded",
  "event_deleted_ask",
  "calendar_conflict",
  "calendar_needs_reconnect",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** All but the one that is about no booking. */
export type BookingNoticeKind = Exclude<NoticeKind, "calendar_needs_reconnect">;

export const AUDIENCES = ["client", "coach"] as const;
export type Audience = (typeof AUDIENCES)[number];
