/**
 * The mails of a notice, one for each audience in the table of notices. Nothing is sent or stored here: the caller queues
 * them with the change, the payment or the calendar that the notice is about.
 */
import type { ClaimedEffect } from "../database/outbox.ts";
import type { CalendarConnection } from "../domain/calendar-account.ts";
import { bookingEffect, type EffectSubject, type NewEffect, type Notice } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { AUDIENCES, type Audience, type ConnectionNoticeKind } from "../domain/notice-kind.ts";
import { audiencesOf, type Sides } from "../notices/kinds.ts";

interface Occasion extends Sides {
  readonly booking: EffectSubject;
  readonly dueAt: Instant;
  /** Tells this notice from others of its kind, where the booking's revision does not. */
  readonly mark?: string;
  /** The sides that get the mail, as far as the table of notices tells them; both where absent. */
  readonly readers?: readonly Audience[];
}

export function mailsOf(notice: Notice, { booking, dueAt, mark, readers = AUDIENCES, ...sides }: Occasion): NewEffect[] {
  const told = audiencesOf(notice.kind, sides).filter((to) => readers.includes(to));
  return told.map((to) => bookingEffect(booking, { kind: "mail", to, notice }, dueAt, mark));
}

/** Mails that tell of what another effect did, once for each such effect. */
export function mailsAfter({ id: causeId, coachId, bookingId, revision }: ClaimedEffect, notice: Notice, dueAt: Instant): NewEffect[] {
  return audiencesOf(notice.kind).map((to) => {
    const effect = { kind: "mail", to, notice } as const;
    return { effect, coachId, bookingId, revision, identity: { causeId }, dueAt };
  });
}

/** Tells the owner of a connection about it, once for a `mark`; carried out by the agenda of the owner's id. */
export function connectionMails(
  kind: ConnectionNoticeKind,
  { id: subjectId, userId, provider }: Pick<CalendarConnection, "id" | "userId" | "provider">,
  calendarOwner: Audience,
  { mark, now }: { readonly mark: string; readonly now: Instant },
): NewEffect[] {
  const notice = { kind, userId, provider };
  return audiencesOf(notice.kind, { calendarOwner }).map((to) => ({
    effect: { kind: "mail", to, notice },
    coachId: userId,
    bookingId: null,
    revision: 0,
    identity: { subjectId, mark },
    dueAt: now,
  }));
}
