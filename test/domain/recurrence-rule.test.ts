/** The grammar of recurrence rules at each of its edges: what is taken and how it is read, and what is said of the rest. */
import { describe, expect, test } from "vitest";
import { readRecurrenceRule, type RecurrenceRule } from "../../src/domain/slots/recurrence-rule.ts";

describe("is taken", () => {
  test.each([
    "FREQ=DAILY",
    "FREQ=WEEKLY",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "FREQ=DAILY;COUNT=1",
    "FREQ=DAILY;COUNT=12",
    "FREQ=DAILY;COUNT=10000",
    "FREQ=DAILY;INTERVAL=1",
    "FREQ=DAILY;INTERVAL=2",
    "FREQ=DAILY;INTERVAL=400",
    "FREQ=WEEKLY;BYDAY=MO",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "FREQ=MONTHLY;BYDAY=1MO,+2TU,-1FR,-53SU",
    "FREQ=MONTHLY;BYMONTHDAY=1,31,-1,-31,+15",
    "FREQ=YEARLY;BYYEARDAY=1,100,366,-366",
    "FREQ=YEARLY;BYWEEKNO=1,53,-53",
    "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12",
    "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1,366,-366",
    "FREQ=WEEKLY;WKST=SU",
    "BYDAY=TU;INTERVAL=2;FREQ=WEEKLY",
  ])("%s, and is its own pattern", (rrule) => {
    expect(readRecurrenceRule(rrule)).toEqual({ ok: true, value: { pattern: rrule, until: null } });
  });

  test.each<[string, string, RecurrenceRule["until"]]>([
    ["FREQ=DAILY;UNTIL=20270131", "FREQ=DAILY", { date: "2027-01-31" }],
    ["UNTIL=20280229;FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU", { date: "2028-02-29" }],
    ["FREQ=DAILY;UNTIL=20270131T000000Z;INTERVAL=3", "FREQ=DAILY;INTERVAL=3", { epochMs: Date.UTC(2027, 0, 31) }],
    ["FREQ=DAILY;UNTIL=20270131T123456Z", "FREQ=DAILY", { epochMs: Date.UTC(2027, 0, 31, 12, 34, 56) }],
    ["FREQ=DAILY;UNTIL=20270131T235959Z", "FREQ=DAILY", { epochMs: Date.UTC(2027, 0, 31, 23, 59, 59) }],
  ])("%s as %s and the end beside it", (rrule, pattern, until) => {
    expect(readRecurrenceRule(rrule)).toEqual({ ok: true, value: { pattern, until } });
  });

  test("up to two hundred characters", () => {
    const days = (count: number) => `FREQ=MONTHLY;BYMONTHDAY=${"1,".repeat(count)}`;
    const longest = `${days(87)}10`;
    expect(longest).toHaveLength(200);
    expect(readRecurrenceRule(longest).ok).toBe(true);
    expect(readRecurrenceRule(`${days(88)}1`)).toEqual({ ok: false, problem: "must have at most 200 characters" });
  });
});

const NUMBER = (name: string, max: number) => `${name} must be a whole number from 1 to ${String(max)}`;
const LIST = (name: string, max: number) =>
  `${name} must list whole numbers from 1 to ${String(max)}, or negative ones counted from the end`;
const UNTIL = "UNTIL must be a date YYYYMMDD or an instant YYYYMMDDTHHMMSSZ";
const FREQ = "FREQ must be one of DAILY, WEEKLY, MONTHLY, YEARLY: hours recur by days, not within a day";
const WEEKDAYS = "BYDAY must list weekdays such as TU or 1MO";
const MONTHS = "BYMONTH must list months from 1 to 12";
const WKST = "WKST must be a weekday such as MO";
const KNOWN = "FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYMONTH, BYSETPOS, WKST";
const unknown = (name: string) => `${name} is not understood; known are ${KNOWN}`;
const NO_FREQ = "FREQ is required, for example FREQ=WEEKLY;INTERVAL=2;BYDAY=TU";

