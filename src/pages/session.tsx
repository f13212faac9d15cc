/** One session: where it stands, what the reader can do now, all that was agreed, and what has happened. Which acts are open was asked of the table. */
import type { ActsNow } from "../domain/agreement/acts-now.ts";
import { locationOf, meetingLinkOf } from "../domain/agreement/place.ts";
import { VIDEO } from "../domain/agreement/offer.ts";
import { awaitingOf, type Booking, endingAt, openRequest, statusAt } from "../domain/booking.ts";
import type { Payment } from "../domain/payment.ts";
import { say } from "../messages/say.ts";
import { moneyInWords } from "../messages/money.ts";
import type { GivenBack } from "./gives-back.tsx";
import { document, type Render } from "./layout.tsx";
import { Fact, FactRows, placeInWords } from "./session-facts.tsx";
import { History, PolicyInWords, TimeInZones, titleOfSession } from "./session-parts.tsx";
import { isNear, type Names, type PastAct, partyName, paymentInWords, type Reader, standingInWords } from "./session-words.ts";
import { momentInWords } from "../messages/wording.ts";

export interface Parties {
  readonly client: { readonly name: string | null; readonly email: string | null };
  readonly coach: { readonly name: string | null; readonly email: string | null; readonly timeZone: string };
}

export interface SessionView {
  readonly booking: Booking;
  readonly parties: Parties;
  readonly payment: Payment | null;
  readonly acts: ActsNow;
  readonly givenBack: readonly GivenBack[];
  readonly history: readonly PastAct[];
  readonly isHistoryCut: boolean;
  readonly reader: Reader;
  /** Something that the reader has just done, by the trail; null: nothing is to be said. */
  readonly done: string | null;
  /** It has been written into a calendar that the reader has connected. */
  readonly isInCalendar: boolean;
}

export function sessionPage(view: SessionView): Render {
  const { booking, reader, done } = view;
  const names = namesOf(view.parties);
  const status = statusAt(booking, reader.now);
  return (frame) =>
    document(frame, {
      title: titleOfSession(reader.actor, names),
      children: (
        <>
          {done !== null && (
            <p class="done" role="status">
              {done}
            </p>
          )}
          <p class={status === "cancelled" ? "state off" : "state"}>{standingInWords(booking, reader, names)}</p>
          <Question {...view} />
          <Acts {...view} />
          <Agreed {...view} />
          <History {...view} names={names} />
          {reader.actor.role !== "admin" && (
            <p>
              <a href="/bookings">{say("session.all")}</a>
            </p>
          )}
        </>
      ),
    });
}

export function namesOf({ client, coach }: Parties): Names {
  return { client: client.name, coach: coach.name };
}

function Question({ booking, parties, reader }: SessionView) {
  const request = openRequest(booking, reader.now);
  if (request === null || statusAt(booking, reader.now) !== "confirmed") return null;
  const until = momentInWords(request.expiresAt, reader.timeZone);
  const isOwn = request.askedBy === reader.actor.role;
  return (
    <section aria-labelledby="question">
      <h2 id="question">{say("session.open")}</h2>
      <p>
        {isOwn
          ? say("session.open.you", { until })
          : say("session.open.other", { until, name: partyName(request.askedBy, namesOf(parties)) })}
      </p>
    </section>
  );
}

function Acts(view: SessionView) {
  const { booking, reader } = view;
  const link = joinLinkOf(view);
  const links = linksOf(view);
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{say("session.acts")}</h2>
      {links.length === 0 && link === null && <p>{say("session.acts.none")}</p>}
      <div class="acts">
        {link !== null && (
          <a class="button" href={link} rel="noreferrer">
            {say("sessions.join")}
          </a>
        )}
        {links.map(({ to, label, look }) => (
          <a class={look} href={`/bookings/${booking.id}/${to}`}>
            {label}
          </a>
        ))}
        {reader.actor.role !== "admin" && statusAt(booking, reader.now) !== "cancelled" && (
          <a class="button second" href={`/bookings/${booking.id}/invite.ics`} download>
            {say("session.calendar.file")}
          </a>
        )}
      </div>
    </section>
  );
}

function joinLinkOf({ booking, reader }: SessionView): string | null {
  const status = statusAt(booking, reader.now);
  return status === "confirmed" && isNear(booking, reader.now) ? meetingLinkOf({ ...booking, status }) : null;
}

