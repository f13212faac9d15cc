/** Calendar connections on the wire. Tokens never leave the server, so no schema here has a field for one of ours. */
import { z } from "@hono/zod-openapi";
import type { AccountCalendar, CalendarConnection, SyncedEvent } from "../domain/calendar-account.ts";
import { CALENDAR_PROVIDERS } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { CALENDARS_CHOSEN_MAX } from "../limits.ts";
import { instantOut, presentInstant, timeZone, uuid } from "./scalar.ts";

const CALENDAR_ID_CHARACTERS_MAX = 1_024;
const CODE_CHARACTERS_MAX = 4_096;
const STATE_CHARACTERS_MAX = 4_096;
const TOKEN_CHARACTERS_MAX = 8_192;

/** RFC 9110 section 5.5: what a header may hold. The runtime logs a value that it cannot send, so it never gets that far. */
const HEADER_SAFE = /^[\x21-\x7e]*$/u;

export const provider = z.enum(CALENDAR_PROVIDERS);
export const providerParams = z.object({ provider });
const calendarId = z.string().min(1).max(CALENDAR_ID_CHARACTERS_MAX);

export const authUrlQuery = z.object({
  return_path: z.string().max(500).optional().openapi({ description: "Where our own page leads afterwards: a path of this host." }),
});
export const authUrlSchema = z
  .object({
    auth_url: z.string().openapi({ description: "Send the browser here." }),
    state: z.string(),
    expires_at: instantOut,
  })
  .openapi("CalendarConsent");

export const exchangeBody = z
  .strictObject({
    code: z.string().min(1).max(CODE_CHARACTERS_MAX),
    state: z.string().min(1).max(STATE_CHARACTERS_MAX),
    iss: z.string().max(500).optional(),
  })
  .openapi("FinishCalendarConsent");

export const configureBody = z
  .strictObject({
    blocking_calendars: z
      .array(calendarId)
      .max(CALENDARS_CHOSEN_MAX)
      .optional()
      .openapi({ description: "Whose events block the owner's time." }),
    event_calendar: calendarId.nullable().optional().openapi({ description: "The calendar that sessions are written into; null: none." }),
    is_organizer: z.boolean().optional().openapi({ description: "Whether its events invite, and carry the meeting." }),
  })
  .openapi("ConfigureCalendarConnection");

export const connectionSchema = z
  .object({
    provider,
    account: z.string().nullable(),
    state: z.enum(["active", "needs_reconnect"]),
    scopes: z.array(z.string()),
    blocking_calendars: z.array(z.string()),
    event_calendar: z.string().nullable(),
    is_organizer: z.boolean(),
    last_synced_at: instantOut.nullable().openapi({
      description: "When the calendars that count were last read: noted at each change, and once an hour where nothing changes.",
    }),
    busy_until: instantOut.nullable().openapi({ description: "Time after this has not been read and is not offered." }),
    push_until: instantOut.nullable(),
  })
  .openapi("CalendarConnection");
export const connectionListSchema = z.object({ connections: z.array(connectionSchema) }).openapi("CalendarConnections");

export const disconnectedSchema = z
  .object({ advice_url: z.string().nullable().openapi({ description: "Where the owner can withdraw the consent, where we cannot." }) })
  .openapi("CalendarDisconnected");

export const calendarListSchema = z
  .object({
    calendars: z.array(
      z.object({ id: z.string(), name: z.string(), is_primary: z.boolean(), is_writable: z.boolean(), has_meetings: z.boolean() }),
    ),
  })
  .openapi("AccountCalendars");

export const syncBookingBody = z
  .strictObject({
    booking_id: uuid,
    calendar_type: provider,
    timezone: timeZone.optional(),
    access_token: z
      .string()
      .min(1)
      .max(TOKEN_CHARACTERS_MAX)
      .refine((token) => HEADER_SAFE.test(token), "must hold visible ASCII characters only, as the provider gave it")
      .optional()
      .openapi({ description: "The caller's own token at the provider: used once, never stored, and the event is not followed." }),
  })
  .openapi("SyncBooking");
export const syncedEventSchema = z
  .object({
    event_id: z.string(),
    event_link: z.string().nullable(),
    meeting_link: z.string().nullable(),
    meeting_link_pending: z
      .boolean()
      .openapi({ description: "`true`: the provider is still making the link. Send the same request again in a moment to get it." }),
  })
  .openapi("SyncedEvent");

export const googlePushHeaders = z.object({
  "x-goog-channel-id": z.string().max(200).optional(),
  "x-goog-channel-token": z.string().max(300).optional(),
  "x-goog-resource-state": z.string().max(50).optional(),
});

function presentMoment(at: Instant | null): string | null {
  return at === null ? null : presentInstant(at);
}

export function presentConnection(connection: CalendarConnection): z.infer<typeof connectionSchema> {
  return {
    provider: connection.provider,
    account: connection.accountEmail,
    state: connection.state,
    scopes: [...connection.scopes],
    blocking_calendars: [...connection.blockingCalendars],
    event_calendar: connection.eventCalendar,
    is_organizer: connection.isOrganizer,
    last_synced_at: presentMoment(connection.syncedAt),
    busy_until: presentMoment(connection.busyUntil),
    push_until: presentMoment(connection.pushUntil),
  };
}

export function presentCalendars(calendars: readonly AccountCalendar[]): z.infer<typeof calendarListSchema> {
  return {
    calendars: calendars.map(({ id, name, isPrimary, isWritable, hasMeetings }) => ({
      id,
      name,
      is_primary: isPrimary,
      is_writable: isWritable,
      has_meetings: hasMeetings,
    })),
  };
}

export function presentSyncedEvent(event: SyncedEvent): z.infer<typeof syncedEventSchema> {
  return {
    event_id: event.eventId,
    event_link: event.eventLink,
    meeting_link: event.meetingLink,
    meeting_link_pending: event.isMeetingPending,
  };
}
