/**
 * The outbox as it is stored: ids, kinds and details that rows of a running service already have. A row that is written
 * otherwise would not be recognised as the same effect by the version before, nor by the one after.
 */
import { expect, test } from "vitest";
import { decodeEffect, EFFECT_CODECS, NOTICE_CODECS, outboxRowOf } from "../../src/database/effect-codec.ts";
import { bookingEffect, type Effect, type NewEffect } from "../../src/domain/effect.ts";
import { instant } from "../../src/domain/instant.ts";

interface Stored {
  readonly id: string;
  readonly kind: string;
  readonly detail: string | null;
}

const DUE_AT = instant(1_795_000_000_000);
const booking = { id: "B", coachId: "C", revision: 3 };
const amount = { minor: 4_000, currency: "EUR" };
const money = '"payment_id":"P","amount_minor":4000,"currency":"EUR"';

/** An effect of the booking, and its row. */
function row(effect: Effect, id: string, kind: string, detail: string | null = null, mark: string | null = null): [NewEffect, Stored] {
  return [bookingEffect(booking, effect, DUE_AT, mark), { id, kind, detail }];
}

const MOVES = ["move_asked", "move_withdrawn", "move_declined", "move_lapsed", "place_changed"] as const;

const ROWS: readonly [NewEffect, Stored][] = [
  ...(["created", "confirmed", "rescheduled", "cancelled", "lapsed", "completed", "checkout_opened", "paid", ...MOVES] as const).map(
    (action) => row({ kind: "booking_changed", action }, `B:booking_${action}:3`, `booking_${action}`),
  ),
  ...(["created", "confirmed", "rescheduled", "cancelled", "lapsed", "completed", ...MOVES] as const).map((kind) =>
    row({ kind: "mail", to: "client", notice: { kind } }, `B:mail:${kind}:client:3`, `mail:${kind}:client`),
  ),
  row({ kind: "reminder", minutesBefore: 1_440 }, "B:reminder:1440:3", "reminder:1440"),
  row(
    { kind: "mail", to: "coach", notice: { kind: "reminder", minutesBefore: 60 } },
    "B:mail:reminder-60:coach:3",
    "mail:reminder-60:coach",
  ),
  row({ kind: "calendar", userId: "U", provider: "google" }, "B:calendar:U:google:3", "calendar:U:google"),
  row({ kind: "calendar", userId: "U", provider: "outlook" }, "B:calendar:U:outlook:link-7", "calendar:U:outlook", null, "link-7"),
  row(
    { kind: "mail", to: "coach", notice: { kind: "payment_received", paymentId: "P", amount } },
    "B:mail:payment_received:coach:P",
    "mail:payment_received:coach",
    `{${money}}`,
    "P",
  ),
  row(
    { kind: "mail", to: "client", notice: { kind: "payment_failed", paymentId: "P", amount } },
    "B:mail:payment_failed:client:evt_1",
    "mail:payment_failed:client",
    `{${money}}`,
    "evt_1",
  ),
  row(
    { kind: "mail", to: "coach", notice: { kind: "calendar_conflict", reason: "Moved." } },
    "B:mail:calendar_conflict:coach:0123456789abcdef",
    "mail:calendar_conflict:coach",
    '{"reason":"Moved."}',
    "0123456789abcdef",
  ),
  row(
    { kind: "mail", to: "coach", notice: { kind: "event_deleted_ask" } },
    "B:mail:event_deleted_ask:coach:0123456789abcdef",
    "mail:event_deleted_ask:coach",
    null,
    "0123456789abcdef",
  ),
  row(
    { kind: "webhook", endpointId: "W", event: { id: "E", type: "booking.moved", at: DUE_AT } },
    "B:webhook:W:E",
    "webhook:W",
    '{"event_id":"E","type":"booking.moved","at":1795000000000}',
  ),
  row({ kind: "end_checkout", paymentId: "P" }, "B:payment_close:P", "payment_close", '{"payment_id":"P"}'),
  row({ kind: "end_checkout", paymentId: "P" }, "B:payment_close:P:cancelled", "payment_close", '{"payment_id":"P"}', "cancelled"),
  row(
    { kind: "refund", paymentId: "P", amountMinor: null, received: null, cause: "cancelled" },
    "B:refund:P",
    "refund",
    '{"payment_id":"P","cause":"cancelled"}',
  ),
  row(
    { kind: "refund", paymentId: "P", amountMinor: null, received: amount, cause: "came_late" },
    "B:refund:P",
    "refund",
    `{"payment_id":"P","cause":"came_late",${money.replace('"payment_id":"P",', "")}}`,
  ),
  row(
    { kind: "refund", paymentId: "P", amountMinor: 500, received: null, cause: "goodwill" },
    "B:refund:P:admin-0-500",
    "refund",
    '{"payment_id":"P","cause":"goodwill","refund_minor":500}',
    "admin-0-500",
  ),
  [
    {
      ...bookingEffect(booking, { kind: "mail", to: "client", notice: { kind: "refunded", paymentId: "P", amount } }, DUE_AT),
      identity: { causeId: "B:refund:P:admin-0-500" },
    },
    { id: "B:refund:P:admin-0-500:client", kind: "mail:refunded:client", detail: `{${money}}` },
  ],
  [
    {
      effect: { kind: "mail", to: "coach", notice: { kind: "calendar_needs_reconnect", userId: "C", provider: "google" } },
      coachId: "C",
      bookingId: null,
      revision: 0,
      identity: { subjectId: "connection", mark: "1795000000000" },
      dueAt: DUE_AT,
    },
    {
      id: "connection:mail:calendar_needs_reconnect:coach:1795000000000",
      kind: "mail:calendar_needs_reconnect:coach",
      detail: '{"user_id":"C","provider":"google"}',
    },
  ],
  ...(["calendar_unread", "calendar_read_again", "calendar_gone"] as const).map((kind): (typeof ROWS)[number] => [
    {
      effect: { kind: "mail", to: "coach", notice: { kind, userId: "C", provider: "outlook" } },
      coachId: "C",
      bookingId: null,
      revision: 0,
      identity: { subjectId: "connection", mark: "once" },
      dueAt: DUE_AT,
    },
    { id: `connection:mail:${kind}:coach:once`, kind: `mail:${kind}:coach`, detail: '{"user_id":"C","provider":"outlook"}' },
  ]),
];

