/**
 * The providers by name: the client, the dialect of OAuth and the few facts by which the account's object treats them
 * differently. A name that is added to `CALENDAR_PROVIDERS` does not compile until it stands here. It calls nobody.
 */
import type { CalendarProviderName } from "../domain/effect.ts";
import type { ProviderOptions } from "./call.ts";
import { googleProvider, OWN_GOOGLE_CALENDAR } from "./google/provider.ts";
import { googleDialect } from "./google/sign-in.ts";
import type { OAuthDialect } from "./oauth/dialect.ts";
import { outlookProvider } from "./outlook/provider.ts";
import { outlookDialect } from "./outlook/sign-in.ts";
import type { CalendarInfo, CalendarProvider } from "./port.ts";

interface RegisteredProvider {
  /** One account's calendars, bound to an access token of it. */
  readonly client: (options: ProviderOptions, accessToken: string) => CalendarProvider;
  readonly signIn: OAuthDialect;
  /** One push channel watches one calendar, or the whole mailbox. */
  readonly watches: "calendar" | "mailbox";
  /** The one calendar of a client whose consent does not reach to the list of calendars; null: the list is asked for. */
  readonly clientsCalendar: CalendarInfo | null;
}

export const PROVIDERS: Readonly<Record<CalendarProviderName, RegisteredProvider>> = {
  google: { client: googleProvider, signIn: googleDialect, watches: "calendar", clientsCalendar: OWN_GOOGLE_CALENDAR },
  outlook: { client: outlookProvider, signIn: outlookDialect, watches: "mailbox", clientsCalendar: null },
};
