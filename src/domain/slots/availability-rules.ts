/**
 * When a coach works, in the coach's own wall-clock time. Times of day are minutes since midnight (0-1440; 1440 is the
 * end of the day, written `24:00` on the wire), dates are ISO `YYYY-MM-DD`, weekdays count from Sunday = 0. These are
 * the rules as stored and validated; turning them into instants is the work of `slots.ts`.
 */
export interface TimeOfDayRange {
  readonly startMinute: number;
  readonly endMinute: number;
}

interface WeeklyHours extends TimeOfDayRange {
  readonly weekday: number;
}

/** Replaces each whole local day from `date` to `until` (included; `date` alone where absent). No ranges: day off. */
export interface DateOverride {
  readonly date: string;
  readonly until?: string;
  readonly intervals: readonly TimeOfDayRange[];
}

/**
 * Hours on the dates of a recurrence rule (RFC 5545 RRULE), beside the weekly ones. `dtstart` anchors the rule: it is an
 * occurrence itself only where the rule matches it. An EXDATE still counts towards COUNT.
 */
export interface Recurrence extends TimeOfDayRange {
  readonly rrule: string;
  readonly dtstart: string;
  readonly exdates: readonly string[];
}

export interface AvailabilityRules {
  /** IANA name, for example `Europe/Lisbon`. */
  readonly timeZone: string;
  readonly weekly: readonly WeeklyHours[];
  readonly recurrences: readonly Recurrence[];
  readonly overrides: readonly DateOverride[];
}
