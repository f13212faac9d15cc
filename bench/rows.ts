/**
 * The rows of the benchmark that send requests: what is sent to the service, at which concurrency, and what is sent to
 * the floor of the same effect. One list for both ways to measure, alone and beside another commit.
 */
import type { DriveOrder } from "./driver.ts";
import type { Runtime } from "./runtime.ts";
import { type Requests, same, type Stage } from "./stage.ts";

export const ROUNDS = 5;
/** The runtime compiles what is hot as it goes: what comes before that is measured and thrown away. */
export const WARM_UP_ROUNDS = 3;
/** As many look-ups as end well within the seconds that an answer is kept. */
const HITS = 1_000;
const MISSES = 600;

export interface Row {
  readonly name: string;
  readonly concurrency: number;
  readonly status: number;
  /** The look-up to ask for right before each round, so that its answer is kept throughout it. */
  readonly keeps?: (stage: Stage) => string;
  readonly requests: (stage: Stage) => Requests;
  readonly floor: (stage: Stage) => Requests;
}

export const ROWS: readonly Row[] = [
  { name: "booking_c1", concurrency: 1, status: 201, requests: ({ bookings }) => bookings(300), floor: () => inserts(300) },
  { name: "booking_c64", concurrency: 64, status: 201, requests: ({ bookings }) => bookings(1_280), floor: () => inserts(1_280) },
  {
    name: "look_up_hit",
    concurrency: 8,
    status: 200,
    keeps: ({ lookUpUrl }) => lookUpUrl,
    requests: ({ lookUpUrl }) => same(lookUpUrl, HITS),
    floor: ({ lookUpBytes }) => same(`http://floors/kept?bytes=${lookUpBytes}`, HITS),
  },
  {
    name: "look_up_miss",
    concurrency: 8,
    status: 200,
    requests: ({ misses }) => misses(MISSES),
    floor: ({ busyCoachId, week }) => same(`http://floors/rows?coach_id=${busyCoachId}&from=${week.from}&to=${week.to}`, MISSES),
  },
];

/** Requests a second of the service in one round. */
export async function serviceRate(runtime: Runtime, stage: Stage, row: Row): Promise<number> {
  const kept = row.keeps?.(stage);
  if (kept !== undefined) await runtime.read(kept);
  const rate = await rateOf(runtime, row, "app", row.requests(stage));
  // What the bookings set in motion must not run beside what is measured next.
  await runtime.drained();
  return rate;
}

export async function floorRate(runtime: Runtime, row: Row, requests: Requests): Promise<number> {
  return await rateOf(runtime, row, "floors", requests);
}

async function rateOf(runtime: Runtime, row: Row, target: DriveOrder["target"], requests: Requests): Promise<number> {
  const { concurrency, status: expectedStatus } = row;
  return requests.length / ((await runtime.drive({ target, concurrency, expectedStatus, requests })) / 1_000);
}

function inserts(count: number): Requests {
  return Array.from({ length: count }, (_, index) => ({
    method: "POST",
    url: "http://floors/insert",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ starts_at: index }),
  }));
}
