/**
 * Carries out one effect of the outbox, by its kind. Every effect is handed what stands now, or reads it, before it acts, so
 * that one which comes late, twice or out of order does what is right at that moment. Throws only what the database throws.
 */
import type { EffectContext } from "../database/effect-read.ts";
import type { ClaimedEffect } from "../database/outbox.ts";
import { CALENDAR_PROVIDERS, type CalendarProviderName } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { effectsOf, reminderMails } from "./derive.ts";
import { type MailDependencies, sendNotice } from "./mail.ts";
import type { EffectOutcome } from "./outcome.ts";
import { endSession, giveBack, type PaymentDependencies } from "./refund.ts";

export interface EffectDependencies extends MailDependencies, PaymentDependencies {
  /** Brings a booking's event in one person's calendar up to date. */
  readonly reconcile: (userId: string, provider: CalendarProviderName, bookingId: string) => Promise<EffectOutcome>;
}

/** Whether the effect does no more than queue others, and so needs nobody's answer. */
export function isDerivation({ kind }: Pick<ClaimedEffect, "kind">): boolean {
  return kind.startsWith("booking_") || kind.startsWith("reminder:");
}

/** `context`: what stands now of the effect's booking; null where there is none. */
export async function carryOut(deps: EffectDependencies, effect: ClaimedEffect, context: EffectContext | null): Promise<EffectOutcome> {
  const [first = ""] = effect.kind.split(":");
  if (first.startsWith("booking_")) return followChange(effect, context, first.slice("booking_".length), deps.now());
  switch (first) {
    case "mail":
      return await sendNotice(deps, effect, context);
    case "reminder":
      return remind(effect, context, deps.now());
    case "calendar":
      return await updateCalendar(deps, effect);
    case "refund":
      return await giveBack(deps, effect);
    case "payment_close":
      return await endSession(deps, effect);
    default:
      return { kind: "failed", reason: "unknown_kind" };
  }
}

function followChange(effect: ClaimedEffect, context: EffectContext | null, action: string, now: Instant): EffectOutcome {
  if (context === null) return { kind: "dropped", reason: "no_booking" };
  const { booking, settings, connections, events } = context;
  const receiving = booking.status === "pending" ? [] : connections.filter(({ receivesEvents }) => receivesEvents);
  const calendars = [...receiving, ...events.filter(({ state }) => state !== "detached")];
  const { reminderMinutes } = settings;
  const payments = context.payments
    .filter(({ state }) => state === "open" || state === "paid")
    .map(({ id, state }) => ({ id, isOpen: state === "open" }));
  return { kind: "done", follow: effectsOf(action, effect.revision, { booking, reminderMinutes, calendars, payments, now }) };
}

function remind(effect: ClaimedEffect, context: EffectContext | null, now: Instant): EffectOutcome {
  if (context === null) return { kind: "dropped", reason: "no_booking" };
  const minutes = Number(effect.kind.split(":")[1]);
  const mails = reminderMails(minutes, effect.revision, context.booking, now);
  return mails.length === 0 ? { kind: "dropped", reason: "later_revision" } : { kind: "done", follow: mails };
}

async function updateCalendar(deps: EffectDependencies, effect: ClaimedEffect): Promise<EffectOutcome> {
  const [, userId = "", named] = effect.kind.split(":");
  const provider = CALENDAR_PROVIDERS.find((known) => known === named);
  if (effect.bookingId === null || provider === undefined) return { kind: "failed", reason: "unknown_kind" };
  return await deps.reconcile(userId, provider, effect.bookingId);
}
