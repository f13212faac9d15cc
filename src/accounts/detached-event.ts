/**
 * An event written with a token that its owner brought along: used once and never stored. The event is recorded as
 * detached: it is given again when it is asked for again, and nobody follows it.
 */
import { addressMap } from "../lib/address-map.ts";
import { googleProvider } from "../calendars/google.ts";
import { microsoftProvider } from "../calendars/microsoft.ts";
import type { ProviderFault } from "../calendars/provider.ts";
import { saveCalendarEvent } from "../database/calendar-events.ts";
import type { Database } from "../database/open.ts";
import { readReconcileState } from "../database/reconcile-read.ts";
import type { CalendarConnection, SyncedEvent } from "../domain/calendar-account.ts";
import type { CalendarProviderName } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import type { Refusal } from "../domain/refusal.ts";
import { ok, refused, type Result } from "../lib/result.ts";
import { draftOf } from "./event-draft.ts";

interface DetachedDependencies {
  readonly database: Database;
  readonly standInUrl: string | null;
  readonly appUrl: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => Instant;
}

interface DetachedInput {
  readonly bookingId: string;
  readonly provider: CalendarProviderName;
  readonly timeZone: string | null;
  readonly accessToken: string;
  readonly userId: string;
}

export async function writeDetachedEvent(deps: DetachedDependencies, input: DetachedInput): Promise<Result<SyncedEvent, Refusal>> {
  const { bookingId, provider: name, userId, accessToken } = input;
  const state = await readReconcileState(deps.database, bookingId, userId, name);
  if (state === null) return refused({ tag: "booking_not_found" });
  const options = { addressOf: addressMap(deps.standInUrl), fetch: deps.fetch, now: deps.now };
  const provider = name === "google" ? googleProvider(options) : microsoftProvider(options);
  const call = { accessToken };
  const calendars = await provider.calendars(call);
  if (!calendars.ok) return refused(refusalOf(calendars.problem));
  const primary = calendars.value.find(({ isPrimary }) => isPrimary);
  if (primary === undefined) return refused({ tag: "calendar_unknown" });
  const now = deps.now();
  const connection: CalendarConnection = {
    id: "",
    userId,
    provider: name,
    accountId: "",
    accountEmail: null,
    state: "active",
    scopes: [],
    blockingCalendars: [],
    eventCalendar: primary.id,
    isOrganizer: false,
    syncedAt: null,
    busyUntil: null,
    pushUntil: null,
  };
  const record = {
    bookingId,
    userId,
    provider: name,
    connectionId: "",
    calendarId: primary.id,
    eventId: null,
    generation: state.record?.generation ?? 0,
    desiredRevision: state.booking.revision,
    appliedRevision: state.booking.revision,
    time: { startsAt: state.booking.startsAt, endsAt: state.booking.endsAt },
    etag: null,
    eventLink: null,
    meetingLink: null,
    state: "detached" as const,
    isAsked: true,
    timeZone: input.timeZone,
    guestResponse: null,
    updatedAt: now,
  };
  const draft = { ...draftOf(state, connection, record, deps.appUrl), wantsMeeting: state.booking.meetingLink === null };
  const written = await provider.create(call, primary.id, draft);
  if (!written.ok) return refused(refusalOf(written.problem));
  const { eventId, etag, eventLink, meetingLink } = written.value;
  // What a connection of theirs keeps up to date is not taken from it.
  if (state.record === null || state.record.connectionId === "") {
    await saveCalendarEvent(deps.database, { ...record, eventId, etag, eventLink, meetingLink });
  }
  return ok({ eventId, eventLink, meetingLink: meetingLink ?? state.booking.meetingLink });
}

function refusalOf(fault: ProviderFault): Refusal {
  switch (fault.kind) {
    case "unauthorized":
    case "reconnect":
      return { tag: "consent_invalid" };
    case "retry_later":
    case "unknown":
      return { tag: "provider_unavailable" };
    default:
      return { tag: "calendar_unknown" };
  }
}
