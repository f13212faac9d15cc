/** Words that stand in the database, in tokens and on the wire. New ones may come; of these none may go or change. */
import { expect, test } from "vitest";
import { AUTHOR_ROLES, ROLES, SYSTEM } from "../../src/domain/actor.ts";
import { BOOKING_STATUSES } from "../../src/domain/booking.ts";
import { CALENDAR_PROVIDERS } from "../../src/domain/effect.ts";
import { AUDIENCES, NOTICE_KINDS } from "../../src/domain/notice-kind.ts";

const NOTICES = `created confirmed rescheduled cancelled lapsed completed reminder payment_received payment_failed refunded
  event_deleted_ask calendar_conflict calendar_needs_reconnect`.split(/\s+/u);

test.each<[string, readonly string[], string[]]>([
  ["roles", ROLES, ["client", "coach", "admin"]],
  ["roles of authors", AUTHOR_ROLES, ["client", "coach", "admin", "system"]],
  ["statuses", BOOKING_STATUSES, ["pending", "confirmed", "completed", "cancelled"]],
  ["calendar providers", CALENDAR_PROVIDERS, ["google", "outlook"]],
  ["kinds of notices", NOTICE_KINDS, NOTICES],
  ["audiences", AUDIENCES, ["client", "coach"]],
])("the %s on record are known", (_what, known, onRecord) => {
  expect(known).toEqual(expect.arrayContaining(onRecord));
  expect(new Set(known).size).toBe(known.length);
});

test("the passing of time is the system, and nobody", () => {
  expect(SYSTEM).toEqual({ id: null, role: "system" });
});
