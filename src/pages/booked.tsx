/** The result of a booking, right after it was made or paid: where it stands, what follows, and how it gets into a calendar. */
import type { Place } from "../domain/agreement/offer.ts";
import type { Instant, Interval } from "../domain/instant.ts";
import type { Money } from "../domain/money.ts";
import { say } from "../messages/say.ts";
import { BackLink } from "./back-link.tsx";
import { document, type Render } from "./layout.tsx";
import { Fact, FactRows, placeInWords, priceInWords, When } from "./session-facts.tsx";
import { momentInWords } from "../messages/wording.ts";

/** `paying`: the client comes from the checkout, and the payment has not been heard of. */
export type Outcome = "confirmed" | "paying" | "unpaid" | "approval" | "pending" | "completed" | "cancelled" | "lapsed";

export interface BookedView {
  readonly bookingId: string;
  readonly outcome: Outcome;
  readonly title: string | null;
  readonly coach: { readonly id: string; readonly name: string | null; readonly timeZone: string };
  readonly time: Interval;
  readonly price: Money | null;
  readonly place: Place;
  /** null: it may not be told yet, or there is none. */
  readonly address: string | null;
  readonly link: string | null;
  readonly notes: string | null;
  /** Until when it waits; null: it does not. */
  readonly until: Instant | null;
  /** It has been written into a calendar that the client has connected. */
  readonly isInCalendar: boolean;
  readonly timeZone: string;
  readonly payHref: string;
  /** This page, to look again after a checkout. */
  readonly href: string;
  /** The way back to the site that the booking began on. */
  readonly back: { readonly href: string; readonly host: string } | null;
}

export function bookedPage(view: BookedView): Render {
  const { bookingId, outcome, coach, time, price, timeZone } = view;
  return (frame) =>
    document(frame, {
      title: titleOf(outcome),
      children: (
        <>
          <p class="lead">{textOf(view)}</p>
          <NextStep {...view} />
          <FactRows>
            <Fact name={say("facts.session")}>{view.title ?? say("coach.offer.any")}</Fact>
            <Fact name={say("facts.coach")}>{coach.name ?? say("coach.nameless")}</Fact>
            <When time={time} timeZone={timeZone} coachZone={coach.timeZone} />
            <Fact name={say("facts.price")}>{priceInWords(price)}</Fact>
            <Fact name={say("facts.place")}>{placeInWords(view.place)}</Fact>
            {view.address !== null && <Fact name={say("facts.address")}>{view.address}</Fact>}
            {view.link !== null && (
              <Fact name={say("facts.link")}>
                <a href={view.link} rel="noreferrer">
                  {view.link}
                </a>
              </Fact>
            )}
            {view.notes !== null && (
              <Fact name={say("facts.notes")}>
                <span class="said">{view.notes}</span>
              </Fact>
            )}
          </FactRows>
          {view.back !== null && SETTLED.has(outcome) && (
            <p class="ways">
              <BackLink {...view.back} />
            </p>
          )}
          {STANDS.has(outcome) && <InCalendar {...view} />}
          <p class="ways">
            <a href={`/bookings/${bookingId}`}>{say("booked.see")}</a> <a href="/bookings">{say("booked.all")}</a>
          </p>
        </>
      ),
    });
}

/** Nothing is left to do here: whoever came from another site may go back. */
const SETTLED: ReadonlySet<Outcome> = new Set(["confirmed", "approval", "pending", "cancelled", "lapsed"]);
const STANDS: ReadonlySet<Outcome> = new Set(["confirmed", "approval", "pending"]);

function NextStep({ outcome, payHref, href, coach }: BookedView) {
  const [target, label] = stepOf(outcome, { payHref, href, coachHref: `/book/${coach.id}` });
  return target === null ? null : (
    <p class="ways">
      <a class="button" href={target}>
        {label}
      </a>
    </p>
  );
}

interface Targets {
  readonly payHref: string;
  readonly href: string;
  readonly coachHref: string;
}

function stepOf(outcome: Outcome, { payHref, href, coachHref }: Targets): readonly [string | null, string] {
  switch (outcome) {
    case "paying":
      return [href, say("booked.paying.again")];
    case "unpaid":
      return [payHref, say("booked.unpaid.pay")];
    case "cancelled":
    case "lapsed":
      return [coachHref, say("booked.other")];
    default:
      return [null, ""];
  }
}

function InCalendar({ bookingId, isInCalendar }: BookedView) {
  return (
    <section aria-labelledby="calendar">
      <h2 id="calendar">{say("booked.calendar")}</h2>
      {isInCalendar ? (
        <p>{say("booked.calendar.connected")}</p>
      ) : (
        <p class="ways">
          <a class="button second" href={`/bookings/${bookingId}/invite.ics`} download>
            {say("booked.calendar.file")}
          </a>{" "}
          <span class="quiet">{say("booked.calendar.hint")}</span>
        </p>
      )}
    </section>
  );
}

function titleOf(outcome: Outcome): string {
  return outcome === "lapsed" ? say("booked.cancelled.title") : say(`booked.${outcome}.title`);
}

function textOf({ outcome, until, time, timeZone }: BookedView): string {
  return say(`booked.${outcome}.text`, { until: momentInWords(until ?? time.startsAt, timeZone) });
}
