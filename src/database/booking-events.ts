/**
 * The events of all bookings in the order in which they were written, behind a place: changes along the rows of the audit trail, refunds
 * along a list of their own, laid together by their time. Nothing is written for a change, and no index is kept for this: rows of
 * the trail are never deleted, so where the listed time begins is found by halving.
 */
import { type SQL, sql } from "drizzle-orm";
import { type BookingEvent, eventIdOfChange, eventIdOfRefund, eventTypesOf } from "../domain/booking-event.ts";
import type { EffectSubject } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { EVENT_ACTS_READ_MAX, EVENTS_KEPT_MS, REFUNDS_TOLD_BACK_MS, REFUNDS_TOLD_PER_SWEEP_MAX } from "../limits/webhooks.ts";
import { PURGE_ROWS_MAX } from "../limits.ts";
import { type BookingWithParties, findBookingsWithParties } from "./bookings.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, nullable, query, type RowOf, value } from "./packing.ts";
import { refundEvents } from "./schema-webhooks.ts";
import type { EndpointWants } from "./webhook-wants.ts";

/** How far a reader has come in the trail, and in the list of refunds. */
export interface EventsPlace {
  readonly acts: number;
  readonly refunds: number;
}

interface EventsQuery {
  /** null: from the oldest that is listed. */
  readonly after: EventsPlace | null;
  readonly limit: number;
  readonly now: Instant;
}

interface ToldEvent extends BookingEvent {
  /** As it stands when it is read. */
  readonly told: BookingWithParties;
}

export interface EventsPage {
  readonly events: readonly ToldEvent[];
  /** Where the next page begins, also where there is nothing more yet. */
  readonly next: EventsPlace;
  readonly hasMore: boolean;
  /** Whether events behind the place that was asked for are listed no more. */
  readonly hasGap: boolean;
}

const ACT = {
  position: value<number>("position"),
  bookingId: nullable<string>("booking_id"),
  revision: nullable<number>("revision"),
  action: value<string>("action"),
  at: value<Instant>("at"),
  status: nullable<string>("status"),
  paymentId: nullable<string>("payment_id"),
};
const REFUND_EVENT = fieldsOf(refundEvents);

/** The last row of the trail that is older than an instant; 0: none. Each step halves what is left. */
function lastBefore(before: Instant): SQL {
  const middle = sql.raw("(low + high + 1) / 2");
  const isBefore = sql`coalesce((SELECT at FROM audit_log WHERE rowid = ${middle}), 0) < ${before}`;
  return sql`(WITH RECURSIVE search(low, high) AS (
      SELECT 0, coalesce(max(rowid), 0) FROM audit_log
      UNION ALL
      SELECT iif(${isBefore}, ${middle}, low), iif(${isBefore}, high, ${middle} - 1) FROM search WHERE low < high
    ) SELECT max(low) FROM search)`;
}

/** @internal */
export function eventQueries({ after: from, limit, now }: EventsQuery) {
  const keptSince = after(now, -EVENTS_KEPT_MS);
  return {
    floor: query({ position: value<number>("position") }, sql`SELECT ${lastBefore(keptSince)} AS position`),
    acts: query(
      ACT,
      sql`SELECT rowid AS position, booking_id, revision, action, at, changes ->> '$.status' AS status, changes ->> '$.payment_id' AS payment_id
        FROM audit_log WHERE rowid > max(${from?.acts ?? 0}, ${lastBefore(keptSince)}) ORDER BY rowid ${atMost(EVENT_ACTS_READ_MAX + 1)}`,
    ),
    refunds: query(
      REFUND_EVENT,
      sql`SELECT * FROM refund_events WHERE position > ${from?.refunds ?? 0} AND at >= ${keptSince} ORDER BY position ${atMost(limit + 1)}`,
    ),
  };
}

export async function listEvents(database: Database, asked: EventsQuery): Promise<EventsPage> {
  const found = await batch(database, eventQueries(asked));
  const floor = found.floor[0]?.position ?? 0;
  const from = { acts: Math.max(asked.after?.acts ?? 0, floor), refunds: asked.after?.refunds ?? 0 };
  const page = laidTogether(
    {
      acts: found.acts.slice(0, EVENT_ACTS_READ_MAX),
      refunds: found.refunds.slice(0, asked.limit),
      hasMoreActs: found.acts.length > EVENT_ACTS_READ_MAX,
      hasMoreRefunds: found.refunds.length > asked.limit,
    },
    from,
    asked.limit,
  );
  const bookings = await findBookingsWithParties(database, [...new Set(page.events.map(({ bookingId }) => bookingId))]);
  const events = page.events.flatMap((event) => {
    const told = bookings.get(event.bookingId);
    return told === undefined ? [] : [{ ...event, told }];
  });
  return { ...page, events, hasGap: asked.after !== null && asked.after.acts < floor };
}

