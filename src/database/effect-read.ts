/**
 * What effects read before they act: their bookings as they stand now, whom they concern and on what terms, in one
 * statement however many they are. Nothing is decided here.
 */
import { type SQL, sql } from "drizzle-orm";
import { asAgreed } from "../domain/agreement/standing.ts";
import type { Booking } from "../domain/booking.ts";
import type { CoachSettings } from "../domain/coach.ts";
import type { EventType } from "../domain/booking-event.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import { type Instant, instant, type Interval } from "../domain/instant.ts";
import { type Audience, tellsOfChange } from "../domain/notice-kind.ts";
import type { Payment } from "../domain/payment.ts";
import { BOOKING } from "./bookings.ts";
import { decodeEffect, EFFECT_IDS } from "./effect-codec.ts";
import { type EffectPerson, PERSON } from "./effect-person.ts";
import type { Database } from "./open.ts";
import { fieldsOf, first, json, nullable, packed, query, type RowIn, type RowOf, value } from "./packing.ts";
import { PAYMENT } from "./payments.ts";
import { keptSettingsOf, profileFrom, profileQuery } from "./profiles.ts";
import { calendarConnections, calendarEvents } from "./schema-effects.ts";
import { endpointsQuery } from "./webhook-wants.ts";

interface EffectConnection {
  readonly id: string;
  readonly userId: string;
  readonly provider: CalendarProviderName;
  readonly isActive: boolean;
  readonly receivesEvents: boolean;
  readonly isOrganizer: boolean;
}

interface EffectEvent {
  readonly userId: string;
  readonly provider: CalendarProviderName;
  readonly state: "pending" | "ok" | "failed" | "needs_reconnect" | "detached";
  /** The connection that wrote it; "" where none follows it. */
  readonly connectionId: string;
  readonly appliedRevision: number | null;
  /** Whether it has ever been written, and whether it stands there now. */
  readonly isWritten: boolean;
  readonly isStanding: boolean;
  /** Addresses in lower case that the provider has invited by it; null: a version before wrote it. */
  readonly invited: readonly string[] | null;
}

export interface EffectContext {
  readonly booking: Booking;
  readonly client: EffectPerson;
  readonly coach: EffectPerson;
  readonly settings: CoachSettings;
  readonly connections: readonly EffectConnection[];
  readonly events: readonly EffectEvent[];
  readonly payments: readonly Payment[];
  /** By payment: what an admin gave back, or somebody by hand, and not the policy. In minor units. */
  readonly refundedOtherwise: ReadonlyMap<string, number>;
  /** The revision that the last change of each kind made. */
  readonly lastChanges: ReadonlyMap<string, number>;
  /** The change that each side was last told of in a mail; null: none yet. */
  readonly told: Readonly<Record<Audience, Told | null>>;
  /** Whether the file of our mail stands in a side's calendar; null: of the mails on record none carried one. */
  readonly mailed: Readonly<Record<Audience, boolean | null>>;
  /** Where the marketplace wants to be told of events. */
  readonly endpoints: readonly { readonly id: string; readonly events: readonly EventType[] }[];
  /** Whether it was confirmed as it was made, and whether a payment confirmed it. */
  readonly isConfirmedAtOnce: boolean;
  readonly isConfirmedByPayment: boolean;
  /** Of the booking's last move: where it was before. */
  readonly previousTime: Interval | null;
  /** The last question to move the session, open or not. */
  readonly lastAsked: LastAsked | null;
}

interface Told {
  /** When the mail left. */
  readonly at: Instant;
  /** The change that it told of. */
  readonly revision: number;
  /** Where the session was then, if it has been moved since. */
  readonly movedFrom: Interval | null;
}

interface LastAsked extends Interval {
  readonly askedBy: "client" | "coach";
}

/** null: there is no such booking. */
export async function readEffectContext(database: Database, coachId: string, bookingId: string): Promise<EffectContext | null> {
  return (await readEffectContexts(database, coachId, [bookingId])).get(bookingId) ?? null;
}

/** Of one coach's bookings, by id, those that there are. */
export async function readEffectContexts(
  database: Database,
  coachId: string,
  bookingIds: readonly string[],
): Promise<ReadonlyMap<string, EffectContext>> {
  const ids = sql`SELECT value FROM json_each(${JSON.stringify([...new Set(bookingIds)])})`;
  const found = await first(database, contextsQuery(coachId, ids));
  return found === null ? new Map() : contextsFrom(found);
}

