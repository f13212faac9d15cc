/**
 * The slot rules once more, slowly and as plainly as they can be said: minute by minute, each wall time asked of
 * Temporal anew. Shares no code with `src/domain` but types, so that an error would have to be made twice. Everything
 * given must be whole minutes.
 */
import { Temporal } from "temporal-polyfill";
import { datesOf } from "./recurrence-oracle.ts";
import type { TimeOfDayRange } from "../../src/domain/slots/availability-rules.ts";
import type { Instant, Interval } from "../../src/domain/instant.ts";
import type { Blocked, SlotReason, SlotRules } from "../../src/domain/slots/slots.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

export class Oracle {
  /** One for each minute since `#knownFrom` at which hours are open. */
  readonly #open: Uint8Array;
  readonly #knownFrom: number;
  readonly #grid = new Set<number>();
  readonly #sessionsByDate = new Map<string, number>();
  readonly #rules: SlotRules;
  readonly #blocked: readonly Blocked[];
  readonly #durationMs: number;
  readonly #now: Instant;
  /** The dates of each recurrence rule, in order of the rules. */
  readonly #recurring: readonly ReadonlySet<string>[];

  /** Knows the opening hours of the range and three days around it. */
  constructor(rules: SlotRules, blocked: readonly Blocked[], range: Interval, durationMs: number, now: Instant) {
    this.#rules = rules;
    this.#blocked = blocked;
    this.#durationMs = durationMs;
    this.#now = now;
    const last = this.#dateOf(range.endsAt).add({ days: 3 });
    this.#knownFrom = range.startsAt - 5 * DAY;
    this.#open = new Uint8Array((range.endsAt + 5 * DAY - this.#knownFrom) / MINUTE);
    this.#recurring = rules.hours.recurrences.map(({ rrule, dtstart, exdates, startMinute }) =>
      datesOf(rrule, dtstart, exdates, last.toString(), (date) => this.#instantOf(Temporal.PlainDate.from(date), startMinute)),
    );
    let date = this.#dateOf(range.startsAt).subtract({ days: 3 });
    for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
      for (const wallRange of this.#rangesOn(date)) this.#openWindow(date, wallRange);
    }
    for (const { isSession, startsAt } of blocked) {
      const day = this.#dateOf(startsAt).toString();
      if (isSession) this.#sessionsByDate.set(day, (this.#sessionsByDate.get(day) ?? 0) + 1);
    }
  }

  slotsIn(range: Interval): number[] {
    const slots: number[] = [];
    for (let minute: number = range.startsAt; minute + this.#durationMs <= range.endsAt; minute += MINUTE) {
      if (this.#grid.has(minute) && this.reasonAgainst(minute) === null) slots.push(minute);
    }
    return slots;
  }

  /** Every start on the grid in the range, whatever stands against it. */
  candidatesIn(range: Interval): number[] {
    return [...this.#grid].filter((start) => start >= range.startsAt && start < range.endsAt).sort((one, other) => one - other);
  }

  reasonAgainst(start: number): SlotReason | null {
    if (start < this.#now) return "in_the_past";
    if (start - this.#now < this.#rules.noticeMs) return "notice_too_short";
    if (start - this.#now > this.#rules.horizonMs) return "beyond_horizon";
    if (this.#blocked.some((other) => this.#conflicts(start, other))) return "slot_taken";
    for (let minute = start; minute < start + this.#durationMs; minute += MINUTE) {
      if (this.#open[this.#placeOf(minute)] !== 1) return "outside_hours";
    }
    const { sessionsPerDayMax } = this.#rules;
    // Temporal is asked only where it matters: it takes longer than all the rest.
    if (sessionsPerDayMax !== null && this.#sessionsOn(start) >= sessionsPerDayMax) return "day_full";
    return this.#grid.has(start) ? null : "off_grid";
  }

  #sessionsOn(start: number): number {
    return this.#sessionsByDate.size === 0 ? 0 : (this.#sessionsByDate.get(this.#dateOf(start).toString()) ?? 0);
  }

  /** One widened by its buffers meets the other bare, or the reverse. */
  #conflicts(start: number, other: Blocked): boolean {
    const end = start + this.#durationMs;
    const meets = (fromA: number, toA: number, fromB: number, toB: number) => fromA < toB && fromB < toA;
    return (
      meets(start - this.#rules.bufferBeforeMs, end + this.#rules.bufferAfterMs, other.startsAt, other.endsAt) ||
      meets(start, end, other.startsAt - other.bufferBeforeMs, other.endsAt + other.bufferAfterMs)
    );
  }

  #rangesOn(date: Temporal.PlainDate): readonly TimeOfDayRange[] {
    const covering = this.#rules.hours.overrides.filter(
      (override) => override.date <= date.toString() && date.toString() <= (override.until ?? override.date),
    );
    const replaced = covering.at(-1)?.intervals;
    if (replaced !== undefined) return replaced;
    // Temporal counts Sunday as 7.
    const weekly = this.#rules.hours.weekly.filter(({ weekday }) => weekday === date.dayOfWeek % 7);
    return [...weekly, ...this.#rules.hours.recurrences.filter((_, index) => this.#recurring[index]?.has(date.toString()))];
  }

  #openWindow(date: Temporal.PlainDate, { startMinute, endMinute }: TimeOfDayRange): void {
    const startsAt = this.#instantOf(date, startMinute);
    const endsAt = this.#instantOf(date, endMinute);
    this.#open.fill(1, this.#placeOf(startsAt), this.#placeOf(endsAt));
    const stepMs = this.#rules.stepMs ?? this.#durationMs;
    for (let start = startsAt; start < endsAt; start += stepMs) this.#grid.add(start);
  }

  #placeOf(minute: number): number {
    return (minute - this.#knownFrom) / MINUTE;
  }

  #instantOf(date: Temporal.PlainDate, minuteOfDay: number): number {
    const wall = date.toPlainDateTime("00:00").add({ minutes: minuteOfDay });
    return wall.toZonedDateTime(this.#rules.hours.timeZone, { disambiguation: "compatible" }).epochMilliseconds;
  }

  #dateOf(moment: number): Temporal.PlainDate {
    const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(this.#rules.hours.timeZone);
    return zoned.toPlainDate();
  }
}
