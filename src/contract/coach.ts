/**
 * Coaches on the wire: what anybody may know of one, and the settings that the coach and admins may read and change.
 * A change names any of the settings; null brings back the default where there is one without a number.
 */
import { z } from "@hono/zod-openapi";
import type { CoachProfile, CoachSettings } from "../domain/coach.ts";
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
} from "../limits.ts";
import { cancellationPolicy, policyStepFrom, presentPolicyStep } from "./agreement.ts";
import { timeZone, uuid } from "./scalar.ts";

const waiting = z.int().min(WAITING_MINUTES_MIN).max(WAITING_MINUTES_MAX);
const minutes = (max: number) => z.int().min(0).max(max);

const settingsShape = {
  slot_step_minutes: z
    .int()
    .min(SLOT_STEP_MINUTES_MIN)
    .max(DURATION_MINUTES_MAX)
    .nullable()
    .openapi({ description: "null: a slot starts every duration asked." }),
  buffer_before_minutes: minutes(BUFFER_MINUTES_MAX).describe("Minutes kept free before each session."),
  buffer_after_minutes: minutes(BUFFER_MINUTES_MAX).describe("Minutes kept free after each session."),
  notice_minutes_min: minutes(NOTICE_MINUTES_MAX).describe("Minutes before its start at which a session can be booked at the latest."),
  horizon_days: z.int().min(1).max(HORIZON_DAYS_MAX).describe("How many days ahead sessions can be booked."),
  sessions_per_day_max: z.int().min(1).max(SESSIONS_PER_DAY_MAX).nullable().openapi({ description: "null: no cap." }),
  approval_required: z.boolean().describe("Whether the coach's word is needed before a session is confirmed."),
  auto_confirm: z.boolean().openapi({ description: "A booking that awaits nothing is confirmed when it is made." }),
  cancellation_policy: cancellationPolicy,
  move_notice_minutes: minutes(NOTICE_MINUTES_MAX).openapi({
    description: "A client moves a confirmed session alone at least this long before its start.",
  }),
  payment_minutes: waiting.openapi({ description: "How long a client's booking waits for its payment." }),
  approval_minutes: waiting.openapi({ description: "How long a booking waits for approval, and one that the coach made for its payment." }),
  reminder_minutes: z.array(minutes(NOTICE_MINUTES_MAX).min(1)).max(REMINDERS_MAX).openapi({ description: "Before the start." }),
  on_event_deleted: z
    .enum(["cancel", "ask"])
    .describe("When the coach deletes a session's event in the calendar: `cancel` the session, or `ask` the coach by mail."),
  on_connection_lost: z
    .enum(["keep_booking", "stop_booking"])
    .describe("While a calendar cannot be read: `keep_booking`, or `stop_booking` until it can."),
  client_overlap_allowed: z.boolean().describe("Whether clients may book a time at which they have a session with another coach."),
};

/** Settings that went. They are understood, so that the answer can say what replaced them. */
const REPLACED = ["prices", "cancellation_cutoff_minutes", "late_refund_percent", "pending_minutes"] as const;
const replaced = Object.fromEntries(REPLACED.map((name) => [name, z.unknown().openapi({ deprecated: true, description: "Replaced." })]));

export const setSettingsBody = z
  .strictObject({ ...settingsShape, ...(replaced as Record<(typeof REPLACED)[number], z.ZodUnknown>) })
  .partial()
  .openapi("SetCoachSettings");

/** The settings of a body that went; none in a body that is up to date. */
export function replacedSettingsIn(body: z.output<typeof setSettingsBody>): readonly string[] {
  return REPLACED.filter((name) => body[name] !== undefined);
}

export const settingsSchema = z
  .object({ ...settingsShape, availability_version: z.int().optional().openapi({ description: "In answers to writes." }) })
  .openapi("CoachSettings");

export const publicCoachSchema = z
  .object({
    id: uuid.describe("The coach's."),
    name: z.string().nullable().describe("As the token said last; null: not known."),
    time_zone: timeZone.openapi({ description: "The coach's IANA zone." }),
  })
  .openapi("Coach");
export const coachListSchema = z
  .object({
    coaches: z.array(publicCoachSchema).describe("Those of this page."),
    limit: z.int().describe("The most that a page holds."),
    offset: z.int().describe("How many were passed over."),
    total: z.int().describe("Of all pages."),
  })
  .openapi("CoachList");

/** Only what was sent: an absent setting stays as it is. */
export function settingsPatchFrom(body: z.output<typeof setSettingsBody>): Partial<CoachSettings> {
  const patch: { [Name in keyof CoachSettings]: CoachSettings[Name] | undefined } = {
    slotStepMinutes: body.slot_step_minutes,
    bufferBeforeMinutes: body.buffer_before_minutes,
    bufferAfterMinutes: body.buffer_after_minutes,
    noticeMinutesMin: body.notice_minutes_min,
    horizonDays: body.horizon_days,
    sessionsPerDayMax: body.sessions_per_day_max,
    approvalRequired: body.approval_required,
    autoConfirm: body.auto_confirm,
    cancellationPolicy: body.cancellation_policy?.map(policyStepFrom),
    moveNoticeMinutes: body.move_notice_minutes,
    paymentMinutes: body.payment_minutes,
    approvalMinutes: body.approval_minutes,
    reminderMinutes: body.reminder_minutes,
    onEventDeleted: body.on_event_deleted,
    onConnectionLost: body.on_connection_lost,
    clientOverlapAllowed: body.client_overlap_allowed,
  };
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<CoachSettings>;
}

export function presentSettings(
  profile: Pick<CoachProfile, "settings" | "availabilityVersion">,
  isWrite: boolean,
): z.infer<typeof settingsSchema> {
  const { settings } = profile;
  return {
    slot_step_minutes: settings.slotStepMinutes,
    buffer_before_minutes: settings.bufferBeforeMinutes,
    buffer_after_minutes: settings.bufferAfterMinutes,
    notice_minutes_min: settings.noticeMinutesMin,
    horizon_days: settings.horizonDays,
    sessions_per_day_max: settings.sessionsPerDayMax,
    approval_required: settings.approvalRequired,
    auto_confirm: settings.autoConfirm,
    cancellation_policy: settings.cancellationPolicy.map(presentPolicyStep),
    move_notice_minutes: settings.moveNoticeMinutes,
    payment_minutes: settings.paymentMinutes,
    approval_minutes: settings.approvalMinutes,
    reminder_minutes: [...settings.reminderMinutes],
    on_event_deleted: settings.onEventDeleted,
    on_connection_lost: settings.onConnectionLost,
    client_overlap_allowed: settings.clientOverlapAllowed,
    ...(isWrite ? { availability_version: profile.availabilityVersion } : {}),
  };
}

interface PublicCoach {
  readonly id: string;
  readonly name: string | null;
  readonly timeZone: string;
}

export function presentCoach(coach: PublicCoach): z.infer<typeof publicCoachSchema> {
  return { id: coach.id, name: coach.name, time_zone: coach.timeZone };
}
