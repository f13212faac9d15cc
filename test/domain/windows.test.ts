/** Opening hours become slots: the grid, windows that touch, days on which the clocks change, overrides. */
import { describe, expect, test } from "vitest";
import { instant } from "../../src/domain/instant.ts";
import { EVERY_INSTANT } from "../../src/domain/slots/instant-set.ts";
import { explainSlots, listSlots, reasonAgainst, type SlotRules } from "../../src/domain/slots/slots.ts";
import { fittingStarts, gridStarts, windowsMeeting } from "../../src/domain/slots/windows.ts";
import { at, between, busy, daily, hours, LONG_AGO, minutes, rulesOf, timesListed } from "./making.ts";

const DAY = "2026-06-15T00:00Z";
const nineToNoon = daily("UTC", "09:00-12:00");

function reason(rules: SlotRules, startsAt: string, durationMinutes: number) {
  return reasonAgainst(rules, [], at(startsAt), minutes(durationMinutes), LONG_AGO);
}

describe("the grid", () => {
  test("starts at each window's own start and goes by the step", () => {
    const rules = rulesOf(daily("UTC", "09:10-10:30", "14:00-15:00"), { stepMs: minutes(20) });
    expect(timesListed(rules, DAY, 30)).toEqual(["09:10", "09:30", "09:50", "14:00", "14:20"]);
  });

  test("goes by the duration asked where there is no step", () => {
    expect(timesListed(rulesOf(nineToNoon), DAY, 50)).toEqual(["09:00", "09:50", "10:40"]);
  });

  test("does not move with the range asked, nor with what is blocked", () => {
    const rules = rulesOf(nineToNoon, { stepMs: minutes(30) });
    const range = between("2026-06-15T09:10Z", "2026-06-15T11:59Z");
    expect(timesListed(rules, range, 60)).toEqual(["09:30", "10:00", "10:30"]);
    const blocked = [busy("2026-06-15T09:00Z", "2026-06-15T09:05Z")];
    expect(timesListed(rules, DAY, 60, { blocked })).toEqual(["09:30", "10:00", "10:30", "11:00"]);
  });

  test("of overlapping windows is each one's own, in order and without duplicates", () => {
    const rules = rulesOf(daily("UTC", "10:00-11:30", "09:00-11:00", "10:15-11:00"), { stepMs: minutes(30) });
    const all = ["09:00", "09:30", "10:00", "10:15", "10:30", "10:45"];
    expect(timesListed(rules, DAY, 45)).toEqual(all);
    for (const time of all) expect(reason(rules, `2026-06-15T${time}Z`, 45)).toBeNull();
  });
});

describe("windows that touch are one stretch", () => {
  test("within a day, each with its own grid", () => {
    const rules = rulesOf(daily("UTC", "09:00-10:00", "10:00-11:00"), { stepMs: minutes(45) });
    expect(timesListed(rules, DAY, 60)).toEqual(["09:00", "09:45", "10:00"]);
  });

  test("across midnight, where one ends at 24:00 and the next begins at 00:00", () => {
    const rules = rulesOf(daily("Europe/Berlin", "00:00-01:00", "22:00-24:00"), { stepMs: minutes(60) });
    const night = between("2026-06-14T20:00Z", "2026-06-14T23:00Z");
    expect(timesListed(rules, night, 120)).toEqual(["20:00", "21:00"]);
    expect(timesListed(rules, night, 60)).toEqual(["20:00", "21:00", "22:00"]);
  });

  test("but not where the next day has none", () => {
    const sunday = { weekday: 0, ...hours("22:00-24:00") };
    const rules = rulesOf({ timeZone: "UTC", weekly: [sunday], recurrences: [], overrides: [] }, { stepMs: minutes(60) });
    const night = between("2026-06-14T12:00Z", "2026-06-15T12:00Z");
    expect(timesListed(rules, night, 60)).toEqual(["22:00", "23:00"]);
    expect(timesListed(rules, night, 90)).toEqual(["22:00"]);
  });

  test("so that a coach who is always open is open for a session of two days", () => {
    const rules = rulesOf(daily("Europe/Berlin", "00:00-24:00"));
    expect(reason(rules, "2026-06-14T22:00Z", 2 * 24 * 60)).toBeNull();
  });
});

