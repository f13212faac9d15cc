/**
 * The endpoints against their floors, in real workerd: bookings one by one and sixty-four at a time on one coach, a
 * look-up that is answered from the edge cache, and one that misses it. Floor and figure are measured in turn, five rounds
 * of each; medians are compared. Last, a miss with a million bookings beside the same with a thousand.
 */
import { HOUR_MS, DAY_MS } from "../src/lib/duration.ts";
import type { DriveOrder } from "./driver.ts";
import { type Figure, median } from "./figures.ts";
import { fillHistory, ROWS_BESIDE_WINDOW_MAX, rowsOfMiss } from "./history.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

const ROUNDS = 5;
/** The runtime compiles what is hot as it goes: what comes before that is measured and thrown away. */
const WARM_UP_ROUNDS = 3;
/** As many as keep each within a handful of pending bookings, as the standard profile would. */
const CLIENTS = 1_000;

type Requests = DriveOrder["requests"];

/** Measures those of its figures that are wanted by name; all where none is named. */
export async function measureEndpoints(say: (line: string) => void, wanted: readonly string[]): Promise<Figure[]> {
  const runtime = await startRuntime();
  try {
    say("seeding");
    const stage = await setStage(runtime);
    const bytes = (await runtime.read(stage.lookUpUrl)).length;
    const measures: Readonly<Record<string, (name: string) => Promise<Figure>>> = {
      booking_c1: async (name) =>
        await compare(runtime, { name, concurrency: 1, status: 201, ours: () => stage.bookings(300), theirs: () => inserts(300) }),
      booking_c64: async (name) =>
        await compare(runtime, { name, concurrency: 64, status: 201, ours: () => stage.bookings(1_280), theirs: () => inserts(1_280) }),
      look_up_hit: async (name) =>
        await compare(runtime, {
          name,
          concurrency: 8,
          status: 200,
          // Asked for anew right before each round, which ends well within the seconds that an answer is kept.
          prepare: async () => void (await runtime.read(stage.lookUpUrl)),
          ours: () => same(stage.lookUpUrl, HITS),
          theirs: () => same(`http://floors/kept?bytes=${bytes}`, HITS),
        }),
      look_up_miss: async (name) =>
        await compare(runtime, {
          name,
          concurrency: 8,
          status: 200,
          ours: () => stage.misses(600),
          theirs: () => same(stage.readUrl, 600),
        }),
      look_up_miss_1m: async (name) => await measureHistory(runtime, stage, name, say),
    };
    const figures: Figure[] = [];
    for (const [name, measure] of Object.entries(measures)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      say(name);
      figures.push(await measure(name));
    }
    return figures;
  } finally {
    await runtime.dispose();
  }
}

interface Comparison {
  readonly name: string;
  readonly concurrency: number;
  readonly status: number;
  readonly prepare?: () => Promise<void>;
  readonly ours: () => Requests;
  readonly theirs: () => Requests;
}

/** Requests a second of the service and of its floor, in turn. */
async function compare(runtime: Runtime, { name, concurrency, status, prepare, ours, theirs }: Comparison): Promise<Figure> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const rate = async (target: DriveOrder["target"], requests: Requests): Promise<number> =>
      requests.length / ((await runtime.drive({ target, concurrency, expectedStatus: status, requests })) / 1_000);
    const floor = await rate("floors", theirs());
    await prepare?.();
    const value = await rate("app", ours());
    // What the bookings set in motion must not run beside what is measured next.
    await runtime.drained();
    if (round >= WARM_UP_ROUNDS) {
      floors.push(floor);
      values.push(value);
    }
  }
  const [value, floor] = [median(values), median(floors)];
  return { name, value, floor, ratio: value / floor, unit: "requests/s" };
}

/** As many look-ups as end well within the seconds that an answer is kept. */
const HITS = 1_000;

interface Stage {
  readonly bookings: (count: number) => Requests;
  readonly busyCoachId: string;
  /** The week that is looked up, in instants. */
  readonly week: { readonly from: number; readonly to: number };
  readonly lookUpUrl: string;
  /** Look-ups of that week of which no two are kept under the same key. */
  readonly misses: (count: number) => Requests;
  readonly readUrl: string;
}

