/**
 * Which messages of the catalogue a notice says, and with what in them. The messages of a kind bear its name. Nothing here escapes or lays out;
 * names come in already on one line.
 */
import type { BookingNoticeKind, ChangeNoticeKind, ConnectionNoticeKind } from "../domain/notice-kind.ts";
import { unreachable } from "../lib/assert.ts";
import { atBeginning, inSentence, type Somebody } from "../messages/person.ts";
import { type MessageId, say } from "../messages/say.ts";
import type { BookingNotice } from "./notice.ts";
import { dayAndTime, lengthInWords } from "./time-wording.ts";

export interface Wording {
  readonly subject: string;
  readonly opening: string;
  readonly closing: readonly string[];
  readonly actionLabel: string;
}

/** A change that the mail of a later one tells as well. */
const ALSO: { readonly [Kind in ChangeNoticeKind]?: MessageId } = {
  confirmed: "mail.confirmed.also",
  rescheduled: "mail.rescheduled.also",
  place_changed: "mail.place_changed.also",
};

/** A booking that waits was asked for; the mail of its making says so. */
type Topic = BookingNoticeKind | "requested";

export function wordingOf(notice: BookingNotice, other: Somebody): Wording {
  const { alsoChanged, audience, booking, isWithdrawn, kind, minutesBefore, reader } = notice;
  const topic: Topic = kind === "created" && booking.status !== "confirmed" ? "requested" : kind;
  const values = {
    other: inSentence(other),
    starting: atBeginning(other),
    reader: audience,
    status: booking.status,
    time: dayAndTime(booking.startsAt, reader.timeZone),
    by: cancellerOf(notice),
    ahead: minutesBefore === null ? "none" : lengthInWords(minutesBefore),
  };
  const also = alsoChanged.flatMap((change) => ALSO[change] ?? []);
  const closing = closingOf(topic, notice);
  const closings: readonly MessageId[] = [
    ...also,
    ...(closing === null ? [] : [closing]),
    ...(isWithdrawn ? (["mail.withdrawn"] as const) : []),
  ];
  return {
    subject: say(`mail.${topic}.subject`, values),
    opening: say(`mail.${topic}.opening`, values),
    closing: closings.map((id) => say(id, values)),
    actionLabel: say(actionOf(notice)),
  };
}

/** What stands below the facts, where anything does. */
function closingOf(topic: Topic, { amount, audience, booking: { status } }: BookingNotice): MessageId | null {
  switch (topic) {
    case "requested":
    case "move_asked":
    case "payment_received":
    case "event_deleted_ask":
    case "calendar_conflict":
      return `mail.${topic}.closing`;
    case "rescheduled":
      return status === "pending" ? "mail.rescheduled.closing" : null;
    case "cancelled":
    case "lapsed":
      return amount === null || amount.minor === 0 ? null : "mail.refund_to_come";
    case "move_withdrawn":
    case "move_declined":
    case "move_lapsed":
      return "mail.stays";
    case "payment_failed":
      if (status === "pending") return "mail.payment_failed.held";
      return status === "cancelled" ? "mail.payment_failed.freed" : null;
    case "refunded":
      return audience === "client" ? "mail.refunded.closing" : null;
    case "created":
    case "confirmed":
    case "completed":
    case "place_changed":
    case "reminder":
      return null;
    default:
      return unreachable(topic);
  }
}

function actionOf({ audience, booking, kind }: BookingNotice): MessageId {
  if (kind === "move_asked") return "mail.move_asked.action";
  const mayPay = kind === "payment_failed" && audience === "client" && booking.status === "pending";
  return mayPay ? "mail.payment_failed.action" : "entry.manage";
}

/** As the reader knows the one who cancelled; `nobody`: it came about by itself. */
export function cancellerOf({ audience, booking: { cancelledBy } }: BookingNotice): "reader" | "other_side" | "admin" | "nobody" {
  if (cancelledBy === audience) return "reader";
  if (cancelledBy === "client" || cancelledBy === "coach") return "other_side";
  return cancelledBy === "admin" ? "admin" : "nobody";
}

/** About a connected calendar, and no session. */
export function connectionWording(kind: ConnectionNoticeKind, calendar: string): Wording {
  return {
    subject: say(`mail.${kind}.subject`, { calendar }),
    opening: say(`mail.${kind}.opening`, { calendar }),
    closing: [say(`mail.${kind}.closing`)],
    actionLabel: say(kind === "calendar_needs_reconnect" ? "mail.calendar_needs_reconnect.action" : "mail.calendars"),
  };
}
