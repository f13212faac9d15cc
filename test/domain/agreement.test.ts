/** The parts of an agreement in tables written out by hand: policies, what is given back, deadlines, what is sold. */
import { describe, expect, test } from "vitest";
import { waitsUntil, waitsUntilAfterMove, waitsUntilPaid } from "../../src/domain/agreement/deadline.ts";
import { entitlementAt, entitlementHoldsUntil } from "../../src/domain/agreement/giving-back.ts";
import { AGREEMENT } from "../../src/domain/agreement/guards.ts";
import { type Offer, type Sale, soldAtPrice, soldFor, VIDEO } from "../../src/domain/agreement/offer.ts";
import { isFalling, percentBy, policyOfCutoff } from "../../src/domain/agreement/policy.ts";
import { asAgreed, type StandingSettings } from "../../src/domain/agreement/standing.ts";
import { termsOf } from "../../src/domain/agreement/terms.ts";
import { awaitingOf, type Booking, openRequest, statusAt } from "../../src/domain/booking.ts";
import { DEFAULT_SETTINGS, defaultHours, slotRulesFor } from "../../src/domain/coach.ts";
import { instant } from "../../src/domain/instant.ts";
import type { Payment } from "../../src/domain/payment.ts";
import { refundDue } from "../../src/domain/refund.ts";
import { at, bookingOf, offerOf } from "./making.ts";

const START = at("2030-03-12T10:00Z");
const POLICY = [
  { beforeMinutes: 2_880, refundPercent: 100 },
  { beforeMinutes: 1_440, refundPercent: 50 },
];
const EUR = { minor: 10_000, currency: "EUR" };

function booked(changes: Partial<Booking> = {}): Booking {
  const endsAt = at("2030-03-12T11:00Z");
  return { ...bookingOf(), startsAt: START, endsAt, status: "confirmed", cancellationPolicy: POLICY, ...changes };
}

describe("a policy", () => {
  test.each([
    ["long before", "2030-03-01T10:00Z", 100],
    ["at the first step", "2030-03-10T10:00Z", 100],
    ["a second after the first step", "2030-03-10T10:00:01Z", 50],
    ["at the second step", "2030-03-11T10:00Z", 50],
    ["a second after the second step", "2030-03-11T10:00:01Z", 0],
    ["at the start", "2030-03-12T10:00Z", 0],
  ])("%s", (_when, when, percent) => {
    expect(percentBy(POLICY, START, at(when))).toBe(percent);
  });

  test("without a step gives nothing, and with a step at the start everything until it", () => {
    expect(percentBy([], START, at("2030-01-01T00:00Z"))).toBe(0);
    expect(percentBy([{ beforeMinutes: 0, refundPercent: 100 }], START, START)).toBe(100);
    expect(percentBy([{ beforeMinutes: 0, refundPercent: 100 }], START, instant(START + 1))).toBe(0);
  });

  test.each([
    [[], true],
    [POLICY, true],
    [[POLICY[0], POLICY[0]], false],
    [
      [
        { beforeMinutes: 60, refundPercent: 50 },
        { beforeMinutes: 30, refundPercent: 50 },
      ],
      false,
    ],
    [
      [
        { beforeMinutes: 60, refundPercent: 50 },
        { beforeMinutes: 60, refundPercent: 20 },
      ],
      false,
    ],
    [
      [
        { beforeMinutes: 30, refundPercent: 50 },
        { beforeMinutes: 60, refundPercent: 20 },
      ],
      false,
    ],
    [
      [
        { beforeMinutes: 60, refundPercent: 20 },
        { beforeMinutes: 30, refundPercent: 50 },
      ],
      false,
    ],
  ])("%j falls strictly: %s", (policy, expected) => {
    expect(isFalling(policy.filter((step) => step !== undefined))).toBe(expected);
  });

  test.each([
    [0, 0, [{ beforeMinutes: 0, refundPercent: 100 }]],
    [0, 40, [{ beforeMinutes: 0, refundPercent: 100 }]],
    [1_440, 100, [{ beforeMinutes: 0, refundPercent: 100 }]],
    [1_440, 0, [{ beforeMinutes: 1_440, refundPercent: 100 }]],
    [
      1_440,
      40,
      [
        { beforeMinutes: 1_440, refundPercent: 100 },
        { beforeMinutes: 0, refundPercent: 40 },
      ],
    ],
  ])("of a cut-off of %i minutes and %i percent for those who are late", (cutoff, late, expected) => {
    expect(policyOfCutoff(cutoff, late)).toEqual(expected);
  });
});

