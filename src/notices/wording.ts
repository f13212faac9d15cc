/**
 * The sentences: what each kind of notice says to a client and to a coach. English only. Nothing here escapes or lays
 * out; names come in already on one line. Sentences state what is so when the mail is read, not how soon something is:
 * a reminder that was delivered late must not lie.
 */
import type { ChangeNoticeKind, ConnectionNoticeKind } from "../domain/notice-kind.ts";
import { unreachable } from "../lib/assert.ts";
import type { BookingNotice } from "./notice.ts";
import { dayAndTime, lengthInWords } from "./time-wording.ts";

export interface Wording {
  readonly subject: string;
  readonly opening: string;
  readonly closing: readonly string[];
  readonly actionLabel: string;
}

const MANAGE = "Manage this session";
const STAYS = "The session stays at the time written here.";

/** A change that the mail of a later one tells as well. */
export const ALSO: { readonly [Kind in ChangeNoticeKind]?: string } = {
  confirmed: "The session is confirmed.",
  rescheduled: "The session has a new time.",
  place_changed: "The session has a new place.",
};

/** `other` is the other party's name, or what they are where they have none. */
export function wordingOf(notice: BookingNotice, other: string): Wording {
  const { audience, booking, reader } = notice;
  const isClient = audience === "client";
  const session = `session with ${other}`;
  const on = `on ${dayAndTime(booking.startsAt, reader.timeZone)}`;
  const say = (topic: string, opening: string, ...closing: string[]): Wording => ({
    subject: topic.endsWith("?") ? `${topic} Session with ${other} ${on}` : `${topic}: ${session} ${on}`,
    opening,
    closing,
    actionLabel: MANAGE,
  });

  switch (notice.kind) {
    case "created":
      if (booking.status === "confirmed")
        return say("Booked", isClient ? `Your ${session} is booked.` : `${other} booked a session with you.`);
      return isClient
        ? say("Requested", `You asked for a ${session}.`, "The time is held for you. We write again as soon as the session is confirmed.")
        : say(
            "Requested",
            `${other} asked for a session with you.`,
            "The time is held. The session takes place only once it is confirmed.",
          );
    case "confirmed":
      return say("Confirmed", `Your ${session} is confirmed.`);
    case "rescheduled":
      return say("Moved", `Your ${session} has a new time.`, ...(booking.status === "pending" ? ["It is not confirmed yet."] : []));
    case "cancelled":
      return say("Cancelled", cancellation(notice, other), ...refundToCome(notice));
    case "lapsed":
      return say("Not confirmed", `Your ${session} was not confirmed in time and will not take place.`, ...refundToCome(notice));
    case "completed":
      return say("Completed", `Your ${session} has taken place.`);
    case "move_asked":
      return {
        ...say(
          "May it be moved?",
          `${other} asks to move the session with you.`,
          "Nothing is held for the wished time.",
          "The session stays where it is unless you accept, and you can decline.",
        ),
        actionLabel: "Accept or decline",
      };
    case "move_withdrawn":
      return say("Not to be moved", `${other} no longer asks to move the session with you.`, STAYS);
    case "move_declined":
      return say("Not moved", `Your wish to move your ${session} was declined.`, STAYS);
    case "move_lapsed":
      return say("Not moved", `Your wish to move your ${session} was not answered in time.`, STAYS);
    case "place_changed":
      return say("New place", `Your ${session} has a new place.`);
    case "reminder":
      return say("Reminder", reminder(notice, session));
    case "payment_received":
      return say(
        "Payment received",
        isClient ? `We received your payment for your ${session}.` : `${other} paid for the session with you.`,
        paidState(notice),
      );
    case "payment_failed":
      return {
        ...say("Payment failed", `The payment for ${isClient ? "your" : "the"} ${session} did not go through.`, ...unpaidState(notice)),
        actionLabel: isClient && booking.status === "pending" ? "Pay or manage this session" : MANAGE,
      };
    case "refunded":
      return isClient
        ? say("Refund", `Your payment for the ${session} has been refunded.`, "How soon it shows depends on your bank.")
        : say("Refund", `The payment for the ${session} has been refunded.`);
    case "event_deleted_ask":
      return say(
        "Did you mean to cancel?",
        `The event of your ${session} was deleted from your calendar.`,
        "The session still stands. If it should not take place, cancel it here; otherwise there is nothing to do.",
      );
    case "calendar_conflict":
      return say(
        "Calendar conflict",
        `Your calendar is in conflict with your ${session}.`,
        "The session stands at the time written here until somebody moves or cancels it.",
      );
    default:
      return unreachable(notice.kind);
  }
}

