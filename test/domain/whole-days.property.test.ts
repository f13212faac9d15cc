/**
 * S56: an answer is cut at whole days, and following `next_start_date` from answer to answer gives the slots of the
 * unbounded answer, each once. The oracle knows no windows: slots are plain lists, and dates are asked of Temporal.
 */
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { instant, type Instant } from "../../src/domain/instant.ts";
import { slotFinder } from "../../src/domain/slots/slots.ts";
import { type DaysAsked, wholeDaysOf } from "../../src/domain/slots/whole-days.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { at, busy, daily, LONG_AGO, rulesOf } from "./making.ts";

/** Far apart, with clock changes in the weeks below; in St John's they came a minute after midnight, in Apia a day is missing. */
const ZONES = ["UTC", "Pacific/Kiritimati", "Etc/GMT+12", "America/St_Johns", "Europe/Lisbon", "Pacific/Apia", "America/Asuncion"];
const ANCHORS = ["2011-12-27T10:00Z", "2010-11-04T02:31Z", "2010-03-11T12:00Z", "2010-10-28T00:00Z", "2010-04-08T04:00Z"];

/** Gives the starts of a list, and remembers which were asked for. */
function finderOf(starts: readonly number[], asked: number[] = []): DaysAsked["finder"] {
  return {
    startsMax: starts.length,
    startsIn: (from, until) => {
      const found = starts.filter((start) => start >= from && start < until);
      asked.push(...found);
      return found.map(instant);
    },
  };
}

/** The first moment of a date: a wall time that is skipped moves forward, of one that comes twice the first counts. */
function startOf(timeZone: string, date: string): Instant {
  const midnight = Temporal.PlainDate.from(date).toPlainDateTime("00:00");
  return instant(midnight.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds);
}

/** The date that clocks show; where they went back over midnight and show the day before again, the date that had begun. */
function dayThatHasBegun(timeZone: string, moment: Instant): string {
  const shown = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone).toPlainDate();
  const next = shown.add({ days: 1 }).toString();
  return startOf(timeZone, next) <= moment ? next : shown.toString();
}

const dateOf = (epochDay: number) => new Date(epochDay * DAY_MS).toISOString().slice(0, 10);

interface Coach {
  readonly timeZone: string;
  readonly starts: readonly number[];
}

type Bound = Instant | string;

function asking(coach: Coach, start: Bound, end: Bound, asked: number[] = []): DaysAsked {
  const { timeZone } = coach;
  const startsAt = typeof start === "string" ? startOf(timeZone, start) : start;
  const endsAt = typeof end === "string" ? startOf(timeZone, Temporal.PlainDate.from(end).add({ days: 1 }).toString()) : end;
  const inRange = coach.starts.filter((one) => one >= startsAt && one < endsAt);
  return { finder: finderOf(inRange, asked), range: { startsAt, endsAt }, timeZone };
}

const cases = fc
  .record({
    anchor: fc.constantFrom(...ANCHORS).map(at),
    zones: fc.array(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 3 }),
    isDate: fc.tuple(fc.boolean(), fc.boolean()),
    startMinutes: fc.integer({ min: 0, max: 3 * 1_440 }),
    days: fc.integer({ min: 1, max: 7 }),
    max: fc.integer({ min: 1, max: 15 }),
  })
  .chain(({ zones, ...rest }) => {
    const minutes = fc.uniqueArray(fc.integer({ min: -60, max: 11 * 1_440 }), { minLength: 5, maxLength: 40 });
    const coaches = fc.tuple(...zones.map((timeZone) => minutes.map((list) => ({ timeZone, list }))));
    return coaches.map((list) => ({ ...rest, list }));
  })
  .map(({ anchor, isDate: [startIsDate, endIsDate], startMinutes, days, max, list }) => {
    const coaches = list.map(({ timeZone, list: minutes }) => ({
      timeZone,
      starts: minutes.map((minute) => anchor + minute * MINUTE_MS).sort((one, other) => one - other),
    }));
    const from = anchor + startMinutes * MINUTE_MS;
    const dayOf = (ms: number) => dateOf(Math.floor(ms / DAY_MS));
    const start: Bound = startIsDate ? dayOf(from) : instant(from);
    const end: Bound = endIsDate ? dayOf(from + days * DAY_MS) : instant(from + days * DAY_MS);
    return { coaches, start, end, max };
  });

