/**
 * The rows of the benchmark that send requests: what is sent to the service, at which concurrency, and what is sent to
 * the floor of the same effect. One list for both ways to measure, alone and beside another commit.
 */
import type { DriveOrder } from "./driver.ts";
import { median } from "./figures.ts";
import type { Runtime } from "./runtime.ts";
import { type Requests, same, type Stage } from "./stage.ts";

export const ROUNDS = 5;
/** The runtime compiles what is hot as it goes: what comes before that is measured and thrown away. */
export const WARM_UP_ROUNDS = 3;
/** As many look-ups as end well within the seconds that an answer is kept. */
const HITS = 1_000;
const MISSES = 600;
const FAIR = "read-and-insert";

export interface Row {
  readonly name: string;
  /** Inside: driven by a Worker in the same process. Sockets: by a client of its own, each request timed. */
  readonly via: "inside" | "sockets";
  readonly concurrency: number;
  readonly status: number;
  /** The look-up to ask for right before each round, so that its answer is kept throughout it. */
  readonly keeps?: (stage: Stage) => string;
  readonly requests: (stage: Stage) => Requests;
  readonly floor: (stage: Stage) => Requests;
  /** A floor that takes the same steps as the service, barely. */
  readonly fairFloor?: (stage: Stage) => Requests;
}

export const FLOORS = {
  booking: "bookings, floor: an object with one insert; fair floor: an object with one read, then one batch of five inserts",
  lookUp:
    "look_up_miss, floor: one read of the rows, sent as they are; fair floor: one read, slots computed, written and hashed, of the same size",
  hit: "look_up_hit, floor: a constant of the same size through the edge cache",
} as const;

export const ROWS: readonly Row[] = [
  {
    name: "booking_c1",
    via: "inside",
    concurrency: 1,
    status: 201,
    requests: ({ bookings }) => bookings(300),
    floor: () => inserts(300),
    fairFloor: () => inserts(300, 1, FAIR),
  },
  {
    name: "booking_c64",
    via: "inside",
    concurrency: 64,
    status: 201,
    requests: ({ bookings }) => bookings(1_280),
    floor: () => inserts(1_280),
    fairFloor: () => inserts(1_280, 1, FAIR),
  },
  {
    name: "look_up_hit",
    via: "inside",
    concurrency: 8,
    status: 200,
    keeps: ({ lookUpUrl }) => lookUpUrl,
    requests: ({ lookUpUrl }) => same(lookUpUrl, HITS),
    floor: ({ lookUpBytes }) => same(`http://floors/kept?bytes=${lookUpBytes}`, HITS),
  },
  {
    name: "look_up_miss",
    via: "inside",
    concurrency: 8,
    status: 200,
    requests: ({ misses }) => misses(MISSES),
    floor: (stage) => same(rowsUrl("rows", stage), MISSES),
    fairFloor: (stage) => same(rowsUrl("slots", stage), MISSES),
  },
  socketRow("socket_c1", { concurrency: 1, coaches: 1, count: 300 }, ({ one }) => one),
  socketRow("socket_c64", { concurrency: 64, coaches: 1, count: 640 }, ({ one }) => one),
  socketRow("socket_20c64", { concurrency: 64, coaches: 20, count: 640 }, ({ several }) => several),
  socketRow("socket_20c64_mail", { concurrency: 64, coaches: 20, count: 640 }, ({ severalWithMail }) => severalWithMail),
];

/** Bookings over sockets. What they set in motion is carried out meanwhile, as in life, and is part of what they cost. */
function socketRow(
  name: string,
  { concurrency, coaches, count }: { readonly concurrency: number; readonly coaches: number; readonly count: number },
  bookingsOf: (over: Stage["overSockets"]) => Stage["bookings"],
): Row {
  return {
    name,
    via: "sockets",
    concurrency,
    status: 201,
    requests: ({ overSockets }) => bookingsOf(overSockets)(count),
    floor: () => inserts(count, coaches),
    fairFloor: () => inserts(count, coaches, FAIR),
  };
}

export interface Round {
  /** Requests a second, or milliseconds a call. */
  readonly figure: number;
  /** Where each request was timed. */
  readonly latencyMs?: { readonly p50: number; readonly p99: number };
}

/** The median of each figure. */
export function mediansOf(rounds: readonly Round[]): { value: number; p50_ms?: number; p99_ms?: number } {
  const value = median(rounds.map(({ figure }) => figure));
  const timed = rounds.flatMap(({ latencyMs }) => latencyMs ?? []);
  if (timed.length === 0) return { value };
  return { value, p50_ms: median(timed.map(({ p50 }) => p50)), p99_ms: median(timed.map(({ p99 }) => p99)) };
}

/** The service in one round. */
export async function serviceRound(runtime: Runtime, stage: Stage, row: Row): Promise<Round> {
  const kept = row.keeps?.(stage);
  if (kept !== undefined) await runtime.read(kept);
  const round = await drive(runtime, row, "app", row.requests(stage));
  // Effects of these bookings must not run beside the next measurement.
  await runtime.drained();
  return round;
}

/** Requests a second of a floor in one round. */
export async function floorRate(runtime: Runtime, row: Row, requests: Requests): Promise<number> {
  return (await drive(runtime, row, "floors", requests)).figure;
}

async function drive(runtime: Runtime, row: Row, target: DriveOrder["target"], requests: Requests): Promise<Round> {
  const order = { target, concurrency: row.concurrency, expectedStatus: row.status, requests };
  const perSecond = (elapsedMs: number): number => requests.length / (elapsedMs / 1_000);
  if (row.via === "inside") return { figure: perSecond(await runtime.drive(order)) };
  const { elapsedMs, latenciesMs } = await runtime.driveSockets(order);
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const percentile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return { figure: perSecond(elapsedMs), latencyMs: { p50: percentile(0.5), p99: percentile(0.99) } };
}

function rowsUrl(path: "rows" | "slots", { busyCoachId, week, lookUpBytes }: Stage): string {
  return `http://floors/${path}?coach_id=${busyCoachId}&from=${week.from}&to=${week.to}&bytes=${lookUpBytes}`;
}

function inserts(count: number, objects = 1, path = "insert"): Requests {
  return Array.from({ length: count }, (_, index) => ({
    method: "POST",
    url: `http://floors/${path}?object=${index % objects}`,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ starts_at: index }),
  }));
}
