/** Decisions about payments, offers and terms, and what a group answers for a command that had committed before a fault hid it. */
import { describe, expect, test } from "vitest";
import { GroupDecision } from "../../src/agenda/decide.ts";
import type { Offer } from "../../src/domain/agreement/offer.ts";
import type { Booking } from "../../src/domain/booking.ts";
import {
  type AgendaCommand,
  type ClosePaymentCommand,
  type OpenPaymentCommand,
  type SettlePaymentCommand,
  wantedTime,
} from "../../src/domain/command.ts";
import { instant } from "../../src/domain/instant.ts";
import type { Payment } from "../../src/domain/payment.ts";
import type { Refusal } from "../../src/domain/refusal.ts";
import {
  booked,
  by,
  CAPS,
  decide,
  END,
  EUR,
  NOW,
  PAYMENT_ID,
  paymentOf,
  pending,
  profileOf,
  START,
  type State,
  stateOf,
} from "./deciding.ts";
import { at, daily, minutes, offerOf } from "./making.ts";

const LAPSES = at("2030-03-10T10:15Z");
const unpaid = (changes: Partial<Booking> = {}): Booking => pending({ price: EUR, expiresAt: LAPSES, ...changes });
const gone: State = { coach: { profile: profileOf(), isActive: false } };
const end = { kind: "end_checkout", paymentId: PAYMENT_ID };

describe("a checkout", () => {
  const open: OpenPaymentCommand = { kind: "open_payment", ...by("client"), bookingId: "b", paymentId: PAYMENT_ID };

  test("the first of a booking holds it for 35 minutes more, and is ended four before it lapses", () => {
    const { answer, writes, audit, effects } = decide({ bookings: [unpaid()] }, open);
    const expiresAt = at("2030-03-10T10:35Z");
    const payment = paymentOf({ sessionId: null, sessionUrl: null, expiresAt: at("2030-03-10T10:31Z"), createdAt: NOW, updatedAt: NOW });
    const booking = { ...unpaid(), expiresAt, revision: 3 };
    expect(answer).toEqual({ kind: "payment", payment, booking });
    expect(writes).toMatchObject({ payments: [payment], paymentEvents: [], changed: [{ booking }] });
    expect(audit).toEqual([["checkout_opened", { payment_id: PAYMENT_ID, expires_at: expiresAt }]]);
    expect(effects).toEqual([{ kind: "booking_changed", action: "checkout_opened" }, end]);
    expect(writes.outbox.map(({ dueAt }) => dueAt)).toEqual([NOW, at("2030-03-10T10:31Z")]);
  });

  test("a later one holds it no longer", () => {
    const state = { bookings: [unpaid()], payments: [paymentOf({ id: "first", state: "expired" })] };
    expect(decide(state, open).answer).toMatchObject({ payment: { id: PAYMENT_ID, state: "open" }, booking: { expiresAt: LAPSES } });
  });

  test("of a booking without a deadline is held until the start", () => {
    const state = { bookings: [unpaid({ expiresAt: null })], payments: [paymentOf({ id: "first", state: "expired" })] };
    expect(decide(state, open).answer).toMatchObject({ booking: { expiresAt: START } });
  });

  test("while one is open, that one is the answer, however late it is", () => {
    const standing = paymentOf({ id: "first" });
    const booking = unpaid({ expiresAt: at("2030-03-10T10:04Z") });
    const { answer, audit, effects } = decide({ bookings: [booking], payments: [standing] }, open);
    expect([answer, audit, effects]).toEqual([{ kind: "payment", payment: standing, booking }, [], []]);
  });

  test.each<[string, State, Refusal]>([
    ["of a booking that is not there", {}, { tag: "booking_not_found" }],
    ["of what is free", { bookings: [pending()] }, { tag: "nothing_to_pay" }],
    ["of what is paid", { bookings: [booked({ price: EUR, paymentId: "p" })] }, { tag: "already_paid" }],
    ["of a coach who is gone", { ...gone, bookings: [unpaid()] }, { tag: "coach_inactive" }],
    ["of a client who is gone", { bookings: [unpaid()], inactiveClients: new Set(["client"]) }, { tag: "client_inactive" }],
    ["just before the start", { bookings: [unpaid({ startsAt: at("2030-03-10T10:05Z") })] }, { tag: "checkout_too_late" }],
    [
      "a second, just before it lapses",
      { bookings: [unpaid({ expiresAt: at("2030-03-10T10:04Z") })], payments: [paymentOf({ id: "first", state: "failed" })] },
      { tag: "checkout_too_late" },
    ],
    [
      "while one is ending at the provider",
      { bookings: [unpaid()], payments: [paymentOf({ expiresAt: NOW })] },
      { tag: "payments_unavailable" },
    ],
  ])("not %s", (_what, state, problem) => {
    const decided = decide(state, open);
    expect([decided.problem, decided.writes.payments]).toEqual([problem, []]);
  });
});