interface ActLink {
  readonly to: string;
  readonly label: string;
  readonly look: "button" | "button second" | "button danger";
}

/** The acts that would be granted now, the pressing ones first. An admin looks, and cancels. */
function linksOf({ booking, acts, reader: { actor } }: SessionView): ActLink[] {
  const isCoach = actor.role === "coach";
  const isPending = booking.status === "pending";
  const cancel: ActLink = { to: "cancel", label: isCoach && isPending ? say("act.decline") : say("act.cancel"), look: "button danger" };
  const cancelling = acts.cancel === null ? [cancel] : [];
  if (actor.role === "admin") return cancelling;
  const links: ActLink[] = [];
  if (acts.pay === null && booking.price !== null) {
    links.push({ to: "pay", label: say("act.pay", { price: moneyInWords(booking.price) }), look: "button" });
  }
  if (acts.accept_move === null || acts.decline_move === null) links.push({ to: "move-request", label: say("act.answer"), look: "button" });
  if (acts.confirm === null) {
    links.push({ to: "confirm", label: awaitingOf(booking) === "approval" ? say("act.approve") : say("act.confirm"), look: "button" });
  } else if (acts.waive === null) links.push({ to: "confirm", label: say("act.waive"), look: "button second" });
  if (acts.complete === null) links.push({ to: "complete", label: say("act.complete"), look: "button" });
  if (acts.withdraw_move === null) links.push({ to: "move-request", label: say("act.withdraw"), look: "button second" });
  if (acts.move === null) links.push({ to: "move", label: say("act.move"), look: "button second" });
  else if (acts.ask_move === null) links.push({ to: "move", label: say("act.ask"), look: "button second" });
  return [...links, ...cancelling];
}

function Agreed({ booking, parties, payment, givenBack, reader, isInCalendar }: SessionView) {
  const { actor, now } = reader;
  const names = namesOf(parties);
  const standing = { ...booking, status: statusAt(booking, now) };
  const [location, link, { cancelReason }] = [locationOf(standing), meetingLinkOf(standing), endingAt(booking, now)];
  const isOff = standing.status === "cancelled";
  return (
    <FactRows>
      <Fact name={say("session.session")}>{booking.offerTitle ?? say("coach.offer.any")}</Fact>
      {actor.role !== "client" && <Party label={say("session.client")} name={partyName("client", names)} email={parties.client.email} />}
      {actor.role !== "coach" && <Party label={say("session.coach")} name={partyName("coach", names)} email={parties.coach.email} />}
      <TimeInZones label={say("session.when")} time={booking} booking={booking} parties={parties} reader={reader} />
      <Fact name={say("session.place")}>
        {placeInWords(booking.place ?? VIDEO)}
        {location !== null && (
          <>
            <br />
            {location}
          </>
        )}
      </Fact>
      {link !== null && !isOff && (
        <Fact name={say("session.link")}>
          <a href={link} rel="noreferrer">
            {link}
          </a>
        </Fact>
      )}
      <Fact name={say("session.price")}>{paymentInWords(standing, payment).join(" ")}</Fact>
      {booking.notes !== null && (
        <Fact name={actor.role === "client" ? say("session.notes.yours") : say("session.notes", { name: partyName("client", names) })}>
          <span class="said">{booking.notes}</span>
        </Fact>
      )}
      {isOff && cancelReason !== null && booking.cancelReason !== null && booking.cancelledBy !== "system" && (
        <Fact name={say("session.reason")}>
          <span class="said">{cancelReason}</span>
        </Fact>
      )}
      {(standing.status === "pending" || standing.status === "confirmed") && (
        <Fact name={say("session.policy")}>
          <PolicyInWords booking={booking} givenBack={givenBack} reader={reader} />
        </Fact>
      )}
      {isInCalendar && !isOff && <Fact name={say("session.calendar")}>{say("session.calendar.in")}</Fact>}
    </FactRows>
  );
}

interface PartyView {
  readonly label: string;
  readonly name: string;
  /** null: it may not be told. */
  readonly email: string | null;
}

function Party({ label, name, email }: PartyView) {
  return (
    <Fact name={label}>
      {name}
      {email !== null && (
        <>
          <br />
          <a href={`mailto:${encodeURIComponent(email)}`}>{email}</a>
        </>
      )}
    </Fact>
  );
}
