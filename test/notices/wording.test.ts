/** Times, lengths and amounts as mails say them. */
import { describe, expect, test } from "vitest";
import { isMailAddress, manyLines, oneLine, shortened } from "../../src/lib/clean-text.ts";
import { moneyInWords } from "../../src/messages/money.ts";
import { dayAndTime, lengthInWords, momentWithZone, spanWithZone } from "../../src/notices/time-wording.ts";
import { at } from "./making.ts";

const between = (startsAt: string, endsAt: string) => ({ startsAt: at(startsAt), endsAt: at(endsAt) });

describe("a time in the reader's zone", () => {
  test.each([
    ["2026-12-01T10:00Z", "2026-12-01T11:00Z", "Europe/Lisbon", "Tuesday, 1 December 2026, 10:00–11:00 (Europe/Lisbon, UTC+00:00)"],
    ["2026-07-01T10:00Z", "2026-07-01T11:00Z", "Europe/Lisbon", "Wednesday, 1 July 2026, 11:00–12:00 (Europe/Lisbon, UTC+01:00)"],
    ["2026-12-01T10:00Z", "2026-12-01T11:00Z", "Asia/Kathmandu", "Tuesday, 1 December 2026, 15:45–16:45 (Asia/Kathmandu, UTC+05:45)"],
    [
      "2026-12-01T04:30Z",
      "2026-12-01T05:30Z",
      "America/New_York",
      "Monday, 30 November 2026, 23:30 – Tuesday, 1 December 2026, 00:30 (America/New_York, UTC-05:00)",
    ],
    // The hour that happens twice, and the hour that does not happen.
    [
      "2026-10-25T00:30Z",
      "2026-10-25T01:30Z",
      "Europe/Lisbon",
      "Sunday, 25 October 2026, 01:30–01:30 (Europe/Lisbon, UTC+01:00 to UTC+00:00)",
    ],
    [
      "2026-03-29T00:30Z",
      "2026-03-29T01:30Z",
      "Europe/Lisbon",
      "Sunday, 29 March 2026, 00:30–02:30 (Europe/Lisbon, UTC+00:00 to UTC+01:00)",
    ],
  ])("%s-%s in %s", (startsAt, endsAt, zone, words) => {
    expect(spanWithZone(between(startsAt, endsAt), zone)).toBe(words);
  });

  test.each([null, "UTC", "Mars/Olympus", "+02:00"])("%s is read as UTC", (zone) => {
    expect(momentWithZone(at("2026-12-01T00:00Z"), zone)).toBe("Tuesday, 1 December 2026, 00:00 (UTC+00:00)");
    expect(dayAndTime(at("2026-12-01T00:00Z"), zone)).toBe("Tuesday, 1 December 2026, 00:00");
  });
});

test.each([
  [1, "1 minute"],
  [60, "1 hour"],
  [90, "90 minutes"],
  [1_440, "24 hours"],
  [2_880, "2 days"],
])("%i minutes are %s", (minutes, words) => {
  expect(lengthInWords(minutes)).toBe(words);
});

test.each([
  [6_000, "EUR", "€60.00"],
  [6_000, "JPY", "JP¥6,000"],
  [6_005, "USD", "US$60.05"],
  [1_234_567, "KWD", "KWD\u00A01,234.567"],
  [17_500, "HUF", "HUF\u00A0175.00"],
  [17_500, "ISK", "ISK\u00A017,500"],
])("%i %s is %s", (minor, currency, words) => {
  expect(moneyInWords({ minor, currency })).toBe(words);
});

describe("what people typed", () => {
  test("on one line", () => {
    expect(oneLine(" a\r\n\tb\u2028c\u0000d\u202Ee\uD800 ")).toBe("a b c de\uFFFD");
  });

  test("on many lines", () => {
    expect(manyLines("a\r\nb\rc\u2029d\u0007e")).toBe("a\nb\nc\nd e");
  });

  test("shortened between characters", () => {
    expect(shortened("👍👍👍", 2)).toBe("👍…");
    expect(shortened("👍👍", 2)).toBe("👍👍");
  });

  test.each([
    ["ana@people.test", true],
    ["ana+x@people.test", true],
    ["ána@pêople.test", true],
    ["ana@people.test\r\nBcc: eve@evil.test", false],
    ["ana@people.test,eve@evil.test", false],
    ["Ana <ana@people.test>", false],
    ["ana", false],
    ["", false],
  ])("%j as an address: %s", (text, expected) => {
    expect(isMailAddress(text)).toBe(expected);
  });
});
