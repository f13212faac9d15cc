/**
 * Which starts can be booked, and why another cannot. `conditionsOf` holds every rule, each as the set of starts it
 * allows: `listSlots` takes what all of them allow, `reasonAgainst` names the first that does not allow a start. So what
 * is listed can be booked (I11), and whether a slot exists never depends on the range that was asked. Linear in windows,
 * blocked time and starts, plus a sort of the blocked time. No clock, no I/O: `now` and what is blocked are handed in.
 */
import { assert } from "../../lib/assert.ts";
import type { AvailabilityRules } from "./availability-rules.ts";
import { clearStarts, daysNotFull, type Blocked } from "./blocked-time.ts";
import { after, instant, type Instant, type Interval } from "../instant.ts";
import { contains, intersectionOf, type InstantSet } from "./instant-set.ts";
import { zoneClock } from "./time-zone.ts";
import { fittingStarts, gridLength, gridStarts, windowsMeeting } from "./windows.ts";

export type { Blocked } from "./blocked-time.ts";

/** What a coach offers. Lengths are whole milliseconds. */
export interface SlotRules {
  readonly hours: AvailabilityRules;
  /** null: a slot starts every duration asked. */
  readonly stepMs: number | null;
  readonly bufferBeforeMs: number;
  readonly bufferAfterMs: number;
  readonly noticeMs: number;
  readonly horizonMs: number;
  readonly sessionsPerDayMax: number | null;
}

/** In order of precedence: of several reasons the first is given. */
export type SlotReason = "in_the_past" | "notice_too_short" | "beyond_horizon" | "slot_taken" | "outside_hours" | "day_full" | "off_grid";

/**
 * Every bookable start in the range, in order, without duplicates; the whole session lies in the range. Blocked time may
 * come in any order, overlap and reach outside the range. With `sessionsPerDayMax` it must hold all sessions that start
 * on the local days the range touches, also those before and after the range.
 */
export function listSlots(rules: SlotRules, blocked: readonly Blocked[], range: Interval, durationMs: number, now: Instant): Instant[] {
  const { windows, stepMs, allowed } = allowedIn(rules, blocked, range, durationMs, now);
  return gridStarts(windows, stepMs, allowed);
}

/** The same starts, each found only when it is asked for. */
export interface SlotFinder {
  /** There are no more than so many: those on the grid, whatever stands against them. */
  readonly startsMax: number;
  /** Those in [from, until). */
  readonly startsIn: (from: number, until: number) => Instant[];
}

export function slotFinder(rules: SlotRules, blocked: readonly Blocked[], range: Interval, durationMs: number, now: Instant): SlotFinder {
  const { windows, stepMs, allowed } = allowedIn(rules, blocked, range, durationMs, now);
  return {
    startsMax: gridLength(windows, stepMs),
    startsIn: (from, until) => {
      const meeting = windows.filter(({ startsAt, endsAt }) => startsAt < until && endsAt > from);
      return gridStarts(meeting, stepMs, intersectionOf(allowed, [from, until]));
    },
  };
}

interface Allowed {
  readonly windows: readonly Interval[];
  readonly stepMs: number;
  /** The starts in the range that every condition allows, on the grid or not. */
  readonly allowed: InstantSet;
}

function allowedIn(rules: SlotRules, blocked: readonly Blocked[], range: Interval, durationMs: number, now: Instant): Allowed {
  // Only work saved, no rule of its own: the conditions allow nothing outside notice and horizon.
  const startsAt = Math.max(range.startsAt, now + rules.noticeMs);
  const endsAt = Math.min(range.endsAt, now + rules.horizonMs + durationMs);
  if (startsAt + durationMs > endsAt) return { windows: [], stepMs: durationMs, allowed: [] };

  const span = { startsAt: instant(startsAt), endsAt: instant(endsAt) };
  const { windows, stepMs, conditions } = conditionsOf(rules, blocked, span, durationMs, now);
  let allowed: InstantSet = [startsAt, endsAt - durationMs + 1];
  for (const { starts } of conditions) allowed = intersectionOf(allowed, starts);
  return { windows, stepMs, allowed };
}

