/**
 * Holds the slot function to a file of known answers: `node scripts/vectors.ts FILE` prints how many cases come out
 * exactly and the ids of those that do not, and exits with 1 if there are any. The shape of a file is that of
 * `test/vectors/availability.json`; a case may add `now` and `notice_minutes_min`. Changes nothing.
 */
import { readFileSync } from "node:fs";
import type { TimeOfDayRange } from "../src/domain/slots/availability-rules.ts";
import { instant, type Instant } from "../src/domain/instant.ts";
import { listSlots, type Blocked, type SlotRules } from "../src/domain/slots/slots.ts";
import { MINUTE_MS } from "../src/lib/duration.ts";

interface WallRange {
  readonly start: string;
  readonly end: string;
}

export interface VectorCase {
  readonly id: string;
  readonly time_zone: string;
  readonly weekly: readonly (WallRange & { readonly weekday: number })[];
  readonly overrides: readonly {
    readonly date: string;
    readonly until?: string;
    readonly intervals: readonly WallRange[];
  }[];
  readonly busy: readonly (readonly [string, string])[];
  readonly range: readonly [string, string];
  readonly duration_minutes: number;
  readonly step_minutes: number | null;
  readonly now?: string;
  readonly notice_minutes_min?: number;
  readonly slots: readonly string[];
}

const NOW_DEFAULT = "2025-12-01T00:00:00Z";

export function readVectors(file: string): readonly VectorCase[] {
  const { cases } = JSON.parse(readFileSync(file, "utf8")) as { cases: readonly VectorCase[] };
  return cases;
}

/** The starts our function gives for a case, written as the file writes them. */
export function slotsOf(vector: VectorCase): string[] {
  const range = { startsAt: at(vector.range[0]), endsAt: at(vector.range[1]) };
  const durationMs = vector.duration_minutes * MINUTE_MS;
  const slots = listSlots(rulesOf(vector), vector.busy.map(busyOf), range, durationMs, at(vector.now ?? NOW_DEFAULT));
  return slots.map((start) => new Date(start).toISOString());
}

export function isExact(vector: VectorCase): boolean {
  const slots = slotsOf(vector);
  // A file may write an instant with or without its milliseconds.
  return slots.length === vector.slots.length && vector.slots.every((start, index) => at(start) === at(slots[index] ?? ""));
}

function rulesOf(vector: VectorCase): SlotRules {
  return {
    hours: {
      timeZone: vector.time_zone,
      weekly: vector.weekly.map((hours) => ({ weekday: hours.weekday, ...minutesOf(hours) })),
      recurrences: [],
      overrides: vector.overrides.map(({ intervals, ...dates }) => ({ ...dates, intervals: intervals.map(minutesOf) })),
    },
    stepMs: vector.step_minutes === null ? null : vector.step_minutes * MINUTE_MS,
    bufferBeforeMs: 0,
    bufferAfterMs: 0,
    noticeMs: (vector.notice_minutes_min ?? 0) * MINUTE_MS,
    horizonMs: Infinity,
    sessionsPerDayMax: null,
  };
}

function busyOf([startsAt, endsAt]: readonly [string, string]): Blocked {
  return { startsAt: at(startsAt), endsAt: at(endsAt), bufferBeforeMs: 0, bufferAfterMs: 0, isSession: false };
}

function minutesOf({ start, end }: WallRange): TimeOfDayRange {
  return { startMinute: minuteOfDay(start), endMinute: minuteOfDay(end) };
}

/** `HH:MM`, up to `24:00`. */
function minuteOfDay(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

function at(text: string): Instant {
  return instant(Date.parse(text));
}

function main(file: string | undefined): void {
  if (file === undefined) throw new Error("usage: node scripts/vectors.ts FILE");
  const vectors = readVectors(file);
  const differing = vectors.filter((vector) => !isExact(vector));
  console.log(`${vectors.length - differing.length} of ${vectors.length} exact`);
  for (const { id } of differing) console.log(id);
  if (differing.length > 0) process.exitCode = 1;
}

if (import.meta.main) main(process.argv[2]);
