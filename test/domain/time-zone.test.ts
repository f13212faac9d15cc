import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { epochDayOf, isoDateOf } from "../../src/domain/slots/calendar-date.ts";
import { instant } from "../../src/domain/instant.ts";
import { instantOfWallTime, isTimeZone, localEpochDay } from "../../src/domain/slots/time-zone.ts";
import { at, hours } from "./making.ts";
import { ZONES, changesOf } from "./zones.ts";

function utcOf(timeZone: string, date: string, time: string): string {
  const { startMinute } = hours(`${time}-24:00`);
  return new Date(instantOfWallTime(timeZone, epochDayOf(date), startMinute)).toISOString().slice(0, 16);
}

describe("S24: a wall time that a gap skips moves forward by the gap's length", () => {
  test.each([
    ["Europe/Berlin", "2026-03-29", "01:59", "2026-03-29T00:59"],
    ["Europe/Berlin", "2026-03-29", "02:00", "2026-03-29T01:00"],
    ["Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:30"], // reads 03:30
    ["Europe/Berlin", "2026-03-29", "03:00", "2026-03-29T01:00"],
    ["America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30"],
    ["Australia/Lord_Howe", "2026-10-04", "02:10", "2026-10-03T15:40"], // half an hour: reads 02:40
    ["America/Santiago", "2026-09-06", "00:15", "2026-09-06T04:15"], // midnight itself does not exist
    ["Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00"],
    ["Antarctica/Troll", "2026-03-29", "01:30", "2026-03-29T01:30"], // two hours: reads 03:30
    ["Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T19:00"], // a whole day: reads 09:00 of the 31st
    ["Pacific/Apia", "2011-12-31", "09:00", "2011-12-30T19:00"],
  ])("%s %s %s is %sZ", (zone, date, time, utc) => {
    expect(utcOf(zone, date, time)).toBe(utc);
  });
});

describe("S24: of a wall time that a fold repeats, the first occurrence counts", () => {
  test.each([
    ["Europe/Berlin", "2026-10-25", "01:59", "2026-10-24T23:59"],
    ["Europe/Berlin", "2026-10-25", "02:00", "2026-10-25T00:00"],
    ["Europe/Berlin", "2026-10-25", "02:59", "2026-10-25T00:59"],
    ["Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00"],
    ["America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"],
    ["Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"],
    ["America/Havana", "2026-11-01", "00:00", "2026-11-01T04:00"],
    ["Africa/Cairo", "2026-10-29", "23:30", "2026-10-29T20:30"],
    ["Africa/Cairo", "2026-10-29", "24:00", "2026-10-29T22:00"],
    ["Africa/Casablanca", "2026-02-15", "02:30", "2026-02-15T01:30"], // Ramadan begins
  ])("%s %s %s is %sZ", (zone, date, time, utc) => {
    expect(utcOf(zone, date, time)).toBe(utc);
  });
});

/** By the quarter of an hour where the clocks change, by the hour as far as the days beside it; in minutes. */
const AROUND = Array.from({ length: 201 }, (_, quarter) => (quarter - 100) * 15).filter(
  (minute) => Math.abs(minute) <= 180 || minute % 60 === 0,
);

describe.each(ZONES)("%s around every change of 2024-2030", (timeZone) => {
  test("reads wall times and local dates as Temporal does", () => {
    const moments = [...changesOf(timeZone), Date.UTC(2026, 5, 15), Date.UTC(2029, 11, 31, 23)];
    for (const moment of moments) {
      for (const minute of AROUND) {
        const near = Temporal.Instant.fromEpochMilliseconds(moment + minute * 60_000);
        const date = near.toZonedDateTimeISO(timeZone).toPlainDate().toString();
        expect(isoDateOf(localEpochDay(timeZone, instant(near.epochMilliseconds)))).toBe(date);

        const wall = near.toZonedDateTimeISO("UTC").toPlainDateTime();
        const epochDay = epochDayOf(wall.toPlainDate().toString());
        const ours = instantOfWallTime(timeZone, epochDay, wall.hour * 60 + wall.minute);
        expect(ours).toBe(wall.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds);
      }
    }
  });
});

test("answers are the same whichever zone and year was asked before", () => {
  // More blocks than one zone keeps, backwards, so that every answer comes from a fresh block.
  for (let year = 2090; year >= 1975; year -= 1) {
    expect(localEpochDay("Europe/Berlin", at(`${year}-07-01T22:30Z`))).toBe(
      epochDayOf(Temporal.Instant.from(`${year}-07-01T22:30Z`).toZonedDateTimeISO("Europe/Berlin").toPlainDate().toString()),
    );
  }
  expect(utcOf("Europe/Berlin", "2026-03-29", "02:30")).toBe("2026-03-29T01:30");
});

test.each([...ZONES, "Asia/Calcutta", "US/Pacific", "Etc/GMT+5", "GMT", "EST5EDT", "America/Argentina/Buenos_Aires"])(
  "knows %s",
  (name) => {
    expect(isTimeZone(name)).toBe(true);
  },
);

const NOT_ZONES = `+02:00 -05 +0530 UTC+2 GMT+2 Z Mars/Phobos Europe PST europe/berlin utc 2026-01-01T00:00Z
  2026-01-01T00:00[Europe/Paris] constructor ../etc/passwd Ｅurope/Berlin`.split(/\s+/);

test.each([...NOT_ZONES, "", " ", "UTC ", "Europe/Berlin\n", "Europe/Berlin\u0000", "a".repeat(10_000)])(
  "refuses %j as a time zone (S23)",
  (name) => {
    expect(isTimeZone(name)).toBe(false);
  },
);
