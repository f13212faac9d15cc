/** The coach's settings as one form: the fields, how settings stand in it, how they are read from it, and the page. The policy has its own. */
import type { CoachSettings } from "../../domain/coach.ts";
import {
  BUFFER_MINUTES_MAX,
  DURATION_MINUTES_MAX,
  HORIZON_DAYS_MAX,
  NOTICE_MINUTES_MAX,
  REMINDERS_MAX,
  SESSIONS_PER_DAY_MAX,
  SLOT_STEP_MINUTES_MIN,
  WAITING_MINUTES_MAX,
  WAITING_MINUTES_MIN,
} from "../../limits.ts";
import { say } from "../../messages/say.ts";
import { Form, type FormState } from "../form.tsx";
import type { Render } from "../layout.tsx";
import {
  type Difference,
  differencesIn,
  type Field,
  FieldShown,
  type LengthField,
  readCheck,
  readChoice,
  type Reading,
  readLength,
  readOptionalLength,
  readOptionalWhole,
  readWhole,
  Stale,
  type Typed,
  typedLength,
} from "./fields.tsx";
import { deskPage } from "./frame.tsx";

/** All settings but the policy. */
export type PlainSettings = Omit<CoachSettings, "cancellationPolicy">;

const buffer = { kind: "whole", min: 0, max: BUFFER_MINUTES_MAX, hint: "settings.buffer.hint" } as const;
const waiting = { kind: "length", minutesMin: WAITING_MINUTES_MIN, minutesMax: WAITING_MINUTES_MAX } as const;
const notice = { kind: "length", minutesMin: 0, minutesMax: NOTICE_MINUTES_MAX } as const;

const F = {
  notice: { name: "notice", label: "settings.notice", hint: "settings.notice.hint", ...notice },
  horizon: { name: "horizon", label: "settings.horizon", hint: "settings.horizon.hint", kind: "whole", min: 1, max: HORIZON_DAYS_MAX },
  bufferBefore: { name: "buffer_before", label: "settings.buffer_before", ...buffer },
  bufferAfter: { name: "buffer_after", label: "settings.buffer_after", ...buffer },
  step: {
    name: "step",
    label: "settings.step",
    hint: "settings.step.hint",
    kind: "whole",
    min: SLOT_STEP_MINUTES_MIN,
    max: DURATION_MINUTES_MAX,
  },
  cap: { name: "cap", label: "settings.cap", hint: "settings.cap.hint", kind: "whole", min: 1, max: SESSIONS_PER_DAY_MAX },
  overlap: { name: "overlap", label: "settings.overlap", kind: "check" },
  approval: { name: "approval", label: "settings.approval", hint: "settings.approval.hint", kind: "check" },
  autoConfirm: { name: "auto_confirm", label: "settings.auto_confirm", kind: "check" },
  paymentTime: { name: "payment_time", label: "settings.payment_time", ...waiting },
  approvalTime: { name: "approval_time", label: "settings.approval_time", hint: "settings.approval_time.hint", ...waiting },
  moveNotice: { name: "move_notice", label: "settings.move_notice", hint: "settings.move_notice.hint", ...notice },
  onDeleted: {
    name: "on_deleted",
    label: "settings.on_deleted",
    kind: "choice",
    options: [
      { value: "cancel", label: "settings.on_deleted.cancel" },
      { value: "ask", label: "settings.on_deleted.ask" },
    ],
  },
  onLost: {
    name: "on_lost",
    label: "settings.on_lost",
    kind: "choice",
    options: [
      { value: "keep_booking", label: "settings.on_lost.keep_booking" },
      { value: "stop_booking", label: "settings.on_lost.stop_booking" },
    ],
  },
} as const satisfies Readonly<Record<string, Field>>;

const REMINDERS: readonly LengthField[] = Array.from({ length: REMINDERS_MAX }, (_, index) => ({
  name: `reminder_${String(index + 1)}`,
  label: "settings.reminder",
  number: index + 1,
  // Once is enough to be told.
  ...(index === 0 ? { hint: "settings.reminder.hint" as const } : {}),
  kind: "length",
  minutesMin: 1,
  minutesMax: NOTICE_MINUTES_MAX,
}));

