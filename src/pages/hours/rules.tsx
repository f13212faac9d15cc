/** The rules that recur: those there are, in words, each to be ticked for removal; and the fields for one more. */
import type { AvailabilityRules } from "../../domain/slots/availability-rules.ts";
import { choiceOf, MONTH_PLACES } from "../../domain/slots/rule-choice.ts";
import { say } from "../../messages/say.ts";
import { type FormState, Input, Select } from "../form.tsx";
import { dropRuleField, OFTEN, ruleDayField, WEEK } from "./fields.ts";
import { Pair } from "./week.tsx";
import { ruleInWords, weekdayNamed } from "./words.ts";

interface RulesView {
  readonly hours: AvailabilityRules;
  readonly form: FormState;
}

export function Rules({ hours: { recurrences }, form }: RulesView) {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">{say("hours.rules")}</h2>
      <p>{say("hours.rules.text")}</p>
      {recurrences.length === 0 ? (
        <p class="quiet">{say("hours.rules.none")}</p>
      ) : (
        <ul class="kept">
          {recurrences.map((rule, index) => (
            <Kept id={`rule-${String(index)}`} words={ruleInWords(rule)} drop={dropRuleField(rule)} form={form} />
          ))}
        </ul>
      )}
      {recurrences.some(({ rrule }) => choiceOf(rrule) === null) && <p class="quiet">{say("hours.rules.fixed")}</p>}
      <NewRule form={form} />
    </section>
  );
}

interface KeptView {
  readonly id: string;
  readonly words: string;
  /** The field that takes it away. */
  readonly drop: string;
  readonly form: FormState;
}

/** The rules on record, with the tick that takes it away. */
export function Kept({ id, words, drop, form }: KeptView) {
  return (
    <li>
      <span id={id}>{words}</span>
      <label class="choice">
        <input type="checkbox" name={drop} checked={form.typed[drop] === "on"} aria-describedby={id} />
        {say("hours.drop")}
      </label>
    </li>
  );
}

function NewRule({ form }: { readonly form: FormState }) {
  const often = [
    { value: OFTEN.none, label: say("hours.new.often.none") },
    ...OFTEN.weeks.map((value) => ({ value, label: say("hours.new.often.weeks", { interval: Number(value) }) })),
    { value: OFTEN.n, label: say("hours.new.often.n") },
    ...MONTH_PLACES.map((place) => ({
      value: `${OFTEN.month}${String(place)}`,
      label: say("hours.new.often.month", { place: String(place) }),
    })),
  ];
  const times = { from: "rule-from", until: "rule-until" };
  const fault = form.faults.get(ruleDayField(WEEK[0]));
  return (
    <fieldset class="new">
      <legend>{say("hours.new")}</legend>
      <Select name="rule-often" label={say("hours.new.often")} form={form} options={often} />
      <Input
        name="rule-interval"
        label={say("hours.new.interval")}
        hint={say("hours.new.interval.hint")}
        form={form}
        inputmode="numeric"
        maxlength={3}
      />
      <fieldset class="field whole" {...(fault === undefined ? {} : { "aria-describedby": "rule-days-fault" })}>
        <legend>{say("hours.new.days")}</legend>
        {fault !== undefined && (
          <p class="wrong" id="rule-days-fault">
            {fault}
          </p>
        )}
        <div class="ticks">
          {WEEK.map((weekday, index) => (
            <label class="choice">
              <input
                type="checkbox"
                id={index === 0 ? ruleDayField(weekday) : undefined}
                name={ruleDayField(weekday)}
                checked={form.typed[ruleDayField(weekday)] === "on"}
                aria-label={weekdayNamed(weekday)}
              />
              <span>{weekdayNamed(weekday, "short")}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="field">
        <p class="as-label" aria-hidden="true">
          {say("hours.new.from")} – {say("hours.new.until")}
        </p>
        <Pair
          fields={times}
          values={{ from: form.typed[times.from] ?? "", until: form.typed[times.until] ?? "" }}
          labels={{ from: say("hours.new.from"), until: say("hours.new.until") }}
          form={form}
        />
      </div>
      <Input name="rule-starts" type="date" label={say("hours.new.starts")} hint={say("hours.new.starts.hint")} form={form} />
      <Input name="rule-ends" type="date" label={say("hours.new.ends")} hint={say("hours.new.ends.hint")} form={form} />
    </fieldset>
  );
}
