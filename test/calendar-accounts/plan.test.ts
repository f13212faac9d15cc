/** The plan of a reconcile, as a table: for each state of the record, the booking and the connection what is to be done. */
import { describe, expect, test } from "vitest";
import { planOf, type Plan, type Wish } from "../../src/calendar-accounts/plan.ts";
import type { CalendarEventRecord } from "../../src/database/calendar-events.ts";
import type { EffectPerson } from "../../src/database/effect-person.ts";
import type { EffectContext } from "../../src/database/effect-read.ts";
import type { ReconcileState } from "../../src/database/reconcile-read.ts";
import type { Booking } from "../../src/domain/booking.ts";
import { DEFAULT_SETTINGS } from "../../src/domain/coach.ts";
import type { CalendarConnection } from "../../src/domain/calendar-account.ts";
import { after, instant } from "../../src/domain/instant.ts";
import type { PutBacks } from "../../src/domain/put-backs.ts";
import { HOUR_MS } from "../../src/lib/duration.ts";
import { FREE, NO_DETAILS } from "../support/details.ts";

const NOW = instant(Date.parse("2026-12-01T08:00Z"));
const TIME = { startsAt: instant(Date.parse("2026-12-01T10:00Z")), endsAt: instant(Date.parse("2026-12-01T11:00Z")) };

const CONFIRMED: Booking = {
  ...NO_DETAILS,
  ...FREE,
  ...TIME,
  id: "booking",
  coachId: "coach",
  clientId: "client",
  status: "confirmed",
  paymentId: null,
  meetingLink: null,
  expiresAt: null,
  cancelledBy: null,
  cancelReason: null,
  revision: 2,
  createdAt: NOW,
  updatedAt: NOW,
};

const CONNECTION: CalendarConnection = {
  id: "connection",
  userId: "coach",
  provider: "google",
  accountId: "account",
  accountEmail: "coach@mailbox.test",
  state: "active",
  scopes: [],
  blockingCalendars: ["primary"],
  eventCalendar: "primary",
  isOrganizer: true,
  syncedAt: null,
  busyUntil: null,
  pushUntil: null,
};

const WRITTEN: CalendarEventRecord = {
  bookingId: "booking",
  userId: "coach",
  provider: "google",
  connectionId: "connection",
  calendarId: "primary",
  eventId: "event",
  generation: 0,
  desiredRevision: 2,
  appliedRevision: 2,
  time: TIME,
  etag: "etag",
  eventLink: null,
  meetingLink: null,
  state: "ok",
  isAsked: false,
  timeZone: null,
  guestResponse: null,
  putBacks: null,
  invited: ["client@people.test"],
  updatedAt: NOW,
};
const ENDED: PutBacks = { revision: 2, count: 2, since: NOW, difference: "1/2", repeats: 2, isEnded: true };

interface Given {
  readonly booking?: Partial<Booking>;
  /** null: none. */
  readonly connection?: Partial<CalendarConnection> | null;
  readonly record?: Partial<CalendarEventRecord>;
  readonly shownRevision?: number;
  readonly isOwnerActive?: boolean;
  readonly wish?: Wish;
  /** Of the client's own calendar: what became of the coach's event; "none": the coach has no calendar. */
  readonly coachs?: "none" | "pending" | "invites" | "invites_nobody" | "failed";
}

function person(id: string, role: "client" | "coach"): EffectPerson {
  return { id, role, email: `${id}@people.test`, name: null, timeZone: null, locale: null, language: null, status: "active" };
}

const OWN_CLIENT = { id: "clients", userId: "client", isOrganizer: false } as const;
const CLIENTS = { connectionId: "clients", userId: "client", invited: [] } as const;

