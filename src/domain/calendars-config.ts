/** What calendars need of the configuration. Read by `config.ts` from variables and secrets; nothing here reads any. */
import type { CalendarProviderName } from "./effect.ts";

/** Our registration at a provider. */
export interface CalendarClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** As registered there: our `/calendar/{provider}/callback`, or the app's own address. Both flows use this one. */
  readonly redirectUri: string;
}

export interface CalendarsConfig {
  /** null: that provider is not offered. */
  readonly clients: Readonly<Record<CalendarProviderName, CalendarClient | null>>;
  /** Where a callback that another browser began is handed on to, with code and state; null: it ends on our own page. */
  readonly appAddress: string | null;
  /** Where simulators stand in for the providers, without a slash at the end; null: the real ones. */
  readonly standInUrl: string | null;
  /** How old what is known of a calendar may be before it counts as a lost connection does. */
  readonly knowledgeMsMax: number;
  /** Exactly 32 bytes each. */
  readonly sealKeys: { readonly currentId: string; readonly secrets: ReadonlyMap<string, Uint8Array> };
}
