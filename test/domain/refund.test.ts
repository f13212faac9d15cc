/** What a cancelled session gives back, in sums written out by hand. */
import { describe, expect, test } from "vitest";
import { refundOf, type RefundCase } from "../../src/domain/refund.ts";
import { instant } from "../../src/domain/instant.ts";
import { at } from "./making.ts";

const STARTS_AT = at("2030-01-10T10:00Z");
const CUTOFF = at("2030-01-09T10:00Z");

function refund(changes: Partial<RefundCase>): number {
  const late = { paidMinor: 6_000, cancelledBy: "client", startsAt: STARTS_AT, cancelledAt: STARTS_AT } as const;
  return refundOf({ ...late, cutoffMinutes: 24 * 60, lateRefundPercent: 33, ...changes });
}

describe("a client who cancels", () => {
  test.each([
    ["long before the cut-off", at("2030-01-02T10:00Z"), 6_000],
    ["one millisecond before the cut-off", instant(CUTOFF - 1), 6_000],
    ["exactly at the cut-off", CUTOFF, 6_000],
    ["one millisecond after the cut-off", instant(CUTOFF + 1), 1_980],
    ["at the start", STARTS_AT, 1_980],
    ["after the start", instant(STARTS_AT + 1), 1_980],
  ])("%s", (_when, cancelledAt, expected) => {
    expect(refund({ cancelledAt })).toBe(expected);
  });

  test("without a cut-off gets all of it up to the start, and the coach's part after it", () => {
    expect(refund({ cutoffMinutes: 0, cancelledAt: STARTS_AT })).toBe(6_000);
    expect(refund({ cutoffMinutes: 0, cancelledAt: instant(STARTS_AT + 1) })).toBe(1_980);
  });

  test.each([
    [1_001, 33, 330],
    [1_999, 33, 659],
    [99, 50, 49],
    [1, 99, 0],
    [1_001, 0, 0],
    [1_001, 100, 1_001],
    [100_000_000, 29, 29_000_000],
  ])("late, of %i at %i percent, gets %i: rounded down", (paidMinor, lateRefundPercent, expected) => {
    expect(refund({ paidMinor, lateRefundPercent })).toBe(expected);
  });
});

test.each(["coach", "admin", "system", null] as const)("cancelled by %s, however late, all of it goes back", (cancelledBy) => {
  expect(refund({ cancelledBy, lateRefundPercent: 0 })).toBe(6_000);
  expect(refund({ cancelledBy, cancelledAt: instant(STARTS_AT + 1), lateRefundPercent: 33 })).toBe(6_000);
});
