/**
 * Derives what follows from a change of a booking: who is told, which calendars are brought up to date, which reminders are
 * planned, what is given back. Pure and repeatable: the same change gives rows with the same ids, so that deriving twice
 * queues nothing twice.
 */
import type { Booking } from "../domain/booking.ts";
import type { CalendarProviderName, EffectAudience, NewEffect } from "../domain/effect.ts";
import { after, type Instant } from "../domain/instant.ts";
import { MINUTE_MS } from "../lib/duration.ts";

/** What a person is told of a change, by the change's name in the audit trail. */
const NOTICE_OF: Readonly<Record<string, string>> = {
  created: "created",
  confirmed: "confirmed",
  rescheduled: "rescheduled",
  cancelled: "cancelled",
  lapsed: "lapsed",
  completed: "completed",
};

const AUDIENCES: readonly EffectAudience[] = ["client", "coach"];

export interface ChangeContext {
  readonly booking: Booking;
  readonly reminderMinutes: readonly number[];
  /** Connections of the coach and the client that receive events, or hold one of this booking already. */
  readonly calendars: readonly { readonly userId: string; readonly provider: CalendarProviderName }[];
  /** Payments of the booking that are open, or have brought money in that has not all been given back. */
  readonly payments: readonly { readonly id: string; readonly isOpen: boolean }[];
  readonly now: Instant;
}

/** Rows that follow from one change; `action` as the audit trail names it, `revision` the one it made. */
export function effectsOf(action: string, revision: number, context: ChangeContext): NewEffect[] {
  const { booking, calendars, payments, now } = context;
  const base = { coachId: booking.coachId, bookingId: booking.id, revision, detail: null, dueAt: now };
  const effects: NewEffect[] = calendars.map(({ userId, provider }) => {
    const kind = `calendar:${userId}:${provider}`;
    return { ...base, id: `${booking.id}:${kind}:${String(revision)}`, kind };
  });
  // One refund by the policy for each payment, and one ending of its session, whatever else happens to the booking.
  if (booking.status === "cancelled") {
    for (const { id: paymentId, isOpen } of payments) {
      const kind = isOpen ? "payment_close" : "refund";
      const id = `${booking.id}:${kind}:${paymentId}${isOpen ? ":cancelled" : ""}`;
      effects.push({ ...base, id, kind, detail: { payment_id: paymentId } });
    }
  }
  // A later change speaks for itself.
  if (booking.revision !== revision) return effects;
  const notice = NOTICE_OF[action];
  if (notice !== undefined) effects.push(...mails(notice, context, revision));
  if (booking.status === "confirmed") effects.push(...reminders(context));
  return effects;
}

function mails(notice: string, { booking, now }: Pick<ChangeContext, "booking" | "now">, revision: number): NewEffect[] {
  return AUDIENCES.map((audience) => mailEffect(booking, notice, audience, { revision, dueAt: now, detail: null }));
}

/** One mail to one party; one row each, so that trying one again does not send the other twice. */
export function mailEffect(
  booking: Pick<Booking, "id" | "coachId">,
  notice: string,
  audience: EffectAudience,
  { revision, dueAt, detail }: Pick<NewEffect, "revision" | "dueAt" | "detail">,
): NewEffect {
  const kind = `mail:${notice}:${audience}`;
  return {
    id: `${booking.id}:${kind}:${String(revision)}`,
    coachId: booking.coachId,
    bookingId: booking.id,
    revision,
    kind,
    detail,
    dueAt,
  };
}

/** A reminder is planned only while its moment is ahead: nobody is told "in 24 hours" of a session in two. */
function reminders({ booking, reminderMinutes, now }: ChangeContext): NewEffect[] {
  return [...new Set(reminderMinutes)].flatMap((minutes) => {
    const dueAt = after(booking.startsAt, -minutes * MINUTE_MS);
    if (dueAt <= now) return [];
    const kind = `reminder:${String(minutes)}`;
    const { id: bookingId, coachId, revision } = booking;
    return [{ id: `${bookingId}:${kind}:${String(revision)}`, coachId, bookingId, revision, kind, detail: null, dueAt }];
  });
}

/** The mails of a reminder whose moment has come; none once the session is no longer what it was planned for. */
export function reminderMails(minutes: number, revision: number, booking: Booking, now: Instant): NewEffect[] {
  if (booking.revision !== revision || booking.status !== "confirmed" || booking.startsAt <= now) return [];
  return AUDIENCES.map((audience) => mailEffect(booking, `reminder-${String(minutes)}`, audience, { revision, dueAt: now, detail: null }));
}
