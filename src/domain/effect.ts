/**
 * Effects: what a change sets in motion. An effect stands in the outbox and is carried out after the commit. There is one type for
 * each kind, with the ids, times, amounts and codes that the kind needs beyond its booking; names and addresses are never
 * among them. How an effect is stored is known to `database/effect-codec.ts` alone; `effects/` derives and carries out.
 */
import type { Booking, BookingAction } from "./booking.ts";
import type { BookingEvent } from "./booking-event.ts";
import type { Instant } from "./instant.ts";
import type { Money } from "./money.ts";
import type { Audience, NoticeKind } from "./notice-kind.ts";
import type { RefundCause } from "./refund.ts";

export const CALENDAR_PROVIDERS = ["google", "outlook"] as const;
export type CalendarProviderName = (typeof CALENDAR_PROVIDERS)[number];

/** The booking says all. */
type NoFields = object;

interface PaymentFields {
  readonly paymentId: string;
  readonly amount: Money;
}

/** A person's account at a calendar provider. */
interface AccountFields {
  readonly userId: string;
  readonly provider: CalendarProviderName;
}

interface ReminderFields {
  /** How long before the start it is due. */
  readonly minutesBefore: number;
}

interface NoticeFields {
  readonly created: NoFields;
  readonly confirmed: NoFields;
  readonly rescheduled: NoFields;
  readonly cancelled: NoFields;
  readonly lapsed: NoFields;
  readonly completed: NoFields;
  readonly move_asked: NoFields;
  readonly move_withdrawn: NoFields;
  readonly move_declined: NoFields;
  readonly move_lapsed: NoFields;
  readonly place_changed: NoFields;
  readonly reminder: ReminderFields;
  readonly payment_received: PaymentFields;
  readonly payment_failed: PaymentFields;
  readonly refunded: PaymentFields;
  readonly event_deleted_ask: NoFields;
  readonly calendar_conflict: { readonly reason: string };
  readonly calendar_needs_reconnect: AccountFields;
  readonly calendar_unread: AccountFields;
  readonly calendar_read_again: AccountFields;
  readonly calendar_gone: AccountFields;
}

/** The content of a mail: its kind, with the fields that the kind needs beyond the booking. */
export type Notice<Kind extends NoticeKind = NoticeKind> = { [Each in Kind]: { readonly kind: Each } & NoticeFields[Each] }[Kind];

interface EffectFields {
  /** A booking has changed: what follows is derived from what stands when this is carried out. */
  readonly booking_changed: { readonly action: BookingAction };
  /** The moment of a reminder: its mails are derived from what stands then. */
  readonly reminder: ReminderFields;
  /** One mail to one party; one row each, so that trying one again does not send the other twice. */
  readonly mail: { readonly to: Audience; readonly notice: Notice };
  /** Brings the booking's event in one calendar up to date. */
  readonly calendar: AccountFields;
  readonly refund: {
    readonly paymentId: string;
    /** In the smallest unit, as decided; the part of it that has been given back meanwhile is left out. null: what the booking says. */
    readonly amountMinor: number | null;
    readonly cause: RefundCause;
    /** The money that came in for a booking that no longer stood, on record for a person who reads the row; else null. */
    readonly received: Money | null;
  };
  /** Tells one endpoint of the marketplace of one event. */
  readonly webhook: { readonly endpointId: string; readonly event: Pick<BookingEvent, "id" | "type" | "at"> };
  /** Ends a payment's checkout session at the provider. */
  readonly end_checkout: { readonly paymentId: string };
}

export type EffectKind = keyof EffectFields;

export type Effect<Kind extends EffectKind = EffectKind> = { [Each in Kind]: { readonly kind: Each } & EffectFields[Each] }[Kind];

/** Two effects of one kind with the same identity are the same effect: the second is not queued. The codec makes the id of it. */
type EffectIdentity =
  /** One for each mark, or one for each revision where there is no mark. */
  | { readonly subjectId: string; readonly mark: string | null }
  /** A mail that tells of what another effect did: one for each audience. */
  | { readonly causeId: string };

/** An effect to be queued. */
export interface NewEffect {
  readonly effect: Effect;
  /** The agenda of this coach carries it out. */
  readonly coachId: string;
  /** null: about a calendar connection rather than about a booking. */
  readonly bookingId: string | null;
  /** Of the booking, when the effect was decided. */
  readonly revision: number;
  readonly identity: EffectIdentity;
  readonly dueAt: Instant;
}

/** `revision` is the one that the effect belongs to; it need not be the newest. */
export type EffectSubject = Pick<Booking, "id" | "coachId" | "revision">;

export function bookingEffect(booking: EffectSubject, effect: Effect, dueAt: Instant, mark: string | null = null): NewEffect {
  const { id: bookingId, coachId, revision } = booking;
  return { effect, coachId, bookingId, revision, identity: { subjectId: bookingId, mark }, dueAt };
}
