/**
 * Everything that can be asked of a coach's agenda, its answers, and the time that a command wants. Commands and answers are plain
 * data: they cross the object's RPC as JSON. The asker has been authenticated and authorised before; the agenda decides about
 * time and state only.
 */
import type { Author } from "./actor.ts";
import type { Offer, OfferTerms, Place } from "./agreement/offer.ts";
import type { AvailabilityRules } from "./slots/availability-rules.ts";
import type { Booking, BookingDetails, BookingStatus } from "./booking.ts";
import type { CoachProfile, CoachSettings } from "./coach.ts";
import type { CalendarProviderName } from "./effect.ts";
import { after, type Instant, type Interval } from "./instant.ts";
import type { Money } from "./money.ts";
import type { Payment } from "./payment.ts";
import type { PersonClaims } from "./person.ts";
import type { Refusal } from "./refusal.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import type { Result } from "../lib/result.ts";
import { DURATION_MINUTES_MAX } from "../limits.ts";

export interface IdempotencyClaim {
  readonly principal: string;
  readonly method: string;
  /** The route's template, not the path asked. */
  readonly route: string;
  readonly key: string;
  /** SHA-256, hex, of the validated body and path. */
  readonly fingerprint: string;
}

/** A party of a booking. */
export type PartySide = "client" | "coach";

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
  readonly clientId: string;
  /** The client as their own token names them: recorded in the same two trips as the booking. null: somebody else books for them. */
  readonly client: PersonClaims | null;
  readonly offerId: string | null;
  readonly startsAt: Instant;
  /** null: the offer's length, or the usual one. */
  readonly durationMs: number | null;
  readonly details: BookingDetails;
  /** As the client was shown it and agreed to; absent: nobody says, and the offer's counts. */
  readonly agreedPrice?: Money | null;
  /** IANA, where the client's token and record say nothing; absent: not said. */
  readonly timeZone?: string;
  /** BCP 47, of the client; absent: not said. */
  readonly locale?: string;
}

export interface RescheduleCommand extends CommandEnvelope {
  readonly kind: "reschedule";
  readonly bookingId: string;
  /** Of the booking as the caller read it; neither changes who the parties are. */
  readonly clientId: string;
  readonly startsAt: Instant;
  readonly durationMs: number;
  /** An admin who has spoken with both parties says for which of them; else null. */
  readonly onBehalfOf: PartySide | null;
  /** Of coaches and admins: where it takes place from now on; null: as before. */
  readonly place: Place | null;
  readonly ifRevision: number | null;
}

export interface SetStatusCommand extends CommandEnvelope {
  readonly kind: "set_status";
  readonly bookingId: string;
  readonly status: BookingStatus;
  readonly reason: string | null;
  /** With `confirmed`: coach or admin let the client have it for nothing. */
  readonly waivesPrice: boolean;
  /** With `cancelled`, of an admin: as whose it is judged; else null. */
  readonly onBehalfOf: PartySide | null;
  readonly ifRevision: number | null;
  /** With `cancelled`: the percent that the caller has been shown; less is not given back without showing it. Absent or null: any will do. */
  readonly refundPercentMin?: number | null;
}

/** One side asks the other whether the session may be moved. */
export interface AskMoveCommand extends CommandEnvelope {
  readonly kind: "ask_move";
  readonly bookingId: string;
  readonly clientId: string;
  readonly startsAt: Instant;
  readonly durationMs: number;
  /** A coach who moves the event again in the calendar asks anew; elsewhere a question is withdrawn first. */
  readonly replacesOwn: boolean;
  /** Absent or null: any will do. */
  readonly ifRevision?: number | null;
}

export interface AnswerMoveCommand extends CommandEnvelope {
  readonly kind: "answer_move";
  readonly bookingId: string;
  readonly clientId: string;
  readonly answer: "accept" | "decline" | "withdraw";
  /** The time that was asked for, as the caller read it: what is read around it has to be read before it is decided. */
  readonly startsAt: Instant;
  readonly durationMs: number;
  /** Absent or null: any will do. */
  readonly ifRevision?: number | null;
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

interface MakeOfferCommand extends CommandEnvelope {
  readonly kind: "make_offer";
  readonly offerId: string;
  readonly terms: OfferTerms;
}

interface ChangeOfferCommand extends CommandEnvelope {
  readonly kind: "change_offer";
  readonly offerId: string;
  readonly patch: Partial<OfferTerms>;
  readonly ifRevision: number | null;
}

interface RetireOfferCommand extends CommandEnvelope {
  readonly kind: "retire_offer";
  readonly offerId: string;
  readonly ifRevision: number | null;
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
export type BookingCommand =
  | CreateCommand
  | RescheduleCommand
  | SetStatusCommand
  | AskMoveCommand
  | AnswerMoveCommand
  | RecordEventCommand
  | PaymentCommand;
export type OfferCommand = MakeOfferCommand | ChangeOfferCommand | RetireOfferCommand;
export type ProfileCommand = SetHoursCommand | SetSettingsCommand | SetActivityCommand;
export type AgendaCommand = BookingCommand | ProfileCommand | OfferCommand | LapseCommand;

export type AgendaAnswer =
  | { readonly kind: "booking"; readonly booking: Booking; readonly availabilityVersion: number }
  | { readonly kind: "payment"; readonly payment: Payment; readonly booking: Booking }
  | { readonly kind: "offer"; readonly offer: Offer; readonly availabilityVersion: number }
  | { readonly kind: "profile"; readonly profile: CoachProfile; readonly isActive: boolean }
  | { readonly kind: "lapsed"; readonly count: number };

export type AgendaResult = Result<AgendaAnswer, Refusal>;

export interface AgendaReply {
  readonly result: AgendaResult;
  /** The request whose decision this is: this one's, or an earlier one's with the same idempotency key. */
  readonly requestId: string;
  readonly replayed: boolean;
}

/** The time that a command wants; null where it wants none. */
export function wantedTime(command: AgendaCommand): (Interval & { readonly clientId: string }) | null {
  const wantsTime =
    command.kind === "create" ||
    command.kind === "reschedule" ||
    command.kind === "ask_move" ||
    (command.kind === "answer_move" && command.answer === "accept");
  if (!wantsTime) return null;
  // The length of an offer is not known before the offer has been read: the longest there can be is read around.
  const durationMs = command.durationMs ?? DURATION_MINUTES_MAX * MINUTE_MS;
  return { clientId: command.clientId, startsAt: command.startsAt, endsAt: after(command.startsAt, durationMs) };
}
