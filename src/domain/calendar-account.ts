/**
 * A person's calendar connection as the rest of the service sees it, and what can be asked of the one object that speaks
 * with its provider. Interfaces only: the object is in `accounts/`, behind RPC, and tests put others in its place.
 */
import type { Result } from "../lib/result.ts";
import type { CalendarProviderName } from "./effect.ts";
import type { Instant } from "./instant.ts";

export interface CalendarConnection {
  readonly id: string;
  readonly userId: string;
  readonly provider: CalendarProviderName;
  readonly accountId: string;
  readonly accountEmail: string | null;
  readonly state: "active" | "needs_reconnect";
  readonly scopes: readonly string[];
  /** Calendars whose events block the owner's time. */
  readonly blockingCalendars: readonly string[];
  /** The calendar that bookings are written into; null: none. */
  readonly eventCalendar: string | null;
  readonly isOrganizer: boolean;
  readonly syncedAt: Instant | null;
  readonly busyUntil: Instant | null;
  readonly pushUntil: Instant | null;
}

/** A calendar of the connected account. */
export interface AccountCalendar {
  readonly id: string;
  readonly name: string;
  readonly isPrimary: boolean;
  readonly isWritable: boolean;
  readonly hasMeetings: boolean;
}

export interface ConsentFinish {
  readonly role: "client" | "coach";
  readonly stateId: string;
  readonly stateText: string;
  readonly stateExpiresAt: Instant;
  readonly verifier: string;
  readonly nonce: string;
  /** All that the browser brought, or `code` and `state`. */
  readonly callbackParameters: Readonly<Record<string, string>>;
}

export interface ConnectionPatch {
  readonly blockingCalendars?: readonly string[];
  readonly eventCalendar?: string | null;
  readonly isOrganizer?: boolean;
}

export type ConnectRefusal =
  | { readonly tag: "consent_used" | "consent_declined" | "consent_invalid" | "account_without_calendar" | "provider_unavailable" }
  | { readonly tag: "scopes_missing"; readonly scopes: readonly string[] };

export type AccountRefusal = {
  readonly tag: "connection_not_found" | "needs_reconnect" | "provider_unavailable" | "calendar_unknown";
};

export type SyncRefusal = AccountRefusal | { readonly tag: "no_event_calendar" | "booking_not_active" };

export interface SyncedEvent {
  readonly eventId: string;
  readonly eventLink: string | null;
  readonly meetingLink: string | null;
  /** The provider is still making the link. */
  readonly isMeetingPending: boolean;
}

export interface CalendarAccountClient {
  /** Records the state's id as used before the code is exchanged: of many at once one succeeds. */
  finish: (input: ConsentFinish) => Promise<Result<CalendarConnection, ConnectRefusal>>;
  calendars: () => Promise<Result<readonly AccountCalendar[], AccountRefusal>>;
  configure: (patch: ConnectionPatch) => Promise<Result<CalendarConnection, AccountRefusal>>;
  /** `adviceUrl`: where the owner withdraws the consent by hand, where the provider lets nobody else do it. */
  disconnect: () => Promise<Result<{ readonly adviceUrl: string | null }, AccountRefusal>>;
  /** Writes the booking's event now; again gives the same event. */
  syncBooking: (input: { readonly bookingId: string; readonly timeZone: string | null }) => Promise<Result<SyncedEvent, SyncRefusal>>;
}

/** A notification of a provider: a hint that something may have changed, and no more. */
export type PushHint =
  | { readonly provider: "google"; readonly channelId: string; readonly token: string }
  | {
      readonly provider: "outlook";
      readonly channelId: string;
      readonly token: string;
      readonly lifecycle: "reauthorizationRequired" | "subscriptionRemoved" | "missed" | null;
    };
