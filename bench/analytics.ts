/**
 * The analytics of a year with 100,000 bookings: the whole answer, by day, the median of five, beside a floor that sends the same counts to the
 * same rows as plain aggregates, one statement a figure, in one batch, and answers with what they give. A runtime of its own, whose record holds
 * nothing else. An answer that takes longer than it may fails the run.
 */
import { DAY_MS, HOUR_MS } from "../src/lib/duration.ts";
import type { DriveOrder } from "./driver.ts";
import { type Figure, median } from "./figures.ts";
import { startRuntime } from "./runtime.ts";
import { fillYear } from "./year.ts";

export const ANALYTICS_ROW = "analytics";
export const ANALYTICS_FLOOR = "analytics, floor: the same counts of the same rows as plain aggregates in one batch, sent as they are";

const BOOKINGS = 100_000;
const COACHES = 50;
const ANSWER_MS_MAX = 600;
const ROUNDS = 5;
const WARM_UP_ROUNDS = 2;

export async function measureAnalytics(say: (line: string) => void): Promise<Figure> {
  const runtime = await startRuntime(".");
  try {
    say(`${ANALYTICS_ROW}: filling`);
    const startsAt = Math.floor((Date.now() - 200 * DAY_MS) / HOUR_MS) * HOUR_MS;
    await fillYear(runtime.d1, { bookings: BOOKINGS, coaches: COACHES, startsAt });
    say(ANALYTICS_ROW);
    const [from, to] = [startsAt, startsAt + 365 * DAY_MS].map((moment) => new Date(moment).toISOString().slice(0, "YYYY-MM-DD".length));
    const query = new URLSearchParams({ from: String(from), to: String(to), interval: "day", time_zone: "Europe/Lisbon" }).toString();
    const token = await runtime.tokenOf("admin", crypto.randomUUID());
    const took = async (target: DriveOrder["target"], url: string): Promise<number> => {
      const request = { method: "GET", url, headers: { authorization: `Bearer ${token}` }, body: null };
      return await runtime.drive({ target, concurrency: 1, expectedStatus: 200, requests: [request] });
    };
    const answers: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
      floors.push(await took("floors", `http://floors/analytics?from=${startsAt}&to=${startsAt + 366 * DAY_MS}`));
      answers.push(await took("app", `http://app/admin/analytics?${query}`));
    }
    const [value, floor] = [median(answers.slice(WARM_UP_ROUNDS)), median(floors.slice(WARM_UP_ROUNDS))];
    if (value > ANSWER_MS_MAX) throw new Error(`the analytics take ${value} ms, at most ${ANSWER_MS_MAX} are allowed`);
    return { name: ANALYTICS_ROW, value, floor, ratio: value / floor, unit: "ms" };
  } finally {
    await runtime.dispose();
  }
}