function settle(changes: Partial<SettlePaymentCommand> = {}): SettlePaymentCommand {
  const paid = { amountMinor: 10_000, currency: "EUR", bookingId: "b" };
  return {
    kind: "settle_payment",
    ...by("system"),
    bookingId: "b",
    paymentId: PAYMENT_ID,
    paid,
    paymentIntentId: "intent",
    eventId: "event",
    ...changes,
  };
}

/** The row of money that changes no booking. */
function recorded(state: Payment["state"] = "paid", capturedMinor = 10_000): [string, Record<string, unknown>] {
  return ["payment_recorded", { payment_id: PAYMENT_ID, state, captured_minor: capturedMinor }];
}

describe("money that comes in", () => {
  const paid = paymentOf({ state: "paid", capturedMinor: 10_000, paymentIntentId: "intent", updatedAt: NOW });
  const note = (outcome: string, paymentId = PAYMENT_ID) => ({ id: "event", paymentId, kind: "paid", outcome });
  const back = (cause: "came_late" | "came_twice", paymentId = PAYMENT_ID, minor = 10_000) => ({
    kind: "refund",
    paymentId,
    amountMinor: minor,
    received: { minor, currency: "EUR" },
    cause,
  });
  const changed = (action: string) => ({ kind: "booking_changed", action });

  test.each<[string, State, Partial<Booking>, [string, Record<string, unknown>][], unknown[]]>([
    [
      "confirms what waits for nothing else",
      { bookings: [unpaid()] },
      { status: "confirmed", paymentId: PAYMENT_ID, expiresAt: null, completesAt: at("2030-03-13T11:00Z"), revision: 3 },
      [["confirmed", { payment_id: PAYMENT_ID, from: "pending", to: "confirmed" }]],
      [changed("confirmed")],
    ],
    [
      "makes what is to be approved wait for the coach",
      { bookings: [unpaid({ approvalRequired: true })] },
      { status: "pending", paymentId: PAYMENT_ID, expiresAt: START, revision: 3 },
      [["paid", { payment_id: PAYMENT_ID, from: "pending", to: "pending" }]],
      [changed("paid")],
    ],
    [
      "too late goes back, and the lapse is written down",
      { bookings: [unpaid({ expiresAt: NOW })] },
      {
        status: "cancelled",
        paymentId: null,
        expiresAt: null,
        refundPercent: 100,
        cancelledBy: "system",
        cancelReason: "expired",
        revision: 3,
      },
      [["lapsed", { payment_id: PAYMENT_ID, from: "pending", to: "cancelled" }]],
      [changed("lapsed"), back("came_late")],
    ],
    [
      "for what is cancelled goes back",
      { bookings: [booked({ status: "cancelled", price: EUR })] },
      { status: "cancelled", revision: 2 },
      [recorded()],
      [back("came_late")],
    ],
    [
      "for what waits for approval goes back",
      { bookings: [pending({ approvalRequired: true })] },
      { status: "pending", paymentId: null },
      [recorded()],
      [back("came_late")],
    ],
    [
      "for what is paid goes back",
      { bookings: [booked({ price: EUR, paymentId: "other" })] },
      { paymentId: "other", revision: 2 },
      [recorded()],
      [back("came_twice")],
    ],
    [
      "for a coach who is gone goes back",
      { ...gone, bookings: [unpaid()] },
      { status: "pending", paymentId: null, revision: 2 },
      [recorded()],
      [back("came_late")],
    ],
    [
      "of a client who is gone goes back",
      { bookings: [unpaid()], inactiveClients: new Set(["client"]) },
      { status: "pending", paymentId: null, revision: 2 },
      [recorded()],
      [back("came_late")],
    ],
  ])("%s", (_what, state, expected, trail, effects) => {
    const decided = decide({ ...state, payments: [paymentOf()] }, settle());
    const [standing] = state.bookings ?? [];
    expect(decided.answer).toMatchObject({ kind: "payment", payment: paid, booking: { ...standing, ...expected } });
    expect(decided.writes).toMatchObject({ payments: [paid], paymentEvents: [note("applied")] });
    expect(decided.audit).toEqual(trail);
    expect(decided.effects).toEqual(effects);
    expect(decided.writes.outbox.map(({ effect }) => effect)).toContainEqual(expect.objectContaining({ kind: "mail" }));
  });

  test("and was asked for, not told, notes no event", () => {
    expect(decide({ bookings: [unpaid()], payments: [paymentOf()] }, settle({ eventId: null })).writes.paymentEvents).toEqual([]);
  });

  test("waits for the approval of a session far away for two days from now", () => {
    const far = unpaid({ approvalRequired: true, startsAt: at("2030-04-12T10:00Z"), endsAt: at("2030-04-12T11:00Z") });
    expect(decide({ bookings: [far], payments: [paymentOf()] }, settle()).answer).toMatchObject({
      booking: { expiresAt: at("2030-03-12T10:00Z") },
    });
  });

  test("of another amount is flagged, and nothing follows", () => {
    const odd = { amountMinor: 9_999, currency: "EUR", bookingId: "b" };
    const { answer, writes, audit, effects } = decide({ bookings: [unpaid()], payments: [paymentOf()] }, settle({ paid: odd }));
    const flagged = { ...paid, state: "flagged", capturedMinor: 9_999 };
    expect(answer).toEqual({ kind: "payment", payment: flagged, booking: unpaid() });
    expect([writes.payments, writes.paymentEvents, audit, effects]).toEqual([
      [flagged],
      [note("mismatch")],
      [recorded("flagged", 9_999)],
      [],
    ]);
  });

  test.each<[string, Payment, Partial<SettlePaymentCommand>]>([
    ["told of again", paid, {}],
    ["told of again without its intent", paid, { paymentIntentId: null }],
    ["that was flagged, told of again", { ...paid, state: "flagged" }, {}],
  ])("%s changes nothing", (_what, payment, command) => {
    const { answer, writes, audit, effects } = decide({ bookings: [booked()], payments: [payment] }, settle(command));
    expect(answer).toEqual({ kind: "payment", payment, booking: booked() });
    expect([writes.payments, writes.paymentEvents, audit, effects]).toEqual([[payment], [note("no_change")], [], []]);
  });

  test("by another intent is a payment of its own, and goes back whole", () => {
    const booking = booked({ price: EUR, paymentId: PAYMENT_ID });
    const state = { bookings: [booking], payments: [{ ...paid, refundedMinor: 500, sessionId: "s", sessionUrl: "u" }] };
    const told = { paymentIntentId: "second", paid: { amountMinor: 700, currency: "EUR", bookingId: "b" } };
    const { writes, answer, effects } = decide(state, settle(told));
    const [second] = writes.payments;
    expect(second).toMatchObject({
      ...paid,
      id: expect.any(String),
      sessionId: null,
      sessionUrl: null,
      paymentIntentId: "second",
      amountMinor: 700,
      capturedMinor: 700,
      refundedMinor: 0,
      createdAt: NOW,
    });
    expect(second?.id).not.toBe(PAYMENT_ID);
    expect(answer).toEqual({ kind: "payment", payment: second, booking });
    expect(writes.paymentEvents).toEqual([note("second_capture", second?.id)]);
    expect(effects).toEqual([back("came_twice", second?.id, 700)]);
    const again = (command: Partial<SettlePaymentCommand>) => decide(state, settle({ ...told, ...command })).writes;
    expect(again({ eventId: null })).toMatchObject({ payments: [{ id: second?.id }], paymentEvents: [] });
    expect(again({ paymentIntentId: "third" }).payments[0]?.id).not.toBe(second?.id);
    const known = { ...state, payments: [paid, paymentOf({ id: "x", paymentIntentId: "second" })] };
    expect(decide(known, settle(told)).effects).toEqual([]);
  });

  test("for a payment that is not there", () => {
    expect(decide({ bookings: [unpaid()] }, settle()).problem).toEqual({ tag: "payment_not_found" });
    expect(decide({ payments: [paymentOf()] }, settle()).problem).toEqual({ tag: "booking_not_found" });
  });
});

