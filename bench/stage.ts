/**
 * What stands in a fresh database before anything is measured, and the requests that are sent to it: a coach who works
 * round the clock, clients with tokens, and a busy week to look up. All of it is made through the API, so that it fits
 * whatever schema the service under measurement has.
 */
import { DAY_MS, HOUR_MS } from "../src/lib/duration.ts";
import type { DriveOrder } from "./driver.ts";
import type { Runtime } from "./runtime.ts";

export type Requests = DriveOrder["requests"];

/** As many as keep each within a handful of pending bookings, as the standard profile would. */
const CLIENTS = 1_000;

export interface Stage {
  /** Bookings of one coach's time, each of an hour that nobody has asked for. */
  readonly bookings: (count: number) => Requests;
  readonly busyCoachId: string;
  /** The week that is looked up, in instants. */
  readonly week: { readonly from: number; readonly to: number };
  readonly lookUpUrl: string;
  /** The length of the answer to a look-up. */
  readonly lookUpBytes: number;
  /** Look-ups of that week of which no two are kept under the same key. */
  readonly misses: (count: number) => Requests;
}

export async function setStage(runtime: Runtime): Promise<Stage> {
  const today = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS;
  const [coachId, busyCoachId] = [await openCoach(runtime), await openCoach(runtime)];
  const clients = await Promise.all(Array.from({ length: CLIENTS }, async () => await runtime.tokenOf("client", crypto.randomUUID())));
  let booked = 0;
  const bookingsWith =
    (coach: string, startOf: (index: number) => number) =>
    (count: number): Requests =>
      Array.from({ length: count }, () => {
        booked += 1;
        return booking(clients[booked % CLIENTS] ?? "", coach, startOf(booked), `bench-${booked}`);
      });
  const bookings = bookingsWith(coachId, (index) => today + index * HOUR_MS);
  // Four sessions a day for the busy coach, and everybody known before anything is measured.
  const busy = bookingsWith(busyCoachId, (index) => today + index * 6 * HOUR_MS)(80);
  await runtime.drive({ target: "app", concurrency: 8, expectedStatus: 201, requests: busy });
  await runtime.drained();
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
    lookUpBytes: (await runtime.read(lookUpUrl(to))).length,
    // A millisecond more each time: another key, the same rows and the same slots.
    misses: (count) => Array.from({ length: count }, () => get(lookUpUrl(to + (asked += 1)))),
  };
}

/** A coach who is open day and night for two years. */
async function openCoach(runtime: Runtime): Promise<string> {
  const id = crypto.randomUUID();
  const headers = { authorization: `Bearer ${await runtime.tokenOf("coach", id)}`, "content-type": "application/json" };
  const ask = async (method: string, path: string, body: unknown): Promise<void> => {
    const request = { method, url: `http://app${path}`, headers, body: JSON.stringify(body) };
    await runtime.drive({ target: "app", concurrency: 1, expectedStatus: 200, requests: [request] });
  };
  const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
  await ask("PUT", `/coach/${id}/availability`, { time_zone: "Europe/Lisbon", weekly, overrides: [] });
  await ask("PATCH", `/coach/${id}/settings`, { slot_step_minutes: 15, horizon_days: 730 });
  return id;
}

function booking(token: string, coachId: string, startsAt: number, key: string): Requests[number] {
  return {
    method: "POST",
    url: "http://app/booking",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({
      coach_id: coachId,
      session_datetime: new Date(startsAt).toISOString(),
      duration_minutes: 60,
      notes: "A first conversation",
    }),
  };
}

function get(url: string): Requests[number] {
  return { method: "GET", url, headers: {}, body: null };
}

export function same(url: string, count: number): Requests {
  return Array.from({ length: count }, () => get(url));
}