function stateOf({ booking: changes, connection, record, shownRevision, isOwnerActive = true, coachs }: Given): ReconcileState {
  const booking = { ...CONFIRMED, ...changes };
  const coachsEvent = {
    userId: "coach",
    provider: "google",
    state: coachs === "pending" || coachs === "failed" ? coachs : "ok",
    connectionId: "coachs",
    appliedRevision: coachs === "failed" ? 1 : 2,
    isWritten: true,
    isStanding: coachs !== "pending",
    invited: coachs === "invites" || coachs === "failed" ? ["client@people.test"] : [],
  } as const;
  const context: EffectContext = {
    booking,
    client: person("client", "client"),
    coach: person("coach", "coach"),
    settings: DEFAULT_SETTINGS,
    connections:
      coachs === undefined || coachs === "none"
        ? []
        : [{ id: "coachs", userId: "coach", provider: "google", isActive: true, receivesEvents: true, isOrganizer: true }],
    events: coachs === undefined || coachs === "none" ? [] : [coachsEvent],
    payments: [],
    endpoints: [],
    isConfirmedAtOnce: false,
    isConfirmedByPayment: false,
    refundedOtherwise: new Map(),
    lastChanges: new Map([
      ["created", 1],
      ["confirmed", 2],
    ]),
    told: { client: null, coach: null },
    mailed: { client: null, coach: null },
    previousTime: null,
    lastAsked: null,
  };
  return {
    booking,
    client: context.client,
    coach: context.coach,
    reminderMinutes: [],
    onEventDeleted: "cancel",
    connection: connection === null ? null : { ...CONNECTION, ...connection },
    record: record === undefined ? null : { ...WRITTEN, ...record },
    context,
    shownRevision: shownRevision ?? booking.revision,
    isOwnerActive,
  };
}

function inShort(plan: Plan): string {
  switch (plan.kind) {
    case "nothing":
      return `nothing: ${plan.because}`;
    case "create":
      return plan.mayExist ? "look, then create" : "create";
    case "remove":
      return plan.isWithdrawn ? "withdraw" : "remove";
    default:
      return `${plan.kind}, ${plan.record.state}`;
  }
}

const CANCELLED = { status: "cancelled", revision: 3 } as const;
const MOVED = { revision: 3 } as const;
const NOT_WRITTEN = { eventId: null, time: null, appliedRevision: null, state: "pending" } as const;
const PENDING = { status: "pending", expiresAt: after(NOW, HOUR_MS) } as const;

