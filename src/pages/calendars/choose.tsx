/** Which calendars of a connected account block their owner's time, and into which one sessions are written. */
import type { AccountCalendar, CalendarConnection } from "../../domain/calendar-account.ts";
import { CALENDARS_CHOSEN_MAX } from "../../limits.ts";
import { say } from "../../messages/say.ts";
import { DeskNav } from "../desk/nav.tsx";
import { Faults, Form, type FormState, isFaulty, Radios } from "../form.tsx";
import { document, type Render } from "../layout.tsx";
import { nameOf } from "./calendars.tsx";

export interface ChooseView {
  readonly isCoach: boolean;
  readonly connection: CalendarConnection;
  readonly calendars: readonly AccountCalendar[];
  readonly form: FormState;
  readonly formKey: string;
}

/** Ticked: that calendar blocks time. */
export function readsField(calendarId: string): string {
  return `reads ${calendarId}`;
}

/** The value of the choice that nothing is written. */
export const WRITES_NOWHERE = "nowhere";
/** In front of a calendar's id, which may be any text. */
export const WRITES_INTO = "into ";

export function choosePage({ isCoach, connection, calendars, form, formKey }: ChooseView): Render {
  const name = nameOf(connection.provider);
  const shown = calendars.slice(0, CALENDARS_CHOSEN_MAX);
  const isTyped = Object.keys(form.typed).length > 0;
  const writable = shown.filter(({ isWritable }) => isWritable);
  const targets = [
    ...writable.map((calendar) => ({ value: `${WRITES_INTO}${calendar.id}`, label: labelOf(calendar) })),
    { value: WRITES_NOWHERE, label: say("choose.writes.none") },
  ];
  return (frame) =>
    document(frame, {
      title: say("choose.title", { name }),
      isFaulty: isFaulty(form),
      children: (
        <>
          {isCoach && <DeskNav at="calendars" isPart />}
          <p>
            <a href="/calendars">{say("calendars.back")}</a>
          </p>
          <Faults form={form} />
          {connection.accountEmail !== null && <p class="quiet">{say("choose.account", { account: connection.accountEmail })}</p>}
          {shown.length === 0 && <p>{say("choose.none")}</p>}
          <Form action={`/calendars/${connection.provider}/choose`} formKey={formKey}>
            {isCoach && (
              <fieldset class="field" aria-describedby="reads-hint">
                <legend>{say("choose.reads")}</legend>
                <p class="hint" id="reads-hint">
                  {say("choose.reads.hint")}
                </p>
                {shown.map((calendar) => {
                  const field = readsField(calendar.id);
                  const isOn = isTyped ? form.typed[field] === "on" : connection.blockingCalendars.includes(calendar.id);
                  return (
                    <label class="choice">
                      <input type="checkbox" name={field} checked={isOn} />
                      <span>{labelOf(calendar)}</span>
                    </label>
                  );
                })}
              </fieldset>
            )}
            <Radios
              name="writes"
              label={say("choose.writes")}
              value={connection.eventCalendar === null ? WRITES_NOWHERE : `${WRITES_INTO}${connection.eventCalendar}`}
              options={targets}
              form={form}
            />
            <button type="submit">{say("choose.submit")}</button>
          </Form>
        </>
      ),
    });
}

function labelOf({ name, isPrimary }: AccountCalendar): string {
  return isPrimary ? say("choose.primary", { name }) : name;
}
