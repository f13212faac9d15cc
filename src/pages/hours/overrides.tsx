/** Days off and days with other hours: those that are not over, a bounded number at a time, and the fields for one more. */
import type { AvailabilityRules, DateOverride } from "../../domain/slots/availability-rules.ts";
import { OVERRIDE_ROWS, OVERRIDES_SHOWN_MAX } from "../../limits/hours.ts";
import { say } from "../../messages/say.ts";
import { type FormState, Input, Radios } from "../form.tsx";
import { dropDayField, overrideFields } from "./fields.ts";
import { Kept } from "./rules.tsx";
import { Pair } from "./week.tsx";
import { overrideInWords } from "./words.ts";

interface OverridesView {
  readonly hours: AvailabilityRules;
  readonly form: FormState;
  /** ISO date of the coach's zone. */
  readonly today: string;
  /** Counted from 0. */
  readonly page: number;
}

export function isOver({ date, until = date }: DateOverride, today: string): boolean {
  return until < today;
}

/** How many pages the overrides ahead fill. */
export function overridePages({ overrides }: AvailabilityRules, today: string): number {
  return Math.max(1, Math.ceil(overrides.filter((one) => !isOver(one, today)).length / OVERRIDES_SHOWN_MAX));
}

export function Overrides({ hours, form, today, page }: OverridesView) {
  const ahead = hours.overrides.filter((one) => !isOver(one, today)).toSorted((one, other) => (one.date < other.date ? -1 : 1));
  const first = page * OVERRIDES_SHOWN_MAX;
  const shown = ahead.slice(first, first + OVERRIDES_SHOWN_MAX);
  const elsewhere = ahead.filter((one) => !shown.includes(one)).map(dropDayField);
  const past = hours.overrides.length - ahead.length;
  return (
    <section aria-labelledby="days">
      <h2 id="days">{say("hours.days")}</h2>
      <p>{say("hours.days.text")}</p>
      <input type="hidden" name="days-page" value={String(page)} />
      {/* What is ticked on another page of the list stays ticked. */}
      {[...new Set(elsewhere)]
        .filter((name) => form.typed[name] === "on")
        .map((name) => (
          <input type="hidden" name={name} value="on" />
        ))}
      {ahead.length === 0 ? (
        <p class="quiet">{say("hours.days.none")}</p>
      ) : (
        <ul class="kept">
          {shown.map((override, index) => (
            <Kept id={`override-${String(index)}`} words={overrideInWords(override)} drop={dropDayField(override)} form={form} />
          ))}
        </ul>
      )}
      {ahead.length > OVERRIDES_SHOWN_MAX && (
        <p class="ways">
          <span>{say("hours.days.shown", { first: first + 1, last: first + shown.length, count: ahead.length })}</span>
          {page > 0 && <Turn act="earlier" />}
          {first + shown.length < ahead.length && <Turn act="later" />}
        </p>
      )}
      {past > 0 && (
        <label class="choice">
          <input type="checkbox" name="drop-past" checked={form.typed["drop-past"] === "on"} />
          <span>{say("hours.days.past", { count: past })}</span>
        </label>
      )}
      <NewOverride form={form} />
    </section>
  );
}

/** A button, so that what has been typed comes along. */
function Turn({ act }: { readonly act: "earlier" | "later" }) {
  return (
    <button type="submit" class="second" name="act" value={act}>
      {say(`hours.days.${act}`)}
    </button>
  );
}

function NewOverride({ form }: { readonly form: FormState }) {
  const kinds = [
    { value: "off", label: say("hours.day.kind.off") },
    { value: "other", label: say("hours.day.kind.other") },
  ];
  return (
    <fieldset class="new">
      <legend>{say("hours.day")}</legend>
      <Input name="day-date" type="date" label={say("hours.day.date")} hint={say("hours.day.date.hint")} form={form} />
      <Input name="day-until" type="date" label={say("hours.day.until")} hint={say("hours.day.until.hint")} form={form} />
      <Radios name="day-kind" label={say("hours.day.kind")} value="off" options={kinds} form={form} />
      <div class="field">
        <p class="as-label" aria-hidden="true">
          {say("hours.day.times")}
        </p>
        {Array.from({ length: OVERRIDE_ROWS }, (_, row) => {
          const fields = overrideFields(row);
          return (
            <Pair
              fields={fields}
              values={{ from: form.typed[fields.from] ?? "", until: form.typed[fields.until] ?? "" }}
              labels={{ from: say("hours.day.from", { row: row + 1 }), until: say("hours.day.window.until", { row: row + 1 }) }}
              form={form}
            />
          );
        })}
      </div>
    </fieldset>
  );
}
