/**
 * The words that are taken from the record when a person is erased: of their own row and of a page of their bookings. Rows stay, with ids, times,
 * states and money, because the trail, the other side and the accounts hang on them. Nothing is decided here.
 */
import { type SQL, sql } from "drizzle-orm";
import type { CalendarProviderName } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { ERASED_CLAIMS_AT } from "../domain/person.ts";
import { ERASED_BOOKINGS_MAX, OPEN_PAYMENT_BACK_MS } from "../limits/personal.ts";
import { BOOKING } from "./bookings.ts";
import type { Database } from "./open.ts";
import { all, atMost, batch, fieldsOf, first, query, value } from "./packing.ts";
import { calendarEvents } from "./schema-effects.ts";

interface Standing {
  readonly hasSessionsAhead: boolean;
  readonly hasOpenPayment: boolean;
}

/** On either side. */
export async function standingOf(database: Database, personId: string, now: Instant): Promise<Standing> {
  const ahead = (side: SQL) => sql`EXISTS (SELECT 1 FROM bookings WHERE ${side} = ${personId} AND status IN ('pending', 'confirmed')
    AND starts_at > ${now} AND (status = 'confirmed' OR expires_at > ${now}))`;
  const open = (side: SQL) => sql`EXISTS (SELECT 1 FROM bookings AS booking CROSS JOIN payments AS payment
    WHERE ${side} = ${personId} AND booking.starts_at > ${after(now, -OPEN_PAYMENT_BACK_MS)}
      AND payment.booking_id = booking.id AND payment.state = 'open' AND payment.expires_at > ${now})`;
  const asked = query(
    { ahead: value<number>("ahead"), open: value<number>("open") },
    sql`SELECT ${ahead(sql.raw("client_id"))} OR ${ahead(sql.raw("coach_id"))} AS ahead,
      ${open(sql.raw("booking.client_id"))} OR ${open(sql.raw("booking.coach_id"))} AS open`,
  );
  const row = await first(database, asked);
  return { hasSessionsAhead: row?.ahead === 1, hasOpenPayment: row?.open === 1 };
}

/** For the batch that records the act: the person's own rows, the feed, the offers' words, and the answers kept for their keys. */
export function ownRowsErased(personId: string, now: Instant): Readonly<Record<string, SQL>> {
  return {
    person: sql`UPDATE users SET email = NULL, name = NULL, time_zone = NULL, locale = NULL, language = NULL,
      claims_issued_at = ${ERASED_CLAIMS_AT}, session_epoch = session_epoch + 1, updated_at = ${now} WHERE id = ${personId}`,
    feed: sql`UPDATE coach_profiles SET feed_key_hash = NULL WHERE coach_id = ${personId}`,
    offers: sql`UPDATE offers SET title = '-', description = NULL, is_active = 0, place = ${bareKind(sql.raw("place"))} WHERE coach_id = ${personId}`,
    answers: sql`DELETE FROM idempotency_keys WHERE principal = ${personId}`,
  };
}

/** A place without where it is. */
function bareKind(place: SQL): SQL {
  return sql`json_object('kind', ${place} ->> 'kind', 'city', NULL, 'address', NULL, 'link', NULL)`;
}

export interface PersonalPlace {
  readonly startsAt: Instant;
  readonly id: string;
}

interface PersonalPage {
  readonly bookingIds: readonly string[];
  /** null: this was the last page. */
  readonly next: PersonalPlace | null;
}

const PLACE = { id: BOOKING.id, startsAt: BOOKING.startsAt };

/** A page of the bookings in which a person is a side, in the order of their starts. */
export async function bookingsOfPerson(
  database: Database,
  personId: string,
  from: PersonalPlace | null,
  limit: number,
): Promise<PersonalPage> {
  const behind = from === null ? sql`1` : sql`(starts_at, id) > (${from.startsAt}, ${from.id})`;
  const side = (
    column: string,
  ) => sql`SELECT * FROM (SELECT id, starts_at FROM bookings WHERE ${sql.raw(column)} = ${personId} AND ${behind}
    ORDER BY starts_at, id ${atMost(limit + 1)})`;
  const found = await all(
    database,
    query(PLACE, sql`${side("client_id")} UNION ${side("coach_id")} ORDER BY starts_at, id ${atMost(limit + 1)}`),
  );
  const shown = found.slice(0, limit);
  return { bookingIds: shown.map(({ id }) => id), next: found.length > limit ? (shown.at(-1) ?? null) : null };
}

