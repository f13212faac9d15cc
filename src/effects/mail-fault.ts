/** The outcome that a fault of the mail sender becomes. A quota of the day is asked of once, and then not before the next day. */
import type { Instant } from "../domain/instant.ts";
import { unreachable } from "../lib/assert.ts";
import { DAY_MS } from "../lib/duration.ts";
import { REFUSED_RECIPIENT_TRIES_MAX } from "../limits/patience.ts";
import type { MailFault } from "../notices/mail.ts";
import type { EffectOutcome } from "./outcome.ts";

export function outcomeOfMailFault(fault: MailFault, now: Instant): EffectOutcome {
  const reason = `mail_${fault.reason}`;
  switch (fault.kind) {
    case "rejected":
      return { kind: "failed", reason };
    case "undelivered":
      return { kind: "retry", afterMs: null, reason, triesMax: REFUSED_RECIPIENT_TRIES_MAX };
    case "used_up":
      return { kind: "retry", afterMs: DAY_MS - (now % DAY_MS), reason, isOutage: true };
    case "retry_later":
      return { kind: "retry", afterMs: null, reason, isOutage: true, isInDoubt: fault.mayHaveBeenSent };
    default:
      return unreachable(fault);
  }
}
