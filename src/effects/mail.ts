/**
 * The mails among the effects: composes the notice from what stands now and hands it to the sender, once. A notice that a
 * later change of the booking made untrue is dropped; facts about money stay true whatever becomes of the booking.
 */
import { type EffectContext, type EffectPerson, readEffectPerson } from "../database/effect-read.ts";
import type { ClaimedEffect } from "../database/outbox.ts";
import type { Database } from "../database/open.ts";
import { priceOf } from "../domain/coach.ts";
import type { EffectAudience } from "../domain/effect.ts";
import { policyRefund } from "../domain/refund.ts";
import type { Instant } from "../domain/instant.ts";
import { after } from "../domain/instant.ts";
import { MINUTE_MS } from "../lib/duration.ts";
import { LINK_POLL_MS, LINK_WAIT_MS } from "../limits.ts";
import { composeNotice } from "../notices/compose.ts";
import { type BookingNoticeKind, NOTICE_KINDS } from "../notices/kinds.ts";
import type { MailSender } from "../notices/mail.ts";
import type { Money } from "../notices/money-wording.ts";
import type { NoticeInput } from "../notices/notice.ts";
import type { EffectOutcome } from "./outcome.ts";

export interface MailDependencies {
  readonly database: Database;
  readonly mail: MailSender;
  readonly from: string;
  readonly fromName: string;
  readonly appUrl: string;
  readonly now: () => Instant;
}

const CALENDAR_NAMES: Readonly<Record<string, string>> = { google: "Google Calendar", outlook: "Outlook calendar" };

/** Whose truth does not depend on the booking's revision. */
const FACTS: ReadonlySet<string> = new Set(["payment_received", "payment_failed", "refunded", "calendar_conflict", "event_deleted_ask"]);

/** `kind` is `mail:{notice}:{audience}`. */
export async function sendNotice(deps: MailDependencies, effect: ClaimedEffect, context: EffectContext | null): Promise<EffectOutcome> {
  const [, notice = "", audienceText = ""] = effect.kind.split(":");
  const audience: EffectAudience = audienceText === "coach" ? "coach" : "client";
  if (effect.bookingId === null) return await sendReconnect(deps, effect, audience);
  if (context === null) return { kind: "dropped", reason: "no_booking" };
  const { kind, minutesBefore } = kindOf(notice);
  const { booking } = context;
  if (!FACTS.has(kind) && booking.revision !== effect.revision) return { kind: "dropped", reason: "later_revision" };
  const now = deps.now();
  if (kind === "reminder" && (booking.status !== "confirmed" || booking.startsAt <= now)) return { kind: "dropped", reason: "not_to_come" };
  if (kind === "confirmed" && waitsForLink(context) && now < after(effect.createdAt, LINK_WAIT_MS)) {
    return { kind: "wait", afterMs: LINK_POLL_MS, reason: "meeting_link" };
  }
  const reader = audience === "client" ? context.client : context.coach;
  if (reader.email === null) return { kind: "dropped", reason: "no_address" };
  return await send(deps, effect, reader.email, {
    kind,
    audience,
    reader: { name: reader.name, email: reader.email, timeZone: reader.timeZone },
    manageUrl: `${deps.appUrl}/bookings/${booking.id}`,
    booking,
    otherName: (audience === "client" ? context.coach : context.client).name,
    minutesBefore,
    previousTime: kind === "rescheduled" ? context.previousTime : null,
    reason: typeof effect.detail?.["reason"] === "string" ? effect.detail["reason"] : null,
    amount: amountOf(kind, context, effect),
    inviteFrom: isInvitedByCalendar(audience, context) ? null : { name: deps.fromName, email: deps.from },
  });
}

async function sendReconnect(deps: MailDependencies, effect: ClaimedEffect, audience: EffectAudience): Promise<EffectOutcome> {
  const owner: EffectPerson | null = await readEffectPerson(deps.database, String(effect.detail?.["user_id"]));
  if (owner?.email === null || owner === null) return { kind: "dropped", reason: "no_address" };
  return await send(deps, effect, owner.email, {
    kind: "calendar_needs_reconnect",
    audience,
    reader: { name: owner.name, email: owner.email, timeZone: owner.timeZone },
    manageUrl: `${deps.appUrl}/calendars`,
    calendarName: CALENDAR_NAMES[String(effect.detail?.["provider"])] ?? "calendar",
  });
}

async function send(deps: MailDependencies, effect: ClaimedEffect, to: string, notice: NoticeInput): Promise<EffectOutcome> {
  const { subject, html, text, calendar } = composeNotice(notice);
  const messageId = `${effect.id}@culturebridge-booking`;
  const sent = await deps.mail.send({ to, from: deps.from, fromName: deps.fromName, subject, html, text, calendar, messageId });
  if (sent.ok) return { kind: "done", follow: [] };
  return sent.problem.kind === "rejected"
    ? { kind: "failed", reason: `mail_${sent.problem.reason}` }
    : { kind: "retry", afterMs: null, reason: `mail_${sent.problem.reason}` };
}

function kindOf(notice: string): { readonly kind: BookingNoticeKind; readonly minutesBefore: number | null } {
  if (notice.startsWith("reminder-")) return { kind: "reminder", minutesBefore: Number(notice.slice("reminder-".length)) };
  const kind = NOTICE_KINDS.find((known) => known === notice);
  if (kind === undefined || kind === "calendar_needs_reconnect") throw new Error(`no such notice: ${notice}`);
  return { kind, minutesBefore: null };
}

/** Whether one of the coach's calendars is about to make the link that this mail should carry. */
function waitsForLink({ booking, connections, events }: EffectContext): boolean {
  if (booking.meetingLink !== null) return false;
  return connections.some(({ userId, provider, isActive, receivesEvents, isOrganizer }) => {
    if (userId !== booking.coachId || !isActive || !receivesEvents || !isOrganizer) return false;
    const event = events.find((one) => one.userId === userId && one.provider === provider);
    return event === undefined || event.state === "pending";
  });
}

/** Whether a calendar puts the session before this reader: the coach's organizer invites, and a calendar of their own shows it. */
function isInvitedByCalendar(audience: EffectAudience, { booking, connections }: EffectContext): boolean {
  const working = connections.filter(({ isActive, receivesEvents }) => isActive && receivesEvents);
  if (audience === "coach") return working.some(({ userId }) => userId === booking.coachId);
  return working.some(({ userId, isOrganizer }) => userId === booking.clientId || (userId === booking.coachId && isOrganizer));
}

function amountOf(kind: BookingNoticeKind, { booking, settings, payments }: EffectContext, effect: ClaimedEffect): Money | null {
  const minor = effect.detail?.["amount_minor"];
  const named = effect.detail?.["currency"];
  if (typeof minor === "number" && typeof named === "string") return { minor, currency: named };
  if (kind === "cancelled" || kind === "lapsed") {
    const owed = payments.map((payment) => policyRefund(payment, booking)).reduce((sum, one) => sum + one, 0);
    const [first] = payments;
    return first === undefined || owed === 0 ? null : { minor: owed, currency: first.currency };
  }
  const price = priceOf(settings, (booking.endsAt - booking.startsAt) / MINUTE_MS);
  return price === null ? null : { minor: price.amountMinor, currency: price.currency };
}
