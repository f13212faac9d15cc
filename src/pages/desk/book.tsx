/**
 * Booking for a client, step by step: who, what, when, and the form. Plain links and forms; each step has an address. Decides nothing: who may be
 * booked for, what is sold and which times are free, operations have said.
 */
import type { Offer } from "../../domain/agreement/offer.ts";
import type { Instant } from "../../domain/instant.ts";
import { isoDateOf } from "../../domain/slots/calendar-date.ts";
import { nameOr } from "../../lib/clean-text.ts";
import { CLIENTS_SEARCH_CHARACTERS_MAX } from "../../limits.ts";
import { say } from "../../messages/say.ts";
import type { Render } from "../layout.tsx";
import { type Month, MonthTable, Times } from "../month.tsx";
import { Facts, Lengths, Offers } from "../offers.tsx";
import { momentInWords, zoneInWords } from "../../messages/wording.ts";
import { deskPage } from "./frame.tsx";

export interface Client {
  readonly id: string;
  readonly name: string | null;
}

interface ClientsView {
  readonly clients: readonly (Client & { readonly latestAt: Instant })[];
  readonly hasMore: boolean;
  /** As it was searched for; "" for everybody. */
  readonly name: string;
  readonly timeZone: string;
  /** Somebody was named for whom the coach may not book. */
  readonly isRefused: boolean;
  readonly publicHref: string;
}

export function clientsPage({ clients, hasMore, name, timeZone, isRefused, publicHref }: ClientsView): Render {
  return deskPage({
    title: say("clients.title"),
    at: "book",
    children: (
      <>
        {isRefused && (
          <div class="fault" role="alert">
            <h2>{say("error.title")}</h2>
            <p>{say("clients.gone")}</p>
          </div>
        )}
        <p>{say("clients.lead")}</p>
        <form method="get" action="/desk/book" class="line" role="search">
          <label for="name">{say("clients.search")}</label>
          <input id="name" name="name" type="search" value={name} maxlength={CLIENTS_SEARCH_CHARACTERS_MAX} autocomplete="off" />
          <button type="submit">{say("clients.search.submit")}</button>
        </form>
        <section aria-labelledby="clients">
          <h2 id="clients">{say("clients.choose")}</h2>
          {clients.length === 0 && name === "" && (
            <p>
              {say("clients.none")} <a href={publicHref}>{say("clients.none.on")}</a>
            </p>
          )}
          {clients.length === 0 && name !== "" && <p>{say("clients.nobody", { name })}</p>}
          <ul class="cards">
            {clients.map((client) => (
              <li>
                <a href={`/desk/book?client=${client.id}`}>
                  <strong>{clientName(client)}</strong>
                </a>
                <p class="quiet">{say("clients.latest", { time: momentInWords(client.latestAt, timeZone) })}</p>
              </li>
            ))}
          </ul>
          {hasMore && <p>{say("clients.more")}</p>}
          {name !== "" && (
            <p>
              <a href="/desk/book">{say("clients.all")}</a>
            </p>
          )}
        </section>
      </>
    ),
  });
}

export function clientName({ name }: Client): string {
  return nameOr(name, say("desk.client.nameless"));
}

/** The choice, and the days of the month that have times for it. */
interface Listing {
  /** null: the coach sells every length for nothing. */
  readonly offer: Offer | null;
  readonly durationMinutes: number;
  readonly month: Month;
  readonly hasMonthBefore: boolean;
  readonly hasMonthAfter: boolean;
  readonly days: ReadonlyMap<string, readonly Instant[]>;
  readonly date: string | null;
  readonly timesPage: number;
}

export interface ForClientView {
  readonly client: Client;
  readonly offers: readonly Offer[];
  /** null: an offer is to be chosen first, or there is none. */
  readonly listing: Listing | null;
  readonly timeZone: string;
  readonly now: Instant;
}

export function chooseTimePage(view: ForClientView): Render {
  const { client, offers, listing } = view;
  return deskPage({
    title: say("for_client.title", { name: clientName(client) }),
    at: "book",
    isPart: true,
    children: (
      <>
        <p>
          <a href="/desk/book">{say("clients.other")}</a>
        </p>
        {listing === null && offers.length === 0 && (
          <p>
            {say("clients.no_offers")} <a href="/desk/offers/new">{say("clients.no_offers.on")}</a>
          </p>
        )}
        {listing === null && offers.length > 0 && (
          <section aria-labelledby="offers">
            <h2 id="offers">{say("coach.offers")}</h2>
            <Offers offers={offers} hrefOf={(offer) => hrefOf(client, { offer })} />
          </section>
        )}
        {listing !== null && <Chosen view={view} listing={listing} />}
      </>
    ),
  });
}

function Chosen({ view, listing }: { readonly view: ForClientView; readonly listing: Listing }) {
  const { client, offers, timeZone, now } = view;
  const { offer, durationMinutes, month, days, date } = listing;
  const chosen: Asked = offer === null ? { minutes: String(durationMinutes) } : { offer: offer.id };
  const monthOf = (day: number) => isoDateOf(day).slice(0, "YYYY-MM".length);
  return (
    <div class="booker">
      <section aria-labelledby="chosen">
        <h2 id="chosen">{offer?.title ?? say("coach.offer.any")}</h2>
        {offer === null ? (
          <Lengths chosen={durationMinutes} hrefOf={(minutes) => hrefOf(client, { minutes: String(minutes) })} />
        ) : (
          <Facts offer={offer} />
        )}
        {offers.length > 1 && (
          <p>
            <a href={hrefOf(client, {})}>{say("coach.offers.other")}</a>
          </p>
        )}
        <p class="quiet">{say("desk.zone", { zone: zoneInWords(timeZone, now) })}</p>
      </section>
      <MonthTable
        month={month}
        days={days}
        date={date}
        hrefOfDay={(day) => `${hrefOf(client, { ...chosen, date: day })}#times`}
        before={listing.hasMonthBefore ? hrefOf(client, { ...chosen, month: monthOf(month.firstDay - 1) }) : null}
        after={listing.hasMonthAfter ? hrefOf(client, { ...chosen, month: monthOf(month.lastDay + 1) }) : null}
      />
      {date !== null && (
        <Times
          date={date}
          times={days.get(date) ?? []}
          page={listing.timesPage}
          timeZone={timeZone}
          coachZone={timeZone}
          hrefOfTime={(time) => hrefOf(client, { ...chosen, start: new Date(time).toISOString() }, "/at")}
          hrefOfPage={(times) => `${hrefOf(client, { ...chosen, date, times: String(times) })}#times`}
        />
      )}
      {date === null && days.size > 0 && <p class="quiet">{say("times.choose")}</p>}
    </div>
  );
}

type Asked = Readonly<Record<string, string>>;

function hrefOf(client: Client, asked: Asked, step: "" | "/at" = ""): string {
  return `/desk/book${step}?${new URLSearchParams({ client: client.id, ...asked }).toString()}`;
}