describe("a session that ends unpaid", () => {
  const close: ClosePaymentCommand = {
    kind: "close_payment",
    ...by("system"),
    bookingId: "b",
    paymentId: PAYMENT_ID,
    outcome: "failed",
    eventId: "event",
  };
  const note = (outcome: string) => ({ id: "event", paymentId: PAYMENT_ID, kind: "failed", outcome });

  test.each<[string, Payment, Payment, string]>([
    ["is closed", paymentOf(), paymentOf({ state: "failed", updatedAt: NOW }), "applied"],
    ["which is paid, stays so", paymentOf({ state: "paid" }), paymentOf({ state: "paid" }), "no_change"],
  ])("%s", (_what, payment, closed, outcome) => {
    const state = { bookings: [unpaid()], payments: [paymentOf({ id: "x" }), payment] };
    const { answer, writes, audit } = decide(state, close);
    expect(answer).toEqual({ kind: "payment", payment: closed, booking: unpaid() });
    expect([writes.payments, writes.paymentEvents, audit]).toEqual([[closed], [note(outcome)], []]);
    expect(decide(state, { ...close, eventId: null }).writes.paymentEvents).toEqual([]);
  });
});

describe("an offer", () => {
  const selling = (...offers: readonly Offer[]): State => ({
    coach: { profile: profileOf({ offers, hasOffers: offers.length > 0 }), isActive: true },
  });
  const {
    id: _id,
    coachId: _coach,
    isActive: _active,
    revision: _revision,
    createdAt: _created,
    updatedAt: _updated,
    ...terms
  } = offerOf({ price: EUR });
  const make: AgendaCommand = { kind: "make_offer", ...by("coach"), offerId: "new", terms };
  const change = { kind: "change_offer", ...by("coach"), offerId: "offer", patch: { durationMinutes: 90 }, ifRevision: null } as const;
  const retire = { kind: "retire_offer", ...by("coach"), offerId: "offer", ifRevision: null } as const;
  const told = {
    durationMinutes: 60,
    price: EUR,
    approvalRequired: null,
    bufferBeforeMinutes: null,
    bufferAfterMinutes: null,
    noticeMinutesMin: null,
    cancellationPolicy: null,
    position: 0,
    place: "video",
  };

  test.each<[string, AgendaCommand, Partial<Offer>, string, Record<string, unknown>]>([
    ["made", make, { ...terms, id: "new", revision: 1, createdAt: NOW }, "offer_made", { offer_id: "new", ...told }],
    ["changed", change, { durationMinutes: 90, revision: 5 }, "offer_changed", { offer_id: "offer", durationMinutes: 90 }],
    [
      "named anew",
      { ...change, patch: { title: "Other", description: null } },
      { title: "Other", description: null, revision: 5 },
      "offer_changed",
      { offer_id: "offer" },
    ],
    ["retired", retire, { isActive: false, revision: 5 }, "offer_retired", { offer_id: "offer" }],
    [
      "changed as it was read",
      { ...change, ifRevision: 4 },
      { durationMinutes: 90, revision: 5 },
      "offer_changed",
      { offer_id: "offer", durationMinutes: 90 },
    ],
  ])("is %s", (_what, command, expected, action, changes) => {
    const { answer, writes, profile } = decide(selling(offerOf()), command);
    const offer = { ...offerOf(), updatedAt: NOW, ...expected };
    expect(answer).toEqual({ kind: "offer", offer, availabilityVersion: 7 });
    expect(writes).toMatchObject({ offers: [offer], bumpsVersion: true, profile: null });
    expect(writes.audit).toEqual([
      { commandId: "command", bookingId: null, revision: null, author: by("coach").author, at: NOW, action, changes },
    ]);
    expect(profile?.offers).toContainEqual(offer);
    expect(profile?.offers).toHaveLength(action === "offer_made" ? 2 : 1);
  });

  test("the first makes its coach one who sells by offers", () => {
    expect(decide({}, make).profile).toMatchObject({ hasOffers: true, offers: [{ id: "new" }] });
  });

  test.each<[string, AgendaCommand, Offer]>([
    ["a change that changes nothing", { ...change, patch: { durationMinutes: 60 } }, offerOf()],
    ["a second retirement", retire, offerOf({ isActive: false })],
  ])("%s writes nothing", (_what, command, standing) => {
    const { answer, writes } = decide(selling(standing), command);
    expect(answer).toEqual({ kind: "offer", offer: standing, availabilityVersion: 7 });
    expect(writes).toMatchObject({ offers: [], audit: [], bumpsVersion: false });
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => offerOf({ id: `offer ${String(index)}` }));
  test.each<[string, AgendaCommand, readonly Offer[], Refusal | null]>([
    ["one that is not there", { ...change, offerId: "none" }, [offerOf()], { tag: "offer_not_found" }],
    ["another revision", { ...change, ifRevision: 3 }, [offerOf()], { tag: "revision_mismatch" }],
    ["another revision, to retire it", { ...retire, ifRevision: 3 }, [offerOf()], { tag: "revision_mismatch" }],
    ["a retired one", change, [offerOf({ isActive: false })], { tag: "offer_retired" }],
    ["one too many", make, many(50), { tag: "too_many_offers", offersMax: 50 }],
    ["the fiftieth", make, [...many(49), offerOf({ id: "old", isActive: false })], null],
  ])("%s: refused or not", (_what, command, offers, problem) => {
    expect(decide(selling(...offers), command).problem).toEqual(problem);
  });

  test.each<[string, Partial<Offer>, readonly Partial<Offer>[], string]>([
    [
      "its position",
      { position: 2 },
      [
        { id: "third", position: 3 },
        { id: "first", position: 1 },
      ],
      "first new third",
    ],
    [
      "its age, at the same position",
      { position: 1 },
      [
        { id: "old", position: 1 },
        { id: "older", position: 1, createdAt: instant(-1) },
      ],
      "older old new",
    ],
    [
      "its id, at the same age",
      { position: 1 },
      [
        { id: "z", position: 1, createdAt: NOW },
        { id: "a", position: 1, createdAt: NOW },
      ],
      "a new z",
    ],
  ])("stands by %s", (_what, own, others, order) => {
    const decided = decide(selling(...others.map(offerOf)), { ...make, terms: { ...terms, ...own } });
    expect(decided.profile?.offers.map(({ id }) => id).join(" ")).toBe(order);
  });

  test("is sold to the next of the group", () => {
    const create: AgendaCommand = {
      kind: "create",
      ...by("client"),
      bookingId: "n",
      clientId: "client",
      client: null,
      offerId: "new",
      startsAt: at("2030-03-12T08:00Z"),
      durationMs: null,
      details: { notes: null },
    };
    expect(decide(selling(offerOf()), make, create).answer).toMatchObject({ booking: { offerId: "new", price: EUR } });
  });
});

describe("a coach's terms", () => {
  const hours = daily("UTC", "10:00-12:00");
  const own = profileOf();

  test.each<[string, AgendaCommand, Record<string, unknown>, [string, Record<string, unknown>]]>([
    [
      "hours",
      { kind: "set_hours", ...by("coach"), hours, ifRevision: null },
      { profile: { ...own, hours, settingsRevision: 4 }, isActive: null },
      ["hours_set", { time_zone: hours.timeZone }],
    ],
    [
      "settings",
      { kind: "set_settings", ...by("coach"), patch: { autoConfirm: true }, ifRevision: 3 },
      { profile: { ...own, settings: { ...own.settings, autoConfirm: true }, settingsRevision: 4 }, isActive: null },
      ["settings_set", { settings: { autoConfirm: true } }],
    ],
    ["activity", { kind: "set_activity", ...by("admin"), active: false }, { profile: null, isActive: false }, ["deactivated", {}]],
  ])("%s are written", (_what, command, written, trail) => {
    const decided = decide({}, command);
    expect(decided.writes).toMatchObject({ ...written, bumpsVersion: true });
    expect(decided.answer).toEqual({ kind: "profile", profile: written["profile"] ?? own, isActive: written["isActive"] ?? true });
    expect(decided.profile).toEqual(written["profile"] ?? own);
    expect(decided.audit).toEqual([trail]);
    expect(decided.writes.audit[0]).toMatchObject({
      commandId: "command",
      bookingId: null,
      revision: null,
      author: command.author,
      at: NOW,
    });
  });

  test.each<[string, AgendaCommand]>([
    ["the same hours", { kind: "set_hours", ...by("coach"), hours: daily("UTC", "08:00-18:00"), ifRevision: 3 }],
    ["the same settings", { kind: "set_settings", ...by("coach"), patch: { autoConfirm: false }, ifRevision: null }],
    ["the same activity", { kind: "set_activity", ...by("admin"), active: true }],
  ])("%s write nothing", (_what, command) => {
    const { answer, writes, audit } = decide({}, command);
    expect(answer).toEqual({ kind: "profile", profile: own, isActive: true });
    expect([writes.profile, writes.isActive, writes.bumpsVersion, audit]).toEqual([null, null, false, []]);
  });

  test.each<AgendaCommand>([
    { kind: "set_hours", ...by("coach"), hours, ifRevision: 2 },
    { kind: "set_settings", ...by("coach"), patch: {}, ifRevision: 2 },
  ])("of another revision: $kind is refused", (command) => {
    expect(decide({}, command).problem).toEqual({ tag: "revision_mismatch" });
  });

  test("once deactivated, a coach takes no booking of the same group", () => {
    const off: AgendaCommand = { kind: "set_activity", ...by("admin"), active: false };
    const confirm: AgendaCommand = {
      kind: "set_status",
      ...by("coach"),
      bookingId: "b",
      status: "confirmed",
      reason: null,
      waivesPrice: false,
      onBehalfOf: null,
      ifRevision: null,
    };
    expect(decide({ bookings: [pending()] }, off, confirm).problem).toEqual({ tag: "coach_inactive" });
  });
});

describe("a group", () => {
  const on = { bookingId: "b", clientId: "client", startsAt: START, durationMs: minutes(60) };
  const MOVE: AgendaCommand = { kind: "reschedule", ...by("client"), ...on, onBehalfOf: null, place: null, ifRevision: null };
  const CREATE: AgendaCommand = {
    kind: "create",
    ...by("client"),
    bookingId: "b",
    clientId: "client",
    client: null,
    offerId: "offer",
    startsAt: START,
    durationMs: null,
    details: { notes: null },
  };
  const RETIRE: AgendaCommand = { kind: "retire_offer", ...by("coach"), offerId: "offer", ifRevision: null };
  const CLOSE: AgendaCommand = {
    kind: "close_payment",
    ...by("system"),
    bookingId: "b",
    paymentId: PAYMENT_ID,
    outcome: "failed",
    eventId: null,
  };
  const LAPSE: AgendaCommand = { kind: "lapse", ...by("system") };
  const HOURS: AgendaCommand = { kind: "set_hours", ...by("coach"), hours: daily("UTC", "10:00-12:00"), ifRevision: null };
  const profile = profileOf({ offers: [offerOf({ id: "x" }), offerOf({ durationMinutes: 90, bufferAfterMinutes: 5 })], hasOffers: true });
  const state: State = {
    coach: { profile, isActive: true },
    bookings: [booked({ bufferBeforeMs: 1 })],
    payments: [paymentOf({ id: "x" }), paymentOf()],
  };

  test("of a coach who does not exist is refused", () => {
    for (const command of [MOVE, CREATE, RETIRE, CLOSE, LAPSE, HOURS])
      expect(decide({ ...state, coach: null }, command).problem).toEqual({ tag: "coach_not_found" });
  });

  test.each<[AgendaCommand, Record<string, unknown>]>([
    [LAPSE, { kind: "lapsed", count: 0 }],
    [RETIRE, { kind: "offer", offer: profile.offers[1], availabilityVersion: 7 }],
    [HOURS, { kind: "profile", profile, isActive: true }],
    [CLOSE, { kind: "payment", payment: paymentOf(), booking: booked({ bufferBeforeMs: 1 }) }],
    [MOVE, { kind: "booking", booking: booked({ bufferBeforeMs: 1 }), availabilityVersion: 7 }],
    [CREATE, { kind: "booking", booking: booked({ bufferBeforeMs: 1 }), availabilityVersion: 7 }],
  ])("answers for what had committed with what stands: $kind", (command, answer) => {
    const decided = decide({ ...state, committed: new Set(["command"]) }, command);
    expect([decided.answer, decided.audit]).toEqual([answer, []]);
  });

  test.each<[string, AgendaCommand, State]>([
    ["coach", LAPSE, { coach: null }],
    ["offer", RETIRE, {}],
    ["booking", MOVE, {}],
    ["payment", CLOSE, { bookings: [booked()] }],
  ])("whose committed command names no %s is a broken assumption", (_what, command, given) => {
    expect(() => decide({ ...given, committed: new Set(["command"]) }, command)).toThrow(/exists?$/u);
  });

  const wishOf = (command: AgendaCommand, given = state) => new GroupDecision(stateOf(given), { now: NOW, caps: CAPS }).wishOf(command);

  test("wishes the time that a command wants, by the rules of what is sold or of the booking that moves", () => {
    expect(wishOf(CREATE)).toMatchObject({
      startsAt: START,
      durationMs: minutes(90),
      moving: null,
      rules: { bufferAfterMs: minutes(5), bufferBeforeMs: 0 },
    });
    expect(wishOf(MOVE)).toMatchObject({
      startsAt: START,
      durationMs: minutes(60),
      moving: "b",
      rules: { bufferAfterMs: 0, bufferBeforeMs: 1 },
    });
    const byLength = { ...CREATE, offerId: null, durationMs: minutes(60) };
    expect(wishOf(byLength)).toMatchObject({ durationMs: minutes(60), rules: { bufferAfterMs: 0 } });
  });

  test.each<[string, AgendaCommand, State]>([
    ["without a coach", CREATE, { ...state, coach: null }],
    ["of what is not sold", { ...CREATE, offerId: "none" }, state],
    ["of a length that is not sold", { ...CREATE, offerId: null, durationMs: minutes(30) }, state],
    ["of a command about no time", HOURS, state],
    ["of a command about a booking, and no time", CLOSE, state],
    ["of declining", { kind: "answer_move", ...by("coach"), ...on, answer: "decline" }, state],
    ["of a booking that is not there", MOVE, { ...state, bookings: [] }],
  ])("%s there is no wish", (_what, command, given) => {
    expect(wishOf(command, given)).toBeNull();
  });

  const until = (endsAt: string) => ({ clientId: "client", startsAt: START, endsAt: at(endsAt) });
  test.each<[string, AgendaCommand, ReturnType<typeof until> | null]>([
    ["of the longest length there is, where none is said", CREATE, until("2030-03-12T18:00Z")],
    ["of a length", { ...CREATE, durationMs: minutes(30) }, until("2030-03-12T10:30Z")],
    ["of a move", MOVE, until("2030-03-12T11:00Z")],
    ["of a question", { kind: "ask_move", ...by("client"), ...on, replacesOwn: false }, until("2030-03-12T11:00Z")],
    ["of accepting", { kind: "answer_move", ...by("coach"), ...on, answer: "accept" }, until("2030-03-12T11:00Z")],
    ["of withdrawing: none", { kind: "answer_move", ...by("coach"), ...on, answer: "withdraw" }, null],
    ["of a payment: none", CLOSE, null],
  ])("reads around the time %s", (_what, command, expected) => {
    expect(wantedTime(command)).toEqual(expected);
  });

  test("shows the time that is held, and lays its decisions over a wider stretch", () => {
    const decision = new GroupDecision(stateOf(state), { now: NOW, caps: CAPS });
    decision.decide({
      kind: "set_status",
      ...by("coach"),
      bookingId: "b",
      status: "cancelled",
      reason: null,
      waivesPrice: false,
      onBehalfOf: null,
      ifRevision: null,
    });
    const wide = { nearby: [booked(), booked({ id: "x", startsAt: END })], calendars: { busy: [], connections: [] } };
    expect(decision.overlay(wide).nearby.map(({ id }) => id)).toEqual(["x"]);
    expect(decision.blocked("x", wide).map(({ startsAt }) => startsAt)).toEqual([START]);
    expect(decision.blocked(null)).toEqual([]);
  });
});
