/**
 * A coach's hours: one form of the week, the rules and the days off, which is saved whole; and the times that result. A preview and a fault show
 * the form again as it was typed. Works without a script, which draws the week as a picture where there is one.
 */
import type { Instant } from "../../domain/instant.ts";
import type { AvailabilityRules } from "../../domain/slots/availability-rules.ts";
import { say } from "../../messages/say.ts";
import { DeskNav } from "../desk/nav.tsx";
import { Faults, type FormState, isFaulty } from "../form.tsx";
import { document, type Render } from "../layout.tsx";
import { WEEK } from "./fields.ts";
import { Overrides } from "./overrides.tsx";
import { HOURS_FORM, type PreviewView, ResultingTimes } from "./preview.tsx";
import { Rules } from "./rules.tsx";
import { Week } from "./week.tsx";
import { rangesInWords, weekdayNamed } from "./words.ts";

export interface HoursView {
  /** As they are saved. */
  readonly hours: AvailabilityRules;
  readonly revision: number;
  readonly formKey: string;
  readonly form: FormState;
  readonly preview: PreviewView;
  /** ISO date of the coach's zone. */
  readonly today: string;
  readonly now: Instant;
  readonly overridesPage: number;
  readonly isSaved: boolean;
  /** The typed form, where it was saved over another revision than it was made of. */
  readonly stale: AvailabilityRules | null;
  readonly scriptHref: string;
}

export function hoursPage(view: HoursView): Render {
  const { hours, form, stale, formKey, revision, today, overridesPage: page } = view;
  return (frame) =>
    document(frame, {
      title: say("hours.title"),
      isFaulty: isFaulty(form),
      scriptHref: view.scriptHref,
      children: (
        <>
          <DeskNav at="hours" />
          <Faults form={form} />
          {stale !== null && <Stale saved={hours} typed={stale} />}
          {view.isSaved && (
            <p class="done" role="status">
              {say("hours.saved")}
            </p>
          )}
          <form method="post" action="/desk/hours" class="hours" id={HOURS_FORM} novalidate autocomplete="off">
            {/* The first button of a form is the one that Enter presses. */}
            <button type="submit" name="act" value="save" class="unseen" tabindex={-1} aria-hidden="true">
              {say("hours.save")}
            </button>
            <input type="hidden" name="key" value={formKey} />
            <input type="hidden" name="revision" value={String(revision)} />
            <p class="jump">
              <a href="#result">{say("hours.jump")}</a>
            </p>
            <div class="hours-fields">
              <Week hours={hours} form={form} />
              <Rules hours={hours} form={form} />
              <Overrides {...{ hours, form, today, page }} />
              <div class="save">
                <button type="submit" name="act" value="save">
                  {say("hours.save")}
                </button>
                <p class="quiet">{say("hours.kept")}</p>
              </div>
            </div>
            <ResultingTimes view={view.preview} now={view.now} />
          </form>
        </>
      ),
    });
}

function Stale({ saved, typed }: { readonly saved: AvailabilityRules; readonly typed: AvailabilityRules }) {
  const differing = WEEK.flatMap((weekday) => {
    const [before, after] = [saved, typed].map(({ weekly }) => rangesInWords(weekly.filter((range) => range.weekday === weekday)));
    return before === after ? [] : [say("hours.stale.day", { day: weekdayNamed(weekday), saved: before ?? "", typed: after ?? "" })];
  });
  const zone = saved.timeZone === typed.timeZone ? [] : [say("hours.stale.zone", { saved: saved.timeZone, typed: typed.timeZone })];
  const lines = [...differing, ...zone];
  return (
    <div class="fault" role="alert" tabindex={-1} autofocus>
      <h2>{say("hours.stale.title")}</h2>
      <p>{say("hours.stale.text")}</p>
      {lines.length === 0 ? (
        <p>{say("hours.stale.none")}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
      <p>{say("hours.stale.lists")}</p>
    </div>
  );
}
