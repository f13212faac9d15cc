/**
 * Bookings of everybody, for admins, in pages. One part of the filter says along which index a page is read (`sourceOf`), the rest is asked of the
 * rows met there. Where the rest passes few of them, a page ends after so many were looked at: it is shorter, and its cursor goes on. Counts nothing.
 */
import { type SQL, sql } from "drizzle-orm";
import type { AwaitingFilter, ListOrder, PaymentFilter } from "../domain/all-bookings.ts";
import type { Booking, BookingStatus } from "../domain/booking.ts";
import { instant, type Instant } from "../domain/instant.ts";
import { ALL_BOOKINGS_SCANNED_MAX } from "../limits/all-bookings.ts";
import { assert, unreachable } from "../lib/assert.ts";
import { BOOKING, statusIs } from "./bookings.ts";
import type { Database } from "./open.ts";
import { all, atMost, first, nullable, query, value } from "./packing.ts";
import { readAsAgreed } from "./standing.ts";

interface BookingsFilter {
  readonly coachId: string | null;
  readonly clientId: string | null;
  /** As it is at `now`; a change by the passing of time is met once it has been recorded. */
  readonly status: BookingStatus | null;
  readonly payment: PaymentFilter | null;
  readonly awaiting: AwaitingFilter | null;
  /** Sessions that start in [from, to). */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** The beginning of an id. */
  readonly idPrefix: string | null;
}

/** The last row that a page looked at: by the session's start; of refunds and disputes, by the payment's or the dispute's own instant. */
interface ListPlace {
  readonly startsAt: Instant;
  readonly id: string;
}

export interface AllBookingsQuery extends BookingsFilter {
  readonly order: ListOrder;
  readonly after: ListPlace | null;
  readonly limit: number;
  readonly now: Instant;
}

interface ListedBooking {
  readonly booking: Booking;
  readonly clientName: string | null;
  readonly coachName: string | null;
  /** In the minor unit of the price's currency. */
  readonly capturedMinor: number;
  readonly givenBackMinor: number;
}

export interface AllBookingsPage {
  readonly bookings: readonly ListedBooking[];
  readonly next: ListPlace | null;
}

const PLACE = { placeAt: value<number>("place_at"), placeId: value<string>("place_id") };
const LISTED = {
  ...BOOKING,
  ...PLACE,
  clientName: nullable<string>("client_name"),
  coachName: nullable<string>("coach_name"),
  capturedMinor: value<number>("captured"),
  givenBackMinor: value<number>("given_back"),
};

export async function listAllBookings(database: Database, asked: AllBookingsQuery): Promise<AllBookingsPage> {
  const { limit } = asked;
  const rows = await all(database, query(LISTED, pageQuery(asked)));
  const shown = rows
    .slice(0, limit)
    .map(({ placeAt: _at, placeId: _id, clientName, coachName, capturedMinor, givenBackMinor, ...booking }) => {
      return { booking, clientName, coachName, capturedMinor, givenBackMinor };
    });
  const agreed = await readAsAgreed(
    database,
    shown.map(({ booking }) => booking),
  );
  const bookings = shown.map((listed, index) => ({ ...listed, booking: agreed[index] ?? listed.booking }));
  const last = rows.length > limit ? rows[limit - 1] : await first(database, query(PLACE, scanEndQuery(asked)));
  return { bookings, next: last === undefined || last === null ? null : { startsAt: instant(last.placeAt), id: last.placeId } };
}

