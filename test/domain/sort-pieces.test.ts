import fc from "fast-check";
import { expect, test } from "vitest";
import { contains, everythingBut, intersectionOf, type InstantSet } from "../../src/domain/slots/instant-set.ts";
import { sortPieces } from "../../src/domain/slots/sort-pieces.ts";

/** Spread evenly, clumped far from a few outliers, all the same, and few or many of them. */
const begins = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 1_000_000_000_000 }), { maxLength: 300 }),
  fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 99 }) }, { weight: 1, arbitrary: fc.nat() }), {
    maxLength: 300,
  }),
  fc.array(fc.constant(1_767_225_600_000), { maxLength: 100 }),
  fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 100 }),
);

test("sorts pieces by their begins and keeps each end with its begin", () => {
  fc.assert(
    fc.property(begins, (values) => {
      const sorted = sortPieces({
        begins: Float64Array.from(values),
        ends: Float64Array.from(values, (value) => value + 7),
      });
      expect([...sorted.begins]).toEqual(values.toSorted((one, other) => one - other));
      expect([...sorted.ends]).toEqual([...sorted.begins].map((value) => value + 7));
    }),
  );
});

const few = fc.array(fc.tuple(fc.nat(30), fc.nat(6)), { maxLength: 8 });
const setOf = (pieces: [number, number][]): InstantSet =>
  everythingBut({
    begins: Float64Array.from(pieces, ([begin]) => begin),
    ends: Float64Array.from(pieces, ([begin, length]) => begin + length),
  });

test("a set of everything but some pieces, and the intersection of two, hold what they say", () => {
  fc.assert(
    fc.property(few, few, (some, others) => {
      const outside = (pieces: [number, number][], moment: number) =>
        pieces.every(([begin, length]) => moment < begin || moment >= begin + length);
      const both = intersectionOf(setOf(some), setOf(others));
      for (let moment = -1; moment <= 40; moment += 1) {
        expect(contains(setOf(some), moment)).toBe(outside(some, moment));
        expect(contains(both, moment)).toBe(outside(some, moment) && outside(others, moment));
      }
    }),
  );
});
