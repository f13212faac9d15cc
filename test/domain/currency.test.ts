/** Each kind of currency: the amounts that can be charged and given back, and how Stripe is told of them. */
import { describe, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { chargeable, decimalsOf, floorChargeable, PRICE_MINOR_MIN_DEFAULT } from "../../src/domain/currency.ts";
import { fromStripe, toStripe } from "../../src/payments/currencies.ts";
import { LOCAL_BINDINGS } from "../support/bindings.ts";

describe("chargeable", () => {
  test.each([
    [50, "USD", null],
    [49, "USD", { why: "too_small", leastMinor: 50 }],
    [199, "AED", { why: "too_small", leastMinor: 200 }],
    [199, "RON", { why: "too_small", leastMinor: 200 }],
    [30, "GBP", null],
    [29, "GBP", { why: "too_small", leastMinor: 30 }],
    [50, "JPY", null],
    [49, "JPY", { why: "too_small", leastMinor: 50 }],
    [17_500, "HUF", null],
    [17_499, "HUF", { why: "too_small", leastMinor: 17_500 }],
    [1, "ISK", null],
    [0, "ISK", { why: "too_small", leastMinor: 1 }],
    [1_230, "KWD", null],
    [1_234, "KWD", { why: "too_fine", stepMinor: 10 }],
    [10_000, "MGA", null],
    [10_050, "MGA", { why: "too_fine", stepMinor: 100 }],
    [1, "ZAR", null],
    [-50, "USD", { why: "too_small", leastMinor: 50 }],
  ])("%i %s: %o", (amount, currency, why) => {
    expect(chargeable(amount, currency)).toEqual(why === null ? { ok: true, value: null } : { ok: false, problem: why });
  });

  test("a setting says another least", () => {
    const least = { ...PRICE_MINOR_MIN_DEFAULT, USD: 500 };
    expect(chargeable(499, "USD", least)).toMatchObject({ problem: { leastMinor: 500 } });
    expect(chargeable(500, "USD", least)).toMatchObject({ ok: true });
  });

  test("each least can itself be charged", () => {
    for (const [currency, least] of Object.entries(PRICE_MINOR_MIN_DEFAULT)) {
      expect([currency, chargeable(least, currency).ok, chargeable(least - 1, currency).ok]).toEqual([currency, true, false]);
    }
  });
});

describe("PRICE_MINOR_MIN", () => {
  const leastIn = (text: string) => readConfig({ ...LOCAL_BINDINGS, PRICE_MINOR_MIN: text }).priceMinorMin;

  test("overrides the least of the currencies that it names", () => {
    expect(leastIn("")).toEqual(PRICE_MINOR_MIN_DEFAULT);
    expect(leastIn('{"USD":500,"ZAR":900}')).toEqual({ ...PRICE_MINOR_MIN_DEFAULT, USD: 500, ZAR: 900 });
  });

  test.each(['{"usd":500}', '{"USD":0}', '{"USD":"5"}', "[]", "five"])("is refused as %s, by its name", (text) => {
    expect(() => leastIn(text)).toThrow("PRICE_MINOR_MIN");
  });
});

test.each([
  [1_999, "EUR", 1_999],
  [1_999, "JPY", 1_999],
  [1_999, "ISK", 1_999],
  [1_999, "KWD", 1_990],
  [9, "KWD", 0],
  [1_999, "MGA", 1_900],
  [0, "EUR", 0],
])("of %i %s, %i can be given back", (amount, currency, floored) => {
  expect(floorChargeable(amount, currency)).toBe(floored);
});

test.each([
  [6_000, "EUR", 6_000, 2],
  [6_000, "HUF", 6_000, 2],
  [6_000, "JPY", 6_000, 0],
  [6_000, "ISK", 600_000, 0],
  [6_000, "UGX", 600_000, 0],
  [6_000, "KWD", 6_000, 3],
  [6_000, "MGA", 60, 2],
])("%i %s is %i at Stripe and has %i decimals", (amountMinor, currency, amount, decimals) => {
  expect(toStripe({ amountMinor, currency })).toEqual({ amount, currency: currency.toLowerCase() });
  expect(fromStripe({ amount, currency: currency.toLowerCase() })).toEqual({ amountMinor, currency });
  expect(decimalsOf(currency)).toBe(decimals);
});
