/**
 * The calendar files, read by a parser that is not ours and compared with the booking (S46). Text comes from people, so
 * most cases are about what they may have typed.
 */
import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import type { Booking } from "../../src/domain/booking.ts";
import { instant } from "../../src/domain/instant.ts";
import { withoutLinks } from "../../src/lib/without-links.ts";
import { oneLine } from "../../src/lib/clean-text.ts";
import { type BookingCalendar, bookingCalendar, feedCalendar } from "../../src/notices/calendar-file.ts";
import { at, bookingOf, NASTY } from "./making.ts";

function fileOf(changes: Partial<BookingCalendar> = {}): string {
  return bookingCalendar({
    booking: bookingOf(),
    method: "REQUEST",
    organizer: { name: "CultureBridge Booking", email: "booking@service.test" },
    attendee: { name: "Ben", email: "ben@people.test" },
    title: "Session with Ana",
    description: "See you there",
    url: "https://booking.example.com/s/1?a=1,2;b",
    now: at("2026-11-20T09:31Z"),
    ...changes,
  });
}

const withBooking = (changes: Partial<Booking>, more: Partial<BookingCalendar> = {}) => fileOf({ booking: bookingOf(changes), ...more });

interface Parsed {
  readonly calendar: ICAL.Component;
  readonly event: ICAL.Component;
  readonly value: (name: string) => unknown;
  readonly timeOf: (name: string) => number;
}

function parsed(text: string): Parsed {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const [event, ...others] = calendar.getAllSubcomponents("vevent");
  if (event === undefined || others.length > 0) throw new Error("one event expected");
  const value = (name: string): unknown => event.getFirstPropertyValue(name);
  const timeOf = (name: string): number => {
    const time = value(name);
    if (!(time instanceof ICAL.Time)) throw new Error(`${name} is no time`);
    expect(time.zone.tzid).toBe("UTC");
    return time.toJSDate().getTime();
  };
  return { calendar, event, value, timeOf };
}

const octetsOf = (line: string) => new TextEncoder().encode(line).length;

function expectWellFormed(text: string): void {
  expect(text.endsWith("END:VCALENDAR\r\n")).toBe(true);
  const lines = text.slice(0, -2).split("\r\n");
  expect(Math.max(...lines.map(octetsOf))).toBeLessThanOrEqual(75);
  for (const line of lines) expect(line).not.toMatch(/[^\P{Cc}\t]/u);
  expect(text.isWellFormed()).toBe(true);
}

const namesOf = (component: ICAL.Component) => component.getAllProperties().map(({ name }) => name);

describe("a booking's file", () => {
  test("says what the booking says", () => {
    const booking = bookingOf({ meetingLink: "https://meet.example.com/abc-defg-hij" });
    const text = fileOf({ booking });
    expectWellFormed(text);
    const { calendar, event, value, timeOf } = parsed(text);
    expect(calendar.getFirstPropertyValue("method")).toBe("REQUEST");
    expect(calendar.getFirstPropertyValue("version")).toBe("2.0");
    expect(value("uid")).toBe(`${booking.id}@culturebridge-booking`);
    expect(timeOf("dtstart")).toBe(booking.startsAt);
    expect(timeOf("dtend")).toBe(booking.endsAt);
    expect(timeOf("dtstamp")).toBe(at("2026-11-20T09:31Z"));
    expect(timeOf("last-modified")).toBe(booking.updatedAt);
    expect(timeOf("created")).toBe(booking.createdAt);
    expect(value("summary")).toBe("Session with Ana");
    expect(value("description")).toBe("See you there");
    expect(value("location")).toBe(booking.meetingLink);
    expect(value("organizer")).toBe("mailto:booking@service.test");
    const attendee = event.getFirstProperty("attendee");
    expect(String(attendee?.getFirstValue()).toLowerCase()).toBe("mailto:ben@people.test");
    expect(attendee?.getFirstParameter("cn")).toBe("Ben");
    expect(attendee?.getFirstParameter("partstat")).toBe("ACCEPTED");
  });

  test.each([
    ["pending", "REQUEST", "TENTATIVE"],
    ["confirmed", "REQUEST", "CONFIRMED"],
    ["completed", "PUBLISH", "CONFIRMED"],
    ["cancelled", "PUBLISH", "CANCELLED"],
    ["cancelled", "CANCEL", "CANCELLED"],
    ["pending", "CANCEL", "CANCELLED"],
  ] as const)("%s as %s has the status %s", (status, method, expected) => {
    const { calendar, value } = parsed(withBooking({ status }, { method }));
    expect(value("status")).toBe(expected);
    expect(calendar.getFirstPropertyValue("method")).toBe(method);
  });

  test("keeps its UID while SEQUENCE rises with every revision, to the cancellation", () => {
    const lives = [1, 2, 3].map((revision) => parsed(withBooking({ revision })));
    lives.push(parsed(withBooking({ revision: 4, status: "cancelled" }, { method: "CANCEL" })));
    expect(new Set(lives.map(({ value }) => value("uid"))).size).toBe(1);
    expect(lives.map(({ value }) => value("sequence"))).toEqual([0, 1, 2, 3]);
  });

  test("published, it invites nobody (RFC 5546 section 3.2.1)", () => {
    const { event } = parsed(fileOf({ method: "PUBLISH" }));
    expect(namesOf(event)).not.toContain("attendee");
    expect(namesOf(event)).toContain("organizer");
  });

  test("percent-encodes in addresses what has no escape there", () => {
    const { value } = parsed(fileOf());
    expect(value("url")).toBe("https://booking.example.com/s/1?a=1%2C2%3Bb");
  });

  test("is the same instant whatever zone the session is kept in", () => {
    // Lisbon's clocks go back at 01:00 UTC: 01:30 local happens twice, an hour apart.
    for (const startsAt of [at("2026-10-25T00:30Z"), at("2026-10-25T01:30Z")]) {
      const { timeOf } = parsed(withBooking({ startsAt, endsAt: instant(startsAt + 3_600_000) }));
      expect(timeOf("dtstart")).toBe(startsAt);
    }
  });
});

