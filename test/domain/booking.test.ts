/** Which bookings hold their time, since when one that waits no longer does, and what may become of one. */
import { describe, expect, test } from "vitest";
import { BOOKING_STATUSES, type BookingStatus, canBecome, expiryOf, hasLapsed, isActive } from "../../src/domain/booking.ts";
import { instant } from "../../src/domain/instant.ts";

const NOW = instant(1_000);

describe("a booking", () => {
  test.each<[BookingStatus, number | null, boolean, boolean]>([
    // status, expires at, has lapsed, holds its time
    ["pending", null, false, true],
    ["pending", 1_001, false, true],
    ["pending", 1_000, true, false],
    ["pending", 999, true, false],
    ["confirmed", null, false, true],
    ["confirmed", 999, false, true],
    ["confirmed", 1_001, false, true],
    ["completed", null, false, false],
    ["completed", 999, false, false],
    ["completed", 1_001, false, false],
    ["cancelled", null, false, false],
    ["cancelled", 999, false, false],
    ["cancelled", 1_001, false, false],
  ])("%s that waits until %s: at 1000 lapsed %s, active %s", (status, expiresAt, lapsed, active) => {
    const booking = { status, expiresAt: expiresAt === null ? null : instant(expiresAt) };
    expect(hasLapsed(booking, NOW)).toBe(lapsed);
    expect(isActive(booking, NOW)).toBe(active);
  });
});

test.each<[BookingStatus, readonly BookingStatus[]]>([
  ["pending", ["confirmed", "cancelled"]],
  ["confirmed", ["completed", "cancelled"]],
  ["completed", []],
  ["cancelled", []],
])("%s can become %j and nothing else", (from, expected) => {
  expect(BOOKING_STATUSES.filter((to) => canBecome(from, to))).toEqual(expected);
});

test.each<[string, number, number | null, number]>([
  ["its start, where the coach sets no time to live", 5_000, null, 5_000],
  ["its time to live, where that ends before the start", 5_000, 3_999, 4_999],
  ["its start, where its time to live ends just then", 5_000, 4_000, 5_000],
  ["its start, where its time to live ends later", 5_000, 4_001, 5_000],
])("what waits lapses at %s", (_when, startsAt, pendingMs, expected) => {
  expect(expiryOf(NOW, instant(startsAt), pendingMs)).toBe(expected);
});
