/**
 * Which starts can be booked, and why another cannot. Listing and deciding are the same function: `judgeOf` holds every
 * rule, `listSlots` asks it about each start of the grid, `reasonAgainst` about one. So what is listed can be booked
 * (I11), and whether a slot exists never depends on the range that was asked. Linear in windows, blocked time and
 * starts, plus a sort of the blocked time. No clock, no I/O: `now` and what is blocked are handed in.
 */
import { assert } from "../lib/assert.ts";
import type { AvailabilityRules } from "./availability-rules.ts";
import { blockedTimeOf, dayFullOf, type Blocked } from "./blocked-time.ts";
import { after, instant, type Instant, type Interval } from "./instant.ts";
import { zoneClock } from "./time-zone.ts";
import { gridStarts, stretchesOf, windowsMeeting } from "./windows.ts";

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
export type SlotReason =
  | "in_the_past"
  | "notice_too_short"
  | "beyond_horizon"
  | "slot_taken"
  | "outside_hours"
  | "day_full"
  | "off_grid";

/**
 * Every bookable start in the range, in order, without duplicates; the whole session lies in the range. Blocked time may
 * come in any order, overlap and reach outside the range. With `sessionsPerDayMax` it must hold all sessions that start
 * on the local days the range touches, also those before and after the range.
 */
export function listSlots(
  rules: SlotRules,
  blocked: readonly Blocked[],
  range: Interval,
  durationMs: number,
  now: Instant,
): Instant[] {
  // Only work saved, no rule of its own: the judge would refuse what lies outside notice and horizon.
  const startsAt = Math.max(range.startsAt, now + rules.noticeMs);
  const endsAt = Math.min(range.endsAt, now + rules.horizonMs + durationMs);
  if (startsAt + durationMs > endsAt) return [];

  const span = { startsAt: instant(startsAt), endsAt: instant(endsAt) };
  const judge = judgeOf(rules, blocked, span, durationMs, now);
  const starts = { startsAt: span.startsAt, endsAt: instant(endsAt - durationMs + 1) };
  return judge.gridIn(starts).filter((start) => judge.reasonAgainst(start) === null);
}

/** Why a session cannot start then, or null if it can. */
export function reasonAgainst(
  rules: SlotRules,
  blocked: readonly Blocked[],
  startsAt: Instant,
  durationMs: number,
  now: Instant,
): SlotReason | null {
  const judge = judgeOf(rules, blocked, { startsAt, endsAt: after(startsAt, durationMs) }, durationMs, now);
  const onGrid = judge.gridIn({ startsAt, endsAt: after(startsAt, 1) }).length > 0;
  return judge.reasonAgainst(startsAt) ?? (onGrid ? null : "off_grid");
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

interface Judge {
  /** Every rule but the grid. Must be asked in order of time: it walks along the windows and the blocked time. */
  reasonAgainst(startsAt: Instant): SlotReason | null;
  /** The starts the grid offers within a range, which must lie in the span of the judge. */
  gridIn(range: Interval): Instant[];
}

/** Judges sessions of one length that lie in the span. */
function judgeOf(
  rules: SlotRules,
  blocked: readonly Blocked[],
  span: Interval,
  durationMs: number,
  now: Instant,
): Judge {
  const stepMs = rules.stepMs ?? durationMs;
  assert(durationMs > 0 && stepMs > 0, "a session and a step have a length");
  const windows = windowsMeeting(rules.hours, span);
  const stretches = stretchesOf(windows);
  const blockedTime = blockedTimeOf(blocked, rules, span);
  const isDayFull = dayFullOf(blocked, rules.sessionsPerDayMax, zoneClock(rules.hours.timeZone));
  const earliest = now + rules.noticeMs;
  const latest = now + rules.horizonMs;
  let next = 0;

  function fitsHours(startsAt: number, endsAt: number): boolean {
    let stretch = stretches[next];
    while (stretch !== undefined && stretch.endsAt <= startsAt) stretch = stretches[++next];
    return stretch !== undefined && stretch.startsAt <= startsAt && endsAt <= stretch.endsAt;
  }

  return {
    reasonAgainst(startsAt) {
      const endsAt = startsAt + durationMs;
      if (startsAt < now) return "in_the_past";
      if (startsAt < earliest) return "notice_too_short";
      if (startsAt > latest) return "beyond_horizon";
      if (blockedTime.meets(startsAt, endsAt)) return "slot_taken";
      if (!fitsHours(startsAt, endsAt)) return "outside_hours";
      if (isDayFull(startsAt)) return "day_full";
      return null;
    },
    gridIn: (range) => gridStarts(windows, stepMs, range),
  };
}
