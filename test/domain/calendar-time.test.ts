/** Connected calendars block their events, and whatever has not been read. */
import { describe, expect, test } from "vitest";
import type { CoachSettings } from "../../src/domain/coach.ts";
import { instant, type Instant } from "../../src/domain/instant.ts";
import { blockedByCalendars } from "../../src/domain/slots/calendar-time.ts";
import { at, between } from "./making.ts";

const EPOCH = instant(0);
const READ_UNTIL = at("2026-09-01T00:00Z");
/** Past the last year that can be booked. */
const FOR_EVER = at("2200-01-01T00:00Z");

function blockedFrom(startsAt: Instant) {
  return { startsAt, endsAt: FOR_EVER, bufferBeforeMs: 0, bufferAfterMs: 0, isSession: false };
}

describe("a connection", () => {
  test.each<[string, boolean, Instant | null, CoachSettings["onConnectionLost"], Instant]>([
    ["that stands blocks what has not been read", false, READ_UNTIL, "keep_booking", READ_UNTIL],
    ["that stands blocks what has not been read", false, READ_UNTIL, "stop_booking", READ_UNTIL],
    ["that has never been read blocks everything", false, null, "keep_booking", EPOCH],
    ["that has never been read blocks everything", false, null, "stop_booking", EPOCH],
    ["that is lost keeps what was read", true, READ_UNTIL, "keep_booking", READ_UNTIL],
    ["that is lost blocks everything", true, READ_UNTIL, "stop_booking", EPOCH],
    ["that is lost and was never read blocks everything", true, null, "keep_booking", EPOCH],
    ["that is lost and was never read blocks everything", true, null, "stop_booking", EPOCH],
  ])("%s (lost %s, read until %s, %s)", (_what, isLost, busyUntil, onConnectionLost, startsAt) => {
    const blocked = blockedByCalendars({ busy: [], connections: [{ isLost, busyUntil }] }, { onConnectionLost });
    expect(blocked).toEqual([blockedFrom(startsAt)]);
  });
});

test("without a connection nothing is blocked, and events block their time, no sessions and without buffers", () => {
  expect(blockedByCalendars({ busy: [], connections: [] }, { onConnectionLost: "stop_booking" })).toEqual([]);
  const lunch = between("2026-06-15T12:00Z", "2026-06-15T13:00Z");
  const dinner = between("2026-06-15T19:00Z", "2026-06-15T20:00Z");
  const connections = [
    { isLost: false, busyUntil: READ_UNTIL },
    { isLost: true, busyUntil: null },
  ];
  expect(blockedByCalendars({ busy: [lunch, dinner], connections }, { onConnectionLost: "keep_booking" })).toEqual([
    { ...lunch, bufferBeforeMs: 0, bufferAfterMs: 0, isSession: false },
    { ...dinner, bufferBeforeMs: 0, bufferAfterMs: 0, isSession: false },
    blockedFrom(READ_UNTIL),
    blockedFrom(EPOCH),
  ]);
});
