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
import { zoneInWords } from "../messages/wording.ts";
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
  /** From 1. */
  readonly timesPage: number;
}

export interface CoachView {
  readonly coach: { readonly id: string; readonly name: string | null; readonly timeZone: string };
  readonly offers: readonly Offer[];
  /** The offer that was asked for is not sold any more. */
  readonly isOfferGone: boolean;
  readonly listing: Listing | null;
  readonly timeZone: string;
  readonly isZoneChosen: boolean;
  /** The text that was asked for as a time zone and is none. */
  readonly unknownZone: string | null;
  readonly now: Instant;
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
  const { coach, timeZone } = view;
  const { offer, durationMinutes, month, days, date } = listing;
  const chosen: Asked = offer === null ? { minutes: String(durationMinutes) } : { offer: offer.id };
  const monthOf = (day: number) => isoDateOf(day).slice(0, "YYYY-MM".length);
  return (
    <div class="booker">
      <About view={view} listing={listing} kept={{ ...chosen, ...(date === null ? { month: monthOf(month.firstDay) } : { date }) }} />
      <MonthTable
        month={month}
        days={days}
        date={date}
        hrefOfDay={(day) => `${hrefOf(view, { ...chosen, date: day })}#times`}
        before={listing.hasMonthBefore ? hrefOf(view, { ...chosen, month: monthOf(month.firstDay - 1) }) : null}
        after={listing.hasMonthAfter ? hrefOf(view, { ...chosen, month: monthOf(month.lastDay + 1) }) : null}
      />
      {date !== null && (
        <Times
          date={date}
          times={days.get(date) ?? []}
          page={listing.timesPage}
          timeZone={timeZone}
          coachZone={coach.timeZone}
          hrefOfTime={(time) => hrefOf(view, { ...chosen, start: new Date(time).toISOString() }, "/at")}
          hrefOfPage={(times) => `${hrefOf(view, { ...chosen, date, times: String(times) })}#times`}
        />
      )}
      {date === null && days.size > 0 && <p class="quiet">{say("times.choose")}</p>}
    </div>
  );
}

interface AboutView {
  readonly view: CoachView;
  readonly listing: Listing;
  /** The choices that stay where the zone changes. */
  readonly kept: Asked;
}

/** The session that is chosen, and the zone. */
function About({ view, listing, kept }: AboutView) {
  const { coach, offers, timeZone, now } = view;
  const { offer, durationMinutes } = listing;
  const [zone, coachZone] = [zoneInWords(timeZone, now), zoneInWords(coach.timeZone, now)];
  return (
    <section aria-labelledby="session">
      <h2 id="session">{offer?.title ?? say("coach.offer.any")}</h2>
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
      <p class="quiet">{timeZone === coach.timeZone ? say("zone.same", { zone }) : say("zone.differs", { zone, coachZone })}</p>
      <ZoneForm action={`/book/${coach.id}`} timeZone={timeZone} kept={kept} />
    </section>
  );
}

type Asked = Readonly<Record<string, string>>;

/** The page, or the one behind a time, with other choices. A zone that was chosen goes along. */
function hrefOf({ coach, timeZone, isZoneChosen }: CoachView, asked: Asked, page = ""): string {
  const query = new URLSearchParams({ ...asked, ...(isZoneChosen ? { time_zone: timeZone } : {}) }).toString();
  return query === "" ? `/book/${coach.id}${page}` : `/book/${coach.id}${page}?${query}`;
}
