/** Where a session takes place, as it is told: to whom nothing is agreed yet, address and link are not. */
import { describe, expect, test } from "vitest";
import type { Place } from "../../src/domain/agreement/offer.ts";
import { asksForConference, locationOf, meetingLinkOf } from "../../src/domain/agreement/place.ts";
import type { BookingStatus } from "../../src/domain/booking.ts";

const OWN = "https://meet.example/own";
const MADE = "https://calendar.example/made";
const whole = (kind: Place["kind"]): Place => ({ kind, city: "Lisboa", address: "Rua 1", link: OWN });

describe("of a booking", () => {
  test.each<[string, Place | null, BookingStatus, boolean, string | null, string | null]>([
    // place, status, asks for a conference, link, location
    ["nothing is said", null, "confirmed", true, MADE, null],
    ["nothing is said, pending", null, "pending", true, MADE, null],
    ["by video", whole("video"), "confirmed", true, MADE, null],
    ["a link, pending", whole("link"), "pending", false, null, null],
    ["a link, confirmed", whole("link"), "confirmed", false, OWN, null],
    ["a link, completed", whole("link"), "completed", false, OWN, null],
    ["a link, cancelled", whole("link"), "cancelled", false, null, null],
    ["in person, pending", whole("in_person"), "pending", false, null, "Lisboa"],
    ["in person, confirmed", whole("in_person"), "confirmed", false, null, "Rua 1, Lisboa"],
    ["in person, completed", whole("in_person"), "completed", false, null, "Rua 1, Lisboa"],
    ["in person, cancelled", whole("in_person"), "cancelled", false, null, "Lisboa"],
    ["by telephone, confirmed", whole("phone"), "confirmed", false, null, "Rua 1, Lisboa"],
    ["without a city", { ...whole("in_person"), city: null }, "confirmed", false, null, "Rua 1"],
    ["with a city of blanks", { ...whole("in_person"), city: "  " }, "confirmed", false, null, "Rua 1"],
    ["with neither", { ...whole("in_person"), city: null, address: " " }, "confirmed", false, null, null],
  ])("%s", (_what, place, status, asks, link, location) => {
    const booking = { place, status, meetingLink: MADE };
    expect(asksForConference(booking)).toBe(asks);
    expect(meetingLinkOf(booking)).toBe(link);
    expect(locationOf(booking)).toBe(location);
  });
});
