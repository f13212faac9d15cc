/**
 * How long the slot function takes, instants in and out, warm, in Node (the clock of workerd stands still while code
 * computes). Every call gets a busy list nobody has seen before, in no order, so nothing but a zone's offsets can be
 * cached. `value` is ms a call, `floor` the calibration loop of the same round, `ratio` value/floor, which holds up where
 * the machine is shared or slower.
 */
import { instant } from "../src/domain/instant.ts";
import { listSlots, type Blocked, type SlotRules } from "../src/domain/slots/slots.ts";
import { assert } from "../src/lib/assert.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../src/lib/duration.ts";
import { type Figure, median } from "./figures.ts";

export interface Case {
  readonly name: string;
  readonly days: number;
  readonly busyCount: number;
  readonly stepMinutes: number;
}

export const CASES: readonly Case[] = [
  { name: "slots_1d", days: 1, busyCount: 10, stepMinutes: 30 },
  { name: "slots_31d_100", days: 31, busyCount: 100, stepMinutes: 30 },
  { name: "slots_31d_1000", days: 31, busyCount: 1_000, stepMinutes: 15 },
  { name: "slots_365d", days: 365, busyCount: 2_000, stepMinutes: 15 },
];
const ROUNDS = 5;
const BATCHES_PER_ROUND = 40;
const CALLS_PER_BATCH = 10;
export const CALLS_PER_ROUND = BATCHES_PER_ROUND * CALLS_PER_BATCH;
const NOW = instant(Date.UTC(2026, 0, 5));
const RULES: Omit<SlotRules, "stepMs"> = {
  hours: {
    timeZone: "America/New_York",
    // Nine hours in two windows, every day: a year offers more than ten thousand starts.
    weekly: [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) => [
      { weekday, startMinute: 8 * 60, endMinute: 12 * 60 },
      { weekday, startMinute: 13 * 60, endMinute: 18 * 60 },
    ]),
    recurrences: [],
    overrides: [{ date: "2026-01-19", intervals: [] }],
  },
  bufferBeforeMs: 0,
  bufferAfterMs: 0,
  noticeMs: HOUR_MS,
  horizonMs: 400 * DAY_MS,
  sessionsPerDayMax: null,
};

/** mulberry32: the same busy lists on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomNumbers(1);

function freshBusy(figure: Case): Blocked[] {
  return Array.from({ length: figure.busyCount }, () => {
    const startsAt = NOW + Math.floor(random() * figure.days * 96) * 15 * MINUTE_MS;
    const endsAt = startsAt + (1 + Math.floor(random() * 4)) * 15 * MINUTE_MS;
    return {
      startsAt: instant(startsAt),
      endsAt: instant(endsAt),
      bufferBeforeMs: 0,
      bufferAfterMs: 0,
      isSession: true,
    };
  });
}

/** Keeps the results alive, so that no call can be left out as useless. */
let consumed = 0;

export type ListSlots = typeof listSlots;

/** Milliseconds a call. Lists are made just before they are used, a few at a time, as rows just read would be. */
export function timeCalls(figure: Case, list: ListSlots): number {
  const rules = { ...RULES, stepMs: figure.stepMinutes * MINUTE_MS };
  const range = { startsAt: NOW, endsAt: instant(NOW + figure.days * DAY_MS) };
  const durationMs = figure.stepMinutes * MINUTE_MS;
  let elapsedMs = 0;
  for (let batch = 0; batch < BATCHES_PER_ROUND; batch += 1) {
    const lists = Array.from({ length: CALLS_PER_BATCH }, () => freshBusy(figure));
    const startedAt = performance.now();
    for (const busy of lists) consumed += list(rules, busy, range, durationMs, NOW).length;
    elapsedMs += performance.now() - startedAt;
  }
  return elapsedMs / CALLS_PER_ROUND;
}

/** A fixed piece of arithmetic and memory traffic (about a millisecond): the machine's speed right now. */
function timeCalibration(): number {
  const startedAt = performance.now();
  const values = new Float64Array(4_096);
  for (let index = 0; index < 1_000_000; index += 1) values[index & 4_095] = (values[(index * 7) & 4_095] ?? 0) + index;
  consumed += values[17] ?? 0;
  return performance.now() - startedAt;
}

function measure(figure: Case): Figure {
  const rounds = Array.from({ length: ROUNDS }, () => ({ floor: timeCalibration(), value: timeCalls(figure, listSlots) }));
  const value = median(rounds.map((round) => round.value));
  const floor = median(rounds.map((round) => round.floor));
  return { name: figure.name, value, floor, ratio: value / floor, unit: "ms" };
}

/** The figures in milliseconds a call; `floor` is the calibration loop, in milliseconds too. */
export function measureSlots(wants: (name: string) => boolean): Figure[] {
  const wanted = CASES.filter(({ name }) => wants(name));
  // Every figure warms up before any is measured, so that none profits from code shaped to it alone.
  for (let round = 0; round < 3; round += 1) for (const figure of wanted) timeCalls(figure, listSlots);
  for (let round = 0; round < 10; round += 1) timeCalibration();
  const measured = wanted.map(measure);
  assert(!Number.isNaN(consumed), "the calls gave something");
  return measured;
}
