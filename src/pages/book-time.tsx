/**
 * The last step before a booking: what it is, when in both zones, what it costs, what comes back, what follows; and the form. A refusal
 * shows the same page, with other times beside what was typed. Decides nothing: all of it was read or refused by operations.
 */
import type { Instant } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { NOTES_CHARACTERS_MAX } from "../limits.ts";
import { say } from "../messages/say.ts";
import { moneyInWords } from "../messages/money.ts";
import { Faults, Form, type FormState, isFaulty, Radios, TextArea } from "./form.tsx";
import { document, type Render } from "./layout.tsx";
import { GivesBack, type GivenBack } from "./gives-back.tsx";
import { Fact, FactRows, placeInWords, priceInWords, When } from "./session-facts.tsx";
import type { Place } from "../domain/agreement/offer.ts";
import { clockOf, momentInWords, zoneInWords } from "../messages/wording.ts";

interface Coach {
  readonly id: string;
  readonly name: string | null;
  readonly timeZone: string;
}

/** The booking that would be made. */
interface Preview {
  readonly offer: { readonly title: string } | null;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly terms: { readonly price: Money | null; readonly approvalRequired: boolean; readonly place: Place | null };
  readonly isConfirmedAtOnce: boolean;
  readonly waitsUntil: Instant | null;
  readonly givenBack: readonly GivenBack[];
}

export interface BookTimeView {
  readonly coach: Coach;
  readonly preview: Preview;
  readonly timeZone: string;
  /** Where the form goes to. */
  readonly action: string;
  /** The month, to choose from anew. */
  readonly monthHref: string;
  readonly form: FormState;
  readonly formKey: string;
  /** The price that is agreed to by sending the form. */
  readonly priceShown: string;
  /** The time that was wanted cannot be had: others that can. */
  readonly nearest: readonly Instant[];
  /** The client holds as much as a client may: where to look at it. */
  readonly isAtCap: boolean;
}

export function bookTimePage(view: BookTimeView): Render {
  const { coach, preview, form } = view;
  return (frame) =>
    document(frame, {
      title: say("at.title", { name: coach.name ?? say("coach.nameless") }),
      isFaulty: isFaulty(form),
      children: (
        <>
          <Faults form={form} />
          {view.isAtCap && (
            <p>
              <a href="/bookings">{say("at.sessions")}</a>
            </p>
          )}
          <FactRows>
            <Fact name={say("facts.session")}>{preview.offer?.title ?? say("coach.offer.any")}</Fact>
            {view.nearest.length === 0 && <When time={preview} timeZone={view.timeZone} coachZone={coach.timeZone} />}
            <Fact name={say("facts.price")}>{priceInWords(preview.terms.price)}</Fact>
            {preview.terms.place !== null && <Fact name={say("facts.place")}>{placeInWords(preview.terms.place)}</Fact>}
            <Fact name={say("facts.next")}>{nextInWords(view)}</Fact>
            <Fact name={say("facts.cancel")}>
              <GivesBack price={preview.terms.price} steps={preview.givenBack} timeZone={view.timeZone} />
            </Fact>
          </FactRows>
          <p>
            <a href={view.monthHref}>{say("at.month")}</a>
          </p>
          <TheForm {...view} />
        </>
      ),
    });
}

function TheForm({ action, form, formKey, preview, priceShown, nearest, timeZone, coach }: BookTimeView) {
  const { price } = preview.terms;
  return (
    <Form action={action} formKey={formKey}>
      <input type="hidden" name="price" value={priceShown} />
      {nearest.length === 0 ? (
        <input type="hidden" name="start" value={iso(preview.startsAt)} />
      ) : (
        <Radios
          name="start"
          label={say("at.nearest")}
          hint={say("at.nearest.hint", { zone: zoneInWords(timeZone, preview.startsAt) })}
          form={form}
          options={nearest.map((time) => ({ value: iso(time), label: choiceInWords(time, timeZone, coach.timeZone) }))}
        />
      )}
      <TextArea
        name="notes"
        label={say("at.notes")}
        hint={say("at.notes.hint", { max: NOTES_CHARACTERS_MAX })}
        form={form}
        maxlength={NOTES_CHARACTERS_MAX}
      />
      <button type="submit">{price === null ? say("at.submit") : say("at.submit.paid", { price: moneyInWords(price) })}</button>
    </Form>
  );
}

function choiceInWords(time: Instant, timeZone: string, coachZone: string): string {
  const own = momentInWords(time, timeZone);
  return timeZone === coachZone ? own : `${own} (${say("times.theirs", { time: clockOf(coachZone)(time) })})`;
}

/** The next steps, and by when. */
function nextInWords({ preview, timeZone }: BookTimeView): string {
  const { terms, isConfirmedAtOnce, waitsUntil } = preview;
  if (isConfirmedAtOnce || waitsUntil === null) return say("at.next.confirmed");
  const until = momentInWords(waitsUntil, timeZone);
  if (terms.price !== null) return terms.approvalRequired ? say("at.next.pay_then_approval", { until }) : say("at.next.pay", { until });
  return terms.approvalRequired ? say("at.next.approval", { until }) : say("at.next.confirms", { until });
}

function iso(moment: Instant): string {
  return new Date(moment).toISOString();
}

interface GoneView {
  readonly name: string | null;
  readonly sentence: string;
  /** Where there is something else. */
  readonly href: string;
  /** As typed; "" for nothing. */
  readonly notes: string;
}

/** The session itself cannot be booked any more. What was typed is there to be taken along. */
export function bookingGonePage({ name, sentence, href, notes }: GoneView): Render {
  const form: FormState = { typed: { notes }, faults: new Map([["", sentence]]) };
  return (frame) =>
    document(frame, {
      title: say("at.title", { name: name ?? say("coach.nameless") }),
      isFaulty: true,
      children: (
        <>
          <Faults form={form} />
          <p class="ways">
            <a class="button" href={href}>
              {say("at.gone.on")}
            </a>
          </p>
          {notes !== "" && (
            <section aria-labelledby="typed">
              <h2 id="typed">{say("at.gone.notes")}</h2>
              <p class="said">{notes}</p>
            </section>
          )}
        </>
      ),
    });
}

/** Coaches and admins do not book for themselves here. */
export function forClientsPage({ monthHref, isCoach }: { readonly monthHref: string; readonly isCoach: boolean }): Render {
  return (frame) =>
    document(frame, {
      title: say("at.clients.title"),
      children: (
        <>
          <p class="lead">{isCoach ? say("at.clients.coach") : say("at.clients.admin")}</p>
          <p class="ways">
            {isCoach && (
              <a class="button" href="/desk">
                {say("site.desk")}
              </a>
            )}{" "}
            <a href={monthHref}>{say("at.month")}</a>
          </p>
        </>
      ),
    });
}
