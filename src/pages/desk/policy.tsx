/**
 * A cancellation policy in steps: a fixed number of rows, of which empty ones do not count, and an example of what comes back, worked out by the
 * domain's own function. The page of the coach's policy; an offer's own policy uses the same rows.
 */
import { givingBackAhead } from "../../domain/agreement/giving-back.ts";
import type { CancellationPolicy } from "../../domain/agreement/policy.ts";
import { after, type Instant } from "../../domain/instant.ts";
import type { Money } from "../../domain/money.ts";
import { MINUTE_MS } from "../../lib/duration.ts";
import { POLICY_BEFORE_MINUTES_MAX, POLICY_STEPS_MAX } from "../../limits.ts";
import { say } from "../../messages/say.ts";
import { moneyInWords } from "../../messages/money.ts";
import { Form, type FormState, Input } from "../form.tsx";
import type { Render } from "../layout.tsx";
import {
  type Difference,
  LengthShown,
  type LengthField,
  labelOf,
  readOptionalLength,
  readOptionalWhole,
  type Reading,
  Stale,
  type Typed,
  typedLength,
  type WholeField,
} from "./fields.tsx";
import { deskPage } from "./frame.tsx";
import { lengthInWords } from "./words.ts";

interface Row {
  readonly number: number;
  readonly before: LengthField;
  readonly percent: WholeField;
}

const ROWS: readonly Row[] = Array.from({ length: POLICY_STEPS_MAX }, (_, index) => {
  const number = index + 1;
  return {
    number,
    before: {
      name: `before_${String(number)}`,
      label: "policy.before",
      number,
      kind: "length",
      minutesMin: 0,
      minutesMax: POLICY_BEFORE_MINUTES_MAX,
    },
    percent: { name: `percent_${String(number)}`, label: "policy.percent", number, kind: "whole", min: 1, max: 100 },
  };
});

export function PolicyRows({ form }: { readonly form: FormState }) {
  return (
    <fieldset class="field policy">
      <legend>{say("policy.steps")}</legend>
      <p class="hint">{say("policy.steps.hint")}</p>
      {ROWS.map(({ before, percent }) => (
        <div class="policy-row">
          <LengthShown name={before.name} label={labelOf(before)} form={form} />
          <Input name={percent.name} label={labelOf(percent)} form={form} inputmode="numeric" maxlength={10} />
        </div>
      ))}
    </fieldset>
  );
}

export function typedPolicy(policy: CancellationPolicy): Typed {
  const rows = ROWS.map(({ before, percent }, index) => {
    const step = policy[index];
    return {
      ...typedLength(before.name, step?.beforeMinutes ?? null),
      [percent.name]: step === undefined ? "" : String(step.refundPercent),
    };
  });
  return Object.assign({}, ...rows) as Typed;
}

/** In the order of the policy, whatever the order of the rows. */
export function readPolicy(reading: Reading): CancellationPolicy {
  const { faults } = reading;
  const rows = ROWS.flatMap(({ number, before, percent }) => {
    const [beforeMinutes, refundPercent] = [readOptionalLength(reading, before), readOptionalWhole(reading, percent)];
    if (faults.has(before.name) || faults.has(percent.name) || (beforeMinutes === null && refundPercent === null)) return [];
    if (beforeMinutes === null) faults.set(before.name, say("policy.before.missing", { number }));
    else if (refundPercent === null) faults.set(percent.name, say("policy.percent.missing", { number }));
    else return [{ number, before, percent, beforeMinutes, refundPercent }];
    return [];
  }).toSorted((one, other) => other.beforeMinutes - one.beforeMinutes || one.number - other.number);
  for (const [index, row] of rows.entries()) {
    const earlier = rows[index - 1];
    if (earlier === undefined) continue;
    const { number } = row;
    if (earlier.beforeMinutes === row.beforeMinutes) faults.set(row.before.name, say("policy.before.twice", { number }));
    else if (earlier.refundPercent <= row.refundPercent) faults.set(row.percent.name, say("policy.percent.rising", { number }));
  }
  return rows.map(({ beforeMinutes, refundPercent }) => ({ beforeMinutes, refundPercent }));
}

