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
export const providerParams = z.object({ provider: provider.describe("Of the calendar.") });
const calendarId = z.string().min(1).max(CALENDAR_ID_CHARACTERS_MAX);

export const authUrlQuery = z.object({
  return_path: z.string().max(500).optional().openapi({ description: "Where our own page leads afterwards: a path of this host." }),
});
export const authUrlSchema = z
  .object({
    auth_url: z.string().openapi({ description: "Send the browser here." }),
    state: z.string().describe("To be sent back with the code."),
    expires_at: instantOut,
  })
  .openapi("CalendarConsent");

export const exchangeBody = z
  .strictObject({
    code: z.string().min(1).max(CODE_CHARACTERS_MAX).describe("As the provider appended it to the way back."),
    state: z.string().min(1).max(STATE_CHARACTERS_MAX).describe("As `auth-url` gave it."),
    iss: z.string().max(500).optional().describe("As the provider appended it, where it did (RFC 9207)."),
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
    provider: provider.describe("Of the account."),
    account: z.string().nullable().describe("Address of the account; null: the provider does not say."),
    state: z
      .enum(["active", "needs_reconnect"])
      .describe("`needs_reconnect`: the provider takes the consent no longer, and its owner has to give it anew."),
    scopes: z.array(z.string()).describe("What the owner has consented to, in the provider's words."),
    blocking_calendars: z.array(z.string()).describe("Ids of the calendars whose events block the owner's time."),
    event_calendar: z.string().nullable().describe("The calendar that sessions are written into; null: none."),
    is_organizer: z.boolean().describe("Whether its events invite the other side, and carry the meeting."),
    last_synced_at: instantOut.nullable().openapi({
      description: "When the calendars that count were last read: noted at each change, and once an hour where nothing changes.",
    }),
    busy_until: instantOut.nullable().openapi({ description: "Time after this has not been read and is not offered." }),
    push_until: instantOut.nullable(),
  })
  .openapi("CalendarConnection");
export const connectionListSchema = z
  .object({ connections: z.array(connectionSchema).describe("The caller's own, at most one for each provider.") })
  .openapi("CalendarConnections");

export const disconnectedSchema = z
  .object({ advice_url: z.string().nullable().openapi({ description: "Where the owner can withdraw the consent, where we cannot." }) })
  .openapi("CalendarDisconnected");

export const calendarListSchema = z
  .object({
    calendars: z
      .array(
        z.object({
          id: z.string().describe("The provider's."),
          name: z.string().describe("As its owner calls it."),
          is_primary: z.boolean().describe("Whether it is the account's main calendar."),
          is_writable: z.boolean().describe("Whether sessions can be written into it."),
          has_meetings: z.boolean().describe("Whether events in it can carry a meeting by video."),
        }),
      )
      .describe("Of the account, as the provider lists them."),
  })
  .openapi("AccountCalendars");

export const syncBookingBody = z
  .strictObject({
    booking_id: uuid.describe("The session that is written."),
    calendar_type: provider.describe("Into which of the caller's calendars."),
    timezone: timeZone.optional().openapi({ description: "IANA zone in which the event is written; the owner's where absent." }),
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
    event_id: z.string().describe("The provider's."),
    event_link: z.string().nullable().describe("Where the event is shown; null: the provider gives none."),
    meeting_link: z.string().nullable().describe("Where the session meets; null: none, or not made yet."),
    meeting_link_pending: z
      .boolean()
      .openapi({ description: "`true`: the provider is still making the link. Send the same request again in a moment to get it." }),
  })
  .openapi("SyncedEvent");

export const googlePushHeaders = z.object({
  "x-goog-channel-id": z.string().max(200).optional().describe("The channel that we opened."),
  "x-goog-channel-token": z.string().max(300).optional().describe("The proof that we gave Google with it."),
  "x-goog-resource-state": z.string().max(50).optional().describe("`sync` when the channel opens, else `exists`."),
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
