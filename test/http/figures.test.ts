/** A figure for each group, each turn of dispatch and each refusal; none of them says whose it is. */
import { afterEach, expect, test, vi } from "vitest";
import type { DataPoint } from "../../src/lib/data-point.ts";
import { settleAgenda } from "../support/agenda-bell.ts";
import { measured } from "../support/worker.ts";
import { apiWith, browserOf, morning, seenCoach, someone } from "./app-under-test.ts";
import { booked } from "./stories.ts";

afterEach(() => vi.useRealTimers());

function recorder() {
  const points: DataPoint[] = [];
  return { points, api: apiWith({ measure: (point) => void points.push(point) }) };
}

test("a refusal is one point with its status, code and method; what is answered well is none", async () => {
  const { points, api } = recorder();
  const coach = await seenCoach(api);
  expect(points).toEqual([]);
  await api("GET", "/booking/not-an-id", { as: coach });
  await api("POST", "/booking", { body: {} });
  await api("GET", "/no-such-path");
  await (await browserOf(api)).see("/book/nobody");
  expect(points.map(({ ms: _ms, ...point }) => point)).toEqual([
    { event: "refusal", status: 400, code: "validation_failed", method: "GET" },
    { event: "refusal", status: 401, code: "unauthenticated", method: "POST" },
    { event: "refusal", status: 404, code: "not_found", method: "GET" },
    { event: "refusal", status: 404, code: null, method: "GET" },
  ]);
});

test("a fault of ours is a point with 500, and of the database with 503", async () => {
  const points: DataPoint[] = [];
  const measure = (point: DataPoint): void => void points.push(point);
  const failing = (message: string) => apiWith({ measure, auditKeys: () => Promise.reject(new Error(message)) });
  const as = await someone("client");
  for (const message of ["a mistake", "D1_ERROR: Network connection lost"]) await failing(message)("GET", "/me", { as });
  expect(points.map((point) => (point.event === "refusal" ? [point.status, point.code] : point.event))).toEqual([
    [500, "internal"],
    [503, "unavailable"],
  ]);
});

test("a booking is a group and its dispatch a turn; nothing in them names anybody", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { points, api } = recorder();
  const [coach, client] = [await seenCoach(api), await someone("client")];
  measured.length = 0;
  const id = await booked(api, client, coach, morning(), { notes: "a private note" });
  expect(measured.map(({ ms: _ms, ...point }) => point)).toEqual([{ event: "group", outcome: "settled", commands: 1 }]);
  await settleAgenda(coach.id);
  const turns = measured.flatMap((point) => (point.event === "dispatch" ? [point] : []));
  expect(turns.length).toBeGreaterThan(0);
  expect(turns.every(({ effects, failed }) => effects > 0 && failed === 0)).toBe(true);
  const all = JSON.stringify([...measured, ...points]);
  for (const secret of [coach.id, client.id, id, "@people.test", "a private"]) expect(all).not.toContain(secret);
});
