/**
 * What can be asked of a coach's agenda, and what it answers. Both are plain data: they cross the object's RPC as
 * JSON. Whoever asks has been authenticated and authorised before; the agenda
 * decides about time and state only.
 */
import type { Author } from "./actor.ts";
import type { AvailabilityRules } from "./slots/availability-rules.ts";
import type { Booking, BookingDetails, BookingStatus } from "./booking.ts";
import type { CoachProfile, CoachSettings } from "./coach.ts";
import type { CalendarProviderName } from "./effect.ts";
import type { Instant } from "./instant.ts";
import type { Payment } from "./payment.ts";
import type { PersonClaims } from "./person.ts";
import type { Refusal } from "./refusal.ts";
import type { Result } from "../lib/result.ts";

export interface IdempotencyClaim {
  readonly principal: string;
  readonly method: string;
  /** The route's template, not the path asked. */
  readonly route: string;
  readonly key: string;
  /** SHA-256, hex, of the validated body and path. */
  readonly fingerprint: string;
}

export interface CommandEnvelope {
  /** UUIDv4, fixed before the first try. It stands in the audit row, so that an ambiguous commit can be found again. */
  readonly commandId: string;
  readonly requestId: string;
  readonly coachId: string;
  readonly author: Author;
  readonly claim: IdempotencyClaim | null;
  /** Sent a second time, because the object died before it answered: the first may have committed. */
  readonly isRetry?: true;
}

export interface CreateCommand extends CommandEnvelope {
  readonly kind: "create";
  readonly bookingId: string;
  /** As the token names them: recorded, and checked for being active, in the same two trips as the booking itself. */
  readonly client: PersonClaims;
  readonly clientId: string;
  readonly startsAt: Instant;
  readonly durationMs: number;
  readonly details: BookingDetails;
}

export interface RescheduleCommand extends CommandEnvelope {
  readonly kind: "reschedule";
  readonly bookingId: string;
  /** Of the booking as the caller read it; neither changes who the parties are. */
  readonly clientId: string;
  readonly startsAt: Instant;
  readonly durationMs: number;
  readonly ifRevision: number | null;
}

export interface SetStatusCommand extends CommandEnvelope {
  readonly kind: "set_status";
  readonly bookingId: string;
  readonly status: BookingStatus;
  readonly reason: string | null;
  readonly ifRevision: number | null;
}

/** A party had the booking's event written with a token of their own: it stands in the history and changes nothing. */
export interface RecordEventCommand extends CommandEnvelope {
  readonly kind: "record_event";
  readonly bookingId: string;
  readonly provider: CalendarProviderName;
}

interface SetHoursCommand extends CommandEnvelope {
  readonly kind: "set_hours";
  readonly hours: AvailabilityRules;
  readonly ifRevision: number | null;
}

interface SetSettingsCommand extends CommandEnvelope {
  readonly kind: "set_settings";
  readonly patch: Partial<CoachSettings>;
  readonly ifRevision: number | null;
}

interface SetActivityCommand extends CommandEnvelope {
  readonly kind: "set_activity";
  readonly active: boolean;
}

/** The client wants to pay: the booking is held for the checkout, and its payment recorded. */
export interface OpenPaymentCommand extends CommandEnvelope {
  readonly kind: "open_payment";
  readonly bookingId: string;
  readonly paymentId: string;
}

/** The provider says that money came in. */
export interface SettlePaymentCommand extends CommandEnvelope {
  readonly kind: "settle_payment";
  readonly bookingId: string;
  readonly paymentId: string;
  readonly paid: { readonly amountMinor: number; readonly currency: string; readonly bookingId: string | null };
  readonly paymentIntentId: string | null;
  /** The provider's event that said so; null: it was asked. */
  readonly eventId: string | null;
}

/** The provider says that nothing came in, and that nothing can any more. */
export interface ClosePaymentCommand extends CommandEnvelope {
  readonly kind: "close_payment";
  readonly bookingId: string;
  readonly paymentId: string;
  readonly outcome: "expired" | "failed";
  readonly eventId: string | null;
}

/** The agenda's own, when an alarm or the sweep says that time has run out. */
interface LapseCommand extends CommandEnvelope {
  readonly kind: "lapse";
}

export type PaymentCommand = OpenPaymentCommand | SettlePaymentCommand | ClosePaymentCommand;
export type BookingCommand = CreateCommand | RescheduleCommand | SetStatusCommand | RecordEventCommand | PaymentCommand;
export type ProfileCommand = SetHoursCommand | SetSettingsCommand | SetActivityCommand;
export type AgendaCommand = BookingCommand | ProfileCommand | LapseCommand;

export type AgendaAnswer =
  | { readonly kind: "booking"; readonly booking: Booking; readonly availabilityVersion: number }
  | { readonly kind: "payment"; readonly payment: Payment; readonly booking: Booking }
  | { readonly kind: "profile"; readonly profile: CoachProfile; readonly isActive: boolean }
  | { readonly kind: "lapsed"; readonly count: number };

export type AgendaResult = Result<AgendaAnswer, Refusal>;

export interface AgendaReply {
  readonly result: AgendaResult;
  /** The request whose decision this is: this one's, or an earlier one's with the same idempotency key. */
  readonly requestId: string;
  readonly replayed: boolean;
}
