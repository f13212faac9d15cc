/** The refund of a cancellation by the client, as sentences with the moments until which it does. The domain works the amounts out. */
import type { Instant } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { say } from "../messages/say.ts";
import { moneyInWords } from "../messages/money.ts";
import { momentInWords } from "../messages/wording.ts";

export interface GivenBack {
  readonly until: Instant;
  readonly percent: number;
  readonly money: Money;
}

interface GivesBackView {
  /** null: free. */
  readonly price: Money | null;
  readonly steps: readonly GivenBack[];
  readonly timeZone: string;
}

export function GivesBack({ price, steps, timeZone }: GivesBackView) {
  if (price === null) return <>{say("cancel.free")}</>;
  return (
    <ul class="plain">
      {steps.map(({ until, percent, money }) => (
        <li>
          {percent === 100
            ? say("cancel.all", { until: momentInWords(until, timeZone), money: moneyInWords(money) })
            : say("cancel.part", { until: momentInWords(until, timeZone), money: moneyInWords(money), percent })}
        </li>
      ))}
      <li>{steps.length === 0 ? say("cancel.nothing") : say("cancel.later")}</li>
      <li>{say("cancel.unconfirmed")}</li>
    </ul>
  );
}