describe("S24: windows on the days the clocks change", () => {
  const inBerlin = (...ranges: string[]) => rulesOf(daily("Europe/Berlin", ...ranges), { stepMs: minutes(30) });
  const gapNight = between("2026-03-29T00:00Z", "2026-03-29T03:00Z");
  const foldNight = between("2026-10-24T22:00Z", "2026-10-25T03:00Z");

  test("a gap takes its length from a window over it", () => {
    expect(timesListed(inBerlin("01:00-04:00"), gapNight, 30)).toEqual(["00:00", "00:30", "01:00", "01:30"]);
  });

  test("a window inside a gap moves behind it, and one that ends with it is empty or turned round", () => {
    expect(timesListed(inBerlin("02:00-02:30"), gapNight, 30)).toEqual(["01:00"]);
    expect(timesListed(inBerlin("02:00-03:00"), gapNight, 30)).toEqual([]);
    expect(timesListed(inBerlin("02:30-03:00"), gapNight, 30)).toEqual([]);
  });

  test.each(["02:00-03:00", "02:30-03:00", "02:59-03:00"])("hours that lie in the gap alone (%s) open nothing that night", (range) => {
    const sunday = { weekday: 0, ...hours(range) };
    const rules = rulesOf({ timeZone: "Europe/Berlin", weekly: [sunday], recurrences: [], overrides: [] }, { stepMs: minutes(15) });
    expect(timesListed(rules, between("2026-03-23T00:00Z", "2026-04-04T00:00Z"), 15)).toEqual([]);
    for (const time of ["00:59", "01:00", "01:30", "02:00"]) expect(reason(rules, `2026-03-29T${time}Z`, 15)).toBe("outside_hours");
    expect(explainSlots(rules, [], gapNight, minutes(15), LONG_AGO)).toEqual([]);
    expect(windowsMeeting(rules.hours, gapNight)).toEqual([]);
    // A week later the same hours are there.
    const last = hours(range).endMinute - hours(range).startMinute >= 15 ? ["00:45"] : [];
    expect(timesListed(rules, between("2026-04-05T00:45Z", "2026-04-05T03:00Z"), 15)).toEqual(last);
  });

  test("a window moved by a gap onto another one gives no slot twice", () => {
    expect(timesListed(inBerlin("02:00-02:59", "03:00-04:00"), gapNight, 30)).toEqual(["01:00", "01:30"]);
  });

  test("a fold gives its length to a window over it, in elapsed time", () => {
    const twice = ["23:00", "23:30", "00:00", "00:30", "01:00", "01:30", "02:00", "02:30"];
    expect(timesListed(inBerlin("01:00-04:00"), foldNight, 30)).toEqual(twice);
  });

  test("a window inside a fold is open the first time only", () => {
    expect(timesListed(inBerlin("02:00-02:30"), foldNight, 30)).toEqual(["00:00"]);
  });

  test("a fold just after midnight opens the new day before the old one is over", () => {
    // Until 2011 St John's went from 00:01 back to 23:01: 02:30Z is the new day, 02:59Z the old one again.
    const rules = rulesOf(daily("America/St_Johns", "00:00-02:00"), { stepMs: minutes(15) });
    const midnight = between("2010-11-07T02:30Z", "2010-11-07T02:59Z");
    expect(timesListed(rules, midnight, 10)).toEqual(["02:30", "02:45"]);
    expect(timesListed({ ...rules, sessionsPerDayMax: 0 }, midnight, 10)).toEqual([]);
  });

  test("the day that Apia skipped gives the next day's hours no second copy", () => {
    const rules = rulesOf(daily("Pacific/Apia", "09:00-11:00"), { stepMs: minutes(60) });
    const days = between("2011-12-29T12:00Z", "2012-01-01T00:00Z");
    const starts = listSlots(rules, [], days, minutes(60), LONG_AGO).map((start) => new Date(start).toISOString().slice(0, 16));
    expect(starts).toEqual([
      "2011-12-29T19:00",
      "2011-12-29T20:00",
      "2011-12-30T19:00",
      "2011-12-30T20:00",
      "2011-12-31T19:00",
      "2011-12-31T20:00",
    ]);
  });
});

