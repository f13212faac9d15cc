/** A booking's effects and its rows of the trail in words, for admins. A kind that this version does not know is shown as it is stored. */
import type { Effect } from "../../domain/effect.ts";
import type { Instant } from "../../domain/instant.ts";
import type { NoticeKind } from "../../domain/notice-kind.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { lengthInWords } from "../desk/words.ts";

export interface StoryEffect {
  readonly id: string;
  readonly kind: string;
  readonly effect: Effect | null;
  readonly state: "due" | "done" | "dropped" | "failed";
  readonly attempts: number;
  readonly dueAt: Instant;
  readonly lastFault: string | null;
  readonly settledAt: Instant | null;
  readonly createdAt: Instant;
}

interface Subject {
  readonly coachId: string;
  /** Of its payments. */
  readonly currencyOf: (paymentId: string) => string | null;
}

export function effectInWords({ effect, kind }: Pick<StoryEffect, "effect" | "kind">, subject: Subject): string {
  return effect === null ? kind : known(effect, subject);
}

function known(effect: Effect, { coachId, currencyOf }: Subject): string {
  switch (effect.kind) {
    case "booking_changed":
      return say("story.effect.booking_changed", { action: actionInWords(effect.action) });
    case "mail":
      return say("story.effect.mail", { to: effect.to, notice: noticeInWords(effect.notice.kind) });
    case "calendar":
      return say("story.effect.calendar", {
        provider: say(`calendar.${effect.provider}`),
        owner: effect.userId === coachId ? "coach" : "client",
      });
    case "reminder":
      return say("story.effect.reminder", { length: lengthInWords(effect.minutesBefore) });
    case "refund": {
      const currency = currencyOf(effect.paymentId);
      if (effect.amountMinor === null || currency === null) return say("story.effect.refund.due");
      return say("story.effect.refund", { money: moneyInWords({ minor: effect.amountMinor, currency }) });
    }
    case "webhook":
      return say("story.effect.webhook");
    default:
      return say("story.effect.end_checkout");
  }
}

function actionInWords(action: string): string {
  return say("story.action", { action });
}

export function noticeInWords(kind: NoticeKind): string {
  return say("story.notice.kind", { kind });
}
