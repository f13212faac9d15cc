/** The sessions that a coach sells, as a person chooses: a list of offers, the one that is chosen, or the lengths of a coach who sells every length. */
import type { Offer } from "../domain/agreement/offer.ts";
import { OFFER_EXCERPT_CHARACTERS_MAX } from "../limits.ts";
import { say } from "../messages/say.ts";
import { placeInWords, priceInWords } from "./session-facts.tsx";

/** Lengths that are proposed where a coach sells every one, in minutes. */
export const LENGTHS_PROPOSED = [30, 60, 90] as const;

export function Offers({ offers, hrefOf }: { readonly offers: readonly Offer[]; readonly hrefOf: (offerId: string) => string }) {
  return (
    <ul class="cards">
      {offers.map((offer) => (
        <li>
          <a href={hrefOf(offer.id)}>
            <strong>{offer.title}</strong>
          </a>
          <Facts offer={offer} />
          {offer.description !== null && <p class="quiet">{excerptOf(offer.description)}</p>}
        </li>
      ))}
    </ul>
  );
}

export function Facts({ offer }: { readonly offer: Offer }) {
  const { durationMinutes, price, place, approvalRequired } = offer;
  return (
    <ul class="facts">
      <li>{say("coach.minutes", { minutes: durationMinutes })}</li>
      <li>{priceInWords(price)}</li>
      <li>{placeInWords(place)}</li>
      {approvalRequired === true && <li>{say("coach.offer.approval")}</li>}
    </ul>
  );
}

export function Lengths({ chosen, hrefOf }: { readonly chosen: number; readonly hrefOf: (minutes: number) => string }) {
  return (
    <nav class="ways" aria-label={say("coach.lengths")}>
      {LENGTHS_PROPOSED.map((minutes) => (
        <a href={hrefOf(minutes)} aria-current={minutes === chosen ? "true" : undefined}>
          {say("coach.minutes", { minutes })}
        </a>
      ))}
    </nav>
  );
}

/** So that fifty offers make no page that is too heavy: the whole stands on the offer's own page. */
function excerptOf(description: string): string {
  if (description.length <= OFFER_EXCERPT_CHARACTERS_MAX) return description;
  const cut = description.slice(0, OFFER_EXCERPT_CHARACTERS_MAX - 1);
  // The cut may go through a character that is two code units.
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
