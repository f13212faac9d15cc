/** A new coach's terms, and terms in the form that the slot function takes: minutes in, milliseconds out. */
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS, defaultHours, slotRulesFor, slotRulesOf } from "../../src/domain/coach.ts";

test("a new coach is asked for everything, confirms by hand, and gives all back until the start", () => {
  expect(DEFAULT_SETTINGS).toEqual({
    slotStepMinutes: null,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    noticeMinutesMin: 0,
    horizonDays: 365,
    sessionsPerDayMax: null,
    approvalRequired: false,
    autoConfirm: false,
    cancellationPolicy: [{ beforeMinutes: 0, refundPercent: 100 }],
    moveNoticeMinutes: 0,
    paymentMinutes: 15,
    approvalMinutes: 2_880,
    reminderMinutes: [1_440, 60],
    onEventDeleted: "cancel",
    onConnectionLost: "keep_booking",
    clientOverlapAllowed: true,
  });
});

test("a new coach is open from nine to five on each day of the week", () => {
  expect(defaultHours("Africa/Casablanca")).toEqual({
    timeZone: "Africa/Casablanca",
    weekly: Array.from({ length: 7 }, (_, weekday) => ({ weekday, startMinute: 540, endMinute: 1_020 })),
    recurrences: [],
    overrides: [],
  });
});

describe("the slot rules", () => {
  const hours = defaultHours("UTC");
  const settings = {
    ...DEFAULT_SETTINGS,
    slotStepMinutes: 30,
    bufferBeforeMinutes: 5,
    bufferAfterMinutes: 10,
    noticeMinutesMin: 60,
    horizonDays: 14,
    sessionsPerDayMax: 4,
  };
  const rules = {
    hours,
    stepMs: 1_800_000,
    bufferBeforeMs: 300_000,
    bufferAfterMs: 600_000,
    noticeMs: 3_600_000,
    horizonMs: 1_209_600_000,
    sessionsPerDayMax: 4,
  };
  const open = { bufferBeforeMinutes: null, bufferAfterMinutes: null, noticeMinutesMin: null };

  test("are the coach's; without a step, the length that is asked for is the step", () => {
    expect(slotRulesOf({ hours, settings })).toEqual(rules);
    expect(slotRulesOf({ hours, settings: { ...settings, slotStepMinutes: null } })).toEqual({ ...rules, stepMs: null });
  });

  test.each([
    ["leaves all open", {}, {}],
    ["has a buffer before", { bufferBeforeMinutes: 2 }, { bufferBeforeMs: 120_000 }],
    ["has a buffer after", { bufferAfterMinutes: 3 }, { bufferAfterMs: 180_000 }],
    ["has a notice", { noticeMinutesMin: 4 }, { noticeMs: 240_000 }],
  ])("for an offer that %s", (_what, own, expected) => {
    const offer = { ...open, ...own } as Parameters<typeof slotRulesFor>[1];
    expect(slotRulesFor({ hours, settings }, offer)).toEqual({ ...rules, ...expected });
  });
});
