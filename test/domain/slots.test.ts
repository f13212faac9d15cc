/** What takes slots away: blocked time and buffers, notice, horizon, the cap a day; and what is said of it. */
import { describe, expect, test } from "vitest";
import { after, instant } from "../../src/domain/instant.ts";
import { explainSlots, listSlots, nearestSlots, reasonAgainst, type Blocked, type SlotRules } from "../../src/domain/slots/slots.ts";
import { DAY_MS } from "../../src/lib/duration.ts";
import { at, between, busy, daily, LONG_AGO, minutes, rulesOf, session, timeOf, timesListed } from "./making.ts";

const DAY = "2026-06-15T00:00Z";
const nineToNoon = daily("UTC", "09:00-12:00");

function reason(rules: SlotRules, startsAt: string, durationMinutes: number, blocked: readonly Blocked[] = [], now = LONG_AGO) {
  return reasonAgainst(rules, blocked, at(startsAt), minutes(durationMinutes), now);
}

describe("what is blocked", () => {
  const rules = rulesOf(nineToNoon, { stepMs: minutes(15) });

  test("is half-open: a session may end when it begins and start when it ends", () => {
    const blocked = [busy("2026-06-15T10:00Z", "2026-06-15T11:00Z")];
    expect(timesListed(rules, DAY, 60, { blocked })).toEqual(["09:00", "11:00"]);
  });

  test("may come unsorted, overlapping, and from outside the range", () => {
    const blocked = [
      busy("2026-06-15T11:00Z", "2026-06-15T11:30Z"),
      busy("2026-06-15T09:45Z", "2026-06-15T10:15Z"),
      busy("2026-06-20T00:00Z", "2026-06-21T00:00Z"),
      busy("2026-06-01T00:00Z", "2026-06-15T09:15Z"),
      busy("2026-06-15T09:50Z", "2026-06-15T09:55Z"),
    ];
    expect(timesListed(rules, DAY, 30, { blocked })).toEqual(["09:15", "10:15", "10:30", "11:30"]);
  });

  test("of no length blocks the sessions that go on around it, and nothing that meets it at an end", () => {
    const blocked = [busy("2026-06-15T10:00Z", "2026-06-15T10:00Z")];
    expect(timesListed(rulesOf(nineToNoon, { stepMs: minutes(30) }), DAY, 60, { blocked })).toEqual(["09:00", "10:00", "10:30", "11:00"]);
  });

  test("and ends before it starts blocks the moment it starts, and frees nothing that something else blocks", () => {
    const turned = [busy("2026-06-15T11:00Z", "2026-06-15T08:00Z")];
    const halfHours = rulesOf(nineToNoon, { stepMs: minutes(30) });
    expect(timesListed(halfHours, DAY, 60, { blocked: turned })).toEqual(["09:00", "09:30", "10:00", "11:00"]);
    const blocked = [busy("2026-06-15T09:00Z", "2026-06-15T12:00Z"), busy("2026-06-15T11:00Z", "2026-06-15T10:00Z")];
    expect(timesListed(rules, DAY, 15, { blocked })).toEqual([]);
  });

  test("to the millisecond", () => {
    const tenToEleven = [busy("2026-06-15T10:00:00.001Z", "2026-06-15T10:59:59.999Z")];
    expect(reason(rules, "2026-06-15T09:00Z", 60, tenToEleven)).toBeNull();
    expect(reason(rules, "2026-06-15T11:00Z", 60, tenToEleven)).toBeNull();
    const longer = [busy("2026-06-15T09:59:59.999Z", "2026-06-15T11:00:00.001Z")];
    expect(reason(rules, "2026-06-15T09:00Z", 60, longer)).toBe("slot_taken");
    expect(reason(rules, "2026-06-15T11:00Z", 60, longer)).toBe("slot_taken");
  });
});

