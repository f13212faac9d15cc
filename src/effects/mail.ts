/**
 * Sends one mail: composes the notice from what stands now, in its reader's language, and hands it to the sender, once. Whether
 * it is sent, and when, is said by `telling.ts`; facts about money stay true whatever becomes of the booking. A deactivated
 * person is sent nothing.
 */
import { readEffectPerson } from "../database/effect-person.ts";
import type { EffectContext } from "../database/effect-read.ts";
import type { ClaimedEffect } from "../database/outbox.ts";
import { asksForConference } from "../domain/agreement/place.ts";
import type { Notice } from "../domain/effect.ts";
import { after } from "../domain/instant.ts";
import { readersLanguage } from "../domain/language.ts";
import type { Money } from "../domain/money.ts";
import {
  type Audience,
  type BookingNoticeKind,
  type ConnectionNoticeKind,
  isAboutConnection,
  tellsOfChange,
} from "../domain/notice-kind.ts";
import { refundDue } from "../domain/refund.ts";
import { LINK_POLL_MS, LINK_WAIT_MS } from "../limits.ts";
import { inLanguage } from "../messages/language.ts";
import { say } from "../messages/say.ts";
import { type ComposedNotice, composeNotice } from "../notices/compose.ts";
import { NOTICES } from "../notices/kinds.ts";
import type { NoticeInput } from "../notices/notice.ts";
import { entryOf, wasInCalendar } from "./calendar-entry.ts";
import type { EffectDependencies, Handler } from "./handler.ts";
import { outcomeOfMailFault } from "./mail-fault.ts";
import type { EffectOutcome } from "./outcome.ts";
import { changesIn, changesToTell, withheld } from "./telling.ts";

export const sendMail: Handler<"mail"> = async (deps, claimed, context) => {
  const { notice } = claimed.effect;
  if (isAboutConnectionNotice(notice)) return await sendConnectionNotice(deps, claimed, notice);
  if (context === null) return { kind: "dropped", reason: "no_booking" };
  return await sendBookingNotice(deps, claimed, notice, context);
};

async function sendBookingNotice(
  deps: EffectDependencies,
  claimed: ClaimedEffect<"mail">,
  notice: Notice<BookingNoticeKind>,
  context: EffectContext,
): Promise<EffectOutcome> {
  const { kind } = notice;
  const { to: audience } = claimed.effect;
  const { booking } = context;
  const now = deps.now();
  const kept = withheld(claimed, context, now);
  if (kept !== null) return kept;
  if (kind === "reminder" && (booking.status !== "confirmed" || booking.startsAt <= now)) return { kind: "dropped", reason: "not_to_come" };
  if (kind === "confirmed" && waitsForLink(context) && now < after(claimed.createdAt, LINK_WAIT_MS)) {
    return { kind: "wait", afterMs: LINK_POLL_MS, reason: "meeting_link" };
  }
  if (waitsForEntry(kind, audience, context) && now < after(claimed.createdAt, LINK_WAIT_MS)) {
    return { kind: "wait", afterMs: LINK_POLL_MS, reason: "invitation" };
  }
  const reader = audience === "client" ? context.client : context.coach;
  if (reader.email === null) return { kind: "dropped", reason: "no_address" };
  const told = context.told[audience];
  const file = fileFor(audience, context);
  const { name, email, timeZone } = reader;
  const mail: NoticeInput = {
    kind,
    audience,
    reader: { name, email, timeZone },
    manageUrl: `${deps.appUrl}/bookings/${booking.id}`,
    booking,
    otherName: (audience === "client" ? context.coach : context.client).name,
    minutesBefore: kind === "reminder" ? notice.minutesBefore : null,
    previousTime: told === null ? context.previousTime : told.movedFrom,
    alsoChanged: tellsOfChange(kind)
      ? changesToTell(audience, told?.revision ?? 0, changesIn(context, now)).filter((also) => also !== kind)
      : [],
    wishedTime: context.lastAsked,
    reason: kind === "calendar_conflict" ? notice.reason : null,
    amount: "amount" in notice ? notice.amount : amountOf(kind, context),
    inviteFrom: file === null ? null : { name: deps.fromName, email: deps.from },
    isWithdrawn: file === "withdraws",
  };
  const composed = await inLanguage(readersLanguage(reader, booking), () => composeNotice(mail));
  const sent = await send(deps, claimed, email, composed);
  return sent.kind === "done" ? { ...sent, file: composed.calendar?.method } : sent;
}