const MANAGE_CALENDARS = "Look at your calendars";

/** About a connected calendar, and no session. */
export function connectionWording(kind: ConnectionNoticeKind, calendarName: string): Wording {
  switch (kind) {
    case "calendar_needs_reconnect":
      return {
        subject: `Please connect your ${calendarName} again`,
        opening: `We can no longer reach your ${calendarName}.`,
        closing: [
          "Until you connect it again, your sessions are not written into it and its busy time is not read.",
          "What waits to be written is kept and follows by itself.",
        ],
        actionLabel: "Connect again",
      };
    case "calendar_unread":
      return {
        subject: `Your ${calendarName} could not be read for hours`,
        opening: `We have not been able to read your ${calendarName} for some hours.`,
        closing: [
          "What has changed in it since then is not known here. Whether you can be booked meanwhile is said by your own setting for a lost connection.",
          "We go on trying, and tell you when it works again. If it does not, connect it again, or take away a calendar that cannot be read.",
        ],
        actionLabel: MANAGE_CALENDARS,
      };
    case "calendar_read_again":
      return {
        subject: `Your ${calendarName} is read again`,
        opening: `Your ${calendarName} can be read again, and what has changed in it is known here.`,
        closing: ["There is nothing to do."],
        actionLabel: MANAGE_CALENDARS,
      };
    case "calendar_gone":
      return {
        subject: `A calendar of your ${calendarName} is gone`,
        opening: `A calendar of your ${calendarName} is not there any more.`,
        closing: [
          "It no longer counts, and the others do as before. Look whether the calendars that should block your time are chosen.",
          "Your sessions stand. If they were written into that calendar, choose another one for them.",
        ],
        actionLabel: MANAGE_CALENDARS,
      };
    default:
      return unreachable(kind);
  }
}

function cancellation({ audience, booking }: BookingNotice, other: string): string {
  switch (booking.cancelledBy) {
    case audience:
      return `You cancelled your session with ${other}.`;
    case "client":
    case "coach":
      return `${other} cancelled the session with you.`;
    case "admin":
      return `An administrator cancelled your session with ${other}.`;
    default:
      return `Your session with ${other} was cancelled.`;
  }
}

function reminder({ minutesBefore }: BookingNotice, session: string): string {
  return minutesBefore === null
    ? `This reminds you of your ${session}.`
    : `This is your reminder, ${lengthInWords(minutesBefore)} ahead, of your ${session}.`;
}

function refundToCome({ audience, amount }: BookingNotice): string[] {
  if (amount === null || amount.minor === 0) return [];
  return [audience === "client" ? "The refund goes back to the card you paid with." : "The refund goes back to the client's card."];
}

function paidState({ audience, booking }: BookingNotice): string {
  switch (booking.status) {
    case "pending":
      return audience === "client"
        ? "The session still waits for your coach to confirm it."
        : "The session still waits for you to confirm it.";
    case "cancelled":
      return "The session had been cancelled by then, so the payment is refunded.";
    default:
      return "The session is confirmed.";
  }
}

function unpaidState({ booking }: BookingNotice): string[] {
  if (booking.status === "pending") return ["The time is still held, and you can try again."];
  return booking.status === "cancelled" ? ["The session will not take place, and its time is free again."] : [];
}
