/**
 * The figures of the analytics as values, and how counts become them. The record counts (`database/analytics.ts`), this file folds: quartiles of
 * a histogram, hours of the week, hours offered. Definitions for readers stand in docs/analytics.md. No clock, no I/O.
 */
import type { Role } from "../actor.ts";
import type { BookingStatus } from "../booking.ts";
import type { Interval } from "../instant.ts";
import type { AvailabilityRules } from "../slots/availability-rules.ts";
import { windowsMeeting } from "../slots/windows.ts";
import type { Stretch } from "./stretches.ts";

/** Bookings by their status at the moment of asking. */
export type StatusCounts = Readonly<Record<BookingStatus, number>>;

/** Sessions by their start. */
export interface SessionCounts extends StatusCounts {
  /** Of the confirmed and completed: those whose end has passed. */
  readonly held: number;
}

/** Amounts in the minor unit of one currency. Kept is what was captured less what was given back. */
export interface Takings {
  readonly capturedMinor: number;
  readonly givenBackMinor: number;
  readonly keptMinor: number;
}

export const NO_TAKINGS: Takings = { capturedMinor: 0, givenBackMinor: 0, keptMinor: 0 };

export interface CurrencyTakings extends Takings {
  /** ISO 4217. */
  readonly currency: string;
  /** One for each stretch, in order. */
  readonly stretches: readonly Takings[];
}

/** How long before its start a session was cancelled; the first is at its start or later. */
export const LATENESS = ["after_start", "under_2_hours", "under_24_hours", "under_7_days", "earlier"] as const;
export type Lateness = (typeof LATENESS)[number];
export type LatenessCounts = Readonly<Record<Lateness, number>>;

/** The person who moved; `both`: one side asked and the other agreed. */
export const MOVERS = ["client", "coach", "admin", "both"] as const;
export type Mover = (typeof MOVERS)[number];

export interface LeadTime {
  readonly bookings: number;
  /** Whole hours; null: there are no bookings. */
  readonly quartiles: readonly [lower: number, median: number, upper: number] | null;
}

export interface CoachFigures {
  readonly coachId: string;
  readonly name: string | null;
  readonly bookedMs: number;
  readonly cancellations: number;
  /** By today's hours; null: the range begins before today. */
  readonly offeredMs: number | null;
}

export interface Analytics {
  readonly stretches: readonly (Stretch & { readonly made: StatusCounts; readonly sessions: SessionCounts })[];
  readonly leadTime: LeadTime;
  readonly cancellations: Readonly<Record<Role, LatenessCounts>>;
  readonly lapsed: { readonly unpaid: number; readonly unanswered: number };
  readonly moves: Readonly<Record<Mover, number>>;
  readonly money: readonly (CurrencyTakings & { readonly disputedMinor: number })[];
  /** Seven days from Monday, each with 24 hours. */
  readonly hoursOfWeek: readonly (readonly number[])[];
  readonly coaches: readonly CoachFigures[];
  readonly coachesTotal: number;
}

/** How often a value occurs. */
export interface Occurrence {
  readonly value: number;
  readonly count: number;
}

/** By nearest rank: of n values in order, those at the places n/4, n/2 and 3n/4, rounded up. Takes a histogram in any order. */
export function leadTimeOf(histogram: readonly Occurrence[]): LeadTime {
  const sorted = histogram.toSorted((one, other) => one.value - other.value);
  const bookings = sorted.reduce((sum, { count }) => sum + count, 0);
  if (bookings === 0) return { bookings, quartiles: null };
  const at = (share: number): number => {
    const place = Math.ceil(bookings * share);
    let before = 0;
    return sorted.find(({ count }) => (before += count) >= place)?.value ?? 0;
  };
  return { bookings, quartiles: [at(0.25), at(0.5), at(0.75)] };
}

const HOURS_PER_DAY = 24;
const DAYS_PER_WEEK = 7;
/** 1970-01-01 was a Thursday: the fourth day of a week from Monday. */
const EPOCH_WEEKDAY = 3;

/** Takes counts by local hours since 1970-01-01 00:00, modulo a week. */
export function hoursOfWeek(counts: readonly Occurrence[]): number[][] {
  const week = Array.from({ length: DAYS_PER_WEEK }, () => new Array<number>(HOURS_PER_DAY).fill(0));
  for (const { value, count } of counts) {
    const day = week[(Math.floor(value / HOURS_PER_DAY) + EPOCH_WEEKDAY) % DAYS_PER_WEEK];
    if (day !== undefined) day[value % HOURS_PER_DAY] = (day[value % HOURS_PER_DAY] ?? 0) + count;
  }
  return week;
}

/** The time that hours open within a range; where windows overlap, it counts once. */
export function offeredMs(hours: AvailabilityRules, range: Interval): number {
  let total = 0;
  let countedUntil: number = range.startsAt;
  for (const { startsAt, endsAt } of windowsMeeting(hours, range)) {
    const [from, until] = [Math.max(startsAt, countedUntil), Math.min(endsAt, range.endsAt)];
    if (until <= from) continue;
    total += until - from;
    countedUntil = until;
  }
  return total;
}
