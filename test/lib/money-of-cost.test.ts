/** Money of counted acts: examples reckoned by hand from the published prices. */
import { expect, test } from "vitest";
import { NO_COST } from "../../bench/act-cost.ts";
import { keptUsage, monthOf, plus, pricesOf, total, usageOf } from "../../bench/money.ts";

const LOOK_UP = { ...NO_COST, requests: 1, trips: 1, rowsRead: 10 };

test("a million look-ups cost their requests, ten milliseconds of computing each, and the rows that they read", () => {
  expect(total(pricesOf(usageOf(LOOK_UP, 1_000_000)))).toBeCloseTo(0.3 + 10 * 0.02 + 10 * 0.001, 10);
});

test("nothing is paid beyond the plan for what it includes, and a month pays for what is beyond it", () => {
  expect(monthOf(usageOf(LOOK_UP, 3_000_000))).toBe(5);
  expect(monthOf(usageOf({ ...LOOK_UP, requests: 0, mails: 1 }, 4_000))).toBeCloseTo(5 + 0.35, 10);
});

test("an object is paid for while it waits: for its trips to D1, for mails and for providers", () => {
  const act = { ...LOOK_UP, requests: 0, rowsRead: 0, objectCalls: 1, objectTrips: 2, mails: 1, providerCalls: 1 };
  const seconds = (5 + 2 * 10 + 300 + 300) / 1_000;
  expect(pricesOf(usageOf(act, 1_000_000)).gbSeconds).toBeCloseTo(seconds * 0.128 * 12.5, 10);
  expect(pricesOf(usageOf(act, 1_000_000)).objectCalls).toBeCloseTo(0.15, 10);
});

test("what is kept is paid for by the gigabyte and month, in D1 and in objects", () => {
  const kept = keptUsage({ inD1: 7_000_000_000, inObjects: 6_000_000_000 });
  expect(monthOf(kept)).toBeCloseTo(5 + 2 * 0.75 + 0.2, 10);
  expect(monthOf(plus(kept, kept))).toBeCloseTo(5 + 9 * 0.75 + 7 * 0.2, 10);
});
