/** Parts that the pages of one session share: its title, a time in both zones, the policy in sentences, the history. */
import type { Actor } from "../domain/actor.ts";
import type { Booking } from "../domain/booking.ts";
import type { Interval } from "../domain/instant.ts";
import { isTimeZone } from "../domain/slots/time-zone.ts";
import { say } from "../messages/say.ts";
import { moneyInWords } from "../messages/money.ts";
import type { GivenBack } from "./gives-back.tsx";
import { Fact } from "./session-facts.tsx";
import { actInWords, authorInWords, type Names, otherName, type PastAct, partyName, type Reader } from "./session-words.ts";
import { momentInWords, spanInWords, zoneInWords } from "../messages/wording.ts";

export function titleOfSession(actor: Actor, names: Names): string {
  if (actor.role !== "admin") return say("session.title", { name: otherName(actor, names) });
  return say("session.title.admin", { client: partyName("client", names), coach: partyName("coach", names) });
}

interface TimeView {
  readonly label: string;
  readonly time: Interval;
  readonly booking: Pick<Booking, "clientTimeZone">;
  readonly parties: {
    readonly client: { readonly name: string | null };
    readonly coach: { readonly name: string | null; readonly timeZone: string };
  };
  readonly reader: Reader;
}

/** In the reader's zone and, where the other side's is another, in that one. */
export function TimeInZones({ label, time, booking, parties, reader: { actor, timeZone } }: TimeView) {
  const side = actor.role === "coach" ? "client" : "coach";
  const zone = side === "client" ? booking.clientTimeZone : parties.coach.timeZone;
  const name = partyName(side, { client: parties.client.name, coach: parties.coach.name });
  return (
    <Fact name={label}>
      <strong>
        <time datetime={new Date(time.startsAt).toISOString()}>{spanInWords(time, timeZone)}</time>
      </strong>
      <br />
      {zoneInWords(timeZone, time.startsAt)}
      {zone !== null && zone !== timeZone && isTimeZone(zone) && (
        <>
          <br />
          <span class="quiet">
            {say("session.when.other", { name, time: spanInWords(time, zone), zone: zoneInWords(zone, time.startsAt) })}
          </span>
        </>
      )}
    </Fact>
  );
}

interface PolicyView {
  readonly booking: Booking;
  readonly givenBack: readonly GivenBack[];
  readonly reader: Reader;
}

export function PolicyInWords({ booking, givenBack, reader: { actor, timeZone } }: PolicyView) {
  const isClient = actor.role === "client";
  if (booking.price === null || booking.priceWaived) return <>{isClient ? say("policy.free.you") : say("policy.free")}</>;
  const sentence = ({ until, percent, money }: GivenBack) => {
    const values = { until: momentInWords(until, timeZone), money: moneyInWords(money), percent };
    if (percent === 100) return isClient ? say("policy.all.you", values) : say("policy.all", values);
    return isClient ? say("policy.part.you", values) : say("policy.part", values);
  };
  return (
    <ul class="plain">
      {booking.status === "pending" && <li>{say("policy.unconfirmed")}</li>}
      {givenBack.map((step) => (
        <li>{sentence(step)}</li>
      ))}
      <li>{givenBack.length === 0 ? say("policy.nothing") : say("policy.later")}</li>
      <li>{say("policy.coach")}</li>
    </ul>
  );
}

interface HistoryView {
  readonly history: readonly PastAct[];
  readonly isHistoryCut: boolean;
  readonly reader: Reader;
  readonly names: Names;
}

export function History({ history, isHistoryCut, reader: { actor, timeZone }, names }: HistoryView) {
  return (
    <section aria-labelledby="history">
      <h2 id="history">{say("session.history")}</h2>
      {isHistoryCut && <p class="quiet">{say("session.history.older")}</p>}
      <ol class="history">
        {history.map((act) => (
          <li>
            <time datetime={new Date(act.at).toISOString()}>{momentInWords(act.at, timeZone)}</time>
            <strong>{authorInWords(act, actor, names)}</strong> · {actInWords(act, timeZone)}
          </li>
        ))}
      </ol>
    </section>
  );
}
