/**
 * Says which changes of a booking a side still has to be told of, and when: the first mail about it leaves at once, and what follows within two
 * minutes leaves as one mail, of the last change that still holds. Nobody is left with an earlier state: a change speaks for
 * the ones before it only to a reader whom it is told to. Pure. Mails about money and reminders are not gathered.
 */
import type { EffectContext } from "../database/effect-read.ts";
import type { ClaimedEffect } from "../database/outbox.ts";
import { type Booking, openRequest } from "../domain/booking.ts";
import { after, type Instant } from "../domain/instant.ts";
import { AUDIENCES, type Audience, type ChangeNoticeKind, tellsOfChange } from "../domain/notice-kind.ts";
import { unreachable } from "../lib/assert.ts";
import { MAILS_GATHERED_MS } from "../limits.ts";
import { audiencesOf, NOTICES } from "../notices/kinds.ts";
import type { EffectOutcome } from "./outcome.ts";

/** The changes of a booking, as far as they decide who is told of what. */
export interface Changes {
  readonly booking: Booking;
  /** The revision that the last change of each kind made. */
  readonly lastChanges: ReadonlyMap<string, number>;
  /** The side that last asked whether the session may be moved; null: nobody has. */
  readonly asker: Audience | null;
  readonly now: Instant;
}

export function changesIn({ booking, lastChanges, lastAsked }: EffectContext, now: Instant): Changes {
  return { booking, lastChanges, asker: lastAsked?.askedBy ?? null, now };
}

/** Whether a mail about a change says what is so: that change has not been undone, and no later one is told to the same reader. */
export function isNews(kind: ChangeNoticeKind, revision: number, to: Audience, changes: Changes): boolean {
  return holds(kind, changes) && changesToTell(to, revision, changes).length === 0;
}

/** Changes since a revision that this reader is told of and that still hold, in their order. */
export function changesToTell(to: Audience, since: number, changes: Changes): ChangeNoticeKind[] {
  const { lastChanges, asker } = changes;
  const kinds = [...lastChanges].filter(([, revision]) => revision > since).toSorted(([, one], [, other]) => one - other);
  return kinds.flatMap(([kind]) => {
    const isTold = tellsOfChange(kind) && holds(kind, changes) && audiencesOf(kind, { asker: asker ?? undefined }).includes(to);
    return isTold ? [kind] : [];
  });
}

function holds(kind: ChangeNoticeKind, { booking, now }: Changes): boolean {
  const { status } = booking;
  const isStanding = status === "pending" || status === "confirmed";
  switch (kind) {
    case "created":
    case "rescheduled":
    case "place_changed":
      return isStanding;
    case "confirmed":
    case "completed":
      return status === kind;
    case "cancelled":
    case "lapsed":
      return status === "cancelled";
    case "move_asked":
      return openRequest(booking, now) !== null;
    case "move_withdrawn":
    case "move_declined":
    case "move_lapsed":
      return isStanding && booking.moveRequest === null;
    default:
      return unreachable(kind);
  }
}

/** The sides that a mail can be sent to now. */
export function readersIn(context: EffectContext): Audience[] {
  return AUDIENCES.filter((audience) => unreadable(audience, context) === null);
}

function unreadable(audience: Audience, context: EffectContext): string | null {
  const { status, email } = context[audience];
  if (status === "inactive") return "reader_inactive";
  return email === null ? "no_address" : null;
}

/** The outcome of a mail about a booking that is not sent now; null: nothing is against it. */
export function withheld({ effect, revision }: ClaimedEffect<"mail">, context: EffectContext, now: Instant): EffectOutcome | null {
  const { to, notice } = effect;
  const { kind } = notice;
  const changes = changesIn(context, now);
  const isTrue = tellsOfChange(kind)
    ? isNews(kind, revision, to, changes)
    : NOTICES[kind].staysTrue || context.booking.revision === revision;
  if (!isTrue) return { kind: "dropped", reason: "later_revision" };
  const reason = unreadable(to, context);
  if (reason !== null) return { kind: "dropped", reason };
  const told = context.told[to];
  if (told === null || !tellsOfChange(kind)) return null;
  const afterMs = after(told.at, MAILS_GATHERED_MS) - now;
  return afterMs > 0 ? { kind: "wait", afterMs, reason: "gathered" } : null;
}
