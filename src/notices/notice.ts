/**
 * What a notice is composed from. Everything that depends on when the mail is sent has been read by the caller: a
 * notice holds the booking as it was at the moment of dispatch, and composing it twice gives the same mail. The
 * canceller and the reason of a cancellation are the booking's own and are not handed in again.
 */
import type { Booking } from "../domain/booking.ts";
import type { Interval } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import {
  type Audience,
  type BookingNoticeKind,
  type ChangeNoticeKind,
  type ConnectionNoticeKind,
  isAboutConnection,
} from "../domain/notice-kind.ts";
import type { CalendarParty } from "./calendar-file.ts";

interface Reader {
  readonly name: string | null;
  readonly email: string;
  /** IANA; a missing or unknown one is read as UTC. */
  readonly timeZone: string | null;
}

interface NoticeBase {
  readonly audience: Audience;
  readonly reader: Reader;
  /** Where the reader manages the session, or connects the calendar again. */
  readonly manageUrl: string;
}

export interface BookingNotice extends NoticeBase {
  readonly kind: BookingNoticeKind;
  readonly booking: Booking;
  /** The coach's name in a mail to the client, and the reverse. */
  readonly otherName: string | null;
  /** Of a reminder: how long before the start it was planned for. */
  readonly minutesBefore: number | null;
  /** The time it was at when the reader was last told, where it has been moved since. */
  readonly previousTime: Interval | null;
  /** Other changes that the reader was to be told of by now, and that this mail tells as well. */
  readonly alsoChanged: readonly ChangeNoticeKind[];
  /** Of a question to move the session: the time that was asked for. */
  readonly wishedTime: Interval | null;
  /** Why, for other kinds than `cancelled`: the bank's refusal, what a calendar conflict is about. */
  readonly reason: string | null;
  /** The price; with `payment_received` what was paid, with `cancelled`, `lapsed` and `refunded` what is given back. */
  readonly amount: Money | null;
  /**
   * Who sends the invitation, where no calendar provider invites and our mail is the invitation; else null. This is the
   * service's own mailbox, so that neither side learns the other's address from the file.
   */
  readonly inviteFrom: CalendarParty | null;
  /** The session stands in the reader's calendar in another way: the file takes away the entry that an earlier one made. */
  readonly isWithdrawn: boolean;
}

export interface ConnectionNotice extends NoticeBase {
  readonly kind: ConnectionNoticeKind;
  /** As the owner knows it: `Google Calendar`. */
  readonly calendarName: string;
}

export type NoticeInput = BookingNotice | ConnectionNotice;

export function isConnectionNotice(notice: NoticeInput): notice is ConnectionNotice {
  return isAboutConnection(notice.kind);
}