/** Reads at most one more than the page shows, or as many as may be looked at. @internal */
export function pageQuery(asked: AllBookingsQuery): SQL {
  const { alongIndex, rest } = sourceOf(asked);
  return sql`SELECT booking.*, place_at, place_id,
      (SELECT name FROM users WHERE id = booking.client_id) AS client_name, (SELECT name FROM users WHERE id = booking.coach_id) AS coach_name,
      (SELECT coalesce(sum(captured_minor), 0) FROM payments WHERE booking_id = booking.id) AS captured,
      (SELECT coalesce(sum(refunded_minor), 0) FROM payments WHERE booking_id = booking.id) AS given_back
    FROM (${alongIndex} ${atMost(ALL_BOOKINGS_SCANNED_MAX)}) AS looked CROSS JOIN bookings AS booking ON booking.id = looked.booking_id
    ${rest.length === 0 ? sql`` : sql`WHERE ${sql.join([...rest], sql` AND `)}`} ${atMost(asked.limit + 1)}`;
}

/** The last row that was looked at, where the scan ended before the rows did. */
function scanEndQuery(asked: AllBookingsQuery): SQL {
  return sql`SELECT place_at, place_id FROM (${sourceOf(asked).alongIndex} LIMIT 1 OFFSET ${ALL_BOOKINGS_SCANNED_MAX - 1})`;
}

interface Source {
  /** Gives `booking_id`, `place_at` and `place_id`, in order, after the place asked for. */
  readonly alongIndex: SQL;
  /** Conditions on `booking` that the index does not hold. */
  readonly rest: readonly SQL[];
}

const CONDITIONS = {
  unpaid: "status = 'pending' AND price IS NOT NULL AND price_waived = 0 AND payment_id IS NULL",
  unapproved: "status = 'pending' AND approval_required = 1 AND created_by = 'client'",
  asked: "move_request IS NOT NULL",
  paid: "payment_id IS NOT NULL",
} as const;

function sourceOf(asked: AllBookingsQuery): Source {
  const { idPrefix, clientId, coachId, payment, awaiting, status } = asked;
  const rest = new Map<keyof BookingsFilter, SQL>(restOf(asked));
  const by = (index: string, condition: SQL | null, ...held: readonly (keyof BookingsFilter)[]): Source => {
    for (const part of [...held, "from", "to"] as const) rest.delete(part);
    return { alongIndex: sessionsAlong(asked, index, condition), rest: [...rest.values()] };
  };
  // An id is nearly always one booking; then persons, of whom each has few; then what is rare.
  // A hexadecimal digit and the dash come before "g".
  if (idPrefix !== null) return by("sqlite_autoindex_bookings_1", sql`id >= ${idPrefix} AND id < ${`${idPrefix}g`}`, "idPrefix");
  if (clientId !== null) return by("bookings_by_client", sql`client_id = ${clientId}`, "clientId");
  if (coachId !== null) return by("bookings_by_coach", sql`coach_id = ${coachId}`, "coachId");
  if (payment === "refunded") return { alongIndex: refundsAlong(asked), rest: without(rest, "payment") };
  if (payment === "disputed") return { alongIndex: disputesAlong(asked), rest: without(rest, "payment") };
  if (awaiting === "approval") return by("bookings_unapproved", sql.raw(CONDITIONS.unapproved));
  if (awaiting === "answer") return by("bookings_asked", sql.raw(CONDITIONS.asked));
  if (awaiting === "payment" || payment === "unpaid") return by("bookings_unpaid", sql.raw(CONDITIONS.unpaid));
  if (payment === "paid") return by("bookings_paid", sql.raw(CONDITIONS.paid), "payment");
  if (status !== null) return by(`bookings_${status}_by_start`, sql.raw(`status = '${status}'`));
  return by("bookings_by_start", null);
}

function without(rest: ReadonlyMap<string, SQL>, part: string): SQL[] {
  return [...rest].flatMap(([name, condition]) => (name === part ? [] : [condition]));
}

