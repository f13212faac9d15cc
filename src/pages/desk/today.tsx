/** The coach's desk: what waits for the coach, one day, the week; and what keeps clients from booking, with a way on. */
import { openRequest } from "../../domain/booking.ts";
import { earlier, type Instant } from "../../domain/instant.ts";
import { isoDateOf } from "../../domain/slots/calendar-date.ts";
import { DESK_DAY_LINES_MAX, DESK_WAITING_MAX, DESK_WEEK_DAY_LINES_MAX } from "../../limits.ts";
import { say } from "../../messages/say.ts";
import type { Render } from "../layout.tsx";
import { dayInWords, weekdayInWords, zoneInWords } from "../../messages/wording.ts";
import { deskPage } from "./frame.tsx";
import { type Day, Lines, nameOf, type Session, titleOf } from "./lines.tsx";
import { daysInWords, momentOf } from "./words.ts";

export interface DeskView {
  readonly timeZone: string;
  readonly now: Instant;
  readonly today: number;
  readonly day: Day;
  readonly week: readonly Day[];
  readonly isCut: boolean;
  readonly approvals: readonly Session[];
  readonly questions: readonly Session[];
  readonly isWithoutHours: boolean;
  /** The sale: nothing ever, so that every length is free; nothing any more; or something. */
  readonly sale: "unsaid" | "nothing" | "something";
  readonly lostCalendars: readonly ("google" | "outlook")[];
  readonly hasCalendars: boolean;
}

export function todayPage(view: DeskView): Render {
  return deskPage({
    title: say("desk.title"),
    at: "today",
    children: (
      <>
        <Notes {...view} />
        <Waiting {...view} />
        <TheDay {...view} />
        <Week {...view} />
        <p class="quiet">{say("desk.zone", { zone: zoneInWords(view.timeZone, view.now) })}</p>
      </>
    ),
  });
}

/** The things that keep clients from booking, each with a way on. */
function Notes({ isWithoutHours, sale, lostCalendars, hasCalendars }: DeskView) {
  const notes = [
    ...(isWithoutHours ? [{ text: say("desk.no_hours"), href: "/desk/hours", on: say("desk.no_hours.on") }] : []),
    ...(sale === "unsaid" ? [{ text: say("desk.no_offers"), href: "/desk/offers/new", on: say("desk.no_offers.on") }] : []),
    ...(sale === "nothing" ? [{ text: say("desk.offers_retired"), href: "/desk/offers/new", on: say("desk.no_offers.on") }] : []),
    ...lostCalendars.map((provider) => ({
      text: say("desk.calendar_lost", { calendar: say(`calendar.${provider}`) }),
      href: "/calendars",
      on: say("desk.calendar_lost.on"),
    })),
    ...(hasCalendars ? [] : [{ text: say("desk.no_calendar"), href: "/calendars", on: say("desk.no_calendar.on") }]),
  ];
  if (notes.length === 0) return null;
  return (
    <ul class="desk-notes" aria-label={say("desk.notes")}>
      {notes.map(({ text, href, on }) => (
        <li>
          {text} <a href={href}>{on}</a>
        </li>
      ))}
    </ul>
  );
}

