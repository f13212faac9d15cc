/** The amount and the deadline of a session that is held until it is paid, and the way to the checkout. Paying itself is Stripe's page. */
import type { Instant, Interval } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { say } from "../messages/say.ts";
import { moneyInWords } from "../messages/money.ts";
import { Faults, Form, type FormState, isFaulty } from "./form.tsx";
import { document, type Render } from "./layout.tsx";
import { Fact, FactRows, When } from "./session-facts.tsx";
import { momentInWords, zoneInWords } from "../messages/wording.ts";

export interface PayView {
  readonly bookingId: string;
  readonly title: string | null;
  readonly coach: { readonly name: string | null; readonly timeZone: string };
  readonly time: Interval;
  readonly price: Money;
  /** null: until it begins. */
  readonly deadline: Instant | null;
  readonly timeZone: string;
  readonly action: string;
  readonly form: FormState;
  readonly formKey: string;
  /** The client came back from the checkout without having paid. */
  readonly isGivenUp: boolean;
}

export function payPage(view: PayView): Render {
  const { bookingId, title, coach, time, price, timeZone, form } = view;
  const deadline = view.deadline ?? time.startsAt;
  return (frame) =>
    document(frame, {
      title: say("pay.title"),
      isFaulty: isFaulty(form),
      children: (
        <>
          <Faults form={form} />
          {view.isGivenUp && !isFaulty(form) && <p class="lead">{say("pay.given_up")}</p>}
          <FactRows>
            <Fact name={say("facts.price")}>
              <strong>{moneyInWords(price)}</strong>
            </Fact>
            <Fact name={say("pay.until")}>
              <strong>
                <time datetime={new Date(deadline).toISOString()}>{momentInWords(deadline, timeZone)}</time>
              </strong>
              <br />
              {zoneInWords(timeZone, deadline)}. {say("pay.until.text")}
            </Fact>
            <Fact name={say("facts.session")}>{title ?? say("coach.offer.any")}</Fact>
            <Fact name={say("facts.coach")}>{coach.name ?? say("coach.nameless")}</Fact>
            <When time={time} timeZone={timeZone} coachZone={coach.timeZone} />
          </FactRows>
          <Form action={view.action} formKey={view.formKey}>
            <p>{say("pay.safe")}</p>
            <button type="submit">{say("pay.submit", { price: moneyInWords(price) })}</button>
          </Form>
          <p>
            <a href={`/bookings/${bookingId}`}>{say("pay.see")}</a>
          </p>
        </>
      ),
    });
}
