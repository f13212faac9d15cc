/** The last step of booking for a client: what would be made, what follows from it, and the form. A refusal shows it again, with other times. */
import type { Place } from "../../domain/agreement/offer.ts";
import type { Instant } from "../../domain/instant.ts";
import type { Money } from "../../domain/money.ts";
import { NOTES_CHARACTERS_MAX } from "../../limits.ts";
import { say } from "../../messages/say.ts";
import { Form, type FormState, Radios, TextArea } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { Fact, FactRows, placeInWords, priceInWords, When } from "../session-facts.tsx";
import { momentInWords, zoneInWords } from "../../messages/wording.ts";
import { type Client, clientName } from "./book.tsx";
import { deskPage } from "./frame.tsx";

export interface BookAtView {
  readonly client: Client;
  readonly preview: {
    readonly offer: { readonly title: string } | null;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    readonly terms: { readonly price: Money | null; readonly place: Place | null };
    /** When it would lapse; null: it would be confirmed. */
    readonly waitsUntil: Instant | null;
  };
  readonly timeZone: string;
  readonly action: string;
  readonly monthHref: string;
  readonly form: FormState;
  readonly formKey: string;
  /** The time that was wanted cannot be had: others that can. */
  readonly nearest: readonly Instant[];
}

export function bookAtPage(view: BookAtView): Render {
  const { client, preview, form, nearest, timeZone } = view;
  const name = clientName(client);
  const { price, place } = preview.terms;
  return deskPage({
    title: say("for_client.title", { name }),
    at: "book",
    isPart: true,
    form,
    children: (
      <>
        <FactRows>
          <Fact name={say("for_client.client")}>{name}</Fact>
          <Fact name={say("facts.session")}>{preview.offer?.title ?? say("coach.offer.any")}</Fact>
          {nearest.length === 0 && <When time={preview} timeZone={timeZone} coachZone={timeZone} />}
          <Fact name={say("facts.price")}>{priceInWords(price)}</Fact>
          {place !== null && <Fact name={say("facts.place")}>{placeInWords(place)}</Fact>}
          <Fact name={say("facts.next")}>
            {preview.waitsUntil === null
              ? say("for_client.next.confirmed", { name })
              : say("for_client.next.pay", { name, until: momentInWords(preview.waitsUntil, timeZone) })}
          </Fact>
        </FactRows>
        <p>
          <a href={view.monthHref}>{say("for_client.month")}</a>
        </p>
        <Form action={view.action} formKey={view.formKey}>
          {nearest.length === 0 ? (
            <input type="hidden" name="start" value={iso(preview.startsAt)} />
          ) : (
            <Radios
              name="start"
              label={say("at.nearest")}
              hint={say("at.nearest.hint", { zone: zoneInWords(timeZone, preview.startsAt) })}
              form={form}
              options={nearest.map((time) => ({ value: iso(time), label: momentInWords(time, timeZone) }))}
            />
          )}
          <TextArea
            name="notes"
            label={say("for_client.notes")}
            hint={say("for_client.notes.hint", { max: NOTES_CHARACTERS_MAX })}
            form={form}
            maxlength={NOTES_CHARACTERS_MAX}
          />
          <button type="submit">{say("for_client.submit")}</button>
        </Form>
      </>
    ),
  });
}

function iso(moment: Instant): string {
  return new Date(moment).toISOString();
}