interface Streams {
  readonly acts: readonly RowOf<typeof ACT>[];
  readonly refunds: readonly RowOf<typeof REFUND_EVENT>[];
  readonly hasMoreActs: boolean;
  readonly hasMoreRefunds: boolean;
}

/**
 * By time, an act before a refund of the same instant, each list in its own order. Where one that was cut has run out, nothing of the other is
 * told: it might be later than what was cut off.
 */
function laidTogether({ acts, refunds, hasMoreActs, hasMoreRefunds }: Streams, from: EventsPlace, limit: number) {
  const events: BookingEvent[] = [];
  let next = from;
  let [act, refund] = [0, 0];
  let isFull = false;
  while (!isFull) {
    const [nextAct, nextRefund] = [acts[act], refunds[refund]];
    if (nextAct === undefined && nextRefund === undefined) break;
    if ((nextAct === undefined && hasMoreActs) || (nextRefund === undefined && hasMoreRefunds)) break;
    const isAct = nextRefund === undefined || (nextAct !== undefined && nextAct.at <= nextRefund.at);
    const made = isAct && nextAct !== undefined ? eventsOfAct(nextAct) : nextRefund === undefined ? [] : [eventOfRefund(nextRefund)];
    isFull = events.length + made.length > limit;
    if (isFull) break;
    events.push(...made);
    if (isAct) act += 1;
    else refund += 1;
    next = {
      acts: isAct ? (nextAct?.position ?? next.acts) : next.acts,
      refunds: isAct ? next.refunds : (nextRefund?.position ?? next.refunds),
    };
  }
  return { events, next, hasMore: isFull || hasMoreActs || hasMoreRefunds };
}

function eventsOfAct({ bookingId, revision, action, at, status, paymentId }: RowOf<typeof ACT>): BookingEvent[] {
  if (bookingId === null || revision === null) return [];
  const types = eventTypesOf(action, { isConfirmedAtOnce: status === "confirmed", isPaid: paymentId !== null });
  return types.map((type) => ({ id: eventIdOfChange(bookingId, revision, type), type, at, bookingId }));
}

function eventOfRefund({ bookingId, refundId, at }: RowOf<typeof REFUND_EVENT>): BookingEvent {
  return { id: eventIdOfRefund(bookingId, refundId), type: "booking.refunded", at, bookingId };
}

const TO_TELL = {
  ...REFUND_EVENT,
  coachId: value<string>("coach_id"),
  revision: value<number>("revision"),
  endpoints: value<string>("endpoints"),
};

interface RefundToTell {
  readonly refundId: string;
  readonly at: Instant;
  readonly booking: EffectSubject;
  /** The endpoints that stood when the refund became an event. */
  readonly endpoints: readonly EndpointWants[];
}

/** Refunds that have become events lately, latest first, whether their deliveries are queued or not; none where no endpoint stands. */
export async function refundsToTell(database: Database, now: Instant): Promise<RefundToTell[]> {
  const rows = await all(
    database,
    query(
      TO_TELL,
      sql`SELECT event.*, booking.coach_id, booking.revision, (SELECT json_group_array(json_object('id', id, 'events', json(events)))
          FROM webhook_endpoints WHERE created_at <= event.at) AS endpoints
        FROM (SELECT * FROM refund_events WHERE EXISTS (SELECT 1 FROM webhook_endpoints)
          ORDER BY position DESC ${atMost(REFUNDS_TOLD_PER_SWEEP_MAX)}) AS event
        JOIN bookings AS booking ON booking.id = event.booking_id WHERE event.at >= ${after(now, -REFUNDS_TOLD_BACK_MS)}`,
    ),
  );
  return rows.map(({ refundId, bookingId, at, coachId, revision, endpoints }) => ({
    refundId,
    at,
    booking: { id: bookingId, coachId, revision },
    endpoints: JSON.parse(endpoints) as EndpointWants[],
  }));
}

/** Forgets refunds that are listed no more; changes stay in the audit trail. */
export async function purgeRefundEvents(database: Database, now: Instant): Promise<void> {
  await database.run(sql`DELETE FROM refund_events WHERE position IN (SELECT position FROM refund_events
    WHERE at < ${after(now, -EVENTS_KEPT_MS)} ORDER BY position ${atMost(PURGE_ROWS_MAX)})`);
}
