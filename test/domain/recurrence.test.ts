/** Recurrence rules against dates written out by hand, their hours across clock changes, and what is no rule of ours. */
import { describe, expect, test } from "vitest";
import type { Recurrence } from "../../src/domain/slots/availability-rules.ts";
import { epochDayOf, isoDateOf } from "../../src/domain/slots/calendar-date.ts";
import { daysOfRecurrence, faultOfRecurrence } from "../../src/domain/slots/recurrence.ts";
import { zoneClock } from "../../src/domain/slots/time-zone.ts";
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

  test("an instant as UNTIL is held against the start in the coach's zone", () => {
    // 09:00 in New York is 14:00 UTC in winter.
    const rule = recurrence("FREQ=DAILY;UNTIL=20260112T140000Z", "2026-01-11");
    expect(dates(rule, "2026-01-01", "2026-02-01", "America/New_York")).toEqual(["2026-01-11", "2026-01-12"]);
    expect(dates(rule, "2026-01-01", "2026-02-01", "America/Los_Angeles")).toEqual(["2026-01-11"]);
  });
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
