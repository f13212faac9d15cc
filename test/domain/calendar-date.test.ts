import fc from "fast-check";
import { expect, test } from "vitest";
import { epochDayOf, isIsoDate, isoDateOf, weekdayOf } from "../../src/domain/slots/calendar-date.ts";

test.each([
  ["1970-01-01", 0, 4],
  ["1969-12-31", -1, 3],
  ["1969-12-27", -5, 6],
  ["2000-02-29", 11_016, 2],
  ["2026-03-29", 20_541, 0],
  ["9999-12-31", 2_932_896, 5],
])("%s is day %i, weekday %i", (isoDate, epochDay, weekday) => {
  expect(isIsoDate(isoDate)).toBe(true);
  expect(epochDayOf(isoDate)).toBe(epochDay);
  expect(isoDateOf(epochDay)).toBe(isoDate);
  expect(weekdayOf(epochDay)).toBe(weekday);
});

test.each(["2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01T00:00Z", " 2026-01-01", ""])(
  "refuses %j as a date",
  (text) => {
    expect(isIsoDate(text)).toBe(false);
  },
);

test("a day written as a date and read back is the same day, and weekdays follow each other", () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (epochDay) => {
      expect(isIsoDate(isoDateOf(epochDay))).toBe(true);
      expect(epochDayOf(isoDateOf(epochDay))).toBe(epochDay);
      expect(weekdayOf(epochDay + 1)).toBe((weekdayOf(epochDay) + 1) % 7);
    }),
  );
});
