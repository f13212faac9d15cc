/**
 * A booking as an iCalendar file (RFC 5545, RFC 5546): the invitation in a mail, the file to download, a coach's feed.
 * Times are UTC, so no zone definitions are needed and no calendar's own table of zones can move a session. The UID
 * follows from the booking's id and SEQUENCE from its revision: a calendar replaces the entry and never doubles it.
 * `ical-generator` writes the lines, except for what it gets wrong: addresses and the calendar's name (see below).
 */
import ical, { type ICalCalendar, ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import { locationOf, meetingLinkOf } from "../domain/agreement/place.ts";
import type { Booking } from "../domain/booking.ts";
import type { Instant } from "../domain/instant.ts";
import { unreachable } from "../lib/assert.ts";
import { manyLines, nameOr, oneLine } from "../lib/clean-text.ts";

export type CalendarMethod = "REQUEST" | "CANCEL" | "PUBLISH";

export interface CalendarParty {
  readonly name: string | null;
  readonly email: string;
}

interface CalendarEntry {
  readonly booking: Booking;
  readonly title: string;
  /** Plain text, may have several lines. */
  readonly description: string;
  /** Where the reader manages the session. */
  readonly url: string;
}

export interface BookingCalendar extends CalendarEntry {
  readonly method: CalendarMethod;
  readonly organizer: CalendarParty;
  /** Who is invited. Left out of a published file, which invites nobody (RFC 5546 section 3.2.1). */
  readonly attendee: CalendarParty | null;
  /** When the file is made (DTSTAMP). */
  readonly now: Instant;
}

export interface FeedCalendar {
  readonly name: string;
  readonly organizer: CalendarParty;
  readonly entries: readonly CalendarEntry[];
}

const FEED_REFRESH_SECONDS = 60 * 60;
const PRODUCT = "//CultureBridge//CultureBridge Booking//EN";

const METHODS = { REQUEST: ICalCalendarMethod.REQUEST, CANCEL: ICalCalendarMethod.CANCEL, PUBLISH: ICalCalendarMethod.PUBLISH } as const;

function bookingUid(bookingId: string): string {
  return `${bookingId}@culturebridge-booking`;
}

export function bookingCalendar(file: BookingCalendar): string {
  const calendar = ical({ prodId: PRODUCT, method: METHODS[file.method] });
  addEntry(calendar, file, file);
  return fileOf(calendar);
}

/** Bookings as a feed to subscribe to. It depends on the bookings alone: the same bookings give the same bytes. */
export function feedCalendar(feed: FeedCalendar): string {
  const calendar = ical({ prodId: PRODUCT, method: ICalCalendarMethod.PUBLISH, ttl: FEED_REFRESH_SECONDS });
  // The library writes a name set with `name()` as it is, line breaks and all; a custom property is escaped.
  calendar.x("X-WR-CALNAME", oneLine(feed.name));
  for (const entry of feed.entries) {
    addEntry(calendar, entry, { method: "PUBLISH", organizer: feed.organizer, attendee: null, now: entry.booking.updatedAt });
  }
  return fileOf(calendar);
}

type Circumstances = Pick<BookingCalendar, "method" | "organizer" | "attendee" | "now">;

function addEntry(calendar: ICalCalendar, entry: CalendarEntry, { method, organizer, attendee, now }: Circumstances): void {
  const { booking } = entry;
  const location = meetingLinkOf(booking) ?? locationOf(booking);
  const status = method === "CANCEL" ? ICalEventStatus.CANCELLED : statusOf(booking);
  const event = calendar.createEvent({
    id: bookingUid(booking.id),
    sequence: booking.revision - 1,
    stamp: new Date(now),
    created: new Date(booking.createdAt),
    lastModified: new Date(booking.updatedAt),
    start: new Date(booking.startsAt),
    end: new Date(booking.endsAt),
    status,
    summary: oneLine(entry.title),
    description: manyLines(entry.description),
    location: location === null ? null : oneLine(location),
    url: addressOf(entry.url),
    organizer: { name: nameOf(organizer), email: addressOf(organizer.email) },
  });
  if (attendee === null || method === "PUBLISH") return;
  event.createAttendee({
    name: nameOf(attendee),
    email: addressOf(attendee.email),
    role: ICalAttendeeRole.REQ,
    // Whoever books has said yes already, and nobody reads answers: they are given in the service.
    status: status === ICalEventStatus.TENTATIVE ? ICalAttendeeStatus.NEEDSACTION : ICalAttendeeStatus.ACCEPTED,
    rsvp: false,
  });
}

function statusOf(booking: Booking): ICalEventStatus {
  switch (booking.status) {
    case "pending":
      return ICalEventStatus.TENTATIVE;
    case "confirmed":
    case "completed":
      return ICalEventStatus.CONFIRMED;
    case "cancelled":
      return ICalEventStatus.CANCELLED;
    default:
      return unreachable(booking.status);
  }
}

function nameOf({ name, email }: CalendarParty): string {
  return nameOr(name, oneLine(email));
}

/**
 * An address as the library must be given it. It escapes addresses as if they were text, but a URI has no escapes (RFC
 * 5545 section 3.3.13) and a backslash would break it; so what it would escape is percent-encoded first.
 */
function addressOf(text: string): string {
  return oneLine(text).replace(/[,;\\\s]/gu, encodeURIComponent);
}

/** The library leaves the last line unended; RFC 5545 section 3.1 ends every line. */
function fileOf(calendar: ICalCalendar): string {
  return `${calendar.toString()}\r\n`;
}
