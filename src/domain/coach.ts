/**
 * A coach's terms: what can be booked, for how long, and what happens around it. These are the values as they are
 * stored and decided with; the wire form is in `contract/`, the defaults of a new coach are here.
 */
import { APPROVAL_MINUTES_DEFAULT, HORIZON_DAYS_DEFAULT, PAYMENT_MINUTES_DEFAULT } from "../limits.ts";
import { DAY_MS, MINUTE_MS } from "../lib/duration.ts";
import type { Offer, Sale } from "./agreement/offer.ts";
import { type CancellationPolicy, POLICY_DEFAULT } from "./agreement/policy.ts";
import type { AvailabilityRules } from "./slots/availability-rules.ts";
import type { SlotRules } from "./slots/slots.ts";

export interface CoachSettings {
  /** null: a slot starts every `duration asked`. */
  readonly slotStepMinutes: number | null;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly noticeMinutesMin: number;
  readonly horizonDays: number;
  readonly sessionsPerDayMax: number | null;
  readonly approvalRequired: boolean;
  /** A booking that awaits nothing is confirmed when it is made. */
  readonly autoConfirm: boolean;
  readonly cancellationPolicy: CancellationPolicy;
  /** A client moves a confirmed session alone at least this long before its start. */
  readonly moveNoticeMinutes: number;
  /** How long a client's booking waits for its payment. */
  readonly paymentMinutes: number;
  /** How long a booking waits for the coach's approval, and one that the coach made for its payment. */
  readonly approvalMinutes: number;
  readonly reminderMinutes: readonly number[];
  readonly onEventDeleted: "cancel" | "ask";
  readonly onConnectionLost: "keep_booking" | "stop_booking";
  readonly clientOverlapAllowed: boolean;
}

export interface CoachProfile extends Sale {
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
  approvalRequired: false,
  autoConfirm: false,
  cancellationPolicy: POLICY_DEFAULT,
  moveNoticeMinutes: 0,
  paymentMinutes: PAYMENT_MINUTES_DEFAULT,
  approvalMinutes: APPROVAL_MINUTES_DEFAULT,
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

/** Rules of an offer, or of a booking that moves, in place of the coach's settings. */
type OwnTerms = Partial<Pick<SlotRules, "bufferBeforeMs" | "bufferAfterMs" | "noticeMs">>;

/** The terms in the form the slot function takes: milliseconds throughout. */
export function slotRulesOf(profile: Pick<CoachProfile, "hours" | "settings">, own: OwnTerms = {}): SlotRules {
  const { hours, settings } = profile;
  return {
    hours,
    stepMs: settings.slotStepMinutes === null ? null : settings.slotStepMinutes * MINUTE_MS,
    bufferBeforeMs: settings.bufferBeforeMinutes * MINUTE_MS,
    bufferAfterMs: settings.bufferAfterMinutes * MINUTE_MS,
    noticeMs: settings.noticeMinutesMin * MINUTE_MS,
    horizonMs: settings.horizonDays * DAY_MS,
    sessionsPerDayMax: settings.sessionsPerDayMax,
    ...own,
  };
}

/** The rules for one offer: its own buffers and notice where it has them. */
export function slotRulesFor(profile: Pick<CoachProfile, "hours" | "settings">, offer: Offer | null): SlotRules {
  const own: { -readonly [Name in keyof OwnTerms]: OwnTerms[Name] } = {};
  if (offer !== null && offer.bufferBeforeMinutes !== null) own.bufferBeforeMs = offer.bufferBeforeMinutes * MINUTE_MS;
  if (offer !== null && offer.bufferAfterMinutes !== null) own.bufferAfterMs = offer.bufferAfterMinutes * MINUTE_MS;
  if (offer !== null && offer.noticeMinutesMin !== null) own.noticeMs = offer.noticeMinutesMin * MINUTE_MS;
  return slotRulesOf(profile, own);
}
