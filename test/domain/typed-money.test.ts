/** Money as people type it: what is read, what is refused, and that what is written is read back. */
import { describe, expect, test } from "vitest";
import { readTypedMoney, typedMoneyOf } from "../../src/domain/typed-money.ts";

describe("an amount that is typed", () => {
  test.each([
    ["90", "EUR", 9_000],
    ["90.00", "EUR", 9_000],
    ["90.5", "EUR", 9_050],
    ["0.07", "EUR", 7],
    ["00090.00", "EUR", 9_000],
    [" 90.00 ", "EUR", 9_000],
    ["0", "EUR", 0],
    ["0.00", "EUR", 0],
    ["1000000.00", "EUR", 100_000_000],
    ["500", "JPY", 500],
    ["1.5", "KWD", 1_500],
    ["1.005", "KWD", 1_005],
    ["1.29", "EUR", 129],
    ["4.35", "EUR", 435],
    ["17500", "HUF", 1_750_000],
  ])("%s %s is %i minor units", (text, currency, minor) => {
    expect(readTypedMoney(text, currency)).toEqual({ ok: true, value: minor });
  });

  test.each([
    ["1,000", "EUR", "unreadable"],
    ["1,50", "EUR", "unreadable"],
    ["-1", "EUR", "unreadable"],
    ["+1", "EUR", "unreadable"],
    ["1e3", "EUR", "unreadable"],
    ["0x10", "EUR", "unreadable"],
    ["90.", "EUR", "unreadable"],
    [".5", "EUR", "unreadable"],
    ["1 000", "EUR", "unreadable"],
    ["€90", "EUR", "unreadable"],
    ["NaN", "EUR", "unreadable"],
    ["Infinity", "EUR", "unreadable"],
    ["٩٠", "EUR", "unreadable"],
    ["", "EUR", "unreadable"],
    ["1.005", "EUR", "too_fine"],
    ["90.000", "EUR", "too_fine"],
    ["1.0", "JPY", "too_fine"],
    ["1.0005", "KWD", "too_fine"],
    ["1000000.01", "EUR", "too_large"],
    ["9".repeat(400), "EUR", "too_large"],
  ])("%s %s is refused: %s", (text, currency, why) => {
    expect(readTypedMoney(text, currency)).toMatchObject({ ok: false, problem: { why } });
  });

  test("is written so that it is read back, in every number of decimals", () => {
    for (const currency of ["JPY", "EUR", "KWD"]) {
      for (const minor of [0, 1, 9, 10, 99, 100, 101, 999, 1_000, 1_005, 9_050, 100_000_000]) {
        expect(readTypedMoney(typedMoneyOf({ minor, currency }), currency)).toEqual({ ok: true, value: minor });
      }
    }
    expect([
      typedMoneyOf({ minor: 9_000, currency: "EUR" }),
      typedMoneyOf({ minor: 7, currency: "KWD" }),
      typedMoneyOf({ minor: 7, currency: "JPY" }),
    ]).toEqual(["90.00", "0.007", "7"]);
  });
});
