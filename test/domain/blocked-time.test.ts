/** The starts that blocked time leaves, and the days that are not full: the sets themselves, edge by edge. */
import { describe, expect, test } from "vitest";
import { clearStarts, daysNotFull } from "../../src/domain/slots/blocked-time.ts";
import { EVERY_INSTANT } from "../../src/domain/slots/instant-set.ts";
import { instant } from "../../src/domain/instant.ts";
import { zoneClock } from "../../src/domain/slots/time-zone.ts";
import { at, between, busy, minutes, session } from "./making.ts";

const NO_BUFFERS = { bufferBeforeMs: 0, bufferAfterMs: 0 };
const HOUR = minutes(60);
const WEEK = between("2026-06-14T00:00Z", "2026-06-21T00:00Z");
const ELEVEN = at("2026-06-15T11:00Z");

describe("a session of an hour", () => {
  test.each<[number, number, number, number, number, number]>([
    // own buffers before and after, those of the session at 11:00-12:00; minutes from 11:00: the last start before, the first after
    [0, 0, 0, 0, -60, 60],
    [60, 30, 0, 0, -90, 120],
    [30, 60, 0, 0, -120, 90],
    [0, 0, 60, 30, -120, 90],
    [0, 0, 30, 60, -90, 120],
    [60, 30, 60, 30, -120, 120],
    [60, 30, 30, 60, -90, 120],
    [60, 30, 20, 40, -90, 120],
    [20, 40, 60, 30, -120, 90],
    [5, 10, 15, 20, -75, 80],
  ])("with %i and %i around it keeps from one with %i and %i around it", (before, behind, theirsBefore, theirsBehind, last, first) => {
    const buffers = { bufferBeforeMs: minutes(before), bufferAfterMs: minutes(behind) };
    const taken = [session("2026-06-15T11:00Z", "2026-06-15T12:00Z", theirsBefore, theirsBehind)];
    expect(clearStarts(taken, buffers, WEEK, HOUR)).toEqual([-Infinity, ELEVEN + minutes(last) + 1, ELEVEN + minutes(first), Infinity]);
  });

  test("with a buffer before it larger than the one after keeps from a calendar's event by each on its side", () => {
    const event = [busy("2026-06-15T11:00Z", "2026-06-15T12:00Z")];
    const buffers = { bufferBeforeMs: minutes(60), bufferAfterMs: minutes(30) };
    expect(clearStarts(event, buffers, WEEK, HOUR)).toEqual([-Infinity, ELEVEN - minutes(90) + 1, ELEVEN + minutes(120), Infinity]);
  });

  test("is kept away by an event without length, and by one that is turned round, at the moment it starts", () => {
    const alike = [-Infinity, ELEVEN - HOUR + 1, ELEVEN, Infinity];
    expect(clearStarts([busy("2026-06-15T11:00Z", "2026-06-15T11:00Z")], NO_BUFFERS, WEEK, HOUR)).toEqual(alike);
    expect(clearStarts([busy("2026-06-15T11:00Z", "2026-06-15T09:00Z")], NO_BUFFERS, WEEK, HOUR)).toEqual(alike);
  });

  test("is not kept away by what lies outside the span, buffers included, nor by what only touches it", () => {
    const outside = [
      session("2026-06-13T22:00Z", "2026-06-13T23:00Z", 0, 60),
      session("2026-06-21T01:00Z", "2026-06-21T02:00Z", 60, 0),
      busy("2026-06-13T23:00Z", "2026-06-14T00:00Z"),
      busy("2026-06-21T00:00Z", "2026-06-21T01:00Z"),
    ];
    expect(clearStarts(outside, NO_BUFFERS, WEEK, HOUR)).toEqual(EVERY_INSTANT);
    expect(clearStarts([], NO_BUFFERS, WEEK, HOUR)).toEqual(EVERY_INSTANT);
  });

  test("is kept away by what reaches into the span by a minute of its buffer", () => {
    const before = [session("2026-06-13T22:00Z", "2026-06-13T23:00Z", 0, 61)];
    expect(clearStarts(before, NO_BUFFERS, WEEK, HOUR)).toEqual([
      -Infinity,
      at("2026-06-13T21:00Z") + 1,
      at("2026-06-14T00:01Z"),
      Infinity,
    ]);
    const behind = [session("2026-06-21T01:00Z", "2026-06-21T02:00Z", 61, 0)];
    expect(clearStarts(behind, NO_BUFFERS, WEEK, HOUR)).toEqual([
      -Infinity,
      at("2026-06-20T22:59Z") + 1,
      at("2026-06-21T02:00Z"),
      Infinity,
    ]);
  });

  test("finds its way between many that come in any order", () => {
    const hourAt = (hour: number) => instant(WEEK.startsAt + hour * HOUR);
    const inAnyOrder = Array.from({ length: 40 }, (_, index) => (index * 17) % 40);
    const everyThird = inAnyOrder.map((nth) => ({
      startsAt: hourAt(3 * nth),
      endsAt: hourAt(3 * nth + 1),
      ...NO_BUFFERS,
      isSession: true,
    }));
    const edges = Array.from({ length: 40 }, (_, nth) => [hourAt(3 * nth) - HOUR + 1, hourAt(3 * nth + 1)]);
    expect(clearStarts(everyThird, NO_BUFFERS, WEEK, HOUR)).toEqual([-Infinity, ...edges.flat(), Infinity]);
  });
});

