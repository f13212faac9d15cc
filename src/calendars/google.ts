/**
 * Google Calendar behind the port, put together from its parts. It holds no token and no state, retries nothing and
 * decides nothing about bookings; OAuth is another file's (`oauth-google.ts`).
 */
import { googleCalendars } from "./google-calendars.ts";
import { askGoogle } from "./google-call.ts";
import { googleChanges } from "./google-changes.ts";
import { googleChannels } from "./google-channels.ts";
import { googleWrites } from "./google-writes.ts";
import type { CalendarProvider } from "./provider.ts";
import type { ProviderOptions } from "./provider-call.ts";

export function googleProvider(options: ProviderOptions): CalendarProvider {
  const ask = askGoogle(options);
  return { type: "google", ...googleWrites(ask), changes: googleChanges(ask), ...googleCalendars(ask), ...googleChannels(ask) };
}
