/** Short ways to write rules, instants and blocked time in the tests of the domain. Minutes in, milliseconds out. */
import { type Offer, VIDEO } from "../../src/domain/agreement/offer.ts";
import type { Booking } from "../../src/domain/booking.ts";
import type { AvailabilityRules, TimeOfDayRange } from "../../src/domain/slots/availability-rules.ts";
import { instant, type Instant, type Interval } from "../../src/domain/instant.ts";
import { listSlots, type Blocked, type SlotRules } from "../../src/domain/slots/slots.ts";
import { DAY_MS, MINUTE_MS } from "../../src/lib/duration.ts";

export const LONG_AGO = at("2000-01-01T00:00Z");

export function at(text: string): Instant {
  return instant(Date.parse(text));
}

export function minutes(count: number): number {
  return count * MINUTE_MS;
}

export function between(startsAt: string, endsAt: string): Interval {
  return { startsAt: at(startsAt), endsAt: at(endsAt) };
}

/** `"09:00-17:30"`. */
export function hours(text: string): TimeOfDayRange {
  const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return { startMinute: minuteOf(text.slice(0, 5)), endMinute: minuteOf(text.slice(6, 11)) };
}

/** The same hours every day. */
export function daily(timeZone: string, ...ranges: string[]): AvailabilityRules {
  const weekly = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) => ranges.map((range) => ({ weekday, ...hours(range) })));
  return { timeZone, weekly, recurrences: [], overrides: [] };
}

/** No buffers, notice or cap, a horizon that never ends, and a step of the duration asked, but for what is given. */
export function rulesOf(availability: AvailabilityRules, changes: Partial<SlotRules> = {}): SlotRules {
  return {
    hours: availability,
    stepMs: null,
    bufferBeforeMs: 0,
    bufferAfterMs: 0,
    noticeMs: 0,
    horizonMs: 100 * 366 * DAY_MS,
    sessionsPerDayMax: null,
    ...changes,
  };
}

export function session(startsAt: string, endsAt: string, bufferBefore = 0, bufferAfter = 0): Blocked {
  const buffers = { bufferBeforeMs: minutes(bufferBefore), bufferAfterMs: minutes(bufferAfter) };
  return { ...between(startsAt, endsAt), ...buffers, isSession: true };
}

export function busy(startsAt: string, endsAt: string): Blocked {
  return { ...session(startsAt, endsAt), isSession: false };
}

/** The slots of a day in UTC or of a longer range, written `HH:MM` in UTC. */
export function timesListed(
  rules: SlotRules,
  range: string | Interval,
  durationMinutes: number,
  { blocked = [], now = LONG_AGO }: { blocked?: readonly Blocked[]; now?: Instant } = {},
): string[] {
  const whole = typeof range === "string" ? { startsAt: at(range), endsAt: instant(at(range) + DAY_MS) } : range;
  return listSlots(rules, blocked, whole, minutes(durationMinutes), now).map(timeOf);
}

export function timeOf(moment: Instant): string {
  return new Date(moment).toISOString().slice(11, 16);
}

/** A confirmed session of an hour that costs nothing and that nobody has touched. It imports no contract, so that a file of tests starts quickly. */
export function bookingOf(changes: Partial<Booking> = {}): Booking {
  return {
    notes: null,
    offerId: null,
    offerTitle: null,
    price: null,
    cancellationPolicy: [{ beforeMinutes: 0, refundPercent: 100 }],
    approvalRequired: false,
    place: { kind: "video", city: null, address: null, link: null },
    createdBy: "client",
    clientTimeZone: null,
    locale: null,
    bufferBeforeMs: 0,
    bufferAfterMs: 0,
    moveNoticeMinutes: 0,
    id: "b",
    coachId: "coach",
    clientId: "client",
    startsAt: at("2030-03-12T10:00Z"),
    endsAt: at("2030-03-12T11:00Z"),
    status: "confirmed",
    paymentId: null,
    meetingLink: null,
    refundCapPercent: 100,
    refundPercent: null,
    priceWaived: false,
    moves: 0,
    moveRequest: null,
    expiresAt: null,
    completesAt: null,
    cancelledBy: null,
    cancelReason: null,
    revision: 2,
    createdAt: at("2030-03-01T08:00Z"),
    updatedAt: at("2030-03-01T09:30Z"),
    ...changes,
  };
}

export function offerOf(changes: Partial<Offer> = {}): Offer {
  return {
    id: "offer",
    coachId: "coach",
    title: "Title",
    description: "Words",
    durationMinutes: 60,
    price: null,
    approvalRequired: null,
    place: VIDEO,
    bufferBeforeMinutes: null,
    bufferAfterMinutes: null,
    noticeMinutesMin: null,
    cancellationPolicy: null,
    position: 0,
    isActive: true,
    revision: 4,
    createdAt: instant(0),
    updatedAt: instant(0),
    ...changes,
  };
}
