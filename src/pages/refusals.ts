/** A refusal as a person is told it. Every tag has a sentence, or this does not compile. */
import type { Refusal } from "../domain/refusal.ts";
import { say } from "../messages/say.ts";

export function refusalInWords(refusal: Refusal): string {
  return say(`refusal.${refusal.tag}`, valuesOf(refusal));
}

function valuesOf(refusal: Refusal): Readonly<Record<string, number>> {
  switch (refusal.tag) {
    case "rate_limited":
      return { seconds: refusal.retryAfterSeconds };
    case "too_many_pending":
      return { max: refusal.pendingMax };
    case "too_many_sessions":
      return { max: refusal.sessionsMax };
    case "too_many_moves":
      return { max: refusal.movesMax };
    case "too_many_webhooks":
      return { max: refusal.webhooksMax };
    case "too_many_offers":
      return { max: refusal.offersMax };
    default:
      return {};
  }
}