describe("a client's entitlement", () => {
  test.each([
    ["in time", booked(), "2030-03-09T10:00Z", 100, "2030-03-10T10:00Z"],
    ["at the second step", booked(), "2030-03-10T12:00Z", 50, "2030-03-11T10:00Z"],
    ["late: nothing, until the start", booked(), "2030-03-11T12:00Z", 0, null],
    ["never confirmed: everything, until the start", booked({ status: "pending" }), "2030-03-12T09:59Z", 100, null],
    [
      "capped at 50 in good time: until the step that gives less",
      booked({ refundCapPercent: 50 }),
      "2030-03-09T10:00Z",
      50,
      "2030-03-11T10:00Z",
    ],
    ["capped below every step", booked({ refundCapPercent: 30 }), "2030-03-09T10:00Z", 30, "2030-03-11T10:00Z"],
    ["capped at 0", booked({ refundCapPercent: 0 }), "2030-03-01T10:00Z", 0, null],
    ["a step at the start", booked({ cancellationPolicy: [{ beforeMinutes: 0, refundPercent: 100 }] }), "2030-03-12T09:00Z", 100, null],
    ["without terms: nothing", booked({ cancellationPolicy: null }), "2030-03-01T10:00Z", 0, null],
  ])("%s", (_what, booking, when, percent, until) => {
    expect(entitlementAt(booking, at(when))).toBe(percent);
    expect(entitlementHoldsUntil(booking, at(when))).toBe(until === null ? null : at(until));
  });

  test.each([
    ["in time", booked(), "2030-03-09T10:00Z", 100],
    ["at the second step", booked(), "2030-03-10T12:00Z", 50],
    ["late", booked(), "2030-03-11T12:00Z", 0],
    ["in time, and capped by a move before", booked({ refundCapPercent: 30 }), "2030-03-09T10:00Z", 30],
    ["before it was confirmed", booked({ status: "pending" }), "2030-03-11T12:00Z", 100],
  ])("is what the client's move leaves as the cap: %s", (_what, booking, when, percent) => {
    expect(AGREEMENT.rules.capAfterMove(booking, at(when))).toBe(percent);
  });
});

describe("what is due of a payment", () => {
  const payment = (changes: Partial<Payment> = {}): Payment =>
    ({ id: "p", state: "paid", capturedMinor: 10_000, currency: "EUR", refundedMinor: 0, ...changes }) as Payment;
  const cancelled = (refundPercent: number | null): Booking => booked({ status: "cancelled", paymentId: "p", refundPercent });

  test.each([
    ["everything", cancelled(100), payment(), 0, 10_000],
    ["by the step", cancelled(50), payment(), 0, 5_000],
    ["goodwill counts", cancelled(50), payment(), 3_000, 2_000],
    ["goodwill is not taken back", cancelled(0), payment(), 3_000, 0],
    ["rounded down", cancelled(33), payment({ capturedMinor: 5_001 }), 0, 1_650],
    ["rounded down, not to the nearest", cancelled(50), payment({ capturedMinor: 99 }), 0, 49],
    ["to what can be charged", cancelled(33), payment({ capturedMinor: 5_010, currency: "KWD" }), 0, 1_650],
    ["of one that the version before cancelled", cancelled(null), payment(), 0, 10_000],
    ["of a payment that the booking does not stand on", booked({ paymentId: "other" }), payment(), 0, 10_000],
    ["of one that stands", booked({ paymentId: "p" }), payment(), 0, 0],
    ["of money that does not fit", cancelled(100), payment({ state: "flagged" }), 0, 0],
  ])("%s", (_what, booking, of, givenBack, due) => {
    expect(refundDue(of, booking, givenBack)).toBe(due);
  });
});

