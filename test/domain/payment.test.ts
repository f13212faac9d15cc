/** When a checkout's session is ended, and what money is taken for what was asked. */
import { describe, expect, test } from "vitest";
import { closingTime, fits, type Payment } from "../../src/domain/payment.ts";
import { at } from "./making.ts";

const PAYMENT: Payment = {
  id: "payment",
  bookingId: "booking",
  coachId: "coach",
  clientId: "client",
  amountMinor: 6_000,
  currency: "EUR",
  state: "open",
  sessionId: null,
  sessionUrl: null,
  paymentIntentId: null,
  capturedMinor: 0,
  refundedMinor: 0,
  cutoffMinutes: 0,
  lateRefundPercent: 0,
  expiresAt: at("2030-01-07T10:31Z"),
  createdAt: at("2030-01-07T10:00Z"),
  updatedAt: at("2030-01-07T10:00Z"),
};

describe("a session is ended", () => {
  test.each([
    ["at its own end, where the booking lapses much later", at("2030-01-07T11:00Z"), "2030-01-07T10:31Z"],
    ["at its own end, four minutes before the booking lapses", at("2030-01-07T10:35Z"), "2030-01-07T10:31Z"],
    ["four minutes before the booking lapses, where that is sooner", at("2030-01-07T10:34Z"), "2030-01-07T10:30Z"],
    ["at its own end, where the booking does not lapse", null, "2030-01-07T10:31Z"],
  ])("%s", (_when, expiresAt, expected) => {
    expect(closingTime(PAYMENT, { expiresAt })).toBe(at(expected));
  });
});

test.each([
  ["what was asked", {}, true],
  ["a cent less", { amountMinor: 5_999 }, false],
  ["a cent more", { amountMinor: 6_001 }, false],
  ["another currency", { currency: "USD" }, false],
  ["another booking", { bookingId: "other" }, false],
  ["no booking", { bookingId: null }, false],
])("of money that came in, %s fits or does not", (_what, change, expected) => {
  expect(fits(PAYMENT, { amountMinor: 6_000, currency: "EUR", bookingId: "booking", ...change })).toBe(expected);
});
