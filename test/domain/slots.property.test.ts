/**
 * I11 for every zone that is known to misbehave: what is listed is what the oracle lists, and each start is refused for
 * the reason the oracle gives. Half of the cases lie on a day on which the zone's clocks change.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DateOverride, Recurrence, TimeOfDayRange } from "../../src/domain/slots/availability-rules.ts";
import { isoDateOf } from "../../src/domain/slots/calendar-date.ts";
import { instant } from "../../src/domain/instant.ts";
import { faultOfRecurrence } from "../../src/domain/slots/recurrence.ts";
import { explainSlots, listSlots, reasonAgainst, type Blocked, type SlotRules } from "../../src/domain/slots/slots.ts";
import { DAY_MS, MINUTE_MS } from "../../src/lib/duration.ts";
import { Oracle } from "./oracle.ts";
import { pattern } from "./random-rules.ts";
import { changesOf, ZONES } from "./zones.ts";

/** 47 zones: more than ten thousand cases. `npm run mutation` asks for fewer, once for each mutant. */
const CASES_PER_ZONE = Number(process.env["CASES_PER_ZONE"] ?? 215);
/** A zone takes a second or two on a machine that does nothing else. */
const ZONE_MS_MAX = 60_000;

const lengthMs = (minMinutes: number, maxMinutes: number) =>
  fc.oneof(
    fc.integer({ min: Math.ceil(minMinutes / 15), max: Math.floor(maxMinutes / 15) }).map((quarters) => quarters * 15 * MINUTE_MS),
    fc.integer({ min: minMinutes, max: maxMinutes }).map((minutes) => minutes * MINUTE_MS),
  );

const minuteOfDay = fc.oneof(
  fc.constantFrom(0, 30, 60, 90, 120, 150, 180, 240, 1_380, 1_440),
  fc.integer({ min: 0, max: 96 }).map((quarters) => quarters * 15),
  fc.integer({ min: 0, max: 1_440 }),
);

const timeRange: fc.Arbitrary<TimeOfDayRange> = fc
  .tuple(minuteOfDay, minuteOfDay)
  .filter(([one, other]) => one !== other)
  .map(([one, other]) => ({ startMinute: Math.min(one, other), endMinute: Math.max(one, other) }));

type WeeklyPairs = readonly (readonly [weekday: number, range: TimeOfDayRange])[];

const weekly: fc.Arbitrary<WeeklyPairs> = fc.oneof(
  fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), timeRange), { minLength: 3, maxLength: 14, size: "max" }),
  // The same hours every day, also around the clock.
  fc
    .oneof(timeRange, fc.constant({ startMinute: 0, endMinute: 1_440 }))
    .map((range) => [0, 1, 2, 3, 4, 5, 6].map((weekday) => [weekday, range] as const)),
);

function override(anchor: number): fc.Arbitrary<DateOverride> {
  return fc
    .record({
      daysOff: fc.integer({ min: -3, max: 3 }),
      daysLong: fc.option(fc.integer({ min: 0, max: 4 })),
      intervals: fc.array(timeRange, { maxLength: 3 }),
    })
    .map(({ daysOff, daysLong, intervals }) => {
      const day = Math.floor(anchor / DAY_MS) + daysOff;
      const date = isoDateOf(day);
      return daysLong === null ? { date, intervals } : { date, until: isoDateOf(day + daysLong), intervals };
    });
}

/** With DTSTART up to two years before the anchor, so that intervals and counts have run a while. */
function recurrence(anchor: number): fc.Arbitrary<Recurrence> {
  const anchorDay = Math.floor(anchor / DAY_MS);
  const compact = (day: number) => isoDateOf(day).replaceAll("-", "");
  const nearDay = fc.integer({ min: anchorDay - 4, max: anchorDay + 4 });
  const end = fc.oneof(
    { weight: 4, arbitrary: fc.constant("") },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 120 }).map((count) => `;COUNT=${String(count)}`) },
    { weight: 1, arbitrary: nearDay.map((day) => `;UNTIL=${compact(day)}`) },
    {
      weight: 1,
      arbitrary: fc.tuple(nearDay, fc.constantFrom("000000", "083000", "153000")).map(([day, time]) => `;UNTIL=${compact(day)}T${time}Z`),
    },
  );
  return (
    fc
      .record({
        pattern,
        end,
        dtstart: fc
          .oneof(fc.integer({ min: anchorDay - 14, max: anchorDay + 2 }), fc.integer({ min: anchorDay - 730, max: anchorDay }))
          .map(isoDateOf),
        range: timeRange,
        exdates: fc.array(nearDay.map(isoDateOf), { maxLength: 3 }),
      })
      .map(({ pattern: words, end: ending, dtstart, range, exdates }) => ({ rrule: words + ending, dtstart, exdates, ...range }))
      // What could not be stored need not be evaluated. `recurrence.test.ts` looks at what is refused.
      .filter(({ rrule, dtstart }) => faultOfRecurrence(rrule, dtstart) === null)
  );
}

function blockedNear(anchor: number): fc.Arbitrary<Blocked> {
  return fc
    .record({
      offsetMs: lengthMs(-3 * 1_440, 4 * 1_440),
      lengthMs: lengthMs(0, 600),
      bufferBeforeMs: lengthMs(0, 60),
      bufferAfterMs: lengthMs(0, 60),
      isSession: fc.boolean(),
    })
    .map(({ offsetMs, lengthMs: length, ...rest }) => {
      return { startsAt: instant(anchor + offsetMs), endsAt: instant(anchor + offsetMs + length), ...rest };
    });
}

