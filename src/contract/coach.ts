/**
 * Coaches on the wire: what anybody may know of one, and the settings that the coach and admins may read and change.
 * A change names any of the settings; null brings back the default where there is one without a number.
 */
import { z } from "@hono/zod-openapi";
import type { CoachProfile, CoachSettings, Price } from "../domain/coach.ts";
import {
  BUFFER_MINUTES_MAX,
  CANCELLATION_CUTOFF_MINUTES_MAX,
  DURATION_MINUTES_MAX,
  HORIZON_DAYS_MAX,
  NOTICE_MINUTES_MAX,
  PENDING_MINUTES_MAX,
  PENDING_MINUTES_MIN,
  PRICE_AMOUNT_MINOR_MAX,
  PRICES_MAX,
  REMINDERS_MAX,
  SESSIONS_PER_DAY_MAX,
  SLOT_STEP_MINUTES_MIN,
} from "../limits.ts";
import { durationMinutes, timeZone, uuid } from "./scalar.ts";

/** ISO 4217. As a refinement, because the generator writes the flags of a regular expression into the document's pattern. */
const CURRENCY = /^[A-Z]{3}$/u;

const price = z.strictObject({
  duration_minutes: durationMinutes,
  amount_minor: z.int().min(0).max(PRICE_AMOUNT_MINOR_MAX).openapi({ description: "In the currency's smallest unit.", example: 6000 }),
  currency: z
    .string()
    .refine((code) => CURRENCY.test(code), "must be an ISO 4217 code in capitals")
    .openapi({ example: "EUR", pattern: CURRENCY.source }),
});

const prices = z.array(price).openapi({ description: "The durations that can be booked, with their prices; none: any, free." });

/** Two prices for one duration would leave open which one counts. */
function onePriceForEach(list: readonly { readonly duration_minutes: number }[], context: z.RefinementCtx): void {
  list.forEach(({ duration_minutes: minutes }, index) => {
    if (list.findIndex((other) => other.duration_minutes === minutes) === index) return;
    context.addIssue({ code: "custom", path: [index, "duration_minutes"], message: "must not be priced twice" });
  });
}

const minutes = (max: number) => z.int().min(0).max(max);

const settingsShape = {
  slot_step_minutes: z
    .int()
    .min(SLOT_STEP_MINUTES_MIN)
    .max(DURATION_MINUTES_MAX)
    .nullable()
    .openapi({ description: "null: a slot starts every duration asked." }),
  buffer_before_minutes: minutes(BUFFER_MINUTES_MAX),
  buffer_after_minutes: minutes(BUFFER_MINUTES_MAX),
  notice_minutes_min: minutes(NOTICE_MINUTES_MAX),
  horizon_days: z.int().min(1).max(HORIZON_DAYS_MAX),
  sessions_per_day_max: z.int().min(1).max(SESSIONS_PER_DAY_MAX).nullable().openapi({ description: "null: no cap." }),
  prices,
  approval_required: z.boolean(),
  auto_confirm: z.boolean(),
  cancellation_cutoff_minutes: minutes(CANCELLATION_CUTOFF_MINUTES_MAX),
  late_refund_percent: z.int().min(0).max(100),
  pending_minutes: z
    .int()
    .min(PENDING_MINUTES_MIN)
    .max(PENDING_MINUTES_MAX)
    .nullable()
    .openapi({ description: "null: a pending booking waits until its start." }),
  reminder_minutes: z.array(minutes(NOTICE_MINUTES_MAX).min(1)).max(REMINDERS_MAX).openapi({ description: "Before the start." }),
  on_event_deleted: z.enum(["cancel", "ask"]),
  on_connection_lost: z.enum(["keep_booking", "stop_booking"]),
  client_overlap_allowed: z.boolean(),
};

const settingsChange = { ...settingsShape, prices: prices.max(PRICES_MAX).superRefine(onePriceForEach) };
export const setSettingsBody = z.strictObject(settingsChange).partial().openapi("SetCoachSettings");
export const settingsSchema = z
  .object({ ...settingsShape, availability_version: z.int().optional().openapi({ description: "In answers to writes." }) })
  .openapi("CoachSettings");

export const publicCoachSchema = z.object({ id: uuid, name: z.string().nullable(), time_zone: timeZone, prices }).openapi("Coach");
export const coachListSchema = z
  .object({ coaches: z.array(publicCoachSchema), limit: z.int(), offset: z.int(), total: z.int() })
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
    prices: body.prices?.map((entry) => ({
      durationMinutes: entry.duration_minutes,
      amountMinor: entry.amount_minor,
      currency: entry.currency,
    })),
    approvalRequired: body.approval_required,
    autoConfirm: body.auto_confirm,
    cancellationCutoffMinutes: body.cancellation_cutoff_minutes,
    lateRefundPercent: body.late_refund_percent,
    pendingMinutes: body.pending_minutes,
    reminderMinutes: body.reminder_minutes,
    onEventDeleted: body.on_event_deleted,
    onConnectionLost: body.on_connection_lost,
    clientOverlapAllowed: body.client_overlap_allowed,
  };
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<CoachSettings>;
}

function presentPrice(entry: Price): z.infer<typeof price> {
  return { duration_minutes: entry.durationMinutes, amount_minor: entry.amountMinor, currency: entry.currency };
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
    prices: settings.prices.map(presentPrice),
    approval_required: settings.approvalRequired,
    auto_confirm: settings.autoConfirm,
    cancellation_cutoff_minutes: settings.cancellationCutoffMinutes,
    late_refund_percent: settings.lateRefundPercent,
    pending_minutes: settings.pendingMinutes,
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
  readonly prices: readonly Price[];
}

export function presentCoach(coach: PublicCoach): z.infer<typeof publicCoachSchema> {
  return { id: coach.id, name: coach.name, time_zone: coach.timeZone, prices: coach.prices.map(presentPrice) };
}
