/**
 * Google Calendar behind the port, put together from its parts. It holds no token and no state, retries nothing and
 * decides nothing about bookings; OAuth is another file's (`sign-in.ts`).
 */
import { googleCalendars } from "./calendars.ts";
import { askGoogle } from "./call.ts";
import { googleChanges } from "./changes.ts";
import { googleChannels } from "./channels.ts";
import { googleWrites } from "./writes.ts";
import type { CalendarProvider } from "../port.ts";
import type { ProviderOptions } from "../call.ts";

export function googleProvider(options: ProviderOptions): CalendarProvider {
  const ask = askGoogle(options);
  return { type: "google", ...googleWrites(ask), changes: googleChanges(ask), ...googleCalendars(ask), ...googleChannels(ask) };
}