describe("a deadline", () => {
  const waits = { paymentMinutes: 15, approvalMinutes: 2_880 };
  const pending = (changes: Partial<Booking> = {}): Booking => booked({ status: "pending", expiresAt: START, ...changes });
  const now = at("2030-03-01T09:00Z");

  test.each<[string, Booking, string | null]>([
    ["nothing is awaited", pending(), "2030-03-12T10:00Z"],
    ["payment, made by the client", pending({ price: EUR }), "2030-03-01T09:15Z"],
    ["payment, made by the coach", pending({ price: EUR, createdBy: "coach" }), "2030-03-03T09:00Z"],
    ["payment, made by an admin", pending({ price: EUR, createdBy: "admin" }), "2030-03-03T09:00Z"],
    ["approval", pending({ approvalRequired: true }), "2030-03-03T09:00Z"],
    ["payment comes before approval", pending({ price: EUR, approvalRequired: true }), "2030-03-01T09:15Z"],
    ["never beyond the start", pending({ approvalRequired: true, startsAt: at("2030-03-02T09:00Z") }), "2030-03-02T09:00Z"],
    ["confirmed", booked(), null],
  ])("of one for which %s", (_what, booking, until) => {
    expect(waitsUntil(booking, now, waits)).toBe(until === null ? null : at(until));
  });

  test("stays over a move, but that it follows the start where nothing is awaited, and never lies beyond it", () => {
    const later = at("2030-04-12T10:00Z");
    expect(waitsUntilAfterMove(pending(), later)).toBe(later);
    const unpaid = pending({ price: EUR, expiresAt: at("2030-03-01T09:15Z") });
    expect(waitsUntilAfterMove(unpaid, later)).toBe(at("2030-03-01T09:15Z"));
    expect(waitsUntilAfterMove(unpaid, at("2030-03-01T09:10Z"))).toBe(at("2030-03-01T09:10Z"));
    expect(waitsUntilAfterMove(booked(), later)).toBeNull();
  });

  test("is put off by the first checkout, to the start at most", () => {
    expect(waitsUntilPaid(pending({ expiresAt: at("2030-03-01T09:15Z") }), now)).toBe(at("2030-03-01T09:35Z"));
    expect(waitsUntilPaid(pending({ expiresAt: at("2030-03-03T09:00Z") }), now)).toBe(at("2030-03-03T09:00Z"));
    expect(waitsUntilPaid(pending({ startsAt: at("2030-03-01T09:20Z"), expiresAt: at("2030-03-01T09:15Z") }), now)).toBe(
      at("2030-03-01T09:20Z"),
    );
  });
});