function policyInWords(policy: CancellationPolicy): string {
  if (policy.length === 0) return say("policy.none.words");
  const steps = policy.map((step) => say("policy.step.words", { length: lengthInWords(step.beforeMinutes), percent: step.refundPercent }));
  return steps.join("; ");
}

/** `typed`: the policy that was sent, as it was read. */
export function policyDifferences(typed: CancellationPolicy, now: CancellationPolicy): readonly Difference[] {
  const [sent, stands] = [policyInWords(typed), policyInWords(now)];
  return sent === stands ? [] : [{ label: say("policy.now"), now: stands }];
}

interface ExampleView {
  readonly policy: CancellationPolicy;
  readonly price: Money;
  readonly now: Instant;
}

/** Of a session so far ahead that every step is still to come, so that each of them has its line. */
function PolicyExample({ policy, price, now }: ExampleView) {
  const startsAt = after(now, (POLICY_BEFORE_MINUTES_MAX + 1) * MINUTE_MS);
  const steps = givingBackAhead({ price, cancellationPolicy: policy }, startsAt, now);
  return (
    <table class="described even">
      <thead>
        <tr>
          <th scope="col">{say("policy.example.when")}</th>
          <th scope="col">{say("policy.example.back")}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ until, percent, money }) => (
          <tr>
            <td>{untilInWords((startsAt - until) / MINUTE_MS)}</td>
            <td>{say("policy.example.money", { money: moneyInWords(money), percent })}</td>
          </tr>
        ))}
        {steps.at(-1)?.until !== startsAt && (
          <tr>
            <td>{steps.length === 0 ? say("policy.example.start") : say("policy.example.later")}</td>
            <td>{say("policy.example.nothing")}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function untilInWords(minutesBefore: number): string {
  return minutesBefore === 0 ? say("policy.example.start") : say("policy.example.before", { length: lengthInWords(minutesBefore) });
}

export interface PolicyView {
  readonly form: FormState;
  readonly formKey: string;
  readonly revision: number;
  readonly isSaved: boolean;
  readonly differences: readonly Difference[] | null;
  readonly example: ExampleView;
  /** The example is of what was typed, and not of what is saved. */
  readonly isExampleTyped: boolean;
  /** Offers to which this policy does not apply. */
  readonly ownPolicies: number;
}

export function policyPage(view: PolicyView): Render {
  const { form, example, differences, ownPolicies } = view;
  const price = moneyInWords(example.price);
  return deskPage({
    title: say("policy.title"),
    at: "policy",
    form,
    isSaved: view.isSaved,
    children: (
      <>
        {differences !== null && <Stale differences={differences} />}
        <p>{say("policy.lead")}</p>
        <p>{say("policy.new_only")}</p>
        {ownPolicies > 0 && (
          <p>
            <a href="/desk/offers">{say("policy.example.own", { count: ownPolicies })}</a>
          </p>
        )}
        <section aria-labelledby="example">
          <h2 id="example">{say("policy.example")}</h2>
          <p>{view.isExampleTyped ? say("policy.example.typed", { price }) : say("policy.example.saved", { price })}</p>
          <PolicyExample {...example} />
          <p class="quiet">{say("policy.example.always")}</p>
        </section>
        <Form action="/desk/policy" formKey={view.formKey}>
          <input type="hidden" name="revision" value={String(view.revision)} />
          <PolicyRows form={form} />
          <p class="ways">
            <button type="submit">{say("policy.save")}</button>{" "}
            <button type="submit" name="act" value="example" class="second">
              {say("policy.try")}
            </button>
          </p>
        </Form>
      </>
    ),
  });
}
