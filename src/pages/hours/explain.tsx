/** Why a day of a coach looks as it does: each start that the hours would allow, and the first reason against it, in words. */
import type { Instant } from "../../domain/instant.ts";
import type { SlotReason } from "../../domain/slots/slots.ts";
import { EXPLAINED_STARTS_MAX } from "../../limits/hours.ts";
import { say } from "../../messages/say.ts";
import { DeskNav } from "../desk/nav.tsx";
import { document, type Render } from "../layout.tsx";
import { clockOf, dayInWords, zoneInWords } from "../../messages/wording.ts";

export interface ExplainView {
  readonly date: string;
  readonly minutes: number;
  readonly timeZone: string;
  readonly now: Instant;
  readonly candidates: readonly { readonly startsAt: Instant; readonly reason: SlotReason | null }[];
}

export function explainPage({ date, minutes, timeZone, now, candidates }: ExplainView): Render {
  const clock = clockOf(timeZone);
  const shown = candidates.slice(0, EXPLAINED_STARTS_MAX);
  const left = candidates.length - shown.length;
  return (frame) =>
    document(frame, {
      title: say("explain.title", { day: dayInWords(date) }),
      children: (
        <>
          <DeskNav at="hours" isPart />
          <p>
            <a href="/desk/hours">{say("explain.back")}</a>
          </p>
          <p>{say("explain.lead", { minutes })}</p>
          <p class="quiet">{say("hours.result.zone", { zone: zoneInWords(timeZone, now) })}</p>
          {shown.length === 0 && <p>{say("explain.none")}</p>}
          <ul class="reasons">
            {shown.map(({ startsAt, reason }) => (
              <li class={reason === null ? "free" : undefined}>
                <strong>{clock(startsAt)}</strong> {reason === null ? say("explain.bookable") : say(`explain.${reason}`)}
              </li>
            ))}
          </ul>
          {left > 0 && <p>{say("explain.more", { count: left })}</p>}
          <form method="get" action="/desk/hours" class="line">
            <label for="explain">{say("explain.date")}</label>
            <input type="hidden" name="minutes" value={String(minutes)} />
            <input type="date" id="explain" name="explain" value={date} />
            <button type="submit">{say("explain.date.submit")}</button>
          </form>
        </>
      ),
    });
}
