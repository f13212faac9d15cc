/**
 * One coach: what is sold, the days of a month that have times, the times of a day in the visitor's zone. Plain links and forms; each state
 * of the page has an address. The times were looked up by the same operations as the API's; nothing is decided here.
 */
import type { Offer } from "../domain/agreement/offer.ts";
import type { Instant } from "../domain/instant.ts";
import { isoDateOf } from "../domain/slots/calendar-date.ts";
import { document, type Render } from "./layout.tsx";
import { say } from "../messages/say.ts";
import { type Month, MonthTable, Times } from "./month.tsx";
import { Facts, Lengths, Offers } from "./offers.tsx";
import { zoneInWords } from "./wording.ts";
import { ZoneForm } from "./zones.tsx";

/** The choice, and the days of the month that have times for it. */
interface Listing {
  /** null: the coach sells every length for nothing. */
  readonly offer: Offer | null;
  readonly durationMinutes: number;
  readonly month: Month;
  readonly hasMonthBefore: boolean;
  readonly hasMonthAfter: boolean;
  readonly days: ReadonlyMap<string, readonly Instant[]>;
  /** The day whose times are shown. */
  readonly date: string | null;
}

export interface CoachView {
  readonly coach: { readonly id: string; readonly name: string | null; readonly timeZone: string };
  readonly offers: readonly Offer[];
  /** The offer that was asked for is not sold any more. */
  readonly isOfferGone: boolean;
  readonly listing: Listing | null;
  readonly timeZone: string;
  /** The text that was asked for as a time zone and is none. */
  readonly unknownZone: string | null;
  readonly now: Instant;
  readonly appUrl: string;
}

export function coachPage(view: CoachView): Render {
  const { coach, offers, listing } = view;
  const name = coach.name ?? say("coach.nameless");
  return (frame) =>
    document(frame, {
      title: say("coach.title", { name }),
      children: (
        <>
          <p>
            <a href="/book">{say("coach.back")}</a>
          </p>
          <CoachFaults {...view} />
          {listing === null && offers.length === 0 && <p>{say("coach.offers.none")}</p>}
          {listing === null && offers.length > 0 && (
            <section aria-labelledby="offers">
              <h2 id="offers">{say("coach.offers")}</h2>
              <Offers offers={offers} hrefOf={(offer) => hrefOf(view, { offer })} />
            </section>
          )}
          {listing !== null && <Chosen view={view} listing={listing} />}
        </>
      ),
    });
}

export function CoachFaults({ isOfferGone, unknownZone }: CoachView) {
  if (!isOfferGone && unknownZone === null) return null;
  return (
    <div class="fault" role="alert">
      <h2>{say("error.title")}</h2>
      {isOfferGone && <p>{say("coach.offer.gone")}</p>}
      {unknownZone !== null && <p>{say("zone.unknown", { zone: unknownZone })}</p>}
    </div>
  );
}

function Chosen({ view, listing }: { readonly view: CoachView; readonly listing: Listing }) {
  const { coach, offers, timeZone, now, appUrl } = view;
  const { offer, durationMinutes, month, days, date } = listing;
  const chosen: Asked = offer === null ? { minutes: String(durationMinutes) } : { offer: offer.id };
  const monthOf = (day: number) => isoDateOf(day).slice(0, "YYYY-MM".length);
  const [zone, coachZone] = [zoneInWords(timeZone, now), zoneInWords(coach.timeZone, now)];
  return (
    <>
      <h2>{offer?.title ?? say("coach.offer.any")}</h2>
      {offer === null ? (
        <Lengths chosen={durationMinutes} hrefOf={(minutes) => hrefOf(view, { minutes: String(minutes) })} />
      ) : (
        <Facts offer={offer} />
      )}
      {offer !== null && offer.description !== null && <p class="said">{offer.description}</p>}
      {offers.length > 1 && (
        <p>
          <a href={`${hrefOf(view, {})}#offers`}>{say("coach.offers.other")}</a>
        </p>
      )}
      <section aria-label={say("zone.title")}>
        <p class="quiet">{timeZone === coach.timeZone ? say("zone.same", { zone }) : say("zone.differs", { zone, coachZone })}</p>
        <ZoneForm
          action={`/book/${coach.id}`}
          timeZone={timeZone}
          kept={{ ...chosen, ...(date === null ? { month: monthOf(month.firstDay) } : { date }) }}
        />
      </section>
      <div class="panes">
        <MonthTable
          month={month}
          days={days}
          date={date}
          hrefOfDay={(day) => `${hrefOf(view, { ...chosen, date: day })}#times`}
          before={listing.hasMonthBefore ? hrefOf(view, { ...chosen, month: monthOf(month.firstDay - 1) }) : null}
          after={listing.hasMonthAfter ? hrefOf(view, { ...chosen, month: monthOf(month.lastDay + 1) }) : null}
        />
        {date !== null && <Times date={date} times={days.get(date) ?? []} timeZone={timeZone} coachZone={coach.timeZone} appUrl={appUrl} />}
        {date === null && days.size > 0 && <p>{say("times.choose")}</p>}
      </div>
    </>
  );
}

type Asked = Readonly<Record<string, string>>;

/** The page with other choices. The zone goes along where it is not the coach's. */
function hrefOf({ coach, timeZone }: CoachView, asked: Asked): string {
  const query = new URLSearchParams({ ...asked, ...(timeZone === coach.timeZone ? {} : { time_zone: timeZone }) }).toString();
  return query === "" ? `/book/${coach.id}` : `/book/${coach.id}?${query}`;
}
