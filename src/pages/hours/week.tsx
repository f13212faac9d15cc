/** The week of a coach as pairs of times for each weekday, with the time zone they are of; and the place where the script draws it. */
import type { AvailabilityRules } from "../../domain/slots/availability-rules.ts";
import { WINDOW_ROWS_MIN } from "../../limits/hours.ts";
import { say } from "../../messages/say.ts";
import type { FormState } from "../form.tsx";
import { rowsSent, WEEK, windowFields } from "./fields.ts";
import { timeInWords, weekdayNamed } from "./words.ts";

interface WeekView {
  readonly hours: AvailabilityRules;
  readonly form: FormState;
}

export function Week({ hours, form }: WeekView) {
  return (
    <section aria-labelledby="week">
      <h2 id="week">{say("hours.week")}</h2>
      <Zone hours={hours} form={form} />
      <p class="quiet" id="week-hint">
        {say("hours.week.hint")}
      </p>
      <div id="grid" class="grid-place" hidden {...wordsForTheGrid()} />
      <div class="week">
        {WEEK.map((weekday) => (
          <fieldset class="weekday" aria-describedby="week-hint" data-day={weekday}>
            <legend>{weekdayNamed(weekday)}</legend>
            {rowsOf(hours, form, weekday).map(({ row, from, until }) => (
              <Pair
                fields={windowFields(weekday, row)}
                values={{ from, until }}
                labels={{
                  from: say("hours.window.from", { day: weekdayNamed(weekday), row: row + 1 }),
                  until: say("hours.window.until", { day: weekdayNamed(weekday), row: row + 1 }),
                }}
                form={form}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </section>
  );
}

interface Ends {
  readonly from: string;
  readonly until: string;
}

/** The typed rows, else the saved ones; and always an empty row more. */
function rowsOf(hours: AvailabilityRules, { typed }: FormState, weekday: number): (Ends & { readonly row: number })[] {
  const sent = rowsSent(typed, weekday).map((row) => {
    const fields = windowFields(weekday, row);
    return { from: typed[fields.from] ?? "", until: typed[fields.until] ?? "" };
  });
  const saved = hours.weekly
    .filter((range) => range.weekday === weekday)
    .toSorted((one, other) => one.startMinute - other.startMinute)
    .map(({ startMinute, endMinute }) => ({ from: timeInWords(startMinute), until: timeInWords(endMinute) }));
  const ranges = Object.keys(typed).length === 0 ? saved : sent.filter(({ from, until }) => from !== "" || until !== "");
  const empty = Array.from({ length: Math.max(1, WINDOW_ROWS_MIN - ranges.length) }, () => ({ from: "", until: "" }));
  return [...ranges, ...empty].map((range, row) => ({ ...range, row }));
}

interface PairView {
  readonly fields: Ends;
  readonly values: Ends;
  readonly labels: Ends;
  readonly form: FormState;
}

/** Two times beside each other, each with a label of its own for those who do not see the line it stands in. */
export function Pair({ fields, values, labels, form: { faults } }: PairView) {
  const wrong = [faults.get(fields.from), faults.get(fields.until)].filter((sentence) => sentence !== undefined);
  const field = (end: keyof Ends) => (
    <input
      name={fields[end]}
      value={values[end]}
      aria-label={labels[end]}
      {...(faults.has(fields[end]) ? { id: fields[end], "aria-invalid": "true", "aria-describedby": `${fields.from}-fault` } : {})}
    />
  );
  return (
    <div class="pair">
      {field("from")}
      {say("hours.to")}
      {field("until")}
      {wrong.length > 0 && (
        <p class="wrong" id={`${fields.from}-fault`}>
          {wrong.join(" ")}
        </p>
      )}
    </div>
  );
}

function Zone({ hours, form }: WeekView) {
  const chosen = form.typed["time_zone"] ?? hours.timeZone;
  const zones = Intl.supportedValuesOf("timeZone");
  const fault = form.faults.get("time_zone");
  return (
    <div class="field">
      <label for="time_zone">{say("hours.zone")}</label>
      {fault !== undefined && (
        <p class="wrong" id="time_zone-fault">
          {fault}
        </p>
      )}
      {/* The text of an option is its value: a list of all zones is the heaviest part of the page. */}
      <select
        id="time_zone"
        name="time_zone"
        {...(fault === undefined ? {} : { "aria-invalid": "true", "aria-describedby": "time_zone-fault" })}
      >
        {(zones.includes(chosen) ? zones : [chosen, ...zones]).map((zone) => (
          <option selected={zone === chosen}>{zone}</option>
        ))}
      </select>
    </div>
  );
}

/** Names in braces are filled in by the script. */
function wordsForTheGrid() {
  const window = { day: "{day}", from: "{from}", until: "{until}" };
  return {
    "data-title": say("hours.grid"),
    "data-help": say("hours.grid.help"),
    "data-keys": say("hours.grid.keys"),
    "data-days": WEEK.map((weekday) => weekdayNamed(weekday)).join(),
    "data-short": WEEK.map((weekday) => weekdayNamed(weekday, "short")).join(),
    "data-order": WEEK.join(),
    "data-window": say("hours.grid.window", window),
    "data-times": say("hours.grid.times", window),
    "data-added": say("hours.grid.added", window),
    "data-removed": say("hours.grid.removed", window),
    "data-add": say("hours.grid.add", { day: "{day}" }),
    "data-full": say("hours.grid.full", { day: "{day}" }),
    "data-blocked": say("hours.grid.blocked"),
  };
}