const EVENT = fieldsOf(calendarEvents);
const COPY = { provider: EVENT.provider, eventId: value<string>("event_id"), userId: EVENT.userId };

export interface Copies {
  /** At Stripe: intents, or sessions where nothing was captured. */
  readonly payments: readonly string[];
  readonly events: readonly { readonly provider: CalendarProviderName; readonly eventId: string; readonly userId: string }[];
}

interface ErasedPage extends Copies {
  readonly bookings: number;
  readonly next: PersonalPlace | null;
}

/** Clears a page of a person's bookings, in one batch, and says what of them others hold. Again clears the same. */
export async function eraseBookings(database: Database, personId: string, from: PersonalPlace | null, now: Instant): Promise<ErasedPage> {
  const { bookingIds, next } = await bookingsOfPerson(database, personId, from, ERASED_BOOKINGS_MAX);
  if (bookingIds.length === 0) return { bookings: 0, next, payments: [], events: [] };
  const packed = JSON.stringify(bookingIds);
  const ids = sql`(SELECT value FROM json_each(${packed}))`;
  const found = await batch(database, {
    // `expired` is the service's own word, and no revision is made: nothing that anybody agreed to has changed.
    bookings: sql`UPDATE bookings SET notes = NULL, meeting_link = NULL,
        cancel_reason = CASE WHEN cancelled_by = 'system' THEN cancel_reason END,
        client_time_zone = CASE WHEN client_id <> ${personId} THEN client_time_zone END,
        locale = CASE WHEN client_id <> ${personId} THEN locale END,
        place = CASE WHEN coach_id <> ${personId} OR place IS NULL THEN place ELSE ${bareKind(sql.raw("place"))} END
      WHERE id IN ${ids}`,
    events: sql`UPDATE calendar_events SET invited = '[]', meeting_link = NULL,
        event_link = CASE WHEN user_id <> ${personId} THEN event_link END,
        calendar_id = CASE WHEN user_id <> ${personId} THEN calendar_id ELSE '' END
      WHERE booking_id IN ${ids}`,
    payments: sql`UPDATE payments SET session_url = NULL WHERE booking_id IN ${ids}`,
    mails: sql`UPDATE outbox SET state = 'dropped', last_fault = 'erased', lease = NULL, detail = NULL, settled_at = ${now}
      WHERE state IN ('due', 'failed') AND id IN (${mailsTo(personId, packed)})`,
    answers: sql`DELETE FROM idempotency_keys WHERE instr(outcome, ${personId}) > 0
      AND principal IN (SELECT client_id FROM bookings WHERE id IN ${ids} UNION SELECT coach_id FROM bookings WHERE id IN ${ids})`,
    paid: query(
      { id: value<string>("at_stripe") },
      sql`SELECT coalesce(payment_intent_id, session_id) AS at_stripe FROM payments
        WHERE booking_id IN ${ids} AND coalesce(payment_intent_id, session_id) IS NOT NULL`,
    ),
    written: query(COPY, sql`SELECT provider, event_id, user_id FROM calendar_events WHERE booking_id IN ${ids} AND event_id IS NOT NULL`),
  });
  return { bookings: bookingIds.length, next, payments: found.paid.map(({ id }) => id), events: found.written };
}

/** Along the key: the ids of a booking's mails begin with the booking's. */
function mailsTo(personId: string, packed: string): SQL {
  return sql`SELECT mail.id FROM json_each(${packed}) AS asked CROSS JOIN bookings AS booking CROSS JOIN outbox AS mail
    WHERE booking.id = asked.value AND mail.id >= booking.id || ':mail:' AND mail.id < booking.id || ':mail;'
      AND mail.kind LIKE iif(booking.client_id = ${personId}, 'mail:%:client', 'mail:%:coach')`;
}
