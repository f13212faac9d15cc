/** Money that needs a person: refunds that failed and disputes, newest first, each with what to do about it. */
import type { Instant } from "../../domain/instant.ts";
import { moneyInWords } from "../../messages/money.ts";
import { say } from "../../messages/say.ts";
import { momentInWords } from "../../messages/wording.ts";
import type { Render } from "../layout.tsx";
import { adminPage } from "./frame.tsx";

export interface HandEntry {
  readonly kind: "refund" | "dispute";
  readonly bookingId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly at: Instant;
  /** Of a dispute, in the provider's words. */
  readonly state: string | null;
}

interface HandView {
  readonly entries: readonly HandEntry[];
  readonly hasMore: boolean;
  readonly timeZone: string;
}

export function handPage({ entries, hasMore, timeZone }: HandView): Render {
  return adminPage({
    title: say("hand.title"),
    at: "hand",
    children: (
      <>
        <p class="lead">{say("hand.lead")}</p>
        {entries.length === 0 ? <p>{say("hand.none")}</p> : null}
        {entries.length > 0 && (
          <ul class="sessions">
            {entries.map(({ kind, bookingId, amountMinor, currency, at, state }) => (
              <li>
                <div class="what">
                  <strong>
                    {say(kind === "refund" ? "hand.refund" : "hand.dispute", { money: moneyInWords({ minor: amountMinor, currency }) })}
                  </strong>
                  <p>{say(kind === "refund" ? "hand.refund.do" : "hand.dispute.do")}</p>
                  <p class="quiet">
                    {momentInWords(at, timeZone)}
                    {state === null ? "" : ` · ${say("hand.dispute.state", { state })}`}
                  </p>
                </div>
                {bookingId !== null && (
                  <a href={`/admin/bookings/${bookingId}`} aria-label={`${say("hand.booking")}: ${momentInWords(at, timeZone)}`}>
                    {say("hand.booking")}
                  </a>
                )}
              </li>
            ))}
          </ul>
        )}
        {hasMore && <p class="quiet">{say("hand.more")}</p>}
        <p>
          <a href="/admin/effects">{say("hand.failed_effects")}</a>
        </p>
      </>
    ),
  });
}