describe("a booking at an instant", () => {
  test.each<[string, Partial<Booking>, Booking["status"]]>([
    ["pending before its deadline", { status: "pending", expiresAt: START }, "pending"],
    ["pending at its deadline", { status: "pending", expiresAt: at("2030-03-10T00:00Z") }, "cancelled"],
    ["confirmed", { completesAt: at("2030-03-13T11:00Z") }, "confirmed"],
    ["confirmed, and a day after its end", { completesAt: at("2030-03-10T00:00Z") }, "completed"],
    ["confirmed before there was a completion by itself", { completesAt: null }, "confirmed"],
    ["cancelled", { status: "cancelled", completesAt: null }, "cancelled"],
    ["cancelled, and it would have been completed", { status: "cancelled", completesAt: at("2030-03-10T00:00Z") }, "cancelled"],
  ])("%s", (_what, changes, expected) => {
    expect(statusAt(booked(changes), at("2030-03-10T00:00Z"))).toBe(expected);
  });

  test.each<[Partial<Booking>, ReturnType<typeof awaitingOf>]>([
    [{ status: "pending" }, null],
    [{ status: "pending", price: EUR }, "payment"],
    [{ status: "pending", price: EUR, paymentId: "p" }, null],
    [{ status: "pending", price: EUR, priceWaived: true }, null],
    [{ status: "pending", price: EUR, approvalRequired: true }, "payment"],
    [{ status: "pending", price: EUR, paymentId: "p", approvalRequired: true }, "approval"],
    [{ status: "pending", approvalRequired: true, createdBy: "coach" }, null],
    [{ status: "pending", approvalRequired: true, createdBy: "admin" }, null],
    [{ status: "confirmed", price: EUR, approvalRequired: true }, null],
  ])("%j awaits %s", (changes, expected) => {
    expect(awaitingOf(booked(changes))).toBe(expected);
  });

  test("has a question until the instant at which it lapses", () => {
    const asked = { startsAt: START, durationMs: 3_600_000, askedBy: "client", askedAt: at("2030-03-01T00:00Z") } as const;
    const moveRequest = { ...asked, expiresAt: at("2030-03-03T00:00Z") };
    expect(openRequest(booked({ moveRequest }), instant(moveRequest.expiresAt - 1))).toEqual(moveRequest);
    expect(openRequest(booked({ moveRequest }), moveRequest.expiresAt)).toBeNull();
    expect(openRequest(booked(), START)).toBeNull();
  });
});

