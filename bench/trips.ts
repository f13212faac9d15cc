/**
 * The table of D1 round trips and rows, counted over the real Worker of one source tree while it plays the acts that
 * `test/support/trips.ts` tells. Counts are exact and the same on every machine; nothing here is timed.
 */
import { setTimeout } from "node:timers/promises";
import type { D1Counts } from "../test/support/counting.ts";
import { countTrips } from "../test/support/trips.ts";
import { type Runtime, startRuntime } from "./runtime.ts";

export const TRIPS_ROW = "trips";
const RING_POLL_MS = 10;

export type TripTable = ReadonlyMap<string, D1Counts>;

export async function measureTrips(root: string): Promise<TripTable> {
  const runtime = await startRuntime(root, "counted");
  try {
    return await countOver(runtime);
  } finally {
    await runtime.dispose();
  }
}

async function countOver(runtime: Runtime): Promise<TripTable> {
  const origin = await runtime.serviceOrigin();
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(new URL(path, origin))).json()) as T;
  return await countTrips({
    tokenOf: async (role, id, email) => await runtime.tokenOf(role, id, email ?? undefined),
    call: async (method, path, token, body) => {
      const headers = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), "content-type": "application/json" };
      const response = await fetch(new URL(path, origin), {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
    },
    ring: async (coachId) => {
      const before = await ask<number>("/__trips/rings");
      await ask(`/__trips/wake?coach_id=${coachId}`);
      while ((await ask<number>("/__trips/rings")) === before) await setTimeout(RING_POLL_MS);
    },
    take: async () => await ask<D1Counts>("/__trips/take"),
  });
}
