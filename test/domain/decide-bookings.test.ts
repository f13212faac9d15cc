/** Decisions about bookings, each on a state written out by hand: the answer, the booking as it is written, the trail and what follows. */
import { describe, expect, test } from "vitest";
import { VIDEO } from "../../src/domain/agreement/offer.ts";
import type { Booking } from "../../src/domain/booking.ts";
import type {
  AgendaCommand,
  AnswerMoveCommand,
  AskMoveCommand,
  CreateCommand,
  RescheduleCommand,
  SetStatusCommand,
} from "../../src/domain/command.ts";
import { instant } from "../../src/domain/instant.ts";
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
  wanting,
} from "./deciding.ts";
import { at, minutes, offerOf } from "./making.ts";

const EIGHT = at("2030-03-12T08:00Z");
const NINE = at("2030-03-12T09:00Z");
const CLAIMS = { id: "client", role: "client", email: "c@people.test", name: "C", timeZone: null, locale: null, issuedAt: NOW } as const;
const coach = (changes: Parameters<typeof profileOf>[0] = {}, isActive = true): State => ({
  coach: { profile: profileOf(changes), isActive },
});
const client = (changes: Parameters<typeof wanting>[1]): State => ({ clients: new Map([["client", wanting("client", changes)]]) });
const taken: Refusal = { tag: "slot_taken", alternatives: [] };

function create(changes: Partial<CreateCommand> = {}): CreateCommand {
  const what = { bookingId: "new", clientId: "client", client: CLAIMS, offerId: null, startsAt: EIGHT, durationMs: null };
  return { kind: "create", ...by("client"), ...what, details: { notes: "hello" }, ...changes };
}