describe("buffers: the gap between two sessions is at least the larger of the two that face each other", () => {
  const day = daily("UTC", "08:00-16:00");
  // Coach's buffers (before, after), the booking's at 11:00-12:00 (before, after), the last start before, the first after.
  test.each([
    [0, 0, 0, 0, "10:00", "12:00"],
    [15, 0, 0, 0, "10:00", "12:15"],
    [0, 15, 0, 0, "09:45", "12:00"],
    [0, 0, 15, 0, "09:45", "12:00"],
    [0, 0, 0, 15, "10:00", "12:15"],
    [30, 0, 0, 15, "10:00", "12:30"],
    [15, 0, 0, 30, "10:00", "12:30"],
    [0, 30, 15, 0, "09:30", "12:00"],
    [0, 15, 30, 0, "09:30", "12:00"],
    [10, 20, 30, 40, "09:30", "12:40"],
    [40, 30, 20, 10, "09:30", "12:40"],
  ])("coach %i/%i, booking %i/%i: until %s and from %s", (before, behind, bookedBefore, bookedBehind, lastBefore, firstAfter) => {
    const buffers = { bufferBeforeMs: minutes(before), bufferAfterMs: minutes(behind) };
    const rules = rulesOf(day, { stepMs: minutes(5), ...buffers });
    const blocked = [session("2026-06-15T11:00Z", "2026-06-15T12:00Z", bookedBefore, bookedBehind)];
    const listed = timesListed(rules, DAY, 60, { blocked });
    expect(listed.filter((time) => time < "11:00").at(-1)).toBe(lastBefore);
    expect(listed.find((time) => time >= "11:00")).toBe(firstAfter);
  });

  test("keep clear of an outside calendar's busy time too", () => {
    const rules = rulesOf(day, { stepMs: minutes(30), bufferBeforeMs: minutes(30), bufferAfterMs: minutes(60) });
    const blocked = [busy("2026-06-15T11:00Z", "2026-06-15T12:00Z")];
    expect(timesListed(rules, DAY, 60, { blocked })).toEqual([
      "08:00",
      "08:30",
      "09:00",
      "12:30",
      "13:00",
      "13:30",
      "14:00",
      "14:30",
      "15:00",
    ]);
  });

  test("may reach beyond the working hours and beyond the range", () => {
    const rules = rulesOf(nineToNoon, { bufferBeforeMs: minutes(60), bufferAfterMs: minutes(60) });
    expect(timesListed(rules, between("2026-06-15T09:00Z", "2026-06-15T12:00Z"), 60)).toEqual(["09:00", "10:00", "11:00"]);
    const blocked = [busy("2026-06-15T12:30Z", "2026-06-15T13:00Z"), session("2026-06-15T07:00Z", "2026-06-15T08:00Z", 0, 90)];
    expect(timesListed(rules, DAY, 60, { blocked })).toEqual(["10:00"]);
  });
});

describe("notice, horizon, cap a day", () => {
  const now = at("2026-06-15T09:30Z");

  test("nothing in the past, and now itself is not past", () => {
    const rules = rulesOf(nineToNoon, { stepMs: minutes(30) });
    expect(timesListed(rules, DAY, 60, { now })).toEqual(["09:30", "10:00", "10:30", "11:00"]);
    expect(reason(rules, "2026-06-15T09:00Z", 60, [], now)).toBe("in_the_past");
    expect(timesListed(rules, "2026-06-14T00:00Z", 60, { now })).toEqual([]);
  });

  test("notice counts to the start, and exactly the notice is enough", () => {
    const rules = rulesOf(nineToNoon, { stepMs: minutes(30), noticeMs: minutes(60) });
    expect(timesListed(rules, DAY, 60, { now })).toEqual(["10:30", "11:00"]);
    expect(reason(rules, "2026-06-15T10:00Z", 60, [], now)).toBe("notice_too_short");
    expect(timesListed(rules, DAY, 60, { now: after(now, 1) })).toEqual(["11:00"]);
  });

  test("the horizon counts to the start, and exactly the horizon is near enough", () => {
    const rules = rulesOf(nineToNoon, { stepMs: minutes(30), horizonMs: minutes(60) });
    expect(timesListed(rules, DAY, 60, { now })).toEqual(["09:30", "10:00", "10:30"]);
    expect(reason(rules, "2026-06-15T11:00Z", 60, [], now)).toBe("beyond_horizon");
  });

  test("a day holds as many sessions as the cap, busy time of calendars not counted", () => {
    const rules = rulesOf(nineToNoon, { sessionsPerDayMax: 2 });
    const one = session("2026-06-15T09:00Z", "2026-06-15T10:00Z");
    const other = session("2026-06-15T20:00Z", "2026-06-15T21:00Z");
    const meeting = busy("2026-06-15T22:00Z", "2026-06-15T23:00Z");
    expect(timesListed(rules, DAY, 60, { blocked: [one, meeting] })).toEqual(["10:00", "11:00"]);
    expect(timesListed(rules, DAY, 60, { blocked: [one, meeting, other] })).toEqual([]);
    expect(reason(rules, "2026-06-15T10:00Z", 60, [one, meeting, other])).toBe("day_full");
    expect(timesListed(rules, "2026-06-16T00:00Z", 60, { blocked: [one, other] })).toHaveLength(3);
  });

  test("the cap's day is the coach's, and a session counts on the day it starts", () => {
    const rules = rulesOf(daily("Asia/Tokyo", "00:00-24:00"), { sessionsPerDayMax: 1, stepMs: minutes(60) });
    const overMidnight = [session("2026-06-15T14:30Z", "2026-06-15T15:30Z")]; // 23:30-00:30 in Tokyo
    expect(timesListed(rules, DAY, 60, { blocked: overMidnight })).toEqual([
      "16:00",
      "17:00",
      "18:00",
      "19:00",
      "20:00",
      "21:00",
      "22:00",
      "23:00",
    ]);
  });

  test("a cap of none closes every day", () => {
    expect(timesListed(rulesOf(nineToNoon, { sessionsPerDayMax: 0 }), DAY, 60)).toEqual([]);
  });
});

