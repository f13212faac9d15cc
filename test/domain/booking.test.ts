/** Which bookings hold their time, and since when one that waits no longer does. */
import { describe, expect, test } from "vitest";
import { type BookingStatus, hasLapsed, isActive } from "../../src/domain/booking.ts";
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