describe("a booking that is made", () => {
  test("is written whole", () => {
    const made = {
      notes: "hello",
      offerId: null,
      offerTitle: null,
      price: null,
      cancellationPolicy: [{ beforeMinutes: 0, refundPercent: 100 }],
      approvalRequired: false,
      place: VIDEO,
      createdBy: "client",
      clientTimeZone: "Europe/Lisbon",
      locale: null,
      bufferBeforeMs: 0,
      bufferAfterMs: 0,
      moveNoticeMinutes: 0,
      id: "new",
      coachId: "coach",
      clientId: "client",
      startsAt: EIGHT,
      endsAt: NINE,
      status: "pending",
      refundCapPercent: 100,
      refundPercent: null,
      priceWaived: false,
      moves: 0,
      moveRequest: null,
      paymentId: null,
      meetingLink: null,
      completesAt: null,
      cancelledBy: null,
      cancelReason: null,
      revision: 1,
      createdAt: NOW,
      updatedAt: NOW,
      expiresAt: EIGHT,
    };
    const { answer, writes, audit, effects } = decide({}, create());
    expect(answer).toEqual({ kind: "booking", booking: made, availabilityVersion: 7 });
    expect(writes).toMatchObject({
      created: [{ booking: made, ahead: 0, clientOverlapAllowed: true }],
      changed: [],
      people: [],
      bumpsVersion: true,
    });
    const times = { starts_at: EIGHT, ends_at: NINE, buffer_before_ms: 0, buffer_after_ms: 0 };
    expect(audit).toEqual([["created", { client_id: "client", status: "pending", ...times }]]);
    expect(effects).toEqual([{ kind: "booking_changed", action: "created" }]);
  });

  test.each<[string, Partial<CreateCommand>, State, Partial<Booking>]>([
    ["of a length", { durationMs: minutes(45) }, {}, { endsAt: at("2030-03-12T08:45Z") }],
    [
      "by an offer with a price",
      { offerId: "offer" },
      coach({ offers: [offerOf({ price: EUR, durationMinutes: 90 })], hasOffers: true }),
      { offerId: "offer", price: EUR, endsAt: at("2030-03-12T09:30Z"), status: "pending", expiresAt: at("2030-03-10T10:15Z") },
    ],
    [
      "by a coach who confirms at once",
      {},
      coach({ settings: { autoConfirm: true } }),
      { status: "confirmed", expiresAt: null, completesAt: at("2030-03-13T09:00Z") },
    ],
    [
      "with a price, confirmed at once all the same not",
      {},
      coach({ settings: { autoConfirm: true }, offers: [offerOf({ price: EUR })], hasOffers: true }),
      { status: "pending", completesAt: null },
    ],
    ["to be approved", {}, coach({ settings: { autoConfirm: true, approvalRequired: true } }), { status: "pending", expiresAt: EIGHT }],
    [
      "by the coach",
      { ...by("coach"), client: null },
      coach({ settings: { approvalRequired: true } }),
      { status: "confirmed", createdBy: "coach", expiresAt: null },
    ],
    [
      "by an admin, whom the coach need not know",
      { ...by("admin"), client: null },
      client({ isKnownToCoach: false }),
      { status: "confirmed", createdBy: "admin" },
    ],
    ["by the coach, outside the hours", { ...by("coach"), client: null, startsAt: at("2030-03-12T05:17Z") }, {}, { status: "confirmed" }],
    [
      "by the coach, whose client let that time lapse",
      { ...by("coach"), client: null },
      { lapsedUnpaid: [{ clientId: "client", startsAt: EIGHT }] },
      { status: "confirmed" },
    ],
    ["where another let that time lapse", {}, { lapsedUnpaid: [{ clientId: "other", startsAt: EIGHT }] }, { status: "pending" }],
    ["where the client let another time lapse", {}, { lapsedUnpaid: [{ clientId: "client", startsAt: NINE }] }, { status: "pending" }],
    ["in the zone of the client's token", { client: { ...CLAIMS, timeZone: "Asia/Tokyo" } }, {}, { clientTimeZone: "Asia/Tokyo" }],
    ["in no zone, where none is known", {}, client({ recorded: null }), { clientTimeZone: null }],
    [
      "beside another session of the client",
      {},
      {
        ...coach({ settings: { clientOverlapAllowed: false } }),
        elsewhere: [booked({ startsAt: NINE, endsAt: START }), booked({ startsAt: at("2030-03-12T07:00Z"), endsAt: EIGHT })],
      },
      {},
    ],
    [
      "at the time of another client's session elsewhere",
      {},
      {
        ...coach({ settings: { clientOverlapAllowed: false } }),
        elsewhere: [booked({ clientId: "other", startsAt: EIGHT, endsAt: NINE })],
      },
      {},
    ],
    ["at the time of a session elsewhere, where that is allowed", {}, { elsewhere: [booked({ startsAt: EIGHT, endsAt: NINE })] }, {}],
    ["where one has lapsed", {}, { nearby: [pending({ startsAt: EIGHT, endsAt: NINE, expiresAt: NOW })] }, {}],
  ])("%s", (_what, command, state, expected) => {
    expect(decide(state, create(command)).answer).toMatchObject({ booking: expected });
  });

  test.each<[string, Partial<CreateCommand>, State, Refusal]>([
    ["by the passing of time", by("system"), {}, { tag: "forbidden" }],
    ["by the coach for somebody unknown", by("coach"), client({ recorded: null }), { tag: "client_unknown_to_coach" }],
    ["by an admin for somebody unknown", by("admin"), client({ recorded: null }), { tag: "user_not_found" }],
    [
      "by the coach for somebody who has had nothing there",
      by("coach"),
      client({ isKnownToCoach: false }),
      { tag: "client_unknown_to_coach" },
    ],
    ["of what is not sold", { offerId: "none" }, {}, { tag: "offer_not_found" }],
    ["of what is not sold, at the cap", { offerId: "none" }, client({ pending: 3 }), { tag: "too_many_pending", pendingMax: 3 }],
    ["at the cap of sessions", {}, client({ ahead: 7 }), { tag: "too_many_sessions", sessionsMax: 7 }],
    ["at the cap of unpaid ones", {}, client({ unpaid: 5 }), { tag: "too_many_sessions", sessionsMax: 5 }],
    ["of a coach who is gone", {}, coach({}, false), { tag: "coach_inactive" }],
    ["by a client who is gone", {}, client({ isActive: false }), { tag: "client_inactive" }],
    ["outside the hours", { startsAt: at("2030-03-12T05:00Z") }, {}, { tag: "outside_hours", alternatives: [] }],
    ["at a time that is held", {}, { nearby: [booked({ startsAt: EIGHT, endsAt: NINE })] }, taken],
    [
      "by the coach, at a time that is held",
      { ...by("coach"), client: null },
      { nearby: [booked({ startsAt: EIGHT, endsAt: NINE })] },
      taken,
    ],
    ["of a time that the client let lapse", {}, { lapsedUnpaid: [{ clientId: "client", startsAt: EIGHT }] }, taken],
    [
      "at the time of a session elsewhere",
      {},
      { ...coach({ settings: { clientOverlapAllowed: false } }), elsewhere: [booked({ startsAt: EIGHT, endsAt: NINE })] },
      { tag: "client_overlap" },
    ],
    [
      "by the coach, at the time of a session elsewhere",
      by("coach"),
      { ...coach({ settings: { clientOverlapAllowed: false } }), elsewhere: [booked({ startsAt: EIGHT, endsAt: NINE })] },
      taken,
    ],
  ])("not %s", (_what, command, state, problem) => {
    const decided = decide(state, create(command));
    expect(decided.problem).toEqual(problem);
    expect(decided.writes).toMatchObject({ created: [], changed: [], audit: [], outbox: [], people: [], bumpsVersion: false });
  });

  test.each([
    ["not on record", CLAIMS, null, [CLAIMS]],
    ["on record as they say", CLAIMS, wanting("client").recorded, []],
    ["on record by another name", { ...CLAIMS, name: "D" }, wanting("client").recorded, [{ ...CLAIMS, name: "D" }]],
  ])("records its client: %s", (_what, claims, recorded, people) => {
    expect(decide(client({ recorded }), create({ client: claims })).writes.people).toEqual(people);
  });

  test("writes down first what has lapsed, and holds its time against the next", () => {
    const lapsed = pending({ id: "old", startsAt: EIGHT, endsAt: NINE, expiresAt: NOW });
    const { problem, audit, writes } = decide({ nearby: [lapsed] }, create(), create({ ...by("client", "second"), bookingId: "second" }));
    expect(problem).toEqual(taken);
    expect(audit.map(([action]) => action)).toEqual(["lapsed", "created"]);
    expect(writes.audit.map(({ commandId }) => commandId)).toEqual(["command/lapse", "command"]);
    expect(writes.changed[0]?.booking).toMatchObject({ id: "old", status: "cancelled", cancelReason: "expired", cancelledBy: "system" });
  });

  const another = (changes: Partial<CreateCommand> = {}) =>
    create({ ...by("client", "first"), bookingId: "first", startsAt: NINE, ...changes });
  test.each<[string, State, CreateCommand, Refusal | null]>([
    ["one more pending", client({ pending: 2 }), another(), { tag: "too_many_pending", pendingMax: CAPS.pendingMax }],
    ["one more ahead", client({ ahead: 6 }), another(), { tag: "too_many_sessions", sessionsMax: CAPS.aheadMax }],
    ["one more unpaid", client({ unpaid: 4 }), another(), { tag: "too_many_sessions", sessionsMax: CAPS.unpaidWithCoachMax }],
    [
      "a confirmed one, which is not pending",
      { ...client({ pending: 2 }), ...coach({ settings: { autoConfirm: true } }) },
      another(),
      null,
    ],
    [
      "one that the coach made, which counts nowhere",
      client({ pending: 2, ahead: 6, unpaid: 4 }),
      another({ ...by("coach", "first"), client: null }),
      null,
    ],
    [
      "another client's",
      {
        clients: new Map([
          ["client", wanting("client", { pending: 2, ahead: 6, unpaid: 4 })],
          ["other", wanting("other")],
        ]),
      },
      another({ clientId: "other", client: null }),
      null,
    ],
  ])("after %s in the same group", (_what, state, first, problem) => {
    expect(decide(state, first, create()).problem).toEqual(problem);
  });
});

