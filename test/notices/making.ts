/** Bookings and notices to compose from, each with one change. */
import type { Booking } from "../../src/domain/booking.ts";
import { instant, type Instant } from "../../src/domain/instant.ts";
import type { BookingNotice } from "../../src/notices/notice.ts";
import { FREE, NO_DETAILS } from "../support/details.ts";

export const NASTY = `Ana, "O'Neil"; <b>Zoé</b> \\ & 👩‍👩‍👧‍👦\r\nBcc: eve@evil.test\nATTENDEE:mailto:eve@evil.test\u2028\u0000\u202Eend`;

export function at(text: string): Instant {
  return instant(Date.parse(text));
}

export function bookingOf(changes: Partial<Booking> = {}): Booking {
  return {
    ...NO_DETAILS,
    ...FREE,
    id: "6f3c9c1e-0d0b-4a54-9c55-0a4f6a3f8f11",
    coachId: "1c9f4c5a-2a54-4d0e-8f43-6f0a2b9a7c01",
    clientId: "2d8e3b4b-3b65-4e1f-9a54-7a1b3c0b8d02",
    startsAt: at("2026-12-01T10:00Z"),
    endsAt: at("2026-12-01T11:00Z"),
    status: "confirmed",
    paymentId: null,
    meetingLink: null,
    expiresAt: null,
    cancelledBy: null,
    cancelReason: null,
    revision: 2,
    createdAt: at("2026-11-20T08:00Z"),
    updatedAt: at("2026-11-20T09:30Z"),
    ...changes,
  };
}

export function noticeOf(changes: Partial<BookingNotice> = {}): BookingNotice {
  return {
    kind: "confirmed",
    audience: "client",
    reader: { name: "Ben", email: "ben@people.test", timeZone: "Europe/Lisbon" },
    manageUrl: "https://booking.example.com/sessions/6f3c9c1e",
    booking: bookingOf(),
    otherName: "Ana",
    minutesBefore: null,
    previousTime: null,
    alsoChanged: [],
    wishedTime: null,
    reason: null,
    amount: null,
    inviteFrom: null,
    isWithdrawn: false,
    ...changes,
  };
}
