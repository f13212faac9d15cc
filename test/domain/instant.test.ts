import { expect, test } from "vitest";
import { after, instant } from "../../src/domain/instant.ts";

test.each([
  [0, 0, 0],
  [1_767_225_600_000, 1, 1_767_225_600_001],
  [1_767_225_600_000, -1, 1_767_225_599_999],
  [-5, 3, -2],
])("%i and %i milliseconds later is %i", (moment, lengthMs, expected) => {
  expect(after(instant(moment), lengthMs)).toBe(expected);
});
