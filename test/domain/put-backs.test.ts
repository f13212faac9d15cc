/** The count of put-backs as a table: what was found, when, and whether it is still put back. */
import { describe, expect, test } from "vitest";
import { after, instant } from "../../src/domain/instant.ts";
import { countPutBack, hasEnded, type PutBacks } from "../../src/domain/put-backs.ts";
import { DAY_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { between } from "./making.ts";

const BEGAN = instant(Date.parse("2026-12-01T08:00Z"));
const ONE = between("2026-12-01T10:00Z", "2026-12-01T11:00Z");
const TWO = between("2026-12-01T12:00Z", "2026-12-01T13:00Z");
const THREE = between("2026-12-01T14:00Z", "2026-12-01T15:00Z");

/** Whether each was put back, in order: `[found, minutes since it began, revision]`. */
function played(found: readonly (readonly [time: typeof ONE | null, minutes: number, revision: number])[]): boolean[] {
  let before: PutBacks | null = null;
  return found.map(([time, minutes, revision]) => {
    before = countPutBack(before, revision, time, after(BEGAN, minutes * MINUTE_MS));
    expect(hasEnded(before, revision)).toBe(before.isEnded);
    return !before.isEnded;
  });
}

const A_DAY = DAY_MS / MINUTE_MS;

describe("put-backs", () => {
  test.each<[what: string, found: Parameters<typeof played>[0], isPutBack: boolean[]]>([
    [
      "the same change twice, and no more",
      [
        [ONE, 0, 1],
        [ONE, 1, 1],
        [ONE, 2, 1],
        [ONE, 3, 1],
      ],
      [true, true, false, false],
    ],
    [
      "another change between them breaks the row",
      [
        [ONE, 0, 1],
        [ONE, 1, 1],
        [TWO, 2, 1],
        [ONE, 3, 1],
      ],
      [true, true, true, true],
    ],
    [
      "four that differ within a day",
      [
        [ONE, 0, 1],
        [TWO, 1, 1],
        [THREE, 2, 1],
        [ONE, 3, 1],
        [TWO, 4, 1],
      ],
      [true, true, true, true, false],
    ],
    [
      "an event without a time is a change as well",
      [
        [null, 0, 1],
        [null, 1, 1],
        [null, 2, 1],
      ],
      [true, true, false],
    ],
    [
      "a day after the first the count begins anew",
      [
        [ONE, 0, 1],
        [ONE, 1, 1],
        [ONE, A_DAY, 1],
      ],
      [true, true, true],
    ],
    [
      "once ended it stays so",
      [
        [ONE, 0, 1],
        [ONE, 1, 1],
        [ONE, 2, 1],
        [ONE, 2 * A_DAY, 1],
      ],
      [true, true, false, false],
    ],
    [
      "another revision begins anew",
      [
        [ONE, 0, 1],
        [ONE, 1, 1],
        [ONE, 2, 1],
        [ONE, 3, 2],
      ],
      [true, true, false, true],
    ],
  ])("%s", (_what, found, isPutBack) => {
    expect(played(found)).toEqual(isPutBack);
  });

  test("what ended for one revision has not ended for the next", () => {
    const ended: PutBacks = { revision: 1, count: 2, since: BEGAN, difference: "", repeats: 2, isEnded: true };
    expect([hasEnded(null, 1), hasEnded(ended, 1), hasEnded(ended, 2)]).toEqual([false, true, false]);
  });
});