test("one that was confirmed at once does not count as pending for the next of the group", () => {
  const offers = [offerOf({ id: "free" }), offerOf({ id: "priced", price: EUR })];
  const state = { ...client({ pending: 2 }), ...coach({ settings: { autoConfirm: true }, offers, hasOffers: true }) };
  const first = create({ ...by("client", "first"), bookingId: "first", offerId: "free", startsAt: NINE });
  expect(decide(state, first, create({ offerId: "priced" })).answer).toMatchObject({ booking: { status: "pending" } });
});

function move(changes: Partial<RescheduleCommand> = {}): RescheduleCommand {
  const what = {
    bookingId: "b",
    clientId: "client",
    startsAt: EIGHT,
    durationMs: minutes(60),
    onBehalfOf: null,
    place: null,
    ifRevision: null,
  };
  return { kind: "reschedule", ...by("client"), ...what, ...changes };
}

const PHONE = { kind: "phone", city: null, address: "+351", link: null } as const;
const POLICY = [
  { beforeMinutes: 4_320, refundPercent: 100 },
  { beforeMinutes: 60, refundPercent: 40 },
];
const from = { starts_at: START, ends_at: END, buffer_before_ms: 0, buffer_after_ms: 0 };
const to = { starts_at: EIGHT, ends_at: NINE, buffer_before_ms: 0, buffer_after_ms: 0 };