/** Each part of the filter as a condition on `booking`. */
function restOf({ clientId, coachId, status, payment, awaiting, from, to, now }: AllBookingsQuery): [keyof BookingsFilter, SQL][] {
  const conditions: [keyof BookingsFilter, SQL | null][] = [
    ["clientId", clientId === null ? null : sql`booking.client_id = ${clientId}`],
    ["coachId", coachId === null ? null : sql`booking.coach_id = ${coachId}`],
    ["status", status === null ? null : statusIs(status, now)],
    ["payment", payment === null ? null : paymentIs(payment, now)],
    ["awaiting", awaiting === null ? null : awaits(awaiting, now)],
    ["from", from === null ? null : sql`booking.starts_at >= ${from}`],
    ["to", to === null ? null : sql`booking.starts_at < ${to}`],
  ];
  return conditions.flatMap(([name, condition]) => (condition === null ? [] : [[name, condition] as [keyof BookingsFilter, SQL]]));
}

function awaits(awaiting: AwaitingFilter, now: Instant): SQL {
  switch (awaiting) {
    case "payment":
      return sql`(${sql.raw(CONDITIONS.unpaid)} AND expires_at > ${now})`;
    case "approval":
      return sql`(${sql.raw(CONDITIONS.unapproved)} AND NOT (${sql.raw(CONDITIONS.unpaid)}) AND expires_at > ${now})`;
    case "answer":
      return sql`(move_request ->> '$.expiresAt' > ${now} AND ${statusIs("confirmed", now)})`;
    default:
      return unreachable(awaiting);
  }
}

function paymentIs(payment: PaymentFilter, now: Instant): SQL {
  switch (payment) {
    case "unpaid":
      return awaits("payment", now);
    case "paid":
      return sql.raw(CONDITIONS.paid);
    case "refunded":
      return sql.raw("EXISTS (SELECT 1 FROM payments WHERE booking_id = booking.id AND refunded_minor > 0)");
    case "disputed":
      return sql.raw(
        "EXISTS (SELECT 1 FROM payments JOIN disputes ON disputes.payment_id = payments.id WHERE payments.booking_id = booking.id)",
      );
    default:
      return unreachable(payment);
  }
}

/** The index is named: the one that the planner would take reads the same rows in another order, and then all of them. */
function sessionsAlong({ from, to, after, order }: AllBookingsQuery, index: string, condition: SQL | null): SQL {
  const parts: SQL[] = condition === null ? [] : [condition];
  if (from !== null) parts.push(sql`starts_at >= ${from}`);
  if (to !== null) parts.push(sql`starts_at < ${to}`);
  parts.push(afterPlace("starts_at", after, order));
  assert(/^[a-z_0-9]+$/u.test(index), "the name of an index is one of ours");
  return sql`SELECT id AS booking_id, starts_at AS place_at, id AS place_id FROM bookings INDEXED BY ${sql.raw(index)}
    WHERE ${sql.join(parts, sql` AND `)} ORDER BY ${inOrder("starts_at", order)}`;
}

function refundsAlong({ after, order }: AllBookingsQuery): SQL {
  return sql`SELECT booking_id, created_at AS place_at, id AS place_id FROM payments INDEXED BY payments_refunded
    WHERE refunded_minor > 0 AND ${afterPlace("created_at", after, order)} ORDER BY ${inOrder("created_at", order)}`;
}

function disputesAlong({ after, order }: AllBookingsQuery): SQL {
  return sql`SELECT booking_id, created_at AS place_at, id AS place_id FROM disputes INDEXED BY disputes_by_age
    WHERE booking_id IS NOT NULL AND ${afterPlace("created_at", after, order)} ORDER BY ${inOrder("created_at", order)}`;
}

function afterPlace(column: "starts_at" | "created_at", after: ListPlace | null, order: ListOrder): SQL {
  if (after === null) return sql`${sql.raw(column)} >= 0`;
  const beyond = sql.raw(order === "latest_first" ? "<" : ">");
  const at = sql.raw(column);
  return sql`${at} ${beyond}= ${after.startsAt} AND (${at} ${beyond} ${after.startsAt} OR id ${beyond} ${after.id})`;
}

function inOrder(column: "starts_at" | "created_at", order: ListOrder): SQL {
  return sql.raw(order === "latest_first" ? `${column} DESC, id DESC` : `${column}, id`);
}
