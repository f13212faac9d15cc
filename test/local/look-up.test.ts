/**
 * S56: what the most expensive look-ups cost on the real local server, over real sockets: coaches who are open all day at
 * the smallest step. Sizes and times are printed. `RATE_PROFILE=standard` measures under the limits of requests, whose
 * local stand-in makes a hop for each coach that is asked; the platform's own counts in memory.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Answer } from "./http.ts";
import { LocalServer, type Someone } from "./server.ts";

const COACHES = 20;
const TIMES = 5;
const MEDIAN_MS_MAX = 100;
const HEALTH_MS_MAX = 250;
const DAY_MS = 86_400_000;

let server: LocalServer;
let coaches: Someone[];

const dateAhead = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const range = (days: number) => `start_date=${dateAhead(1)}&end_date=${dateAhead(days)}`;
const ofOne = (days: number) => `/booking/coach/${coaches[0]?.id ?? ""}/availability?${range(days)}`;
const ofAll = (days: number) => `/availability?coach_ids=${coaches.map(({ id }) => id).join(",")}&${range(days)}`;

beforeAll(async () => {
  server = await LocalServer.start(process.env["RATE_PROFILE"] === "standard" ? "standard" : "load");
  coaches = await server.coaches(COACHES);
  for (const { id, token } of coaches) {
    const weekly = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, start: "00:00", end: "24:00" }));
    const hours = await server.http.send("PUT", `/coach/${id}/availability`, { token, body: { time_zone: "UTC", weekly } });
    const settings = await server.http.send("PATCH", `/coach/${id}/settings`, { token, body: { slot_step_minutes: 5 } });
    expect([hours.status, settings.status]).toEqual([200, 200]);
  }
}, 90_000);

afterAll(async () => server?.dispose(), 30_000);

async function timed(path: string): Promise<{ readonly answer: Answer; readonly ms: number }> {
  const sentAtMs = performance.now();
  const answer = await server.http.send("GET", path);
  return { answer, ms: performance.now() - sentAtMs };
}

/** The median of five; the answers are of different lengths of session, so that none of them is kept at the edge. */
async function measured(name: string, path: string): Promise<Answer> {
  const times: number[] = [];
  let first: Answer | null = null;
  for (let time = 0; time <= TIMES; time += 1) {
    const { answer, ms } = await timed(`${path}&duration_minutes=${String(60 - time)}`);
    // The first one finds everything cold.
    if (time > 0) times.push(ms);
    first ??= answer;
  }
  const median = times.toSorted((one, other) => one - other)[Math.floor(TIMES / 2)] ?? Number.NaN;
  const [status, bytes] = [first?.status ?? 0, Buffer.byteLength(first?.text ?? "")];
  console.log(`look-up: ${name}: ${String(status)}, ${String(bytes)} bytes, median ${median.toFixed(1)} ms`);
  expect(median).toBeLessThan(MEDIAN_MS_MAX);
  expect(first).not.toBeNull();
  return first ?? { status: 0, headers: {}, text: "" };
}

it("62 days of twenty coaches are refused", async () => {
  const { status, text } = await measured("62 days of 20 coaches", ofAll(62));
  expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining({ code: "validation_failed" })]);
});

it("14 days of twenty coaches are one day of all of them", async () => {
  const { status, text } = await measured("14 days of 20 coaches", ofAll(14));
  expect([status, Buffer.byteLength(text) <= 470_000]).toEqual([200, true]);
  const { complete, next_start_date: next } = JSON.parse(text) as { complete: boolean; next_start_date: string };
  expect([complete, next]).toEqual([false, dateAhead(2)]);
});

it("62 days of one coach are as many whole days as fit", async () => {
  const { status, text } = await measured("62 days of one coach", ofOne(62));
  expect([status, Buffer.byteLength(text) <= 400_000]).toEqual([200, true]);
});

it("/health answers beside six of the largest", async () => {
  const largest = Array.from({ length: 6 }, (_, index) => timed(`${ofAll(14)}&duration_minutes=${String(45 - index)}`));
  const health = await timed("/health");
  const all = await Promise.all(largest);
  console.log(`look-up: /health beside six: ${health.ms.toFixed(1)} ms; they took ${all.map(({ ms }) => ms.toFixed(0)).join(", ")} ms`);
  expect([health.answer.status, ...all.map(({ answer }) => answer.status)]).toEqual([200, 200, 200, 200, 200, 200, 200]);
  expect(health.ms).toBeLessThan(HEALTH_MS_MAX);
});
