/** What follows from a change, and which reminders still hold when their moment comes. */
import { describe, expect, test } from "vitest";
import type { Booking, BookingAction } from "../../src/domain/booking.ts";
import { outboxRowOf } from "../../src/database/effect-codec.ts";
import { type ChangeContext, effectsOfChange, effectsOfReminder } from "../../src/effects/derive.ts";
import { instant, type Instant } from "../../src/domain/instant.ts";
import { AUDIENCES, type Audience } from "../../src/domain/notice-kind.ts";
import { changesToTell } from "../../src/effects/telling.ts";
import { bookingOf } from "../notices/making.ts";
import { at } from "./making.ts";

const NOW = at("2030-01-07T09:00Z");
const STARTS_AT = at("2030-01-08T10:00Z");

const CONFIRMED = bookingOf({
  id: "b",
  coachId: "coach",
  clientId: "client",
  startsAt: STARTS_AT,
  endsAt: at("2030-01-08T11:00Z"),
  createdAt: NOW,
  updatedAt: NOW,
});

const reminded = (booking: Booking, now: Instant, readers: readonly Audience[] = AUDIENCES) =>
  effectsOfReminder(60, 2, { booking, readers, now });

describe("the mails of a reminder whose moment has come", () => {
  test("go to both while the session is what it was planned for", () => {
    expect(
      reminded(CONFIRMED, NOW)
        .map(outboxRowOf)
        .map(({ id, kind, dueAt }) => [id, kind, dueAt]),
    ).toEqual([
      ["b:mail:reminder-60:client:2", "mail:reminder-60:client", NOW],
      ["b:mail:reminder-60:coach:2", "mail:reminder-60:coach", NOW],
    ]);
    expect(reminded(CONFIRMED, instant(STARTS_AT - 1))).toHaveLength(2);
  });

  test.each<[string, Partial<Booking>, number]>([
    ["has moved since", { revision: 3 }, NOW],
    ["is still to be confirmed", { status: "pending" }, NOW],
    ["is cancelled", { status: "cancelled" }, NOW],
    ["is over", { status: "completed" }, NOW],
    ["begins this moment", {}, STARTS_AT],
    ["has begun", {}, STARTS_AT + 1],
  ])("go to nobody when the session %s", (_what, changes, now) => {
    expect(reminded({ ...CONFIRMED, ...changes }, instant(now))).toEqual([]);
  });

  test("are for those alone who have an address by then", () => {
    expect(reminded(CONFIRMED, NOW, ["coach"]).map((effect) => outboxRowOf(effect).kind)).toEqual(["mail:reminder-60:coach"]);
  });
});

const NOTHING: Omit<ChangeContext, "booking"> = {
  lastChanges: new Map(),
  readers: AUDIENCES,
  reminderMinutes: [],
  calendars: [],
  payments: [],
  asker: null,
  now: NOW,
};
const QUESTION = { startsAt: STARTS_AT, durationMs: 3_600_000, askedBy: "client", askedAt: NOW, expiresAt: STARTS_AT } as const;

function followed(action: BookingAction, changes: Partial<ChangeContext> = {}, revision = 2): [string, number][] {
  const context = { booking: CONFIRMED, ...NOTHING, ...changes };
  return effectsOfChange(action, revision, context)
    .map(outboxRowOf)
    .map(({ kind, dueAt }) => [kind, dueAt]);
}