describe("a move", () => {
  test.each<[string, Partial<RescheduleCommand>, Partial<Booking>, Partial<Booking>, Record<string, unknown>]>([
    ["by the client: the cap falls", {}, { cancellationPolicy: POLICY }, { refundCapPercent: 40, moves: 1 }, { refund_cap_percent: 40 }],
    ["by the coach: the cap stays", by("coach"), { cancellationPolicy: POLICY }, { refundCapPercent: 100 }, {}],
    [
      "for the client",
      { ...by("admin"), onBehalfOf: "client" },
      { cancellationPolicy: POLICY, price: EUR, paymentId: "p" },
      { refundCapPercent: 40 },
      { on_behalf_of: "client", refund_cap_percent: 40 },
    ],
    [
      "for the coach",
      { ...by("admin"), onBehalfOf: "coach" },
      { cancellationPolicy: POLICY, price: EUR, paymentId: "p" },
      { refundCapPercent: 100 },
      { on_behalf_of: "coach" },
    ],
    ["with a place", { ...by("coach"), place: PHONE }, {}, { place: PHONE }, {}],
    ["of the revision that was read", { ifRevision: 2 }, {}, {}, {}],
  ])("%s", (_what, command, booking, expected, changes) => {
    const { answer, writes, audit, effects } = decide({ bookings: [booked(booking)] }, move(command));
    const moved = {
      ...booked(booking),
      startsAt: EIGHT,
      endsAt: NINE,
      moves: 1,
      completesAt: at("2030-03-13T09:00Z"),
      revision: 3,
      ...expected,
    };
    expect(answer).toEqual({ kind: "booking", booking: moved, availabilityVersion: 7 });
    expect(writes.changed).toEqual([{ booking: moved, clientOverlapAllowed: true, isMoved: true }]);
    expect(writes.bumpsVersion).toBe(true);
    expect(audit).toEqual([["rescheduled", { from, to, ...changes }]]);
    expect(effects).toEqual([{ kind: "booking_changed", action: "rescheduled" }]);
  });

  test("over its own time, and where one has lapsed, which is written down", () => {
    const lapsed = pending({ id: "old", startsAt: EIGHT, endsAt: NINE, expiresAt: NOW });
    const { audit } = decide({ bookings: [booked(), lapsed] }, move({ startsAt: at("2030-03-12T08:30Z"), ...by("coach") }));
    expect(audit.map(([action]) => action)).toEqual(["lapsed", "rescheduled"]);
    expect(decide({ bookings: [booked()] }, move({ startsAt: at("2030-03-12T10:30Z"), ...by("coach") })).problem).toBeNull();
  });

  test.each<[string, Partial<RescheduleCommand>, State, Refusal]>([
    ["of a booking that is not there", {}, {}, { tag: "booking_not_found" }],
    ["of another revision", { ifRevision: 1 }, { bookings: [booked()] }, { tag: "revision_mismatch" }],
    ["of another revision, to where it stands", { ifRevision: 3, startsAt: START }, { bookings: [booked()] }, { tag: "revision_mismatch" }],
    ["with a place, by the client", { place: PHONE }, { bookings: [booked()] }, { tag: "forbidden" }],
    [
      "of one that is over, to where it stands",
      { startsAt: START },
      { bookings: [booked({ status: "completed" })] },
      { tag: "invalid_transition", from: "completed", to: "rescheduled" },
    ],
    [
      "of one that has lapsed, to where it stands",
      { startsAt: START },
      { bookings: [pending({ expiresAt: NOW })] },
      { tag: "invalid_transition", from: "cancelled", to: "rescheduled" },
    ],
    [
      "of what the client has to agree to",
      by("coach"),
      { bookings: [booked({ price: EUR, paymentId: "p" })] },
      { tag: "move_needs_client" },
    ],
    [
      "outside the hours, by the client",
      { startsAt: at("2030-03-12T05:00Z") },
      { bookings: [booked()] },
      { tag: "outside_hours", alternatives: [] },
    ],
    ["to a time that is held", {}, { bookings: [booked(), booked({ id: "x", startsAt: EIGHT, endsAt: NINE })] }, taken],
    [
      "to a buffer of its own",
      {},
      { bookings: [booked({ bufferAfterMs: minutes(30) }), booked({ id: "x", startsAt: at("2030-03-12T09:15Z"), endsAt: START })] },
      taken,
    ],
    ["more often than may be", {}, { bookings: [booked()], clientMoves: new Map([["b", 5]]) }, { tag: "too_many_moves", movesMax: 5 }],
    [
      "to where the client is elsewhere",
      {},
      {
        ...coach({ settings: { clientOverlapAllowed: false } }),
        bookings: [booked()],
        elsewhere: [booked({ id: "x", startsAt: EIGHT, endsAt: NINE })],
      },
      { tag: "client_overlap" },
    ],
    [
      "by the coach, to where the client is elsewhere",
      by("coach"),
      {
        ...coach({ settings: { clientOverlapAllowed: false } }),
        bookings: [booked()],
        elsewhere: [booked({ id: "x", startsAt: EIGHT, endsAt: NINE })],
      },
      taken,
    ],
  ])("not %s", (_what, command, state, problem) => {
    const decided = decide(state, move(command));
    expect(decided.problem).toEqual(problem);
    expect(decided.writes).toMatchObject({ changed: [], audit: [] });
  });

  test("by the coach is bound by no hours, one for both neither", () => {
    const five = { startsAt: at("2030-03-12T05:17Z") };
    expect(decide({ bookings: [booked()] }, move({ ...five, ...by("coach") })).problem).toBeNull();
    expect(decide({ bookings: [booked()] }, move({ ...five, ...by("admin"), onBehalfOf: "client" })).problem).toBeNull();
  });

  test("says whether the coach allows the client to be in two places", () => {
    const state = { ...coach({ settings: { clientOverlapAllowed: false } }), bookings: [booked()] };
    expect(decide(state, move()).writes.changed[0]?.clientOverlapAllowed).toBe(false);
  });

  test("to where it stands changes nothing, but the place where that is another", () => {
    const still = move({ startsAt: START });
    for (const standing of [booked(), pending()]) {
      const { answer, audit } = decide({ bookings: [standing] }, still);
      expect([answer, audit]).toEqual([{ kind: "booking", booking: standing, availabilityVersion: 7 }, []]);
    }
    expect(decide({ bookings: [booked()] }, { ...still, ...by("coach"), place: VIDEO }).audit).toEqual([]);
    const elsewhere = decide({ bookings: [booked()] }, { ...still, ...by("coach"), place: PHONE });
    expect(elsewhere.answer).toMatchObject({ booking: { ...booked(), place: PHONE, revision: 3, updatedAt: NOW } });
    expect([elsewhere.audit, elsewhere.writes.bumpsVersion]).toEqual([[["place_changed", { place: "phone" }]], false]);
  });
});

