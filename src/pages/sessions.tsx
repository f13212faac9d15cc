/** A person's sessions: what waits for the person, those to come, those behind. Plain links; each page of the list has an address. */
import { meetingLinkOf } from "../domain/agreement/place.ts";
import { type Booking, statusAt } from "../domain/booking.ts";
import { SESSIONS_WAITING_SHOWN_MAX } from "../limits.ts";
import { say } from "../messages/say.ts";
import { document, type Render } from "./layout.tsx";
import { isNear, otherName, type Reader, standingInWords, taskOf } from "./session-words.ts";
import { spanInWords, zoneInWords } from "../messages/wording.ts";
import { ZoneForm } from "./zones.tsx";

interface Listed {
  readonly booking: Booking;
  readonly clientName: string | null;
  readonly coachName: string | null;
}

export interface SessionsView {
  readonly half: "coming" | "past";
  readonly sessions: readonly Listed[];
  /** Those that may wait for somebody. */
  readonly waiting: readonly Listed[];
  /** From 1. */
  readonly page: number;
  readonly hasMore: boolean;
  readonly reader: Reader;
  /** The reader chose it, so links carry it. */
  readonly isZoneChosen: boolean;
  /** The text that was asked for as a time zone and is none. */
  readonly unknownZone: string | null;
}

export function sessionsPage(view: SessionsView): Render {
  const { half, reader, unknownZone, page } = view;
  return (frame) =>
    document(frame, {
      title: say("sessions.title"),
      children: (
        <>
          {unknownZone !== null && (
            <div class="fault" role="alert">
              <h2>{say("error.title")}</h2>
              <p>{say("zone.unknown", { zone: unknownZone })}</p>
            </div>
          )}
          <Needs {...view} />
          <nav class="tabs" aria-label={say("sessions.views")}>
            {(["coming", "past"] as const).map((each) => (
              <a href={hrefOf(view, each, 1)} aria-current={each === half ? "page" : undefined}>
                {say(`sessions.${each}`)}
              </a>
            ))}
          </nav>
          <section aria-labelledby="list">
            <h2 id="list" class="unseen">
              {say(`sessions.${half}`)}
            </h2>
            {view.sessions.length === 0 ? <Nothing {...view} /> : <List {...view} />}
            <Pages {...view} />
          </section>
          {reader.actor.role === "coach" && (
            <p>
              <a href="/desk">{say("sessions.desk")}</a>
            </p>
          )}
          <p class="quiet">{say("sessions.zone", { zone: zoneInWords(reader.timeZone, reader.now) })}</p>
          <ZoneForm
            action="/bookings"
            timeZone={reader.timeZone}
            kept={{ ...(half === "past" ? { show: "past" } : {}), ...(page > 1 ? { page: String(page) } : {}) }}
          />
          <section aria-labelledby="export">
            <h2 id="export">{say("export.title")}</h2>
            <p class="quiet">{say("export.lead")}</p>
            <p class="ways">
              <a class="button second" href="/bookings/export.json" download>
                {say("export.json")}
              </a>{" "}
              <a class="button second" href="/bookings/export.ics" download>
                {say("export.ics")}
              </a>
            </p>
          </section>
        </>
      ),
    });
}

function Needs({ waiting, reader, isZoneChosen }: SessionsView) {
  const tasks = waiting.flatMap((listed) => {
    const task = taskOf(listed.booking, reader);
    return task === null ? [] : [{ ...listed, task }];
  });
  if (tasks.length === 0) return null;
  return (
    <section aria-labelledby="needs">
      <h2 id="needs">{say("sessions.needs")}</h2>
      <ul class="sessions needs">
        {tasks.slice(0, SESSIONS_WAITING_SHOWN_MAX).map(({ task, ...listed }) => (
          <li>
            <div class="what">
              <a href={`${task.href}${zoneQuery(reader, isZoneChosen)}`}>{task.sentence}</a>
              <p class="quiet">{`${spanInWords(listed.booking, reader.timeZone)} · ${titleOf(listed, reader)}`}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function List({ sessions, reader, isZoneChosen }: SessionsView) {
  return (
    <ul class="sessions">
      {sessions.map((listed) => {
        const { booking, clientName, coachName } = listed;
        const time = spanInWords(booking, reader.timeZone);
        const status = statusAt(booking, reader.now);
        const link = status === "confirmed" && isNear(booking, reader.now) ? meetingLinkOf({ ...booking, status }) : null;
        return (
          <li>
            <div class="what">
              <a href={`/bookings/${booking.id}${zoneQuery(reader, isZoneChosen)}`}>
                <time datetime={new Date(booking.startsAt).toISOString()}>{time}</time>
              </a>
              <p>{titleOf(listed, reader)}</p>
              <p class="quiet">{standingInWords(booking, reader, { client: clientName, coach: coachName })}</p>
            </div>
            {link !== null && (
              <a class="button" href={link} rel="noreferrer" aria-label={say("sessions.join.label", { time })}>
                {say("sessions.join")}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function titleOf({ booking, clientName, coachName }: Listed, { actor }: Reader): string {
  const name = otherName(actor, { client: clientName, coach: coachName });
  return say("sessions.with", { title: booking.offerTitle ?? say("coach.offer.any"), name });
}

function Nothing({ half, page, reader: { actor } }: SessionsView) {
  const isCoach = actor.role === "coach";
  if (page > 1) return <p>{say("sessions.page.none")}</p>;
  if (half === "past") return <p>{say("sessions.past.none")}</p>;
  return (
    <>
      <p>{isCoach ? say("sessions.coming.none.coach") : say("sessions.coming.none")}</p>
      {!isCoach && (
        <p class="ways">
          <a class="button" href="/book">
            {say("sessions.book")}
          </a>
        </p>
      )}
    </>
  );
}

function Pages(view: SessionsView) {
  const { half, page, hasMore } = view;
  if (page === 1 && !hasMore) return null;
  return (
    <nav class="ways" aria-label={say("sessions.pages")}>
      {page > 1 && (
        <a href={hrefOf(view, half, view.sessions.length === 0 ? 1 : page - 1)} rel="prev">
          {view.sessions.length === 0 ? say("sessions.first") : say("sessions.before")}
        </a>
      )}{" "}
      {hasMore && (
        <a href={hrefOf(view, half, page + 1)} rel="next">
          {say("sessions.after")}
        </a>
      )}
    </nav>
  );
}

function hrefOf({ reader, isZoneChosen }: SessionsView, half: SessionsView["half"], page: number): string {
  const asked = new URLSearchParams({
    ...(half === "past" ? { show: "past" } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
    ...(isZoneChosen ? { time_zone: reader.timeZone } : {}),
  }).toString();
  return asked === "" ? "/bookings" : `/bookings?${asked}`;
}

function zoneQuery({ timeZone }: Reader, isZoneChosen: boolean): string {
  return isZoneChosen ? `?${new URLSearchParams({ time_zone: timeZone }).toString()}` : "";
}

/** Admins hold no sessions. */
export function adminSessionsPage(): Render {
  return (frame) => document(frame, { title: say("sessions.title"), children: <p class="lead">{say("sessions.admin")}</p> });
}
