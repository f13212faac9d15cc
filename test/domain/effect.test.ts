/** What follows from a change, and which reminders still hold when their moment comes. */
import { describe, expect, test } from "vitest";
import type { Booking, BookingAction } from "../../src/domain/booking.ts";
import { outboxRowOf } from "../../src/database/effect-codec.ts";
import { type ChangeContext, effectsOfChange, effectsOfReminder } from "../../src/effects/derive.ts";
import { instant } from "../../src/domain/instant.ts";
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

describe("the mails of a reminder whose moment has come", () => {
  test("go to both while the session is what it was planned for", () => {
    expect(
      effectsOfReminder(60, 2, CONFIRMED, NOW)
        .map(outboxRowOf)
        .map(({ id, kind, dueAt }) => [id, kind, dueAt]),
    ).toEqual([
      ["b:mail:reminder-60:client:2", "mail:reminder-60:client", NOW],
      ["b:mail:reminder-60:coach:2", "mail:reminder-60:coach", NOW],
    ]);
    expect(effectsOfReminder(60, 2, CONFIRMED, instant(STARTS_AT - 1))).toHaveLength(2);
  });

  test.each<[string, Partial<Booking>, number]>([
    ["has moved since", { revision: 3 }, NOW],
    ["is still to be confirmed", { status: "pending" }, NOW],
    ["is cancelled", { status: "cancelled" }, NOW],
    ["is over", { status: "completed" }, NOW],
    ["begins this moment", {}, STARTS_AT],
    ["has begun", {}, STARTS_AT + 1],
  ])("go to nobody when the session %s", (_what, changes, now) => {
    expect(effectsOfReminder(60, 2, { ...CONFIRMED, ...changes }, instant(now))).toEqual([]);
  });
});

function followed(action: BookingAction, changes: Partial<ChangeContext> = {}, revision = 2): [string, number][] {
  const context = { booking: CONFIRMED, reminderMinutes: [], calendars: [], payments: [], asker: null, now: NOW, ...changes };
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
    expect(kinds("move_asked", { asker: "coach", calendars })).toEqual(["mail:move_asked:client"]);
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
      booking: { ...CONFIRMED, status: "cancelled" as const },
      reminderMinutes: [],
      calendars: [],
      payments: [{ id: "paid", closesAt: null }],
      asker: null,
      now: NOW,
    };
    const ids = (revision: number, now = NOW) =>
      effectsOfChange("cancelled", revision, { ...context, now }).map((effect) => outboxRowOf(effect).id);
    expect(ids(2, instant(NOW + 1))).toEqual(ids(2));
    expect(ids(1)).toEqual(["b:refund:paid"]);
    expect(ids(2)).toContain("b:refund:paid");
  });
});