const REQUEST = { startsAt: EIGHT, durationMs: minutes(60), askedAt: at("2030-03-09T11:00Z"), expiresAt: at("2030-03-11T11:00Z") };
const askedFor = (askedBy: "client" | "coach", changes: Partial<Booking> = {}): Booking =>
  booked({ moveRequest: { ...REQUEST, askedBy }, ...changes });

function ask(changes: Partial<AskMoveCommand> = {}): AskMoveCommand {
  return {
    kind: "ask_move",
    ...by("client"),
    bookingId: "b",
    clientId: "client",
    startsAt: EIGHT,
    durationMs: minutes(60),
    replacesOwn: false,
    ...changes,
  };
}
function reply(changes: Partial<AnswerMoveCommand> = {}): AnswerMoveCommand {
  return {
    kind: "answer_move",
    ...by("coach"),
    bookingId: "b",
    clientId: "client",
    answer: "accept",
    startsAt: EIGHT,
    durationMs: minutes(60),
    ...changes,
  };
}

describe("a question to move", () => {
  test.each<[string, Partial<AskMoveCommand>, Booking, "client" | "coach"]>([
    ["by the client", {}, booked(), "client"],
    ["by the coach", by("coach"), booked(), "coach"],
    ["by an admin, for the coach", by("admin"), booked(), "coach"],
    ["by the coach, in place of the coach's own", { ...by("coach"), replacesOwn: true, startsAt: NINE }, askedFor("coach"), "coach"],
    ["by the coach, outside the hours and where somebody is", { ...by("coach"), startsAt: at("2030-03-12T05:17Z") }, booked(), "coach"],
  ])("%s", (_what, command, standing, askedBy) => {
    const { startsAt } = ask(command);
    const { audit, writes, effects } = decide({ bookings: [standing] }, ask(command));
    const moveRequest = {
      startsAt,
      durationMs: minutes(60),
      askedBy,
      askedAt: NOW,
      expiresAt: instant(Math.min(startsAt, at("2030-03-12T10:00Z"))),
    };
    expect(writes.changed.map(({ booking }) => booking)).toEqual([{ ...standing, moveRequest, revision: 3 }]);
    expect(audit).toEqual([["move_asked", { asked_by: askedBy, starts_at: startsAt, duration_ms: minutes(60) }]]);
    expect(effects).toEqual([{ kind: "booking_changed", action: "move_asked" }]);
    expect(writes.bumpsVersion).toBe(false);
  });

  test.each<[string, Partial<AskMoveCommand>, State, Refusal]>([
    ["of a booking that is not there", {}, {}, { tag: "booking_not_found" }],
    ["of a pending one", {}, { bookings: [pending()] }, { tag: "invalid_transition", from: "pending", to: "move_asked" }],
    ["of another revision than was seen", { ifRevision: 1 }, { bookings: [booked({ revision: 2 })] }, { tag: "revision_mismatch" }],
    ["while one is open", by("coach"), { bookings: [askedFor("coach")] }, { tag: "move_request_open" }],
    ["while the client's is open", { ...by("coach"), replacesOwn: true }, { bookings: [askedFor("client")] }, { tag: "move_request_open" }],
    ["to the past", { ...by("coach"), startsAt: NOW }, { bookings: [booked()] }, { tag: "in_the_past", alternatives: [] }],
    [
      "by the client, outside the hours",
      { startsAt: at("2030-03-12T05:00Z") },
      { bookings: [booked()] },
      { tag: "outside_hours", alternatives: [] },
    ],
    [
      "by the client, to where the client is elsewhere",
      {},
      {
        ...coach({ settings: { clientOverlapAllowed: false } }),
        bookings: [booked()],
        elsewhere: [booked({ id: "x", startsAt: EIGHT, endsAt: NINE })],
      },
      { tag: "client_overlap" },
    ],
    ["by the client, to a time that is held", {}, { bookings: [booked(), booked({ id: "x", startsAt: EIGHT, endsAt: NINE })] }, taken],
  ])("not %s", (_what, command, state, problem) => {
    const decided = decide(state, ask(command));
    expect([decided.problem, decided.audit]).toEqual([problem, []]);
  });

  test("by the client, over the time that it has", () => {
    expect(decide({ bookings: [booked()] }, ask({ startsAt: START, durationMs: minutes(120) })).problem).toBeNull();
  });

  test.each<[string, Partial<AnswerMoveCommand>, "client" | "coach", string]>([
    ["declined by the other", { answer: "decline" }, "client", "move_declined"],
    ["withdrawn", { ...by("client"), answer: "withdraw" }, "client", "move_withdrawn"],
  ])("is %s: the booking as it was", (_what, command, askedBy, action) => {
    const { answer: told, audit, effects } = decide({ bookings: [askedFor(askedBy)] }, reply(command));
    expect(told).toEqual({ kind: "booking", booking: { ...booked(), revision: 3 }, availabilityVersion: 7 });
    expect(audit).toEqual([[action, { asked_by: askedBy }]]);
    expect(effects).toEqual([{ kind: "booking_changed", action }]);
  });

  test.each<[string, Partial<AnswerMoveCommand>, "client" | "coach", number]>([
    // Asked two days and 23 hours ahead: at the moment of the answer too, the second step counts.
    ["the client's: the cap falls to what it was worth when it was asked", {}, "client", 40],
    ["the coach's: the cap stays", by("client"), "coach", 100],
    ["by an admin", by("admin"), "coach", 100],
  ])("is accepted: %s", (_what, command, askedBy, cap) => {
    const standing = askedFor(askedBy, { cancellationPolicy: POLICY, price: EUR, paymentId: "p", approvalRequired: true });
    const { writes, audit } = decide({ bookings: [standing] }, reply(command));
    const moved = {
      ...standing,
      startsAt: EIGHT,
      endsAt: NINE,
      moves: 1,
      moveRequest: null,
      refundCapPercent: cap,
      completesAt: at("2030-03-13T09:00Z"),
      revision: 3,
    };
    expect(writes.changed.map(({ booking }) => booking)).toEqual([moved]);
    expect(audit).toEqual([["rescheduled", { from, to, accepted: true, ...(cap === 100 ? {} : { refund_cap_percent: cap }) }]]);
  });

  test("asked in good time and accepted late, the cap is that of the asking", () => {
    const standing = askedFor("client", { cancellationPolicy: [{ beforeMinutes: 2_940, refundPercent: 70 }] });
    expect(decide({ bookings: [standing] }, reply()).answer).toMatchObject({ booking: { refundCapPercent: 70 } });
  });

  test("is accepted outside the hours", () => {
    const startsAt = at("2030-03-12T05:17Z");
    const standing = booked({ moveRequest: { ...REQUEST, startsAt, askedBy: "coach" } });
    expect(decide({ bookings: [standing] }, reply({ ...by("client"), startsAt })).problem).toBeNull();
  });

  test.each<[string, Partial<AnswerMoveCommand>, State, Refusal]>([
    ["of a booking that is not there", {}, {}, { tag: "booking_not_found" }],
    ["to none", {}, { bookings: [booked()] }, { tag: "move_request_not_found" }],
    [
      "to one that has lapsed",
      {},
      { bookings: [booked({ moveRequest: { ...REQUEST, askedBy: "client", expiresAt: NOW } })] },
      { tag: "move_request_not_found" },
    ],
    ["to one's own", by("client"), { bookings: [askedFor("client")] }, { tag: "forbidden" }],
    [
      "to one of another revision than was seen",
      { ifRevision: 1 },
      { bookings: [askedFor("client", { revision: 2 })] },
      { tag: "revision_mismatch" },
    ],
    ["to another start than was read", { startsAt: NINE }, { bookings: [askedFor("client")] }, { tag: "move_request_not_found" }],
    ["to another length than was read", { durationMs: minutes(30) }, { bookings: [askedFor("client")] }, { tag: "move_request_not_found" }],
    ["at a time that is held", {}, { bookings: [askedFor("client"), booked({ id: "x", startsAt: EIGHT, endsAt: NINE })] }, taken],
    ["by withdrawing the other's", { answer: "withdraw" }, { bookings: [askedFor("client")] }, { tag: "forbidden" }],
  ])("no answer %s", (_what, command, state, problem) => {
    const decided = decide(state, reply(command));
    expect([decided.problem, decided.audit]).toEqual([problem, []]);
  });
});