function Waiting({ approvals, questions, timeZone, now }: DeskView) {
  const isMore = approvals.length > DESK_WAITING_MAX || questions.length > DESK_WAITING_MAX;
  return (
    <section class="desk-part" aria-labelledby="waiting">
      <h2 id="waiting">{say("desk.waiting")}</h2>
      {approvals.length + questions.length === 0 && <p class="quiet">{say("desk.waiting.none")}</p>}
      <ul class="desk-waiting">
        {approvals.slice(0, DESK_WAITING_MAX).map(({ booking, clientName }) => (
          <li>
            <p>
              <strong>{say("desk.approval", { name: nameOf(clientName), time: momentOf(booking.startsAt, timeZone) })}</strong>
            </p>
            <p class="quiet">
              {titleOf(booking)} · {say("desk.approval.until", { until: momentOf(booking.expiresAt ?? booking.startsAt, timeZone) })}
            </p>
            <p class="ways">
              <a class="button" href={`/bookings/${booking.id}/confirm`}>
                {say("desk.approval.confirm")}
              </a>{" "}
              <a href={`/bookings/${booking.id}`}>{say("desk.look")}</a>
            </p>
          </li>
        ))}
        {questions.slice(0, DESK_WAITING_MAX).map(({ booking, clientName }) => {
          const request = openRequest(booking, now);
          if (request === null) return null;
          const times = { from: momentOf(booking.startsAt, timeZone), to: momentOf(request.startsAt, timeZone) };
          return (
            <li>
              <p>
                <strong>{say("desk.question", { name: nameOf(clientName), ...times })}</strong>
              </p>
              <p class="quiet">
                {titleOf(booking)} ·{" "}
                {say("desk.question.until", { until: momentOf(earlier(request.expiresAt, request.startsAt), timeZone) })}
              </p>
              <p class="ways">
                <a class="button" href={`/bookings/${booking.id}/move-request`}>
                  {say("desk.question.answer")}
                </a>{" "}
                <a href={`/bookings/${booking.id}`}>{say("desk.look")}</a>
              </p>
            </li>
          );
        })}
      </ul>
      {isMore && (
        <p>
          {say("desk.waiting.more")} <a href="/bookings">{say("desk.all")}</a>
        </p>
      )}
    </section>
  );
}

function TheDay(view: DeskView) {
  const { day, today } = view;
  const name = dayInWords(isoDateOf(day.epochDay));
  return (
    <section class="desk-part" aria-labelledby="day">
      <h2 id="day">{day.epochDay === today ? say("desk.today", { day: name }) : name}</h2>
      {day.epochDay !== today && (
        <p>
          <a href="/desk">{say("desk.today.back")}</a>
        </p>
      )}
      <Lines view={view} day={day} max={DESK_DAY_LINES_MAX} isFull />
    </section>
  );
}

function Week(view: DeskView) {
  const { week, today, isCut } = view;
  const [monday = today, sunday = today] = [week[0]?.epochDay, week.at(-1)?.epochDay];
  const isPresent = monday <= today && today <= sunday;
  const weekOf = (epochDay: number) => `/desk?week=${isoDateOf(epochDay)}#week`;
  return (
    <section class="desk-part" aria-labelledby="week">
      <h2 id="week">{say("desk.week", { days: daysInWords(monday, sunday) })}</h2>
      <p class="ways">
        <a href={weekOf(monday - 1)} rel="prev">
          {say("desk.week.before")}
        </a>{" "}
        {!isPresent && <a href="/desk#week">{say("desk.week.present")}</a>}{" "}
        <a href={weekOf(sunday + 1)} rel="next">
          {say("desk.week.after")}
        </a>
      </p>
      <p class="desk-key quiet">
        <span class="held">{say("desk.key.session")}</span> <span class="waits">{say("desk.key.waits")}</span>{" "}
        <span class="busy">{say("desk.key.busy")}</span>
      </p>
      {isCut && <p>{say("desk.cut")}</p>}
      <ol class="desk-week">
        {week.map((day) => (
          <li class={classOf(day, today)}>
            <h3>
              <a href={`/desk?week=${isoDateOf(monday)}&day=${isoDateOf(day.epochDay)}#day`}>
                {weekdayInWords(day.epochDay, "short")} {Number(isoDateOf(day.epochDay).slice(-2))}
              </a>
              {day.epochDay === today && <span> {say("desk.week.today")}</span>}
            </h3>
            <Lines view={view} day={day} max={DESK_WEEK_DAY_LINES_MAX} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function classOf({ epochDay, sessions, busy }: Day, today: number): string | undefined {
  const classes = [...(epochDay === today ? ["now"] : []), ...(sessions.length + busy.length === 0 ? ["none"] : [])];
  return classes.length === 0 ? undefined : classes.join(" ");
}
