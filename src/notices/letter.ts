/**
 * A mail before it has a form: the greeting, the sentences and the facts, in the order they are read. The HTML and the
 * text are both made from this, so that they cannot say different things. Here is decided what a reader may see: the
 * client's notes are for the coach alone, and place and way in are for sessions that may still take place. Notes and reasons
 * are introduced as the words of who wrote them.
 */
import { locationOf, meetingLinkOf } from "../domain/agreement/place.ts";
import { introduction } from "../lib/quoted.ts";
import { manyLines, nameOr, oneLine, shortened } from "../lib/clean-text.ts";
import { NOTICES } from "./kinds.ts";
import { moneyInWords } from "./money-wording.ts";
import { type BookingNotice, isConnectionNotice, type NoticeInput } from "./notice.ts";
import { momentInWords, timeInWords } from "./time-wording.ts";
import { ALSO, connectionWording, wordingOf, type Wording } from "./wording.ts";

/** A fact that a calendar entry repeats. */
export const MEETING_LINK = "Meeting link";

const ENTRY_WITHDRAWN =
  "Your calendar has this session by itself now. The entry that our earlier mail made there is taken away; the session stands.";

const AMOUNT_LABELS = { price: "Price", paid: "Paid", refund_to_come: "To be refunded", refunded: "Refunded" } as const;

/** Far within the 998 characters that a line of a mail may have, also once a gateway has encoded it. @internal */
export const SUBJECT_CHARACTERS_MAX = 240;

export interface Fact {
  readonly label: string;
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
    const calendarName = nameOr(notice.calendarName, "calendar");
    return letter(notice, connectionWording(notice.kind, calendarName), []);
  }
  const { closing, ...wording } = wordingOf(notice, otherPartyOf(notice));
  const also = notice.alsoChanged.flatMap((kind) => ALSO[kind] ?? []);
  const instead = notice.isWithdrawn ? [ENTRY_WITHDRAWN] : [];
  return letter(notice, { ...wording, closing: [...also, ...closing, ...instead] }, factsOf(notice));
}

/** The other party's name, or what they are where they have none. */
export function otherPartyOf({ audience, otherName }: BookingNotice): string {
  return nameOr(otherName, audience === "client" ? "your coach" : "your client");
}

function letter(notice: NoticeInput, wording: Wording, facts: readonly Fact[]): Letter {
  return {
    subject: shortened(oneLine(wording.subject), SUBJECT_CHARACTERS_MAX),
    greeting: `Hello ${nameOr(notice.reader.name, notice.audience)},`,
    opening: wording.opening,
    facts,
    closing: wording.closing,
    action: { label: wording.actionLabel, url: oneLine(notice.manageUrl) },
    footer: "CultureBridge Booking sends this mail because of your sessions or calendars there. Answers to it are not read.",
  };
}

function factsOf(notice: BookingNotice): readonly Fact[] {
  const { booking, previousTime, reader, wishedTime } = notice;
  const facts: Fact[] = [];
  const add = (label: string, value: string, form: Fact["form"] = "text") => {
    if (value !== "") facts.push({ label, value, form });
  };
  add("When", timeInWords(booking, reader.timeZone));
  const wasElsewhen = previousTime !== null && (previousTime.startsAt !== booking.startsAt || previousTime.endsAt !== booking.endsAt);
  if (wasElsewhen && notice.kind !== "reminder") add("Before", timeInWords(previousTime, reader.timeZone));
  if (wishedTime !== null && isAboutQuestion(notice)) add("Wished time", timeInWords(wishedTime, reader.timeZone));
  const { moveRequest } = booking;
  if (notice.kind === "move_asked" && moveRequest !== null) add("Answer until", momentInWords(moveRequest.expiresAt, reader.timeZone));
  add("With", otherPartyOf(notice));
  if (booking.status === "pending" && booking.expiresAt !== null) add("Held until", momentInWords(booking.expiresAt, reader.timeZone));
  const { amount } = NOTICES[notice.kind];
  if (amount !== null && notice.amount !== null && notice.amount.minor > 0) add(AMOUNT_LABELS[amount], moneyInWords(notice.amount));
  if (mayTakePlace(notice)) {
    add("Place", oneLine(placeInWords(notice) ?? ""));
    add(MEETING_LINK, oneLine(meetingLinkOf(booking) ?? ""), "link");
  }
  add("Reason", oneLine(notice.reason ?? ""));
  if (notice.kind === "cancelled") add(introduction(cancellerOf(notice)), manyLines(reasonOf(notice) ?? ""), "quote");
  if (notice.audience === "coach") add(introduction(otherPartyOf(notice)), manyLines(booking.notes ?? ""), "quote");
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
      return locationOf(booking) ?? "In person";
    case "phone":
      return ["By phone", locationOf(booking)].filter((part) => part !== null).join(", ");
    case "link":
      return isNew ? "Online" : null;
    default:
      return isNew ? "By video" : null;
  }
}

export function mayTakePlace({ booking }: BookingNotice): boolean {
  return booking.status === "pending" || booking.status === "confirmed";
}

function cancellerOf(notice: BookingNotice): string {
  const { cancelledBy } = notice.booking;
  if (cancelledBy === notice.audience) return "you";
  return cancelledBy === "client" || cancelledBy === "coach" ? otherPartyOf(notice) : "an administrator";
}

function reasonOf({ booking }: BookingNotice): string | null {
  // The system's own reasons are codes; the sentences say them.
  return booking.cancelledBy === "system" ? null : booking.cancelReason;
}