test("a cancellation gives back no less than its caller has been shown, at the instant of the decision", () => {
  const halved = booked({ price: EUR, paymentId: PAYMENT_ID, cancellationPolicy: [{ beforeMinutes: 0, refundPercent: 50 }] });
  const state = { bookings: [halved], payments: [paymentOf({ state: "paid", capturedMinor: 10_000 })] };
  const less = decide(state, set({ refundPercentMin: 51 }));
  expect([less.problem, less.audit]).toEqual([{ tag: "revision_mismatch" }, []]);
  for (const refundPercentMin of [50, 0, null]) expect(decide(state, set({ refundPercentMin })).problem).toBeNull();
});

function set(changes: Partial<SetStatusCommand> = {}): SetStatusCommand {
  const what = { bookingId: "b", status: "cancelled", reason: null, waivesPrice: false, onBehalfOf: null, ifRevision: null } as const;
  return { kind: "set_status", ...by("client"), ...what, ...changes };
}

describe("a status", () => {
  const unpaid = pending({ price: EUR });
  const open = paymentOf();
  const paid = paymentOf({ state: "paid", capturedMinor: 10_000 });
  const changed = (action: string) => ({ kind: "booking_changed", action });
  const refund = (amountMinor: number) => ({ kind: "refund", paymentId: PAYMENT_ID, amountMinor, received: null, cause: "cancelled" });
  const end = { kind: "end_checkout", paymentId: PAYMENT_ID };
  const gone = { status: "cancelled", expiresAt: null, completesAt: null } as const;
  const halved = booked({ price: EUR, paymentId: PAYMENT_ID, cancellationPolicy: POLICY, completesAt: END });

  test.each<[string, Partial<SetStatusCommand>, Booking, Partial<Booking>, unknown[], unknown[]]>([
    [
      "confirmed",
      { ...by("coach"), status: "confirmed" },
      pending(),
      { status: "confirmed", expiresAt: null, completesAt: at("2030-03-13T11:00Z") },
      ["confirmed", { from: "pending", to: "confirmed" }],
      [changed("confirmed")],
    ],
    [
      "confirmed for nothing",
      { ...by("coach"), status: "confirmed", waivesPrice: true },
      unpaid,
      { status: "confirmed", priceWaived: true, expiresAt: null, completesAt: at("2030-03-13T11:00Z") },
      ["confirmed", { from: "pending", to: "confirmed", price_waived: true }],
      [changed("confirmed"), end],
    ],
    [
      "confirmed, which had been waived",
      { ...by("coach"), status: "confirmed" },
      pending({ price: EUR, priceWaived: true }),
      { status: "confirmed", expiresAt: null, completesAt: at("2030-03-13T11:00Z") },
      ["confirmed", { from: "pending", to: "confirmed" }],
      [changed("confirmed"), end],
    ],
    [
      "cancelled by the client",
      { reason: "ill" },
      halved,
      { ...gone, refundPercent: 40, cancelledBy: "client", cancelReason: "ill" },
      ["cancelled", { from: "confirmed", to: "cancelled", refund_percent: 40 }],
      [changed("cancelled"), refund(4_000)],
    ],
    [
      "cancelled by the coach",
      by("coach"),
      halved,
      { ...gone, refundPercent: 100, cancelledBy: "coach" },
      ["cancelled", { from: "confirmed", to: "cancelled", refund_percent: 100 }],
      [changed("cancelled"), refund(10_000)],
    ],
    [
      "cancelled for the client",
      { ...by("admin"), onBehalfOf: "client" },
      halved,
      { ...gone, refundPercent: 40, cancelledBy: "admin" },
      ["cancelled", { from: "confirmed", to: "cancelled", refund_percent: 40, on_behalf_of: "client" }],
      [changed("cancelled"), refund(4_000)],
    ],
    [
      "cancelled for the coach",
      { ...by("admin"), onBehalfOf: "coach" },
      halved,
      { ...gone, refundPercent: 100, cancelledBy: "admin" },
      ["cancelled", { from: "confirmed", to: "cancelled", refund_percent: 100, on_behalf_of: "coach" }],
      [changed("cancelled"), refund(10_000)],
    ],
    [
      "cancelled unpaid",
      {},
      unpaid,
      { ...gone, refundPercent: 100, cancelledBy: "client" },
      ["cancelled", { from: "pending", to: "cancelled", refund_percent: 100 }],
      [changed("cancelled"), end],
    ],
  ])("%s", (_what, command, standing, expected, trail, effects) => {
    const payments = standing.paymentId === null ? [open, paymentOf({ bookingId: "x" })] : [paid];
    const decided = decide({ bookings: [standing], payments }, set(command));
    const booking = { ...standing, revision: 3, ...expected };
    expect(decided.answer).toEqual({ kind: "booking", booking, availabilityVersion: 7 });
    expect(decided.audit).toEqual([trail]);
    expect(decided.effects).toEqual(effects);
  });

  test("cancelled by its client, whose coach is gone: all is given back", () => {
    const { answer: told } = decide({ ...coach({}, false), bookings: [halved] }, set());
    expect(told).toMatchObject({ booking: { refundPercent: 100 } });
  });

  test("completed, after its end", () => {
    const over = booked({ startsAt: at("2030-03-10T08:00Z"), endsAt: NOW, completesAt: at("2030-03-11T10:00Z") });
    const { answer: told, audit, effects } = decide({ bookings: [over] }, set({ status: "completed" }));
    expect(told).toMatchObject({ booking: { ...over, status: "completed", completesAt: null, revision: 3 } });
    expect([audit, effects]).toEqual([[["completed", { from: "confirmed", to: "completed" }]], [changed("completed")]]);
  });

  test.each<[string, Partial<SetStatusCommand>, State, Refusal]>([
    ["of a booking that is not there", {}, {}, { tag: "booking_not_found" }],
    ["of another revision", { ifRevision: 1 }, { bookings: [booked()] }, { tag: "revision_mismatch" }],
    ["pending again", { status: "pending" }, { bookings: [booked()] }, { tag: "invalid_transition", from: "confirmed", to: "pending" }],
    ["confirmed unpaid", { status: "confirmed" }, { bookings: [unpaid] }, { tag: "payment_required" }],
    ["completed before its end", { status: "completed" }, { bookings: [booked()] }, { tag: "session_not_ended" }],
    [
      "confirmed by the passing of time, for whatever side",
      { ...by("system"), status: "confirmed", onBehalfOf: "coach" },
      { bookings: [pending()] },
      { tag: "forbidden" },
    ],
    [
      "cancelled after it has lapsed",
      {},
      { bookings: [pending({ expiresAt: NOW })] },
      { tag: "invalid_transition", from: "cancelled", to: "cancelled" },
    ],
  ])("not %s", (_what, command, state, problem) => {
    const decided = decide(state, set(command));
    expect([decided.problem, decided.audit, decided.effects]).toEqual([problem, [], []]);
  });

  test("is the one of the revision that was read", () => {
    expect(decide({ bookings: [booked()] }, set({ ifRevision: 2 })).problem).toBeNull();
  });
});