describe("S46 what people typed", () => {
  const plainProperties = namesOf(parsed(fileOf()).event);
  const cleanNasty = `Ana, "O'Neil"; <b>Zoé</b> \\ & 👩‍👩‍👧‍👦 Bcc: eve@evil.test ATTENDEE:mailto:eve@evil.test end`;

  test("CR LF adds no property, and commas, semicolons, quotes and emoji arrive as they were", () => {
    const text = fileOf({ title: NASTY, description: NASTY, attendee: { name: NASTY, email: "ben@people.test" } });
    expectWellFormed(text);
    const { event, value } = parsed(text);
    expect(namesOf(event)).toEqual(plainProperties);
    expect(value("summary")).toBe(cleanNasty);
    expect(String(value("description")).split("\n")).toHaveLength(4);
    expect(event.getFirstProperty("attendee")?.getFirstParameter("cn")).toBe(withoutLinks(cleanNasty));
  });

  test("an address with CR LF adds no property", () => {
    const nasty = "https://meet.example.com/a\r\nATTENDEE:mailto:eve@evil.test";
    const text = withBooking({ meetingLink: nasty }, { url: nasty, attendee: { name: null, email: "ben@people.test\r\nX-EVIL:1" } });
    expectWellFormed(text);
    expect(namesOf(parsed(text).event).toSorted()).toEqual([...plainProperties, "location"].toSorted());
  });

  test("any text: every line has at most 75 octets, and title, description and name come back, but for links in the name", () => {
    const codeUnit = fc.integer({ min: 0xd7_f0, max: 0xe0_0f });
    const typed = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: "grapheme", maxLength: 300 }),
      // Halves of surrogate pairs, which a lenient client may send.
      fc.array(codeUnit, { maxLength: 100 }).map((units) => String.fromCharCode(...units)),
      fc.constant(NASTY),
    );
    fc.assert(
      fc.property(typed, typed, typed, (title, description, name) => {
        const text = fileOf({
          title: `Session with ${title}`,
          description: `About ${description}`,
          attendee: { name: `N ${name}`, email: "ben@people.test" },
        });
        expectWellFormed(text);
        const { event, value } = parsed(text);
        expect(namesOf(event)).toEqual(plainProperties);
        expect(withoutBlanks(value("summary"))).toBe(withoutBlanks(`Session with ${title}`));
        expect(withoutBlanks(value("description"))).toBe(withoutBlanks(`About ${description}`));
        const called = withoutLinks(oneLine(`N ${name}`));
        expect(withoutBlanks(event.getFirstProperty("attendee")?.getFirstParameter("cn"))).toBe(withoutBlanks(called));
      }),
      { numRuns: 300 },
    );
  });
});

describe("the feed", () => {
  const organizer = { name: "CultureBridge Booking", email: "booking@service.test" };
  const entry = (changes: Partial<Booking>) => ({
    booking: bookingOf(changes),
    title: "Session",
    description: "",
    url: "https://booking.example.com/s",
  });

  test("holds every booking once, stamped by its own last change", () => {
    const ids = ["a", "b", "c"].map((letter) => `${letter}0000000-0000-4000-8000-000000000000`);
    const feed = { name: "Sessions", organizer, entries: ids.map((id, index) => entry({ id, updatedAt: at(`2026-11-2${index}T00:00Z`) })) };
    const text = feedCalendar(feed);
    expectWellFormed(text);
    expect(feedCalendar(feed)).toBe(text);
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
    expect(events.map((event) => event.getFirstPropertyValue("uid"))).toEqual(ids.map((id) => `${id}@culturebridge-booking`));
    expect(events.map((event) => String(event.getFirstPropertyValue("dtstamp")))).toEqual([
      "2026-11-20T00:00:00Z",
      "2026-11-21T00:00:00Z",
      "2026-11-22T00:00:00Z",
    ]);
  });

  test("without bookings is still a calendar", () => {
    const text = feedCalendar({ name: "Sessions", organizer, entries: [] });
    expect(new ICAL.Component(ICAL.parse(text)).getFirstPropertyValue("method")).toBe("PUBLISH");
  });

  test("S46 a name with CR LF adds no property to the calendar", () => {
    const plain = new ICAL.Component(ICAL.parse(feedCalendar({ name: "Sessions", organizer, entries: [] })));
    const nasty = feedCalendar({ name: NASTY, organizer, entries: [] });
    expectWellFormed(nasty);
    expect(namesOf(new ICAL.Component(ICAL.parse(nasty)))).toEqual(namesOf(plain));
  });
});

/** White space and what is never shown may be tidied; everything else has to come back. */
function withoutBlanks(text: unknown): string {
  return String(text)
    .toWellFormed()
    .replace(/[\p{Cc}\s\u202A-\u202E\u2066-\u2069]+/gu, "");
}