describe("what is sold", () => {
  const offer = (id: string, durationMinutes: number, changes: Partial<Offer> = {}): Offer =>
    offerOf({ id, title: id, durationMinutes, ...changes });
  const hour = offer("hour", 60, { price: EUR });
  const other = offer("other hour", 60, { price: { minor: 12_000, currency: "EUR" } });
  const half = offer("half", 30);
  const retired = offer("retired", 90, { isActive: false });
  const sale: Sale = { offers: [hour, other, half, retired], hasOffers: true };
  const nothingYet: Sale = { offers: [], hasOffers: false };

  test.each([
    ["the first of its length", { offerId: null, durationMinutes: 60 }, { offer: hour, durationMinutes: 60 }],
    ["an hour where nothing is said", { offerId: null, durationMinutes: null }, { offer: hour, durationMinutes: 60 }],
    ["one by its id", { offerId: "other hour", durationMinutes: null }, { offer: other, durationMinutes: 60 }],
    ["one by id and length", { offerId: "half", durationMinutes: 30 }, { offer: half, durationMinutes: 30 }],
  ])("%s", (_what, wished, expected) => {
    expect(soldFor(sale, wished)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ["a length that nobody offers", { offerId: null, durationMinutes: 45 }, { tag: "duration_not_offered", durationsMinutes: [30, 60] }],
    ["the length of what is retired", { offerId: null, durationMinutes: 90 }, { tag: "duration_not_offered", durationsMinutes: [30, 60] }],
    ["another length than the offer's", { offerId: "half", durationMinutes: 60 }, { tag: "duration_not_offered", durationsMinutes: [30] }],
    ["an unknown offer", { offerId: "x", durationMinutes: null }, { tag: "offer_not_found" }],
    ["a retired one", { offerId: "retired", durationMinutes: null }, { tag: "offer_retired" }],
  ])("not %s", (_what, wished, problem) => {
    expect(soldFor(sale, wished)).toEqual({ ok: false, problem });
  });

  test("of a coach without offers: every length, for nothing; of one whose offers are retired: nothing", () => {
    expect(soldFor(nothingYet, { offerId: null, durationMinutes: 480 })).toEqual({
      ok: true,
      value: { offer: null, durationMinutes: 480 },
    });
    const gone = { offers: [retired], hasOffers: true };
    expect(soldFor(gone, { offerId: null, durationMinutes: 90 })).toEqual({
      ok: false,
      problem: { tag: "duration_not_offered", durationsMinutes: [] },
    });
  });

  test("at a price: the offer of that length and of equal price and currency", () => {
    expect(soldAtPrice(sale, 60, { minor: 12_000, currency: "EUR" })).toEqual({ ok: true, value: other });
    expect(soldAtPrice(sale, 30, null)).toEqual({ ok: true, value: half });
    expect(soldAtPrice(sale, 30, EUR)).toEqual({ ok: false, problem: { tag: "price_differs" } });
    expect(soldAtPrice(sale, 60, { minor: 10_000, currency: "USD" })).toEqual({ ok: false, problem: { tag: "price_differs" } });
    expect(soldAtPrice(sale, 60, null)).toEqual({ ok: false, problem: { tag: "price_differs" } });
    expect(soldAtPrice(sale, 90, null)).toEqual({ ok: false, problem: { tag: "duration_not_offered", durationsMinutes: [30, 60] } });
    expect(soldAtPrice(nothingYet, 480, null)).toEqual({ ok: true, value: null });
    expect(soldAtPrice(nothingYet, 480, EUR).ok).toBe(false);
  });

  test("the terms of a booking are the offer's, and the coach's where the offer leaves them open", () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      bufferAfterMinutes: 10,
      approvalRequired: true,
      moveNoticeMinutes: 60,
      cancellationPolicy: POLICY,
    };
    const maker = { createdBy: "client", clientTimeZone: "Europe/Lisbon", locale: null } as const;
    expect(termsOf(half, settings, maker)).toMatchObject({
      approvalRequired: true,
      bufferAfterMs: 600_000,
      cancellationPolicy: POLICY,
      price: null,
    });
    const own = offer("own", 60, {
      approvalRequired: false,
      bufferAfterMinutes: 0,
      bufferBeforeMinutes: 5,
      cancellationPolicy: [],
      price: EUR,
    });
    expect(termsOf(own, settings, maker)).toEqual({
      ...maker,
      offerId: "own",
      offerTitle: "own",
      price: EUR,
      cancellationPolicy: [],
      approvalRequired: false,
      place: VIDEO,
      bufferBeforeMs: 300_000,
      bufferAfterMs: 0,
      moveNoticeMinutes: 60,
    });
    const video = { kind: "video", city: null, address: null, link: null };
    expect(termsOf(null, settings, maker)).toMatchObject({ offerId: null, price: null, place: video, approvalRequired: true });
  });

  test("an offer's own buffers and notice stand in the slot rules, also where they are 0", () => {
    const profile = {
      hours: defaultHours("UTC"),
      settings: { ...DEFAULT_SETTINGS, bufferBeforeMinutes: 10, bufferAfterMinutes: 10, noticeMinutesMin: 60 },
    };
    expect(slotRulesFor(profile, null)).toMatchObject({ bufferBeforeMs: 600_000, bufferAfterMs: 600_000, noticeMs: 3_600_000 });
    const own = offer("own", 60, { bufferBeforeMinutes: 0, bufferAfterMinutes: 5, noticeMinutesMin: 0 });
    expect(slotRulesFor(profile, own)).toMatchObject({ bufferBeforeMs: 0, bufferAfterMs: 300_000, noticeMs: 0 });
  });
});