test.each(ROWS.map(([queued, stored]) => ({ queued, stored, id: stored.id })))("writes and reads $id as it always was", (example) => {
  const { queued, stored } = example;
  const { coachId, bookingId, revision, dueAt } = queued;
  expect(outboxRowOf(queued)).toEqual({ ...stored, coachId, bookingId, revision, dueAt });
  expect(decodeEffect(stored.kind, stored.detail)).toEqual(queued.effect);
});

test("each kind of effect and of notice is among the rows above", () => {
  const effects = ROWS.map(([{ effect }]) => effect);
  const notices = effects.flatMap((effect) => (effect.kind === "mail" ? [effect.notice.kind] : []));
  expect(new Set(effects.map(({ kind }) => kind))).toEqual(new Set(Object.keys(EFFECT_CODECS)));
  expect(new Set(notices)).toEqual(new Set(Object.keys(NOTICE_CODECS)));
});

test.each([
  ["parade", null],
  ["booking_", null],
  ["booking_painted", null],
  ["mail:created", null],
  ["mail:created:somebody", null],
  ["mail:birthday:client", null],
  ["mail:reminder-soon:client", null],
  ["mail:payment_received:client", '{"payment_id":"P"}'],
  ["reminder:soon", null],
  ["calendar:U:caldav", null],
  ["refund", null],
  ["payment_close", "{}"],
  ["webhook", '{"event_id":"E","type":"booking.moved","at":1}'],
  ["webhook:W", '{"event_id":"E","type":"booking.painted","at":1}'],
])("reads %s with %s as unknown", (kind, detail) => {
  expect(decodeEffect(kind, detail)).toBeNull();
});