describe("the plan of a reconcile", () => {
  test.each<[what: string, given: Given, plan: string]>([
    ["there is no connection", { connection: null, record: {} }, "nothing: no_connection"],
    ["its owner has taken the event away", { record: { state: "detached" }, booking: MOVED }, "nothing: left_alone"],
    ["its owner has, and asks for it", { record: { state: "detached" }, booking: MOVED, wish: { timeZone: null } }, "update, pending"],
    ["the connection receives no events", { connection: { eventCalendar: null } }, "nothing: no_calendar"],
    [
      "it receives none any more, and an event stands",
      { connection: { eventCalendar: null }, record: {}, booking: MOVED },
      "update, pending",
    ],
    ["pending, and nobody asked", { booking: PENDING }, "nothing: not_wanted"],
    ["cancelled before it was written", { booking: CANCELLED }, "nothing: not_wanted"],
    ["pending, and asked for", { booking: PENDING, wish: { timeZone: null } }, "create"],
    ["pending, and asked for earlier", { booking: PENDING, record: { ...NOT_WRITTEN, isAsked: true } }, "look, then create"],
    ["asked for, and lapsed", { booking: { ...PENDING, expiresAt: NOW }, record: { isAsked: true } }, "remove"],
    ["confirmed", {}, "create"],
    ["confirmed, and a try came before", { record: NOT_WRITTEN }, "look, then create"],
    ["confirmed, and another connection wrote it", { record: { connectionId: "earlier" } }, "look, then create"],
    ["written", { record: {} }, "nothing: up_to_date"],
    ["written, and asked for again", { record: {}, wish: { timeZone: null } }, "look, pending"],
    ["written, and a question was asked since", { record: {}, booking: MOVED, shownRevision: 2 }, "nothing: up_to_date"],
    ["written, and the link is awaited", { record: { state: "pending" } }, "look, pending"],
    [
      "written, and the link as text is another",
      { connection: { isOrganizer: false }, record: { meetingLink: "https://old.test/" } },
      "update, pending",
    ],
    ["moved", { record: {}, booking: MOVED }, "update, pending"],
    ["failed", { record: { state: "failed", appliedRevision: 1 } }, "update, pending"],
    ["deleted by the coach, who was asked", { record: { ...NOT_WRITTEN, state: "ok", appliedRevision: 2 } }, "nothing: up_to_date"],
    [
      "deleted by the coach, and moved since",
      { record: { ...NOT_WRITTEN, state: "ok", appliedRevision: 2 }, booking: MOVED },
      "look, then create",
    ],
    ["put back until that ended", { record: { state: "failed", appliedRevision: null, putBacks: ENDED } }, "nothing: put_backs_ended"],
    [
      "that, and asked for",
      { record: { state: "failed", appliedRevision: null, putBacks: ENDED }, wish: { timeZone: null } },
      "update, pending",
    ],
    ["that, and moved", { record: { state: "failed", appliedRevision: null, putBacks: ENDED }, booking: MOVED }, "update, pending"],
    ["that, and cancelled", { record: { state: "failed", appliedRevision: null, putBacks: ENDED }, booking: CANCELLED }, "remove"],
    ["completed", { record: {}, booking: { status: "completed", revision: 3 } }, "settle, ok"],
    ["completed before it was written", { record: NOT_WRITTEN, booking: { status: "completed", revision: 3 } }, "look, then create"],
    ["cancelled", { record: {}, booking: CANCELLED }, "remove"],
    ["cancelled, and taken away", { record: { time: null, appliedRevision: 3 }, booking: CANCELLED }, "nothing: up_to_date"],
    ["cancelled while it may be under way", { record: NOT_WRITTEN, booking: CANCELLED }, "remove"],
    ["moved, the owner deactivated", { record: {}, booking: MOVED, isOwnerActive: false }, "wait, pending"],
    ["cancelled, the owner deactivated", { record: {}, booking: CANCELLED, isOwnerActive: false }, "remove"],
    ["moved, the consent lost", { record: {}, booking: MOVED, connection: { state: "needs_reconnect" } }, "wait, needs_reconnect"],
    ["cancelled, the consent lost", { record: {}, booking: CANCELLED, connection: { state: "needs_reconnect" } }, "wait, needs_reconnect"],
  ])("%s", (_what, given, plan) => {
    expect(inShort(planOf(stateOf(given), NOW, given.wish ?? null))).toBe(plan);
  });

  test.each<[what: string, given: Given, plan: string]>([
    ["nobody invites the client", { coachs: "none" }, "create"],
    ["the coach's event is still to come", { coachs: "pending" }, "nothing: not_wanted"],
    ["that, and the client has an event already", { coachs: "pending", record: CLIENTS, booking: MOVED }, "update, pending"],
    ["the coach's event has invited the client", { coachs: "invites" }, "nothing: not_wanted"],
    ["that, and the client has an event already", { coachs: "invites", record: CLIENTS }, "withdraw"],
    ["that, and the client asked for one", { coachs: "invites", record: { ...CLIENTS, isAsked: true } }, "nothing: up_to_date"],
    ["the coach's event has invited nobody", { coachs: "invites_nobody" }, "create"],
    ["the invitation tells what was so before, and cannot be brought up to date", { coachs: "failed" }, "create"],
    [
      "an event that was withdrawn is wanted again",
      { coachs: "none", record: { ...CLIENTS, eventId: null, time: null } },
      "look, then create",
    ],
  ])("the client's own calendar: %s", (_what, given, plan) => {
    expect(inShort(planOf(stateOf({ ...given, connection: OWN_CLIENT }), NOW, given.wish ?? null))).toBe(plan);
  });

  test("what is written anew goes into the calendar that is chosen now, what stands stays where it is", () => {
    const connection = { eventCalendar: "chosen" };
    const planned = (record: Partial<CalendarEventRecord>) => planOf(stateOf({ record, connection, booking: MOVED }), NOW, null);
    expect(planned({})).toMatchObject({ kind: "update", record: { calendarId: "primary" } });
    expect(planned(NOT_WRITTEN)).toMatchObject({ kind: "create", record: { calendarId: "chosen" } });
  });

  test("put-backs are counted anew once a person asks", () => {
    const given = { record: { state: "failed", appliedRevision: null, putBacks: ENDED } } as const;
    expect(planOf(stateOf(given), NOW, { timeZone: null })).toMatchObject({ record: { putBacks: null } });
  });
});