describe("the passing of time", () => {
  test("completes in silence, lapses what waited, and closes questions, each once", () => {
    const asked = (id: string, expiresAt = NOW) => booked({ id, moveRequest: { ...REQUEST, askedBy: "coach", expiresAt } });
    const completing = [booked({ id: "over", completesAt: NOW, moveRequest: { ...REQUEST, askedBy: "client", expiresAt: NOW } })];
    const decided = decide(
      { due: [pending({ id: "late", expiresAt: NOW })], completing, asked: [...completing, asked("closed"), asked("open", END)] },
      { kind: "lapse", ...by("system") },
    );
    expect(decided.answer).toEqual({ kind: "lapsed", count: 5 });
    expect(decided.writes.audit.map(({ commandId, bookingId, action, changes }) => [commandId, bookingId, action, changes])).toEqual([
      ["command/due", "over", "completed", { from: "confirmed", to: "completed" }],
      ["command/due", "closed", "move_lapsed", { asked_by: "coach" }],
      ["command/lapse", "late", "lapsed", { from: "pending", to: "cancelled" }],
    ]);
    expect(decided.writes.changed.map(({ booking: { id, status, moveRequest } }) => [id, status, moveRequest])).toEqual([
      ["over", "completed", null],
      ["closed", "confirmed", null],
      ["late", "cancelled", null],
    ]);
    expect(decided.effects).toEqual([
      { kind: "booking_changed", action: "move_lapsed" },
      { kind: "booking_changed", action: "lapsed" },
    ]);
  });
});

describe("an event that was written", () => {
  const record: AgendaCommand = { kind: "record_event", ...by("client"), bookingId: "b", provider: "outlook" };

  test("stands in the trail, and the booking as it stood", () => {
    const { answer: told, writes } = decide({ bookings: [booked()] }, record);
    expect(told).toEqual({ kind: "booking", booking: booked(), availabilityVersion: 7 });
    const { author } = by("client");
    const changes = { calendar_type: "outlook", state: "detached" };
    expect(writes.audit).toEqual([
      { commandId: "command", bookingId: "b", revision: null, action: "event_written", author, at: NOW, changes },
    ]);
    expect([writes.changed, writes.outbox]).toEqual([[], []]);
  });

  test("of a booking that is not there", () => {
    expect(decide({}, record).problem).toEqual({ tag: "booking_not_found" });
  });
});