/** These bind also a side whom the coach's hours, grid, notice, horizon and cap do not bind. */
const OF_TIME_ITSELF: ReadonlySet<SlotReason> = new Set(["in_the_past", "slot_taken"]);

/** Why a session cannot start then, or null if it can. Takes the same `blocked` as `listSlots`. `isBound`: by the coach's rules. */
export function reasonAgainst(
  rules: SlotRules,
  blocked: readonly Blocked[],
  startsAt: Instant,
  durationMs: number,
  now: Instant,
  isBound = true,
): SlotReason | null {
  const span = { startsAt, endsAt: after(startsAt, durationMs) };
  const { windows, stepMs, conditions } = conditionsOf(rules, blocked, span, durationMs, now);
  const binding = isBound ? conditions : conditions.filter(({ reason }) => OF_TIME_ITSELF.has(reason));
  const broken = firstAgainst(binding, startsAt);
  if (broken !== null || !isBound) return broken;
  return gridStarts(windows, stepMs, [startsAt, startsAt + 1]).length > 0 ? null : "off_grid";
}

function firstAgainst(conditions: readonly Condition[], startsAt: Instant): SlotReason | null {
  return conditions.find(({ starts }) => !contains(starts, startsAt))?.reason ?? null;
}

export interface Candidate {
  readonly startsAt: Instant;
  /** null: it can be booked. */
  readonly reason: SlotReason | null;
}

/** Every start on the grid of the range, whatever stands against it, with what `reasonAgainst` says of it. */
export function explainSlots(
  rules: SlotRules,
  blocked: readonly Blocked[],
  range: Interval,
  durationMs: number,
  now: Instant,
): Candidate[] {
  const span = { startsAt: range.startsAt, endsAt: after(range.endsAt, durationMs) };
  const { windows, stepMs, conditions } = conditionsOf(rules, blocked, span, durationMs, now);
  return gridStarts(windows, stepMs, [range.startsAt, range.endsAt]).map((startsAt) => ({
    startsAt,
    reason: firstAgainst(conditions, startsAt),
  }));
}

/** At most `count` bookable starts of the range, those nearest to the wanted start (the earlier of two as near). */
export function nearestSlots(
  rules: SlotRules,
  blocked: readonly Blocked[],
  range: Interval,
  durationMs: number,
  now: Instant,
  wanted: Instant,
  count: number,
): Instant[] {
  const slots = listSlots(rules, blocked, range, durationMs, now);
  // What is nearest lies together: of a run one too long, the farther end is dropped.
  let first = 0;
  let end = slots.length;
  while (end - first > count) {
    const [earliest, latest] = [slots[first], slots[end - 1]];
    assert(earliest !== undefined && latest !== undefined, "the run is not empty");
    if (wanted - earliest > latest - wanted) first += 1;
    else end -= 1;
  }
  return slots.slice(first, end);
}

/** A rule: the starts it allows, as far as a session from there lies in the span, and what is said of the others. */
interface Condition {
  readonly reason: SlotReason;
  readonly starts: InstantSet;
}

interface Conditions {
  readonly windows: readonly Interval[];
  readonly stepMs: number;
  /** In order of precedence. The grid (`off_grid`) is the last, and not among them: it is a sequence and not a set. */
  readonly conditions: readonly Condition[];
}

function conditionsOf(rules: SlotRules, blocked: readonly Blocked[], span: Interval, durationMs: number, now: Instant): Conditions {
  const stepMs = rules.stepMs ?? durationMs;
  assert(durationMs > 0 && stepMs > 0, "a session and a step have a length");
  const windows = windowsMeeting(rules.hours, span);
  const clock = zoneClock(rules.hours.timeZone);
  const conditions: Condition[] = [
    { reason: "in_the_past", starts: [now, Infinity] },
    { reason: "notice_too_short", starts: [now + rules.noticeMs, Infinity] },
    { reason: "beyond_horizon", starts: [-Infinity, now + rules.horizonMs + 1] },
    { reason: "slot_taken", starts: clearStarts(blocked, rules, span, durationMs) },
    { reason: "outside_hours", starts: fittingStarts(windows, durationMs) },
    { reason: "day_full", starts: daysNotFull(blocked, rules.sessionsPerDayMax, span, clock) },
  ];
  return { windows, stepMs, conditions };
}