const GROUPS = [
  ["settings.time", [F.notice, F.horizon, F.bufferBefore, F.bufferAfter, F.step, F.cap, F.overlap]],
  ["settings.confirm", [F.approval, F.autoConfirm, F.paymentTime, F.approvalTime]],
  ["settings.changes", [F.moveNotice, ...REMINDERS]],
  ["settings.calendars", [F.onDeleted, F.onLost]],
] as const;

const FIELDS: readonly Field[] = GROUPS.flatMap(([, fields]) => [...fields]);

/** As the form shows them. */
export function typedSettings(settings: PlainSettings): Typed {
  const checked = (field: Field, isOn: boolean): Typed => (isOn ? { [field.name]: "on" } : {});
  const optional = (field: Field, number: number | null): Typed => ({ [field.name]: number === null ? "" : String(number) });
  return {
    ...typedLength(F.notice.name, settings.noticeMinutesMin),
    ...optional(F.horizon, settings.horizonDays),
    ...optional(F.bufferBefore, settings.bufferBeforeMinutes),
    ...optional(F.bufferAfter, settings.bufferAfterMinutes),
    ...optional(F.step, settings.slotStepMinutes),
    ...optional(F.cap, settings.sessionsPerDayMax),
    ...checked(F.overlap, settings.clientOverlapAllowed),
    ...checked(F.approval, settings.approvalRequired),
    ...checked(F.autoConfirm, settings.autoConfirm),
    ...typedLength(F.paymentTime.name, settings.paymentMinutes),
    ...typedLength(F.approvalTime.name, settings.approvalMinutes),
    ...typedLength(F.moveNotice.name, settings.moveNoticeMinutes),
    ...Object.assign({}, ...REMINDERS.map(({ name }, index) => typedLength(name, settings.reminderMinutes[index] ?? null))),
    [F.onDeleted.name]: settings.onEventDeleted,
    [F.onLost.name]: settings.onConnectionLost,
  };
}

export function readSettings(reading: Reading): PlainSettings {
  const reminders = REMINDERS.flatMap((field) => readOptionalLength(reading, field) ?? []);
  return {
    noticeMinutesMin: readLength(reading, F.notice),
    horizonDays: readWhole(reading, F.horizon),
    bufferBeforeMinutes: readWhole(reading, F.bufferBefore),
    bufferAfterMinutes: readWhole(reading, F.bufferAfter),
    slotStepMinutes: readOptionalWhole(reading, F.step),
    sessionsPerDayMax: readOptionalWhole(reading, F.cap),
    clientOverlapAllowed: readCheck(reading, F.overlap),
    approvalRequired: readCheck(reading, F.approval),
    autoConfirm: readCheck(reading, F.autoConfirm),
    paymentMinutes: readLength(reading, F.paymentTime),
    approvalMinutes: readLength(reading, F.approvalTime),
    moveNoticeMinutes: readLength(reading, F.moveNotice),
    reminderMinutes: [...new Set(reminders)],
    onEventDeleted: readChoice(reading, F.onDeleted, ["cancel", "ask"]),
    onConnectionLost: readChoice(reading, F.onLost, ["keep_booking", "stop_booking"]),
  };
}

export function settingsDifferences(typed: Typed, now: PlainSettings): readonly Difference[] {
  return differencesIn(FIELDS, typed, typedSettings(now));
}

export interface SettingsView {
  readonly form: FormState;
  readonly formKey: string;
  readonly revision: number;
  readonly isSaved: boolean;
  /** null: nobody has changed them meanwhile. */
  readonly differences: readonly Difference[] | null;
}

export function settingsPage({ form, formKey, revision, isSaved, differences }: SettingsView): Render {
  return deskPage({
    title: say("settings.title"),
    at: "settings",
    form,
    isSaved,
    children: (
      <>
        {differences !== null && <Stale differences={differences} />}
        <p>{say("settings.new_only")}</p>
        <Form action="/desk/settings" formKey={formKey}>
          <input type="hidden" name="revision" value={String(revision)} />
          {GROUPS.map(([title, fields]) => (
            <section class="group" aria-labelledby={title.replace(".", "-")}>
              <h2 id={title.replace(".", "-")}>{say(title)}</h2>
              {fields.map((field) => (
                <FieldShown field={field} form={form} />
              ))}
            </section>
          ))}
          <button type="submit">{say("settings.save")}</button>
        </Form>
      </>
    ),
  });
}
