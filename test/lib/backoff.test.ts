/** The wait before the next try, at the edges of its randomness and of its schedule. */
import { describe, expect, test } from "vitest";
import { backoffMs } from "../../src/lib/backoff.ts";

const LIMITS = { firstMs: 5_000, longestMs: 60_000 };
/** The largest number that `Math.random` can give. */
const NEARLY_ONE = 1 - 2 ** -53;

describe("the wait before the next try", () => {
  test.each([
    [1, 0, 500],
    [1, 0.5, 2_750],
    [1, NEARLY_ONE, 5_000],
    [2, 0, 1_000],
    [2, NEARLY_ONE, 10_000],
    [4, 0.5, 22_000],
    [5, 0, 6_000],
    [5, 0.5, 33_000],
    [5, NEARLY_ONE, 60_000],
    [14, NEARLY_ONE, 60_000],
    [2_000, 0, 6_000],
  ])("of try %i at random %d is %i ms", (attempt, random, expected) => {
    expect(backoffMs(attempt, LIMITS, random)).toBe(expected);
  });

  test("is never zero and never longer than the longest", () => {
    for (const random of [0, 1e-9, 0.5, NEARLY_ONE]) {
      for (let attempt = 1; attempt <= 40; attempt += 1) {
        const waitMs = backoffMs(attempt, { firstMs: 1, longestMs: 60_000 }, random);
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(60_000);
      }
    }
  });

  test("differs for each who failed together", () => {
    const waits = Array.from({ length: 100 }, (_, index) => backoffMs(3, LIMITS, index / 100));
    expect(new Set(waits).size).toBe(100);
  });
});
