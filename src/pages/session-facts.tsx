/** The facts of one session as a list of names and values, its time in the reader's zone and, where that is another, in the coach's. */
import type { Child } from "hono/jsx";
import type { Place } from "../domain/agreement/offer.ts";
import type { Interval } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { say } from "../messages/say.ts";
import { moneyInWords } from "../messages/money.ts";
import { spanInWords, zoneInWords } from "../messages/wording.ts";

export function FactRows({ children }: { readonly children: Child }) {
  return <dl class="rows">{children}</dl>;
}

export function Fact({ name, children }: { readonly name: string; readonly children: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface WhenView {
  readonly time: Interval;
  readonly timeZone: string;
  readonly coachZone: string;
}

export function When({ time, timeZone, coachZone }: WhenView) {
  return (
    <Fact name={say("facts.when")}>
      <strong>{spanInWords(time, timeZone)}</strong>
      <br />
      {zoneInWords(timeZone, time.startsAt)}
      {timeZone !== coachZone && (
        <>
          <br />
          <span class="quiet">
            {say("facts.when.coach", { time: spanInWords(time, coachZone), zone: zoneInWords(coachZone, time.startsAt) })}
          </span>
        </>
      )}
    </Fact>
  );
}

export function priceInWords(price: Money | null): string {
  return price === null ? say("coach.offer.free") : moneyInWords(price);
}

/** Kind and city, which everybody may know. */
export function placeInWords({ kind, city }: Place): string {
  return kind === "in_person" && city !== null ? say("coach.place.in_person.city", { city }) : say(`coach.place.${kind}`);
}
