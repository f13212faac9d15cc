/**
 * Acts as the commands that the operations submit, with what the operations themselves refuse at the door: who is a party, and who
 * may name whom. Offers go by their names, bookings too.
 */
import type { Role } from "../../src/domain/actor.ts";
import { type OfferTerms, VIDEO } from "../../src/domain/agreement/offer.ts";
import type { CancellationPolicy } from "../../src/domain/agreement/policy.ts";
import type { Booking } from "../../src/domain/booking.ts";
import type { CoachSettings as Settings } from "../../src/domain/coach.ts";
import type { AgendaCommand, CommandEnvelope } from "../../src/domain/command.ts";
import { instant } from "../../src/domain/instant.ts";
import type { Money } from "../../src/domain/money.ts";
import {
  type Act,
  type BookingAct,
  type CoachSettings,
  type CreateAct,
  MINUTE,
  type Offer,
  type Person,
  type PolicyStep,
  type Price,
} from "./acts.ts";
import { rememberPolicy } from "./decider-show.ts";
import { sideOf, unreachable } from "./rules.ts";

export type Door = { readonly code: string } | { readonly command: AgendaCommand };

let made = 0;

export function envelope(coachId: string, by: Person | "system"): CommandEnvelope {
  const id = `command-${(made += 1)}`;
  const author = by === "system" ? ({ id: null, role: "system" } as const) : { id: by, role: roleOf(by) };
  return { commandId: id, requestId: id, coachId, author, claim: null };
}

const roleOf = (by: Person): Role => sideOf(by);
const moneyOf = (price: Price | null): Money | null => (price === null ? null : { minor: price.amount_minor, currency: price.currency });

function policyOf(steps: readonly PolicyStep[]): CancellationPolicy {
  const policy = steps.map(({ before_minutes, refund_percent }) => ({ beforeMinutes: before_minutes, refundPercent: refund_percent }));
  rememberPolicy(policy, steps);
  return policy;
}

export function settingsOf(settings: Partial<CoachSettings>): Partial<Settings> {
  const { cancellation_policy, ...rest } = settings;
  return {
    ...(rest.approval_required === undefined ? {} : { approvalRequired: rest.approval_required }),
    ...(rest.auto_confirm === undefined ? {} : { autoConfirm: rest.auto_confirm }),
    ...(cancellation_policy === undefined ? {} : { cancellationPolicy: policyOf(cancellation_policy) }),
    ...(rest.move_notice_minutes === undefined ? {} : { moveNoticeMinutes: rest.move_notice_minutes }),
    ...(rest.payment_minutes === undefined ? {} : { paymentMinutes: rest.payment_minutes }),
    ...(rest.approval_minutes === undefined ? {} : { approvalMinutes: rest.approval_minutes }),
    ...(rest.notice_minutes_min === undefined ? {} : { noticeMinutesMin: rest.notice_minutes_min }),
    ...(rest.buffer_before_minutes === undefined ? {} : { bufferBeforeMinutes: rest.buffer_before_minutes }),
    ...(rest.buffer_after_minutes === undefined ? {} : { bufferAfterMinutes: rest.buffer_after_minutes }),
  };
}

export function offerTermsOf(offer: Offer): OfferTerms {
  return {
    title: offer.name,
    description: null,
    durationMinutes: offer.duration_minutes,
    price: moneyOf(offer.price),
    approvalRequired: offer.approval_required,
    place: VIDEO,
    bufferBeforeMinutes: offer.buffer_before_minutes,
    bufferAfterMinutes: offer.buffer_after_minutes,
    noticeMinutesMin: null,
    cancellationPolicy: offer.cancellation_policy === null ? null : policyOf(offer.cancellation_policy),
    position: offer.position,
  };
}

/** `operations/bookings/create-booking.ts`. */
export function createThrough(act: CreateAct): Door {
  const side = sideOf(act.by);
  const isOwn = side === "admin" || act.by === act.client || act.by === act.coach;
  if (!isOwn) return { code: "forbidden" };
  const client = { id: act.client, role: "client", email: null, name: null, timeZone: null, locale: null, issuedAt: null } as const;
  return {
    command: {
      kind: "create",
      ...envelope(act.coach, act.by),
      bookingId: act.booking,
      clientId: act.client,
      client: side === "client" ? client : null,
      offerId: act.offer ?? null,
      startsAt: instant(act.to),
      durationMs: act.duration_minutes === undefined ? null : act.duration_minutes * MINUTE,
      details: { notes: null },
    },
  };
}

type Commanded = Exclude<BookingAct, { do: "read" | "checkout" }>;

/** `reschedule-booking.ts`, `set-booking-status.ts`, `move-request.ts`: all but a look and a payment. */
export function bookingThrough(act: Commanded, booking: Booking): Door {
  const { id: bookingId, coachId, clientId } = booking;
  if (act.by !== "admin" && act.by !== clientId && act.by !== coachId) return { code: "forbidden" };
  const isClient = sideOf(act.by) === "client";
  const behalf = act.do === "move" || act.do === "cancel" ? (act.on_behalf_of ?? null) : null;
  if (behalf !== null && act.by !== "admin") return { code: "forbidden" };
  const base = { ...envelope(coachId, act.by), bookingId } as const;
  const status = { kind: "set_status", ...base, reason: null, waivesPrice: false, onBehalfOf: null, ifRevision: null } as const;
  switch (act.do) {
    case "move":
      return {
        command: { kind: "reschedule", ...base, clientId, ...wanted(act, booking), onBehalfOf: behalf, place: null, ifRevision: null },
      };
    case "ask_move":
      return { command: { kind: "ask_move", ...base, clientId, ...wanted(act, booking), replacesOwn: false } };
    case "accept_move":
      return { command: { kind: "answer_move", ...base, clientId, ...asked(booking), answer: "accept" } };
    case "decline_move":
      return { command: { kind: "answer_move", ...base, clientId, ...asked(booking), answer: "decline" } };
    case "withdraw_move":
      return { command: { kind: "answer_move", ...base, clientId, ...asked(booking), answer: "withdraw" } };
    case "complete":
      return { command: { ...status, status: "completed" } };
    case "cancel":
      return { command: { ...status, status: "cancelled", onBehalfOf: behalf } };
    case "confirm":
      if (act.waive_price === true && isClient) return { code: "forbidden" };
      return { command: { ...status, status: "confirmed", waivesPrice: act.waive_price === true } };
    default:
      return unreachable(act);
  }
}

export function wanted(act: Extract<Act, { readonly to: number; readonly booking: string }>, { startsAt, endsAt }: Booking) {
  return { startsAt: instant(act.to), durationMs: act.duration_minutes === undefined ? endsAt - startsAt : act.duration_minutes * MINUTE };
}

function asked({ moveRequest, startsAt, endsAt }: Booking) {
  return moveRequest ?? { startsAt, durationMs: endsAt - startsAt };
}
