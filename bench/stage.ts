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
/** Few enough that the warm-up has seen them all. */
const SOCKET_CLIENTS = 200;
const SEVERAL_COACHES = 20;
/** Within the horizon of every coach here; more than any one coach is asked for in a run. */
const HOURS_AHEAD = 17_000;

type Bookings = (count: number) => Requests;

export interface Stage {
  /** Bookings of one coach's time, each of an hour that nobody has asked for. */
  readonly bookings: Bookings;
  /** For calls over sockets: of one coach, of twenty, and of twenty where everybody has a mail address. */
  readonly overSockets: { readonly one: Bookings; readonly several: Bookings; readonly severalWithMail: Bookings };
  readonly busyCoachId: string;
  /** The week that is looked up, in instants. */
  readonly week: { readonly from: number; readonly to: number };
  /** A whole month, in instants of UTC. */
  readonly month: { readonly firstDate: string; readonly from: number; readonly to: number };
  readonly lookUpUrl: string;
  /** The length of the answer to a look-up. */
  readonly lookUpBytes: number;
  /** Look-ups of that week of which no two are kept under the same key. */
  readonly misses: (count: number) => Requests;
}

export async function setStage(runtime: Runtime): Promise<Stage> {
  const today = Math.ceil(Date.now() / DAY_MS) * DAY_MS + DAY_MS;
  const coachId = await openCoach(runtime);
  const busyCoachId = await openCoach(runtime);
  const clients = await clientTokens(runtime, CLIENTS, false);
  let booked = 0;
  const bookingsWith =
    (coachOf: (index: number) => string, startOf: (index: number) => number, tokens: readonly string[]): Bookings =>
    (count) =>
      Array.from({ length: count }, () => {
        booked += 1;
        return booking(tokens[booked % tokens.length] ?? "", coachOf(booked), startOf(booked), `bench-${booked}`);
      });
  const hourly = (index: number): number => today + (index % HOURS_AHEAD) * HOUR_MS;
  const bookings = bookingsWith(() => coachId, hourly, clients);
  // Four sessions a day for the busy coach, and everybody known before anything is measured.
  const busy = bookingsWith(
    () => busyCoachId,
    (index) => today + index * 6 * HOUR_MS,
    clients,
  )(80);
  await runtime.drive({ target: "app", concurrency: 8, expectedStatus: 201, requests: busy });
  await runtime.drained();
  const overSockets = async (coachCount: number, withMail: boolean): Promise<Bookings> => {
    const coaches: string[] = [];
    for (let index = 0; index < coachCount; index += 1) coaches.push(await openCoach(runtime, withMail));
    return bookingsWith((index) => coaches[index % coachCount] ?? "", hourly, await clientTokens(runtime, SOCKET_CLIENTS, withMail));
  };
  const [from, to] = [today + 3 * DAY_MS, today + 10 * DAY_MS];
  const firstOfMonth = monthAfter(today);
  let asked = 0;
  const lookUpUrl = (end: number): string => {
    const query = { start_date: new Date(from).toISOString(), end_date: new Date(end).toISOString(), duration_minutes: "60" };
    return `http://app/booking/coach/${busyCoachId}/availability?${new URLSearchParams(query).toString()}`;
  };
  return {
    bookings,
    overSockets: {
      one: await overSockets(1, false),
      several: await overSockets(SEVERAL_COACHES, false),
      severalWithMail: await overSockets(SEVERAL_COACHES, true),
    },
    busyCoachId,
    week: { from, to },
    month: { firstDate: isoDateOf(firstOfMonth), from: firstOfMonth, to: monthAfter(firstOfMonth) },
    lookUpUrl: lookUpUrl(to),
    lookUpBytes: (await runtime.read(lookUpUrl(to))).length,
    // A millisecond more each time: another key, the same rows and the same slots.
    misses: (count) => Array.from({ length: count }, () => get(lookUpUrl(to + (asked += 1)))),
  };
}

function monthAfter(moment: number): number {
  const date = new Date(moment);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

function isoDateOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, "YYYY-MM-DD".length);
}

async function clientTokens(runtime: Runtime, count: number, withMail: boolean): Promise<string[]> {
  return await Promise.all(Array.from({ length: count }, async () => await tokenOf(runtime, "client", crypto.randomUUID(), withMail)));
}

async function tokenOf(runtime: Runtime, role: string, id: string, withMail: boolean): Promise<string> {
  return withMail ? await runtime.tokenOf(role, id, `${id}@people.bench.example`) : await runtime.tokenOf(role, id);
}

/** A coach who is open day and night for two years. */
async function openCoach(runtime: Runtime, withMail = false): Promise<string> {
  const id = crypto.randomUUID();
  const headers = { authorization: `Bearer ${await tokenOf(runtime, "coach", id, withMail)}`, "content-type": "application/json" };
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
