/** Recurrence rules against dates written out by hand, their hours across clock changes, and what is no rule of ours. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Recurrence } from "../../src/domain/slots/availability-rules.ts";
import { epochDayOf, isoDateOf } from "../../src/domain/slots/calendar-date.ts";
import { daysOfRecurrence, faultOfRecurrence } from "../../src/domain/slots/recurrence.ts";
import { zoneClock } from "../../src/domain/slots/time-zone.ts";
import { instant } from "../../src/domain/instant.ts";
import { windowsMeeting } from "../../src/domain/slots/windows.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { pattern } from "./random-rules.ts";
import { datesOf } from "./recurrence-oracle.ts";
import { at, between, daily, hours, rulesOf, timesListed } from "./making.ts";

function recurrence(rrule: string, dtstart: string, range = "09:00-10:00", exdates: string[] = []): Recurrence {
  return { rrule, dtstart, exdates, ...hours(range) };
}

function dates(rule: Recurrence, from: string, to: string, timeZone = "UTC"): string[] {
  return daysOfRecurrence(rule, epochDayOf(from), epochDayOf(to), zoneClock(timeZone)).map(isoDateOf);
}

describe("a rule occurs on the dates it says", () => {
  test.each<[string, string, string, string[], string[]]>([
    ["every second Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-01-06", [], ["2026-01-06", "2026-01-20", "2026-02-03", "2026-02-17"]],
    ["the first Monday of the month", "FREQ=MONTHLY;BYDAY=1MO", "2026-01-01", [], ["2026-01-05", "2026-02-02"]],
    ["the last Friday of the month", "FREQ=MONTHLY;BYDAY=-1FR", "2026-01-01", [], ["2026-01-30", "2026-02-27"]],
    ["the last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-01", [], ["2026-01-31", "2026-02-28"]],
    ["the last working day", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-01", [], ["2026-01-30", "2026-02-27"]],
    ["the 31st, where there is one", "FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", [], ["2026-01-31"]],
    [
      "the first and third Wednesday",
      "FREQ=MONTHLY;BYDAY=1WE,3WE",
      "2026-01-01",
      [],
      ["2026-01-07", "2026-01-21", "2026-02-04", "2026-02-18"],
    ],
    ["COUNT counts what EXDATE takes out", "FREQ=DAILY;COUNT=4", "2026-01-10", ["2026-01-11"], ["2026-01-10", "2026-01-12", "2026-01-13"]],
    ["UNTIL as a date includes it", "FREQ=DAILY;INTERVAL=3;UNTIL=20260116", "2026-01-10", [], ["2026-01-10", "2026-01-13", "2026-01-16"]],
    [
      "UNTIL as the very instant includes it",
      "FREQ=DAILY;UNTIL=20260112T090000Z",
      "2026-01-10",
      [],
      ["2026-01-10", "2026-01-11", "2026-01-12"],
    ],
    ["UNTIL a second earlier does not", "FREQ=DAILY;UNTIL=20260112T085959Z", "2026-01-10", [], ["2026-01-10", "2026-01-11"]],
    // RFC 5545 section 3.3.10 gives this pair: the week's start decides which Sunday belongs to which week.
    [
      "weeks from Monday",
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
      "2026-01-06",
      [],
      ["2026-01-06", "2026-01-11", "2026-01-20", "2026-01-25"],
    ],
    [
      "weeks from Sunday",
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
      "2026-01-06",
      [],
      ["2026-01-06", "2026-01-18", "2026-01-20", "2026-02-01"],
    ],
    ["a first date that does not match is no occurrence", "FREQ=WEEKLY;BYDAY=TU", "2026-02-11", [], ["2026-02-17", "2026-02-24"]],
    ["a week of the year", "FREQ=YEARLY;BYWEEKNO=5;BYDAY=MO", "2026-01-01", [], ["2026-01-26"]],
    ["a day of the year", "FREQ=YEARLY;BYYEARDAY=32,-334", "2026-01-01", [], ["2026-02-01"]],
  ])("%s", (_what, rrule, dtstart, exdates, expected) => {
    expect(faultOfRecurrence(rrule, dtstart)).toBeNull();
    expect(dates(recurrence(rrule, dtstart, "09:00-10:00", exdates), "2026-01-01", "2026-02-28")).toEqual(
      expected.filter((date) => date <= "2026-02-28"),
    );
  });

  test("on the 29th of February, in leap years", () => {
    const rule = recurrence("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2025-01-01");
    expect(faultOfRecurrence(rule.rrule, rule.dtstart)).toBeNull();
    expect(dates(rule, "2025-01-01", "2033-01-01")).toEqual(["2028-02-29", "2032-02-29"]);
  });

  test("far from its first date as near it, and in any order of asking", () => {
    const rule = recurrence("FREQ=DAILY;INTERVAL=7", "2000-01-03");
    expect(dates(rule, "2099-12-20", "2099-12-31")).toEqual(["2099-12-21", "2099-12-28"]);
    expect(dates(rule, "2000-01-01", "2000-01-11")).toEqual(["2000-01-03", "2000-01-10"]);
    expect(dates(rule, "1999-01-01", "2000-01-02")).toEqual([]);
  });

  test.each([
    "FREQ=DAILY;COUNT=1",
    "FREQ=DAILY;UNTIL=20260105",
    "FREQ=DAILY;UNTIL=20260105T090000Z",
    "FREQ=WEEKLY;BYDAY=MO;COUNT=1",
    "FREQ=MONTHLY;INTERVAL=400;UNTIL=20260131",
    "FREQ=YEARLY;UNTIL=20260105T235959Z",
  ])("on its first day alone: %s", (rrule) => {
    const rule = recurrence(rrule, "2026-01-05");
    expect(faultOfRecurrence(rrule, "2026-01-05")).toBeNull();
    expect(dates(rule, "2025-01-01", "2030-01-01")).toEqual(["2026-01-05"]);
    expect(dates(rule, "2026-01-05", "2026-01-05")).toEqual(["2026-01-05"]);
    expect(dates(rule, "2025-12-01", "2026-01-04")).toEqual([]);
    expect(dates(rule, "2026-01-06", "2026-02-01")).toEqual([]);
  });

  test("by its own first date, and by its own words", () => {
    const odd = recurrence("FREQ=DAILY;INTERVAL=2", "2026-01-05");
    const even = recurrence("FREQ=DAILY;INTERVAL=2", "2026-01-06");
    const third = recurrence("FREQ=DAILY;INTERVAL=3", "2026-01-05");
    expect(dates(odd, "2026-01-01", "2026-01-09")).toEqual(["2026-01-05", "2026-01-07", "2026-01-09"]);
    expect(dates(even, "2026-01-01", "2026-01-09")).toEqual(["2026-01-06", "2026-01-08"]);
    expect(dates(third, "2026-01-01", "2026-01-09")).toEqual(["2026-01-05", "2026-01-08"]);
  });

  test("from the first day asked to the last, both included, without those taken out", () => {
    const rule = recurrence("FREQ=DAILY", "2026-01-01", "09:00-10:00", ["2026-01-05", "2026-01-08"]);
    expect(dates(rule, "2026-01-04", "2026-01-08")).toEqual(["2026-01-04", "2026-01-06", "2026-01-07"]);
    expect(dates(rule, "2026-01-06", "2026-01-06")).toEqual(["2026-01-06"]);
    expect(dates(rule, "2026-01-07", "2026-01-06")).toEqual([]);
  });

  test("an instant as UNTIL is held against the start in the coach's zone", () => {
    // 09:00 in New York is 14:00 UTC in winter.
    const rule = recurrence("FREQ=DAILY;UNTIL=20260112T140000Z", "2026-01-11");
    expect(dates(rule, "2026-01-01", "2026-02-01", "America/New_York")).toEqual(["2026-01-11", "2026-01-12"]);
    expect(dates(rule, "2026-01-01", "2026-02-01", "America/Los_Angeles")).toEqual(["2026-01-11"]);
  });
});

test("a rule that is none of ours is a broken assumption where it is evaluated", () => {
  expect(() => dates(recurrence("FREQ=HOURLY", "2026-01-05"), "2026-01-05", "2026-01-06")).toThrow(/has been validated/u);
});

/** Days are found and kept by blocks of four hundred; of the years that can be booked, each day on which a block begins. */
const EDGES = Array.from({ length: 91 }, (_, index) => (index + 28) * 400);

