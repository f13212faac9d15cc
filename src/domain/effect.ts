/**
 * What a change sets in motion, as rows of the outbox: who is told, which calendars are brought up to date, which reminders are
 * planned, what is given back. Types only; `effects/` derives effects and carries them out.
 */
import type { Instant } from "./instant.ts";

export type EffectAudience = "client" | "coach";
export const CALENDAR_PROVIDERS = ["google", "outlook"] as const;
export type CalendarProviderName = (typeof CALENDAR_PROVIDERS)[number];

export interface NewEffect {
  readonly id: string;
  readonly coachId: string;
  /** null: about a calendar connection rather than about a booking. */
  readonly bookingId: string | null;
  /** Of the booking, when the effect was decided. */
  readonly revision: number;
  readonly kind: string;
  readonly detail: EffectDetail | null;
  readonly dueAt: Instant;
}

/** What some kinds need beyond the booking. Ids, times, amounts and codes; never names or addresses. */
export type EffectDetail = Readonly<Record<string, string | number | null>>;