/** A coach who works round the clock, clients with tokens, and a busy week to look up. */
async function setStage(runtime: Runtime): Promise<Stage> {
  const coachId = crypto.randomUUID();
  const busyCoachId = crypto.randomUUID();
  const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
  for (const id of [coachId, busyCoachId]) {
    const headers = { authorization: `Bearer ${await runtime.tokenOf("coach", id)}`, "content-type": "application/json" };
    const ask = async (method: string, path: string, body: unknown): Promise<void> => {
      const request = { method, url: `http://app${path}`, headers, body: JSON.stringify(body) };
      await runtime.drive({ target: "app", concurrency: 1, expectedStatus: 200, requests: [request] });
    };
    await ask("PUT", `/coach/${id}/availability`, { time_zone: "Europe/Lisbon", weekly, overrides: [] });
    await ask("PATCH", `/coach/${id}/settings`, { slot_step_minutes: 15, horizon_days: 730 });
  }
  const clients = await Promise.all(Array.from({ length: CLIENTS }, async () => await runtime.tokenOf("client", crypto.randomUUID())));
  const today = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS;
  let booked = 0;
  const bookingsWith =
    (coach: string, startOf: (index: number) => number) =>
    (count: number): Requests =>
      Array.from({ length: count }, () => {
        booked += 1;
        return {
          method: "POST",
          url: "http://app/booking",
          headers: {
            authorization: `Bearer ${clients[booked % CLIENTS] ?? ""}`,
            "content-type": "application/json",
            "idempotency-key": `bench-${booked}`,
          },
          body: JSON.stringify({
            coach_id: coach,
            session_datetime: new Date(startOf(booked)).toISOString(),
            duration_minutes: 60,
            notes: "A first conversation",
          }),
        };
      });
  const bookings = bookingsWith(coachId, (index) => today + index * HOUR_MS);
  // Four sessions a day for the busy coach, and everybody known before anything is measured.
  const busy = bookingsWith(busyCoachId, (index) => today + index * 6 * HOUR_MS)(80);
  await runtime.drive({ target: "app", concurrency: 8, expectedStatus: 201, requests: busy });
  const [from, to] = [today + 3 * DAY_MS, today + 10 * DAY_MS];
  let asked = 0;
  const lookUpUrl = (end: number): string => {
    const query = { start_date: new Date(from).toISOString(), end_date: new Date(end).toISOString(), duration_minutes: "60" };
    return `http://app/booking/coach/${busyCoachId}/availability?${new URLSearchParams(query).toString()}`;
  };
  return {
    bookings,
    busyCoachId,
    week: { from, to },
    lookUpUrl: lookUpUrl(to),
    // A millisecond more each time: another key, the same rows and the same slots.
    misses: (count) => Array.from({ length: count }, () => get(lookUpUrl(to + (asked += 1)))),
    readUrl: `http://floors/rows?coach_id=${busyCoachId}&from=${from}&to=${to}`,
  };
}

function get(url: string): Requests[number] {
  return { method: "GET", url, headers: {}, body: null };
}

function same(url: string, count: number): Requests {
  return Array.from({ length: count }, () => get(url));
}

/** A miss with a million bookings on record, a hundred thousand of them this coach's, against the same with a thousand. */
async function measureHistory(runtime: Runtime, stage: Stage, name: string, say: (line: string) => void): Promise<Figure> {
  const missRate = async (): Promise<number> => {
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = { target: "app", concurrency: 8, expectedStatus: 200, requests: stage.misses(400) } as const;
      rates.push(400 / ((await runtime.drive(order)) / 1_000));
    }
    return median(rates);
  };
  await fillHistory(runtime.d1, stage.busyCoachId, { coaches: 1, bookingsEach: 1_000 });
  const floor = await missRate();
  say(`${name}: filling`);
  await fillHistory(runtime.d1, stage.busyCoachId, { coaches: 10, bookingsEach: 100_000 });
  const value = await missRate();
  const { rowsRead, rowsOfWindow } = await rowsOfMiss(runtime.d1, stage.busyCoachId, stage.week);
  say(`${name}: a miss reads ${rowsRead} rows, its window holds ${rowsOfWindow}`);
  if (rowsRead === 0 || rowsRead > rowsOfWindow + ROWS_BESIDE_WINDOW_MAX)
    throw new Error(`a miss reads ${rowsRead} rows of a window of ${rowsOfWindow}`);
  return { name, value, floor, ratio: value / floor, unit: "requests/s" };
}

function inserts(count: number): Requests {
  return Array.from({ length: count }, (_, index) => ({
    method: "POST",
    url: "http://floors/insert",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ starts_at: index }),
  }));
}
