/**
 * Tells the owner of a calendar, by mail, what became of an event of ours there. Each thing is told once: a mail's mark
 * says which thing it is, and a mail of the same mark is not queued again. Nothing is decided here.
 */
import { readEffectPerson } from "../database/effect-person.ts";
import { queueEffects } from "../database/outbox.ts";
import type { ReconcileState } from "../database/reconcile-read.ts";
import type { EffectSubject, Notice } from "../domain/effect.ts";
import type { Instant } from "../domain/instant.ts";
import { DEFAULT_LANGUAGE, readersLanguage } from "../domain/language.ts";
import { mailsOf } from "../effects/mails.ts";
import { sha256Hex } from "../lib/sha256.ts";
import { inLanguage } from "../messages/language.ts";
import { type MessageId, say } from "../messages/say.ts";
import type { AccountContext } from "./context.ts";

/** Of a mark's hash: enough to tell the marks of one booking apart. */
const MARK_CHARACTERS = 16;

/** Said in the owner's language when it is queued. */
export type ConflictReason = Extract<MessageId, `conflict.${string}`>;

interface Told {
  readonly booking: EffectSubject;
  /** null: the event has been deleted, and the owner is asked. */
  readonly reason: ConflictReason | null;
  readonly owner: "client" | "coach";
  /** The text that is told, where the booking alone does not say it. */
  readonly mark: string;
}

async function tell(context: AccountContext, { booking, reason, owner, mark }: Told): Promise<void> {
  const now = context.now();
  const notice: Notice<"calendar_conflict" | "event_deleted_ask"> =
    reason === null ? { kind: "event_deleted_ask" } : { kind: "calendar_conflict", reason: await saidToOwner(context, reason) };
  const mails = mailsOf(notice, { booking, dueAt: now, mark, calendarOwner: owner });
  await queueEffects(context.database, mails, now);
  await context.wakeAgenda(booking.coachId);
}

async function saidToOwner({ database, userId }: AccountContext, reason: ConflictReason): Promise<string> {
  const owner = await readEffectPerson(database, userId);
  return await inLanguage(owner === null ? DEFAULT_LANGUAGE : readersLanguage(owner, null), () => say(reason));
}

/** The owner of this calendar, as a side of the booking. */
function ownerIn({ userId }: AccountContext, { booking }: Pick<ReconcileState, "booking">): "client" | "coach" {
  return userId === booking.coachId ? "coach" : "client";
}

/** Once for each state of the event that was `seen`: its etag. */
export async function tellOfChange(
  context: AccountContext,
  state: Pick<ReconcileState, "booking">,
  reason: Told["reason"],
  seen: string,
): Promise<void> {
  await tell(context, { booking: state.booking, reason, owner: ownerIn(context, state), mark: await markOf(seen) });
}

/** Once for a session, whatever is done to its event after it has begun. */
export async function tellOfBegun(context: AccountContext, state: Pick<ReconcileState, "booking">): Promise<void> {
  await tell(context, {
    booking: state.booking,
    reason: "conflict.already_begun",
    owner: ownerIn(context, state),
    mark: "begun",
  });
}

/** Once for a revision of the booking, as far as its event shows it. */
export async function tellOfPutBacksEnded(
  context: AccountContext,
  state: Pick<ReconcileState, "booking" | "shownRevision">,
): Promise<void> {
  const mark = `put-backs-${String(state.shownRevision)}`;
  await tell(context, { booking: state.booking, reason: "conflict.put_backs_ended", owner: ownerIn(context, state), mark });
}

/** An event of the coach's own that lands on a session is shown, once for the session and the day it is on (UTC), and not acted upon. */
export async function tellOfConflict(context: AccountContext, booking: EffectSubject & { readonly startsAt: Instant }): Promise<void> {
  const day = new Date(booking.startsAt).toISOString().slice(0, "yyyy-mm-dd".length);
  await tell(context, {
    booking,
    reason: "conflict.overlap",
    owner: "coach",
    mark: `overlap-${day}`,
  });
}

async function markOf(text: string): Promise<string> {
  return (await sha256Hex(text)).slice(0, MARK_CHARACTERS);
}
