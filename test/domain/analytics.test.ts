/** How counts become figures: stretches of local days, quartiles, hours of the week, hours offered, money by currency. */
import { expect, test } from "vitest";
import { hoursOfWeek, leadTimeOf, offeredMs } from "../../src/domain/analytics/figures.ts";
import { takingsByCurrency } from "../../src/domain/analytics/money.ts";
import { firstDayOfMonth, rangeOf, stretchesOf } from "../../src/domain/analytics/stretches.ts";
import { epochDayOf, isoDateOf } from "../../src/domain/slots/calendar-date.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";

function days(from: string, to: string, timeZone = "UTC") {
  return { firstDay: epochDayOf(from), lastDay: epochDayOf(to), timeZone };
}

test.each([
  ["day", "2026-11-30", "2026-12-01", ["2026-11-30/2026-11-30", "2026-12-01/2026-12-01"]],
  ["week", "2026-12-01", "2026-12-14", ["2026-12-01/2026-12-06", "2026-12-07/2026-12-13", "2026-12-14/2026-12-14"]],
  ["week", "2026-12-06", "2026-12-07", ["2026-12-06/2026-12-06", "2026-12-07/2026-12-07"]],
  ["month", "2026-12-31", "2027-02-28", ["2026-12-31/2026-12-31", "2027-01-01/2027-01-31", "2027-02-01/2027-02-28"]],
  ["month", "2024-02-01", "2024-03-01", ["2024-02-01/2024-02-29", "2024-03-01/2024-03-01"]],
] as const)("by %s from %s to %s", (interval, from, to, expected) => {
  const stretches = stretchesOf(days(from, to), interval);
  expect(stretches.map(({ firstDay, lastDay }) => `${isoDateOf(firstDay)}/${isoDateOf(lastDay)}`)).toEqual(expected);
});

test.each(["Europe/Lisbon", "America/St_Johns", "Pacific/Apia", "America/Sao_Paulo", "Africa/Cairo"])(
  "in %s stretches follow each other without a hole, over every change of its clocks",
  (timeZone) => {
    const asked = days("2011-06-01", "2012-05-31", timeZone);
    for (const interval of ["day", "week", "month"] as const) {
      const stretches = stretchesOf(asked, interval);
      const { startsAt, endsAt } = rangeOf(asked);
      expect([stretches[0]?.startsAt, stretches.at(-1)?.endsAt]).toEqual([startsAt, endsAt]);
      for (const [place, stretch] of stretches.slice(1).entries()) {
        expect(stretch.startsAt).toBe(stretches[place]?.endsAt);
        expect(stretch.endsAt).toBeGreaterThanOrEqual(stretch.startsAt);
      }
    }
  },
);

test("the first day of a month before", () => {
  const first = (date: string, months: number) => isoDateOf(firstDayOfMonth(epochDayOf(date), months));
  expect([first("2026-03-31", 0), first("2026-03-31", 1), first("2026-01-15", 11), first("2026-12-01", -1)]).toEqual([
    "2026-03-01",
    "2026-02-01",
    "2025-02-01",
    "2027-01-01",
  ]);
});

test.each([
  [[], null],
  [[5], [5, 5, 5]],
  [
    [1, 2],
    [1, 1, 2],
  ],
  [
    [1, 2, 3, 4],
    [1, 2, 3],
  ],
  [
    [1, 2, 3, 4, 5],
    [2, 3, 4],
  ],
  [
    [7, 7, 7, 7, 7, 7, 7, 100],
    [7, 7, 7],
  ],
])("the quartiles of %j are %j", (values, quartiles) => {
  const histogram = values.toReversed().map((value) => ({ value, count: 1 }));
  expect(leadTimeOf(histogram)).toEqual({ bookings: values.length, quartiles });
});

test("hours of the week begin on Monday, and 1970-01-01 was a Thursday", () => {
  const week = hoursOfWeek([
    { value: 0, count: 2 },
    { value: 4 * 24 + 23, count: 3 },
  ]);
  expect([week[3]?.[0], week[0]?.[23], week.flat().reduce((sum, count) => sum + count, 0)]).toEqual([2, 3, 5]);
});

test("hours offered count time once where windows overlap, and end with the range", () => {
  const weekly = [
    { weekday: 1, startMinute: 9 * 60, endMinute: 12 * 60 },
    { weekday: 1, startMinute: 10 * 60, endMinute: 11 * 60 },
    { weekday: 1, startMinute: 11 * 60, endMinute: 24 * 60 },
  ];
  const hours = { timeZone: "Asia/Tokyo", weekly, recurrences: [], overrides: [] };
  // In UTC, Monday in Tokyo is from Sunday 15:00 to Monday 15:00.
  expect(offeredMs(hours, rangeOf(days("2026-12-07", "2026-12-07")))).toBe(15 * HOUR_MS);
  expect(offeredMs(hours, rangeOf(days("2026-12-06", "2026-12-12")))).toBe(15 * HOUR_MS);
  expect(offeredMs(hours, rangeOf(days("2026-12-06", "2026-12-06")))).toBe(0);
});

test("money of two currencies is never added", () => {
  const counted = [
    { stretch: 1, currency: "JPY", capturedMinor: 500, givenBackMinor: 500 },
    { stretch: 0, currency: "EUR", capturedMinor: 1_000, givenBackMinor: 0 },
    { stretch: 1, currency: "EUR", capturedMinor: 2_000, givenBackMinor: 700 },
  ];
  expect(takingsByCurrency(counted, 2)).toEqual([
    {
      currency: "EUR",
      capturedMinor: 3_000,
      givenBackMinor: 700,
      keptMinor: 2_300,
      stretches: [
        { capturedMinor: 1_000, givenBackMinor: 0, keptMinor: 1_000 },
        { capturedMinor: 2_000, givenBackMinor: 700, keptMinor: 1_300 },
      ],
    },
    {
      currency: "JPY",
      capturedMinor: 500,
      givenBackMinor: 500,
      keptMinor: 0,
      stretches: [
        { capturedMinor: 0, givenBackMinor: 0, keptMinor: 0 },
        { capturedMinor: 500, givenBackMinor: 500, keptMinor: 0 },
      ],
    },
  ]);
});
