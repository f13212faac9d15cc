/** Opening hours become slots: the grid, windows that touch, days on which the clocks change, overrides. */
import { describe, expect, test } from "vitest";
import { listSlots, reasonAgainst, type SlotRules } from "../../src/domain/slots/slots.ts";
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

  test("that are turned round or end far away cover what they say and no more", () => {
    const rules = withOverrides(
      { date: "2026-06-20", until: "2026-06-10", intervals: [] },
      { date: "2020-01-01", until: "9999-12-31", intervals: [hours("09:00-10:00")] },
    );
    expect(timesListed(rules, DAY, 60)).toEqual(["09:00"]);
  });
});
