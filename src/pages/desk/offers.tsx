/** The offers of a coach: the list, the form to make or change an offer, and the question before one is retired. */
import type { Offer } from "../../domain/agreement/offer.ts";
import { OFFERS_RETIRED_SHOWN_MAX } from "../../limits.ts";
import { say } from "../../messages/say.ts";
import { Form, type FormState, NEW_FORM } from "../form.tsx";
import type { Render } from "../layout.tsx";
import { Facts } from "../offers.tsx";
import { type Difference, Stale } from "./fields.tsx";
import { deskPage } from "./frame.tsx";
import { OfferFields } from "./offer-form.tsx";

interface OffersView {
  readonly offers: readonly Offer[];
  readonly isSaved: boolean;
  /** Where clients see them. */
  readonly publicHref: string;
}

export function offersPage({ offers, isSaved, publicHref }: OffersView): Render {
  const [active, retired] = [offers.filter(({ isActive }) => isActive), offers.filter(({ isActive }) => !isActive)];
  return deskPage({
    title: say("offers.title"),
    at: "offers",
    isSaved,
    children: (
      <>
        <p>{say("offers.new_only")}</p>
        <p class="ways">
          <a class="button" href="/desk/offers/new">
            {say("offers.make")}
          </a>{" "}
          <a href={publicHref}>{say("offers.public")}</a>
        </p>
        <section aria-labelledby="active">
          <h2 id="active">{say("offers.active")}</h2>
          {active.length === 0 && <p>{retired.length === 0 ? say("offers.none") : say("offers.none.any_more")}</p>}
          <ul class="cards">
            {active.map((offer, index) => (
              <li>
                <strong id={`offer-${String(index)}`}>{offer.title}</strong>
                <Facts offer={offer} />
                <p class="ways">
                  <a
                    href={`/desk/offers/${offer.id}`}
                    id={`change-${String(index)}`}
                    aria-labelledby={`change-${String(index)} offer-${String(index)}`}
                  >
                    {say("offers.change")}
                  </a>{" "}
                  <a
                    href={`/desk/offers/${offer.id}/retire`}
                    id={`retire-${String(index)}`}
                    aria-labelledby={`retire-${String(index)} offer-${String(index)}`}
                  >
                    {say("offers.retire")}
                  </a>
                </p>
              </li>
            ))}
          </ul>
        </section>
        {retired.length > 0 && (
          <section aria-labelledby="retired">
            <h2 id="retired">{say("offers.retired")}</h2>
            <p class="quiet">{say("offers.retired.text")}</p>
            <ul>
              {retired.slice(0, OFFERS_RETIRED_SHOWN_MAX).map(({ title, durationMinutes }) => (
                <li>
                  {title} <span class="quiet">{say("coach.minutes", { minutes: durationMinutes })}</span>
                </li>
              ))}
            </ul>
            {retired.length > OFFERS_RETIRED_SHOWN_MAX && (
              <p class="quiet">{say("offers.retired.more", { count: retired.length - OFFERS_RETIRED_SHOWN_MAX })}</p>
            )}
          </section>
        )}
      </>
    ),
  });
}

export interface OfferFormView {
  readonly form: FormState;
  readonly formKey: string;
  /** null: it is being made. */
  readonly offer: Offer | null;
  /** null: nobody has changed it meanwhile. */
  readonly differences: readonly Difference[] | null;
}

export function offerFormPage({ form, formKey, offer, differences }: OfferFormView): Render {
  return deskPage({
    title: offer === null ? say("offer.make.title") : say("offer.change.title", { title: offer.title }),
    at: "offers",
    isPart: true,
    form,
    children: (
      <>
        {differences !== null && <Stale differences={differences} />}
        {offer !== null && <p>{say("offers.new_only")}</p>}
        <Form action={offer === null ? "/desk/offers/new" : `/desk/offers/${offer.id}`} formKey={formKey}>
          {offer !== null && <input type="hidden" name="revision" value={String(offer.revision)} />}
          <OfferFields form={form} />
          <button type="submit">{offer === null ? say("offer.make.submit") : say("offer.change.submit")}</button>
        </Form>
        <Back />
      </>
    ),
  });
}

interface RetireView {
  readonly offer: Offer;
  readonly formKey: string;
  readonly form?: FormState;
}

export function retirePage({ offer, formKey, form = NEW_FORM }: RetireView): Render {
  return deskPage({
    title: say("offer.retire.title", { title: offer.title }),
    at: "offers",
    isPart: true,
    form,
    children: (
      <>
        <p>{say("offer.retire.text")}</p>
        <Facts offer={offer} />
        <Form action={`/desk/offers/${offer.id}/retire`} formKey={formKey}>
          <input type="hidden" name="revision" value={String(offer.revision)} />
          <button type="submit" class="danger">
            {say("offer.retire.submit")}
          </button>
        </Form>
        <Back />
      </>
    ),
  });
}

function Back() {
  return (
    <p>
      <a href="/desk/offers">{say("offers.back")}</a>
    </p>
  );
}