describe("overrides", () => {
  const withOverrides = (...overrides: SlotRules["hours"]["overrides"]) => rulesOf({ ...nineToNoon, overrides });

  test("replace the whole day", () => {
    const rules = withOverrides({ date: "2026-06-15", intervals: [hours("14:00-16:00")] });
    expect(timesListed(rules, DAY, 60)).toEqual(["14:00", "15:00"]);
    expect(timesListed(rules, "2026-06-16T00:00Z", 60)).toEqual(["09:00", "10:00", "11:00"]);
  });

  test("without intervals are days off, from date to until, both included", () => {
    const rules = withOverrides({ date: "2026-06-15", until: "2026-06-17", intervals: [] });
    const open = [14, 15, 16, 17, 18].map((day) => timesListed(rules, `2026-06-${day}T00:00Z`, 60).length);
    expect(open).toEqual([3, 0, 0, 0, 3]);
    expect(reason(rules, "2026-06-17T09:00Z", 60)).toBe("outside_hours");
  });

  test("that come later in the list win where two cover a day", () => {
    const leave = { date: "2026-06-01", until: "2026-06-30", intervals: [] };
    const open = { date: "2026-06-15", intervals: [hours("20:00-21:00")] };
    expect(timesListed(withOverrides(leave, open), DAY, 60)).toEqual(["20:00"]);
    expect(timesListed(withOverrides(open, leave), DAY, 60)).toEqual([]);
  });

  test("are days of the coach's zone, not of the range or of UTC", () => {
    const tokyo = daily("Asia/Tokyo", "07:00-09:00");
    const rules = rulesOf({ ...tokyo, overrides: [{ date: "2026-06-16", intervals: [] }] });
    // 07:00 on the 16th in Tokyo is 22:00 on the 15th in UTC.
    expect(timesListed(rules, DAY, 60)).toEqual([]);
    expect(timesListed(rules, "2026-06-16T00:00Z", 60)).toEqual(["22:00", "23:00"]);
  });

  test("may list their hours in any order, and a slot stands where its time is", () => {
    const rules = withOverrides({
      date: "2026-06-15",
      intervals: [hours("18:00-19:00"), hours("07:00-08:00"), hours("13:00-14:00"), hours("07:30-08:30")],
    });
    const halfHours = { ...rules, stepMs: minutes(30) };
    expect(timesListed(halfHours, DAY, 60)).toEqual(["07:00", "07:30", "13:00", "18:00"]);
    expect(reason(halfHours, "2026-06-15T07:30Z", 60)).toBeNull();
    expect(reason(halfHours, "2026-06-15T08:00Z", 60)).toBe("outside_hours");
    expect(windowsMeeting(rules.hours, between("2026-06-15T00:00Z", "2026-06-16T00:00Z")).map(({ startsAt }) => startsAt)).toEqual(
      ["07:00", "07:30", "13:00", "18:00"].map((time) => at(`2026-06-15T${time}Z`)),
    );
  });

  test("that are turned round or end far away cover what they say and no more", () => {
    const rules = withOverrides(
      { date: "2026-06-20", until: "2026-06-10", intervals: [] },
      { date: "2020-01-01", until: "9999-12-31", intervals: [hours("09:00-10:00")] },
    );
    expect(timesListed(rules, DAY, 60)).toEqual(["09:00"]);
  });
});

describe("the windows that meet a range", () => {
  const weekdays = daily("UTC", "09:00-12:00", "13:00-14:00");

  test("come whole and in order, and what only touches the range is not among them", () => {
    const morning = between("2026-06-15T09:00Z", "2026-06-15T12:00Z");
    const noon = between("2026-06-15T13:00Z", "2026-06-15T14:00Z");
    expect(windowsMeeting(weekdays, between("2026-06-15T11:59Z", "2026-06-15T13:01Z"))).toEqual([morning, noon]);
    expect(windowsMeeting(weekdays, between("2026-06-15T11:59Z", "2026-06-15T13:00Z"))).toEqual([morning]);
    expect(windowsMeeting(weekdays, between("2026-06-15T12:00Z", "2026-06-15T13:01Z"))).toEqual([noon]);
    expect(windowsMeeting(weekdays, between("2026-06-15T12:00Z", "2026-06-15T13:00Z"))).toEqual([]);
  });

  test("are those of each day's own weekday", () => {
    const week = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, startMinute: weekday * 60, endMinute: weekday * 60 + 30 }));
    const rules = { timeZone: "UTC", weekly: week, recurrences: [], overrides: [] };
    const starts = windowsMeeting(rules, between("2026-06-14T00:00Z", "2026-06-21T00:00Z")).map(({ startsAt }) => startsAt);
    // 2026-06-14 is a Sunday.
    expect(starts).toEqual([14, 15, 16, 17, 18, 19, 20].map((day) => at(`2026-06-${String(day)}T0${String(day - 14)}:00Z`)));
  });
});

