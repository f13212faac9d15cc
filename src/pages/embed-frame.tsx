/**
 * A coach's times in a frame on another site's page: the same offers, month and times as on the coach's own page, for nobody in particular.
 * Links stay in the frame, with addresses that are relative to it; only what leads on to booking takes the whole window. It knows no
 * address to return to: the script in it hears that from the page around it.
 */
import { html } from "hono/html";
import type { Instant } from "../domain/instant.ts";
import { isoDateOf } from "../domain/slots/calendar-date.ts";
import { languageTag } from "../messages/language.ts";
import { say } from "../messages/say.ts";
import { CoachFaults, type CoachView } from "./coach.tsx";
import type { Render } from "./layout.tsx";
import { MonthTable, Times } from "./month.tsx";
import { Facts, Lengths, Offers } from "./offers.tsx";
import { clockOf, dayInWords, zoneInWords } from "../messages/wording.ts";
import { ZoneForm } from "./zones.tsx";

export interface FrameView extends CoachView {
  /** null: as the reader's system has it. */
  readonly theme: "light" | "dark" | null;
  /** As the address says; null: as the browser asks. */
  readonly lang: string | null;
  /** Whose pages the script in the frame answers. */
  readonly origins: readonly string[];
  readonly scriptHref: string;
  /** A time of the day that is shown. */
  readonly start: Instant | null;
}

type Listing = NonNullable<CoachView["listing"]>;
type Asked = Readonly<Record<string, string>>;

export function framePage(view: FrameView): Render {
  const { coach, offers, listing, theme, origins, scriptHref, start } = view;
  const title = say("coach.title", { name: coach.name ?? say("coach.nameless") });
  const choice = start === null ? {} : { "data-start": new Date(start).toISOString(), "data-offer": listing?.offer?.id };
  return ({ styleHref }) =>
    html`<!doctype html>${(
        <html lang={languageTag()} dir="ltr" class="framed" data-theme={theme ?? undefined} data-origins={origins.join(" ")} {...choice}>
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>{title}</title>
            <link rel="icon" href="data:," />
            <link rel="stylesheet" href={styleHref} />
            <script type="module" src={scriptHref} />
          </head>
          <body>
            <main>
              <h1>{title}</h1>
              <CoachFaults {...view} />
              {listing === null && offers.length === 0 && <p>{say("coach.offers.none")}</p>}
              {listing === null && offers.length > 0 && (
                <section aria-labelledby="offers">
                  <h2 id="offers">{say("coach.offers")}</h2>
                  <Offers offers={offers} hrefOf={(offer) => hrefOf(view, { offer })} />
                </section>
              )}
              {listing !== null && <Chosen view={view} listing={listing} />}
            </main>
          </body>
        </html>
      )}`;
}

function Chosen({ view, listing }: { readonly view: FrameView; readonly listing: Listing }) {
  const { offers, start } = view;
  const { offer, durationMinutes, month, days, date } = listing;
  const chosen = chosenIn(listing);
  const paged = listing.timesPage === 1 ? {} : { times: String(listing.timesPage) };
  const monthOf = (day: number) => isoDateOf(day).slice(0, "YYYY-MM".length);
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
          <a href={hrefOf(view, {})}>{say("coach.offers.other")}</a>
        </p>
      )}
      <Zone view={view} chosen={chosen} />
      <div class="panes">
        <MonthTable
          month={month}
          days={days}
          date={date}
          hrefOfDay={(day) => `${hrefOf(view, { ...chosen, date: day })}#times`}
          before={listing.hasMonthBefore ? hrefOf(view, { ...chosen, month: monthOf(month.firstDay - 1) }) : null}
          after={listing.hasMonthAfter ? hrefOf(view, { ...chosen, month: monthOf(month.lastDay + 1) }) : null}
        />
        <div>
          {date !== null && (
            <Times
              date={date}
              times={days.get(date) ?? []}
              page={listing.timesPage}
              timeZone={view.timeZone}
              coachZone={view.coach.timeZone}
              chosen={start}
              hrefOfTime={(time) => `${hrefOf(view, { ...chosen, date, ...paged, start: new Date(time).toISOString() })}#onward`}
              hrefOfPage={(page) => `${hrefOf(view, { ...chosen, date, times: String(page) })}#times`}
            />
          )}
          {date === null && days.size > 0 && <p>{say("times.choose")}</p>}
          {start !== null && date !== null && <Onward view={view} date={date} start={start} chosen={chosen} />}
        </div>
      </div>
    </>
  );
}

interface Part {
  readonly view: FrameView;
  readonly chosen: Asked;
}

function Zone({ view, chosen }: Part) {
  const { coach, timeZone, now, theme, lang, listing } = view;
  const [zone, coachZone] = [zoneInWords(timeZone, now), zoneInWords(coach.timeZone, now)];
  const date = listing?.date ?? null;
  const kept = { ...chosen, ...(date === null ? {} : { date }), ...(theme === null ? {} : { theme }), ...(lang === null ? {} : { lang }) };
  return (
    <>
      <p class="quiet">{timeZone === coach.timeZone ? say("zone.same", { zone }) : say("zone.differs", { zone, coachZone })}</p>
      <ZoneForm action={`/embed/${coach.id}`} timeZone={timeZone} kept={kept} />
    </>
  );
}

function Onward({ view, date, start, chosen }: Part & { readonly date: string; readonly start: Instant }) {
  const { coach, timeZone, now } = view;
  const iso = new Date(start).toISOString();
  const query = new URLSearchParams({ ...chosen, start: iso, time_zone: timeZone }).toString();
  return (
    <section class="onward" aria-labelledby="onward">
      <h2 id="onward">{say("embed.chosen")}</h2>
      <p>
        <time datetime={iso}>{say("embed.chosen.time", { day: dayInWords(date), time: clockOf(timeZone)(start) })}</time>{" "}
        <span class="quiet">{zoneInWords(timeZone, now)}</span>
      </p>
      <p class="ways">
        <a class="button" href={`/book/${coach.id}/at?${query}`} target="_top">
          {say("embed.continue")}
        </a>
      </p>
      <p class="quiet">{say("embed.continue.text")}</p>
    </section>
  );
}

function chosenIn({ offer, durationMinutes }: Listing): Asked {
  return offer === null ? { minutes: String(durationMinutes) } : { offer: offer.id };
}

/** The parameters that every address of the frame keeps. */
function keptBy({ timeZone, isZoneChosen, theme, lang }: FrameView): Asked {
  return { ...(isZoneChosen ? { time_zone: timeZone } : {}), ...(theme === null ? {} : { theme }), ...(lang === null ? {} : { lang }) };
}

function hrefOf(view: FrameView, asked: Asked): string {
  return `?${new URLSearchParams({ ...asked, ...keptBy(view) }).toString()}`;
}