/** The same as a query, of the bookings whose ids a statement selects; where it selects none, no row and nothing read. */
export function contextsQuery(coachId: string, bookingIds: SQL) {
  // Selected once, however many of the queries ask.
  const [ids, parties] = [sql`(SELECT id FROM ids)`, sql`(SELECT id FROM parties)`];
  const lists = sql`WITH ids(id) AS MATERIALIZED (${bookingIds}),
    parties(id) AS MATERIALIZED (SELECT ${coachId} UNION SELECT client_id FROM bookings WHERE id IN ${ids})`;
  const asked = packed({
    bookings: query(BOOKING, sql`SELECT * FROM bookings WHERE id IN ${ids}`),
    people: query(PERSON, sql`SELECT * FROM users WHERE id IN ${parties}`),
    profile: profileQuery(coachId),
    connections: query(CONNECTION, sql`SELECT * FROM calendar_connections WHERE user_id IN ${parties}`),
    events: query(EVENT, sql`SELECT * FROM calendar_events WHERE booking_id IN ${ids}`),
    payments: query(PAYMENT, sql`SELECT * FROM payments WHERE booking_id IN ${ids} ORDER BY created_at`),
    refundedOtherwise: query(
      { paymentId: value<string>("payment_id"), minor: value<number>("minor") },
      sql`SELECT payment_id, sum(amount_minor) AS minor FROM refunds
        WHERE booking_id IN ${ids} AND state IN ('pending', 'succeeded') AND cause IN ('goodwill', 'by_hand') GROUP BY payment_id`,
    ),
    // With max() alone, SQLite takes the other columns from the row that holds it.
    changes: query(
      { ...CHANGE, changes: json<Move & Question & Confirmation>("changes") },
      sql`SELECT booking_id, action, changes, max(revision) AS revision FROM audit_log WHERE booking_id IN ${ids} GROUP BY booking_id, action`,
    ),
    sent: query(SENT, sentMails(ids)),
    endpoints: endpointsQuery(),
  });
  return { ...asked, statement: sql`${lists} ${asked.statement} WHERE EXISTS ${ids}` };
}

/**
 * Of each kind of mail the last that has left, by a row of its own or noted in the row of its cause; along the primary key, because no
 * index leads from a booking to its effects.
 */
function sentMails(ids: SQL): SQL {
  return sql`SELECT sent.*, (SELECT changes FROM audit_log
      WHERE booking_id = sent.booking_id AND revision > sent.revision AND action = 'rescheduled' ORDER BY revision LIMIT 1) AS moved
    FROM (SELECT outbox.booking_id, mail.key AS kind, outbox.settled_at, mail.value AS file, max(outbox.revision) AS revision
      FROM bookings AS subject CROSS JOIN outbox
        ON outbox.id > subject.id || ${EFFECT_IDS.after} AND outbox.id < subject.id || ${EFFECT_IDS.before} AND outbox.state = 'done'
      CROSS JOIN json_each(CASE WHEN outbox.kind LIKE 'mail:%' THEN json_object(outbox.kind, outbox.detail ->> 'file')
        ELSE coalesce(outbox.detail -> 'left', '{}') END) AS mail
      WHERE subject.id IN ${ids} GROUP BY outbox.booking_id, mail.key) AS sent`;
}

type Found = RowIn<ReturnType<typeof contextsQuery>>;