describe("the starts from which a session of an hour fits", () => {
  const nine = at("2026-06-15T09:00Z");
  const window = (from: number, to: number) => ({ startsAt: instant(nine + minutes(from)), endsAt: instant(nine + minutes(to)) });
  test.each<[string, readonly (readonly [number, number])[], readonly (readonly [number, number])[]]>([
    // windows in minutes from nine, first and last start in minutes from nine
    ["no window", [], []],
    ["a window of exactly its length", [[0, 60]], [[0, 0]]],
    ["a window of a minute less", [[0, 59]], []],
    ["a longer one", [[0, 90]], [[0, 30]]],
    [
      "two apart",
      [
        [0, 60],
        [61, 121],
      ],
      [
        [0, 0],
        [61, 61],
      ],
    ],
    [
      "two that touch and are too short alone",
      [
        [0, 30],
        [30, 60],
      ],
      [[0, 0]],
    ],
    [
      "two that overlap",
      [
        [0, 50],
        [40, 100],
      ],
      [[0, 40]],
    ],
    [
      "one inside another, and one behind both",
      [
        [0, 120],
        [10, 20],
        [120, 130],
      ],
      [[0, 70]],
    ],
    [
      "one too short between two",
      [
        [0, 60],
        [70, 80],
        [90, 150],
      ],
      [
        [0, 0],
        [90, 90],
      ],
    ],
  ])("%s", (_what, windows, expected) => {
    expect(
      fittingStarts(
        windows.map(([from, to]) => window(from, to)),
        minutes(60),
      ),
    ).toEqual(expected.flatMap(([first, last]) => [nine + minutes(first), nine + minutes(last) + 1]));
  });
});

describe("the grid of windows", () => {
  const window = (from: number, to: number) => ({ startsAt: instant(from), endsAt: instant(to) });

  test.each<[string, readonly (readonly [number, number])[], readonly number[], readonly number[]]>([
    // windows, edges of what is allowed, starts by a step of ten
    ["none", [], EVERY_INSTANT, []],
    ["begins at the window's start and ends before its end", [[5, 25]], EVERY_INSTANT, [5, 15]],
    ["reaches the last step inside", [[5, 26]], EVERY_INSTANT, [5, 15, 25]],
    ["takes what is allowed from its first moment", [[0, 50]], [10, 31], [10, 20, 30]],
    ["leaves what is allowed a moment late or short", [[0, 50]], [11, 30], [20]],
    ["goes by its window, whatever begins inside", [[3, 50]], [10, 12, 13, 14, 40, 60], [13, 43]],
    [
      "goes on in the next window",
      [
        [0, 20],
        [25, 40],
      ],
      EVERY_INSTANT,
      [0, 10, 25, 35],
    ],
    [
      "skips pieces that end where a window begins",
      [
        [0, 20],
        [20, 40],
      ],
      [-5, 0, 5, 20, 20, 31],
      [10, 20, 30],
    ],
    [
      "takes one piece over two windows",
      [
        [0, 20],
        [30, 50],
      ],
      [10, 41],
      [10, 30, 40],
    ],
    [
      "gives no start twice where two windows begin together",
      [
        [0, 10],
        [0, 10],
      ],
      EVERY_INSTANT,
      [0],
    ],
    [
      "gives no start twice where one window holds the other",
      [
        [0, 40],
        [10, 30],
      ],
      EVERY_INSTANT,
      [0, 10, 20, 30],
    ],
    [
      "interleaves the grids of windows that overlap",
      [
        [0, 40],
        [5, 30],
      ],
      EVERY_INSTANT,
      [0, 5, 10, 15, 20, 25, 30],
    ],
    ["is empty where nothing is allowed", [[0, 40]], [], []],
  ])("%s", (_what, windows, allowed, expected) => {
    expect(
      gridStarts(
        windows.map(([from, to]) => window(from, to)),
        10,
        allowed,
      ),
    ).toEqual(expected);
  });
});