describe("every start of the grid is explained", () => {
  const rules = rulesOf(nineToNoon, { stepMs: minutes(30), noticeMs: minutes(30), horizonMs: minutes(120) });
  const now = at("2026-06-15T09:15Z");
  const explained = (range: ReturnType<typeof between>) =>
    explainSlots(rules, [busy("2026-06-15T10:30Z", "2026-06-15T10:45Z")], range, minutes(30), now).map(({ startsAt, reason: why }) => [
      timeOf(startsAt),
      why,
    ]);

  test("with what stands against it, or nothing", () => {
    expect(explained(between("2026-06-15T00:00Z", "2026-06-16T00:00Z"))).toEqual([
      ["09:00", "in_the_past"],
      ["09:30", "notice_too_short"],
      ["10:00", null],
      ["10:30", "slot_taken"],
      ["11:00", null],
      ["11:30", "beyond_horizon"],
    ]);
  });

  test("where it lies in the range: its first moment is in, its last is out", () => {
    expect(explained(between("2026-06-15T10:00Z", "2026-06-15T11:00Z")).map(([time]) => time)).toEqual(["10:00", "10:30"]);
    expect(explained(between("2026-06-15T10:00:00.001Z", "2026-06-15T11:00:00.001Z")).map(([time]) => time)).toEqual(["10:30", "11:00"]);
    expect(explained(between("2026-06-15T10:00Z", "2026-06-15T10:00Z"))).toEqual([]);
  });

  test("also where the session would end after the range", () => {
    const taken = [busy("2026-06-15T11:15Z", "2026-06-15T11:20Z")];
    const range = between("2026-06-15T10:59Z", "2026-06-15T11:01Z");
    expect(explainSlots(rules, taken, range, minutes(30), now)).toEqual([{ startsAt: at("2026-06-15T11:00Z"), reason: "slot_taken" }]);
    expect(explainSlots(rules, [], range, minutes(90), now)).toEqual([{ startsAt: at("2026-06-15T11:00Z"), reason: "outside_hours" }]);
  });
});

describe("of several reasons the first in order of precedence is given", () => {
  const rules = rulesOf(nineToNoon, { noticeMs: minutes(60), horizonMs: 10 * DAY_MS, sessionsPerDayMax: 1 });
  const taken = [session("2026-06-15T06:00Z", "2026-06-15T08:30Z")];
  const now = at("2026-06-15T03:00Z");
  test.each([
    ["2026-06-15T02:59Z", "in_the_past"],
    ["2026-06-15T03:30Z", "notice_too_short"],
    ["2026-06-26T09:10Z", "beyond_horizon"],
    ["2026-06-15T08:20Z", "slot_taken"],
    ["2026-06-15T11:30Z", "outside_hours"],
    ["2026-06-15T09:10Z", "day_full"],
    ["2026-06-16T09:10Z", "off_grid"],
    ["2026-06-16T09:00Z", null],
  ])("%s: %s", (startsAt, expected) => {
    expect(reason(rules, startsAt, 60, taken, now)).toBe(expected);
  });
});

describe("the nearest slots", () => {
  const rules = rulesOf(nineToNoon, { stepMs: minutes(30) });
  const near = (wanted: string, count: number, blocked: readonly Blocked[] = []) => {
    const days = between("2026-06-14T00:00Z", "2026-06-17T00:00Z");
    return nearestSlots(rules, blocked, days, minutes(60), LONG_AGO, at(wanted), count).map(timeOf);
  };

  test("lie on both sides of the wanted start, in order of time", () => {
    expect(near("2026-06-15T10:00Z", 3, [busy("2026-06-15T10:00Z", "2026-06-15T10:30Z")])).toEqual(["09:00", "10:30", "11:00"]);
  });

  test("of two as near the earlier is taken", () => {
    expect(near("2026-06-15T09:45Z", 1)).toEqual(["09:30"]);
  });

  test("reach over to other days, and may be fewer than asked", () => {
    expect(near("2026-06-15T23:00Z", 2)).toEqual(["09:00", "09:30"]);
    expect(near("2026-06-15T10:00Z", 100)).toHaveLength(15);
    expect(near("2026-06-15T10:00Z", 0)).toEqual([]);
    expect(near("2027-01-01T00:00Z", 1)).toEqual(["11:00"]);
  });
});

