/**
 * Another time for a session: the month and the times that its coach has free, then the old and the new time beside each other with the form.
 * Whether it is moved at once or the other side is asked was decided by the table; the page says which.
 */
import type { Instant } from "../domain/instant.ts";
import { isoDateOf } from "../domain/slots/calendar-date.ts";
import { say } from "../messages/say.ts";
import { Input, NEW_FORM, Radios } from "./form.tsx";
import type { Render } from "./layout.tsx";
import { type Month, MonthTable, Times } from "./month.tsx";
import { ActForm, actPage, type ActView, BehalfChoice, isAdministered } from "./session-acts.tsx";
import { FactRows } from "./session-facts.tsx";
import { TimeInZones } from "./session-parts.tsx";
import { otherName } from "./session-words.ts";
import { namesOf } from "./session.tsx";
import { momentInWords, zoneInWords } from "../messages/wording.ts";
import { ZoneForm } from "./zones.tsx";

interface Moving extends ActView {
  readonly how: "move" | "ask";
  /** Why the other side has to be asked; "" where it need not. */
  readonly why: string;
  readonly isZoneChosen: boolean;
}

export interface ChoosingTime extends Moving {
  readonly month: Month;
  readonly hasMonthBefore: boolean;
  readonly hasMonthAfter: boolean;
  readonly date: string | null;
  readonly timesPage: number;
  /** null: nothing can be listed. */
  readonly days: ReadonlyMap<string, readonly Instant[]> | null;
}

export function chooseTimePage(view: ChoosingTime): Render {
  const { reader, month, date, days, parties } = view;
  const { timeZone } = reader;
  const monthOf = (day: number) => isoDateOf(day).slice(0, "YYYY-MM".length);
  return actPage(view, {
    title: titleOf(view),
    children: (
      <>
        {isAdministered(view) && <BehalfChoice view={view} to="move" sides={["client", "coach"]} />}
        <p>{leadOf(view)}</p>
        {isAdministered(view) && <TypedTime view={view} />}
        {days === null ? (
          <p>{say("moving.none")}</p>
        ) : (
          <>
            <p class="quiet">{say("sessions.zone", { zone: zoneInWords(timeZone, reader.now) })}</p>
            <ZoneForm
              action={`${view.home}/move`}
              timeZone={timeZone}
              kept={{ ...sideOf(view), ...(date === null ? { month: monthOf(month.firstDay) } : { date }) }}
            />
            <div class="booker two">
              <MonthTable
                month={month}
                days={days}
                date={date}
                hrefOfDay={(day) => `${hrefOf(view, { date: day })}#times`}
                before={view.hasMonthBefore ? hrefOf(view, { month: monthOf(month.firstDay - 1) }) : null}
                after={view.hasMonthAfter ? hrefOf(view, { month: monthOf(month.lastDay + 1) }) : null}
              />
              {date !== null && (
                <Times
                  date={date}
                  times={days.get(date) ?? []}
                  page={view.timesPage}
                  timeZone={timeZone}
                  coachZone={parties.coach.timeZone}
                  hrefOfTime={(time) => hrefOf(view, { start: iso(time) })}
                  hrefOfPage={(page) => `${hrefOf(view, { date, times: String(page) })}#times`}
                />
              )}
              {date === null && days.size > 0 && <p>{say("times.choose")}</p>}
            </div>
          </>
        )}
      </>
    ),
  });
}

export interface MovingTo extends Moving {
  /** null: none was chosen that can be had. */
  readonly startsAt: Instant | null;
  /** Times that can be had instead. */
  readonly nearest: readonly Instant[];
  /** The percent that a later cancellation gives back at most after this move; null: as before. */
  readonly capAfter: number | null;
}

export function moveToPage(view: MovingTo): Render {
  const { booking, parties, reader, form, startsAt, nearest, how, capAfter } = view;
  const durationMs = booking.endsAt - booking.startsAt;
  return actPage(view, {
    title: titleOf(view),
    children: (
      <>
        {how === "ask" && <p>{leadOf(view)}</p>}
        {startsAt !== null && nearest.length === 0 && (
          <FactRows>
            <TimeInZones
              label={how === "move" ? say("moving.new") : say("session.wished")}
              time={{ startsAt, endsAt: (startsAt + durationMs) as Instant }}
              booking={booking}
              parties={parties}
              reader={reader}
            />
          </FactRows>
        )}
        {how === "move" && capAfter !== null && (
          <p class="state">{capAfter === 0 ? say("moving.cap.none") : say("moving.cap", { percent: capAfter })}</p>
        )}
        {(startsAt !== null || nearest.length > 0) && (
          <ActForm view={view} to={`move${queryOf(view, {})}`}>
            <input type="hidden" name="how" value={how} />
            {nearest.length === 0 ? (
              <input type="hidden" name="start" value={iso(startsAt ?? booking.startsAt)} />
            ) : (
              <Radios
                name="start"
                label={say("moving.nearest")}
                hint={say("moving.nearest.hint")}
                form={form}
                options={nearest.map((time) => ({ value: iso(time), label: momentInWords(time, reader.timeZone) }))}
              />
            )}
            <button type="submit">{how === "move" ? say("moving.submit") : say("moving.submit.ask")}</button>
          </ActForm>
        )}
        <p>
          <a href={hrefOf(view, {})}>{say("moving.other")}</a>
        </p>
      </>
    ),
  });
}

function titleOf({ how, reader, parties }: Moving): string {
  const name = otherName(reader.actor, namesOf(parties));
  return how === "move" ? say("moving.title", { name }) : say("moving.title.ask", { name });
}

function leadOf({ how, why }: Moving): string {
  return how === "move" ? say("moving.lead") : say("moving.lead.ask", { why });
}

function hrefOf(view: Moving, asked: Readonly<Record<string, string>>): string {
  return `${view.home}/move${queryOf(view, asked)}`;
}

/** The zone goes along where the reader chose it. */
function queryOf(view: Moving, asked: Readonly<Record<string, string>>): string {
  const { reader, isZoneChosen } = view;
  const query = new URLSearchParams({ ...sideOf(view), ...asked, ...(isZoneChosen ? { time_zone: reader.timeZone } : {}) }).toString();
  return query === "" ? "" : `?${query}`;
}

function sideOf({ onBehalfOf }: Pick<ActView, "onBehalfOf">): Readonly<Record<string, string>> {
  return onBehalfOf === null ? {} : { for: onBehalfOf };
}

/** An admin is not held to the times that are listed. */
function TypedTime({ view }: { readonly view: Moving }) {
  const { reader, home } = view;
  return (
    <form method="get" action={`${home}/move`} class="form" novalidate>
      {Object.entries({ ...sideOf(view), time_zone: reader.timeZone }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Input
        name="at"
        type="datetime-local"
        label={say("moving.typed", { zone: zoneInWords(reader.timeZone, reader.now) })}
        form={NEW_FORM}
        required
      />
      <button type="submit" class="second">
        {say("moving.typed.show")}
      </button>
    </form>
  );
}

/** The side that the admin moves for has not been named yet. */
export function chooseSidePage(view: ActView): Render {
  return actPage(view, {
    title: say("moving.title", { name: otherName(view.reader.actor, namesOf(view.parties)) }),
    children: (
      <>
        <p>{say("behalf.choose")}</p>
        <BehalfChoice view={view} to="move" sides={["client", "coach"]} />
      </>
    ),
  });
}

function iso(moment: Instant): string {
  return new Date(moment).toISOString();
}
