/** Sets of instants: the two operations in tables at every edge, and against membership asked of one moment after the other. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contains, EVERY_INSTANT, everythingBut, intersectionOf, type InstantSet } from "../../src/domain/slots/instant-set.ts";

type Piece = readonly [begin: number, end: number];

function without(...pieces: readonly Piece[]): InstantSet {
  return everythingBut({
    begins: Float64Array.from(pieces, ([begin]) => begin),
    ends: Float64Array.from(pieces, ([, end]) => end),
  });
}

test("every instant is in the set of all", () => {
  for (const moment of [-Number.MAX_VALUE, -1, 0, 1, Number.MAX_VALUE]) expect(contains(EVERY_INSTANT, moment)).toBe(true);
});

test.each<[number, boolean]>([
  [9, false],
  [10, true],
  [19, true],
  [20, false],
  [29, false],
  [30, true],
  [39, true],
  [40, false],
  [41, false],
])("the set of 10-20 and 30-40 holds %i: %s", (moment, expected) => {
  expect(contains([10, 20, 30, 40], moment)).toBe(expected);
  expect(contains([], moment)).toBe(false);
});

describe("the intersection", () => {
  test.each<[string, InstantSet, InstantSet, InstantSet]>([
    ["of a set with nothing is nothing", [0, 9], [], []],
    ["of a set with all is the set", [0, 9, 20, 30], EVERY_INSTANT, [0, 9, 20, 30]],
    ["of pieces that touch is nothing", [0, 10], [10, 20], []],
    ["of pieces apart is nothing", [0, 10], [20, 30], []],
    ["of one inside the other is the inner", [0, 100], [10, 20], [10, 20]],
    ["of the same is the same", [0, 10], [0, 10], [0, 10]],
    ["of pieces that begin together", [0, 10], [0, 5], [0, 5]],
    ["of pieces that end together", [0, 10], [5, 10], [5, 10]],
    ["of one long piece with many", [5, 35], [0, 10, 20, 30, 34, 40], [5, 10, 20, 30, 34, 35]],
    ["goes on after pieces that end together", [0, 10, 20, 30], [5, 10, 25, 40], [5, 10, 25, 30]],
    ["keeps one millisecond", [0, 11], [10, 20], [10, 11]],
  ])("%s", (_what, one, other, expected) => {
    expect(intersectionOf(one, other)).toEqual(expected);
    expect(intersectionOf(other, one)).toEqual(expected);
  });
});

describe("everything but", () => {
  test.each<[string, readonly Piece[], InstantSet]>([
    ["nothing is all", [], [-Infinity, Infinity]],
    ["one piece", [[5, 9]], [-Infinity, 5, 9, Infinity]],
    [
      "two apart",
      [
        [5, 9],
        [10, 12],
      ],
      [-Infinity, 5, 9, 10, 12, Infinity],
    ],
    [
      "two that touch, without an empty piece between",
      [
        [5, 9],
        [9, 12],
      ],
      [-Infinity, 5, 12, Infinity],
    ],
    [
      "two that overlap",
      [
        [5, 9],
        [7, 12],
      ],
      [-Infinity, 5, 12, Infinity],
    ],
    [
      "one inside another",
      [
        [5, 20],
        [7, 12],
        [15, 16],
      ],
      [-Infinity, 5, 20, Infinity],
    ],
    [
      "some that come in any order",
      [
        [30, 40],
        [5, 9],
        [20, 21],
        [8, 12],
      ],
      [-Infinity, 5, 12, 20, 21, 30, 40, Infinity],
    ],
  ])("%s", (_what, pieces, expected) => {
    expect(without(...pieces)).toEqual(expected);
  });
});

/** Many and short, so that there are holes between them; also more than ten. */
const pieces = fc.array(
  fc.tuple(fc.nat(200), fc.nat(6)).map(([begin, length]): Piece => [begin, begin + length]),
  { maxLength: 40, size: "max" },
);

test("random sets and their intersection hold what they say, and their edges never fall", () => {
  fc.assert(
    fc.property(pieces, pieces, (some, others) => {
      const isOutside = (of: readonly Piece[], moment: number) => of.every(([begin, end]) => moment < begin || moment >= end);
      const [one, other] = [without(...some), without(...others)];
      const both = intersectionOf(one, other);
      for (let moment = -1; moment <= 210; moment += 1) {
        expect(contains(one, moment)).toBe(isOutside(some, moment));
        expect(contains(both, moment)).toBe(isOutside(some, moment) && isOutside(others, moment));
      }
      expect(both.every((edge, index) => index === 0 || both[index - 1]! <= edge)).toBe(true);
    }),
  );
});
