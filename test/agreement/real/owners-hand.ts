/**
 * The owner's hand on an event in their own calendar. It is followed by the code that follows it in the service (`owner-changes.ts`), which
 * submits to the real agenda; only the provider is left out: its event, its answer and the rows that a connection
 * would have are laid before that code for this act and taken away again.
 */
import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { type AccountContext, CallGate } from "../../../src/calendar-accounts/context.ts";
import { followOwner } from "../../../src/calendar-accounts/owner-changes.ts";
import { submitToAgenda } from "../../../src/clients/agenda-client.ts";
import { saveConnection } from "../../../src/database/calendar-connections.ts";
import { saveCalendarEvent } from "../../../src/database/calendar-events.ts";
import type { CalendarProvider, ProviderEvent } from "../../../src/providers/port.ts";
import type { AccountTokens } from "../../../src/providers/tokens/account-tokens.ts";
import { instant } from "../../../src/domain/instant.ts";
import { ok, refused } from "../../../src/lib/result.ts";
import { type CalendarAct, MINUTE } from "../acts.ts";
import type { VisibleBooking } from "../system.ts";
import { database } from "../../support/agenda.ts";
import { type Cast, one } from "./cast.ts";

const TRIES_MAX = 30;
const PROVIDER = "google";
const CALENDAR = "primary";

/** `booking`: as it stands. A cancelled booking has no event, and nobody has one in another's calendar. */
export async function byOwnersHand(act: CalendarAct, booking: VisibleBooking | undefined, cast: Cast): Promise<string | null> {
  const bookingId = cast.bookings.idOf(act.booking);
  const coachId = one(cast, act.by).id;
  if (booking === undefined || booking.status === "cancelled" || cast.coachOf.get(bookingId) !== coachId) return "no_event";
  const [now, eventId] = [instant(Date.now()), `event-${bookingId}`];
  const startsAt = instant(booking.session_datetime);
  const endsAt = instant(startsAt + booking.duration_minutes * MINUTE);
  const connection = { id: crypto.randomUUID(), userId: coachId, provider: PROVIDER, accountId: coachId, accountEmail: null } as const;
  const calendars = { scopes: [], state: "active", blockingCalendars: [], eventCalendar: CALENDAR, isOrganizer: true } as const;
  await saveConnection(database, { ...connection, ...calendars, syncedAt: now, busyUntil: null, pushUntil: null }, now);
  await saveCalendarEvent(database, {
    bookingId,
    userId: coachId,
    provider: PROVIDER,
    connectionId: connection.id,
    calendarId: CALENDAR,
    eventId,
    generation: 0,
    desiredRevision: booking.revision,
    appliedRevision: booking.revision,
    time: { startsAt, endsAt },
    etag: "as-written",
    eventLink: null,
    meetingLink: null,
    state: "ok",
    isAsked: false,
    timeZone: null,
    guestResponse: null,
    putBacks: null,
    invited: [],
    updatedAt: now,
  });
  try {
    await follow(contextOf(coachId, eventOf(act, booking, eventId)), bookingId, eventId);
  } finally {
    await database.run(sql`DELETE FROM calendar_events WHERE user_id = ${coachId}`);
    await database.run(sql`DELETE FROM calendar_connections WHERE user_id = ${coachId}`);
  }
  return null;
}

/** Where nobody can say whether it happened the event is looked at again, as the account does. */
async function follow(context: AccountContext, bookingId: string, eventId: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await followOwner(context, bookingId, eventId, null);
      return;
    } catch (error) {
      if (tries === TRIES_MAX || !(error instanceof Error && error.message.startsWith("agenda: "))) throw error;
    }
  }
}

/** null: it was deleted. */
function eventOf(act: CalendarAct, booking: VisibleBooking, eventId: string): ProviderEvent | null {
  if (act.do === "delete_event") return null;
  const startsAt = instant(act.to);
  const endsAt = instant(act.to + (act.duration_minutes ?? booking.duration_minutes) * MINUTE);
  const shown = { isMeetingPending: false, isCancelled: false, isTentative: false, isBusy: true, isDeclined: false } as const;
  const links = { eventLink: null, meetingLink: null } as const;
  return { eventId, etag: crypto.randomUUID(), ...links, ...shown, time: { startsAt, endsAt }, bookingId: null, attendees: [] };
}

type UsedContext = Pick<
  AccountContext,
  "userId" | "providerName" | "database" | "calendarsWith" | "tokensOf" | "storage" | "calls" | "submit" | "wakeAgenda" | "now" | "newId"
>;

function contextOf(coachId: string, event: ProviderEvent | null): AccountContext {
  const primary = { id: CALENDAR, name: "Calendar", isPrimary: true, isWritable: true, canFollow: true, hasMeetings: true };
  const calendars = {
    read: () => Promise.resolve(event === null ? refused({ kind: "gone" }) : ok(event)),
    // What was deleted is looked for in the account's other calendars: there are none.
    calendars: () => Promise.resolve(ok([primary])),
  };
  // As what the owner has connected is all that is asked of it.
  const storage = { get: () => Promise.resolve("coach") };
  const tokens = { use: async (act: (accessToken: string) => unknown) => await act("") };
  const context: UsedContext = {
    userId: coachId,
    providerName: PROVIDER,
    database,
    calendarsWith: () => calendars as unknown as CalendarProvider,
    tokensOf: () => tokens as unknown as AccountTokens,
    storage: storage as unknown as DurableObjectStorage,
    calls: new CallGate(),
    submit: async (command) => await submitToAgenda(env.COACH_AGENDA, command),
    wakeAgenda: () => Promise.resolve(),
    now: () => instant(Date.now()),
    newId: () => crypto.randomUUID(),
  };
  return context as AccountContext;
}
