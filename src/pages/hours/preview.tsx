/** The times that result of hours, day by day, saved or only typed: what a look-up found. Decides nothing and looks nothing up. */
import type { Instant } from "../../domain/instant.ts";
import { epochDayOf, isoDateOf } from "../../domain/slots/calendar-date.ts";
import { PREVIEW_TIMES_MAX } from "../../limits/hours.ts";
import { say } from "../../messages/say.ts";
import { NEW_FORM, Select } from "../form.tsx";
import { clockOf, dayInWords, monthInWords, zoneInWords } from "../../messages/wording.ts";

export interface PreviewView {
  /** Of hours that are typed; else of those that are saved. */
  readonly isTyped: boolean;
  /** `faulty`: the typed hours are none; `unsold`: the coach sells nothing of that length. */
  readonly result: Preview | "faulty" | "unsold";
  readonly minutes: number;
  /** Lengths to choose from. */
  readonly lengths: readonly number[];
  /** First day of the month that is shown, `YYYY-MM`; null: the days from today. */
  readonly month: string | null;
  /** To choose from, `YYYY-MM`. */
  readonly months: readonly string[];
}

interface Preview {
  readonly days: ReadonlyMap<string, readonly Instant[]>;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly timeZone: string;
}

/** The id of the form of which the choices here are a part. */
export const HOURS_FORM = "hours-form";

export function ResultingTimes({ view, now }: { readonly view: PreviewView; readonly now: Instant }) {
  const { isTyped, result, month, months, minutes, lengths } = view;
  const spans = [
    { value: "", label: say("hours.result.days") },
    ...months.map((value) => ({ value, label: monthInWords(epochDayOf(`${value}-01`)) })),
  ];
  const choices = lengths.map((value) => ({ value: String(value), label: say("coach.minutes", { minutes: value }) }));
  return (
    <section aria-labelledby="result" class="result">
      <h2 id="result">{say("hours.result")}</h2>
      <Select name="minutes" label={say("hours.result.for")} form={NEW_FORM} value={String(minutes)} options={choices} />
      <Select name="month" label={say("hours.result.show")} form={NEW_FORM} value={month ?? ""} options={spans} />
      <p>
        <button type="submit" class="second" name="act" value="preview">
          {say("hours.preview")}
        </button>
      </p>
      <p id="preview-status" role="status">
        {result === "faulty" ? say("hours.result.faulty") : say(isTyped ? "hours.result.typed" : "hours.result.saved")}{" "}
        {typeof result !== "string" && summaryOf(result)}
      </p>
      <div id="preview">
        {result === "unsold" && (
          <p>
            {say("hours.result.unsold")} <a href="/desk/offers">{say("hours.result.unsold.link")}</a>
          </p>
        )}
        {typeof result !== "string" && <Days result={result} minutes={minutes} isTyped={isTyped} now={now} />}
      </div>
    </section>
  );
}

function summaryOf({ days }: Preview): string {
  return say("hours.result.count", { days: days.size, times: [...days.values()].reduce((sum, times) => sum + times.length, 0) });
}

interface DaysView {
  readonly result: Preview;
  readonly minutes: number;
  readonly isTyped: boolean;
  readonly now: Instant;
}

function Days({ result: { days, firstDate, lastDate, timeZone }, minutes, isTyped, now }: DaysView) {
  const clock = clockOf(timeZone);
  const count = epochDayOf(lastDate) - epochDayOf(firstDate) + 1;
  const dates = Array.from({ length: count }, (_, ahead) => isoDateOf(epochDayOf(firstDate) + ahead));
  return (
    <>
      <p class="quiet">{say("hours.result.zone", { zone: zoneInWords(timeZone, now) })}</p>
      <ol class="outcome">
        {dates.map((date) => {
          const times = days.get(date) ?? [];
          const left = times.length - PREVIEW_TIMES_MAX;
          return (
            <li>
              <strong>{dayInWords(date)}</strong>
              <span class={times.length === 0 ? "quiet" : undefined}>
                {times.length === 0 ? say("hours.result.none") : times.slice(0, PREVIEW_TIMES_MAX).map(clock).join(" ")}
                {left > 0 && ` ${say("hours.more.times", { count: left })}`}
              </span>
              {/* An explanation is of what is saved. */}
              {!isTyped && (
                <a
                  href={`/desk/hours?explain=${date}&minutes=${String(minutes)}`}
                  aria-label={say("hours.result.why.of", { day: dayInWords(date) })}
                >
                  {say("hours.result.why")}
                </a>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
