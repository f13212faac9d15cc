/**
 * A mail before it has a form: the greeting, the sentences and the facts, in the order they are read. The HTML and the
 * text are both made from this, so that they cannot say different things. Here is decided what a reader may see: the
 * client's notes are for the coach alone, and place and way in are for sessions that may still take place. Notes and reasons
 * are introduced as the words of who wrote them.
 */
import { locationOf, meetingLinkOf } from "../domain/agreement/place.ts";
import { manyLines, nameOr, oneLine, shortened } from "../lib/clean-text.ts";
import { moneyInWords } from "../messages/money.ts";
import { inSentence, introduction, type Somebody } from "../messages/person.ts";
import { type MessageId, say } from "../messages/say.ts";
import { NOTICES } from "./kinds.ts";
import { type BookingNotice, isConnectionNotice, type NoticeInput } from "./notice.ts";
import { momentWithZone, spanWithZone } from "./time-wording.ts";
import { cancellerOf, connectionWording, wordingOf, type Wording } from "./wording.ts";

/** Far within the 998 characters that a line of a mail may have, also once a gateway has encoded it. @internal */
export const SUBJECT_CHARACTERS_MAX = 240;

export interface Fact {
  readonly label: string;
  /** A calendar entry says it as well. */
  readonly isRepeated: boolean;
  /** May have several lines. */
  readonly value: string;
  /** `link`: an address that can be followed. `quote`: somebody's own words; the label says whose. */
  readonly form: "text" | "link" | "quote";
}

export interface Letter {
  readonly subject: string;
  readonly greeting: string;
  readonly opening: string;
  readonly facts: readonly Fact[];
  readonly closing: readonly string[];
  readonly action: { readonly label: string; readonly url: string };
  readonly footer: string;
}

export function letterOf(notice: NoticeInput): Letter {
  if (isConnectionNotice(notice)) {
    const calendarName = nameOr(notice.calendarName, say("mail.calendar"));
    return letter(notice, connectionWording(notice.kind, calendarName), []);
  }
  return letter(notice, wordingOf(notice, otherPartyOf(notice)), factsOf(notice));
}

export function otherPartyOf({ audience, otherName }: BookingNotice): Somebody {
  return { name: otherName, as: audience === "client" ? "coach" : "client" };
}

function letter(notice: NoticeInput, wording: Wording, facts: readonly Fact[]): Letter {
  const nobody = say(`mail.greeting.${notice.audience}`);
  const name = nameOr(notice.reader.name, "");
  return {
    subject: shortened(oneLine(wording.subject), SUBJECT_CHARACTERS_MAX),
    greeting: name === "" ? nobody : say("mail.greeting", { name }),
    opening: wording.opening,
    facts,
    closing: wording.closing,
    action: { label: wording.actionLabel, url: oneLine(notice.manageUrl) },
    footer: say("mail.footer"),
  };
}

function factsOf(notice: BookingNotice): readonly Fact[] {
  const { booking, previousTime, reader, wishedTime } = notice;
  const facts: Fact[] = [];
  const quote = (label: string, value: string | null) => {
    const words = manyLines(value ?? "");
    if (words !== "") facts.push({ label, value: words, form: "quote", isRepeated: true });
  };
  const add = (id: MessageId, value: string, form: "text" | "link" = "text") => {
    if (value !== "") facts.push({ label: say(id), value, form, isRepeated: id === "mail.fact.link" });
  };
  add("mail.fact.when", spanWithZone(booking, reader.timeZone));
  const wasElsewhen = previousTime !== null && (previousTime.startsAt !== booking.startsAt || previousTime.endsAt !== booking.endsAt);
  if (wasElsewhen && notice.kind !== "reminder") add("mail.fact.before", spanWithZone(previousTime, reader.timeZone));
  if (wishedTime !== null && isAboutQuestion(notice)) add("mail.fact.wished", spanWithZone(wishedTime, reader.timeZone));
  const { moveRequest } = booking;
  if (notice.kind === "move_asked" && moveRequest !== null)
    add("mail.fact.answer_until", momentWithZone(moveRequest.expiresAt, reader.timeZone));
  add("mail.fact.with", inSentence(otherPartyOf(notice)));
  if (booking.status === "pending" && booking.expiresAt !== null)
    add("mail.fact.held_until", momentWithZone(booking.expiresAt, reader.timeZone));
  const { amount } = NOTICES[notice.kind];
  if (amount !== null && notice.amount !== null && notice.amount.minor > 0) add(`mail.fact.${amount}`, moneyInWords(notice.amount));
  if (mayTakePlace(notice)) {
    add("mail.fact.place", oneLine(placeInWords(notice) ?? ""));
    add("mail.fact.link", oneLine(meetingLinkOf(booking) ?? ""), "link");
  }
  add("mail.fact.reason", oneLine(notice.reason ?? ""));
  if (notice.kind === "cancelled") quote(cancellerWrote(notice), reasonOf(notice));
  if (notice.audience === "coach") quote(introduction(otherPartyOf(notice)), booking.notes);
  return facts;
}

function isAboutQuestion({ kind }: BookingNotice): boolean {
  return kind === "move_asked" || kind === "move_withdrawn" || kind === "move_declined" || kind === "move_lapsed";
}

/** Nothing of a session by video, unless it has just become one: its link says it. */
function placeInWords({ alsoChanged, booking, kind }: BookingNotice): string | null {
  const isNew = kind === "place_changed" || alsoChanged.includes("place_changed");
  switch (booking.place?.kind) {
    case "in_person":
      return locationOf(booking) ?? say("mail.place.in_person");
    case "phone":
      return [say("mail.place.phone"), locationOf(booking)].filter((part) => part !== null).join(", ");
    case "link":
      return isNew ? say("mail.place.online") : null;
    default:
      return isNew ? say("mail.place.video") : null;
  }
}

export function mayTakePlace({ booking }: BookingNotice): boolean {
  return booking.status === "pending" || booking.status === "confirmed";
}

function cancellerWrote(notice: BookingNotice): string {
  switch (cancellerOf(notice)) {
    case "reader":
      return say("wrote.you");
    case "other_side":
      return introduction(otherPartyOf(notice));
    default:
      return say("wrote.admin");
  }
}

function reasonOf({ booking }: BookingNotice): string | null {
  // The system's own reasons are codes; the sentences say them.
  return booking.cancelledBy === "system" ? null : booking.cancelReason;
}
