/** Pieces in order of their begins, by each of the ways in which that is done: kept as they are, spread, natively. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Pieces, sortPieces } from "../../src/domain/slots/sort-pieces.ts";

/** Each end tells which begin it belongs to, also where several begin together. */
function piecesOf(begins: readonly number[]): Pieces {
  return { begins: Float64Array.from(begins), ends: Float64Array.from(begins, (_, index) => 1_000 + index) };
}

function check(begins: readonly number[]): void {
  const given = piecesOf(begins);
  const { begins: sorted, ends } = sortPieces(given);
  expect([...sorted]).toEqual(begins.toSorted((one, other) => one - other));
  expect([...ends].map((end) => begins[end - 1_000])).toEqual([...sorted]);
  expect(new Set(ends).size).toBe(begins.length);
}

describe("sorts", () => {
  const many = (count: number, begin: number) => Array.from({ length: count }, () => begin);

  test.each<[string, readonly number[]]>([
    ["nothing", []],
    ["one", [5]],
    ["two in order", [5, 6]],
    ["two turned round", [6, 5]],
    ["one that begins with the earliest, and comes last", [6, 7, 5, 5]],
    ["downwards", Array.from({ length: 100 }, (_, index) => 100 - index)],
    ["two halves that are each in order", [10, 20, 30, 40, 5, 15, 25, 35]],
    ["thirty-two in one place far from one", [...many(31, 1), 1e9, 0]],
    ["thirty-three in one place far from one", [...many(32, 1), 1e9, 0]],
    ["a hundred in one place, in no order, far from one", [1e12, ...Array.from({ length: 100 }, (_, index) => (index * 37) % 101)]],
    ["below zero", [3, -7, 0, -1e12, 5]],
    ["fractions", [0.75, 0.5, 0.25, 0.875]],
  ])("%s", (_what, begins) => {
    check(begins);
  });

  test("and hands back what is in order as it is, without a copy", () => {
    for (const begins of [[], [5], [5, 5], [1, 2, 2, 3]]) {
      const pieces = piecesOf(begins);
      expect(sortPieces(pieces)).toBe(pieces);
    }
  });
});

/** Spread evenly, clumped far from a few outliers, all the same, and few or many of them. */
const begins = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 1_000_000_000_000 }), { maxLength: 300, size: "max" }),
  fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 99 }) }, { weight: 1, arbitrary: fc.nat() }), {
    maxLength: 300,
    size: "max",
  }),
  fc.array(fc.constant(1_767_225_600_000), { maxLength: 100, size: "max" }),
  fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 100, size: "max" }),
);

test("sorts random pieces by their begins and keeps each end with its begin", () => {
  fc.assert(fc.property(begins, check));
});
