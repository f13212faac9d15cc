/**
 * A coach's terms: what can be booked, for how long, and what happens around it. These are the values as they are
 * stored and decided with; the wire form is in `contract/`, the defaults of a new coach are here.
 */
import { HORIZON_DAYS_DEFAULT } from "../limits.ts";
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import type { AvailabilityRules } from "./slots/availability-rules.ts";
import type { SlotRules } from "./slots/slots.ts";

export interface Price {
  readonly durationMinutes: number;
  /** In the smallest unit of the currency; 0 is free. */
  readonly amountMinor: number;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

export interface CoachSettings {
  /** null: a slot starts every `duration asked`. */
  readonly slotStepMinutes: number | null;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly noticeMinutesMin: number;
  readonly horizonDays: number;
  readonly sessionsPerDayMax: number | null;
  /** Where there are any, only these durations can be booked. */
  readonly prices: readonly Price[];
  readonly approvalRequired: boolean;
  readonly autoConfirm: boolean;
  readonly cancellationCutoffMinutes: number;
  readonly lateRefundPercent: number;
  /** null: a pending booking waits until its start. */
  readonly pendingMinutes: number | null;
  readonly reminderMinutes: readonly number[];
  readonly onEventDeleted: "cancel" | "ask";
  readonly onConnectionLost: "keep_booking" | "stop_booking";
  readonly clientOverlapAllowed: boolean;
}

export interface CoachProfile {
  readonly coachId: string;
  readonly hours: AvailabilityRules;
  readonly settings: CoachSettings;
  /** Rises with every change of hours or settings; the ETag of both. */
  readonly settingsRevision: number;
  /** Rises with every committed change of what can be booked. */
  readonly availabilityVersion: number;
}

export const DEFAULT_SETTINGS: CoachSettings = {
  slotStepMinutes: null,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  noticeMinutesMin: 0,
  horizonDays: HORIZON_DAYS_DEFAULT,
  sessionsPerDayMax: null,
  prices: [],
  approvalRequired: false,
  autoConfirm: false,
  cancellationCutoffMinutes: 0,
  lateRefundPercent: 0,
  pendingMinutes: null,
  reminderMinutes: [24 * 60, 60],
  onEventDeleted: "cancel",
  onConnectionLost: "keep_booking",
  clientOverlapAllowed: true,
};

/** A new coach is open 09:00-17:00 every day. */
export function defaultHours(timeZone: string): AvailabilityRules {
  const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, startMinute: 9 * 60, endMinute: 17 * 60 }));
  return { timeZone, weekly, recurrences: [], overrides: [] };
}

/** The terms in the form the slot function takes: milliseconds throughout. */
export function slotRulesOf(profile: Pick<CoachProfile, "hours" | "settings">): SlotRules {
  const { hours, settings } = profile;
  return {
    hours,
    stepMs: settings.slotStepMinutes === null ? null : settings.slotStepMinutes * MINUTE_MS,
    bufferBeforeMs: settings.bufferBeforeMinutes * MINUTE_MS,
    bufferAfterMs: settings.bufferAfterMinutes * MINUTE_MS,
    noticeMs: settings.noticeMinutesMin * MINUTE_MS,
    horizonMs: settings.horizonDays * DAY_MS,
    sessionsPerDayMax: settings.sessionsPerDayMax,
  };
}

export function priceOf(settings: CoachSettings, durationMinutes: number): Price | null {
  return settings.prices.find((price) => price.durationMinutes === durationMinutes) ?? null;
}

/** Prices list the permitted durations; without any, every duration within the general bounds is permitted. */
export function offersDuration(settings: CoachSettings, durationMinutes: number): boolean {
  return settings.prices.length === 0 || priceOf(settings, durationMinutes) !== null;
}

/** How long a pending booking may wait, in milliseconds; null: until its start. */
export function pendingMsOf(profile: Pick<CoachProfile, "settings">): number | null {
  return profile.settings.pendingMinutes === null ? null : profile.settings.pendingMinutes * MINUTE_MS;
}
