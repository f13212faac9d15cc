/** Rules that a form can express: there and back, in words, and what a form must leave alone. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { epochDayOf } from "../../src/domain/slots/calendar-date.ts";
import { daysOfRecurrence, faultOfRecurrence } from "../../src/domain/slots/recurrence.ts";
import { choiceOf, firstOn, MONTH_PLACES, type RuleChoice, rruleOf } from "../../src/domain/slots/rule-choice.ts";
import { zoneClock } from "../../src/domain/slots/time-zone.ts";
import { overrideInWords, ruleInWords } from "../../src/pages/hours/words.ts";
import { pattern } from "./random-rules.ts";

const MONDAY_FIRST = [1, 2, 3, 4, 5, 6, 0];
const untilDate = fc.option(fc.constantFrom("2027-01-31", "2030-12-01"));
const weeks: fc.Arbitrary<RuleChoice> = fc.record({
  every: fc.constant("weeks" as const),
  interval: fc.integer({ min: 1, max: 400 }),
  weekdays: fc.subarray(MONDAY_FIRST, { minLength: 1 }),
  untilDate,
});
const month: fc.Arbitrary<RuleChoice> = fc.record({
  every: fc.constant("month" as const),
  place: fc.constantFrom(...MONTH_PLACES),
  weekday: fc.constantFrom(...MONDAY_FIRST),
  untilDate,
});

test("what is chosen is a rule of the service, and the rule is read back as what was chosen", () => {
  fc.assert(
    fc.property(fc.oneof(weeks, month), (choice) => {
      const rrule = rruleOf(choice);
      expect(faultOfRecurrence(rrule, "2026-12-01") ?? "ends before it first occurs").toBe("ends before it first occurs");
      expect(choiceOf(rrule)).toEqual(choice);
    }),
  );
});

test("any rule is either left alone, or comes on the same days as the choice it is read as", () => {
  const days = (rrule: string) =>
    daysOfRecurrence(
      { rrule, dtstart: "2026-12-01", startMinute: 0, endMinute: 60, exdates: [] },
      epochDayOf("2026-12-01"),
      epochDayOf("2028-12-01"),
      zoneClock("UTC"),
    );
  fc.assert(
    fc.property(pattern, (rrule) => {
      const choice = choiceOf(rrule);
      fc.pre(choice !== null && faultOfRecurrence(rrule, "2026-12-01") === null);
      expect(days(rruleOf(choice))).toEqual(days(rrule));
    }),
  );
});

test.each([
  "FREQ=DAILY",
  "FREQ=WEEKLY",
  "FREQ=WEEKLY;BYDAY=TU;COUNT=5",
  "FREQ=WEEKLY;BYDAY=TU;BYMONTH=6",
  "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU",
  "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270101T000000Z",
  "FREQ=MONTHLY;BYDAY=5MO",
  "FREQ=MONTHLY;BYDAY=-2MO",
  "FREQ=MONTHLY;BYDAY=MO",
  "FREQ=MONTHLY;BYDAY=1MO,3MO",
  "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO",
  "FREQ=MONTHLY;BYMONTHDAY=1",
  "FREQ=YEARLY;BYMONTH=1;BYDAY=1MO",
])("%s is more than a form says", (rrule) => {
  expect(choiceOf(rrule)).toBeNull();
});

test("a rule that starts on another weekday starts on the next of its own", () => {
  expect(firstOn("2026-12-02", [2])).toBe("2026-12-08");
  expect(firstOn("2026-12-02", [2, 4])).toBe("2026-12-03");
  expect(firstOn("2026-12-01", [2])).toBe("2026-12-01");
  expect(firstOn("2026-12-05", [0])).toBe("2026-12-06");
});

describe("in words", () => {
  const rule = { dtstart: "2026-12-01", startMinute: 18 * 60, endMinute: 21 * 60, exdates: [] };

  test.each([
    ["FREQ=WEEKLY;BYDAY=TU", "Every Tuesday, 18:00–21:00, from 1 December 2026"],
    ["FREQ=WEEKLY;BYDAY=TH,TU", "Every Tuesday and Thursday, 18:00–21:00, from 1 December 2026"],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Every second Tuesday, 18:00–21:00, from 1 December 2026"],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "Every second week on Tuesday and Thursday, 18:00–21:00, from 1 December 2026"],
    ["FREQ=WEEKLY;INTERVAL=6;BYDAY=SU", "Every 6 weeks on Sunday, 18:00–21:00, from 1 December 2026"],
    ["FREQ=WEEKLY;INTERVAL=3;BYDAY=SA,SU,MO", "Every third week on Monday, Saturday and Sunday, 18:00–21:00, from 1 December 2026"],
    ["FREQ=MONTHLY;BYDAY=1MO", "On the first Monday of each month, 18:00–21:00, from 1 December 2026"],
    ["FREQ=MONTHLY;BYDAY=-1FR", "On the last Friday of each month, 18:00–21:00, from 1 December 2026"],
    ["FREQ=WEEKLY;BYDAY=TU;UNTIL=20270131", "Every Tuesday, 18:00–21:00, from 1 December 2026, until 31 January 2027"],
    ["FREQ=YEARLY;BYMONTH=1;BYDAY=1MO", "Rule FREQ=YEARLY;BYMONTH=1;BYDAY=1MO, 18:00–21:00, from 1 December 2026"],
  ])("%s: %s", (rrule, words) => {
    expect(ruleInWords({ ...rule, rrule })).toBe(words);
  });

  test("dates that are left out are said, a few of many", () => {
    const dates = (count: number) => Array.from({ length: count }, (_, day) => `2027-01-${String(day + 10)}`);
    const except = (count: number) => ruleInWords({ ...rule, rrule: "FREQ=WEEKLY;BYDAY=TU", exdates: dates(count) });
    expect(except(2)).toContain(", but not on 10 January 2027 and 11 January 2027");
    expect(except(10)).toContain("15 January 2027 and 4 more days");
  });

  test("days off and other hours", () => {
    const hours = [
      { startMinute: 14 * 60, endMinute: 24 * 60 },
      { startMinute: 0, endMinute: 60 },
    ];
    expect(overrideInWords({ date: "2026-12-24", intervals: [] })).toBe("24 December 2026: off");
    expect(overrideInWords({ date: "2026-12-24", until: "2026-12-26", intervals: hours })).toBe(
      "24 December 2026 to 26 December 2026: 00:00–01:00, 14:00–24:00",
    );
  });
});