export function contextsFrom(found: Found): ReadonlyMap<string, EffectContext> {
  const profileRow = found.profile[0];
  if (profileRow === undefined) return new Map();
  const profile = profileFrom(profileRow);
  const people = new Map(found.people.map((person) => [person.id, person]));
  const nobody = (id: string, role: "client" | "coach"): EffectPerson => ({
    id,
    role,
    email: null,
    name: null,
    timeZone: null,
    locale: null,
    language: null,
    status: "active",
  });
  const events = Map.groupBy(found.events, ({ bookingId }) => bookingId);
  const payments = Map.groupBy(found.payments, ({ bookingId }) => bookingId);
  const refundedOtherwise = new Map(found.refundedOtherwise.map(({ paymentId, minor }) => [paymentId, minor]));
  const changes = Map.groupBy(found.changes, ({ bookingId }) => bookingId);
  const last = (bookingId: string, wanted: string) => changes.get(bookingId)?.find(({ action }) => action === wanted)?.changes;
  const sent = Map.groupBy(found.sent, ({ bookingId }) => bookingId);
  const settings = { ...keptSettingsOf(profileRow), ...profile.settings };
  const contexts = found.bookings.map((booking): EffectContext => ({
    booking: asAgreed(booking, payments.get(booking.id) ?? [], settings),
    client: people.get(booking.clientId) ?? nobody(booking.clientId, "client"),
    coach: { ...(people.get(booking.coachId) ?? nobody(booking.coachId, "coach")), timeZone: profile.hours.timeZone },
    settings: profile.settings,
    connections: found.connections
      .filter(({ userId }) => userId === booking.coachId || userId === booking.clientId)
      .map(({ id, userId, provider, state, eventCalendar, isOrganizer }) => ({
        id,
        userId,
        provider,
        isActive: state === "active",
        receivesEvents: eventCalendar !== null,
        isOrganizer,
      })),
    events: (events.get(booking.id) ?? []).map((event) => ({
      userId: event.userId,
      provider: event.provider,
      state: event.state,
      connectionId: event.connectionId,
      appliedRevision: event.appliedRevision,
      isWritten: event.eventId !== null || event.appliedRevision !== null,
      isStanding: event.eventId !== null && event.startsAt !== null,
      invited: event.invited,
    })),
    payments: payments.get(booking.id) ?? [],
    refundedOtherwise,
    lastChanges: new Map((changes.get(booking.id) ?? []).map(({ action, revision }) => [action, revision])),
    told: toldBy(sent.get(booking.id) ?? []),
    mailed: mailedTo(sent.get(booking.id) ?? []),
    endpoints: found.endpoints,
    isConfirmedAtOnce: last(booking.id, "created")?.status === "confirmed",
    isConfirmedByPayment: last(booking.id, "confirmed")?.payment_id !== undefined,
    previousTime: previousTimeIn(last(booking.id, "rescheduled")),
    lastAsked: lastAskedIn(last(booking.id, "move_asked")),
  }));
  return new Map(contexts.map((context) => [context.booking.id, context]));
}

const CONNECTION = fieldsOf(calendarConnections);
const EVENT = fieldsOf(calendarEvents);

const CHANGE = { bookingId: value<string>("booking_id"), action: value<string>("action"), revision: value<number>("revision") };
const SENT = {
  bookingId: value<string>("booking_id"),
  kind: value<string>("kind"),
  revision: value<number>("revision"),
  at: value<Instant>("settled_at"),
  file: nullable<"REQUEST" | "CANCEL">("file"),
  moved: json<Move | null>("moved"),
};

/** By the last mail to each side that left with a file. */
function mailedTo(sent: readonly RowOf<typeof SENT>[]): EffectContext["mailed"] {
  const filed = sent.filter(({ file }) => file !== null).toSorted((one, other) => one.at - other.at);
  const to = (side: Audience): boolean | null => {
    const last = filed.findLast(({ kind }) => {
      const effect = decodeEffect(kind, null);
      return effect?.kind === "mail" && effect.to === side;
    });
    return last === undefined ? null : last.file === "REQUEST";
  };
  return { client: to("client"), coach: to("coach") };
}

/** Mails about money and reminders say nothing of a change. */
function toldBy(sent: readonly RowOf<typeof SENT>[]): EffectContext["told"] {
  const told: Record<Audience, Told | null> = { client: null, coach: null };
  for (const { kind, revision, at, moved } of sent) {
    const effect = decodeEffect(kind, null);
    if (effect?.kind !== "mail" || !tellsOfChange(effect.notice.kind)) continue;
    const before = told[effect.to];
    const isLast = before === null || revision > before.revision;
    const movedFrom = isLast ? previousTimeIn(moved ?? undefined) : before.movedFrom;
    told[effect.to] = { at: latest(at, before?.at), revision: Math.max(revision, before?.revision ?? 0), movedFrom };
  }
  return told;
}

function latest(one: Instant, other: Instant | undefined): Instant {
  return other === undefined || one > other ? one : other;
}

/** As the trail tells of a creation, and of a confirmation. */
interface Confirmation {
  readonly status?: string;
  readonly payment_id?: string;
}

/** A move as the trail tells it. */
interface Move {
  readonly from?: { readonly starts_at: number; readonly ends_at: number };
}

function previousTimeIn(changes: Move | undefined): Interval | null {
  const from = changes?.from;
  return from === undefined ? null : { startsAt: instant(from.starts_at), endsAt: instant(from.ends_at) };
}

/** A question to move the session as the trail tells it. */
interface Question {
  readonly asked_by?: "client" | "coach";
  readonly starts_at?: number;
  readonly duration_ms?: number;
}

function lastAskedIn(question: Question | undefined): LastAsked | null {
  const { asked_by: askedBy, starts_at: startsAt, duration_ms: durationMs } = question ?? {};
  if (askedBy === undefined || startsAt === undefined || durationMs === undefined) return null;
  return { askedBy, startsAt: instant(startsAt), endsAt: instant(startsAt + durationMs) };
}