const each = (part: string, fault: string, ...values: string[]): [string, string][] =>
  values.map((value) => [`FREQ=DAILY;${part}=${value}`, fault]);

describe("is refused, and it is said why", () => {
  test.each<[string, string]>([
    ["FREQ=HOURLY", FREQ],
    ["FREQ=MINUTELY", FREQ],
    ["FREQ=SECONDLY", FREQ],
    ["FREQ=daily", FREQ],
    ["FREQ=", FREQ],
    ["FREQ", FREQ],
    ...each("INTERVAL", NUMBER("INTERVAL", 400), "0", "401", "1.5", "", "-1", "+1", "1e2", "0x10", "0000001", " 1", "1 ", "x1", "1x"),
    ...each("COUNT", NUMBER("COUNT", 10_000), "0", "10001", "-1", "", "x"),
    ...each("BYMONTHDAY", LIST("BYMONTHDAY", 31), "0", "-0", "32", "-32", "1,99", "99,1", "1,", ",1", "", "--1", "x1", "1x", "0001", "1.5"),
    ...each("BYYEARDAY", LIST("BYYEARDAY", 366), "0", "367", "-367", "1,367"),
    ...each("BYWEEKNO", LIST("BYWEEKNO", 53), "0", "54", "-54", "1,54"),
    ...each("BYSETPOS", LIST("BYSETPOS", 366), "0", "367", "-367", "1,367"),
    ...each("BYMONTH", MONTHS, "0", "13", "1,13", "13,1", "1,0", "01", "1,", ",1", "", "x1", "1x", "111", "-1"),
    ...each("BYDAY", WEEKDAYS, "XX", "MO,XX", "XX,MO", "MO,", ",MO", "", "MOTU", "mo", "100MO", "xMO", "MOx", "+-1MO", "MO,100TU", "1"),
    ...each("WKST", WKST, "XX", "MO,TU", "1MO", "", "xMO", "MOx"),
    ...each("UNTIL", UNTIL, "", "2027", "2027013", "202701311", "20270230", "20271301", "x20270131", "20270131x", "2027-01-31"),
    // Without Z an instant is a floating one: which moment it is depends on who reads it.
    ...each(
      "UNTIL",
      UNTIL,
      "20270131T000000",
      "20270131T0000Z",
      "20270131T250000Z",
      "20270131T006000Z",
      "20270131T000061Z",
      "20270230T000000Z",
    ),
    ...each("UNTIL", UNTIL, "x20270131T000000Z", "20270131T000000Zx", "20270131 000000Z"),
    ["FREQ=DAILY;", unknown("an empty part")],
    ["", unknown("an empty part")],
    ["=DAILY", unknown("an empty part")],
    ["FREQ=DAILY;BYHOUR=9", unknown("BYHOUR")],
    ["FREQ=DAILY=WEEKLY", unknown("FREQ")],
    ["RRULE:FREQ=DAILY", unknown("RRULE:FREQ")],
    ["freq=DAILY", unknown("freq")],
    ["FREQ=DAILY;constructor=1", unknown("constructor")],
    ["FREQ=DAILY;FREQ=DAILY", "FREQ must not be given twice"],
    ["FREQ=DAILY;COUNT=2;COUNT=3", "COUNT must not be given twice"],
    ["INTERVAL=2", NO_FREQ],
    ["COUNT=2;UNTIL=20270131", NO_FREQ],
    ["FREQ=DAILY;COUNT=3;UNTIL=20270131", "COUNT and UNTIL exclude each other"],
    ["FREQ=DAILY;UNTIL=20270131;COUNT=3", "COUNT and UNTIL exclude each other"],
  ])("%s", (rrule, problem) => {
    expect(readRecurrenceRule(rrule)).toEqual({ ok: false, problem });
  });
});
