/**
 * Pages against their floors: the time to the first byte, over a socket, of the page and of a handler that makes the same reads of D1 in the same
 * order and answers with next to nothing. A page may take so much longer and no more. A row is a page; other commits are not asked, as they may
 * not have it.
 */
import type { Role } from "../src/domain/actor.ts";
import { type Figure, median } from "./figures.ts";
import type { Runtime } from "./runtime.ts";
import { same, type Stage } from "./stage.ts";

/** The time that a page may take beyond its floor: to compute, to write itself, and what stands before every answer. */
const BEYOND_FLOOR_MS_MAX = 15;
const ROUNDS = 5;
const WARM_UP_ROUNDS = 3;
const REQUESTS_PER_ROUND = 10;
const MEASUREMENTS_MAX = 3;

interface PageRow {
  readonly name: string;
  readonly page: (stage: Stage) => string;
  readonly floor: (stage: Stage) => string;
  /** In whose session; the coach is the busy one. null: of nobody. */
  readonly as: Role | null;
}

export const PAGE_ROWS: readonly PageRow[] = [
  {
    name: "page_book",
    page: ({ busyCoachId, month }) => `http://app/book/${busyCoachId}?date=${month.firstDate}`,
    floor: ({ busyCoachId, month: { from, to } }) => `http://floors/page-book?coach_id=${busyCoachId}&from=${from}&to=${to}`,
    as: null,
  },
  {
    name: "page_desk",
    page: () => "http://app/desk",
    floor: ({ busyCoachId }) => `http://floors/page-desk?coach_id=${busyCoachId}`,
    as: "coach",
  },
];

export const PAGE_FLOOR = "page_*, floor: the page's own reads of D1, answered with a few bytes; the page takes at most 15 ms more";

/** Throws where the page takes too much longer than its floor. A busy machine only adds: the first measurement within the bound counts. */
export async function measurePage(runtime: Runtime, stage: Stage, row: PageRow, say: (line: string) => void): Promise<Figure> {
  for (let measurement = 1; ; measurement += 1) {
    const { page, floor } = await measureOnce(runtime, stage, row);
    const words = `${row.name}: ${page.toFixed(1)} ms, its floor ${floor.toFixed(1)} ms, at most ${String(BEYOND_FLOOR_MS_MAX)} ms more`;
    say(words);
    if (page <= floor + BEYOND_FLOOR_MS_MAX)
      return { name: row.name, value: page, floor, ratio: page / floor, unit: "ms to the first byte" };
    if (measurement === MEASUREMENTS_MAX) throw new Error(words);
  }
}

/** The medians of both, in turn. */
async function measureOnce(runtime: Runtime, stage: Stage, row: PageRow): Promise<{ readonly page: number; readonly floor: number }> {
  const visitorId = row.as === "coach" ? stage.busyCoachId : crypto.randomUUID();
  const headers = row.as === null ? {} : { cookie: await runtime.sessionOf(row.as, visitorId) };
  const firstBytes = async (target: "app" | "floors", url: string): Promise<readonly number[]> => {
    const requests = same(url, REQUESTS_PER_ROUND).map((request) => ({ ...request, headers }));
    return (await runtime.driveSockets({ target, concurrency: 1, expectedStatus: 200, requests })).firstBytesMs;
  };
  const pages: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const [floor, page] = [await firstBytes("floors", row.floor(stage)), await firstBytes("app", row.page(stage))];
    if (round < WARM_UP_ROUNDS) continue;
    floors.push(...floor);
    pages.push(...page);
  }
  return { page: median(pages), floor: median(floors) };
}
