/**
 * The endpoints against their floors, in real workerd: bookings one by one and sixty-four at a time on one coach, and a
 * look-up that misses the cache. Floor and figure are measured in turn, five rounds of each; medians are compared.
 */
import { HOUR_MS, DAY_MS } from "../src/lib/duration.ts";
import type { DriveOrder } from "./driver.ts";
import { type Figure, median } from "./figures.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

const ROUNDS = 5;
/** The runtime compiles what is hot as it goes: what comes before that is measured and thrown away. */
const WARM_UP_ROUNDS = 3;
/** As many as keep each within a handful of pending bookings, as the standard profile would. */
const CLIENTS = 1_000;

type Requests = DriveOrder["requests"];

export async function measureEndpoints(say: (line: string) => void): Promise<Figure[]> {
  const runtime = await startRuntime();
  try {
    say("seeding");
    const stage = await setStage(runtime);
    const figures: Figure[] = [];
    for (const { name, concurrency, count } of [
      { name: "booking_c1", concurrency: 1, count: 300 },
      { name: "booking_c64", concurrency: 64, count: 1_280 },
    ]) {
      say(name);
      figures.push(
        await compare(
          runtime,
          name,
          concurrency,
          201,
          () => stage.bookings(count),
          () => inserts(count),
        ),
      );
    }
    say("look_up_miss");
    figures.push(
      await compare(
        runtime,
        "look_up_miss",
        8,
        200,
        () => stage.lookUps(600),
        () => stage.reads(600),
      ),
    );
    return figures;
  } finally {
    await runtime.dispose();
  }
}

/** Requests a second of the service and of its floor, in turn. */
async function compare(
  runtime: Runtime,
  name: string,
  concurrency: number,
  expectedStatus: number,
  ours: () => Requests,
  theirs: () => Requests,
): Promise<Figure> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const rate = async (target: DriveOrder["target"], requests: Requests): Promise<number> =>
      requests.length / ((await runtime.drive({ target, concurrency, expectedStatus, requests })) / 1_000);
    const floor = await rate("floors", theirs());
    const value = await rate("app", ours());
    if (round >= WARM_UP_ROUNDS) {
      floors.push(floor);
      values.push(value);
    }
  }
  const [value, floor] = [median(values), median(floors)];
  return { name, value, floor, ratio: value / floor, unit: "requests/s" };
}

interface Stage {
  readonly bookings: (count: number) => Requests;
  readonly lookUps: (count: number) => Requests;
  readonly reads: (count: number) => Requests;
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
  const query = new URLSearchParams({
    start_date: new Date(from).toISOString(),
    end_date: new Date(to).toISOString(),
    duration_minutes: "60",
  });
  const get =
    (url: string) =>
    (count: number): Requests =>
      Array.from({ length: count }, () => ({ method: "GET", url, headers: {}, body: null }));
  return {
    bookings,
    lookUps: get(`http://app/booking/coach/${busyCoachId}/availability?${query.toString()}`),
    reads: get(`http://floors/rows?coach_id=${busyCoachId}&from=${from}&to=${to}`),
  };
}

function inserts(count: number): Requests {
  return Array.from({ length: count }, (_, index) => ({
    method: "POST",
    url: "http://floors/insert",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ starts_at: index }),
  }));
}