describe("the range", () => {
  const rules = rulesOf(nineToNoon);

  test("holds the whole session", () => {
    expect(timesListed(rules, between("2026-06-15T09:00Z", "2026-06-15T11:00Z"), 60)).toEqual(["09:00", "10:00"]);
    expect(timesListed(rules, between("2026-06-15T09:00:00.001Z", "2026-06-15T10:59:59.999Z"), 60)).toEqual([]);
  });

  test("may be filled by the session exactly, also when notice or horizon leave no more of it", () => {
    const ten = between("2026-06-15T10:00Z", "2026-06-15T11:00Z");
    expect(timesListed(rules, ten, 60)).toEqual(["10:00"]);
    expect(timesListed(rules, between("2026-06-15T10:00Z", "2026-06-15T10:59:59.999Z"), 60)).toEqual([]);
    expect(timesListed(rules, between("2026-06-15T10:00:00.001Z", "2026-06-15T11:00Z"), 60)).toEqual([]);
    const now = at("2026-06-15T08:00Z");
    const noticed = rulesOf(nineToNoon, { noticeMs: minutes(120) });
    expect(timesListed(noticed, between("2026-06-15T09:00Z", "2026-06-15T11:00Z"), 60, { now })).toEqual(["10:00"]);
    const near = rulesOf(nineToNoon, { horizonMs: minutes(120) });
    expect(timesListed(near, between("2026-06-15T10:00Z", "2026-06-15T12:00Z"), 60, { now })).toEqual(["10:00"]);
    expect(timesListed(rulesOf(nineToNoon, { noticeMs: minutes(120), horizonMs: minutes(120) }), DAY, 60, { now })).toEqual(["10:00"]);
  });

  test("gives no slot twice, however the windows lie over each other", () => {
    const alike = rulesOf(daily("UTC", "09:00-09:30", "09:00-10:00", "09:00-10:00"), { stepMs: minutes(60) });
    expect(timesListed(alike, DAY, 15)).toEqual(["09:00"]);
    const inside = rulesOf(daily("UTC", "09:00-12:00", "10:00-11:00", "09:30-12:00"), { stepMs: minutes(60) });
    expect(timesListed(inside, DAY, 30)).toEqual(["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]);
  });

  test("may be empty, or end before it starts", () => {
    expect(timesListed(rules, between("2026-06-15T09:00Z", "2026-06-15T09:00Z"), 60)).toEqual([]);
    expect(timesListed(rules, between("2026-06-15T12:00Z", "2026-06-15T09:00Z"), 60)).toEqual([]);
  });

  test("may be a year, and the answer stays in order", () => {
    const year = between("2026-01-01T00:00Z", "2027-01-01T00:00Z");
    const starts = listSlots(rulesOf(daily("Africa/Casablanca", "08:00-18:00")), [], year, minutes(60), LONG_AGO);
    expect(starts).toHaveLength(3_650);
    expect(starts).toEqual([...new Set(starts)].sort((one, other) => one - other));
  });

  test("a session or a step without length is a broken assumption", () => {
    expect(() => timesListed(rules, DAY, 0)).toThrow(/have a length/);
    expect(() => timesListed(rulesOf(nineToNoon, { stepMs: 0 }), DAY, 60)).toThrow(/have a length/);
    expect(() => reasonAgainst(rules, [], instant(0), -1, LONG_AGO)).toThrow(/have a length/);
    const stepped = rulesOf(nineToNoon, { stepMs: minutes(30) });
    expect(() => reasonAgainst(stepped, [], instant(0), 0, LONG_AGO)).toThrow(/have a length/);
    expect(reasonAgainst(stepped, [], instant(0), 1, LONG_AGO)).not.toBeNull();
  });
});

describe("against a time for a side that nothing but time binds", () => {
  const now = at("2026-06-15T08:00Z");
  const rules = rulesOf(nineToNoon, { stepMs: minutes(30), noticeMs: minutes(60), horizonMs: minutes(300), sessionsPerDayMax: 1 });
  const blocked = [session("2026-06-15T10:00Z", "2026-06-15T11:00Z", 0, 15)];

  test.each([
    ["the past", "2026-06-15T07:59Z", "in_the_past"],
    ["now, without notice, outside the hours, off the grid, on a full day", "2026-06-15T08:07Z", null],
    ["beyond the horizon", "2026-06-16T08:00Z", null],
    ["a time that is held", "2026-06-15T09:30Z", "slot_taken"],
    ["a buffer after it", "2026-06-15T11:14Z", "slot_taken"],
    ["the end of that buffer", "2026-06-15T11:15Z", null],
  ])("%s", (_what, startsAt, expected) => {
    expect(reasonAgainst(rules, blocked, at(startsAt), minutes(60), now, false)).toBe(expected);
  });
});
