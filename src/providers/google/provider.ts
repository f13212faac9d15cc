/**
 * Google Calendar behind the port, put together from its parts. It holds no token and no state, retries nothing and
 * decides nothing about bookings; OAuth is another file's (`sign-in.ts`).
 */
import { googleCalendars } from "./calendars.ts";
import { askGoogle } from "./call.ts";
import { googleChanges } from "./changes.ts";
import { googleChannels } from "./channels.ts";
import { googleWrites } from "./writes.ts";
import type { CalendarInfo, CalendarProvider } from "../port.ts";
import type { ProviderOptions } from "../call.ts";

export function googleProvider(options: ProviderOptions, accessToken: string): CalendarProvider {
  const ask = askGoogle(options, accessToken);
  return { ...googleWrites(ask), changes: googleChanges(ask), ...googleCalendars(ask), ...googleChannels(ask) };
}

/** A client of Google is asked for no more than their own events, which does not reach to the list of their calendars. */
export const OWN_GOOGLE_CALENDAR: CalendarInfo = {
  id: "primary",
  name: "Primary calendar",
  isPrimary: true,
  isWritable: true,
  canFollow: true,
  hasMeetings: false,
};