describe("where one block of days ends and the next begins", () => {
  test("no day is missing and none comes twice", () => {
    for (const edge of EDGES) {
      const rule = recurrence("FREQ=DAILY", isoDateOf(edge - 3));
      const days = (from: number, to: number) => daysOfRecurrence(rule, from, to, zoneClock("UTC"));
      expect(days(edge - 5, edge + 2)).toEqual([-3, -2, -1, 0, 1, 2].map((day) => edge + day));
      expect(days(edge - 1, edge - 1)).toEqual([edge - 1]);
      expect(days(edge, edge)).toEqual([edge]);
      expect(days(edge - 1, edge)).toEqual([edge - 1, edge]);
      expect(days(edge - 1, edge + 400)).toEqual(Array.from({ length: 402 }, (_, day) => edge - 1 + day));
    }
  });

  test.each(["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])(
    "hours that recur daily in %s are the hours of every weekday",
    (timeZone) => {
      for (const edge of EDGES) {
        const range = { startsAt: instant((edge - 2) * DAY_MS), endsAt: instant((edge + 2) * DAY_MS) };
        const recurring = {
          timeZone,
          weekly: [],
          recurrences: [recurrence("FREQ=DAILY", isoDateOf(edge - 9), "09:30-23:00")],
          overrides: [],
        };
        const windows = windowsMeeting(recurring, range);
        expect(windows).toEqual(windowsMeeting(daily(timeZone, "09:30-23:00"), range));
        expect(windows.length).toBeGreaterThanOrEqual(4);
      }
    },
  );
});

describe("the hours of a rule", () => {
  const on = (timeZone: string, ...recurrences: Recurrence[]) => rulesOf({ timeZone, weekly: [], recurrences, overrides: [] });

  test.each([
    ["Europe/Lisbon", "2026-03-28T00:00Z", "2026-03-30T23:00Z", ["2026-03-28T09:00Z", "2026-03-29T08:00Z", "2026-03-30T08:00Z"]],
    ["America/New_York", "2026-10-31T00:00Z", "2026-11-02T23:00Z", ["2026-10-31T13:00Z", "2026-11-01T14:00Z", "2026-11-02T14:00Z"]],
    ["Australia/Lord_Howe", "2026-04-03T12:00Z", "2026-04-05T12:00Z", ["2026-04-03T22:00Z", "2026-04-04T22:30Z"]],
  ])("stay at nine o'clock when the clocks of %s change", (timeZone, from, to, expected) => {
    const rule = on(timeZone, recurrence("FREQ=DAILY", "2026-01-01"));
    const range = between(from, to);
    const starts = timesListed(rule, range, 60);
    expect(starts).toEqual(expected.map((text) => new Date(at(text)).toISOString().slice(11, 16)));
  });

  test("move forward out of a gap, as weekly hours do", () => {
    // In Berlin 02:00-03:00 of 2026-03-29 does not exist: 02:30 becomes 03:30, 01:30 UTC.
    const rule = on("Europe/Berlin", recurrence("FREQ=DAILY", "2026-01-01", "02:30-04:30"));
    expect(timesListed(rule, "2026-03-29T00:00Z", 60)).toEqual(["01:30"]);
    const weekly = rulesOf(daily("Europe/Berlin", "02:30-04:30"));
    expect(timesListed(weekly, "2026-03-29T00:00Z", 60)).toEqual(["01:30"]);
  });

  test("are one stretch with weekly hours they touch", () => {
    const joined = rulesOf({ ...daily("UTC", "08:00-09:00"), recurrences: [recurrence("FREQ=WEEKLY;BYDAY=TU", "2026-01-06")] });
    expect(timesListed(joined, "2026-01-06T00:00Z", 120)).toEqual(["08:00"]);
    expect(timesListed(joined, "2026-01-07T00:00Z", 120)).toEqual([]);
    expect(timesListed(joined, "2026-01-07T00:00Z", 60)).toEqual(["08:00"]);
  });

  test("give way to an override of their day, and to holidays", () => {
    const rules = on("UTC", recurrence("FREQ=DAILY", "2026-01-01"));
    const overrides = [
      { date: "2026-01-06", intervals: [hours("20:00-21:00")] },
      { date: "2026-01-07", until: "2026-01-09", intervals: [] },
    ];
    const held = { ...rules, hours: { ...rules.hours, overrides } };
    expect(timesListed(held, between("2026-01-05T00:00Z", "2026-01-11T00:00Z"), 60)).toEqual(["09:00", "20:00", "09:00"]);
  });
});

describe("what is no rule of ours is told in words", () => {
  test.each([
    "FREQ=SECONDLY",
    "FREQ=MINUTELY;INTERVAL=90",
    "FREQ=HOURLY;INTERVAL=24",
    "FREQ=DAILY;BYHOUR=9",
    "FREQ=DAILY;BYMINUTE=0,30",
    "FREQ=DAILY;BYSECOND=0",
    "RSCALE=CHINESE;FREQ=YEARLY",
    "FREQ=DAILY;SKIP=FORWARD",
    "FREQ=DAILY;COUNT=3;UNTIL=20300101",
    "FREQ=DAILY;COUNT=0",
    "FREQ=DAILY;COUNT=100000",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=1e3",
    "FREQ=DAILY;INTERVAL=99999999999",
    "FREQ=DAILY;BYMONTHDAY=50",
    "FREQ=DAILY;BYMONTHDAY=0",
    "FREQ=DAILY;BYMONTH=13",
    "FREQ=YEARLY;BYWEEKNO=54",
    "FREQ=YEARLY;BYYEARDAY=367",
    "FREQ=DAILY;FREQ=WEEKLY",
    "freq=daily",
    "FREQ=WEEKLY;BYDAY=1MO",
    "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;UNTIL=20200101",
    "FREQ=DAILY;UNTIL=20260103T000000Z",
    "FREQ=DAILY;UNTIL=20261301",
    "FREQ=DAILY;UNTIL=20260101T250000Z",
    "FREQ=DAILY;UNTIL=20260101T000000",
    "FREQ=DAILY;",
    ";",
    "",
    "INTERVAL=2",
    "BYDAY=MO",
    "FREQ",
    "FREQ=DAILY=WEEKLY",
    "RRULE:FREQ=DAILY",
    "FREQ=DAILY\nRDATE:20300101",
    "FREQ=DAILY;constructor=1",
    "FREQ=DAILY;__proto__=1",
    "x".repeat(10_000),
  ])("%j", (rrule) => {
    expect(faultOfRecurrence(rrule, "2026-01-05")).toMatch(/^\S.{5,}/u);
  });
});

describe("a rule must occur, and before it ends", () => {
  test.each<[string, string, string, string | null]>([
    ["in the twelfth year", "FREQ=YEARLY;INTERVAL=12;BYMONTH=1;BYMONTHDAY=1", "2026-03-01", null],
    ["in the thirteenth", "FREQ=YEARLY;INTERVAL=13;BYMONTH=1;BYMONTHDAY=1", "2026-03-01", "never occurs within 12 years of dtstart"],
    // 2026-02-25 and twelve years of 366 days is 2038-03-06.
    ["on the last day", "FREQ=MONTHLY;INTERVAL=145;BYMONTHDAY=6", "2026-02-25", null],
    ["on the day after", "FREQ=MONTHLY;INTERVAL=145;BYMONTHDAY=7", "2026-02-25", "never occurs within 12 years of dtstart"],
    ["on the day of its end", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260109", "2026-01-05", null],
    ["on the day after its end", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260108", "2026-01-05", "ends before it first occurs"],
    // The zone is not known yet: an instant has a day to spare.
    ["a day after the instant of its end", "FREQ=DAILY;UNTIL=20260104T000000Z", "2026-01-05", null],
    ["a second more than a day after", "FREQ=DAILY;UNTIL=20260103T235959Z", "2026-01-05", "ends before it first occurs"],
  ])("%s", (_when, rrule, dtstart, expected) => {
    expect(faultOfRecurrence(rrule, dtstart)).toBe(expected);
  });

  // To say so the library must not be let run on to the end of its steps: that took seconds for one rule.
  test.each([
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "COUNT=3;FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;COUNT=3;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20280101",
    "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=20",
    "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=5",
    "FREQ=DAILY;INTERVAL=400;BYMONTH=2;BYMONTHDAY=30",
  ])("%s never does", (rrule) => {
    expect(faultOfRecurrence(rrule, "2026-01-05")).toBe("never occurs within 12 years of dtstart");
  });

  test.each(["COUNT=3;FREQ=DAILY", "FREQ=DAILY;COUNT=3;INTERVAL=2", "INTERVAL=2;COUNT=12;FREQ=WEEKLY;BYDAY=TU"])(
    "%s does, wherever its COUNT stands",
    (rrule) => {
      expect(faultOfRecurrence(rrule, "2026-01-05")).toBeNull();
    },
  );

  test("and what the grammar lets through but the standard does not is told in the library's words", () => {
    expect(faultOfRecurrence("FREQ=WEEKLY;BYDAY=1MO", "2026-01-05")).toMatch(/^is not a rule of RFC 5545: .*BYDAY/u);
    expect(faultOfRecurrence("FREQ=DAILY;BYMONTHDAY=1,99", "2026-01-05")).toMatch(/^BYMONTHDAY must list whole numbers from 1 to 31/u);
    expect(faultOfRecurrence("FREQ=DAILY;UNTIL=20300101T000000", "2026-01-05")).toMatch(/^UNTIL must be a date/u);
  });

  test("random rules are taken exactly where they do", () => {
    const end = fc.oneof(
      fc.constant(""),
      fc.integer({ min: 1, max: 400 }).map((count) => `;COUNT=${String(count)}`),
      fc.integer({ min: 0, max: 800 }).map((days) => `;UNTIL=${isoDateOf(20_000 + days).replaceAll("-", "")}`),
    );
    fc.assert(
      fc.property(pattern, end, fc.integer({ min: 20_000, max: 20_800 }), (words, ending, firstDay) => {
        const dtstart = isoDateOf(firstDay);
        const last = new Date((firstDay + 12 * 366) * DAY_MS).toISOString().slice(0, "YYYY-MM-DD".length);
        const once = `${words}${ending.startsWith(";UNTIL") ? ending : ""};COUNT=1`;
        const occurs = datesOf(once, dtstart, [], last, (date) => Date.parse(date)).size > 0;
        expect(faultOfRecurrence(words + ending, dtstart) === null).toBe(occurs);
      }),
    );
  });
});