function isAboutConnectionNotice(notice: Notice): notice is Notice<ConnectionNoticeKind> {
  return isAboutConnection(notice.kind);
}

async function sendConnectionNotice(
  deps: EffectDependencies,
  claimed: ClaimedEffect<"mail">,
  { kind, userId, provider }: Notice<ConnectionNoticeKind>,
): Promise<EffectOutcome> {
  const owner = await readEffectPerson(deps.database, userId);
  if (owner?.status === "inactive") return { kind: "dropped", reason: "reader_inactive" };
  if (owner?.email === null || owner === null) return { kind: "dropped", reason: "no_address" };
  const { name, email, timeZone } = owner;
  const composed = await inLanguage(readersLanguage(owner, null), () =>
    composeNotice({
      kind,
      audience: claimed.effect.to,
      reader: { name, email, timeZone },
      manageUrl: `${deps.appUrl}/calendars`,
      calendarName: say(`calendar.${provider}`),
    }),
  );
  return await send(deps, claimed, email, composed);
}

async function send(deps: EffectDependencies, { id }: ClaimedEffect, to: string, composed: ComposedNotice): Promise<EffectOutcome> {
  const { subject, html, text, calendar } = composed;
  const messageId = `${id}@culturebridge-booking`;
  const sent = await deps.mail.send({ to, from: deps.from, fromName: deps.fromName, subject, html, text, calendar, messageId });
  return sent.ok ? { kind: "done", follow: [] } : outcomeOfMailFault(sent.problem, deps.now());
}

/** Whether one of the coach's calendars is about to make the link that this mail should carry. */
function waitsForLink({ booking, connections, events }: EffectContext): boolean {
  if (booking.meetingLink !== null || !asksForConference(booking)) return false;
  return connections.some(({ userId, provider, isActive, receivesEvents, isOrganizer }) => {
    if (userId !== booking.coachId || !isActive || !receivesEvents || !isOrganizer) return false;
    const event = events.find((one) => one.userId === userId && one.provider === provider);
    return event === undefined || event.state === "pending";
  });
}

/** Whether a calendar is about to put the session before this reader, so that the mail need not. */
function waitsForEntry(kind: BookingNoticeKind, audience: Audience, context: EffectContext): boolean {
  return NOTICES[kind].invites && context.booking.status === "confirmed" && entryOf(audience, context) === "expected";
}

/**
 * The calendar file of a mail. Our mail is the invitation where no calendar has in fact put the session before this reader; once one
 * has, the entry that an earlier mail made is withdrawn. null: no file.
 */
function fileFor(audience: Audience, context: EffectContext): "says_what_is_so" | "withdraws" | null {
  const isEntry = context.mailed[audience];
  const entry = entryOf(audience, context);
  switch (context.booking.status) {
    case "pending":
      // Its calendar invites once it is confirmed.
      return entry === "none" || isEntry === true ? "says_what_is_so" : null;
    case "cancelled":
      // A version before kept no record of its files: it sent them where no calendar invited.
      return (isEntry ?? (entry === "none" && !wasInCalendar(audience, context))) ? "says_what_is_so" : null;
    default:
      if (entry !== "calendar") return "says_what_is_so";
      return isEntry === true ? "withdraws" : null;
  }
}

function amountOf(kind: BookingNoticeKind, { booking, payments, refundedOtherwise }: EffectContext): Money | null {
  if (NOTICES[kind].amount !== "refund_to_come") return booking.priceWaived ? null : booking.price;
  const owed = payments.reduce((sum, payment) => sum + refundDue(payment, booking, refundedOtherwise.get(payment.id) ?? 0), 0);
  const [first] = payments;
  return first === undefined || owed === 0 ? null : { minor: owed, currency: first.currency };
}