describe("a booking of the version before", () => {
  const told = {
    approvalRequired: true,
    prices: [{ durationMinutes: 60, amountMinor: 7_000, currency: "EUR" }],
    cancellationCutoffMinutes: 1_440,
    lateRefundPercent: 40,
  };
  const bare = (changes: Partial<Booking>): Booking => booked({ cancellationPolicy: null, ...changes });

  test("that waits has the listed price of its length, the coach's policy and approval", () => {
    expect(asAgreed(bare({ status: "pending", expiresAt: START }), [], told)).toMatchObject({
      price: { minor: 7_000, currency: "EUR" },
      cancellationPolicy: [
        { beforeMinutes: 1_440, refundPercent: 100 },
        { beforeMinutes: 0, refundPercent: 40 },
      ],
      approvalRequired: true,
      completesAt: null,
    });
  });

  test("that is confirmed has the price and policy of its payment, needs no approval, and completes a day after its end", () => {
    const payment = { id: "p", state: "paid", amountMinor: 5_000, currency: "USD", cutoffMinutes: 60, lateRefundPercent: 0 } as Payment;
    expect(asAgreed(bare({ paymentId: "p" }), [payment], told)).toMatchObject({
      price: { minor: 5_000, currency: "USD" },
      cancellationPolicy: [{ beforeMinutes: 60, refundPercent: 100 }],
      approvalRequired: false,
      completesAt: at("2030-03-13T11:00Z"),
    });
    expect(asAgreed(bare({}), [], told).price).toBeNull();
  });

  const paid = { id: "p", state: "paid", amountMinor: 5_000, currency: "USD", cutoffMinutes: 60, lateRefundPercent: 30 } as Payment;
  const open = { ...paid, id: "o", state: "open", amountMinor: 6_000 } as Payment;
  const failed = { ...paid, id: "f", state: "failed", amountMinor: 9_000, cutoffMinutes: 90 } as Payment;
  const late = at("2030-03-12T09:30Z");

  test.each<[string, Partial<Booking>, readonly Payment[], StandingSettings, Partial<Booking>]>([
    [
      "that waits has the price and policy of its open payment",
      { status: "pending" },
      [failed, open],
      told,
      { price: { minor: 6_000, currency: "USD" } },
    ],
    [
      "that waits and has no open payment has the listed price",
      { status: "pending" },
      [failed],
      told,
      { price: { minor: 7_000, currency: "EUR" } },
    ],
    [
      "that waits is free where its length is not listed",
      { status: "pending", endsAt: at("2030-03-12T12:00Z") },
      [],
      told,
      { price: null },
    ],
    [
      "that waits is free where nothing is listed",
      { status: "pending" },
      [],
      { approvalRequired: false },
      { price: null, approvalRequired: false },
    ],
    [
      "that waits is free where 0 is listed",
      { status: "pending" },
      [],
      { approvalRequired: true, prices: [{ durationMinutes: 60, amountMinor: 0, currency: "EUR" }] },
      { price: null, approvalRequired: true },
    ],
    ["that is confirmed has no price of a payment that is not its own", { paymentId: "x" }, [paid, open], told, { price: null }],
    [
      "that is confirmed has the policy of its own payment",
      { paymentId: "p" },
      [failed, open, paid],
      told,
      { price: { minor: 5_000, currency: "USD" } },
    ],
    [
      "that its client cancelled late gave back the late percent",
      { status: "cancelled", cancelledBy: "client", paymentId: "p", updatedAt: late },
      [paid],
      told,
      { refundPercent: 30, completesAt: null },
    ],
    [
      "that its coach cancelled late gave all back",
      { status: "cancelled", cancelledBy: "coach", paymentId: "p", updatedAt: late },
      [paid],
      told,
      { refundPercent: 100 },
    ],
    [
      "that was cancelled unpaid gave nothing back",
      { status: "cancelled", cancelledBy: "coach", paymentId: null },
      [paid],
      told,
      { refundPercent: null },
    ],
    ["that stands has given nothing back", { status: "confirmed", paymentId: "p" }, [paid], told, { refundPercent: null }],
  ])("%s", (_what, changes, payments, settings, expected) => {
    expect(asAgreed(bare(changes), payments, settings)).toMatchObject(expected);
  });

  test("one that has terms stays as it is", () => {
    const whole = booked();
    expect(asAgreed(whole, [], told)).toBe(whole);
  });
});