describe("what follows from a change", () => {
  const kinds = (...args: Parameters<typeof followed>) => followed(...args).map(([kind]) => kind);

  test("a reminder is planned while its moment is ahead, once each", () => {
    const minutes = (STARTS_AT - NOW) / 60_000;
    const planned = followed("confirmed", { reminderMinutes: [60, minutes, minutes - 1, minutes + 1, 60] });
    expect(planned.filter(([kind]) => kind.startsWith("reminder"))).toEqual([
      ["reminder:60", STARTS_AT - 3_600_000],
      [`reminder:${String(minutes - 1)}`, NOW + 60_000],
    ]);
  });

  test("nothing is reminded of while it is only asked for", () => {
    expect(kinds("created", { booking: { ...CONFIRMED, status: "pending" }, reminderMinutes: [60] })).toEqual([
      "mail:created:client",
      "mail:created:coach",
    ]);
  });

  test("nobody without an address is told now, and reminders are planned for the address that may come", () => {
    expect(kinds("confirmed", { readers: ["coach"] })).toEqual(["mail:confirmed:coach"]);
    expect(kinds("confirmed", { readers: [], reminderMinutes: [60] })).toEqual(["reminder:60"]);
  });

  test("a change speaks for an earlier one only to a reader whom it is told to", () => {
    const changes = {
      lastChanges: new Map([
        ["rescheduled", 2],
        ["place_changed", 3],
        ["checkout_opened", 4],
      ]),
      booking: { ...CONFIRMED, revision: 4 },
    };
    expect(kinds("rescheduled", changes, 2)).toEqual(["mail:rescheduled:coach"]);
    expect(kinds("place_changed", changes, 3)).toEqual(["mail:place_changed:client"]);
    expect(changesToTell("client", 1, { ...NOTHING, ...changes })).toEqual(["rescheduled", "place_changed"]);
    expect(changesToTell("client", 2, { ...NOTHING, ...changes })).toEqual(["place_changed"]);
    expect(kinds("rescheduled", { ...changes, lastChanges: new Map([["rescheduled", 4]]) }, 2)).toEqual([]);
  });

  test("a question that is no longer open does not speak for the move before it", () => {
    const lastChanges = new Map([
      ["rescheduled", 2],
      ["move_asked", 3],
      ["move_declined", 4],
    ]);
    const changes = { lastChanges, asker: "client" as const, booking: { ...CONFIRMED, revision: 4 } };
    expect(kinds("rescheduled", changes, 2)).toEqual(["mail:rescheduled:coach"]);
    expect(kinds("move_asked", changes, 3)).toEqual([]);
    expect(kinds("move_declined", changes, 4)).toEqual(["mail:move_declined:client"]);
  });

  test("a change that a later one came before tells nobody, and still brings calendars and money up to date", () => {
    const cancelled: Booking = { ...CONFIRMED, status: "cancelled", revision: 3 };
    const changes: Partial<ChangeContext> = {
      booking: cancelled,
      reminderMinutes: [60],
      calendars: [{ userId: "coach", provider: "google" }],
      payments: [
        { id: "open", closesAt: instant(NOW + 60_000) },
        { id: "paid", closesAt: null },
      ],
    };
    expect(kinds("confirmed", changes, 2)).toEqual(["calendar:coach:google", "payment_close", "refund"]);
    expect(kinds("cancelled", changes, 3)).toEqual([
      "calendar:coach:google",
      "payment_close",
      "refund",
      "mail:cancelled:client",
      "mail:cancelled:coach",
    ]);
  });

  test("a question to move is told to the other side, its end to the asker, and no calendar shows either", () => {
    const calendars = [{ userId: "coach", provider: "google" as const }];
    const asked = { ...CONFIRMED, moveRequest: QUESTION };
    expect(kinds("move_asked", { booking: asked, asker: "coach", calendars })).toEqual(["mail:move_asked:client"]);
    expect(kinds("move_withdrawn", { asker: "coach", calendars })).toEqual(["mail:move_withdrawn:client"]);
    expect(kinds("move_declined", { asker: "client", calendars })).toEqual(["mail:move_declined:client"]);
    expect(kinds("move_lapsed", { asker: "client", calendars })).toEqual(["mail:move_lapsed:client"]);
    expect(kinds("place_changed", { calendars })).toEqual(["calendar:coach:google", "mail:place_changed:client"]);
  });

  test("a change that nobody is told of tells nobody", () => {
    expect(kinds("checkout_opened", { booking: { ...CONFIRMED, status: "pending" } })).toEqual([]);
  });

  test("the same change gives rows of the same ids, and a refund is one for its payment whatever the revision", () => {
    const context = {
      ...NOTHING,
      booking: { ...CONFIRMED, status: "cancelled" as const },
      lastChanges: new Map([["cancelled", 2]]),
      payments: [{ id: "paid", closesAt: null }],
    };
    const ids = (revision: number, now = NOW) =>
      effectsOfChange("cancelled", revision, { ...context, now }).map((effect) => outboxRowOf(effect).id);
    expect(ids(2, instant(NOW + 1))).toEqual(ids(2));
    expect(ids(1)).toEqual(["b:refund:paid"]);
    expect(ids(2)).toContain("b:refund:paid");
  });
});
