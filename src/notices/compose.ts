/**
 * A notice composed whole: subject, HTML, text and, where our mail is the invitation, its calendar file. Pure: the same
 * input gives the same mail to the byte, so a repeated delivery is recognisably the same one. Sends nothing and decides
 * nobody's share in it; `kinds.ts` says who is told.
 */
import { bookingCalendar, type CalendarMethod } from "./calendar-file.ts";
import { htmlOf } from "./html.tsx";
import { inSentence } from "../messages/person.ts";
import { say } from "../messages/say.ts";
import { NOTICES } from "./kinds.ts";
import { type Letter, letterOf, mayTakePlace, otherPartyOf } from "./letter.ts";
import { type BookingNotice, isConnectionNotice, type NoticeInput } from "./notice.ts";
import { factLine, textOf } from "./text.ts";

export interface MailCalendar {
  readonly method: "REQUEST" | "CANCEL";
  readonly text: string;
}

export interface ComposedNotice {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly calendar: MailCalendar | null;
}

export function composeNotice(notice: NoticeInput): ComposedNotice {
  const letter = letterOf(notice);
  return {
    subject: letter.subject,
    html: htmlOf(letter),
    text: textOf(letter),
    calendar: isConnectionNotice(notice) ? null : invitationOf(notice, letter),
  };
}

function invitationOf(notice: BookingNotice, letter: Letter): MailCalendar | null {
  const { alsoChanged, booking, inviteFrom, isWithdrawn, reader } = notice;
  if (inviteFrom === null || ![notice.kind, ...alsoChanged].some((kind) => NOTICES[kind].invites)) return null;
  // The status decides, not the kind: a notice never puts a cancelled session into anybody's calendar.
  const method: CalendarMethod = mayTakePlace(notice) && !isWithdrawn ? "REQUEST" : "CANCEL";
  const text = bookingCalendar({
    booking,
    method,
    organizer: inviteFrom,
    attendee: { name: reader.name, email: reader.email },
    title: say("entry.title", { other: inSentence(otherPartyOf(notice)) }),
    description: descriptionOf(letter),
    url: letter.action.url,
    // When this revision was written rather than when the mail goes out: a retry must not look like a newer file.
    now: booking.updatedAt,
  });
  return { method, text };
}

/** What the calendar entry does not say by itself. */
function descriptionOf({ facts, action }: Letter): string {
  const lines = facts.filter(({ isRepeated }) => isRepeated).map(factLine);
  return [...lines, `${action.label}: ${action.url}`].join("\n");
}