describe("S56: whole days", () => {
  test("followed from answer to answer, give every slot of the unbounded answer and none twice", { timeout: 60_000 }, () => {
    let followed = 0;
    fc.assert(
      fc.property(cases, ({ coaches, start, end, max }) => {
        const unbounded = coaches.map((coach) => asking(coach, start, end).finder.startsIn(-Infinity, Infinity));
        const got = coaches.map((): Instant[] => []);
        let next: Bound = start;
        for (let answers = 0; ; answers += 1) {
          expect(answers).toBeLessThan(30);
          const asked = coaches.map((coach) => asking(coach, next, end));
          const { slots, nextDay } = wholeDaysOf(asked, max);
          for (const [index, starts] of slots.entries()) got[index]?.push(...starts);
          if (nextDay === null) break;
          followed += 1;
          const date = dateOf(nextDay);
          const count = slots.reduce((sum, starts) => sum + starts.length, 0);
          expect(count).toBeGreaterThan(0);
          // There is more, at once: the day that is named has slots.
          const more = coaches.map((coach) => asking(coach, date, date).finder.startsIn(-Infinity, Infinity).length);
          expect(more.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
          next = date;
        }
        expect(got).toEqual(unbounded);
      }),
      { numRuns: 1_500 },
    );
    expect(followed).toBeGreaterThan(500);
  });

  test.each([undefined, -63022791])(
    "hold no more than the bound, but for the first date on which there is a slot",
    { timeout: 60_000 },
    (seed) => {
      fc.assert(
        fc.property(cases, ({ coaches, start, end, max }) => {
          const { slots, nextDay } = wholeDaysOf(
            coaches.map((coach) => asking(coach, start, end)),
            max,
          );
          const count = slots.reduce((sum, starts) => sum + starts.length, 0);
          if (count <= max) return;
          // Between instants the first date of the earliest zone and that of the latest are given together.
          const dates = slots.flatMap((starts, index) => starts.map((one) => dayThatHasBegun(coaches[index]?.timeZone ?? "UTC", one)));
          const span = typeof start === "string" ? 1 : 3;
          expect(new Set(dates).size).toBeLessThanOrEqual(span);
          if (nextDay !== null) expect(dates.every((date) => date <= dateOf(nextDay))).toBe(true);
        }),
        { numRuns: 1_500, ...(seed === undefined ? {} : { seed }) },
      );
    },
  );

  test("where clocks go back over midnight, what shows the day before again belongs to the day that had begun", () => {
    // In St John's the clocks of 2010-11-07 went from 00:01 back to 23:01: at 03:00 UTC they show the 6th once more.
    const coach = { timeZone: "America/St_Johns", starts: [at("2010-11-06T13:00Z"), at("2010-11-07T03:00Z")] };
    const [start, end] = [at("2010-11-06T12:00Z"), at("2010-11-07T03:20Z")];
    const first = wholeDaysOf([asking(coach, start, end)], 1);
    expect([first.slots, first.nextDay === null ? null : dateOf(first.nextDay)]).toEqual([[coach.starts.slice(0, 1)], "2010-11-07"]);
    expect(wholeDaysOf([asking(coach, "2010-11-07", end)], 1)).toEqual({ slots: [coach.starts.slice(1)], nextDay: null });
  });

  test("days beyond the first that does not fit are not computed", () => {
    const asked: number[] = [];
    const starts = Array.from({ length: 62 * 24 }, (_, hour) => hour * HOUR_MS);
    const coach = { timeZone: "UTC", starts };
    const { nextDay, slots } = wholeDaysOf([asking(coach, "1970-01-01", "1970-03-03", asked)], 100);
    expect([nextDay, slots[0]?.length]).toEqual([4, 96]);
    expect(Math.max(...asked)).toBeLessThan(5 * DAY_MS);
  });

  test("of real hours, in parts as a whole: buffers, busy time, midnight and a clock change included", () => {
    const rules = rulesOf(daily("America/New_York", "00:00-02:30", "21:00-24:00"), {
      stepMs: 5 * MINUTE_MS,
      bufferAfterMs: 10 * MINUTE_MS,
    });
    const blocked = [busy("2026-11-02T03:00Z", "2026-11-02T04:30Z"), busy("2026-11-04T05:00Z", "2026-11-04T05:05Z")];
    const range = { startsAt: at("2026-10-30T04:00Z"), endsAt: at("2026-11-06T05:00Z") };
    const finder = slotFinder(rules, blocked, range, HOUR_MS, LONG_AGO);
    const whole = finder.startsIn(-Infinity, Infinity);
    const parts: Instant[] = [];
    let date = "2026-10-30";
    for (let answers = 0; answers < 10; answers += 1) {
      const rest = { startsAt: startOf("America/New_York", date), endsAt: range.endsAt };
      const part = slotFinder(rules, blocked, rest, HOUR_MS, LONG_AGO);
      const { slots, nextDay } = wholeDaysOf([{ finder: part, range: rest, timeZone: "America/New_York" }], 120);
      parts.push(...(slots[0] ?? []));
      expect(slots[0]?.length).toBeLessThanOrEqual(120);
      if (nextDay === null) break;
      date = dateOf(nextDay);
    }
    expect(parts).toEqual(whole);
    expect(whole.length).toBeGreaterThan(300);
  });
});

describe("days of 4, 3 and 2 slots", () => {
  const first = Date.parse("2030-03-11T09:00Z");
  const starts = [4, 3, 2].flatMap((many, day) => Array.from({ length: many }, (_, hour) => first + day * DAY_MS + hour * HOUR_MS));
  const asked = asking({ timeZone: "UTC", starts }, "2030-03-11", "2030-03-13");

  test.each([
    [1, 4, "2030-03-12"],
    [4, 4, "2030-03-12"],
    [6, 4, "2030-03-12"],
    [7, 7, "2030-03-13"],
    [8, 7, "2030-03-13"],
    [9, 9, null],
  ])("in an answer of at most %i are %i, and the next begins on %s", (most, given, next) => {
    const { slots, nextDay } = wholeDaysOf([asked], most);
    expect(slots).toEqual([starts.slice(0, given)]);
    expect(nextDay === null ? null : dateOf(nextDay)).toBe(next);
  });
});