describe("the days that are not full", () => {
  const berlin = zoneClock("Europe/Berlin");
  const noon = between("2026-06-15T10:00Z", "2026-06-15T14:00Z");
  const allBut = (startsAt: string, endsAt: string) => [-Infinity, at(startsAt), at(endsAt), Infinity];
  const early = session("2026-06-14T22:00Z", "2026-06-14T23:00Z"); // 00:00 in Berlin
  const late = session("2026-06-15T21:59Z", "2026-06-15T23:00Z"); // 23:59 in Berlin

  test("are all days for a coach without a cap, whatever stands", () => {
    expect(daysNotFull([early, late], null, noon, berlin)).toEqual(EVERY_INSTANT);
  });

  test("are all but those on which as many sessions start as the coach takes", () => {
    const fifteenth = allBut("2026-06-14T22:00Z", "2026-06-15T22:00Z");
    expect(daysNotFull([early], 1, noon, berlin)).toEqual(fifteenth);
    expect(daysNotFull([late], 1, noon, berlin)).toEqual(fifteenth);
    expect(daysNotFull([early, late], 1, noon, berlin)).toEqual(fifteenth);
    expect(daysNotFull([early, late], 2, noon, berlin)).toEqual(fifteenth);
    expect(daysNotFull([early, late], 3, noon, berlin)).toEqual(EVERY_INSTANT);
    expect(daysNotFull([early], 2, noon, berlin)).toEqual(EVERY_INSTANT);
    expect(daysNotFull([], 1, noon, berlin)).toEqual(EVERY_INSTANT);
  });

  test("are not lessened by a calendar's events", () => {
    const event = busy("2026-06-15T08:00Z", "2026-06-15T09:00Z");
    expect(daysNotFull([event, event], 1, noon, berlin)).toEqual(EVERY_INSTANT);
    expect(daysNotFull([event, early], 2, noon, berlin)).toEqual(EVERY_INSTANT);
  });

  test("are told for the local days of the span and one on either side", () => {
    expect(daysNotFull([], 0, noon, berlin)).toEqual(allBut("2026-06-13T22:00Z", "2026-06-16T22:00Z"));
    const nights = between("2026-06-14T21:59Z", "2026-06-15T22:00Z"); // from the last minute of the 14th to the first moment of the 16th
    expect(daysNotFull([], 0, nights, berlin)).toEqual(allBut("2026-06-12T22:00Z", "2026-06-17T22:00Z"));
  });

  test("are as long as the clocks make them", () => {
    const spring = session("2026-03-29T10:00Z", "2026-03-29T11:00Z");
    expect(daysNotFull([spring], 1, between("2026-03-29T00:00Z", "2026-03-29T12:00Z"), berlin)).toEqual(
      allBut("2026-03-28T23:00Z", "2026-03-29T22:00Z"),
    );
  });
});