interface Case {
  readonly rules: SlotRules;
  readonly blocked: readonly Blocked[];
  readonly range: { readonly startsAt: number; readonly endsAt: number };
  readonly durationMs: number;
  readonly now: number;
  readonly probes: readonly number[];
}

function caseNear(timeZone: string, anchor: number): fc.Arbitrary<Case> {
  const nearMs = (minMinutes: number, maxMinutes: number) => lengthMs(minMinutes, maxMinutes).map((offset) => anchor + offset);
  return fc
    .record({
      weekly,
      overrides: fc.oneof(
        { weight: 2, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(override(anchor), { maxLength: 3 }) },
      ),
      recurrences: fc.oneof(
        { weight: 1, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(recurrence(anchor), { minLength: 1, maxLength: 3 }) },
      ),
      stepMs: fc.option(lengthMs(5, 120)),
      bufferBeforeMs: fc.oneof(fc.constant(0), lengthMs(0, 60)),
      bufferAfterMs: fc.oneof(fc.constant(0), lengthMs(0, 60)),
      noticeMs: fc.oneof(fc.constant(0), lengthMs(0, 2 * 1_440)),
      horizonMs: fc.oneof(fc.constant(365 * DAY_MS), lengthMs(0, 6 * 1_440)),
      sessionsPerDayMax: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 3 })),
      blocked: fc.oneof(
        { weight: 8, arbitrary: fc.array(blockedNear(anchor), { maxLength: 12 }) },
        // Without `size` fast-check makes no list longer than ten, whatever its `maxLength`.
        { weight: 1, arbitrary: fc.array(blockedNear(anchor), { minLength: 11, maxLength: 60, size: "max" }) },
      ),
      startsAt: nearMs(-2 * 1_440, 1_440),
      // null: the session fills the range exactly.
      rangeMs: fc.option(lengthMs(60, 4 * 1_440), { freq: 9 }),
      durationMs: lengthMs(15, 480),
      now: fc.oneof({ weight: 3, arbitrary: fc.constant(anchor - 4 * DAY_MS) }, { weight: 1, arbitrary: nearMs(-4 * 1_440, 1_440) }),
      probes: fc.array(nearMs(-2 * 1_440, 2 * 1_440), { minLength: 10, maxLength: 10 }),
    })
    .map(({ weekly: pairs, recurrences, overrides, blocked, startsAt, rangeMs, durationMs, now, probes, ...terms }) => {
      const hours = { timeZone, weekly: pairs.map(([weekday, range]) => ({ weekday, ...range })), recurrences, overrides };
      const range = { startsAt, endsAt: startsAt + (rangeMs ?? durationMs) };
      return { rules: { hours, ...terms }, blocked, range, durationMs, now, probes };
    });
}

function anchors(timeZone: string): fc.Arbitrary<number> {
  const anyDay = fc.integer({ min: 0, max: 7 * 365 }).map((day) => Date.UTC(2024, 0, 1) + day * DAY_MS);
  const changes = changesOf(timeZone);
  if (timeZone === "Pacific/Apia") changes.push(Date.UTC(2011, 11, 30, 10));
  return changes.length === 0 ? anyDay : fc.oneof(anyDay, fc.constantFrom(...changes));
}

function checkAgainstOracle({ rules, blocked, range, durationMs, now, probes }: Case): void {
  const [from, to] = [instant(range.startsAt), instant(range.endsAt)];
  const list = (startsAt = from, endsAt = to) => listSlots(rules, blocked, { startsAt, endsAt }, durationMs, instant(now));
  const listed = list();
  const near = { startsAt: instant(Math.min(from, ...probes)), endsAt: instant(Math.max(to, ...probes)) };
  const oracle = new Oracle(rules, blocked, near, durationMs, instant(now));
  expect(listed).toEqual(oracle.slotsIn({ startsAt: from, endsAt: to }));

  for (const start of [...listed.slice(0, 5), ...listed.slice(-5), ...probes]) {
    const reason = reasonAgainst(rules, blocked, instant(start), durationMs, instant(now));
    expect(reason).toBe(oracle.reasonAgainst(start));
  }

  const explained = explainSlots(rules, blocked, { startsAt: from, endsAt: to }, durationMs, instant(now));
  const candidates = oracle.candidatesIn({ startsAt: from, endsAt: to });
  expect(explained).toEqual(candidates.map((startsAt) => ({ startsAt, reason: oracle.reasonAgainst(startsAt) })));

  // Whether a slot exists does not depend on the range.
  const middle = instant(from + Math.floor((to - from) / 3));
  expect(list(middle)).toEqual(listed.filter((start) => start >= middle));
  expect(list(from, middle)).toEqual(listed.filter((start) => start + durationMs <= middle));
}

describe("I11: lists exactly what can be booked, and refuses the rest for the right reason", () => {
  test.each(ZONES)("%s", { timeout: ZONE_MS_MAX }, (timeZone) => {
    const cases = anchors(timeZone).chain((anchor) => caseNear(timeZone, anchor));
    fc.assert(fc.property(cases, checkAgainstOracle), { numRuns: CASES_PER_ZONE });
  });
});
