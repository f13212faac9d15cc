/** A month whose days with times are links, and the times of one day. Reads no clock: which days are past, the look-up has decided. */
import type { Instant } from "../domain/instant.ts";
import { isoDateOf, weekdayOf } from "../domain/slots/calendar-date.ts";
import { TIMES_SHOWN_MAX } from "../limits.ts";
import { say } from "../messages/say.ts";
import { clockOf, dayInWords, monthInWords, weekdayInWords } from "../messages/wording.ts";

const DAYS_PER_WEEK = 7;
/** 1970-01-05, a Monday. */
const A_MONDAY = 4;

/** Days since 1970-01-01, both included. */
export interface Month {
  readonly firstDay: number;
  readonly lastDay: number;
}

export interface MonthView {
  readonly month: Month;
  /** ISO date -> its times. */
  readonly days: ReadonlyMap<string, readonly Instant[]>;
  readonly date: string | null;
  readonly hrefOfDay: (date: string) => string;
  /** null: there is nothing to look at. */
  readonly before: string | null;
  readonly after: string | null;
}

export function MonthTable({ month, days, date, hrefOfDay, before, after }: MonthView) {
  return (
    <section aria-labelledby="days">
      <h2 id="days">{say("month.title")}</h2>
      <table class="month">
        <caption>{monthInWords(month.firstDay)}</caption>
        <thead>
          <tr>
            {Array.from({ length: DAYS_PER_WEEK }, (_, index) => (
              <th scope="col" abbr={weekdayInWords(A_MONDAY + index, "long")}>
                {weekdayInWords(A_MONDAY + index, "short")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr>
              {week.map((day) => (
                <td>{day !== null && <Day day={day} days={days} date={date} hrefOfDay={hrefOfDay} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {days.size === 0 && <p>{say("month.none", { month: monthInWords(month.firstDay) })}</p>}
      <p class="ways">
        {before !== null && (
          <a href={before} rel="prev">
            {say("month.before", { month: monthInWords(month.firstDay - 1) })}
          </a>
        )}{" "}
        {after !== null && (
          <a href={after} rel="next">
            {say("month.after", { month: monthInWords(month.lastDay + 1) })}
          </a>
        )}
      </p>
    </section>
  );
}

type DayView = Pick<MonthView, "days" | "date" | "hrefOfDay"> & { readonly day: number };

function Day({ day, days, date, hrefOfDay }: DayView) {
  const ownDate = isoDateOf(day);
  const number = String(Number(ownDate.slice(-2)));
  const count = days.get(ownDate)?.length ?? 0;
  if (count === 0) return <>{number}</>;
  const label = say("month.day", { day: dayInWords(ownDate), count });
  return (
    <a href={hrefOfDay(ownDate)} aria-label={label} aria-current={ownDate === date ? "date" : undefined}>
      {number}
    </a>
  );
}

/** Weeks from Monday; null before the first day and after the last. */
function weeksOf({ firstDay, lastDay }: Month): (number | null)[][] {
  const lead = (weekdayOf(firstDay) + DAYS_PER_WEEK - 1) % DAYS_PER_WEEK;
  const weeks = Math.ceil((lead + lastDay - firstDay + 1) / DAYS_PER_WEEK);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: DAYS_PER_WEEK }, (_day, index) => {
      const day = firstDay - lead + week * DAYS_PER_WEEK + index;
      return day < firstDay || day > lastDay ? null : day;
    }),
  );
}

interface TimesView {
  readonly date: string;
  readonly times: readonly Instant[];
  /** From 1; one that there is not is the last. */
  readonly page: number;
  readonly timeZone: string;
  readonly coachZone: string;
  /** Marked among the times. */
  readonly chosen?: Instant | null;
  readonly hrefOfTime: (time: Instant) => string;
  readonly hrefOfPage: (page: number) => string;
}

export function Times({ date, times, page: asked, timeZone, coachZone, chosen = null, hrefOfTime, hrefOfPage }: TimesView) {
  const [clock, coachClock] = [clockOf(timeZone), clockOf(coachZone)];
  const day = dayInWords(date);
  const pages = Math.ceil(times.length / TIMES_SHOWN_MAX);
  const page = Math.min(asked, pages);
  const shown = times.slice((page - 1) * TIMES_SHOWN_MAX, page * TIMES_SHOWN_MAX);
  return (
    <section aria-labelledby="times">
      <h2 id="times">{say("times.title", { day })}</h2>
      {times.length === 0 && <p>{say("times.none", { day })}</p>}
      {page > 1 && (
        <p class="ways">
          <a href={hrefOfPage(page - 1)}>{say("times.before")}</a>
        </p>
      )}
      {times.length > 0 && (
        <ul class="times">
          {shown.map((time) => (
            <li>
              <a href={hrefOfTime(time)} aria-current={time === chosen ? "true" : undefined}>
                <time datetime={new Date(time).toISOString()}>{clock(time)}</time>{" "}
                {timeZone !== coachZone && <small>{say("times.theirs", { time: coachClock(time) })}</small>}
              </a>
            </li>
          ))}
        </ul>
      )}
      {page < pages && (
        <p class="ways">
          <a href={hrefOfPage(page + 1)}>{say("times.after")}</a>
        </p>
      )}
    </section>
  );
}
